//! An independent twin of the polling day, written from the descriptions in the model alone: it walks
//! from event to event through plain lists, knows one station at a time, and must agree with the
//! engine on random days whose laws have one value (arrivals excepted, which it is told).

mod support;

use scrutineer::engine::{
    self, Freeze, Happening, Origin, PollTally, PollingDay, Prepared, Workspace,
};
use scrutineer::model::*;
use scrutineer::random::Seed;
use support::{Range, scenario};

/// A station's day in plain numbers, all times in milliseconds.
struct Plain {
    opens: i64,
    closes: i64,
    queue_may_vote: bool,
    booths: usize,
    clerks: usize,
    desk: i64,
    service: i64,
    patience: Option<i64>,
    back: Option<i64>,
    /// From so many in the line on, newcomers turn back.
    room: usize,
    papers: i64,
    closed: Vec<(i64, i64)>,
    slow: Vec<(i64, i64, f64)>,
    fewer: Vec<(i64, i64, usize)>,
}

#[derive(Default, Debug, PartialEq)]
struct Counts {
    voted: u64,
    turned_away: u64,
    gave_up: u64,
    came_back: u64,
    turned_back: u64,
    no_paper: u64,
    unserved: u64,
    total_wait: i64,
    last: i64,
}

/// Somebody in the twin's lists.
#[derive(Clone)]
struct One {
    /// When he joined the queue he stands in.
    since: i64,
    waited: i64,
    may_return: bool,
}

fn within(now: i64, spell: (i64, i64)) -> bool {
    now >= spell.0 && now < spell.1
}

