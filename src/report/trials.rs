//! The table of trials as CSV, written piece by piece: it may be larger than the memory.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::clean;
use super::tables::{assumptions, digits, number};
use crate::engine::Freeze;
use crate::model::{Assumptions, Law, Scenario};
use crate::trials::{Outcome, TrialTable, VariantRun};

/// Name of the table of trials.
pub const TRIALS: &str = "trials.csv";

/// `trials.csv`: one row a simulated day. Columns: `variant`, `kind` (`full`, or `chance-only` with
/// every input at its median), `trial`, one column an uncertain input, one column an outcome. A
/// column that another set of assumptions lacks is empty there; an input it takes as certain holds
/// its value.
///
/// # Errors
/// Whatever `to` answers.
pub fn trials(scenario: &Scenario, runs: &[VariantRun], mut to: impl Write) -> io::Result<()> {
    let sets = runs.iter().flat_map(|run| {
        let of = assumptions(scenario, &run.id);
        [(of, &run.table), (of, &run.frozen)]
    });
    let sheet = TrialSheet::new(sets);
    sheet.head(&mut to)?;
    for run in runs {
        let set = (run.id.as_str(), assumptions(scenario, &run.id));
        sheet.rows(set, Freeze::No, &run.table, &mut to)?;
        sheet.rows(set, Freeze::Inputs, &run.frozen, &mut to)?;
    }
    to.flush()
}

/// The columns of `trials.csv`, see [`trials()`].
#[derive(Clone, Debug)]
pub struct TrialSheet {
    inputs: Vec<String>,
    outcomes: BTreeSet<(Outcome, String)>,
}

impl TrialSheet {
    /// The columns of some sets of assumptions, each with a table that has its columns.
    pub fn new<'a>(sets: impl IntoIterator<Item = (&'a Assumptions, &'a TrialTable)>) -> Self {
        let mut inputs: Vec<String> = Vec::new();
        let mut outcomes = BTreeSet::new();
        for (of, table) in sets {
            for name in &table.input_names {
                if !inputs.contains(name) {
                    inputs.push(name.clone());
                }
            }
            outcomes.extend(table.outcomes.iter().map(|o| (*o, o.name(of))));
        }
        Self { inputs, outcomes }
    }

    /// The first line.
    ///
    /// # Errors
    /// Whatever `to` answers.
    pub fn head(&self, to: impl Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(to);
        let head = ["variant", "kind", "trial"].into_iter().map(String::from);
        let head = head
            .chain(self.inputs.iter().map(|i| clean::field(i)))
            .chain(self.outcomes.iter().map(|o| clean::field(&o.1)));
        writer.write_record(head)?;
        writer.flush()
    }

    /// The rows of a table; `(id, of)` is its set of assumptions.
    ///
    /// # Errors
    /// Whatever `to` answers.
    pub fn rows(
        &self,
        (id, of): (&str, &Assumptions),
        freeze: Freeze,
        table: &TrialTable,
        to: impl Write,
    ) -> io::Result<()> {
        let mut writer = csv::WriterBuilder::new()
            .buffer_capacity(1 << 16)
            .from_writer(to);
        let kind = match freeze {
            Freeze::No => "full",
            Freeze::Inputs => "chance-only",
        };
        let columns = Columns::of(of, table, self);
        for row in 0..table.len {
            columns.write(&mut writer, id, kind, table.first, row)?;
        }
        writer.flush()
    }
}

/// The columns of one table in the order of the file.
struct Columns<'a> {
    inputs: Vec<Input<'a>>,
    outcomes: Vec<Option<&'a [i64]>>,
}

enum Input<'a> {
    Drawn(&'a [f64]),
    Certain(f64),
    Absent,
}

impl<'a> Columns<'a> {
    fn of(of: &Assumptions, table: &'a TrialTable, sheet: &TrialSheet) -> Self {
        let input = |path: &String| match table.input(path) {
            Some(drawn) => Input::Drawn(drawn),
            None => match of.inputs.iter().find(|i| i.path == *path).map(|i| &i.law) {
                Some(Law::Fixed(value)) => Input::Certain(*value),
                _ => Input::Absent,
            },
        };
        let outcome = |(outcome, name): &(Outcome, String)| {
            table.column(*outcome).filter(|_| outcome.name(of) == *name)
        };
        Self {
            inputs: sheet.inputs.iter().map(input).collect(),
            outcomes: sheet.outcomes.iter().map(outcome).collect(),
        }
    }

    fn write(
        &self,
        to: &mut csv::Writer<impl Write>,
        id: &str,
        kind: &str,
        first: u64,
        row: usize,
    ) -> csv::Result<()> {
        let fields = [
            clean::field(id),
            kind.into(),
            (first + row as u64).to_string(),
        ]
        .into_iter()
        .chain(self.inputs.iter().map(|input| match input {
            Input::Drawn(values) => values.get(row).map_or(String::new(), |x| digits(*x)),
            Input::Certain(value) => number(*value),
            Input::Absent => String::new(),
        }))
        .chain(self.outcomes.iter().map(|column| {
            column
                .and_then(|c| c.get(row))
                .map_or(String::new(), i64::to_string)
        }));
        to.write_record(fields)
    }
}
