//! Small sets of assumptions written by hand, for tests, examples and measurements.

use crate::model::*;
use crate::units::SimTime;

/// A fresh fixed input.
pub fn fixed(a: &mut Assumptions, path: &str, value: f64) -> InputId {
    input(a, path, Law::Fixed(value), Support::NOT_NEGATIVE)
}

/// A fresh input with a law.
pub fn input(a: &mut Assumptions, path: &str, law: Law, support: Support) -> InputId {
    a.inputs.push(Input {
        path: path.into(),
        label: path.into(),
        unit: Unit::Plain,
        law,
        support,
        sources: Vec::new(),
        note: None,
    });
    InputId(a.inputs.len() - 1)
}

/// A person's law with pace 1.
pub fn person_law(a: &mut Assumptions, path: &str, law: Law, unit: i64) -> PersonLaw {
    PersonLaw {
        law,
        support: Support::NOT_NEGATIVE,
        pace: fixed(a, &format!("{path}.pace"), 1.0),
        milliseconds_per_unit: unit,
    }
}

/// A group of adults.
pub fn group(a: &mut Assumptions, id: &str, adults: f64) -> GroupId {
    let size = GroupSize::Adults(fixed(a, &format!("groups.{id}.adults"), adults));
    a.groups.push(Group {
        id: id.into(),
        label: id.into(),
        size,
        abroad: false,
        sources: Vec::new(),
    });
    GroupId(a.groups.len() - 1)
}

/// A set of `count` stations: people come evenly from 8 to 20 h, fixed service in seconds.
pub fn station_set(
    a: &mut Assumptions,
    id: &str,
    serves: &[GroupId],
    (count, booths): (u32, f64),
    service: Law,
) -> StationSet {
    let even = fixed(a, &format!("{id}.intensity"), 1.0);
    StationSet {
        id: id.into(),
        label: id.into(),
        count,
        serves: serves.into(),
        size: None,
        booths: fixed(a, &format!("{id}.booths"), booths),
        desk: None,
        service: person_law(a, &format!("{id}.service"), service, 1_000),
        arrivals: ArrivalProfile {
            points: vec![
                (SimTime::from_hm(0, 0), even),
                (SimTime::from_hm(48, 0), even),
            ],
        },
        patience: None,
        turn_back_at: None,
        come_back: None,
        ballot_papers: None,
        mobile: None,
        list: None,
        sources: Vec::new(),
    }
}

/// A poll from 8 to 20 h whose queue may vote, observed every half hour; admits groups at the given
/// participation.
pub fn poll(
    a: &mut Assumptions,
    id: &str,
    admits: &[(GroupId, f64)],
    stations: Vec<StationSet>,
) -> PollId {
    let admits = admits
        .iter()
        .map(|&(group, share)| Admission {
            group,
            participation: fixed(a, &format!("{id}.{}.participation", group.0), share),
        })
        .collect();
    let overdispersion = fixed(a, &format!("{id}.overdispersion"), 0.0);
    a.polls.push(Poll {
        id: id.into(),
        label: id.into(),
        opens: SimTime::from_hm(8, 0),
        closes: SimTime::from_hm(20, 0),
        queue_may_vote: true,
        roll: Roll::Eligible,
        admits,
        excludes: Vec::new(),
        overdispersion,
        stations,
        contests: Vec::new(),
        checkpoints: (0..=24).map(|n| SimTime::from_hm(8, 30 * n)).collect(),
        sources: Vec::new(),
    });
    PollId(a.polls.len() - 1)
}

/// A contest with options 0, 1, ... and the same stated shares for each of `groups` groups.
pub fn contest(a: &mut Assumptions, id: &str, groups: usize, shares: &[f64]) -> Contest {
    let invalid_share = fixed(a, &format!("{id}.invalid"), 0.01);
    let stated: Vec<_> = shares
        .iter()
        .enumerate()
        .map(|(at, &share)| Some(fixed(a, &format!("{id}.{at}"), share)))
        .collect();
    Contest {
        id: id.into(),
        label: id.into(),
        options: (0..shares.len())
            .map(|n| (n.to_string(), n.to_string()))
            .collect(),
        invalid_share,
        support: vec![Support4Group { shares: stated }; groups],
        overdispersion: None,
    }
}

