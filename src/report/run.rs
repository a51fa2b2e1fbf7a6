//! How the terminal wants to be written to, and a named file.

/// How the terminal is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Columns to use; 80 is the most that is used, 40 the least.
    pub width: usize,
    /// Whether colour may be used; nothing depends on it.
    pub color: bool,
    /// Whether only ASCII may be used for rules and signs; text of the author stays as it is.
    pub ascii: bool,
}

impl Default for Style {
    /// 80 columns, no colour, Unicode.
    fn default() -> Self {
        Self {
            width: 80,
            color: false,
            ascii: false,
        }
    }
}

/// A file to be written: its name relative to the output folder (with `/`) and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artefact {
    /// Relative path, e.g. `report.html` or `charts/joint.svg`.
    pub name: String,
    /// Contents.
    pub bytes: Vec<u8>,
}

/// A finished drawing as the page wants it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plate<'a> {
    /// File stem, e.g. `joint`.
    pub name: &'a str,
    /// The finding.
    pub title: &'a str,
    /// How to read it.
    pub caption: &'a str,
    /// One `<svg>` element.
    pub svg: &'a str,
    /// Names of the columns of the rows it was drawn from.
    pub columns: &'a [String],
    /// The rows.
    pub rows: &'a [Vec<String>],
    /// Where on the page it stands.
    pub shelf: Shelf,
}

/// Where on the page a drawing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shelf {
    /// Shown at once.
    First,
    /// Folded away behind them.
    More,
    /// With how the run was made.
    Method,
}
