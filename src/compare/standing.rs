//! The one place where a [`Standing`] is formed.

use super::{AcrossVariants, Bound, Claim, Standing, VariantComparison};

/// The standing of a claim with this decisive p (in (0, 1]) and this hard bound.
///
/// Exactly 5 % is still within, exactly 1 in 1,000 still strained. Impossible comes from arithmetic
/// alone: no number of empty trials leads to it.
pub fn standing(p_decisive: f64, beyond_bound: bool) -> Standing {
    if beyond_bound {
        Standing::Impossible
    } else if p_decisive < Standing::OUTSIDE_BELOW {
        Standing::Outside
    } else if p_decisive < Standing::STRAINED_BELOW {
        Standing::Strained
    } else {
        Standing::Within
    }
}

/// Whether every value the claim may stand for lies beyond the bound.
///
/// Bounds are floats; a millionth of a percent of slack keeps their rounding from ever deciding
/// against a report.
pub fn beyond(claim: &Claim, bound: &Bound) -> bool {
    let slack = |x: f64| 1e-8 * x.abs().max(1.0);
    let above = |lowest: f64, most: f64| lowest > most + slack(most);
    let too_high =
        matches!((claim.lowest, bound.highest), (Some(lowest), Some(most)) if above(lowest, most));
    let too_low = matches!((claim.highest, bound.lowest), (Some(highest), Some(least)) if above(least, highest));
    too_high || too_low
}

/// How each conclusion fares from one set of assumptions to the next.
pub(super) fn across(variants: &[VariantComparison]) -> Vec<AcrossVariants> {
    let Some(base) = variants.first().filter(|_| variants.len() > 1) else {
        return Vec::new();
    };
    let figures = (0..base.figures.len()).map(|at| {
        let of = |v: &VariantComparison| Some((v.id.clone(), v.figures[at].standing));
        one_across(Some(at), variants.iter().filter_map(of).collect())
    });
    let joint = variants
        .iter()
        .filter_map(|v| v.joint.as_ref().map(|joint| (v.id.clone(), joint.standing)))
        .collect::<Vec<_>>();
    let joint = (!joint.is_empty()).then(|| one_across(None, joint));
    figures.chain(joint).collect()
}

/// Whether sets of assumptions disagree; outside and impossible are one answer, "it does not fit".
fn one_across(figure: Option<usize>, standings: Vec<(String, Standing)>) -> AcrossVariants {
    let answer = |standing: Standing| standing.min(Standing::Outside);
    let depends = standings
        .windows(2)
        .any(|pair| answer(pair[0].1) != answer(pair[1].1));
    AcrossVariants {
        figure,
        standings,
        depends,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Standing::*;

    #[test]
    fn thresholds_at_the_exact_edge() {
        for (hits, trials, expected) in [
            (49, 999, Within),    // 50 of 1,000 is 5 % and still within
            (48, 999, Strained),  // 49 of 1,000
            (0, 999, Strained),   // 1 of 1,000 is still strained
            (0, 1_000, Outside),  // 1 of 1,001
            (8, 9_999, Outside),  // 9 of 10,000
            (9, 9_999, Strained), // 10 of 10,000
            (0, 18, Within),      // too few trials to say anything: 1 of 19
            (0, 20, Strained),
        ] {
            let p = (hits + 1) as f64 / (trials + 1) as f64;
            assert_eq!(standing(p, false), expected, "{hits} of {trials}");
            assert_eq!(standing(p, true), Impossible);
        }
    }

    #[test]
    fn no_p_is_small_enough_to_be_impossible() {
        assert_eq!(standing(f64::MIN_POSITIVE, false), Outside);
    }

    fn claim(lowest: Option<f64>, highest: Option<f64>) -> Claim {
        Claim {
            lowest,
            highest,
            lowest_included: true,
            highest_included: true,
            printed: 0.0,
            percent: false,
        }
    }

    fn bound(lowest: Option<f64>, highest: Option<f64>) -> Bound {
        Bound {
            lowest,
            highest,
            steps: Vec::new(),
            open: Vec::new(),
            broken: false,
        }
    }

    #[test]
    fn a_claim_breaks_a_bound_only_as_a_whole() {
        let most = bound(None, Some(21_330.0));
        assert!(beyond(&claim(Some(41_500.0), Some(42_499.0)), &most));
        assert!(!beyond(&claim(Some(21_330.0), Some(21_330.0)), &most));
        assert!(beyond(&claim(Some(21_331.0), None), &most));
        assert!(!beyond(&claim(Some(21_000.0), Some(22_000.0)), &most));
        assert!(!beyond(&claim(None, Some(50_000.0)), &most));
        let least = bound(Some(10.0), None);
        assert!(
            beyond(&claim(None, Some(9.0)), &least) && !beyond(&claim(None, Some(10.0)), &least)
        );
    }

    #[test]
    fn without_a_bound_nothing_is_beyond() {
        assert!(!beyond(&claim(Some(1e12), Some(1e12)), &bound(None, None)));
    }

    #[test]
    fn rounding_of_the_bound_does_not_decide() {
        // 30,000 x 0.71 is 21,299.999999999996 in floats; 21,300 persons are not beyond it.
        assert!(!beyond(
            &claim(Some(21_300.0), None),
            &bound(None, Some(21_299.999_999_999_996))
        ));
    }

    #[test]
    fn outside_and_impossible_are_one_answer() {
        let of = |standings: &[Standing]| {
            one_across(
                None,
                standings.iter().map(|&s| (String::new(), s)).collect(),
            )
            .depends
        };
        assert!(!of(&[Outside, Impossible, Outside]));
        assert!(of(&[Strained, Within, Outside]));
        assert!(of(&[Within, Within, Strained]));
        assert!(!of(&[Within, Within]));
    }
}
