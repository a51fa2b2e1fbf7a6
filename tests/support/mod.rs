//! Random scenarios for the tests: small, and using everything a scenario can say.

use scrutineer::engine::samples;
use scrutineer::model::*;
use scrutineer::random::Split;
use scrutineer::units::SimTime;

/// Dice of a generated scenario.
pub struct Dice(pub Split);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(Split(seed.wrapping_mul(0x9e37_79b9)))
    }

    /// A whole number in [low, high].
    pub fn whole(&mut self, low: i64, high: i64) -> i64 {
        low + (self.0.bits() % (high - low + 1) as u64) as i64
    }

    /// A number in [low, high).
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (self.0.bits() >> 11) as f64 / (1u64 << 53) as f64 * (high - low)
    }

    pub fn chance(&mut self, p: f64) -> bool {
        self.between(0.0, 1.0) < p
    }
}

/// What a random scenario may contain.
#[derive(Clone, Copy)]
pub struct Range {
    /// Whether people come back, desks, and booths that change: what needs a calendar.
    pub calendar: bool,
    /// Polls at most.
    pub polls: usize,
    /// Overlaps between polls.
    pub overlaps: bool,
    /// Only laws with one value for what persons draw (arrivals excepted).
    pub fixed_laws: bool,
}

impl Range {
    #[allow(dead_code)] // not every test file needs it
    pub const EVERYTHING: Range = Range {
        calendar: true,
        polls: 3,
        overlaps: true,
        fixed_laws: false,
    };
}

/// A law around a mean.
fn law(dice: &mut Dice, mean: f64, fixed: bool) -> Law {
    match if fixed { 0 } else { dice.whole(0, 3) } {
        0 => Law::Fixed(mean.round()),
        1 => Law::Uniform {
            low: 0.2 * mean,
            high: 1.8 * mean,
        },
        2 => Law::Lognormal {
            mean,
            sd: 0.7 * mean,
        },
        _ => Law::Discrete(vec![(0.5 * mean, 2.0), (mean, 1.0), (2.0 * mean, 1.0)]),
    }
}

fn person_law(
    a: &mut Assumptions,
    dice: &mut Dice,
    path: &str,
    mean: f64,
    unit: i64,
    range: Range,
) -> PersonLaw {
    let law = law(dice, mean, range.fixed_laws);
    let mut law = samples::person_law(a, path, law, unit);
    if !range.fixed_laws && dice.chance(0.3) {
        let pace = Law::Uniform {
            low: 0.8,
            high: 1.2,
        };
        law.pace = samples::input(
            a,
            &format!("{path}.pace-drawn"),
            pace,
            Support::NOT_NEGATIVE,
        );
    }
    law
}

/// A whole random scenario; the same for the same seed.
pub fn scenario(seed: u64, range: Range) -> Assumptions {
    let mut dice = Dice::new(seed);
    let d = &mut dice;
    let mut a = Assumptions::default();
    let groups: Vec<GroupId> = (0..d.whole(1, 4))
        .map(|n| {
            let adults = d.whole(0, 400) as f64;
            samples::group(&mut a, &format!("group-{n}"), adults)
        })
        .collect();
    for poll in 0..d.whole(1, range.polls as i64) {
        add_poll(&mut a, d, poll as usize, &groups, range);
    }
    let polls = a.polls.len();
    if range.overlaps && polls > 1 {
        for n in 0..d.whole(0, 3) {
            let (from, to) = (d.whole(0, polls as i64 - 1), d.whole(0, polls as i64 - 1));
            if from != to {
                let (from, to) = (PollId(from as usize), PollId(to as usize));
                let share = d.between(0.0, 0.6);
                let mut overlap = samples::overlap(&mut a, from, to, share, 0.0);
                overlap.travel = person_law(&mut a, d, &format!("way-{n}"), 40.0, 60_000, range);
                a.overlaps.push(overlap);
            }
        }
    }
    for n in 0..d.whole(0, 3) {
        disturb(&mut a, d, n as usize, range);
    }
    turn_back(&mut a, &mut Dice::new(!seed));
    mark_alike(&mut a, &mut Dice::new(seed ^ 0xa11c_e000));
    a
}

/// In some contests voters of one station mark alike; with dice of their own.
fn mark_alike(a: &mut Assumptions, d: &mut Dice) {
    for poll in 0..a.polls.len() {
        let alike = [0.0, 0.004, 0.1, 0.6][d.whole(0, 3) as usize];
        if d.chance(0.6) {
            let alike = samples::fixed(a, &format!("poll-{poll}.alike"), alike);
            a.polls[poll].contests[0].overdispersion = Some(alike);
        }
    }
}

/// At some sets people turn back at a long queue; with dice of their own.
fn turn_back(a: &mut Assumptions, d: &mut Dice) {
    let sets = |poll: &Poll| poll.stations.len();
    let sets: Vec<usize> = a.polls.iter().map(sets).collect();
    for (poll, sets) in sets.into_iter().enumerate() {
        for set in 0..sets {
            if d.chance(0.3) {
                let many = d.whole(1, 12) as f64;
                let many = samples::fixed(a, &format!("poll-{poll}.set-{set}.room"), many);
                a.polls[poll].stations[set].turn_back_at = Some(many);
            }
        }
    }
}

