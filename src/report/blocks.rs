//! The files of a run that is not finished: one CSV file a block of trials, which tells by itself
//! whether it is whole.
//!
//! A block has the columns of its set of assumptions: `variant`, `kind` and `trial` as in
//! `trials.csv`, inputs (with all their digits, so that nothing is lost), outcomes. Its last line is
//!
//! ```text
//! # scrutineer.block/1 plan=HEX block=N rows=N sha256=HEX
//! ```
//!
//! with the SHA-256 of the plan that the block belongs to, and of everything before this line
//! (`head -n -1 FILE | sha256sum`). Readers of CSV that know comments take the file as it is.

use std::io::Write;

use super::clean;
use super::manifest::sha256;
use crate::engine::Freeze;
use crate::model::Assumptions;
use crate::trials::{Block, TrialTable};

/// Name of the folder of blocks in an output folder.
pub const FOLDER: &str = "blocks";
/// Name of the plan in it.
pub const PLAN: &str = "plan.json";
/// Beginning of the last line.
const LAST: &str = "# scrutineer.block/1 ";

/// The file name of a block.
pub fn name(number: u64) -> String {
    format!("part-{number:06}.csv")
}

/// The number in the file name of a block; `None` for other names.
pub fn number(name: &str) -> Option<u64> {
    let digits = name.strip_prefix("part-")?.strip_suffix(".csv")?;
    let number = digits.parse().ok()?;
    (self::name(number) == name).then_some(number)
}

/// What a block is one of.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// SHA-256 of the plan, lower-case hexadecimal.
    pub plan: &'a str,
    /// Id of the set of assumptions.
    pub variant: &'a str,
    /// These assumptions.
    pub of: &'a Assumptions,
    /// Which trials.
    pub block: Block,
}

/// What is wrong with the file of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bad {
    /// Cut, changed, or never a block.
    Damaged,
    /// Whole, but a block of another run, or another block of this one.
    Foreign,
}

/// The file of a block.
pub fn write(place: &Place, table: &TrialTable) -> Vec<u8> {
    let mut out = head(place, table);
    let prefix = prefix(place);
    for row in 0..table.len {
        out.extend_from_slice(&prefix);
        add(&mut out, table.first + row as u64);
        for column in &table.inputs {
            out.push(b',');
            add(&mut out, column[row]);
        }
        for column in &table.counts {
            out.push(b',');
            add(&mut out, column[row]);
        }
        out.push(b'\n');
    }
    let last = last_line(place.plan, place.block.number, place.block.trials, &out);
    out.extend_from_slice(last.as_bytes());
    out
}

/// Reads the file of a block into a table that has its columns and no rows.
///
/// # Errors
/// [`Bad`]. A file that is taken is, byte for byte, one that [`write()`] wrote for this place.
pub fn read(bytes: &[u8], place: &Place, empty: TrialTable) -> Result<TrialTable, Bad> {
    let text = std::str::from_utf8(bytes).map_err(|_| Bad::Damaged)?;
    let body = text.strip_suffix('\n').ok_or(Bad::Damaged)?;
    let (body, last) = text.split_at(body.rfind('\n').ok_or(Bad::Damaged)? + 1);
    let (plan, number, rows) = place_of(last).ok_or(Bad::Damaged)?;
    if last != last_line(plan, number, rows, body.as_bytes()) {
        return Err(Bad::Damaged);
    }
    let block = place.block;
    if (plan, number, rows) != (place.plan, block.number, block.trials) {
        return Err(Bad::Foreign);
    }
    table(body, place, empty).ok_or(Bad::Damaged)
}

/// The last line over everything before it.
fn last_line(plan: &str, number: u64, rows: u64, body: &[u8]) -> String {
    let sha256 = sha256(body);
    format!("{LAST}plan={plan} block={number} rows={rows} sha256={sha256}\n")
}

/// Plan, number and rows as a last line tells them.
fn place_of(last: &str) -> Option<(&str, u64, u64)> {
    let mut words = last.strip_prefix(LAST)?.split(' ');
    let mut value = |key: &str| words.next()?.strip_prefix(key)?.strip_prefix('=');
    let plan = value("plan")?;
    let number = value("block")?.parse().ok()?;
    Some((plan, number, value("rows")?.parse().ok()?))
}

/// The rows of a body that is known to be whole.
fn table(body: &str, place: &Place, mut table: TrialTable) -> Option<TrialTable> {
    let head = String::from_utf8(head(place, &table)).ok()?;
    let prefix = String::from_utf8(prefix(place)).ok()?;
    let mut scratch = Vec::new();
    for line in body.strip_prefix(&head)?.split_terminator('\n') {
        let mut fields = line.strip_prefix(&prefix)?.split(',');
        let trial: u64 = number_of(fields.next()?, &mut scratch)?;
        if trial != table.first + table.len as u64 {
            return None;
        }
        for column in &mut table.inputs {
            column.push(number_of(fields.next()?, &mut scratch)?);
        }
        for column in &mut table.counts {
            column.push(number_of(fields.next()?, &mut scratch)?);
        }
        if fields.next().is_some() {
            return None;
        }
        table.len += 1;
    }
    (table.len as u64 == place.block.trials).then_some(table)
}

