//! Every field held against numbers that make no sense, and every extreme that does make sense played.

use scrutineer::compare;
use scrutineer::engine::{Freeze, Lane};
use scrutineer::random::Seed;
use scrutineer::scenario;
use scrutineer::trials::{self, Go, Settings, VariantRun};

/// A scenario in which every number stands on a line of its own, as `key = value # NAME`.
const BASE: &str = r#"
title = "Fields"
trials = 100 # trials
[inputs.shared]
unit = "share"
value = 0.5 # input
[groups.a]
residents = 60 # residents
voting-age-share = 0.8 # voting-age-share
[groups.b]
adults = 30 # adults
[groups.c]
share-of = "all"
weight = 1 # weight
voting-age-share = { input = "shared" }
[totals.all]
of = ["c"]
value = 40 # total
[polls.one]
opens = "08:00" # opens
closes = "20:00" # closes
registered = 120 # registered
[polls.one.participation]
a = 0.6 # participation
b = 0.5
c = 0.5
overdispersion = 0.01 # overdispersion
common-factor = 0.5 # common-factor
[polls.one.stations.hall]
count = 2 # count
booths = 2 # booths
service-seconds = 100 # service-seconds
service-pace = 1 # service-pace
size = 100 # size
patience-minutes = 30 # patience-minutes
patience-pace = 1 # patience-pace
turn-back-at = 20 # turn-back-at
ballot-papers = 100 # ballot-papers
[polls.one.stations.hall.come-back]
share = 0.3 # come-back.share
after-minutes = 60 # after-minutes
[polls.one.stations.hall.desk]
clerks = 1 # clerks
service-seconds = 30 # desk.service-seconds
[polls.one.stations.hall.mobile]
share = 0.05 # mobile.share
boxes = 1 # boxes
visit-minutes = 10 # visit-minutes
[polls.one.contests.q]
options = ["yes", "no"]
invalid-share = 0.02 # invalid-share
overdispersion = 0.01 # contest.overdispersion
[polls.one.contests.q.support.all]
yes = 0.6 # support
[polls.two]
opens = "08:00"
closes = "20:00"
registered = "eligible"
participation = { a = 0.1, overdispersion = 0 }
excludes = { b = "B", c = "C" }
stations = { hall = { count = 1, booths = 1, service-seconds = 60 } }
[[overlap]]
voted-in = "one"
also-votes-in = "two"
share = 0.1 # overlap.share
travel-minutes = 20 # travel-minutes
[[events]]
poll = "one"
at = "12:00" # event.at
close-for-minutes = 30 # close-for-minutes
probability = 0.5 # probability
share-of-stations = 0.5 # share-of-stations
[[events]]
poll = "one"
at = "13:00"
[events.slow]
for-minutes = 30 # for-minutes
factor = 2 # factor
[[events]]
poll = "one"
at = "14:00"
[events.surge]
for-minutes = 30
share = 0.2 # surge.share
[[events]]
poll = "one"
at = "15:00"
[events.booths]
for-minutes = 30
count = 1 # event.booths
[[reported]]
id = "ballots"
poll = "one"
quantity = "ballots-cast"
persons = 50 # persons
headline = true
[[reported]]
poll = "one"
quantity = "turnout-percent"
percent = 60 # percent
[[reported]]
poll = "one"
quantity = "registered"
[reported.persons.rounded]
value = 120 # rounded.value
to = 10 # rounded.to
[[thresholds]]
poll = "one"
percent = 50 # threshold
[[parallel]]
label = "P"
poll = "one"
option = "yes"
percent = 50 # parallel
coverage-percent = 40 # coverage
[[context]]
label = "C"
kind = "other-poll"
poll = "one"
persons = 90 # context
[stories.added]
about = ["ballots"]
added = 0.1 # added
[stories.factor]
about = ["ballots"]
factor = 2 # story.factor
[stories.padded]
about = ["ballots"]
padded = 10 # padded
[stories.named]
about = ["ballots"]
percent = 90 # story.percent
heap = 0.3 # heap
heap-to = 5 # heap-to
"#;