fn add_poll(a: &mut Assumptions, d: &mut Dice, at: usize, groups: &[GroupId], range: Range) {
    let mut admits: Vec<(GroupId, f64)> = Vec::new();
    for &group in groups {
        if d.chance(0.7) {
            admits.push((group, d.between(0.0, 1.0)));
        }
    }
    if admits.is_empty() {
        admits.push((groups[0], 0.7));
    }
    let serves: Vec<GroupId> = admits.iter().map(|admission| admission.0).collect();
    let sets = (0..d.whole(1, 2))
        .map(|set| add_set(a, d, &format!("poll-{at}.set-{set}"), &serves, range))
        .collect();
    let poll = samples::poll(a, &format!("poll-{at}"), &admits, sets);
    let spread = [0.0, 0.02, 0.3][d.whole(0, 2) as usize];
    a.polls[poll.0].overdispersion = samples::fixed(a, &format!("poll-{at}.spread"), spread);
    a.polls[poll.0].queue_may_vote = d.chance(0.6);
    let contest = samples::contest(
        a,
        &format!("poll-{at}.contest"),
        serves.len(),
        &[0.5, 0.3, 0.2],
    );
    a.polls[poll.0].contests.push(contest);
    for checkpoint in &mut a.polls[poll.0].checkpoints {
        // Not only at half hours: the scenario may name any time.
        checkpoint.0 += d.whole(0, 3) * 250_001;
    }
}

fn add_set(
    a: &mut Assumptions,
    d: &mut Dice,
    id: &str,
    serves: &[GroupId],
    range: Range,
) -> StationSet {
    let service = person_law(a, d, &format!("{id}.s"), 900.0, 1_000, range);
    let shape = (d.whole(1, 4) as u32, d.whole(1, 4) as f64);
    let mut set = samples::station_set(a, id, serves, shape, Law::Fixed(1.0));
    set.service = service;
    if d.chance(0.5) {
        set.size = Some(Law::Uniform {
            low: 0.2,
            high: 2.0,
        });
    }
    let peak = samples::fixed(a, &format!("{id}.peak"), d.between(0.0, 6.0));
    let low = samples::fixed(a, &format!("{id}.low"), 0.3);
    set.arrivals.points = vec![
        (SimTime::from_hm(7, 0), low),
        (SimTime::from_hm(10, 30), peak),
        (SimTime::from_hm(15, 0), low),
        (SimTime::from_hm(21, 0), peak),
    ];
    if d.chance(0.6) {
        set.patience = Some(person_law(a, d, &format!("{id}.p"), 25.0, 60_000, range));
        if range.calendar && d.chance(0.5) {
            let share = if range.fixed_laws {
                d.whole(0, 1) as f64
            } else {
                d.between(0.0, 1.0)
            };
            set.come_back = Some(ComeBack {
                share: samples::fixed(a, &format!("{id}.back"), share),
                after: person_law(a, d, &format!("{id}.after"), 60.0, 60_000, range),
            });
        }
    }
    if range.calendar && d.chance(0.3) {
        set.desk = Some(Desk {
            clerks: samples::fixed(a, &format!("{id}.clerks"), d.whole(1, 2) as f64),
            service: person_law(a, d, &format!("{id}.desk"), 300.0, 1_000, range),
        });
    }
    if d.chance(0.2) {
        set.ballot_papers = Some(samples::fixed(
            a,
            &format!("{id}.papers"),
            d.whole(0, 120) as f64,
        ));
    }
    if !range.fixed_laws && d.chance(0.2) {
        set.mobile = Some(MobileBox {
            share: samples::fixed(a, &format!("{id}.mobile"), 0.1),
            boxes: samples::fixed(a, &format!("{id}.boxes"), d.whole(1, 2) as f64),
            visit: person_law(a, d, &format!("{id}.visit"), 40.0, 60_000, range),
        });
    }
    set
}

fn disturb(a: &mut Assumptions, d: &mut Dice, at: usize, range: Range) {
    let poll = d.whole(0, a.polls.len() as i64 - 1) as usize;
    let id = format!("disturbance-{at}");
    let at_time = SimTime::from_hm(d.whole(7, 20), d.whole(0, 59));
    let span = SimTime::minutes(d.whole(1, 240));
    let number = |a: &mut Assumptions, value: f64| samples::fixed(a, &format!("{id}.n"), value);
    let kind = match d.whole(0, if range.calendar { 5 } else { 4 }) {
        0 => DisturbanceKind::OpensLate(SimTime::from_hm(d.whole(7, 13), 0)),
        1 => DisturbanceKind::ClosesAt(SimTime::from_hm(d.whole(14, 23), 0)),
        2 => DisturbanceKind::Closed { at: at_time, span },
        3 => DisturbanceKind::Slow {
            at: at_time,
            span,
            factor: number(a, d.between(0.3, 4.0)),
        },
        4 if !range.fixed_laws => DisturbanceKind::Surge {
            at: at_time,
            span,
            share: number(a, d.between(0.0, 1.0)),
        },
        _ if !range.calendar => DisturbanceKind::Closed { at: at_time, span },
        _ => DisturbanceKind::Booths {
            at: at_time,
            span: d.chance(0.7).then_some(span),
            booths: number(a, d.whole(0, 2) as f64),
        },
    };
    let disturbance = Disturbance {
        label: id.clone(),
        poll: PollId(poll),
        sets: vec![0],
        share_of_stations: samples::fixed(a, &format!("{id}.share"), d.between(0.3, 1.0)),
        probability: samples::fixed(a, &format!("{id}.probability"), 0.9),
        kind,
        sources: Vec::new(),
    };
    a.disturbances.push(disturbance);
}
