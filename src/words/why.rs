//! What would have to be true: the inputs on days that reach a claim.

use super::laws::value;
use super::numbers::{list, significant, whole};
use super::{figures, rare};
use crate::compare::{From, InputMoved, Quantiles, VariantComparison, Way, Why};
use crate::model::{Assumptions, Scenario};
use crate::units::Estimate;
use crate::words::clean::inline;

/// The first line: which scenario.
pub fn why_title(scenario: &Scenario) -> String {
    format!("What would have to be true. {}", inline(&scenario.title))
}

/// Shifts below this, in standard deviations, are not worth a line.
const HARDLY: f64 = 0.2;

/// Most inputs with a line of their own.
const MOST_LINES: usize = 8;

/// Most inputs named in the least incredible way.
const MOST_NAMED: usize = 5;

/// A search of so many levels, which go to about 1 in a million, was one beside a run.
const SHALLOW: f64 = 20.0;

/// Scores below this count as near the median.
const NEAR: f64 = 0.5;

/// What stands above all of it.
pub const WHY_NOTE: &str = "This is what the scenario's own mechanism would need for the figure to be \
    right. It does not say that it was so.";

/// The heads of the columns of [`WhyWords::lines`].
pub const WHY_COLUMNS: [&str; 4] = ["Input", "As assumed", "On such days", "Shift"];

/// One claim's answer in words.
#[derive(Clone, Debug, PartialEq)]
pub struct WhyWords {
    /// The claim.
    pub title: String,
    /// Where the days come from, or why there are none.
    pub lead: String,
    /// Input, its values as assumed, its values on days that reach the claim, the shift; the greatest
    /// shift first.
    pub lines: Vec<[String; 4]>,
    /// What is to be said of the other inputs.
    pub others: Option<String>,
    /// The least incredible way that was found.
    pub way: Option<String>,
    /// How much larger the uncertainties would have to be.
    pub stretch: Option<String>,
}

/// Words an answer; `variant` is the set of assumptions it belongs to, `of` its assumptions.
pub fn why(
    scenario: &Scenario,
    variant: &VariantComparison,
    of: &Assumptions,
    why: &Why,
) -> WhyWords {
    let told: Vec<&InputMoved> = why
        .inputs
        .iter()
        .filter(|it| it.moved.shift.abs() >= HARDLY)
        .take(MOST_LINES)
        .collect();
    let others = why.inputs.len() - told.len();
    WhyWords {
        title: title(scenario, variant, why),
        lead: match told.is_empty() {
            true => unmoved(lead(&why.from)),
            false => lead(&why.from),
        },
        lines: told.iter().map(|it| line(of, it)).collect(),
        others: (!told.is_empty() && others > 0).then(|| match others {
            1 => "The other input moves less.".into(),
            n => format!("The other {n} inputs move less, or hardly."),
        }),
        way: why.way.as_ref().map(|it| way(of, it)),
        stretch: match (&why.from, &why.stretch) {
            (From::Trials { .. } | From::Sought(_), Some(factor)) => Some(stretch(factor)),
            (From::Trials { .. } | From::Sought(_), None) => Some(
                "Larger uncertainty alone would not do, because the stated ranges end: stretched twenty \
                 times within them, fewer than 1 in 20 days would reach the figure."
                    .into(),
            ),
            _ => None,
        },
    }
}

/// Under which assumptions, and with which seed.
pub fn why_setting(scenario: &Scenario, variant: &VariantComparison, seed: u64) -> String {
    format!(
        "Under the set of assumptions `{}` of {}; {} simulated days, seed {seed}.",
        inline(&variant.label),
        inline(&scenario.name),
        whole(variant.trials as i64)
    )
}

/// One input in a line of text.
pub fn why_line(before: &str, after: &str, shift: &str) -> String {
    format!("{before} as assumed; {after} on such days: {shift}")
}

