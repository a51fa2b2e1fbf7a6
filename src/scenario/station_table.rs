//! A table of stations: from the text of a CSV file to a list, and everything that is wrong with it.
//!
//! Knows columns and what may stand in them. Never knows what a set of stations is for.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::fields::{self, Broken, Field};
use super::letters::{is_bidi, is_control, shown};
use super::problems::Sink;
use super::rule::Rule;
use super::shape::{nearest, quoted};
use super::station_returns::{BALLOTS_CAST, Returned, ReturnedAt, VALID, VOTES};
use super::tree::At;
use crate::model::{ListedStation, StationList, StationReturn};

/// Most stations of one table.
pub(super) const MOST_ROWS: usize = 1_000_000;
/// Most problems of one table that are kept; the rest are counted.
const MOST_PROBLEMS: usize = 50;
/// Most registered electors of one station.
const MOST_REGISTERED: u32 = 100_000_000;
/// Most booths of one station.
const MOST_BOOTHS: u32 = 10_000;
/// Longest id or name of a district, characters.
const LONGEST_NAME: usize = 64;

/// The columns that mean something, in the order in which they are best written; the first two must
/// be there.
const COLUMNS: [&str; 7] = [
    "id",
    "registered",
    "booths",
    "district",
    BALLOTS_CAST,
    VALID,
    VOTES,
];

/// What stands in a table.
#[derive(Debug)]
pub(super) struct Listed {
    /// Its stations.
    pub list: Arc<StationList>,
    /// What was reported of each of them, in the same order, where the table says so.
    pub returned: Option<Arc<Returned>>,
}

/// The stations of a table, or `None` after problems. `number` is the number of the text.
pub(super) fn read(file: &str, number: usize, text: &str, sink: &mut Sink) -> Option<Listed> {
    let mut complaints = Complaints {
        number,
        kept: 0,
        all: 0,
        sink,
    };
    let mut lines = fields::lines(text);
    let mut row = Vec::new();
    let header = lines.next();
    let Some(header) = header.filter(|line| complaints.split(text, line, &mut row)) else {
        if complaints.all == 0 {
            complaints.say(0..0, Rule::EmptyTable, || {
                "a table begins with the names of its columns: id,registered".into()
            });
        }
        return None;
    };
    let columns = Columns::of(&row, text, &header, &mut complaints)?;
    let mut stations: Vec<Row> = Vec::new();
    let mut districts: BTreeMap<String, u32> = BTreeMap::new();
    for line in lines {
        if stations.len() == MOST_ROWS {
            let rule = Rule::TooMany {
                what: "stations in one table".into(),
                found: MOST_ROWS + 1,
                most: MOST_ROWS,
            };
            complaints.say(line, rule, || "split the set of stations".into());
            return None;
        }
        if !complaints.split(text, &line, &mut row) {
            continue;
        }
        if row.len() != columns.count {
            let rule = Rule::FieldCount {
                found: row.len(),
                columns: columns.count,
            };
            complaints.say(line, rule, || {
                "a field that holds a comma stands in double quotes".into()
            });
            continue;
        }
        stations.extend(columns.station(&row, &mut districts, &mut complaints));
    }
    if stations.is_empty() && complaints.all == 0 {
        complaints.say(header, Rule::EmptyTable, || {
            "write one line a station below the names of the columns".into()
        });
    } else if complaints.all == 0 && stations.iter().all(|row| row.station.registered == 0) {
        let at = columns.registered_at.clone();
        complaints.say(at, Rule::NobodyRegistered, || {
            "the registered electors are the weights of the stations: give at least one above 0"
                .into()
        });
    }
    stations.sort_by(|a, b| (&a.station.id, a.start).cmp(&(&b.station.id, b.start)));
    for pair in stations.windows(2) {
        if pair[0].station.id == pair[1].station.id {
            let rule = Rule::Duplicate {
                what: "station",
                id: shown(&pair[1].station.id),
            };
            let (first, again) = (pair[0].start as usize, &pair[1]);
            complaints.say(again.start as usize..again.end as usize, rule, || {
                let above = text.as_bytes()[..first].iter().filter(|b| **b == b'\n');
                let line = 1 + above.count();
                format!("it stands in line {line} already; every station has an id of its own")
            });
        }
    }
    if complaints.all > 0 {
        return None;
    }
    Some(finished(file, columns.returned, stations, districts))
}

