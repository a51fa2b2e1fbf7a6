//! The polling day in words: polls, groups, stations, and what disturbs them.

use super::laws::{law, value};
use super::numbers::{count, counted, list, plain_number};
use crate::model::*;
use crate::units::SimTime;
use crate::words::clean::inline;

/// An input by its law: `60 % to 90 %, all equally likely`.
pub fn by_law(of: &Assumptions, id: InputId) -> String {
    of.inputs
        .get(id.0)
        .map_or(String::new(), |i| law(&i.law, i.unit))
}

/// What stands for the law of an input that only a rival set of assumptions has.
pub const NOT_AN_INPUT: &str = "not an input";

/// How many of a group that is admitted take part.
pub fn take_part(of: &Assumptions, id: InputId) -> String {
    format!("take part: {}", by_law(of, id))
}

/// An input that is mostly certain: its bare value, else its law.
fn briefly(of: &Assumptions, id: InputId) -> String {
    match of.inputs.get(id.0) {
        Some(Input {
            law: Law::Fixed(x),
            unit,
            ..
        }) => value(*x, *unit),
        Some(input) => law(&input.law, input.unit),
        None => String::new(),
    }
}

/// How many adults a group has.
pub fn group(of: &Assumptions, group: &Group) -> String {
    let place = if group.abroad {
        "; lives outside the territory"
    } else {
        ""
    };
    let size = match group.size {
        GroupSize::Residents {
            residents,
            voting_age_share,
        } => format!(
            "residents: {}; of voting age: {}",
            by_law(of, residents),
            by_law(of, voting_age_share)
        ),
        GroupSize::Adults(adults) => format!("adults: {}", by_law(of, adults)),
        GroupSize::PartOf {
            total,
            weight,
            voting_age_share,
        } => format!(
            "part of {}, weight {}; of voting age: {}",
            of.totals
                .get(total)
                .map_or(String::new(), |t| inline(&t.label)),
            by_law(of, weight),
            by_law(of, voting_age_share)
        ),
    };
    format!("{size}{place}")
}

/// A total: its groups and its law.
pub fn total(of: &Assumptions, total: &Total) -> String {
    let groups: Vec<String> = total.of.iter().map(|g| group_label(of, *g)).collect();
    format!("{} together: {}", list(&groups), by_law(of, total.value))
}

/// What a group is called.
pub fn group_label(of: &Assumptions, id: GroupId) -> String {
    of.groups
        .get(id.0)
        .map_or(String::new(), |g| inline(&g.label))
}

/// What a poll is called.
pub fn poll_label(of: &Assumptions, id: PollId) -> String {
    of.polls
        .get(id.0)
        .map_or(String::new(), |p| inline(&p.label))
}

/// Opening hours.
pub fn hours(poll: &Poll) -> String {
    let queue = if poll.queue_may_vote {
        "whoever is in the queue at closing may vote"
    } else {
        "whoever is in the queue at closing is sent away"
    };
    format!("{} to {}; {queue}", poll.opens, poll.closes)
}

/// The roll of registered electors.
pub fn roll(of: &Assumptions, poll: &Poll) -> String {
    match poll.roll {
        Roll::Stated(id) => format!("registered electors: {}", by_law(of, id)),
        Roll::Eligible => "registered electors: every adult of the admitted groups".into(),
    }
}

