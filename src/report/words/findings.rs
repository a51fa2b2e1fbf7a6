//! Findings of the report's own arithmetic in words.

use super::figures::{base, figure_short};
use super::numbers::{list, one_in, share, trimmed, whole};
use crate::compare::Finding;
use crate::compare::arithmetic::{
    Amount, Fact, Ratio, Repair, SlipKind, Span, Term, What, chance_of_any,
};
use crate::model::{Base, PollId, Quantity, Reported, Scenario};
use crate::report::clean::inline;

/// What was found, in a sentence or three.
pub fn finding(scenario: &Scenario, finding: &Finding) -> String {
    let of = Words { scenario };
    let text = of.fact(&finding.fact, finding.chance);
    super::first_upper(&text)
}

/// The scenario whose figures are named.
struct Words<'a> {
    scenario: &'a Scenario,
}

fn number(n: i128) -> String {
    i64::try_from(n).map_or_else(|_| n.to_string(), whole)
}

fn range((low, high): (i128, i128)) -> String {
    if low == high {
        number(low)
    } else {
        format!("{} to {}", number(low), number(high))
    }
}

/// `1 in 55`; small numbers as they are, large ones rounded down to two digits.
fn odds(chance: f64) -> String {
    let n = 1.0 / chance;
    if n < 10_000.0 {
        format!("1 in {}", trimmed(n, 0))
    } else {
        one_in(n)
    }
}

fn amount(of: Amount) -> String {
    match of {
        Amount::Count(n) => number(n),
        Amount::Percent(p) => format!("{p} %"),
    }
}