/// What a field is of.
#[derive(Clone, Copy)]
enum Of {
    Share,
    Dispersion,
    Rank,
    /// A number of persons, votes, weights.
    Amount,
    /// At least 1.
    Things,
    /// At least 1, and whole: a count in the file, no assumption.
    Whole,
    /// Above 0.
    Positive,
    /// A time of a person, from 0.
    Minutes,
    /// A span of an event, above 0, to two days.
    Span,
    /// A published number.
    Published,
    Percentage,
    Published100,
    Time,
}

const FIELDS: [(&str, Of); 55] = [
    ("trials", Of::Whole),
    ("input", Of::Share),
    ("residents", Of::Amount),
    ("voting-age-share", Of::Share),
    ("adults", Of::Amount),
    ("weight", Of::Amount),
    ("total", Of::Amount),
    ("opens", Of::Time),
    ("closes", Of::Time),
    ("registered", Of::Amount),
    ("participation", Of::Share),
    ("overdispersion", Of::Dispersion),
    ("common-factor", Of::Rank),
    ("count", Of::Whole),
    ("booths", Of::Things),
    ("service-seconds", Of::Positive),
    ("service-pace", Of::Positive),
    ("size", Of::Positive),
    ("patience-minutes", Of::Minutes),
    ("patience-pace", Of::Positive),
    ("turn-back-at", Of::Things),
    ("ballot-papers", Of::Amount),
    ("come-back.share", Of::Share),
    ("after-minutes", Of::Minutes),
    ("clerks", Of::Things),
    ("desk.service-seconds", Of::Positive),
    ("mobile.share", Of::Share),
    ("boxes", Of::Things),
    ("visit-minutes", Of::Minutes),
    ("invalid-share", Of::Share),
    ("support", Of::Share),
    ("contest.overdispersion", Of::Dispersion),
    ("overlap.share", Of::Share),
    ("travel-minutes", Of::Minutes),
    ("event.at", Of::Time),
    ("close-for-minutes", Of::Span),
    ("probability", Of::Share),
    ("share-of-stations", Of::Share),
    ("for-minutes", Of::Span),
    ("factor", Of::Positive),
    ("surge.share", Of::Share),
    ("event.booths", Of::Amount),
    ("persons", Of::Published),
    ("percent", Of::Percentage),
    ("rounded.value", Of::Published),
    ("rounded.to", Of::Whole),
    ("threshold", Of::Published100),
    ("parallel", Of::Published100),
    ("coverage", Of::Published100),
    ("context", Of::Published),
    ("added", Of::Share),
    ("story.factor", Of::Things),
    ("padded", Of::Amount),
    ("story.percent", Of::Published100),
    ("heap", Of::Rank),
];

/// Numbers that no field takes, and things that are no numbers.
const NEVER: [&str; 7] = ["nan", "inf", "-inf", "\"text\"", "true", "[]", "1e400"];

fn bad(of: Of) -> &'static [&'static str] {
    match of {
        Of::Share => &[
            "-0.1",
            "-5e-324",
            "1.0000001",
            "2",
            "72",
            "1e308",
            "9007199254740993",
        ],
        Of::Dispersion => &["-0.1", "1", "1.0000001", "1e308"],
        Of::Rank => &["-2", "1.0000001", "1e308"],
        Of::Amount => &["-1", "-5e-324", "1e308", "18446744073709551616", "1e13"],
        Of::Things => &[
            "0",
            "-1",
            "0.999",
            "1e308",
            "5e-324",
            "18446744073709551616",
        ],
        Of::Whole => &[
            "0",
            "-1",
            "1.5",
            "1e308",
            "9007199254740993",
            "18446744073709551616",
        ],
        Of::Positive => &["0", "-0.0", "-1", "1e308", "18446744073709551616"],
        Of::Minutes => &["-1", "-5e-324", "1e308", "18446744073709551616"],
        Of::Span => &["0", "-1", "2881", "1e308"],
        Of::Published => &[
            "-1",
            "1.5",
            "9007199254740993",
            "18446744073709551616",
            "1e308",
        ],
        Of::Percentage => &["-0.1", "1e7", "1e308", "0.00000001"],
        Of::Published100 => &["-0.1", "100.0000001", "1e308"],
        Of::Time => &[
            "0",
            "8.5",
            "\"24\"",
            "\"8 h\"",
            "\"-1:00\"",
            "\"48:00\"",
            "\"12:60\"",
        ],
    }
}

