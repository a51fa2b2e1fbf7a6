//! Returns that stand in a table of stations: what is taken, what is refused and how that is told.

use scrutineer::model::{StationReturn, StationReturns};
use scrutineer::scenario::{Checked, NoTable, Problems, read_with_tables, template};

const SAYS: &str = "\n[[returns]]\npoll = \"council\"\nstations = \"schools\"\noption = \"ada\"\nstage = \"final\"\nclaimant = \"Commission\"\nsource = \"commission\"\n";
const TABLE: &str =
    "votes,id,registered,valid,ballots-cast\n300,b,900,610,640\n,c,800,,\n1001,a,1000,1000,1001\n";

/// The template with its stations from a table, and `more` behind it.
fn read(table: &str, more: &str) -> Result<Checked, Problems> {
    let with = template().replace("count            = 3", "file = \"stations.csv\"");
    assert_ne!(with, template());
    let tables = |name: &str| match name {
        "stations.csv" => Ok(table.as_bytes().into()),
        _ => Err(NoTable::Missing),
    };
    read_with_tables(&(with + more), "poll.toml", &[], &tables)
}

fn returns(table: &str, more: &str) -> StationReturns {
    let checked = read(table, more).unwrap_or_else(|problems| panic!("{problems}"));
    checked.scenario.returns[0].clone()
}

#[test]
fn returns_are_read_in_the_order_of_ids_and_none_is_too_strange_to_be_reported() {
    let it = returns(TABLE, SAYS);
    let one = |ballots_cast, valid, votes| {
        Some(StationReturn {
            ballots_cast,
            valid,
            votes,
        })
    };
    // More ballots than electors and more votes than valid ones: that is for the findings to say.
    assert_eq!(
        it.stations,
        [one(1001, 1000, 1001), one(640, 610, 300), None]
    );
    assert_eq!((it.poll.0, it.set, it.option), (0, 0, Some((0, 0))));
    assert_eq!(it.claimant.as_deref(), Some("Commission"));
    assert_eq!((it.sources.len(), it.reporting()), (1, 2));
    let b = it.stations[1].expect("b reported");
    assert_eq!((it.came(&b), it.base(&b)), (640, 610));
}

#[test]
fn a_table_may_have_some_of_the_columns() {
    let it = returns("id,registered,valid,votes\na,10,7,3\n", SAYS);
    let a = it.stations[0].expect("it reported");
    assert_eq!((it.came(&a), it.base(&a), a.votes), (7, 7, 3));
    let it = returns("id,registered,ballots-cast,votes\na,10,7,3\n", SAYS);
    let a = it.stations[0].expect("it reported");
    assert_eq!((it.came(&a), it.base(&a), a.votes), (7, 7, 3));
    let silent = SAYS.replace("option = \"ada\"\n", "");
    let it = returns("id,registered,ballots-cast\na,10,7\nb,10,\n", &silent);
    assert_eq!((it.option, it.reporting()), (None, 1));
}

#[test]
fn nothing_of_a_report_is_an_assumption() {
    let plain = "id,registered\nb,900\nc,800\na,1000\n";
    let without = read(plain, "").expect("sound").scenario;
    let with = read(TABLE, SAYS).expect("sound").scenario;
    let of = |it: &scrutineer::model::Scenario| format!("{:?}", it.assumptions);
    assert_eq!(of(&without), of(&with));
    assert!(without.returns.is_empty());
}

#[test]
fn every_mistake_is_explained() {
    let twice = SAYS.repeat(2);
    let nobody = SAYS.replace("\"ada\"", "\"grace\"");
    let elsewhere = SAYS.replace("schools", "shcools");
    let cases = [
        (
            "numbers",
            "id,registered,ballots-cast,valid,votes\na,10,-1,3,1e3\nb,10,9,5.5,100000001\nc,10,1 000,two,0\n",
            SAYS,
        ),
        (
            "half a report",
            "id,registered,valid,votes\na,10,7,\nb,10,,3\nc,10,,\n",
            SAYS,
        ),
        ("votes of nothing", "id,registered,votes\na,10,7\n", SAYS),
        (
            "misspelt columns",
            "id,registered,ballots,voted,valid-votes\na,10,7,3,3\n",
            SAYS,
        ),
        ("no table of returns", "id,registered\na,10\n", SAYS),
        ("returns of nobody", TABLE, ""),
        ("returns twice", TABLE, &twice),
        (
            "no source, no option",
            TABLE,
            "\n[[returns]]\npoll = \"council\"\n",
        ),
        (
            "an option without votes",
            "id,registered,valid\na,10,7\n",
            SAYS,
        ),
        ("an unknown option", TABLE, &nobody),
        ("an unknown set", TABLE, &elsewhere),
        (
            "an unknown stage",
            TABLE,
            &SAYS.replace("\"final\"", "\"finale\""),
        ),
    ];
    let mut all = String::new();
    for (what, table, more) in cases {
        let problems = read(table, more).expect_err(what);
        for problem in problems.iter() {
            assert!(!problem.help.is_empty(), "{what}: {}", problem.rule);
        }
        all += &format!("=== {what}\n{problems}\n\n");
    }
    insta::assert_snapshot!("bad_returns", all);
}

#[test]
fn returns_need_a_table() {
    let problems = scrutineer::scenario::read(&(template().to_string() + SAYS), "poll.toml");
    let told = problems.expect_err("no table").to_string();
    assert!(told.contains("no table in which returns stand"), "{told}");
}