/// The first line.
fn head(place: &Place, table: &TrialTable) -> Vec<u8> {
    let names = ["variant", "kind", "trial"].into_iter().map(String::from);
    let names = names
        .chain(table.input_names.iter().map(|it| clean::field(it)))
        .chain(
            table
                .outcomes
                .iter()
                .map(|it| clean::field(&it.name(place.of))),
        );
    record(names)
}

/// What every row begins with.
fn prefix(place: &Place) -> Vec<u8> {
    let kind = match place.block.freeze {
        Freeze::No => "full",
        Freeze::Inputs => "chance-only",
    };
    let mut prefix = record([clean::field(place.variant), kind.into()].into_iter());
    prefix.pop();
    prefix.push(b',');
    prefix
}

fn record(fields: impl Iterator<Item = String>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    let written = writer.write_record(fields);
    written.expect("writing to memory cannot fail");
    writer.into_inner().expect("writing to memory cannot fail")
}

/// The number of a field that [`add`] wrote; other spellings of it are not ours.
fn number_of<T: std::str::FromStr + std::fmt::Display>(
    field: &str,
    scratch: &mut Vec<u8>,
) -> Option<T> {
    let number = field.parse().ok()?;
    scratch.clear();
    add(scratch, &number);
    (scratch == field.as_bytes()).then_some(number)
}

/// A number with the fewest digits that read back as the same number.
fn add(to: &mut Vec<u8>, number: impl std::fmt::Display) {
    write!(to, "{number}").expect("writing to memory cannot fail");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn place(of: &Assumptions) -> Place<'_> {
        Place {
            plan: "ab12",
            variant: "base",
            of,
            block: Block {
                number: 7,
                set: 0,
                freeze: Freeze::No,
                first: 0,
                trials: sample::runs()[0].table.len as u64,
            },
        }
    }

    fn without_rows(table: &TrialTable) -> TrialTable {
        TrialTable {
            len: 0,
            inputs: vec![Vec::new(); table.inputs.len()],
            counts: vec![Vec::new(); table.counts.len()],
            ..table.clone()
        }
    }

    #[test]
    fn a_block_reads_back_as_the_same_table_to_the_last_bit() {
        let scenario = sample::scenario();
        let place = place(&scenario.assumptions);
        let mut table = sample::runs().remove(0).table;
        let odd = [0.1 + 0.2, f64::MIN_POSITIVE, 1e300, -0.0, 1.0 / 3.0];
        for (value, odd) in table.inputs[0].iter_mut().zip(odd) {
            *value = odd;
        }
        let bytes = write(&place, &table);
        let again = read(&bytes, &place, without_rows(&table)).expect("whole");
        assert_eq!(again, table);
        let bits = |table: &TrialTable| -> Vec<u64> {
            table.inputs[0].iter().map(|x| x.to_bits()).collect()
        };
        assert_eq!(bits(&again), bits(&table));
    }

    #[test]
    fn a_block_is_a_table_that_any_reader_of_csv_takes() {
        let scenario = sample::scenario();
        let table = sample::runs().remove(0).table;
        let bytes = write(&place(&scenario.assumptions), &table);
        let mut reader = csv::ReaderBuilder::new()
            .comment(Some(b'#'))
            .from_reader(bytes.as_slice());
        assert_eq!(reader.records().filter(Result::is_ok).count(), table.len);
        insta::assert_snapshot!(String::from_utf8(bytes).expect("text"));
    }

    /// Every length a file may be cut to, every byte changed, every bit flipped.
    #[test]
    fn no_damage_goes_unseen() {
        let scenario = sample::scenario();
        let place = place(&scenario.assumptions);
        let table = sample::runs().remove(0).table;
        let bytes = write(&place, &table);
        let bad = |bytes: &[u8]| read(bytes, &place, without_rows(&table)).is_err();
        assert!((0..bytes.len()).all(|len| bad(&bytes[..len])), "cut");
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut changed = bytes.clone();
                changed[at] ^= 1 << bit;
                assert!(bad(&changed), "byte {at}, bit {bit}");
            }
        }
        assert!(bad(&[&bytes[..], b"\n"].concat()), "a line more");
        assert!(bad(&[&bytes[..], &bytes[..]].concat()), "twice");
    }

    #[test]
    fn another_place_is_foreign_and_not_damaged() {
        let scenario = sample::scenario();
        let here = place(&scenario.assumptions);
        let table = sample::runs().remove(0).table;
        let bytes = write(&here, &table);
        let mut elsewhere = here;
        elsewhere.block.number = 8;
        for place in [
            Place {
                plan: "cd34",
                ..here
            },
            elsewhere,
        ] {
            let answer = read(&bytes, &place, without_rows(&table));
            assert_eq!(answer, Err(Bad::Foreign));
        }
    }

    #[test]
    fn names_carry_numbers() {
        assert_eq!(name(7), "part-000007.csv");
        assert_eq!(number("part-000007.csv"), Some(7));
        assert_eq!(number(&name(12_345_678)), Some(12_345_678));
        for other in [
            "part-7.csv",
            "part-00000x.csv",
            "part-000007.csv~",
            "plan.json",
        ] {
            assert_eq!(number(other), None, "{other}");
        }
    }
}
