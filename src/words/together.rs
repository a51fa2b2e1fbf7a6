//! Several figures as one day among the simulated ones.

use super::numbers::{counted, list, significant, trimmed};
use super::{figures, tails};
use crate::compare::{
    Comparison, Side, Standing, Together, TogetherPart, VariantComparison, tail_of_hits,
};
use crate::model::Scenario;
use crate::words::clean::inline;

/// From how many standard deviations on a figure is called remarkable; about 1 in 20 is further out.
const REMARKABLE: f64 = 2.0;
/// Most figures named in a sentence.
const MOST_NAMED: usize = 3;

/// One paragraph a look: how many days are as unlike the others, and which figure makes it so.
pub fn together(scenario: &Scenario, of: &VariantComparison) -> Vec<String> {
    of.together
        .iter()
        .map(|it| look(scenario, of, it))
        .collect()
}

fn look(scenario: &Scenario, variant: &VariantComparison, of: &Together) -> String {
    let what = match of.poll.and_then(|at| scenario.assumptions.polls.get(at)) {
        None => "The headline claims as one day".to_string(),
        Some(poll) => format!(
            "{} of {} as one day",
            counted(of.of.len() as u64, "figure", "figures"),
            inline(&poll.label)
        ),
    };
    let tail = tail_of_hits(Side::High, false, of.hits, of.trials);
    let mut text = format!(
        "{what}: {}",
        super::answer::lower_first(&tails::sentence(
            &tail,
            "are at least as unlike the others as the report"
        ))
    );
    let odd = of.p < Standing::STRAINED_BELOW;
    let name = |part: &TogetherPart| {
        let of = variant.figures.get(part.figure);
        let reported = of.and_then(|of| super::reported(scenario, of));
        reported.map_or(String::new(), |it| {
            format!(
                "{} ({})",
                figures::named(scenario, it),
                figures::figure_short(&it.figure)
            )
        })
    };
    let out: Vec<String> = of
        .parts
        .iter()
        .filter(|it| it.sticks_out)
        .map(name)
        .collect();
    if !out.is_empty() {
        text.push_str(&format!(
            " Sticking out, allowing for {} looked at: {}.",
            counted(of.of.len() as u64, "figure", "figures"),
            list(&out)
        ));
    }
    let mut hidden: Vec<&TogetherPart> = of
        .parts
        .iter()
        .filter(|it| odd && it.alone.abs() < REMARKABLE && it.given_others.abs() >= REMARKABLE)
        .collect();
    hidden.sort_by(|a, b| b.given_others.abs().total_cmp(&a.given_others.abs()));
    let others = if of.of.len() == 2 { "other" } else { "others" };
    for part in hidden.iter().take(MOST_NAMED) {
        text.push_str(&format!(
            " {}: alone unremarkable, remarkable given the {others} ({} standard deviations from the \
             middle alone, {} from what the {others} would lead one to expect).",
            name(part),
            trimmed(part.alone, 1),
            trimmed(part.given_others, 1),
        ));
    }
    match (odd, out.is_empty() && hidden.is_empty()) {
        (true, true) => text.push_str(" No single figure makes it so: it is the combination."),
        (false, true) => text.push_str(" No figure sticks out."),
        _ => {}
    }
    if !of.follow.is_empty() {
        text.push_str(&format!(
            " Not looked at, because the others determine it or it never varies: {}.",
            counted(of.follow.len() as u64, "further figure", "further figures")
        ));
    }
    text
}

/// How many figures were held against the simulated days, and how many of them chance alone would make
/// strained; begins with a space, empty when nothing was.
pub fn by_chance(comparison: &Comparison) -> String {
    let looks = comparison.looks_at_days();
    if looks == 0 {
        return String::new();
    }
    format!(
        " Beside it, figures and groups of figures were held against the simulated days in {} under \
         each set of assumptions: if all were right, at most about {} would be strained or beyond by \
         chance.",
        counted(looks, "look", "looks"),
        significant(comparison.expected_strained(), 2)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn said(change: impl Fn(&mut Together)) -> String {
        let (scenario, mut comparison) = (sample::scenario(), sample::comparison());
        change(&mut comparison.variants[0].together[0]);
        together(&scenario, &comparison.variants[0]).remove(0)
    }

    #[test]
    fn figures_that_do_not_go_together_are_named() {
        let text = said(|_| {});
        assert!(text.contains("3 of 10,000 simulated days"), "{text}");
        assert!(text.contains("alone unremarkable, remarkable given the other"));
        assert!(text.contains("95 % interval"));
    }

    #[test]
    fn what_sticks_out_is_said_and_so_is_that_nothing_does() {
        let text = said(|it| it.parts[1].sticks_out = true);
        assert!(text.contains("Sticking out, allowing for 2 figures looked at"));
        let text = said(|it| {
            it.hits = 3_000;
            it.p = 0.3;
            it.follow = vec![2];
        });
        assert!(
            text.contains("No figure sticks out. Not looked at"),
            "{text}"
        );
    }
}
