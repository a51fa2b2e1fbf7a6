//! How rare a claim is that hardly any simulated day reached, from days that were sought.

use super::numbers::{one_in, probability, whole};
use crate::compare::{Agreement, Rare, Told};

/// Below this a probability is not printed: errors of the model outweigh it (METHOD.md).
pub const TOO_SMALL: f64 = 1e-6;

/// What the search says, in a few sentences.
pub fn rare(of: &Rare) -> String {
    match of {
        Rare::NotTold(agreement) => not_told(agreement),
        Rare::Told(told) => format!("{}{}", found(told), alarm(told)),
    }
}

fn found(of: &Told) -> String {
    let effort = format!(
        "Such days were also sought ({} searches, {} days in all, counted without a clock{})",
        of.runs,
        whole(of.days as i64),
        by_clock(of.confirmed)
    );
    let area = &of.area;
    if of.bound_only {
        let limit = match area.value < TOO_SMALL {
            true => LITERALLY.into(),
            false => format!("at most {} (95 % limit)", one_in(1.0 / area.value)),
        };
        return match of.confirmed {
            (0, 0) => format!("{effort}, and not found: {limit}."),
            _ => format!("{effort}. Queues and closing doors stand in the way: {limit}."),
        };
    }
    if area.value < TOO_SMALL {
        return format!("{effort}: {LITERALLY}.");
    }
    format!(
        "{effort}: about {}, p = {} (95 % interval {} to {}); a surprise of about {:.0} bits.",
        one_in((1.0 + 1e-9) / area.value),
        probability(area.value),
        probability(area.low),
        probability(area.high),
        of.bits.max(0.0),
    )
}

/// How many of the found days still reach the claim when they are played by the clock.
fn by_clock((hits, played): (u64, u64)) -> String {
    match (hits, played) {
        (_, 0) => String::new(),
        (0, played) => format!(
            "; of {} found days played by the clock none reaches it",
            whole(played as i64)
        ),
        (hits, played) if hits == played => {
            format!(
                "; all {} played by the clock reach it too",
                whole(played as i64)
            )
        }
        (hits, played) => format!(
            "; of {} found days played by the clock {} reach it too, which is counted in",
            whole(played as i64),
            whole(hits as i64)
        ),
    }
}

/// What is said instead of a probability that the model's own errors outweigh.
pub const LITERALLY: &str = "less than one in a million if the scenario is taken literally";

/// What may be wrong with it.
fn alarm(of: &Told) -> String {
    if of.alarm {
        return " The searches disagree more than chance allows: there may be a second way to the \
                figure, and the probability may be larger."
            .into();
    }
    String::new()
}

fn not_told(of: &Agreement) -> String {
    format!(
        "How rare such days are beyond that is not told: people lost to doors, queues or papers \
         decide here, and only days played by the clock can tell (counted days differ by {} where {} \
         is allowed).",
        probability(of.distance),
        probability(of.allowed)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Estimate;

    fn agreement() -> Agreement {
        Agreement {
            days: 1_000,
            distance: 0.25,
            allowed: 0.087,
        }
    }

    fn told(p: f64) -> Told {
        Told {
            area: Estimate {
                value: p,
                low: p / 2.0,
                high: p * 2.0,
                level: 0.95,
            },
            bound_only: false,
            bits: -libm::log2(p),
            runs: 10,
            particles: 200,
            days: 242_000,
            levels: 15.0,
            ancestors: 40,
            spread_ratio: 1.1,
            alarm: false,
            agreement: agreement(),
            confirmed: (200, 200),
            ways: Vec::new(),
        }
    }

    #[test]
    fn a_probability_has_its_interval_and_its_effort() {
        assert_eq!(
            rare(&Rare::Told(told(2e-5))),
            "Such days were also sought (10 searches, 242,000 days in all, counted without a clock; all \
             200 played by the clock reach it too): about 1 in 50,000, p = 0.000020 (95 % interval 0.000010 to 0.000040); a surprise of \
             about 16 bits."
        );
    }

    #[test]
    fn what_was_not_found_gets_a_limit() {
        let mut none = told(1e-4);
        none.bound_only = true;
        none.area.low = 0.0;
        none.confirmed = (0, 0);
        let text = rare(&Rare::Told(none.clone()));
        assert!(text.ends_with("and not found: at most 1 in 10,000 (95 % limit)."));
        none.confirmed = (0, 200);
        let text = rare(&Rare::Told(none));
        assert!(text.contains("of 200 found days played by the clock none reaches it"));
        assert!(text.ends_with("stand in the way: at most 1 in 10,000 (95 % limit)."));
    }

    #[test]
    fn below_one_in_a_million_the_scenario_is_taken_literally() {
        let text = rare(&Rare::Told(told(1e-9)));
        assert!(text.ends_with(&format!(": {LITERALLY}.")) && !text.contains("bits"));
    }

    #[test]
    fn doubts_are_said() {
        let mut doubtful = told(1e-4);
        doubtful.alarm = true;
        assert!(rare(&Rare::Told(doubtful)).contains("may be larger"));
        let text = rare(&Rare::NotTold(agreement()));
        assert!(text.contains("differ by 0.25 where 0.087 is allowed"));
    }
}
