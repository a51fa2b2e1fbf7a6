//! The reference page of the format (docs/FORMAT.md), printed from its description.

use std::fmt::Write;

use super::format::FILE;
use super::format_values::{INPUT_REF, LAWS, SOURCED};
use super::shape::{Field, Kind, Measure, Shape, quoted};

const HEAD: &str = "\
# The scenario file

A scenario is one [TOML](https://toml.io) 1.0 file. This page is generated from the description of the
format that also checks your file (`scrutineer check FILE`) and completes your keys in an editor: begin
the file with

```toml
#:schema ./scenario.schema.json
```

and keep `scenarios/scenario.schema.json` beside it. `scrutineer new` writes a commented file to start
from.

**An assumption may be written in four ways**, wherever the tables below say *assumption*:

```toml
residents = 40_000                                        # a certain number
residents = { uniform = [20_000, 60_000] }                # a law, see `law` below
residents = { input = \"residents\" }                       # a shared input, see [inputs.ID]
residents = { value = { uniform = [20_000, 60_000] }, source = \"census\", note = \"…\", label = \"…\" }
```

An assumption without a source of its own inherits the `source` of the table it stands in. Keys carry
their unit; a share is written 0.72, never 72. Ids have small letters a to z, digits and dashes. Times
are \"08:00\"; hours past midnight go on to \"26:00\".

**Stations from a table.** A set of stations says how many there are (`count`), or names a CSV table beside
the scenario (`file`) in which they stand one by one:

```toml
[polls.town.stations.schools]
file   = \"stations.csv\"      # in the scenario's folder or below it
booths = 3                   # where the table says nothing
service-seconds = 120
```

```text
id,registered,booths,district,x-address
12-001,1450,3,North,\"School 4, Mill Lane\"
12-002,980,,North,Town hall
12-003,2210,5,South,
```

`registered` is the station's weight: the people of a group are divided among the stations it may go to in
that proportion. It is not the poll's roll, which stays what `registered` of the poll says. Save the table as
UTF-8 with commas; a problem in it is shown with its line, as in the scenario. `check` reads it too; `run`
keeps a copy beside its results and the hash of it in `run.json`.

The table may also hold what was **reported** of each station: `ballots-cast` (ballots cast there), `valid`
(valid votes) and `votes` (votes for one option), any of them but not `votes` alone. A station that did not
report leaves all of them empty. `[[returns]]` says which option that is and where the figures come from;
without it such columns are refused.

```text
id,registered,ballots-cast,valid,votes
12-001,1450,803,790,412
12-002,980,,,
```

These are reports, never assumptions: no simulated day knows them. More ballots than registered electors is
a finding, not a mistake of the table. Turnout at a station is `ballots-cast` of `registered`, or `valid` of
`registered` where there is no `ballots-cast`; the option's share is `votes` of `valid`, or of `ballots-cast`
where there is no `valid`.

**Limits.** A file has at most 1 MiB and 100,000 keys and list entries, nested at most 80 deep; at most
500 groups, 50 polls, 50 variants, 1,000,000 stations in one poll, and 100 assumptions correlated with one
another.

";

/// The page as Markdown.
pub(super) fn render() -> String {
    let mut shapes = Vec::new();
    collect(&FILE, &mut shapes);
    for extra in [&SOURCED, &INPUT_REF, &LAWS] {
        collect(extra, &mut shapes);
    }
    let mut out = HEAD.to_string();
    for shape in shapes {
        section(&mut out, shape).expect("writing to a string cannot fail");
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}

/// The shapes in reading order: a table, then what it contains.
fn collect(shape: &'static Shape, into: &mut Vec<&'static Shape>) {
    if into.iter().any(|known| known.name == shape.name) {
        return;
    }
    into.push(shape);
    let others = shape.others.iter().map(|others| &others.kind);
    for kind in shape.fields.iter().map(|field| &field.kind).chain(others) {
        inside(kind, into);
    }
}

fn inside(kind: &'static Kind, into: &mut Vec<&'static Shape>) {
    match kind {
        Kind::Table(shape) => collect(shape, into),
        Kind::List(of, _) | Kind::Map(of, _) => inside(of, into),
        Kind::Any(of) | Kind::Tuple(of) => of.iter().for_each(|of| inside(of, into)),
        _ => {}
    }
}

fn section(out: &mut String, shape: &Shape) -> std::fmt::Result {
    writeln!(
        out,
        "## {}: `{}`\n\n{}\n",
        shape.name, shape.spelling, shape.doc
    )?;
    if !shape.fields.is_empty() || shape.others.is_some() {
        writeln!(out, "| key | value | | meaning |\n|---|---|---|---|")?;
    }
    for field in shape.fields {
        row(out, shape, field)?;
    }
    if let Some(others) = &shape.others {
        writeln!(
            out,
            "| *{}* | {} | | {} |",
            others.what,
            words(&others.kind),
            others.doc
        )?;
    }
    if !shape.example.is_empty() {
        write!(out, "\n```toml\n{}```\n", shape.example)?;
    }
    writeln!(out)
}

fn row(out: &mut String, shape: &Shape, field: &Field) -> std::fmt::Result {
    let duty = if field.required {
        "**required**"
    } else if shape.exactly_one.contains(&field.key) {
        "one of"
    } else {
        ""
    };
    let mut meaning = field.doc.to_string();
    if !field.default.is_empty() {
        write!(meaning, " Default: {}.", field.default)?;
    }
    writeln!(
        out,
        "| `{}` | {} | {duty} | {meaning} |",
        field.key,
        words(&field.kind)
    )
}

/// What may stand under a key, in a few words.
fn words(kind: &Kind) -> String {
    match kind {
        Kind::Text => "text".into(),
        Kind::Id => "id".into(),
        Kind::Date => "date".into(),
        Kind::Flag => "true or false".into(),
        Kind::Time => "time of day".into(),
        Kind::Whole { low, high } => format!("whole number, {low} to {high}"),
        Kind::Number { low, high, open } => range(*low, *high, *open),
        Kind::Choice(words) => quoted(words),
        Kind::Ref(what) => format!("id of a {what}"),
        Kind::Path => "path of an assumption".into(),
        Kind::Value(measure) => format!("assumption, {}", unit(measure)),
        Kind::Law(measure) => format!("number or law, {}", unit(measure)),
        Kind::AnyLaw => "number or law".into(),
        Kind::List(Kind::Table(shape), _) => format!("tables `{}`", shape.spelling),
        Kind::List(of, _) => format!("list; each {}", words(of)),
        Kind::Tuple(of) => {
            let of: Vec<String> = of.iter().map(words).collect();
            format!("[{}]", of.join(", "))
        }
        Kind::Table(shape) => format!("table `{}`", shape.name),
        Kind::Map(Kind::Table(shape), _) => format!("tables `{}`", shape.spelling),
        Kind::Map(of, _) => format!("table of ids; each {}", words(of)),
        Kind::Any(of) => of.iter().map(words).collect::<Vec<_>>().join(" or "),
        Kind::Override => "value".into(),
    }
}

fn range(low: f64, high: f64, open: bool) -> String {
    match (low.is_finite(), high.is_finite()) {
        (true, true) if open => format!("number above {low}, to {high}"),
        (true, true) => format!("number, {low} to {high}"),
        (true, false) if open => format!("number above {low}"),
        (true, false) => format!("number from {low}"),
        _ => "number".into(),
    }
}

fn unit(measure: &Measure) -> String {
    match measure.name {
        "persons" => "persons".into(),
        "share" => "share from 0 to 1".into(),
        "seconds" => "seconds, above 0".into(),
        "minutes" => "minutes".into(),
        "at-least-one" => "at least 1".into(),
        "not-negative" => "from 0".into(),
        "overdispersion" => "from 0, below 1".into(),
        "weight" => "from 0".into(),
        _ => "above 0".into(),
    }
}