/// The twin itself: from instant to instant; at each, free booths, then clerks, then newcomers.
fn twin(p: &Plain, arrivals: &[i64]) -> Counts {
    let mut c = Counts::default();
    let mut coming: Vec<(i64, bool)> = arrivals.iter().map(|&t| (t, p.back.is_some())).collect();
    let (mut line, mut second): (Vec<One>, Vec<One>) = (Vec::new(), Vec::new());
    let (mut desks, mut booths): (Vec<(i64, One)>, Vec<i64>) = (Vec::new(), Vec::new());
    let mut papers = p.papers;
    let with_desk = p.clerks > 0;
    let mut moments: Vec<i64> = vec![p.opens, p.closes];
    moments.extend(p.closed.iter().flat_map(|s| [s.0, s.1]));
    moments.extend(p.slow.iter().flat_map(|s| [s.0, s.1]));
    moments.extend(p.fewer.iter().flat_map(|s| [s.0, s.1]));
    moments.extend(arrivals);
    let mut now = i64::MIN;
    let after = |moments: &[i64], now: i64| {
        let later = moments.iter().copied().filter(|&t| t > now && t < i64::MAX);
        later.min()
    };
    while let Some(next) = after(&moments, now) {
        now = next;
        let span = |plain: i64| {
            let factor: f64 = p
                .slow
                .iter()
                .filter(|s| within(now, (s.0, s.1)))
                .map(|s| s.2)
                .product();
            (plain as f64 * factor).round() as i64
        };
        let shut = p.closed.iter().any(|&s| within(now, s));
        let over = now >= p.closes && !p.queue_may_vote;
        let calling = now >= p.opens && !shut && !over;
        let working = p
            .fewer
            .iter()
            .filter(|f| within(now, (f.0, f.1)))
            .map(|f| f.2);
        let working = working.fold(p.booths, usize::min);
        // Whoever is out of patience has left before this instant.
        for queue in [&mut line, &mut second] {
            queue.retain(|one| {
                let Some(patience) = p.patience else {
                    return true;
                };
                let leaves = one.since + patience - one.waited + 1;
                if leaves > now {
                    return true;
                }
                match p.back {
                    Some(after) if one.may_return => {
                        c.came_back += 1;
                        coming.push((leaves + after, false));
                        moments.push(leaves + after);
                    }
                    _ => c.gave_up += 1,
                }
                false
            });
        }
        booths.retain(|&end| end > now);
        let mut leaving_desk: Vec<One> = Vec::new();
        desks.retain(|(end, one)| {
            if *end <= now {
                leaving_desk.push(One {
                    since: now,
                    ..one.clone()
                });
            }
            *end > now
        });
        if over {
            c.unserved += (line.len() + second.len() + leaving_desk.len()) as u64;
            line.clear();
            second.clear();
            leaving_desk.clear();
        }
        second.extend(leaving_desk);
        let here: Vec<(i64, bool)> = coming.iter().copied().filter(|one| one.0 == now).collect();
        coming.retain(|one| one.0 > now);
        let mut here = here.into_iter();
        loop {
            // One at a time: whoever can be called is called before the next stands at the door.
            let queue = if with_desk { &second } else { &line };
            let desk = with_desk && desks.len() < p.clerks && !line.is_empty();
            if !calling || !(desk || booths.len() < working && !queue.is_empty()) {
                let Some((_, may_return)) = here.next() else {
                    break;
                };
                if shut || now >= p.closes {
                    c.turned_away += 1;
                } else if line.len() >= p.room {
                    c.turned_back += 1;
                    match p.back {
                        Some(after) if may_return => {
                            c.came_back += 1;
                            coming.push((now + after, false));
                            moments.push(now + after);
                        }
                        _ => c.gave_up += 1,
                    }
                } else {
                    line.push(One {
                        since: now,
                        waited: 0,
                        may_return,
                    });
                }
                continue;
            }
            if with_desk && desks.len() < p.clerks && !line.is_empty() {
                let one = line.remove(0);
                if papers == 0 {
                    c.no_paper += 1;
                } else {
                    papers -= 1;
                    desks.push((
                        now + span(p.desk),
                        One {
                            waited: now - one.since,
                            ..one
                        },
                    ));
                    moments.push(now + span(p.desk));
                }
                continue;
            }
            let queue = if with_desk { &mut second } else { &mut line };
            if booths.len() < working && !queue.is_empty() {
                let one = queue.remove(0);
                if !with_desk && papers == 0 {
                    c.no_paper += 1;
                    continue;
                }
                papers -= i64::from(!with_desk);
                c.voted += 1;
                c.total_wait += one.waited + now - one.since;
                c.last = c.last.max(now + span(p.service));
                booths.push(now + span(p.service));
                moments.push(now + span(p.service));
            }
        }
        // The moments at which somebody will have left are events only if he comes back.
        for one in line.iter().chain(&second) {
            if let (Some(patience), Some(_)) = (p.patience, p.back) {
                moments.push(one.since + patience - one.waited + 1);
            }
        }
    }
    match p.patience {
        Some(_) => c.gave_up += (line.len() + second.len()) as u64,
        None => c.unserved += (line.len() + second.len()) as u64,
    }
    c
}

/// Translates the only station of the only poll.
fn plain(a: &Assumptions) -> Plain {
    let value = |input: InputId| match a.inputs[input.0].law {
        Law::Fixed(value) => value,
        _ => panic!("only fixed laws here"),
    };
    let span = |law: &PersonLaw| match law.law {
        Law::Fixed(value) => (value * law.milliseconds_per_unit as f64).round() as i64,
        _ => panic!("only fixed laws here"),
    };
    let (poll, set) = (&a.polls[0], &a.polls[0].stations[0]);
    let mut p = Plain {
        opens: poll.opens.0,
        closes: poll.closes.0,
        queue_may_vote: poll.queue_may_vote,
        booths: value(set.booths) as usize,
        clerks: set
            .desk
            .as_ref()
            .map_or(0, |desk| value(desk.clerks) as usize),
        desk: set.desk.as_ref().map_or(0, |desk| span(&desk.service)),
        service: span(&set.service),
        patience: set.patience.as_ref().map(span),
        back: set
            .come_back
            .as_ref()
            .and_then(|back| (value(back.share) == 1.0).then(|| span(&back.after))),
        room: set
            .turn_back_at
            .map_or(usize::MAX, |many| value(many) as usize),
        papers: set
            .ballot_papers
            .map_or(i64::MAX, |papers| value(papers) as i64),
        closed: Vec::new(),
        slow: Vec::new(),
        fewer: Vec::new(),
    };
    let mut closings = Vec::new();
    for disturbance in &a.disturbances {
        match disturbance.kind {
            DisturbanceKind::OpensLate(at) => p.opens = p.opens.max(at.0),
            DisturbanceKind::ClosesAt(at) => closings.push(at.0),
            DisturbanceKind::Closed { at, span } => p.closed.push((at.0, at.0 + span.0)),
            DisturbanceKind::Slow { at, span, factor } => {
                p.slow.push((at.0, at.0 + span.0, value(factor)));
            }
            DisturbanceKind::Booths { at, span, booths } => {
                let until = span.map_or(i64::MAX, |span| at.0 + span.0);
                p.fewer.push((at.0, until, value(booths) as usize));
            }
            DisturbanceKind::Surge { .. } => panic!("no surges here"),
        }
    }
    p.closes = closings.into_iter().max().unwrap_or(p.closes).max(p.opens);
    p
}

