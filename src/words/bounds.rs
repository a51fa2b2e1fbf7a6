//! Hard bounds and the joint claim, with their arithmetic written out.

use super::numbers::{amount, count, counted, list, percent, probability, share, whole};
use super::tails;
use crate::compare::{BoundStep, FigureComparison, Joint, Standing};
use crate::words::clean::{inline, plain};

/// One line of a bound's arithmetic: `27,000 residents × 79 % of voting age = 21,330 adults`.
pub fn step(step: &BoundStep) -> String {
    match step {
        BoundStep::Group {
            label,
            residents,
            share: age,
            adults,
            held_by_total,
        } => {
            let held = if *held_by_total {
                ", held down by the total"
            } else {
                ""
            };
            let sum = match (residents, age) {
                (Some(residents), Some(age)) => format!(
                    "{} residents × {} of voting age = {} adults",
                    count(*residents),
                    share(*age),
                    count(*adults)
                ),
                _ => format!("{} adults", count(*adults)),
            };
            format!("{}: {sum}{held}", inline(label))
        }
        BoundStep::Total { label, residents } => {
            format!(
                "{}: at most {} residents together",
                inline(label),
                count(*residents)
            )
        }
        BoundStep::Overlap {
            from,
            to,
            share: part,
            persons,
        } => format!(
            "{} of the voters of {} who go on to {}: {} persons",
            share(*part),
            inline(from),
            inline(to),
            count(*persons)
        ),
        BoundStep::Chance { persons } => {
            format!(
                "beyond that share by chance, at most: {} persons",
                count(*persons)
            )
        }
        BoundStep::Held { persons } => format!(
            "less what the totals leave no room for when all of these are at their largest: {} persons",
            count(*persons)
        ),
        BoundStep::Sum { persons } => format!("together: {} persons at most", count(*persons)),
        BoundStep::Base {
            persons,
            percent: value,
        } => format!(
            "divided by a base of at least {}: {} at most",
            count(*persons),
            percent(*value)
        ),
    }
}

/// What the hard bound of one figure says: the arithmetic, then the figure beside it.
pub fn sentence(figure: &FigureComparison, printed: &str) -> String {
    let bound = &figure.bound;
    let is_percent = figure.claim.percent;
    match (bound.lowest, bound.highest) {
        (None, None) if bound.open.is_empty() => "No hard bound exists for this figure.".into(),
        (lowest, Some(highest)) => {
            let low = lowest.filter(|l| *l > 0.0).map_or(String::new(), |l| {
                format!(" and at least {}", amount(l, is_percent))
            });
            let reach = if bound.broken {
                "beyond it"
            } else {
                "not beyond it"
            };
            format!(
                "Hard bound, with no assumption on turnout: at most {}{low}. Reported: {printed}, {reach}.",
                amount(highest, is_percent)
            )
        }
        (lowest, None) => {
            let low = lowest.filter(|l| *l > 0.0).map_or(String::new(), |l| {
                format!(" The smallest possible value is {}.", amount(l, is_percent))
            });
            format!("{}{low}", open(&bound.open))
        }
    }
}

/// Why there is no largest value.
pub fn open(paths: &[String]) -> String {
    let paths: Vec<String> = paths.iter().map(|p| plain(p)).collect();
    if paths.is_empty() {
        "No hard bound exists: there is no largest possible value.".into()
    } else {
        format!(
            "No hard bound exists: the stated {} no upper end ({}).",
            if paths.len() == 1 {
                "law has"
            } else {
                "laws have"
            },
            list(&paths)
        )
    }
}

/// How many must have voted twice or not exist, against how many may; empty when nothing can be said.
pub fn double(joint: &Joint) -> String {
    let claimed = whole(joint.claimed);
    let voters = match joint.voters.highest {
        Some(highest) => count(highest),
        None => return open(&joint.voters.open),
    };
    let may = match joint.may_be_double {
        Some(0) => " The stated ranges let nobody vote in both.".to_string(),
        Some(n) => format!(
            " The stated ranges let at most {} vote in both.",
            counted(n.max(0) as u64, "person", "persons")
        ),
        None => " The scenario sets no limit to how many may vote in both.".into(),
    };
    match joint.must_be_double {
        Some(n) if n > 0 => format!(
            "The claims add up to {claimed} ballots, while at most {voters} persons could vote at all: \
             at least {} must have voted twice or not exist.{may}",
            whole(n)
        ),
        _ => format!(
            "The claims add up to {claimed} ballots, and as many as {voters} persons could vote: nobody \
             need have voted twice."
        ),
    }
}

/// How many simulated days met all the claims.
pub fn joint_days(joint: &Joint) -> String {
    let claims = if joint.of.len() == 2 {
        "both claims at once"
    } else {
        "all claims at once"
    };
    let mut days = tails::sentence(&joint.tail, &format!("met {claims}"));
    if let Some(of) = &joint.rare {
        days.push_str(&format!(" {}", super::rare(of)));
    }
    if joint.standing == Standing::Impossible || joint.tail.p_decisive == joint.tail.p {
        return days;
    }
    format!(
        "{days} The standing is taken from p = {}, the share of simulated days that are themselves as \
         remarkable in one figure or in all together.",
        probability(joint.tail.p_decisive)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arithmetic_is_written_out() {
        let group = BoundStep::Group {
            label: "Villages".into(),
            residents: Some(27_000.0),
            share: Some(0.79),
            adults: 21_330.0,
            held_by_total: false,
        };
        assert_eq!(
            step(&group),
            "Villages: 27,000 residents × 79 % of voting age = 21,330 adults"
        );
        let overlap = BoundStep::Overlap {
            from: "A".into(),
            to: "B".into(),
            share: 0.05,
            persons: 1_234.0,
        };
        assert_eq!(
            step(&overlap),
            "5 % of the voters of A who go on to B: 1,234 persons"
        );
    }
}
