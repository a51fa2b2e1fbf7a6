//! Small reports from `tests/data/`, as scenarios.

use scrutineer::model::*;
use scrutineer::units::{MicroPercent, SimTime};
use serde_json::Value;

/// A scenario with the polls and figures of a case, and nobody but one large group.
pub fn scenario(case: &Value) -> Scenario {
    let mut of = Assumptions::default();
    of.inputs.push(Input {
        path: "groups.people.adults".into(),
        label: "people".into(),
        unit: Unit::Persons,
        law: Law::Fixed(1e9),
        support: Support::NOT_NEGATIVE,
        sources: Vec::new(),
        note: None,
    });
    of.groups.push(Group {
        id: "people".into(),
        label: "people".into(),
        size: GroupSize::Adults(InputId(0)),
        abroad: false,
        sources: Vec::new(),
    });
    of.polls = list(case, "polls").iter().map(poll).collect();
    let reported = list(case, "figures").iter().map(figure).collect();
    Scenario {
        name: case["case"].as_str().unwrap().into(),
        base_label: "base".into(),
        assumptions: of,
        reported,
        ..Scenario::default()
    }
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().unwrap()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().into()
}

fn poll(value: &Value) -> Poll {
    let contest = |(at, contest): (usize, &Value)| Contest {
        id: at.to_string(),
        label: text(&contest["label"]),
        options: list(contest, "options")
            .iter()
            .map(|option| (text(option), text(option)))
            .collect(),
        invalid_share: InputId(0),
        support: Vec::new(),
    };
    Poll {
        id: text(&value["id"]),
        label: text(&value["label"]),
        opens: SimTime::from_hm(8, 0),
        closes: SimTime::from_hm(20, 0),
        queue_may_vote: true,
        roll: Roll::Eligible,
        admits: vec![Admission {
            group: GroupId(0),
            participation: InputId(0),
        }],
        excludes: Vec::new(),
        overdispersion: InputId(0),
        stations: Vec::new(),
        contests: list(value, "contests")
            .iter()
            .enumerate()
            .map(contest)
            .collect(),
        checkpoints: Vec::new(),
        sources: Vec::new(),
    }
}

fn figure(value: &Value) -> Reported {
    let number = |name: &str| value[name].as_u64().map(|n| n as usize);
    let contest = number("contest").unwrap_or(0);
    let option = number("option").unwrap_or(0);
    let at = value["at"].as_str().map(|at| {
        let (hour, minute) = at.split_once(':').unwrap();
        SimTime::from_hm(hour.parse().unwrap(), minute.parse().unwrap())
    });
    let quantity = match value["quantity"].as_str().unwrap() {
        "registered" => Quantity::Registered,
        "ballots" => Quantity::BallotsCast { at },
        "turnout" => Quantity::Turnout {
            of: Base::Registered,
            at,
        },
        "valid" => Quantity::Valid { contest },
        "invalid" => Quantity::Invalid { contest },
        "votes" => Quantity::Votes { contest, option },
        "share" => Quantity::VotePercent {
            contest,
            option,
            of: Base::Valid,
        },
        "abstentions" => Quantity::Abstentions,
        other => panic!("no quantity {other}"),
    };
    let percent = matches!(
        quantity,
        Quantity::Turnout { .. } | Quantity::VotePercent { .. }
    );
    Reported {
        id: text(&value["id"]),
        label: text(&value["id"]),
        polls: list(value, "polls")
            .iter()
            .map(|poll| PollId(poll.as_u64().unwrap() as usize))
            .collect(),
        quantity,
        figure: if percent {
            Figure::Percent(precision(value, |x| {
                MicroPercent::from_f64(x.as_f64().unwrap()).unwrap()
            }))
        } else {
            Figure::Count(precision(value, |x| x.as_i64().unwrap()))
        },
        direction: Direction::High,
        stage: value["stage"].as_str().map(str::to_owned),
        stage_order: number("order").unwrap_or(0) as u32,
        claimant: value["claimant"].as_str().map(str::to_owned),
        headline: false,
        used_for_assumptions: false,
        sources: Vec::new(),
        note: None,
    }
}

fn precision<T>(value: &Value, read: impl Fn(&Value) -> T) -> Precision<T> {
    if let Some(pair) = value["rounded"].as_array() {
        return Precision::Rounded {
            value: read(&pair[0]),
            to: read(&pair[1]),
        };
    }
    if !value["less-than"].is_null() {
        return Precision::LessThan(read(&value["less-than"]));
    }
    Precision::Exact(read(&value["exact"]))
}