/// Persons of the polls' groups who go on from one poll to another after some minutes.
pub fn overlap(a: &mut Assumptions, from: PollId, to: PollId, share: f64, minutes: f64) -> Overlap {
    let path = format!("overlap.{}.{}", from.0, to.0);
    Overlap {
        from,
        to,
        groups: a.polls[from.0]
            .admits
            .iter()
            .map(|admission| admission.group)
            .collect(),
        share: fixed(a, &format!("{path}.share"), share),
        travel: person_law(a, &path, Law::Fixed(minutes), 60_000),
        sources: Vec::new(),
    }
}

/// So many polls at which nothing can happen.
pub fn empty(polls: usize) -> Assumptions {
    let mut a = Assumptions::default();
    for at in 0..polls {
        poll(&mut a, &format!("poll-{at}"), &[], Vec::new());
    }
    a
}

/// About the size of the seed case: 110 stations, two polls with two contests each, some 45,000
/// voters, uncertain inputs, a lognormal service law, one overlap.
pub fn seed_sized() -> Assumptions {
    let mut a = Assumptions::default();
    let service = Law::Lognormal {
        mean: 150.0,
        sd: 75.0,
    };
    let town = group(&mut a, "town", 24_000.0);
    let villages = group(&mut a, "villages", 18_000.0);
    let abroad = group(&mut a, "abroad", 14_000.0);
    let rival = group(&mut a, "rival", 10_000.0);
    let mut home = station_set(
        &mut a,
        "home",
        &[town, villages],
        (78, 3.0),
        service.clone(),
    );
    home.size = Some(Law::Lognormal { mean: 1.0, sd: 0.5 });
    let away = station_set(&mut a, "away", &[abroad], (12, 5.0), service.clone());
    let rivals = station_set(&mut a, "rivals", &[rival], (20, 3.0), service);
    let first = poll(
        &mut a,
        "first",
        &[(town, 0.8), (villages, 0.75), (abroad, 0.5)],
        vec![home, away],
    );
    let second = poll(&mut a, "second", &[(rival, 0.7)], vec![rivals]);
    for (poll, groups) in [(first, 3), (second, 1)] {
        for id in ["independence", "president"] {
            let id = format!("{id}-{}", poll.0);
            let contest = contest(&mut a, &id, groups, &[0.9, 0.1]);
            a.polls[poll.0].contests.push(contest);
        }
        let share = Law::Uniform {
            low: 0.005,
            high: 0.03,
        };
        let spread = input(&mut a, &format!("spread-{}", poll.0), share, Support::SHARE);
        a.polls[poll.0].overdispersion = spread;
        for at in 0..groups {
            let law = Law::Uniform {
                low: 0.55,
                high: 0.95,
            };
            let id = input(
                &mut a,
                &format!("turnout-{}-{at}", poll.0),
                law,
                Support::SHARE,
            );
            a.polls[poll.0].admits[at].participation = id;
        }
    }
    let way = overlap(&mut a, second, first, 0.05, 40.0);
    a.overlaps.push(way);
    a
}

/// The day by which polling-day simulators are compared: 100 stations of 1,000 registered, 70 of 100
/// come, two peaks in twelve hours, four booths, lognormal service of three minutes (cv 0.5); two
/// groups, half-hourly checkpoints, and with `patience` a lognormal half hour of it.
pub fn reference_day(patience: bool) -> Assumptions {
    let mut a = Assumptions::default();
    let town = group(&mut a, "town", 60_000.0);
    let country = group(&mut a, "country", 40_000.0);
    let service = Law::Lognormal {
        mean: 180.0,
        sd: 90.0,
    };
    let mut set = station_set(&mut a, "set", &[town, country], (100, 4.0), service);
    let (low, high) = (fixed(&mut a, "low", 0.5), fixed(&mut a, "high", 1.5));
    let times = [(8, low), (10, high), (14, low), (17, high), (20, low)];
    set.arrivals.points = times
        .map(|(hour, level)| (SimTime::from_hm(hour, 0), level))
        .into();
    if patience {
        let law = Law::Lognormal {
            mean: 30.0,
            sd: 20.0,
        };
        set.patience = Some(person_law(&mut a, "patience", law, 60_000));
    }
    poll(&mut a, "poll", &[(town, 0.7), (country, 0.7)], vec![set]);
    a
}

