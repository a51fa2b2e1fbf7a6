//! Stations from a table: what is taken, what is refused and how that is told, and that neither the
//! order of rows nor a row more changes anybody else's day.

use std::sync::Arc;

use scrutineer::engine::{self, Freeze, PollingDay, Prepared, Tally, Workspace};
use scrutineer::model::{Assumptions, StationList};
use scrutineer::random::Seed;
use scrutineer::scenario::{
    Checked, MOST_TABLE_BYTES, NoTable, Problems, Rule, read_with_tables, resolved_with_tables,
    template,
};

/// The template with its stations from a table.
fn text() -> String {
    let with = template().replace("count            = 3", "file = \"stations.csv\"");
    assert_ne!(with, template());
    with
}

fn read_bytes(bytes: &[u8]) -> Result<Checked, Problems> {
    let tables = |name: &str| match name {
        "stations.csv" => Ok(bytes.into()),
        _ => Err(NoTable::Missing),
    };
    read_with_tables(&text(), "poll.toml", &[], &tables)
}

fn list(table: &str) -> Arc<StationList> {
    let checked = read_bytes(table.as_bytes()).unwrap_or_else(|problems| panic!("{problems}"));
    let set = &checked.scenario.assumptions.polls[0].stations[0];
    assert_eq!(
        set.count as usize,
        set.list.as_ref().expect("a list").stations.len()
    );
    set.list.clone().expect("a list")
}

const PLAIN: &str = "id,registered,booths,district\nb,20,,North\na,10,4,South\nc,30,1,\n";

#[test]
fn a_table_is_read_in_the_order_of_ids() {
    let list = list(PLAIN);
    let stations: Vec<_> = list
        .stations
        .iter()
        .map(|it| (&*it.id, it.registered, it.booths))
        .collect();
    assert_eq!(
        stations,
        [("a", 10, Some(4)), ("b", 20, None), ("c", 30, Some(1))]
    );
    let districts: Vec<_> = (1..=4).map(|number| list.district(number)).collect();
    assert_eq!(districts, [Some("South"), Some("North"), None, None]);
    assert_eq!((list.registered(), list.has_booths()), (60, true));
    assert_eq!(list.file, "stations.csv");
}

#[test]
fn programs_write_tables_in_many_ways() {
    let plain = list(PLAIN);
    for same in [
        PLAIN.replace('\n', "\r\n"),
        format!("\u{FEFF}{PLAIN}"),
        PLAIN.trim_end().to_string(),
        PLAIN.replace('\n', "\n\n"),
        PLAIN.replace(',', " , "),
        "\"id\",\"registered\",\"booths\",\"district\"\n\"c\",\"30\",\"1\",\"\"\n\"a\",10,4,South\nb,20,\"\",\"North\"".into(),
        "x-note,district,booths,registered,id\n\"a, \"\"b\"\"\",North,,20,b\n,South,4,10,a\n,,1,30,c\n".into(),
    ] {
        assert_eq!(list(&same), plain, "{same}");
    }
    let other = list("id,registered\nДом культуры № 3,5\n\"12/7, left\",0\n");
    let ids: Vec<_> = other.stations.iter().map(|it| &*it.id).collect();
    assert_eq!(ids, ["12/7, left", "Дом культуры № 3"]);
}