/// Extremes that make sense.
fn good(of: Of) -> &'static [&'static str] {
    match of {
        Of::Share => &["0", "1", "-0.0", "5e-324", "0.9999999999999999"],
        Of::Dispersion => &["0", "5e-324", "0.999999999", "0.9999999999999999"],
        Of::Rank => &["0", "1", "5e-324"],
        Of::Amount => &["0", "-0.0", "5e-324", "0.5", "900"],
        Of::Things => &["1", "1.5", "1000"],
        Of::Whole => &["1", "60"],
        Of::Positive => &["5e-324", "1e-9", "1e6", "1e12"],
        Of::Minutes => &["0", "5e-324", "1e6", "1e12"],
        Of::Span => &["5e-324", "1e-9", "2880"],
        Of::Published => &["0", "1000000000000"],
        Of::Percentage => &["0", "0.000001", "1000000"],
        Of::Published100 => &["1e-6", "100"],
        Of::Time => &[],
    }
}

/// The scenario with another value in a field, and the line where it stands.
fn with(field: &str, value: &str) -> (String, usize) {
    let end = format!(" # {field}");
    let mut at = None;
    let lines: Vec<String> = BASE
        .lines()
        .enumerate()
        .map(|(number, line)| match line.ends_with(&end) {
            true => {
                assert!(at.replace(number + 1).is_none(), "{field} stands twice");
                let key = line.split(" = ").next().expect("a key");
                format!("{key} = {value}")
            }
            false => line.to_string(),
        })
        .collect();
    (lines.join("\n"), at.unwrap_or_else(|| panic!("no {field}")))
}

#[test]
fn the_base_is_sound() {
    if let Err(problems) = scenario::read(BASE, "fields.toml") {
        panic!("{}", problems.render(false));
    }
}

#[test]
fn a_number_that_makes_no_sense_is_refused_where_it_stands() {
    let (mut tried, mut taken) = (0, Vec::new());
    for (field, of) in FIELDS {
        for value in bad(of).iter().chain(&NEVER) {
            tried += 1;
            let (text, line) = with(field, value);
            let Err(problems) = scenario::read(&text, "fields.toml") else {
                taken.push(format!("{field} = {value}"));
                continue;
            };
            let shown = problems.render(false);
            let here = problems.iter().any(|it| it.line == line);
            // The reader of TOML itself stops at a number beyond all numbers.
            assert!(here, "{field} = {value}: not told at line {line}:\n{shown}");
            let key = field.rsplit('.').next().unwrap_or(field);
            let told = shown.contains(&format!("{line} |")) || shown.contains(key);
            assert!(told, "{field} = {value}: {shown}");
        }
    }
    println!(
        "{tried} pairs of a field and a value, {} taken",
        taken.len()
    );
    assert!(tried >= 120 && taken.is_empty(), "taken: {taken:#?}");
}

#[test]
fn an_extreme_that_makes_sense_is_played() {
    let (mut played, mut not_drawn, mut refused) = (0, 0, Vec::new());
    for (field, of) in FIELDS {
        for value in good(of) {
            let (text, _) = with(field, value);
            let checked = match scenario::read(&text, "fields.toml") {
                Ok(checked) => checked,
                Err(problems) => {
                    refused.push(format!("{field} = {value}: {}", problems.render(false)));
                    continue;
                }
            };
            let run = |lane, freeze| {
                let settings = Settings {
                    seed: Seed(5),
                    first: 0,
                    trials: 3,
                    freeze,
                    lane,
                    threads: Some(1),
                };
                trials::run(&checked.scenario.assumptions, &settings, &|_| Go::On)
            };
            for lane in [Lane::Auto, Lane::Count] {
                let (Ok(table), Ok(frozen)) = (run(lane, Freeze::No), run(lane, Freeze::Inputs))
                else {
                    not_drawn += 1;
                    continue;
                };
                played += 1;
                let runs = [VariantRun::whole("base", table, frozen, 3)];
                let comparison = compare::compare(&checked.scenario, &runs);
                assert_eq!(comparison.variants.len(), 1);
            }
        }
    }
    println!(
        "{played} played, {not_drawn} not drawn, {} refused",
        refused.len()
    );
    assert!(
        played >= 200 && refused.is_empty(),
        "{}",
        refused.join("\n")
    );
}
