//! What several independent runs say together.

use statrs::statistics::Statistics;

use super::{End, Run};
use crate::stats::{inverse_beta_reg, proportion};
use crate::units::Estimate;

/// The ratio of [`Rarity::spread`] above which there may be a second way to the goal.
pub const ALARM: f64 = 2.0;

/// Coverage of the interval.
const LEVEL: f64 = 0.95;

/// A small probability, with its error and what may be wrong with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Rarity {
    /// The probability of the goal, given that a state is allowed, with its 95 % interval; never 0.
    /// `None` when a run ended short of the goal: then there is only [`Rarity::at_most`].
    pub estimate: Option<Estimate>,
    /// Upper end of the two-sided 95 % interval, in which runs that ended short of the goal count with
    /// their bounds. In (0, 1].
    pub at_most: f64,
    /// Runs.
    pub runs: usize,
    /// Runs that reached the goal.
    pub reached: usize,
    /// Runs that ended on a plateau.
    pub on_plateau: usize,
    /// How many times as far apart the runs are as they should be: the standard deviation of their ln p
    /// over [`relative_error`]; about 1 when all is well. NaN with fewer than two runs at the goal, or
    /// when all was plain counting of a certain event.
    pub spread: f64,
    /// Whether the runs disagree: a spread above [`ALARM`], or some at the goal and some on a plateau.
    /// There may be a second way to the goal and the probability may be larger; repeat with
    /// [`super::Effort::larger`]. Silence is no proof that there is none.
    pub alarm: bool,
    /// The fewest [`Run::ancestors`] of a run at the goal; below 10 its states are weak evidence of
    /// what the event looks like.
    pub ancestors: usize,
    /// Share of allowed states in the prior law, 0 to 1.
    pub allowed: f64,
    /// States scored in all runs.
    pub scored: u64,
}

/// The mean of the runs, its interval and its diagnostics.
///
/// The mean of p, because a run is nearly unbiased in p and too low in ln p; the interval is Cox's for
/// the mean of numbers whose logarithms are normal, with Student's quantile (Zhou & Gao 1997; Olsson
/// 2005): ln p within t sqrt(s^2 / n + s^4 / (2 (n - 1))) for n runs whose ln p has variance s^2, as
/// many degrees of freedom as runs less one. Its second term is the error of s^2 / 2, by which the
/// logarithm of the mean lies above the mean of logarithms. A single run gets the interval of
/// [`relative_error`], which is too short when anything is wrong. When no run had to climb, the states
/// are independent and counted together (Clopper & Pearson 1934).
///
/// # Panics
/// Without runs.
pub fn combine(runs: &[Run]) -> Rarity {
    assert!(!runs.is_empty(), "at least one run");
    let logs: Vec<f64> = runs.iter().map(|run| run.ln_p).collect();
    let reached = runs.iter().filter(|run| run.reached()).count();
    let plateaus = runs.iter().filter(|run| run.end == End::Plateau).count();
    let both = counted(runs).unwrap_or_else(|| interval(&logs, runs[0].particles));
    let spread = if reached == runs.len() {
        logs.iter().std_dev() / relative_error(both.value, 0.5, runs[0].particles)
    } else {
        f64::NAN
    };
    let (drawn, allowed) = runs.iter().fold((0, 0), |(drawn, allowed), run| {
        (drawn + run.drawn, allowed + run.allowed)
    });
    let at_goal = runs.iter().filter(|run| run.reached());
    Rarity {
        estimate: (reached == runs.len()).then_some(both),
        at_most: both.high,
        runs: runs.len(),
        reached,
        on_plateau: plateaus,
        spread,
        alarm: spread > ALARM || (reached > 0 && plateaus > 0),
        ancestors: at_goal.map(|run| run.ancestors).min().unwrap_or(0),
        allowed: if drawn == 0 {
            0.0
        } else {
            allowed as f64 / drawn as f64
        },
        scored: runs.iter().map(|run| run.scored).sum(),
    }
}

/// Relative standard error of one run with `particles` states of which the share `kept` survives each
/// level, if moves were perfect: the root of n (1 - kept) / (kept particles) + (1 - r) / (r particles),
/// where p = r kept^n with r in (kept, 1] (Au & Beck 2001; Cérou & Guyader 2007). For halves about the
/// root of log2(1 / p) / particles. The real one is rarely below it. `p` in (0, 1].
///
/// ```
/// use scrutineer::stats::splitting::relative_error;
/// assert_eq!(relative_error(0.25, 0.5, 200), 0.1);
/// ```
pub fn relative_error(p: f64, kept: f64, particles: usize) -> f64 {
    let levels = (libm::log(p) / libm::log(kept) + 1e-9).floor();
    let rest = (p / libm::pow(kept, levels)).min(1.0);
    let variance = levels * (1.0 - kept) / kept + (1.0 - rest) / rest;
    (variance / particles as f64).sqrt()
}

/// Plain counting, when no run killed anybody.
fn counted(runs: &[Run]) -> Option<Estimate> {
    let plain = |run: &Run| run.climbs.is_empty() && matches!(run.end, End::Goal | End::Plateau);
    if !runs.iter().all(plain) {
        return None;
    }
    let hits = runs.iter().map(|run| run.states.len() as u64).sum();
    let trials = runs.iter().map(|run| run.particles as u64).sum();
    Some(proportion::clopper_pearson(hits, trials, LEVEL))
}

