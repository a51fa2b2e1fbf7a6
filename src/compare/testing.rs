//! Small hand-made scenarios and trial tables for the tests of this room.

use super::Simulated;
use crate::model::*;
use crate::trials::{Outcome, TrialTable, VariantRun};
use crate::units::SimTime;

/// Plain counts as simulated values.
pub fn simulated_counts(parts: &[i64]) -> Simulated {
    Simulated {
        parts: parts.to_vec(),
        bases: None,
    }
}

/// A reported figure that could only be too high.
pub fn reported(id: &str, polls: Vec<PollId>, quantity: Quantity, figure: Figure) -> Reported {
    Reported {
        id: id.to_owned(),
        label: id.to_owned(),
        polls,
        quantity,
        figure,
        direction: Direction::High,
        stage: None,
        stage_order: 0,
        claimant: None,
        headline: false,
        used_for_assumptions: false,
        sources: Vec::new(),
        note: None,
    }
}

/// Two polls, `north` and `south`, open from 08:00 to 20:00 and looked at 08:00, 14:00 and 20:00,
/// with one contest of two options each. Group `a` (1,000 residents, half of them adults) is admitted
/// to `north`, group `b` (200 to 400 adults) to `south`; one in ten may go on from north to south.
/// Each poll has one set of 2 stations with 3 booths and 60 seconds a voter.
pub fn assumptions() -> Assumptions {
    let mut inputs = Vec::new();
    let mut input = |path: &str, law, support, sources: &[SourceId]| {
        inputs.push(Input {
            path: path.to_owned(),
            label: path.to_owned(),
            unit: Unit::Plain,
            law,
            support,
            sources: sources.to_vec(),
            note: None,
        });
        InputId(inputs.len() - 1)
    };
    let fixed = Law::Fixed;
    let source = [SourceId(0)];
    let residents = input(
        "groups.a.residents",
        fixed(1_000.0),
        Support::NOT_NEGATIVE,
        &source,
    );
    let half = input(
        "groups.a.voting-age-share",
        fixed(0.5),
        Support::SHARE,
        &source,
    );
    let between = Law::Uniform {
        low: 200.0,
        high: 400.0,
    };
    let adults = input("groups.b.adults", between, Support::NOT_NEGATIVE, &source);
    let unsourced = Law::Uniform {
        low: 0.5,
        high: 0.9,
    };
    let turnout = input("turnout", unsourced, Support::SHARE, &[]);
    let one = input("one", fixed(1.0), Support::NOT_NEGATIVE, &[]);
    let booths = input("booths", fixed(3.0), Support::AT_LEAST_ONE, &[]);
    let tenth = input("overlap", fixed(0.1), Support::SHARE, &source);
    let roll = input(
        "polls.north.registered",
        fixed(600.0),
        Support::NOT_NEGATIVE,
        &source,
    );
    let group = |id: &str, size| Group {
        id: id.to_owned(),
        label: id.to_owned(),
        size,
        abroad: false,
        sources: Vec::new(),
    };
    let person = |law, milliseconds_per_unit| PersonLaw {
        law: Law::Fixed(law),
        support: Support::NOT_NEGATIVE,
        pace: one,
        milliseconds_per_unit,
    };
    let poll = |id: &str, group, roll| Poll {
        id: id.to_owned(),
        label: format!("poll {id}"),
        opens: SimTime::from_hm(8, 0),
        closes: SimTime::from_hm(20, 0),
        queue_may_vote: true,
        roll,
        admits: vec![Admission {
            group,
            participation: turnout,
        }],
        excludes: Vec::new(),
        overdispersion: one,
        stations: vec![StationSet {
            id: "all".to_owned(),
            label: "all".to_owned(),
            count: 2,
            serves: vec![group],
            size: None,
            booths,
            desk: None,
            service: person(60.0, 1_000),
            arrivals: ArrivalProfile { points: Vec::new() },
            patience: None,
            turn_back_at: None,
            come_back: None,
            ballot_papers: None,
            mobile: None,
            list: None,
            sources: Vec::new(),
        }],
        contests: vec![Contest {
            id: "question".to_owned(),
            label: "question".to_owned(),
            options: ["yes", "no"].map(|o| (o.to_owned(), o.to_owned())).to_vec(),
            invalid_share: one,
            support: Vec::new(),
            overdispersion: None,
        }],
        checkpoints: [8, 14, 20].map(|hour| SimTime::from_hm(hour, 0)).to_vec(),
        sources: Vec::new(),
    };
    let size_a = GroupSize::Residents {
        residents,
        voting_age_share: half,
    };
    Assumptions {
        groups: vec![group("a", size_a), group("b", GroupSize::Adults(adults))],
        polls: vec![
            poll("north", GroupId(0), Roll::Stated(roll)),
            poll("south", GroupId(1), Roll::Eligible),
        ],
        overlaps: vec![Overlap {
            from: PollId(0),
            to: PollId(1),
            groups: vec![GroupId(0)],
            share: tenth,
            travel: person(30.0, 60_000),
            sources: Vec::new(),
        }],
        inputs,
        ..Assumptions::default()
    }
}