/// Tables with mistakes, and all that is said about them.
#[test]
fn every_bad_table_is_explained() {
    let long = "x".repeat(65);
    let wide = format!("id,registered{}\na,1\n", ",x-a".repeat(200));
    let field = format!("id,registered,x-note\na,1,{}\n", "y".repeat(1_001));
    let cases: &[(&str, &str)] = &[
        ("an empty file", ""),
        ("only ends of lines", "\n\r\n\n"),
        ("only a header", "id,registered\n"),
        ("no header", "12-001,1450\n12-002,980\n"),
        (
            "misspelt columns",
            "id,registred,boothes,colour\na,1,2,red\n",
        ),
        ("a column twice", "id,registered,id\na,1,b\n"),
        (
            "a column of one's own twice",
            "id,registered,x-a,x-a\na,1,,\n",
        ),
        ("semicolons", "id;registered\na;1\n"),
        ("too many columns", &wide),
        ("ids twice", "id,registered\na,1\nb,2\na,3\nb,4\n"),
        ("no id", "id,registered\n,5\n"),
        (
            "long names",
            &format!("id,registered,district\n{long},5,{long}\n"),
        ),
        (
            "numbers",
            "id,registered,booths\na,-5,1\nb,1e6,1\nc,nan,1\nd,99999999999999999999,1\ne,,1\nf,1.5,0\ng,1 200,-2\nh,+7,3.0\ni,100000001,10001\nj,inf,\n",
        ),
        (
            "fields missing and fields too many",
            "id,registered\na\nb,1,2\n\"c, d\",3\n",
        ),
        ("quotes", "id,registered\n\"a,1\n\"b\"c,2\nd,3\n"),
        ("a long field", &field),
        (
            "invisible characters",
            "id,registered,district\na\u{202E}b,1,\nc\u{0},2,\nd,3,N\u{7}\n",
        ),
        ("nobody registered", "id,registered\na,0\nb,0\n"),
        ("old ends of lines", "id,registered\ra,1\rb,2\r"),
    ];
    let mut all = String::new();
    for (what, table) in cases {
        let problems = read_bytes(table.as_bytes()).expect_err(what);
        for problem in problems.iter() {
            assert!(!problem.help.is_empty(), "{what}: {}", problem.rule);
            assert_eq!(problem.text, 1, "{what}");
            assert!(problem.span.end <= table.len(), "{what}");
        }
        all += &format!("=== {what}\n{problems}\n\n");
    }
    // Long lines are cut when shown, but not by the snapshot.
    insta::assert_snapshot!("bad_tables", all);
}

#[test]
fn bytes_that_are_no_text_are_refused_with_their_line() {
    let problems = read_bytes(b"id,registered\na,1\nb\xff,2\n").expect_err("no text");
    let first = problems.iter().next().expect("a problem");
    assert_eq!(
        first.rule,
        Rule::TableNotText {
            name: "stations.csv".into(),
            line: 3
        }
    );
    assert_eq!(first.text, 0, "it points at the name in the scenario");
}

#[test]
fn many_problems_are_counted_and_few_are_shown() {
    let rows: String = (0..400).map(|n| format!("s{n},-1\n")).collect();
    let problems = read_bytes(format!("id,registered\n{rows}").as_bytes()).expect_err("bad");
    assert_eq!(problems.len(), 400);
    let shown = problems.render(false);
    assert!(shown.ends_with("… and 360 more"), "{shown}");
    assert_eq!(shown.matches("--> stations.csv:").count(), 40);
}

#[test]
fn names_that_lead_elsewhere_are_refused_before_anybody_looks() {
    for name in [
        "/etc/stations.csv",
        "../stations.csv",
        "a/../../stations.csv",
        "a/../stations.csv",
        "C:/stations.csv",
        "a\\\\stations.csv",
        "./stations.csv",
        "a//stations.csv",
        ".hidden.csv",
        "stations.txt",
        "",
        "\\u0000.csv",
    ] {
        let text = text().replace("stations.csv", name);
        let nobody = |name: &str| -> Result<Arc<[u8]>, NoTable> { panic!("asked for {name}") };
        let problems = read_with_tables(&text, "poll.toml", &[], &nobody).expect_err(name);
        assert!(
            problems
                .iter()
                .any(|it| matches!(it.rule, Rule::TableName { .. })),
            "{name}: {problems}"
        );
    }
}

#[test]
fn a_table_that_cannot_be_had_is_told_at_its_name() {
    for (why, words) in [
        (NoTable::NotGiven, "comes without a folder"),
        (NoTable::Missing, "no such file"),
        (NoTable::Elsewhere, "leads out of"),
        (NoTable::NotAFile, "not a regular file"),
        (NoTable::TooLarge, "64 MiB"),
        (
            NoTable::Refused("permission denied".into()),
            "permission denied",
        ),
    ] {
        let refuse = |_: &str| Err(why.clone());
        let problems = read_with_tables(&text(), "poll.toml", &[], &refuse).expect_err("none");
        assert_eq!(problems.len(), 1);
        let shown = problems.render(false);
        assert!(shown.contains(words), "{shown}");
        assert!(shown.contains("poll.toml:57:"), "{shown}");
        assert!(shown.contains("help: "), "{shown}");
    }
    let large = vec![b'\n'; MOST_TABLE_BYTES + 1];
    let problems = read_bytes(&large).expect_err("too large");
    assert!(problems.to_string().contains("64 MiB"));
}

