//! How rare: counts of simulated days before any probability.

use super::numbers::{counted, one_in, probability, whole};
use super::scale::{TOO_SMALL, cap};
use crate::compare::Tail;

/// `17 of 10,000`, `none of 10,000`, `all 10,000`.
pub fn hits(tail: &Tail) -> String {
    let trials = whole(tail.trials as i64);
    match tail.hits {
        0 => format!("none of {trials}"),
        n if n == tail.trials => format!("all {trials}"),
        n => format!("{} of {trials}", whole(n as i64)),
    }
}

/// How rare something is that happened in none of the trials: the 95 % limit by the rule of three,
/// `fewer than 1 in 3,300 (95 % limit)` (Hanley & Lippman-Hand 1983).
pub fn limit(trials: u64) -> String {
    if trials < 30 {
        return "too few days to say how rare".into();
    }
    format!("fewer than {} (95 % limit)", one_in(trials as f64 / 3.0))
}

/// The probability with its interval, or what can be said instead of one.
pub fn chance(tail: &Tail) -> String {
    if let Some(instead) = cap(tail.p) {
        return instead.into();
    }
    if tail.hits == 0 {
        return limit(tail.trials);
    }
    let doubled = if tail.doubled {
        format!(
            ", doubled to {} because both sides count",
            probability(tail.p_decisive)
        )
    } else {
        String::new()
    };
    format!(
        "p = {} (95 % interval {} to {}){doubled}",
        probability(tail.p),
        probability(tail.area.low),
        probability(tail.area.high)
    )
}

/// The probability with its interval for a column that says so in its head: `0.0080, 0.0028 to 0.014`.
pub fn chance_short(tail: &Tail) -> String {
    if tail.p < TOO_SMALL || tail.hits == 0 {
        return chance(tail);
    }
    let doubled = match tail.doubled {
        true => format!("; doubled {}", probability(tail.p_decisive)),
        false => String::new(),
    };
    let (low, high) = (probability(tail.area.low), probability(tail.area.high));
    format!("{}, {low} to {high}{doubled}", probability(tail.p))
}

/// Surprise as coins: `a surprise of 10 bits, like 10 heads in a row`; `None` below 2 bits, where
/// there is no surprise to speak of (Greenland 2019). Of the p that decides where it is doubled; where no day
/// reached it, of the 95 % limit, rounded down.
pub fn coins(tail: &Tail) -> Option<String> {
    let heads = match (tail.hits, tail.doubled) {
        (0, _) => libm::log2(tail.trials as f64 / 3.0).floor(),
        (_, true) => -libm::log2(tail.p_decisive).round(),
        (_, false) => tail.bits.round(),
    };
    if !heads.is_finite() || heads < 2.0 || tail.p < TOO_SMALL {
        return None;
    }
    let at_least = if tail.hits == 0 {
        "at least "
    } else {
        "about "
    };
    Some(format!(
        "a surprise of {at_least}{heads:.0} bits, like {heads:.0} heads in a row"
    ))
}

/// The whole sentence; `did` says what the counted days did, e.g. `reached 52,163 or more`.
pub fn sentence(tail: &Tail, did: &str) -> String {
    let days = counted(tail.trials, "simulated day", "simulated days");
    let who = match tail.hits {
        0 => format!("None of {days}"),
        n if n == tail.trials => format!("All of {days}"),
        n => format!("{} of {days}", whole(n as i64)),
    };
    let coins = coins(tail).map_or(String::new(), |c| format!("; {c}"));
    format!("{who} {did}: {}{coins}.", chance(tail))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Side;
    use crate::units::Estimate;

    fn tail(hits: u64, trials: u64) -> Tail {
        let p = (hits + 1) as f64 / (trials + 1) as f64;
        Tail {
            side: Side::High,
            doubled: false,
            hits,
            trials,
            p,
            p_decisive: p,
            area: Estimate {
                value: hits as f64 / trials as f64,
                low: p / 2.0,
                high: p * 2.0,
                level: 0.95,
            },
            bits: -libm::log2(p),
        }
    }

    #[test]
    fn no_hits_is_a_limit_and_never_zero() {
        assert_eq!(
            sentence(&tail(0, 10_000), "reached 42,000 or more"),
            "None of 10,000 simulated days reached 42,000 or more: fewer than 1 in 3,300 (95 % limit); \
             a surprise of at least 11 bits, like 11 heads in a row."
        );
        assert_eq!(limit(20_000), "fewer than 1 in 6,600 (95 % limit)");
        assert_eq!(limit(10), "too few days to say how rare");
    }

    #[test]
    fn a_probability_never_stands_without_its_interval() {
        assert_eq!(
            sentence(&tail(7, 10_000), "reached 52,163 or more"),
            "7 of 10,000 simulated days reached 52,163 or more: p = 0.00080 (95 % interval 0.00040 to \
             0.0016); a surprise of about 10 bits, like 10 heads in a row."
        );
    }

    #[test]
    fn below_one_in_a_million_the_scenario_is_taken_literally() {
        let text = sentence(&tail(0, 20_000_000), "reached it");
        assert!(text.contains("less than one in a million if the scenario is taken literally"));
        assert!(!text.contains("bits"));
    }

    #[test]
    fn ordinary_figures_carry_no_coins_and_doubling_is_said() {
        let mut ordinary = tail(4_000, 10_000);
        assert!(coins(&ordinary).is_none());
        ordinary.doubled = true;
        ordinary.p_decisive = 0.8;
        assert!(chance(&ordinary).ends_with("doubled to 0.80 because both sides count"));
        let mut rarer = tail(100, 10_000);
        assert!(coins(&rarer).unwrap().contains("about 7 bits"));
        rarer.doubled = true;
        rarer.p_decisive = 2.0 * rarer.p;
        assert!(coins(&rarer).unwrap().contains("about 6 bits"));
        assert_eq!(hits(&tail(10_000, 10_000)), "all 10,000");
    }
}