fn interval(logs: &[f64], particles: usize) -> Estimate {
    let count = logs.len() as f64;
    let top = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = logs.iter().map(|ln_p| libm::exp(ln_p - top)).sum();
    let middle = (top + libm::log(sum / count)).min(0.0);
    let at = |ln_p: f64| libm::exp(ln_p).clamp(f64::MIN_POSITIVE, 1.0);
    let half = if logs.len() > 1 {
        let square = libm::pow(logs.iter().std_dev(), 2.0);
        let variance = square / count + square * square / (2.0 * (count - 1.0));
        student(LEVEL, count - 1.0) * variance.sqrt()
    } else {
        1.96 * relative_error(at(middle), 0.5, particles)
    };
    Estimate {
        value: at(middle),
        low: at(middle - half),
        high: at(middle + half),
        level: LEVEL,
    }
}

/// How far from 0 a number of Student's law stays with probability `level`.
fn student(level: f64, freedom: f64) -> f64 {
    let x = inverse_beta_reg(0.5 * freedom, 0.5, 1.0 - level);
    (freedom * (1.0 - x) / x).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(ln_p: f64, end: End) -> Run {
        let climb = super::super::Climb {
            level: 0.0,
            survivors: 50,
            accepted_scores: 0.4,
            accepted_noise: f64::NAN,
        };
        Run {
            end,
            ln_p,
            particles: 100,
            climbs: vec![climb],
            states: vec![],
            ancestors: 30,
            drawn: 100,
            allowed: 80,
            scored: 1100,
        }
    }

    #[test]
    fn student_agrees_with_tables() {
        for (freedom, t) in [
            (1.0, 12.706_204_736),
            (9.0, 2.262_157_163),
            (30.0, 2.042_272_456),
        ] {
            assert!((student(0.95, freedom) - t).abs() < 1e-8, "{freedom}");
        }
    }

    #[test]
    fn runs_by_hand() {
        // Mean of 1e-6 and 3e-6; the variance of the logarithms is ln(3)^2 / 2.
        let runs = [1e-6f64, 3e-6].map(|p| run(p.ln(), End::Goal));
        let it = combine(&runs);
        let estimate = it.estimate.unwrap();
        assert!((estimate.value - 2e-6).abs() < 1e-18);
        let square = 3f64.ln().powi(2) / 2.0;
        let half = 12.706_204_736 * (square / 2.0 + square * square / 2.0).sqrt();
        assert!((estimate.high / (2e-6 * half.exp()) - 1.0).abs() < 1e-8);
        assert!((estimate.low / (2e-6 * (-half).exp()) - 1.0).abs() < 1e-8);
        assert_eq!((it.allowed, it.scored, it.ancestors), (0.8, 2200, 30));
        assert!((it.spread - 3f64.ln() / 2f64.sqrt() / 0.43).abs() < 0.2);
    }

    #[test]
    fn intervals_hold_the_mean_of_lognormal_runs() {
        use crate::random::{Address, Place, Purpose, Seed, standard_normal};
        // Ten runs whose ln p scatters by 0.8, as those of few particles do; the mean of p is 1e-6.
        let mut dice = Address {
            seed: Seed(1),
            purpose: Purpose::Resampling,
            trial: 0,
            place: Place::EVERYWHERE,
        }
        .fast();
        let (sd, p) = (0.8, 1e-6_f64);
        let mut ln_p = || p.ln() - sd * sd / 2.0 + sd * standard_normal(&mut dice);
        let holds = |_| {
            let runs: Vec<Run> = (0..10).map(|_| run(ln_p(), End::Goal)).collect();
            let it = combine(&runs).estimate.unwrap();
            it.low <= p && p <= it.high
        };
        // Student's interval of ln p alone holds 918 of 1,000, this one 940: three standard errors, 23.
        let held = (0..4_000).map(holds).filter(|&it| it).count();
        assert!(held > 3_715, "{held} of 4,000");
    }

    #[test]
    fn a_run_short_of_the_goal_leaves_a_bound() {
        let runs = [
            run(-7.0, End::Goal),
            run(-5.0, End::Plateau),
            run(-6.0, End::Goal),
        ];
        let it = combine(&runs);
        assert_eq!(it.estimate, None);
        assert!(it.at_most > (-5f64).exp() && it.at_most <= 1.0);
        assert!(it.alarm && it.on_plateau == 1 && it.reached == 2);
    }

    #[test]
    fn nothing_is_ever_zero() {
        let it = combine(&[run(-4000.0, End::Goal), run(-4100.0, End::Goal)]);
        assert!(it.estimate.unwrap().low > 0.0);
    }

    #[test]
    fn runs_that_disagree_ring_the_alarm() {
        let agree: Vec<Run> = (0..10)
            .map(|i| run(-9.0 + 0.1 * f64::from(i), End::Goal))
            .collect();
        let apart: Vec<Run> = (0..10)
            .map(|i| run(-9.0 + f64::from(i), End::Goal))
            .collect();
        assert!(!combine(&agree).alarm);
        assert!(combine(&apart).alarm);
    }

    #[test]
    fn the_theory_of_halves_is_about_a_logarithm() {
        for p in [0.3, 1e-3, 1e-6, 1e-12] {
            let about = (-f64::log2(p) / 500.0).sqrt();
            assert!(
                (relative_error(p, 0.5, 500) / about - 1.0).abs() < 0.2,
                "{p}"
            );
        }
        assert_eq!(relative_error(1.0, 0.5, 500), 0.0);
    }
}