/// A table with every outcome of the assumptions; all zero except those given.
pub fn table(of: &Assumptions, len: usize, given: &[(Outcome, &[i64])]) -> TrialTable {
    let mut outcomes = outcomes(of);
    outcomes.sort();
    let column = |outcome: &Outcome| {
        let found = given.iter().find(|(it, _)| it == outcome);
        found.map_or_else(|| vec![0; len], |(_, counts)| counts.to_vec())
    };
    let free = of.inputs.iter().filter(|input| !input.is_fixed());
    let spread = |input: &Input| {
        (0..len)
            .map(|i| input.quantile((i as f64 + 0.5) / len as f64))
            .collect()
    };
    TrialTable {
        first: 0,
        len,
        input_names: free.clone().map(|input| input.path.clone()).collect(),
        inputs: free.map(spread).collect(),
        counts: outcomes.iter().map(column).collect(),
        outcomes,
    }
}

fn outcomes(of: &Assumptions) -> Vec<Outcome> {
    let mut outcomes: Vec<Outcome> = (0..of.groups.len())
        .map(|group| Outcome::Adults { group })
        .collect();
    for (poll, it) in of.polls.iter().enumerate() {
        outcomes.extend([
            Outcome::Registered { poll },
            Outcome::Eligible { poll },
            Outcome::Came { poll },
            Outcome::BallotsCast { poll },
            Outcome::TurnedAway { poll },
            Outcome::GaveUp { poll },
            Outcome::OutOfPapers { poll },
            Outcome::Unserved { poll },
            Outcome::WaitingAtClose { poll },
            Outcome::LongestWait { poll },
        ]);
        for checkpoint in 0..it.checkpoints.len() {
            outcomes.push(Outcome::CastBy { poll, checkpoint });
            outcomes.push(Outcome::WaitingAt { poll, checkpoint });
        }
        for (contest, it) in it.contests.iter().enumerate() {
            outcomes.push(Outcome::Invalid { poll, contest });
            for option in 0..it.options.len() {
                outcomes.push(Outcome::Votes {
                    poll,
                    contest,
                    option,
                });
            }
        }
    }
    outcomes
}

/// A scenario around the assumptions.
pub fn scenario(assumptions: Assumptions, reported: Vec<Reported>) -> Scenario {
    Scenario {
        name: "hand-made".to_owned(),
        base_label: "as stated".to_owned(),
        clock: true,
        assumptions,
        reported,
        ..Scenario::default()
    }
}

/// A finished run of the base set whose frozen trials are its trials.
pub fn run(id: &str, table: TrialTable) -> VariantRun {
    let (frozen, done) = (table.clone(), table.len as u64);
    VariantRun::whole(id, table, frozen, done)
}

/// A scenario whose first set is a table of stations with these electors, and what each reported: ballots cast,
/// valid votes, votes for the second option.
pub fn with_returns(registered: &[u32], said: &[Option<[u32; 3]>]) -> Scenario {
    let mut of = assumptions();
    let station = |(at, &registered): (usize, &u32)| ListedStation {
        id: format!("{at:03}").into(),
        district: None,
        registered,
        booths: None,
    };
    let list = StationList {
        file: "stations.csv".into(),
        stations: registered.iter().enumerate().map(station).collect(),
        districts: Vec::new(),
    };
    of.polls[0].stations[0].count = registered.len() as u32;
    of.polls[0].stations[0].list = Some(list.into());
    let mut scenario = scenario(of, Vec::new());
    let one = |said: &Option<[u32; 3]>| {
        said.map(|[ballots_cast, valid, votes]| StationReturn {
            ballots_cast,
            valid,
            votes,
        })
    };
    scenario.returns.push(StationReturns {
        poll: PollId(0),
        set: 0,
        option: Some((0, 1)),
        columns: ReturnColumns {
            ballots_cast: true,
            valid: true,
            votes: true,
        },
        stations: said.iter().map(one).collect(),
        stage: None,
        claimant: None,
        sources: Vec::new(),
        note: None,
    });
    scenario
}