/// Districts in the order of their names, stations in the order of their ids.
fn finished(
    file: &str,
    returned: ReturnedAt,
    stations: Vec<Row>,
    districts: BTreeMap<String, u32>,
) -> Listed {
    let mut place = vec![0; districts.len()];
    for (at, &number) in (0..).zip(districts.values()) {
        place[number as usize] = at;
    }
    let columns = returned.columns();
    let returned = columns.any().then(|| Returned {
        columns,
        stations: stations.iter().map(|row| row.returned).collect(),
    });
    let stations = stations.into_iter().map(|row| ListedStation {
        district: row.station.district.map(|number| place[number as usize]),
        ..row.station
    });
    let list = StationList {
        file: file.into(),
        stations: stations.collect(),
        districts: districts.into_keys().collect(),
    };
    Listed {
        list: list.into(),
        returned: returned.map(Arc::new),
    }
}

/// A station and where its id stands.
struct Row {
    station: ListedStation,
    returned: Option<StationReturn>,
    start: u32,
    end: u32,
}

/// Which columns a table has.
struct Columns {
    count: usize,
    id: usize,
    registered: usize,
    registered_at: Range<usize>,
    booths: Option<usize>,
    district: Option<usize>,
    returned: ReturnedAt,
}

impl Columns {
    /// Reads the names of the columns.
    fn of(
        row: &[Field],
        text: &str,
        line: &Range<usize>,
        complaints: &mut Complaints,
    ) -> Option<Self> {
        let mut found = [None; COLUMNS.len()];
        let before = complaints.all;
        for (at, field) in row.iter().enumerate() {
            let name = &*field.text;
            let known = COLUMNS.iter().position(|column| *column == name);
            let twice = match known {
                Some(known) => found[known].replace(at).is_some(),
                None => row[..at].iter().any(|earlier| earlier.text == field.text),
            };
            if twice {
                let id = shown(name);
                let rule = Rule::Duplicate { what: "column", id };
                complaints.say(field.span.clone(), rule, || "keep one of them".into());
            } else if known.is_none() && !name.starts_with("x-") {
                let rule = Rule::UnknownColumn(shown(name));
                complaints.say(field.span.clone(), rule, || unknown_help(name, text, line));
            }
        }
        let semicolons = row.len() == 1 && row[0].text.contains(';');
        for (name, found) in COLUMNS[..2].iter().zip(&found) {
            let meant = |field: &Field| nearest(&field.text, COLUMNS) == Some(name);
            let misspelt = row.iter().any(meant);
            if found.is_none() && !semicolons && !misspelt {
                complaints.say(line.clone(), Rule::MissingColumn(name), || match *name {
                    "id" => "every station has an id of its own: id,registered".into(),
                    _ => "the registered electors of each station, the weights by which people are divided among them".into(),
                });
            }
        }
        let [id, registered, booths, district, returned @ ..] = found;
        let returned = ReturnedAt(returned);
        returned.examine(row, complaints);
        if complaints.all > before {
            return None;
        }
        Some(Self {
            count: row.len(),
            id: id?,
            registered: registered?,
            registered_at: row[registered?].span.clone(),
            booths,
            district,
            returned,
        })
    }

    /// The station of a row whose fields are as many as the columns.
    fn station(
        &self,
        row: &[Field],
        districts: &mut BTreeMap<String, u32>,
        complaints: &mut Complaints,
    ) -> Option<Row> {
        let id = &row[self.id];
        let id_is_good = complaints.name(id, "id", true);
        let registered = complaints.whole(&row[self.registered], "registered", 0, MOST_REGISTERED);
        let booths = match self.booths.map(|at| &row[at]) {
            Some(field) if !field.text.is_empty() => {
                Some(complaints.whole(field, "booths", 1, MOST_BOOTHS)?)
            }
            _ => None,
        };
        let district = match self.district.map(|at| &row[at]) {
            Some(field) if !field.text.is_empty() => {
                if !complaints.name(field, "district", false) {
                    return None;
                }
                let next = districts.len() as u32;
                Some(match districts.get(&*field.text) {
                    Some(&known) => known,
                    None => *districts.entry(field.text.to_string()).or_insert(next),
                })
            }
            _ => None,
        };
        let returned = self.returned.of(row, complaints)?;
        let station = ListedStation {
            id: (&*id.text).into(),
            district,
            registered: registered?,
            booths,
        };
        let (start, end) = (id.span.start as u32, id.span.end as u32);
        id_is_good.then_some(Row {
            station,
            returned,
            start,
            end,
        })
    }
}

