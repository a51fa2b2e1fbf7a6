//! The tables that stand beside a scenario: asked for by name, read once, shared by the variants.
//!
//! Knows names. Never knows the disk: whoever reads a scenario hands the bytes over.

use std::cell::RefCell;
use std::sync::Arc;

use super::problems::Sink;
use super::rule::Rule;
use super::station_returns::Returned;
use super::station_table::{self, Listed};
use super::tree::Node;
use crate::model::StationList;

/// Largest table, bytes (64 MiB).
pub const MOST_TABLE_BYTES: usize = 64 << 20;
/// Longest name of a table, bytes.
const LONGEST_NAME: usize = 200;

/// Gives the bytes of a table by the name under which the scenario calls for it: a relative path with
/// `/`, without `..`, that ends in `.csv`. Asked once for every name.
pub type Tables<'a> = dyn Fn(&str) -> Result<Arc<[u8]>, NoTable> + 'a;

/// Why there is no table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoTable {
    /// The scenario was read without tables.
    #[error("a scenario that comes without a folder has no tables")]
    NotGiven,
    /// There is no such file.
    #[error("there is no such file beside the scenario")]
    Missing,
    /// The path leads out of the scenario's folder.
    #[error("it leads out of the scenario's folder")]
    Elsewhere,
    /// A folder, pipe, device or socket.
    #[error("it is not a regular file")]
    NotAFile,
    /// More than a table may have.
    #[error("it is larger than 64 MiB, the limit of a table")]
    TooLarge,
    /// The system refuses; its words.
    #[error("{0}")]
    Refused(String),
}

impl NoTable {
    /// What to do about it.
    fn help(&self) -> &'static str {
        match self {
            NoTable::NotGiven => {
                "put the scenario in a file, its tables beside it, and name that file"
            }
            NoTable::Missing => "the path begins at the scenario's own folder",
            NoTable::Elsewhere => "copy the table into the scenario's folder",
            NoTable::NotAFile => "name a CSV file",
            NoTable::TooLarge => {
                "leave out columns that are not used, or split the set of stations"
            }
            NoTable::Refused(_) => "see that the file can be read",
        }
    }
}

/// The caller's answer when there are no tables.
pub(super) fn no_tables(_: &str) -> Result<Arc<[u8]>, NoTable> {
    Err(NoTable::NotGiven)
}

/// All tables of one reading.
pub(super) struct Shelf<'a> {
    tables: &'a Tables<'a>,
    /// Number of the first table among the texts that problems stand in.
    first: usize,
    taken: RefCell<Vec<Taken>>,
}

/// A table that was asked for.
struct Taken {
    name: String,
    listed: Option<Listed>,
    /// Its text, where there are problems in it to be shown.
    text: String,
}

impl<'a> Shelf<'a> {
    /// A shelf whose tables are texts number `first` and on.
    pub fn new(tables: &'a Tables<'a>, first: usize) -> Self {
        Self {
            tables,
            first,
            taken: RefCell::default(),
        }
    }

    /// The stations of the table that a node names; `None` after problems.
    pub fn stations(&self, node: &Node, sink: &mut Sink) -> Option<Arc<StationList>> {
        let name = node.text()?;
        if let Some(known) = self.taken.borrow().iter().find(|it| it.name == name) {
            return known.listed.as_ref().map(|it| it.list.clone());
        }
        let mut text = String::new();
        let listed = self.read(name, node, &mut text, sink);
        let list = listed.as_ref().map(|it| it.list.clone());
        self.taken.borrow_mut().push(Taken {
            name: name.to_string(),
            listed,
            text,
        });
        list
    }

    /// What a table that was taken says was reported.
    pub fn returned(&self, name: &str) -> Option<Arc<Returned>> {
        let taken = self.taken.borrow();
        let table = taken.iter().find(|it| it.name == name)?;
        table.listed.as_ref()?.returned.clone()
    }

    fn read(&self, name: &str, node: &Node, text: &mut String, sink: &mut Sink) -> Option<Listed> {
        if let Some(why) = no_name(name) {
            let name = super::letters::shown(name);
            sink.error(
                node.at,
                Rule::TableName { name, why },
                "name a CSV file in the scenario's own folder, such as \"stations.csv\" or \"tables/stations.csv\"",
            );
            return None;
        }
        let refuse = |why: NoTable, sink: &mut Sink| {
            let (name, help) = (name.to_string(), why.help());
            sink.error(node.at, Rule::NoTable { name, why }, help);
        };
        let bytes = match (self.tables)(name) {
            Ok(bytes) if bytes.len() > MOST_TABLE_BYTES => {
                refuse(NoTable::TooLarge, sink);
                return None;
            }
            Ok(bytes) => bytes,
            Err(why) => {
                refuse(why, sink);
                return None;
            }
        };
        let said = match std::str::from_utf8(&bytes) {
            Ok(said) => said,
            Err(error) => {
                let before = &bytes[..error.valid_up_to()];
                let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
                let name = name.to_string();
                sink.error(
                    node.at,
                    Rule::TableNotText { name, line },
                    "save it as \"CSV UTF-8\"",
                );
                return None;
            }
        };
        let number = self.first + self.taken.borrow().len();
        let list = station_table::read(name, number, said, sink);
        if list.is_none() {
            *text = said.to_string();
        }
        list
    }

    /// Names of all tables, with the texts of those that have problems.
    pub fn into_texts(self) -> impl Iterator<Item = (String, String)> {
        self.taken
            .into_inner()
            .into_iter()
            .map(|it| (it.name, it.text))
    }
}

/// Why a name cannot be that of a table.
fn no_name(name: &str) -> Option<&'static str> {
    let odd = |c: char| c.is_control() || super::letters::is_bidi(c) || "\\:*?\"<>|".contains(c);
    if name.len() > LONGEST_NAME {
        Some("it is longer than 200 bytes")
    } else if name.starts_with('/') || name.get(1..2) == Some(":") {
        Some("it begins outside the scenario's folder")
    } else if name.contains(odd) {
        Some("it holds characters that do not belong in a name; folders are parted by `/`")
    } else if name.split('/').any(|part| part == "..") {
        Some("it may not leave the scenario's folder")
    } else if name
        .split('/')
        .any(|part| part.is_empty() || part.starts_with('.'))
    {
        Some("it has an empty or hidden part")
    } else if !name.to_ascii_lowercase().ends_with(".csv") {
        Some("it does not end in `.csv`")
    } else {
        None
    }
}
