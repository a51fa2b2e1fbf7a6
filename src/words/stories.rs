//! Accounts of how a figure arose, and how they compare.

use super::figures;
use super::numbers::{list, significant};
use super::scale::likelihood_ratio;
use crate::compare::{Account, Accounts, Evidence, SPREADS, Weighing};
use crate::model::Scenario;
use crate::words::clean::inline;

/// What stands above all of it.
pub const STORIES_NOTE: &str = "An account says how the published figure came from the counted one. Below \
    stands how probable the published figure is under each account, together with the assumptions of the \
    scenario. A ratio compares the accounts as they are written. It says nothing of how probable any of them \
    was to begin with: were one account 1,000 times as likely as another to give the figure, but true in only 1 \
    of 10,000 polls, then of the polls that publish such a figure about 9 in 100 would have come by it that \
    way. And there may be better accounts that nobody wrote down.";

/// What the columns of [`StoriesWords::lines`] are.
pub const STORIES_COLUMNS: [&str; 5] = [
    "Account",
    "What it leaves open",
    "Inputs: half the spread",
    "As stated",
    "Twice the spread",
];

/// The account that is always there.
const HONEST: &str = "the figure is the rounded count";

/// All accounts of the same figures in words.
#[derive(Clone, Debug, PartialEq)]
pub struct StoriesWords {
    /// The figures.
    pub title: String,
    /// Account, spread of what it leaves open, evidence by the spread of the inputs.
    pub lines: Vec<[String; 5]>,
    /// Each pair of accounts, and what a prior would make of it.
    pub pairs: Vec<String>,
    /// The author's remarks and what could not be worked out.
    pub notes: Vec<String>,
}

/// Words all accounts of the same figures.
pub fn stories(scenario: &Scenario, of: &Accounts) -> StoriesWords {
    let claims = of.about.iter().filter_map(|&at| {
        let reported = scenario.reported.get(at)?;
        let printed = figures::figure_short(&reported.figure);
        Some(format!(
            "{} ({printed})",
            figures::named(scenario, reported)
        ))
    });
    let accounts = 0..of.accounts.len();
    let pairs = accounts
        .clone()
        .flat_map(|second| (second + 1..of.accounts.len()).map(move |first| (first, second)));
    let mut notes: Vec<String> = of
        .accounts
        .iter()
        .filter_map(|it| {
            let story = scenario.stories.get(it.story?)?;
            let note = story.note.as_deref().map(inline)?;
            Some(format!("{}: {note}", inline(&story.label)))
        })
        .collect();
    if of.accounts.iter().any(|it| it.evidence.contains(&None)) {
        notes.push(
            "Other spreads of the inputs were not worked out: people lost to doors, queues or papers \
             decide here, or the run was stopped. Without them no account is told from another."
                .into(),
        );
    }
    StoriesWords {
        title: list(&claims.collect::<Vec<_>>()),
        lines: accounts.flat_map(|at| lines(scenario, of, at)).collect(),
        pairs: pairs
            .map(|(first, second)| pair(scenario, of, first, second))
            .collect(),
        notes,
    }
}

/// The strongest and the least that can be said of each account against the rounded count: one line.
pub fn stories_short(scenario: &Scenario, of: &Accounts) -> Vec<String> {
    (1..of.accounts.len())
        .map(|first| weighed(scenario, of, first, 0).0)
        .collect()
}

/// What an account is called.
fn name(scenario: &Scenario, account: &Account) -> String {
    let story = account.story.and_then(|at| scenario.stories.get(at));
    story.map_or(HONEST.into(), |story| inline(&story.label))
}

/// Its evidence: one line for the account of the count, which leaves nothing open, else three.
fn lines(scenario: &Scenario, of: &Accounts, at: usize) -> Vec<[String; 5]> {
    let account = &of.accounts[at];
    let columns: Vec<usize> = match account.story {
        None => vec![1],
        Some(_) => (0..SPREADS.len()).collect(),
    };
    let open = ["half the spread", "as stated", "twice the spread"];
    let line = |column: usize| {
        let cell = |row: usize| match &account.evidence[row] {
            Some(evidence) => probability(&evidence[column]),
            None => "not worked out".into(),
        };
        [
            name(scenario, account),
            match account.story {
                None => "nothing".into(),
                Some(_) => open[column].into(),
            },
            cell(0),
            cell(1),
            cell(2),
        ]
    };
    columns.into_iter().map(line).collect()
}

/// A probability, or the bound that stands for it.
fn probability(of: &Evidence) -> String {
    let (value, area) = (super::probability, &of.area);
    if of.bound_only {
        return format!("at most {}", value(area.value));
    }
    if area.high / area.low < 1.05 {
        return value(area.value);
    }
    format!(
        "{} ({} to {})",
        value(area.value),
        value(area.low),
        value(area.high)
    )
}

