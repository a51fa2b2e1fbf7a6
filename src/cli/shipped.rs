//! The scenarios that come with the command, inside it.

/// A shipped scenario.
pub struct Shipped {
    /// File stem.
    pub name: &'static str,
    /// The file's text.
    pub text: &'static str,
}

/// All shipped scenarios: the teaching scenario first, then by name.
pub const ALL: [Shipped; 3] = [
    Shipped {
        name: "demo",
        text: include_str!("../../scenarios/demo.toml"),
    },
    Shipped {
        name: "scotland-2014",
        text: include_str!("../../scenarios/scotland-2014.toml"),
    },
    Shipped {
        name: "south-ossetia-2006",
        text: include_str!("../../scenarios/south-ossetia-2006.toml"),
    },
];

/// The shipped scenario of this name.
pub fn find(name: &str) -> Option<&'static Shipped> {
    ALL.iter().find(|shipped| shipped.name == name)
}

/// The names of all shipped scenarios.
pub fn names() -> Vec<String> {
    ALL.iter().map(|shipped| shipped.name.into()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scenario_in_the_folder_is_shipped() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
        let mut stems: Vec<String> = std::fs::read_dir(folder)
            .expect("the folder is part of the project")
            .map(|entry| entry.expect("readable").path())
            .filter(|path| path.extension().is_some_and(|kind| kind == "toml"))
            .map(|path| path.file_stem().expect("a file").to_string_lossy().into())
            .collect();
        stems.sort();
        let mut shipped = names();
        shipped.sort();
        assert_eq!(stems, shipped);
    }
}
