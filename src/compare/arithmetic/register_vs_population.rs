//! `register-vs-population` and `register-frozen`: the roll against the people there are, and against
//! old rolls.
//!
//! More names than adults even at the largest values of the stated ranges: rests on those ranges. More
//! than at the middle of every range: a note. Rolls are long for ordinary reasons too (emigrants who
//! stay on the list, the dead who are struck off late), so neither says anything about the ballots.

use super::book::{Book, total};
use super::ledger::Ledger;
use super::{Fact, REGISTER_FROZEN, REGISTER_VS_POPULATION};
use crate::compare::{Grade, bounds::voters_bound};
use crate::model::{Assumptions, ContextKind, GroupId, GroupSize, PollId};

/// A roll within one in so many of an old one is worth a note.
const FROZEN: i128 = 1_000;

pub(super) fn look(book: &Book, ledger: &mut Ledger) {
    for poll in (0..book.scenario.assumptions.polls.len()).map(PollId) {
        let Some(roll) = book.roll_of(poll) else {
            continue;
        };
        let (Some(names), subject) = (roll.span.low, book.ids(&[roll])) else {
            continue;
        };
        let mut above = Vec::new();
        for (label, of) in book.sets() {
            ledger.look(
                REGISTER_VS_POPULATION,
                &format!("{} in {label}", subject.concat()),
            );
            let most = voters_bound(of, &[poll]).highest.map(|n| n.floor() as i128);
            if let Some(most) = most.filter(|&most| names > most) {
                above.push((label.to_owned(), most));
            }
        }
        let middle = adults_in_the_middle(&book.scenario.assumptions, poll);
        ledger.look(
            REGISTER_VS_POPULATION,
            &format!("{} middle", subject.concat()),
        );
        if !above.is_empty() {
            let fact = Fact::RollAbovePopulation {
                roll,
                sets: above,
                of: book.sets().len(),
            };
            ledger.find(
                REGISTER_VS_POPULATION,
                Grade::Assumptions,
                subject,
                fact,
                None,
            );
        } else if middle.is_some_and(|adults| names > adults) {
            let fact = Fact::RollAboveMiddle {
                roll,
                adults: middle.unwrap_or_default(),
                most: voters_bound(&book.scenario.assumptions, &[poll])
                    .highest
                    .map(|n| n.floor() as i128),
            };
            ledger.find(REGISTER_VS_POPULATION, Grade::Note, subject, fact, None);
        }
    }
    frozen(book, ledger);
}

/// Adults of the admitted groups with every input at its median; `None` for a perfect roll.
fn adults_in_the_middle(of: &Assumptions, poll: PollId) -> Option<i128> {
    let admitted = of.polls[poll.0].admits.iter();
    let adults: f64 = admitted.map(|a| adults_of(of, a.group)).sum();
    adults.is_finite().then_some(adults as i128)
}

fn adults_of(of: &Assumptions, group: GroupId) -> f64 {
    let middle = |input: crate::model::InputId| of.inputs[input.0].quantile(0.5);
    match of.groups[group.0].size {
        GroupSize::Adults(adults) => middle(adults),
        GroupSize::Residents {
            residents,
            voting_age_share,
        } => middle(residents) * middle(voting_age_share),
        GroupSize::PartOf {
            total,
            weight,
            voting_age_share,
        } => {
            let parts = of.totals[total].of.iter();
            let weights: f64 = parts
                .filter_map(|part| match of.groups[part.0].size {
                    GroupSize::PartOf { weight, .. } => Some(middle(weight)),
                    _ => None,
                })
                .sum();
            middle(of.totals[total].value) * middle(weight) / weights * middle(voting_age_share)
        }
    }
}

fn frozen(book: &Book, ledger: &mut Ledger) {
    for (at, old) in book.scenario.context.iter().enumerate() {
        for poll in &old.polls {
            let Some(roll) = book.roll_of(*poll) else {
                continue;
            };
            let (ContextKind::OtherRoll, Some(names)) = (old.kind, total(&[roll]).exact()) else {
                continue;
            };
            let subject = [book.ids(&[roll]), vec![&old.id[..]]].concat();
            let apart = names - old.persons as i128;
            let near = apart.abs() * FROZEN <= old.persons as i128;
            if ledger.look(REGISTER_FROZEN, &subject.join("=")) && near {
                let fact = Fact::RollFrozen {
                    roll,
                    context: at,
                    apart,
                };
                ledger.find(REGISTER_FROZEN, Grade::Note, subject, fact, None);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::assumptions;
    use super::*;
    use crate::model::{InputId, Law, Total};

    #[test]
    fn adults_in_the_middle_by_hand() {
        let mut of = assumptions();
        // 1,000 residents, half of them adults; 200 to 400 adults.
        assert_eq!(adults_of(&of, GroupId(0)), 500.0);
        assert_eq!(adults_of(&of, GroupId(1)), 300.0);
        assert_eq!(adults_in_the_middle(&of, PollId(0)), Some(500));
        // 6,000 people divided as 1 to 3 between two groups, half of each adults.
        let mut input = |law| {
            let like = of.inputs[0].clone();
            of.inputs.push(crate::model::Input { law, ..like });
            InputId(of.inputs.len() - 1)
        };
        let value = input(Law::Uniform {
            low: 5_000.0,
            high: 7_000.0,
        });
        let weights = [input(Law::Fixed(1.0)), input(Law::Fixed(3.0))];
        let half = input(Law::Fixed(0.5));
        for (group, weight) in of.groups.iter_mut().zip(weights) {
            group.size = GroupSize::PartOf {
                total: 0,
                weight,
                voting_age_share: half,
            };
        }
        of.totals.push(Total {
            id: "all".into(),
            label: "all".into(),
            of: vec![GroupId(0), GroupId(1)],
            value,
        });
        assert_eq!(adults_of(&of, GroupId(0)), 750.0);
        assert_eq!(adults_of(&of, GroupId(1)), 2_250.0);
        assert_eq!(adults_in_the_middle(&of, PollId(1)), Some(2_250));
    }
}