fn title(scenario: &Scenario, variant: &VariantComparison, why: &Why) -> String {
    let claims = why.of.iter().filter_map(|&at| {
        let reported = scenario.reported.get(variant.figures.get(at)?.reported)?;
        let printed = figures::figure_short(&reported.figure);
        Some(format!(
            "{} ({printed})",
            figures::named(scenario, reported)
        ))
    });
    let claims: Vec<String> = claims.collect();
    match claims.len() {
        0 | 1 => claims.concat(),
        _ => format!("Together: {}", list(&claims)),
    }
}

fn lead(from: &From) -> String {
    match from {
        From::Trials { hits, trials } => format!(
            "{} of {} simulated days reach it. On these days:",
            whole(*hits as i64),
            whole(*trials as i64)
        ),
        From::Nearest { taken, trials } => format!(
            "It is ordinary under these assumptions. On the {} of {} simulated days that come \
             nearest to it:",
            whole(*taken as i64),
            whole(*trials as i64)
        ),
        From::Sought(told) => format!(
            "Too few simulated days reach it to learn from. {} On the days that were found:",
            rare(&crate::compare::Rare::Told(told.clone()))
        ),
        From::NotFound(told) => {
            let found = match told.confirmed {
                (_, 0) => "No day that reaches it was found",
                _ => "No day that reaches it was found by the clock",
            };
            let further = match told.levels <= SHALLOW {
                true => " `scrutineer why` seeks further.",
                false => "",
            };
            let rare = rare(&crate::compare::Rare::Told(told.clone()));
            format!("{found}. {rare}{further}")
        }
        From::NotTold(agreement) => rare(&crate::compare::Rare::NotTold(*agreement)),
        From::Beyond(None) => "No combination of inputs within the stated ranges gives it, and no \
                               luck of the day: only other ranges, or another mechanism, could."
            .into(),
        From::Beyond(Some(factor)) => format!(
            "No combination of inputs within the stated ranges gives it, and no luck of the day: the \
             hard bound would have to be {} times what it is. Only other ranges, or another \
             mechanism, could make it true.",
            significant(*factor, 3)
        ),
    }
}

/// A lead that promises a list, where there is nothing to list.
fn unmoved(lead: String) -> String {
    match lead.strip_suffix(':') {
        Some(lead) => format!("{lead} hardly any input lies elsewhere than assumed."),
        None => lead,
    }
}

fn line(of: &Assumptions, it: &InputMoved) -> [String; 4] {
    let input = &of.inputs[it.input];
    let spread = |q: &Quantiles| {
        let say = |x| value(x, input.unit);
        format!("{} ({} to {})", say(q.median), say(q.q05), say(q.q95))
    };
    [
        inline(&input.label),
        spread(&it.before),
        spread(&it.after),
        format!("{:+.1} sd", it.moved.shift),
    ]
}

fn way(of: &Assumptions, it: &Way) -> String {
    let far = it.inputs.iter().filter(|(_, score, _)| score.abs() >= NEAR);
    let named: Vec<String> = far
        .clone()
        .take(MOST_NAMED)
        .map(|&(input, score, x)| {
            let input = &of.inputs[input];
            let (label, x) = (inline(&input.label), value(x, input.unit));
            format!("{label} at {x} ({score:+.1})")
        })
        .collect();
    let count = far.count();
    let rest = match count - named.len() {
        0 => String::new(),
        n => format!(", {n} more beyond half a standard deviation"),
    };
    let named = match named.is_empty() {
        true => "every input near its median, and a lucky day".into(),
        false => list(&named),
    };
    format!(
        "The least incredible way that was found lies {:.1} standard deviations from the middle of \
         the scenario: {named}{rest}. Many small shifts together can do what no single one can.",
        it.distance
    )
}

fn stretch(factor: &Estimate) -> String {
    if factor.value <= 1.0 {
        return "No uncertainty would have to be larger for 1 in 20 days to reach the figure."
            .into();
    }
    format!(
        "If every uncertainty of the scenario were {} times as large (95 % interval {} to {}), 1 in 20 \
         days would reach the figure.",
        significant(factor.value, 2),
        significant(factor.low, 2),
        significant(factor.high, 2)
    )
}