/// What to do about a column that nobody knows.
fn unknown_help(name: &str, text: &str, line: &Range<usize>) -> String {
    if name.contains(';') && !text[line.clone()].contains(',') {
        return "write commas between the columns, not semicolons".into();
    }
    match nearest(name, COLUMNS) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!(
            "the columns are {}; the name of a column of your own begins with `x-`",
            quoted(&COLUMNS)
        ),
    }
}

/// Problems of one table on their way to the others.
pub(super) struct Complaints<'s> {
    number: usize,
    kept: usize,
    all: usize,
    sink: &'s mut Sink,
}

impl Complaints<'_> {
    pub(super) fn say(&mut self, span: Range<usize>, rule: Rule, help: impl FnOnce() -> String) {
        self.all += 1;
        if self.kept == MOST_PROBLEMS {
            return self.sink.count();
        }
        self.kept += 1;
        let at = At {
            text: self.number,
            start: span.start,
            end: span.end,
        };
        self.sink.error(at, rule, help());
    }

    /// Splits a line; says so when that cannot be done.
    fn split<'t>(&mut self, text: &'t str, line: &Range<usize>, row: &mut Vec<Field<'t>>) -> bool {
        let Err((span, broken)) = fields::split(text, line, row) else {
            return true;
        };
        let (rule, help) = match broken {
            Broken::OpenQuote => (
                Rule::BrokenQuote("it is not closed on its line"),
                "close it; a quote within a field is written twice: \"\"",
            ),
            Broken::AfterQuote => (
                Rule::BrokenQuote("something stands behind the closing one"),
                "put the whole field in quotes; a quote within a field is written twice: \"\"",
            ),
            Broken::TooLong => (Rule::FieldTooLong, "shorten it, or leave the column out"),
            Broken::TooMany => (Rule::TooManyColumns, "leave out columns that are not used"),
        };
        self.say(span, rule, || help.into());
        false
    }

    /// Whether a field may name something.
    fn name(&mut self, field: &Field, column: &'static str, required: bool) -> bool {
        let text = &*field.text;
        if text.is_empty() {
            if required {
                self.say(field.span.clone(), Rule::EmptyCell(column), || {
                    "every station has an id of its own".into()
                });
            }
            return !required;
        }
        if text.is_ascii()
            && text.len() <= LONGEST_NAME
            && !text.bytes().any(|b| b.is_ascii_control())
        {
            return true;
        }
        if let Some(hidden) = text
            .chars()
            .find(|&c| is_bidi(c) || is_control(c) || c.is_control())
        {
            let rule = Rule::InvisibleText(format!("U+{:04X}", hidden as u32));
            self.say(field.span.clone(), rule, || "remove it".into());
            return false;
        }
        if text.chars().nth(LONGEST_NAME).is_some() {
            let rule = Rule::Cell {
                column,
                value: shown(text),
                rule: format!("it takes at most {LONGEST_NAME} characters"),
            };
            self.say(field.span.clone(), rule, || "shorten it".into());
            return false;
        }
        true
    }

    /// The whole number of a field.
    pub(super) fn whole(
        &mut self,
        field: &Field,
        column: &'static str,
        low: u32,
        high: u32,
    ) -> Option<u32> {
        let digits = field.text.bytes().all(|b| b.is_ascii_digit());
        let value = field.text.parse::<u32>().ok();
        let value = value.filter(|value| digits && (low..=high).contains(value));
        if value.is_none() {
            let rule = match field.text.is_empty() {
                true => Rule::EmptyCell(column),
                false => Rule::Cell {
                    column,
                    value: shown(&field.text),
                    rule: format!("it takes a whole number from {low} to {high}"),
                },
            };
            self.say(field.span.clone(), rule, || {
                "write digits only: no sign, no point, no spaces, nothing between thousands".into()
            });
        }
        value
    }
}
