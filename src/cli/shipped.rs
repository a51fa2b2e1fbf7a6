//! The scenarios that come with the command, inside it.

use super::tables::Beside;
use super::understand::Source;
use crate::report::library::Shelf;

/// A shipped scenario.
pub struct Shipped {
    /// File stem; no two folders share one.
    pub name: &'static str,
    /// Where it stands: each shelf has a folder.
    pub shelf: Shelf,
    /// The file's text.
    pub text: &'static str,
}

/// Files that stand beside a shipped scenario: its name, theirs, their texts.
const BESIDE: &[(&str, &str, &str)] = &[
    (
        "district-of-columbia-2010",
        "district-of-columbia-2010.csv",
        include_str!("../../scenarios/controls/district-of-columbia-2010.csv"),
    ),
    (
        "district-of-columbia-2010",
        "district-of-columbia-2010.licence.txt",
        include_str!("../../scenarios/controls/district-of-columbia-2010.licence.txt"),
    ),
];

impl Shipped {
    /// The files that stand beside it, its tables among them: their names and texts.
    pub fn beside(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let name = self.name;
        let own = BESIDE.iter().filter(move |it| it.0 == name);
        own.map(|it| (it.1, it.2))
    }

    /// The scenario as if it had been read from a file of its name.
    pub fn source(&self) -> Source {
        Source {
            file: format!("{}.toml", self.name),
            text: self.text.into(),
            tables: Beside::given(self.beside()),
        }
    }
}

/// The scenarios of one folder, by their stems.
macro_rules! folder {
    ($shelf:ident, $path:literal, [$($name:literal),* $(,)?]) => {
        &[$(Shipped {
            name: $name,
            shelf: Shelf::$shelf,
            text: include_str!(concat!("../../", $path, "/", $name, ".toml")),
        },)*]
    };
}

/// `scenarios/`: the teaching scenario first, then by name.
const CASES: &[Shipped] = folder!(
    Case,
    "scenarios",
    [
        "demo",
        "abkhazia-1999",
        "bosnia-1991",
        "bosnia-1992",
        "catalonia-2017",
        "crimea-2014",
        "karabakh-1991",
        "karabakh-2006",
        "kurdistan-2017",
        "liberia-1927",
        "poland-1946",
        "republika-srpska-2016",
        "serbia-2006",
        "south-ossetia-2006",
        "venezuela-2024",
    ]
);

/// `scenarios/controls/`, by name.
const CONTROLS: &[Shipped] = folder!(
    Control,
    "scenarios/controls",
    [
        "catalonia-21d-2017",
        "district-of-columbia-2010",
        "falklands-2013",
        "montenegro-2006",
        "norway-1905",
        "puerto-rico-2017",
        "scotland-2014",
    ]
);

/// `scenarios/lessons/`, in the order of the course.
const LESSONS: &[Shipped] = folder!(
    Lesson,
    "scenarios/lessons",
    [
        "lesson-1", "lesson-2", "lesson-3", "lesson-4", "lesson-5", "lesson-6", "lesson-7",
        "lesson-8", "lesson-9",
    ]
);

/// All shipped scenarios, folder by folder.
pub fn all() -> impl Iterator<Item = &'static Shipped> {
    [CASES, CONTROLS, LESSONS].into_iter().flatten()
}

/// The shipped scenario of this name.
pub fn find(name: &str) -> Option<&'static Shipped> {
    all().find(|shipped| shipped.name == name)
}

/// The names of all shipped scenarios.
pub fn names() -> Vec<String> {
    all().map(|shipped| shipped.name.into()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Stems of the scenarios in a folder of the project; none when there is no such folder.
    fn stems(folder: &str) -> BTreeSet<String> {
        let path = format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"));
        let files = std::fs::read_dir(path).into_iter().flatten();
        files
            .map(|entry| entry.expect("readable").path())
            .filter(|path| path.extension().is_some_and(|kind| kind == "toml"))
            .map(|path| path.file_stem().expect("a file").to_string_lossy().into())
            .collect()
    }

    #[test]
    fn every_scenario_in_the_folders_is_shipped() {
        for (folder, shipped) in [
            ("scenarios", CASES),
            ("scenarios/controls", CONTROLS),
            ("scenarios/lessons", LESSONS),
        ] {
            let names: BTreeSet<String> = shipped.iter().map(|it| it.name.into()).collect();
            assert_eq!(stems(folder), names, "{folder}");
        }
    }

    #[test]
    fn every_table_in_the_folders_is_shipped_with_its_scenario() {
        let mut found = BTreeSet::new();
        for folder in ["scenarios", "scenarios/controls", "scenarios/lessons"] {
            let path = format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"));
            let files = std::fs::read_dir(path).into_iter().flatten();
            let names = files.map(|entry| entry.expect("readable").file_name());
            let names = names.map(|name| name.to_string_lossy().into_owned());
            found.extend(names.filter(|name| name.ends_with(".csv") || name.ends_with(".txt")));
        }
        let shipped: BTreeSet<String> = all()
            .flat_map(Shipped::beside)
            .map(|(name, _)| name.into())
            .collect();
        assert_eq!(found, shipped);
    }

    #[test]
    fn no_two_folders_share_a_name() {
        let names = names();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    }
}