#[test]
fn file_and_count_exclude_each_other_and_size_goes_with_count() {
    let both = text().replace("file =", "count = 3\nfile =");
    let neither = text().replace("file = \"stations.csv\"", "");
    let size = text().replace("file =", "size = 4\nfile =");
    let given = |_: &str| Ok(PLAIN.as_bytes().into());
    for (text, words) in [
        (
            both,
            "exactly one of `count`, `file`; this has `count`, `file`",
        ),
        (neither, "exactly one of `count`, `file`; this has none"),
        (size, "`size` does not go with `file`"),
    ] {
        let problems = read_with_tables(&text, "poll.toml", &[], &given).expect_err(words);
        assert!(problems.to_string().contains(words), "{problems}");
    }
}

#[test]
fn another_roll_than_the_tables_is_pointed_out() {
    let sum = |registered: u32| {
        let table = format!("id,registered\na,4000\nb,{registered}\n");
        read_bytes(table.as_bytes()).expect("sound").warnings.len()
    };
    assert_eq!((sum(650), sum(649)), (0, 1), "the template's roll is 4,650");
}

#[test]
fn variants_share_a_table_and_may_name_another() {
    let text = text().replace(
        "[variants.",
        "[variants.fewer]\nlabel = \"Fewer\"\n\"polls.council.stations.schools.file\" = \"fewer.csv\"\n\n[variants.",
    );
    let asked = std::cell::RefCell::new(Vec::new());
    let tables = |name: &str| {
        asked.borrow_mut().push(name.to_string());
        match name {
            "fewer.csv" => Ok(b"id,registered\nb,1\n"[..].into()),
            _ => Ok(PLAIN.as_bytes().into()),
        }
    };
    let checked = read_with_tables(&text, "poll.toml", &[], &tables).expect("sound");
    let counts: Vec<u32> = checked
        .scenario
        .variants
        .iter()
        .map(|it| it.assumptions.polls[0].stations[0].count)
        .collect();
    assert_eq!(counts, [1, 3]);
    assert_eq!(*asked.borrow(), ["stations.csv", "fewer.csv"], "each once");
    let resolved = resolved_with_tables(&text, &[], &tables).expect("sound");
    assert!(resolved.contains("file = \"stations.csv\""));
    assert_eq!(resolved_with_tables(&resolved, &[], &tables), Ok(resolved));
}

fn assumptions(table: &str) -> Assumptions {
    let checked = read_bytes(table.as_bytes()).unwrap_or_else(|problems| panic!("{problems}"));
    checked.scenario.assumptions
}

fn day(of: &Assumptions, trial: u64) -> Tally {
    let prepared = Prepared::new(of).expect("sound");
    let day = PollingDay::draw(&prepared, of, Seed(5), trial, Freeze::No).expect("sound");
    engine::run(&prepared, of, &day, &mut Workspace::default())
}

#[test]
fn the_order_of_rows_means_nothing() {
    let rows: Vec<String> = (0..40)
        .map(|n| format!("s{n},{},{}\n", 20 + n * n % 97, 1 + n % 3))
        .collect();
    let head = "id,registered,booths\n";
    let forth = assumptions(&(head.to_string() + &rows.concat()));
    let back: String = rows.iter().rev().map(String::as_str).collect();
    let back = assumptions(&(head.to_string() + &back));
    for trial in 0..20 {
        assert_eq!(day(&forth, trial), day(&back, trial));
    }
}

#[test]
fn a_station_more_re_rolls_nobody() {
    // Nobody is registered at the station that is put in, so that all the others keep their people.
    let with = PLAIN.replace("b,20", "ab,0,7,\nb,20");
    for trial in 0..20 {
        assert_eq!(
            day(&assumptions(PLAIN), trial),
            day(&assumptions(&with), trial)
        );
    }
}

#[test]
fn a_tables_booths_are_those_of_the_station() {
    // The template's 3 booths, from the set and from the table; then so many that hardly anybody waits.
    let three = "id,registered\na,10\nb,20\n";
    let said = "id,registered,booths\na,10,3\nb,20,3\n";
    let many = "id,registered,booths\na,10,90\nb,20,90\n";
    let waits = |table: &str| {
        let of = assumptions(table);
        let days = (0..10).map(|trial| day(&of, trial));
        days.map(|it| it.polls[0].total_wait).sum::<u64>()
    };
    assert_eq!(waits(three), waits(said));
    assert!(waits(many) < waits(three) / 1_000);
}

#[test]
fn people_are_divided_by_registered_electors() {
    // Nobody goes where nobody is registered, so one station has them all.
    let alone = "id,registered\na,10\n";
    let beside = "id,registered\na,10\nempty,0\n";
    for trial in 0..5 {
        assert_eq!(
            day(&assumptions(alone), trial),
            day(&assumptions(beside), trial)
        );
    }
}