/// A set of stations.
pub fn stations(of: &Assumptions, set: &StationSet) -> String {
    let mut parts = vec![
        counted(u64::from(set.count), "station", "stations"),
        booths(of, set),
        format!("time of one voter in the booth: {}", person(&set.service)),
    ];
    if let Some(desk) = &set.desk {
        parts.push(format!(
            "registration desk with {} clerks, {} a voter",
            briefly(of, desk.clerks),
            person(&desk.service)
        ));
    }
    match &set.patience {
        Some(patience) => parts.push(format!("patience in the queue: {}", person(patience))),
        None => parts.push("nobody leaves the queue".into()),
    }
    if let Some(many) = set.turn_back_at {
        parts.push(format!(
            "who finds so many waiting turns back: {}",
            briefly(of, many)
        ));
    }
    if let Some(back) = &set.come_back {
        parts.push(format!("come back later: {}", by_law(of, back.share)));
    }
    if let Some(papers) = set.ballot_papers {
        parts.push(format!("ballot papers in each: {}", briefly(of, papers)));
    }
    if let Some(mobile) = &set.mobile {
        parts.push(format!("vote at home: {}", by_law(of, mobile.share)));
    }
    parts.join("; ")
}

/// The booths of a set, and where a table lists its stations, what it says of them.
fn booths(of: &Assumptions, set: &StationSet) -> String {
    let each = briefly(of, set.booths);
    match &set.list {
        None => format!("booths in each: {each}"),
        Some(list) => {
            let file = inline(&list.file);
            let own = match list.has_booths() {
                true => "by the same table, else ",
                false => "",
            };
            format!(
                "listed in {file} with {} registered electors, by which people are divided among \
                 them; booths in each: {own}{each}",
                count(list.registered() as f64)
            )
        }
    }
}

/// What is asked in a contest, how many ballots are invalid, and how alike voters of one station mark.
pub fn contest(of: &Assumptions, contest: &Contest) -> String {
    let options: Vec<String> = contest.options.iter().map(|o| inline(&o.1)).collect();
    let mut text = format!(
        "{}; invalid: {}",
        list(&options),
        by_law(of, contest.invalid_share)
    );
    if let Some(alike) = contest.overdispersion {
        let alike = by_law(of, alike);
        text.push_str(&format!("; how alike voters of one station mark: {alike}"));
    }
    text
}

/// A law that every person draws from.
fn person(of: &PersonLaw) -> String {
    let unit = if of.milliseconds_per_unit >= 60_000 {
        Unit::Minutes
    } else {
        Unit::Seconds
    };
    law(&of.law, unit)
}

/// Persons who go from one poll to another.
pub fn overlap(of: &Assumptions, overlap: &Overlap) -> String {
    let groups: Vec<String> = overlap.groups.iter().map(|g| group_label(of, *g)).collect();
    format!(
        "Of the voters of {} from {}, this share goes on to {}: {}; the way takes {}.",
        poll_label(of, overlap.from),
        list(&groups),
        poll_label(of, overlap.to),
        by_law(of, overlap.share),
        person(&overlap.travel)
    )
}

/// What disturbs the day, where, how likely, and what it does.
pub fn disturbance(of: &Assumptions, event: &Disturbance) -> String {
    let span = |s: SimTime| format!("{} min", plain_number(s.as_minutes()));
    let what = match event.kind {
        DisturbanceKind::OpensLate(at) => format!("doors open only at {at}"),
        DisturbanceKind::ClosesAt(at) => format!("doors close at {at}"),
        DisturbanceKind::Closed { at, span: s } => format!("closed from {at} for {}", span(s)),
        DisturbanceKind::Slow {
            at,
            span: s,
            factor,
        } => {
            format!(
                "from {at} for {} voting takes {} times as long",
                span(s),
                briefly(of, factor)
            )
        }
        DisturbanceKind::Booths {
            at,
            span: s,
            booths,
        } => format!(
            "from {at} {} only {} booths",
            s.map_or("to the end".into(), |s| format!("for {}", span(s))),
            briefly(of, booths)
        ),
        DisturbanceKind::Surge { at, span: s, share } => format!(
            "from {at} for {} a crowd of later comers: {} of them",
            span(s),
            briefly(of, share)
        ),
    };
    format!(
        "{} at {}: {what}; share of stations: {}; probability: {}.",
        inline(&event.label),
        poll_label(of, event.poll),
        briefly(of, event.share_of_stations),
        briefly(of, event.probability)
    )
}