/// The reference day with patience, its stations from a table: 600 to 1,400 registered, and a booth for
/// every 250 of them.
pub fn listed_day() -> Assumptions {
    let mut a = reference_day(true);
    let set = &mut a.polls[0].stations[0];
    let station = |at: u32| {
        let registered = 600 + at * 37 % 801;
        ListedStation {
            id: format!("{}/{}", at % 9 + 1, at).into(),
            district: Some(at % 9),
            registered,
            booths: Some(registered.div_ceil(250)),
        }
    };
    let list = StationList {
        file: "stations.csv".into(),
        stations: (0..set.count).map(station).collect(),
        districts: (1..10).map(|at| format!("District {at}")).collect(),
    };
    set.list = Some(list.into());
    a
}

/// The reference day with patience on which something happens everywhere that is no matter of a queue
/// alone: every station's pace changes for an hour, by nothing. So the station lane plays it by its
/// general path, with the same counts.
pub fn general_day() -> Assumptions {
    let mut a = reference_day(true);
    let (certain, factor) = (fixed(&mut a, "certain", 1.0), fixed(&mut a, "factor", 1.0));
    a.disturbances.push(Disturbance {
        label: "an hour at the usual pace".into(),
        poll: PollId(0),
        sets: vec![0],
        share_of_stations: certain,
        probability: certain,
        kind: DisturbanceKind::Slow {
            at: SimTime::from_hm(12, 0),
            span: SimTime::from_hm(1, 0),
            factor,
        },
        sources: Vec::new(),
    });
    a
}

/// The table by which counting without a clock is compared: 5 groups at 50 stations of each of 2
/// polls, turnout uncertain and overdispersed, one contest of two options a poll; 500 betas and 1,500
/// binomials a trial.
pub fn reference_table() -> Assumptions {
    let mut a = Assumptions::default();
    let groups: Vec<GroupId> = (0..10)
        .map(|at| group(&mut a, &format!("group-{at}"), 10_000.0))
        .collect();
    for (at, groups) in groups.chunks(5).enumerate() {
        let id = format!("set-{at}");
        let set = station_set(&mut a, &id, groups, (50, 4.0), Law::Fixed(120.0));
        let admits: Vec<(GroupId, f64)> = groups.iter().map(|&group| (group, 0.7)).collect();
        let poll = poll(&mut a, &format!("poll-{at}"), &admits, vec![set]);
        let contest = contest(&mut a, &format!("contest-{at}"), 5, &[0.6, 0.4]);
        a.polls[poll.0].contests.push(contest);
        let spread = fixed(&mut a, &format!("spread-{at}"), 0.02);
        a.polls[poll.0].overdispersion = spread;
        for nth in 0..5 {
            let law = Law::Uniform {
                low: 0.55,
                high: 0.85,
            };
            let path = format!("turnout-{at}-{nth}");
            let share = input(&mut a, &path, law, Support::SHARE);
            a.polls[poll.0].admits[nth].participation = share;
        }
    }
    a
}

/// The reference day on 100,000 stations with 100 million voters.
pub fn nation() -> Assumptions {
    let mut a = reference_day(true);
    a.polls[0].stations[0].count = 100_000;
    for (group, adults) in a.groups.iter().zip([86e6, 57e6]) {
        if let GroupSize::Adults(input) = group.size {
            a.inputs[input.0].law = Law::Fixed(adults);
        }
    }
    a
}
