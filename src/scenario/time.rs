//! Times of day and dates as authors write them.

use super::tree::{Data, Node};
use crate::units::SimTime;

/// `H:MM`, `HH:MM` or `HH:MM:SS`, from 0:00 to 47:59:59; `None` for anything else.
pub(super) fn parse(text: &str) -> Option<SimTime> {
    let parts: Vec<&str> = text.split(':').collect();
    let number = |part: &str, most: i64, widths: &[usize]| {
        let digits = widths.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        part.parse::<i64>().ok().filter(|n| digits && *n <= most)
    };
    let (hours, minutes, seconds) = match parts.as_slice() {
        [h, m] => (number(h, 47, &[1, 2])?, number(m, 59, &[2])?, 0),
        [h, m, s] => (
            number(h, 47, &[1, 2])?,
            number(m, 59, &[2])?,
            number(s, 59, &[2])?,
        ),
        _ => return None,
    };
    Some(SimTime(
        SimTime::from_hm(hours, minutes).0 + seconds * SimTime::SECOND,
    ))
}

/// The time of day of a value, text or TOML local time.
pub(super) fn of(node: &Node) -> Option<SimTime> {
    match &node.data {
        Data::Text(text) => parse(text),
        Data::Moment(moment) if moment.date.is_none() => {
            let time = moment.time?;
            let seconds = i64::from(time.second.unwrap_or(0)) * SimTime::SECOND;
            Some(SimTime(
                SimTime::from_hm(i64::from(time.hour), i64::from(time.minute)).0 + seconds,
            ))
        }
        _ => None,
    }
}

/// Whether a text is `YYYY`, `YYYY-MM` or `YYYY-MM-DD` with a month and day that exist.
pub(super) fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |part: &str, width: usize| {
        (part.len() == width && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())
            .flatten()
    };
    let month_ok = |part: &str| number(part, 2).filter(|month| (1..=12).contains(month));
    match parts.as_slice() {
        [year] => number(year, 4).is_some(),
        [year, month] => number(year, 4).is_some() && month_ok(month).is_some(),
        [year, month, day] => match (number(year, 4), month_ok(month), number(day, 2)) {
            (Some(year), Some(month), Some(day)) => (1..=days_in(year, month)).contains(&day),
            _ => false,
        },
        _ => false,
    }
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The date of a value as text.
pub(super) fn date_of(node: &Node) -> Option<String> {
    match &node.data {
        Data::Text(text) if is_date(text) => Some(text.clone()),
        Data::Moment(moment) => moment.date.map(|date| date.to_string()),
        _ => None,
    }
}
