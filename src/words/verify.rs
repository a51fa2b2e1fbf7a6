//! What is said when a run is played again and compared.

use std::fmt::Display;

use super::clean;

/// Name of the file with the resolved scenario.
pub const RESOLVED: &str = "scenario.resolved.toml";
/// A folder without a manifest.
pub const NO_RUN: &str = "it holds no run that can be played again (no readable run.json)";
/// A run that was interrupted.
pub const NOT_FINISHED: &str = "the run in it was interrupted, so there is nothing to compare";

/// How a file fares when its run is played again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// The same bytes.
    Agrees,
    /// The run gives what it gave, but the file here was changed since.
    Changed,
    /// The run gives something else now.
    OtherNow,
    /// The file is not here.
    Missing,
    /// The run gives a file that it did not give then.
    NotListed,
    /// The run does not give this file any more.
    NotMade,
}

impl Agreement {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Agreement::Agrees => "agrees",
            Agreement::Changed => "was changed after the run",
            Agreement::OtherNow => "comes out with other bytes",
            Agreement::Missing => "is missing",
            Agreement::NotListed => "is new: the run did not give it then",
            Agreement::NotMade => "is not given any more",
        }
    }
}

/// A run that this program would not take for the one in the folder.
pub fn not_the_same(path: &dyn Display, differs: &str) -> String {
    format!("{path}: {differs}; played again all the same")
}

/// The outcome, file by file.
pub fn verified(path: &dyn Display, files: &[(String, Agreement)]) -> String {
    let widest = files.iter().map(|(name, _)| name.chars().count()).max();
    let width = widest.unwrap_or(0);
    let mut out = String::new();
    for (name, agreement) in files {
        let name = clean::plain(name);
        out += &format!("{name:<width$}  {}\n", agreement.words());
    }
    let agree = |it: &&(String, Agreement)| it.1 == Agreement::Agrees;
    let (agree, all) = (files.iter().filter(agree).count(), files.len());
    out + &match agree == all {
        true => format!("{path}: all {all} files agree, byte for byte\n"),
        false => format!("{path}: {agree} of {all} files agree\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_has_a_line_and_the_last_line_counts() {
        let files = [
            ("a.csv".to_string(), Agreement::Agrees),
            ("charts/b.svg".to_string(), Agreement::Changed),
        ];
        assert_eq!(
            verified(&"out", &files),
            "a.csv         agrees\ncharts/b.svg  was changed after the run\nout: 1 of 2 files agree\n"
        );
        assert!(verified(&"out", &files[..1]).ends_with("out: all 1 files agree, byte for byte\n"));
    }
}
