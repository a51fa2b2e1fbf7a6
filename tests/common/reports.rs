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
    for group in case["groups"].as_array().into_iter().flatten() {
        add_group(&mut of, group);
    }
    let reported = list(case, "figures").iter().map(figure).collect();
    Scenario {
        name: case["case"].as_str().unwrap().into(),
        base_label: "base".into(),
        clock: true,
        assumptions: of,
        reported,
        thresholds: rows(case, "thresholds").map(threshold).collect(),
        parallel: rows(case, "parallel").map(parallel).collect(),
        ..Scenario::default()
    }
}

/// The entries of a list that need not be there.
fn rows<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value[name].as_array().into_iter().flatten()
}

/// A group beside (or, when it is the first, in place of) the large one: `adults`, and either
/// `participation` or `excluded`.
fn add_group(of: &mut Assumptions, group: &Value) {
    let mut input = |path: &str, ends: &Value, support: Support| {
        let [low, high] = [0, 1].map(|at| ends[at].as_f64().unwrap());
        let mut input = of.inputs[0].clone();
        input.path = format!("{path}.{}", group["label"]);
        input.support = support;
        input.law = Law::Uniform { low, high };
        of.inputs.push(input);
        InputId(of.inputs.len() - 1)
    };
    let adults = input("adults", &group["adults"], Support::NOT_NEGATIVE);
    let participation = match &group["participation"] {
        Value::Null => None,
        ends => Some(input("participation", ends, Support::SHARE)),
    };
    let id = GroupId(of.groups.len());
    of.groups.push(Group {
        id: format!("group-{}", id.0),
        label: text(&group["label"]),
        size: GroupSize::Adults(adults),
        abroad: false,
        sources: Vec::new(),
    });
    let poll = &mut of.polls[group["poll"].as_u64().unwrap_or(0) as usize];
    match participation {
        Some(participation) => {
            poll.admits.retain(|admitted| admitted.group != GroupId(0));
            poll.admits.push(Admission {
                group: id,
                participation,
            });
        }
        None => poll.excludes.push(Exclusion {
            group: id,
            reason: text(&group["excluded"]),
            sources: Vec::new(),
        }),
    }
}

fn option_of(value: &Value) -> Option<(usize, usize)> {
    let at = |n: usize| Some(value["option"][n].as_u64()? as usize);
    at(0).zip(at(1))
}

fn poll_of(value: &Value) -> PollId {
    PollId(value["poll"].as_u64().unwrap_or(0) as usize)
}

fn micro(value: &Value) -> MicroPercent {
    MicroPercent::from_f64(value.as_f64().unwrap()).unwrap()
}

fn threshold(value: &Value) -> Threshold {
    Threshold {
        poll: poll_of(value),
        option: option_of(value),
        percent: micro(&value["percent"]),
        of: match value["of"].as_str().unwrap() {
            "valid" => Base::Valid,
            "registered" => Base::Registered,
            other => panic!("no base {other}"),
        },
        sources: Vec::new(),
    }
}

fn parallel(value: &Value) -> ParallelCount {
    let found = match value["votes"].as_i64() {
        Some(votes) => ParallelResult::Votes(votes),
        None => ParallelResult::Share {
            percent: micro(&value["percent"]),
            coverage: micro(&value["coverage"]),
        },
    };
    ParallelCount {
        id: text(&value["label"]),
        label: text(&value["label"]),
        poll: poll_of(value),
        option: option_of(value).unwrap(),
        found,
        sources: Vec::new(),
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
        overdispersion: None,
    };
    Poll {
        id: text(&value["id"]),
        label: text(&value["label"]),
        opens: hour(&value["hours"][0]).unwrap_or(SimTime::from_hm(8, 0)),
        closes: hour(&value["hours"][1]).unwrap_or(SimTime::from_hm(20, 0)),
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

/// `"18:30"`; hours of a second day go on to `"47:59"`.
fn hour(value: &Value) -> Option<SimTime> {
    let (hour, minute) = value.as_str()?.split_once(':').unwrap();
    Some(SimTime::from_hm(
        hour.parse().unwrap(),
        minute.parse().unwrap(),
    ))
}

fn figure(value: &Value) -> Reported {
    let number = |name: &str| value[name].as_u64().map(|n| n as usize);
    let contest = number("contest").unwrap_or(0);
    let option = number("option").unwrap_or(0);
    let at = hour(&value["at"]);
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