impl Words<'_> {
    fn reported(&self, figure: usize) -> &Reported {
        &self.scenario.reported[figure]
    }

    /// The figure as published: `52,163`, `about 57,000`, `95.1 %`.
    fn printed(&self, figure: usize) -> String {
        figure_short(&self.reported(figure).figure)
    }

    /// What the figure counts, without poll and stage: `votes for Kokoity`.
    fn noun(&self, figure: usize) -> String {
        let reported = self.reported(figure);
        let poll = reported
            .polls
            .first()
            .and_then(|poll| self.scenario.assumptions.polls.get(poll.0));
        let option = |contest: usize, option: usize| {
            poll.and_then(|poll| poll.contests.get(contest)?.options.get(option))
                .map_or(String::new(), |(_, label)| {
                    format!(" for {}", inline(label))
                })
        };
        match reported.quantity {
            Quantity::Registered => "on the roll".into(),
            Quantity::BallotsCast { at: None } => "ballots cast".into(),
            Quantity::BallotsCast { at: Some(at) } => format!("ballots cast by {at}"),
            Quantity::Turnout { at: None, .. } => "turnout".into(),
            Quantity::Turnout { at: Some(at), .. } => format!("turnout by {at}"),
            Quantity::Valid { .. } => "valid".into(),
            Quantity::Invalid { .. } => "invalid".into(),
            Quantity::Votes { contest, option: o } => format!("votes{}", option(contest, o)),
            Quantity::VotePercent {
                contest, option: o, ..
            } => format!("share{}", option(contest, o)),
            Quantity::Abstentions => "who cast no ballot".into(),
        }
    }

    /// ` (final)`, or nothing.
    fn stage(&self, figure: usize) -> String {
        self.reported(figure)
            .stage
            .as_ref()
            .map_or(String::new(), |stage| format!(" ({})", inline(stage)))
    }

    fn poll(&self, poll: PollId) -> String {
        inline(&self.scenario.assumptions.polls[poll.0].label)
    }

    /// Where the figure belongs, to open a sentence: `Poll run from Tskhinvali, final: `.
    fn place(&self, figure: usize) -> String {
        let reported = self.reported(figure);
        let polls: Vec<String> = reported.polls.iter().map(|&poll| self.poll(poll)).collect();
        let stage = reported
            .stage
            .as_ref()
            .map_or(String::new(), |stage| format!(", {}", inline(stage)));
        format!("{}{stage}: ", list(&polls))
    }

    /// Where the first figure among terms belongs.
    fn place_of(&self, terms: &[Term]) -> String {
        let figure = terms.iter().find_map(|term| match term.what {
            What::Figure(figure) => Some(figure),
            What::Roll(_) => None,
        });
        figure.map_or(String::new(), |figure| self.place(figure))
    }

    /// The number alone: `52,163`.
    fn size(&self, term: &Term) -> String {
        match term.what {
            What::Figure(figure) => self.printed(figure),
            What::Roll(_) => term.span.low.map_or(String::new(), number),
        }
    }

    /// Number and noun: `52,163 ballots cast`.
    fn term(&self, term: &Term) -> String {
        let noun = match term.what {
            What::Figure(figure) => self.noun(figure),
            What::Roll(_) => "on the roll".into(),
        };
        format!("{} {noun}", self.size(term))
    }

    /// `51,565 votes for Yes + 60 votes for No`; only numbers when there are many.
    fn sum(&self, terms: &[Term]) -> String {
        let word = |term: &Term| {
            if terms.len() <= 3 {
                self.term(term)
            } else {
                self.size(term)
            }
        };
        terms.iter().map(word).collect::<Vec<_>>().join(" + ")
    }

    /// What a sum comes to, when it is exact and has several parts: ` = 51,625`.
    fn comes_to(&self, terms: &[Term]) -> String {
        match total(terms).exact().filter(|_| terms.len() > 1) {
            Some(n) => format!(" = {}", number(n)),
            None => String::new(),
        }
    }

    /// A sum as one number when it is exact, else written out.
    fn short_sum(&self, terms: &[Term]) -> String {
        match total(terms).exact() {
            Some(n) => number(n),
            None => self.sum(terms),
        }
    }

    fn fact(&self, fact: &Fact, chance: Option<f64>) -> String {
        match fact {
            Fact::SumDiffers { parts, whole, gap } => self.sum_differs(parts, whole, *gap),
            Fact::PartsExceed { parts, whole, gap } => format!(
                "{}{}{} is {} more than {}, although not all parts are counted in.",
                self.place_of(parts),
                self.sum(parts),
                self.comes_to(parts),
                number(*gap),
                self.term(whole),
            ),
            Fact::PercentMisfit {
                ratio,
                parts_needed,
                bases_needed,
                also_fits,
            } => self.misfit(ratio, *parts_needed, *bases_needed, also_fits),
            Fact::PercentOtherBase {
                ratio,
                part,
                found,
                base: below,
            } => self.other_base(ratio, part, *found, below),
            Fact::PercentCut { ratio } => format!(
                "{}{} of {} is nearer to {}, but {} was printed: cut off or rounded up, not rounded.",
                self.place(ratio.percent),
                self.short_sum(&ratio.part),
                self.short_sum(&ratio.base),
                ratio
                    .gives
                    .map_or("another value".into(), |p| format!("{p} %")),
                self.printed(ratio.percent),
            ),
            Fact::PercentTotal {
                figures,
                total,
                slack,
            } => {
                let printed: Vec<String> = figures.iter().map(|&f| self.printed(f)).collect();
                format!(
                    "{}{} add up to {total} %, and rounding moves the sum of {} percentages by {slack} at most. Not all of them are of the same base.",
                    self.place(figures[0]),
                    list(&printed),
                    figures.len(),
                )
            }
            Fact::NoSuchCount { percent, base } => format!(
                "{}no whole number of {} is {}.",
                self.place(*percent),
                self.size(base),
                self.printed(*percent),
            ),
            Fact::AboveHundred { percent } => format!(
                "{}{} of {} is more than all of them.",
                self.place(*percent),
                self.printed(*percent),
                self.noun(*percent),
            ),
            Fact::AboveRoll {
                ballots,
                roll,
                excess,
            } => format!(
                "{}{} for {}: {} more ballots than names. Names added on the day would explain a small surplus.",
                self.place_of(&[*ballots]),
                self.term(ballots),
                self.term(roll),
                number(*excess),
            ),
            Fact::Fell { earlier, later, by } => format!(
                "{} {}{} were reported before {}{}: {} fewer. A count that is added up station by station cannot fall, save for corrections.",
                self.printed(*earlier),
                self.noun(*earlier),
                self.stage(*earlier),
                self.printed(*later),
                self.stage(*later),
                number(*by),
            ),
            Fact::TurnoutFell { earlier, later } => format!(
                "{} of {}{} is followed by {}{}. Percentages can fall when their base changes, for example when voters abroad are added.",
                self.noun(*earlier),
                self.printed(*earlier),
                self.stage(*earlier),
                self.printed(*later),
                self.stage(*later),
            ),
            _ => self.weaker(fact, chance),
        }
    }

    /// Facts that give notes, or that rest on the scenario's assumptions.
    fn weaker(&self, fact: &Fact, chance: Option<f64>) -> String {
        match fact {
            Fact::Slip {
                repairs,
                closes,
                tried,
            } => self.slip(repairs, *closes, *tried),
            Fact::ImpliedRoll {
                ballots,
                percent,
                implied,
                roll,
            } => format!(
                "{}{} {} printed as {} imply a roll of {}, not {}. The percentage was taken of another base.",
                self.place(*ballots),
                self.printed(*ballots),
                self.noun(*ballots),
                self.printed(*percent),
                range(*implied),
                self.size(roll),
            ),
            Fact::ImpliedRollsDiffer { earlier, later } => format!(
                "{} ballots printed as {}{} imply a roll of {}; {} printed as {}{} imply {}. The base changed on the way.",
                self.printed(earlier.0),
                self.printed(earlier.1),
                self.stage(earlier.0),
                range(earlier.2),
                self.printed(later.0),
                self.printed(later.1),
                self.stage(later.0),
                range(later.2),
            ),
            Fact::RollsDiffer { earlier, later } => format!(
                "the roll changed from {}{} to {}{}. Turnout percentages before and after have different bases.",
                self.printed(*earlier),
                self.stage(*earlier),
                self.printed(*later),
                self.stage(*later),
            ),
            Fact::GridCounts {
                counts,
                total,
                steps,
                at_most,
                ..
            } => self.grid(counts, *total, *steps, *at_most, chance),
            Fact::CountFromPercent {
                count,
                percent,
                base: of,
                printed,
                one_of,
            } => self.from_percent(*count, *percent, (*of, printed), *one_of),
            Fact::RoundNumber {
                terms,
                value,
                multiple,
                looks,
            } => self.round(terms, *value, *multiple, *looks),
            Fact::SameFigure { one, other, value } => format!(
                "{}{}{} equals {}, although invalid votes were printed as well: one number, {}, stands for two different things.",
                self.place_of(one),
                self.sum(one),
                self.comes_to(one),
                self.term(other),
                number(*value),
            ),
            Fact::TwoLabels {
                registered,
                ballots,
            } => format!(
                "{} is printed as the roll{} and as the ballots cast{}. One of the two labels may be wrong.",
                self.printed(*registered),
                self.stage(*registered),
                self.stage(*ballots),
            ),
            _ => self.of_assumptions(fact),
        }
    }

    /// Facts that rest on the scenario's assumptions.
    fn of_assumptions(&self, fact: &Fact) -> String {
        match fact {
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
            Fact::RollAboveMiddle { roll, adults } => format!(
                "{}{} is more than the {} adults that the admitted groups have at the middle of every stated range, though not beyond the ranges.",
                self.roll_place(roll),
                self.term(roll),
                number(*adults),
            ),
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
            _ => unreachable!("every other fact has its words above"),
        }
    }

    fn roll_place(&self, roll: &Term) -> String {
        match roll.what {
            What::Figure(figure) => self.place(figure),
            What::Roll(poll) => format!("{}: ", self.poll(poll)),
        }
    }

    fn sum_differs(&self, parts: &[Term], whole: &Term, gap: i128) -> String {
        let side = if gap > 0 { "more" } else { "fewer" };
        let mut text = format!(
            "{}{}{} is {} {side} than {}.",
            self.place_of(parts),
            self.sum(parts),
            self.comes_to(parts),
            number(gap.abs()),
            self.term(whole),
        );
        if gap < 0 {
            text.push_str(
                " Ballots handed out but not put into the box would explain a small gap.",
            );
        }
        text
    }

    fn misfit(
        &self,
        ratio: &Ratio,
        parts_needed: Option<(i128, i128)>,
        bases_needed: Option<(i128, i128)>,
        also_fits: &[usize],
    ) -> String {
        let printed = self.printed(ratio.percent);
        let gives = ratio.gives.map_or(String::new(), |p| format!(" is {p} %"));
        let mut text = format!(
            "{}{} of {printed} does not follow from the printed counts: {} of {}{gives}.",
            self.place(ratio.percent),
            self.noun(ratio.percent),
            self.short_sum(&ratio.part),
            self.short_sum(&ratio.base),
        );
        let mut needed: Vec<String> = Vec::new();
        if let Some(parts) = parts_needed {
            let noun = match self.reported(ratio.percent).quantity {
                Quantity::Turnout { .. } => "ballots",
                _ => "votes",
            };
            needed.push(format!("{} {noun}", range(parts)));
        }
        if let Some(bases) = bases_needed {
            let noun = match ratio.named {
                Base::Registered | Base::Eligible => "a roll of",
                Base::Ballots => "a number of ballots of",
                Base::Valid => "a number of valid votes of",
            };
            needed.push(format!("{noun} {}", range(bases)));
        }
        if !needed.is_empty() {
            text.push_str(&format!(" {printed} would need {}.", needed.join(", or ")));
        }
        if let Some(&other) = also_fits.first() {
            text.push_str(&format!(
                " It would fit {} {}{}.",
                self.printed(other),
                self.noun(other),
                self.stage(other),
            ));
        }
        text
    }

    fn other_base(&self, ratio: &Ratio, part: &[Term], found: Base, below: &[Term]) -> String {
        let gives = ratio
            .gives
            .map_or(String::new(), |p| format!(", of which it is {p} %"));
        let part_differs = part != ratio.part;
        let fits = if part_differs {
            format!("{} of {}", self.short_sum(part), self.short_sum(below))
        } else {
            format!("{}, {}", base(found), self.short_sum(below))
        };
        format!(
            "{}{} of {} fits {fits}, not {}, {}{gives}.",
            self.place(ratio.percent),
            self.noun(ratio.percent),
            self.printed(ratio.percent),
            base(ratio.named),
            self.short_sum(&ratio.base),
        )
    }

    fn slip(&self, repairs: &[Repair], closes: usize, tried: u64) -> String {
        let say = |repair: &Repair| {
            let (printed, repaired) = (amount(repair.printed), amount(repair.repaired));
            let noun = self.noun(repair.figure);
            match repair.kind {
                SlipKind::OtherPrinting(_) => format!(
                    "{noun}: of the two numbers printed, {printed} and {repaired}, only {repaired} fits the other figures"
                ),
                SlipKind::OneDigit => format!("{noun}: {repaired} for {printed}, one digit"),
                SlipKind::Transposition => {
                    format!("{noun}: {repaired} for {printed}, two digits exchanged")
                }
                SlipKind::TotalAsPart => {
                    format!("{noun}: {repaired} for {printed}, which is the total of all options")
                }
                SlipKind::Replaced => format!("{noun}: {repaired} for {printed}"),
            }
        };
        let said: Vec<String> = repairs.iter().map(say).collect();
        let Some(first) = repairs.first() else {
            return "no repair.".into();
        };
        let place = self.place(first.figure);
        if let SlipKind::OtherPrinting(_) = first.kind {
            return format!("{place}{}. Probably a slip in copying.", said.join("; "));
        }
        let which = if repairs.len() == 1 {
            "a single slip of the pen would explain it".to_owned()
        } else {
            format!(
                "any one of {} slips of the pen would explain it",
                repairs.len()
            )
        };
        let all = if closes > 1 {
            format!(" and closes {closes} sums and percentages at once")
        } else {
            String::new()
        };
        format!(
            "{place}{which}{all}. {}. {} single changes were tried.",
            super::first_upper(&said.join("; ")),
            number(i128::from(tried)),
        )
    }

    fn grid(
        &self,
        counts: &[(usize, crate::units::MicroPercent)],
        total: i128,
        steps: u32,
        at_most: bool,
        chance: Option<f64>,
    ) -> String {
        let say = |(figure, percent): &(usize, crate::units::MicroPercent)| {
            format!("{} = {percent} %", self.printed(*figure))
        };
        let counts_said: Vec<String> = counts.iter().map(say).collect();
        let grain = if steps == 100 {
            "whole percent"
        } else {
            "percentages with one decimal"
        };
        let limit = if at_most { "at most " } else { "" };
        format!(
            "{}all {} counts are the nearest whole numbers to {grain} of {}: {}. If every split of the votes were equally likely, the chance would be {limit}{}. It suggests that the counts were computed from percentages, which a clerk may do in good faith; it says nothing about who won.",
            self.place(counts[0].0),
            counts.len(),
            number(total),
            list(&counts_said),
            chance.map_or("unknown".into(), odds),
        )
    }

    fn from_percent(
        &self,
        count: usize,
        percent: usize,
        (of, printed): (i128, &[Term]),
        one_of: i128,
    ) -> String {
        let rounding = if total(printed).exact() == Some(of) {
            String::new()
        } else {
            format!(
                ", and {} is {} rounded",
                number(of),
                self.short_sum(printed)
            )
        };
        format!(
            "{}{} {} is to the unit {} of {}{rounding}. Of a count made independently of the percentage one would expect this in 1 of {} cases: weak by itself, and {} is a guess when it was not printed.",
            self.place(count),
            self.printed(count),
            self.noun(count),
            self.printed(percent),
            number(of),
            number(one_of),
            number(of),
        )
    }

    fn round(&self, terms: &[Term], value: i128, multiple: i128, looks: u64) -> String {
        let what = match terms {
            [only] => self.term(only),
            [first, rest @ ..] => {
                let rest: Vec<String> = rest.iter().map(|term| self.size(term)).collect();
                let less = rest.join(" - ");
                format!("{} - {less} is exactly {}", self.term(first), number(value))
            }
            [] => String::new(),
        };
        let mut text = format!(
            "{}{what}, a multiple of {}. A number that is not rounded is so once in {}; {} numbers were looked at, so the chance that at least one is so is {}.",
            self.place_of(terms),
            number(multiple),
            number(multiple),
            looks,
            share(chance_of_any(1.0 / multiple as f64, looks)),
        );
        if let [first, second] = terms
            && let (Some(a), Some(b)) = (first.span.exact(), second.span.exact())
            && one_digit_apart(a, b)
        {
            text.push_str(" The two numbers differ in one digit only: a slip in copying would explain it too.");
        }
        text
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
            "{}: {} at {} stations in {hours} hours is one voter every {} seconds at each station all day. At the most generous stated inputs (mean service {} seconds) the stations can take {}: {verdict}.",
            self.poll(*poll),
            self.term(ballots),
            number(i128::from(*stations)),
            trimmed(every, 1),
            trimmed(*service_seconds, 1),
            number(*capacity),
        )
    }
}

fn total(terms: &[Term]) -> Span {
    terms
        .iter()
        .fold(Span::exactly(0), |sum, term| sum.plus(&term.span))
}

fn one_digit_apart(a: i128, b: i128) -> bool {
    let (a, b) = (a.to_string(), b.to_string());
    a.len() == b.len() && a.bytes().zip(b.bytes()).filter(|(x, y)| x != y).count() == 1
}