/// One pair: how they compare, and what that would mean for two odds before the figure.
fn pair(scenario: &Scenario, of: &Accounts, first: usize, second: usize) -> String {
    let (text, it) = weighed(scenario, of, first, second);
    if !it.apart || it.at_least || it.at_most {
        return text;
    }
    let (a, b) = match it.ratio >= 1.0 {
        true => (first, second),
        false => (second, first),
    };
    let (likelier, other) = (&of.accounts[a], &of.accounts[b]);
    let even = &it.even;
    format!(
        "{text} Yet what was to be expected before counts too: were the account \u{201c}{}\u{201d} \
         true in only {} of 1,000,000 such polls and \u{201c}{}\u{201d} in the others, then of those polls \
         that publish this figure about {} in 100 would have come by it in the first way.",
        name(scenario, likelier),
        significant(1e6 * even.first / even.cases, 2),
        name(scenario, other),
        significant(100.0 * even.share(), 2),
    )
}

fn weighed(scenario: &Scenario, of: &Accounts, first: usize, second: usize) -> (String, Weighing) {
    let it = of.weighing(first, second);
    let (a, b) = (
        format!("\u{201c}{}\u{201d}", name(scenario, &of.accounts[first])),
        format!("\u{201c}{}\u{201d}", name(scenario, &of.accounts[second])),
    );
    let end = |x: f64| match x {
        x if x <= 0.0 => "0".into(),
        x if x.is_infinite() => "no upper end".into(),
        x if x > 1e6 => "more than 1,000,000".into(),
        x if x < 1e-6 => "less than 0.000001".into(),
        x => significant(x, 2),
    };
    let bound = match (it.at_least, it.at_most) {
        (true, false) => "at least ",
        (false, true) => "at most ",
        _ => "",
    };
    let range = match it.at_least && it.at_most {
        true => "No simulated day gives the figure under either of the two, so there is no ratio."
            .into(),
        false => format!(
            "The ratio is {bound}{}, and over all spreads in the table it runs from {} to {}.",
            end(it.ratio),
            end(it.low),
            end(it.high),
        ),
    };
    let told = likelihood_ratio(it.ratio, &a, &b).filter(|_| it.apart);
    let text = match told {
        Some(told) => format!("The figure is {told}. {range}"),
        None => format!("{a} and {b} cannot be told apart by this figure. {range}"),
    };
    (text, it)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Law, Mechanism, Story};
    use crate::report::sample;
    use crate::seek::Agreement;
    use crate::units::Estimate;

    fn evidence(value: f64) -> Evidence {
        Evidence {
            area: Estimate {
                value,
                low: value / 1.5,
                high: value * 1.5,
                level: 0.95,
            },
            bound_only: false,
        }
    }

    /// The count, and one other account, with the evidence of the first by the spread of the inputs.
    fn accounts(honest: [f64; 3]) -> (Scenario, Accounts) {
        let mut scenario = sample::scenario();
        scenario.stories = vec![Story {
            id: "added".into(),
            label: "part of the rest was added".into(),
            about: vec![0],
            mechanism: Mechanism::Added(Law::Fixed(0.5)),
            sources: Vec::new(),
            note: Some("The author's choice.".into()),
        }];
        let accounts = Accounts {
            about: vec![0],
            accounts: vec![
                Account {
                    story: None,
                    evidence: honest.map(|p| Some([evidence(p); 3])),
                },
                Account {
                    story: Some(0),
                    evidence: [Some([evidence(0.04), evidence(0.03), evidence(0.02)]); 3],
                },
            ],
            agreement: Agreement {
                days: 1_000,
                distance: 0.0,
                allowed: 0.087,
            },
        };
        (scenario, accounts)
    }

    #[test]
    fn what_can_be_told_apart_is_told_with_its_table_and_its_odds() {
        let (scenario, of) = accounts([1e-6, 1e-5, 1e-4]);
        let words = stories(&scenario, &of);
        insta::assert_debug_snapshot!(words);
        assert_eq!(words.lines.len(), 4);
    }

    #[test]
    fn a_range_that_includes_1_tells_nothing_apart() {
        let (scenario, of) = accounts([1e-6, 1e-4, 0.05]);
        let words = stories(&scenario, &of);
        assert!(words.pairs[0].contains("cannot be told apart"), "{words:?}");
        assert!(!words.pairs[0].contains("support"));
        assert_eq!(stories_short(&scenario, &of), words.pairs);
    }

    #[test]
    fn without_the_table_nothing_is_told_apart() {
        let (scenario, mut of) = accounts([1e-6, 1e-5, 1e-4]);
        of.accounts[0].evidence[2] = None;
        let words = stories(&scenario, &of);
        assert!(words.pairs[0].contains("cannot be told apart"));
        assert!(words.notes[1].contains("not worked out"));
    }

    #[test]
    fn nobody_is_accused() {
        let (scenario, of) = accounts([1e-6, 1e-5, 1e-4]);
        let text = format!("{STORIES_NOTE} {:?}", stories(&scenario, &of)).to_lowercase();
        for word in ["fraud", "fake", "guilt", "honest", "manipul", "forg"] {
            assert!(!text.contains(word), "{word}");
        }
    }
}
