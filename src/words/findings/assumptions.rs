//! Findings that rest on the scenario's assumptions, in words.

use super::super::numbers::{counted, list, share, trimmed, whole};
use super::naming::{Words, number};
use crate::compare::arithmetic::Fact;
use crate::words::clean::inline;

impl Words<'_> {
    /// Facts that rest on the scenario's assumptions.
    pub(super) fn resting(&self, fact: &Fact) -> Option<String> {
        Some(match fact {
            Fact::RollAbovePopulation { roll, sets, of } => {
                let say = |(label, adults): &(String, i128)| {
                    format!(
                        "{} under \u{201c}{}\u{201d}",
                        number(*adults),
                        inline(label)
                    )
                };
                let most: Vec<String> = sets.iter().map(say).collect();
                format!(
                    "{}{} is more than all adults who may be admitted even at the largest stated values: at most {} ({} of {} sets of assumptions). Rolls also keep emigrants and the dead.",
                    self.roll_place(roll),
                    self.term(roll),
                    list(&most),
                    sets.len(),
                    of,
                )
            }
            Fact::RollAboveMiddle { roll, adults, most } => {
                let beyond = most.map_or(String::new(), |most| {
                    format!(
                        ", though not more than the {} at their largest",
                        number(most)
                    )
                });
                format!(
                    "{}{} is more than the {} adults that the admitted groups have at the middle of every stated range{beyond}.",
                    self.roll_place(roll),
                    self.term(roll),
                    number(*adults),
                )
            }
            Fact::RollFrozen {
                roll,
                context,
                apart,
            } => {
                let old = &self.scenario.context[*context];
                format!(
                    "{}{} differs by {} only from {} ({}). Did the roll follow the people who came and went?",
                    self.roll_place(roll),
                    self.term(roll),
                    number(apart.abs()),
                    whole(old.persons),
                    inline(&old.label),
                )
            }
            Fact::JointAbove {
                claims,
                claimed,
                persons,
                double,
                sets,
                of,
            } => {
                let parts: Vec<String> = claims.iter().map(|&f| self.printed(f)).collect();
                format!(
                    "together the polls claim {} participants ({}), but the stated ranges allow {} voters at most: {} or more would have had to take part twice or would not exist. So in {sets} of {of} sets of assumptions.",
                    number(*claimed),
                    parts.join(" + "),
                    number(*persons),
                    number(*double),
                )
            }
            Fact::Throughput { .. } => self.throughput(fact),
            Fact::History { ballots, others } => {
                let say = |&(at, factor): &(usize, f64)| {
                    let other = &self.scenario.context[at];
                    let label = inline(&other.label);
                    format!(
                        "{} times {} ({label})",
                        trimmed(factor, 2),
                        whole(other.persons)
                    )
                };
                let factors: Vec<String> = others.iter().map(say).collect();
                format!(
                    "{}{}: {}. It shows no more than that the polls differ; emigration, boycotts and borders do that too.",
                    self.place_of(&[*ballots]),
                    self.term(ballots),
                    list(&factors),
                )
            }
            _ => return None,
        })
    }

    fn throughput(&self, fact: &Fact) -> String {
        let Fact::Throughput {
            ballots,
            poll,
            stations,
            open_seconds,
            capacity,
            above,
            service_seconds,
        } = fact
        else {
            return String::new();
        };
        let persons = ballots.span.low.unwrap_or(0).max(1);
        let every = *stations as f64 * *open_seconds as f64 / persons as f64;
        let hours = trimmed(*open_seconds as f64 / 3_600.0, 1);
        let verdict = if *above {
            "more than they can take".to_owned()
        } else {
            format!(
                "{} of what they can take",
                share(persons as f64 / *capacity as f64)
            )
        };
        format!(
            "{}: {} at {} in {hours} hours is one voter every {} seconds at each station all day. At the most generous stated inputs (mean service {} seconds) the stations can take {}: {verdict}.",
            self.poll(*poll),
            self.term(ballots),
            counted(*stations, "station", "stations"),
            trimmed(every, 1),
            trimmed(*service_seconds, 1),
            number(*capacity),
        )
    }
}
