//! Results beside thresholds, electorates, curves of the day and other counts, in words.

use super::super::numbers::{counted, list, printed_percent, share, whole};
use super::naming::{Words, number};
use crate::compare::arithmetic::Outcome;
use crate::model::{Base, GroupId, ParallelResult};
use crate::words::clean::inline;

impl Words<'_> {
    /// What a result looks like beside something else.
    pub(super) fn outcome(&self, of: &Outcome) -> String {
        match of {
            Outcome::Threshold {
                threshold,
                part,
                base,
                needed,
            } => self.threshold(*threshold, *part, *base, *needed),
            Outcome::Excluded {
                poll,
                groups,
                fewest,
                missed,
            } => format!(
                "{}: {} were shut out, {} adults at least under the stated ranges.{}",
                self.poll(*poll),
                self.groups(groups),
                number(*fewest),
                missed.map_or(String::new(), |missed| self.missed(missed)),
            ),
            Outcome::Boycott {
                ballots,
                roll,
                groups,
                most,
                sets,
                of,
            } => format!(
                "{}{} of {}: if the roll covers all groups alike, the boycott by {} leaves room for {} ballots at most. So in {sets} of {of} sets of assumptions.",
                self.place_of(&[*ballots]),
                self.term(ballots),
                self.term(roll),
                self.groups(groups),
                number(*most),
            ),
            Outcome::LateSurge {
                figure,
                last,
                hour,
                left,
                after,
                reference,
                curve,
            } => format!(
                "{}{} by {hour} and {} in the end: {} of all ballots came in the last {} of the opening hours. In trusted polls it was {} at most ({curve}). Working days, weather and a late drive explain much; the references are few.",
                self.place(*figure),
                self.printed(*figure),
                self.printed(*last),
                share(*after),
                share(*left),
                share(*reference),
            ),
            Outcome::MoreElsewhere {
                parallel,
                official,
                excess,
            } => {
                let found = &self.scenario.parallel[*parallel];
                let votes = match found.found {
                    ParallelResult::Votes(votes) => whole(votes),
                    ParallelResult::Share { percent, .. } => printed_percent(percent),
                };
                format!(
                    "{}{}, but {} found {votes}: {} more. Both cannot be complete and right.",
                    self.place_of(&[*official]),
                    self.term(official),
                    inline(&found.label),
                    number(*excess),
                )
            }
            Outcome::RestNeeded {
                parallel,
                official,
                rest,
                impossible,
            } => self.rest(
                *parallel,
                &official.to_string(),
                &rest.to_string(),
                *impossible,
            ),
            Outcome::Rivals {
                lowest,
                highest,
                between,
            } => self.rivals(*lowest, *highest, between),
            Outcome::CountsMissing { poll, percentages } => format!(
                "{}: {} printed and no counts of votes or ballots. Nothing about them can be checked.",
                self.poll(*poll),
                counted(*percentages as u64, "percentage was", "percentages were"),
            ),
            Outcome::RejectedAboveMargin {
                invalid,
                first,
                second,
                margin,
            } => format!(
                "{}{} papers are no fewer than the {} votes between {} and {}: the rules of rejecting decide.",
                self.place_of(&[*invalid]),
                self.term(invalid),
                number(*margin),
                self.term(first),
                self.term(second),
            ),
            Outcome::NotTheElectorate {
                votes,
                of_valid,
                of_roll,
                ..
            } => format!(
                "{}{} are {} of the valid votes and {} of the roll: the share speaks for those who came, and who stayed away need not think alike.",
                self.place_of(&[*votes]),
                self.term(votes),
                printed_percent(of_valid),
                printed_percent(of_roll),
            ),
        }
    }

    fn groups(&self, groups: &[GroupId]) -> String {
        let all = &self.scenario.assumptions.groups;
        let labels: Vec<String> = groups.iter().map(|g| inline(&all[g.0].label)).collect();
        list(&labels)
    }

    /// `55 % of the valid votes`.
    fn share_asked(&self, threshold: usize) -> String {
        let threshold = &self.scenario.thresholds[threshold];
        let of = match threshold.of {
            Base::Valid => "the valid votes",
            Base::Ballots => "the ballots cast",
            Base::Registered => "the roll",
            Base::Eligible => "all adults admitted",
        };
        format!("{} of {of}", printed_percent(threshold.percent))
    }

    fn threshold(&self, threshold: usize, part: i128, base: i128, needed: i128) -> String {
        let asked = &self.scenario.thresholds[threshold];
        let noun = if asked.option.is_some() {
            "votes"
        } else {
            "ballots"
        };
        let apart = part - needed;
        let reached = if apart >= 0 {
            format!("reached with {} to spare", number(apart))
        } else {
            format!("missed by {}", number(-apart))
        };
        format!(
            "{}: {} of {} {noun} against a threshold of {}, which asks for {}: {reached}. By itself that shows nothing: some threshold is always just passed somewhere.",
            self.poll(asked.poll),
            number(part),
            number(base),
            self.share_asked(threshold),
            number(needed),
        )
    }

    fn missed(&self, (threshold, part, base): (usize, i128, i128)) -> String {
        format!(
            " The threshold of {} is reached without them; with them on the roll ({} names) {} would have missed it.",
            self.share_asked(threshold),
            number(base),
            number(part),
        )
    }

    fn rest(&self, parallel: usize, official: &str, rest: &str, impossible: bool) -> String {
        let found = &self.scenario.parallel[parallel];
        let ParallelResult::Share { percent, coverage } = found.found else {
            return String::new();
        };
        let verdict = if impossible {
            "no share of the rest makes up for it. Both cannot be right".to_owned()
        } else {
            format!(
                "the rest would have to come to {}. What was seen may have been chosen for what it shows",
                printed_percent(rest)
            )
        };
        format!(
            "{}: {} found {} in {} of the votes; the official share is {}, so {verdict}.",
            self.poll(found.poll),
            inline(&found.label),
            printed_percent(percent),
            printed_percent(coverage),
            printed_percent(official),
        )
    }

    fn rivals(&self, lowest: usize, highest: usize, between: &[usize]) -> String {
        let say = |figure: usize| {
            let claimant = self
                .reported(figure)
                .claimant
                .as_deref()
                .unwrap_or_default();
            format!("{} ({})", self.printed(figure), inline(claimant))
        };
        let middle: Vec<String> = between.iter().map(|&figure| say(figure)).collect();
        let middle = match &middle[..] {
            [] => String::new(),
            some => format!("; between them {}", list(some)),
        };
        format!(
            "{}{}: claims run from {} to {}{middle}. That claimants differ is no alarm.",
            self.place(lowest),
            self.noun(lowest),
            say(lowest),
            say(highest),
        )
    }
}