#[test]
fn the_engine_and_its_twin_count_the_same() {
    let range = Range {
        polls: 1,
        overlaps: false,
        fixed_laws: true,
        calendar: true,
    };
    let mut busy = Counts::default();
    for seed in 0..1_000 {
        let mut a = scenario(seed, range);
        // One station, and disturbances that are certain to hit it.
        a.polls[0].stations.truncate(1);
        a.polls[0].stations[0].count = 1;
        for disturbance in a.disturbances.clone() {
            for input in [disturbance.probability, disturbance.share_of_stations] {
                a.inputs[input.0].law = Law::Fixed(1.0);
            }
        }
        let prepared = Prepared::new(&a).expect("sound");
        let day = PollingDay::draw(&prepared, &a, Seed(3), 0, Freeze::No).expect("sound");
        let mut arrivals = Vec::new();
        let mut turned_back = 0;
        let tally = engine::trace(
            &prepared,
            &a,
            &day,
            &mut Workspace::default(),
            &mut |event| match event.what {
                Happening::Joins {
                    person,
                    origin: Origin::Own,
                    ..
                } => {
                    arrivals.push((person, event.time.0));
                }
                Happening::TurnedAway { person } => arrivals.push((person, event.time.0)),
                Happening::TurnsBack { person, .. } => {
                    arrivals.push((person, event.time.0));
                    turned_back += 1;
                }
                _ => {}
            },
        );
        // Somebody who comes back has a new number; the first `came` are everybody once.
        arrivals.retain(|&(person, _)| u64::from(person) < tally.polls[0].came);
        let mut arrivals: Vec<i64> = arrivals.into_iter().map(|(_, time)| time).collect();
        arrivals.sort_unstable();
        // However alike they mark, everybody in the box has marked one thing.
        let poll = &tally.polls[0];
        for contest in &poll.contests {
            let marks = contest.votes.iter().sum::<u64>() + contest.invalid;
            assert_eq!(marks, poll.ballots_cast, "scenario {seed}");
        }
        let found = twin(&plain(&a), &arrivals);
        assert_eq!(
            found,
            counts(&tally.polls[0], turned_back),
            "scenario {seed}"
        );
        busy.gave_up += found.gave_up;
        busy.came_back += found.came_back;
        busy.turned_back += found.turned_back;
        busy.unserved += found.unserved;
        busy.no_paper += found.no_paper;
        busy.turned_away += found.turned_away;
    }
    let seen = [
        busy.gave_up,
        busy.came_back,
        busy.turned_back,
        busy.unserved,
        busy.no_paper,
        busy.turned_away,
    ];
    assert!(
        seen.iter().all(|&n| n > 1_000),
        "the days use every rule: {busy:?}"
    );
}

fn counts(tally: &PollTally, turned_back: u64) -> Counts {
    Counts {
        voted: tally.ballots_cast,
        turned_away: tally.turned_away,
        gave_up: tally.gave_up,
        came_back: tally.came_back,
        turned_back,
        no_paper: tally.out_of_papers,
        unserved: tally.unserved,
        total_wait: tally.total_wait as i64,
        last: tally.last_ballot_at as i64,
    }
}
