//! Tables as CSV (RFC 4180, line feeds, decimal points): trials, comparison, the rows of charts.
//!
//! Numbers are the shortest digits that read back as the same number, never with an exponent; only
//! the drawn inputs in `trials.csv` are rounded, to ten significant digits.
//! What does not exist is an empty field. Text is the author's, made safe for spreadsheets.

use super::json::{side, unit};
use super::{clean, words};
use crate::compare::{
    Comparison, FigureComparison, Joint, Quantiles, Rare, Tail, VariantComparison,
};
use crate::model::{Assumptions, Scenario};

/// Rows of text as CSV.
fn csv(rows: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    for row in rows {
        writer
            .write_record(&row)
            .expect("writing to memory cannot fail");
    }
    writer.into_inner().expect("writing to memory cannot fail")
}

/// A table of finished text: numbers stay as they are, everything else is made safe.
pub fn texts(columns: &[String], rows: &[Vec<String>]) -> Vec<u8> {
    let safe = |row: &Vec<String>| row.iter().map(|cell| text_or_number(cell)).collect();
    csv(
        std::iter::once(columns.iter().map(|c| clean::field(c)).collect())
            .chain(rows.iter().map(safe)),
    )
}

fn text_or_number(cell: &str) -> String {
    if cell.parse::<f64>().is_ok_and(f64::is_finite) {
        cell.into()
    } else {
        clean::field(cell)
    }
}

/// A finite number, or nothing.
pub(super) fn number(x: f64) -> String {
    if x.is_finite() {
        format!("{x}")
    } else {
        String::new()
    }
}

/// A finite number with ten significant digits, which keeps the file of a long run small.
pub(super) fn digits(x: f64) -> String {
    if x.fract() == 0.0 {
        return number(x);
    }
    format!("{x:.9e}").parse().map_or(String::new(), number)
}

fn maybe(x: Option<f64>) -> String {
    x.map_or(String::new(), number)
}

/// `comparison.csv`: tidy, one row a set of assumptions and figure.
pub fn comparison(scenario: &Scenario, comparison: &Comparison) -> Vec<u8> {
    let head = words::COMPARISON_COLUMNS
        .iter()
        .map(|c| c.0.to_string())
        .collect();
    let rows = comparison.variants.iter().flat_map(|variant| {
        let figures = variant
            .figures
            .iter()
            .map(|f| figure_row(scenario, variant, f));
        figures
            .chain(variant.joint.as_ref().map(|j| joint_row(variant, j)))
            .collect::<Vec<_>>()
    });
    csv(std::iter::once(head).chain(rows))
}

fn figure_row(
    scenario: &Scenario,
    variant: &VariantComparison,
    of: &FigureComparison,
) -> Vec<String> {
    let reported = words::reported(scenario, of);
    let polls: Vec<&str> = reported
        .iter()
        .flat_map(|r| &r.polls)
        .filter_map(|p| scenario.assumptions.polls.get(p.0).map(|p| p.id.as_str()))
        .collect();
    let text = |x: Option<&str>| clean::field(x.unwrap_or(""));
    let mut row = vec![
        clean::field(&variant.id),
        clean::field(&variant.label),
        clean::field(&of.id),
        text(reported.map(|r| r.label.as_str())),
        clean::field(&polls.join("+")),
        reported.map_or(String::new(), |r| {
            clean::field(&words::quantity(scenario, r))
        }),
        text(reported.and_then(|r| r.stage.as_deref())),
        text(reported.and_then(|r| r.claimant.as_deref())),
        reported.map_or(String::new(), |r| words::published(&r.figure)),
        unit(&of.claim).into(),
        maybe(of.claim.lowest),
        maybe(of.claim.highest),
        of.standing.word().into(),
    ];
    row.extend(tail_cells(&of.tail));
    row.extend(quantile_cells(&of.simulated));
    row.extend(
        [
            of.chance_only.q025,
            of.chance_only.median,
            of.chance_only.q975,
        ]
        .map(number),
    );
    row.extend([
        maybe(of.bound.lowest),
        maybe(of.bound.highest),
        String::new(),
    ]);
    row.extend(rare_cells(of.rare.as_ref()));
    row
}

fn joint_row(variant: &VariantComparison, of: &Joint) -> Vec<String> {
    let ids: Vec<&str> = of
        .of
        .iter()
        .filter_map(|at| variant.figures.get(*at).map(|f| f.id.as_str()))
        .collect();
    let mut row = vec![
        clean::field(&variant.id),
        clean::field(&variant.label),
        "joint".into(),
        clean::field(&ids.join("+")),
    ];
    row.resize(9, String::new());
    row.extend([
        "persons".into(),
        of.claimed.to_string(),
        String::new(),
        of.standing.word().into(),
    ]);
    row.extend(tail_cells(&of.tail));
    row.resize(33, String::new());
    row.extend([
        maybe(of.voters.lowest),
        maybe(of.voters.highest),
        of.must_be_double.map_or(String::new(), |n| n.to_string()),
    ]);
    row.extend(rare_cells(of.rare.as_ref()));
    row
}

fn tail_cells(tail: &Tail) -> [String; 8] {
    [
        side(tail.side).into(),
        tail.hits.to_string(),
        tail.trials.to_string(),
        number(tail.p),
        number(tail.p_decisive),
        number(tail.area.low),
        number(tail.area.high),
        number(tail.bits),
    ]
}

fn quantile_cells(q: &Quantiles) -> [String; 9] {
    [
        q.q025, q.q05, q.q10, q.q25, q.median, q.q75, q.q90, q.q95, q.q975,
    ]
    .map(number)
}

/// The probability a search told, its interval, and how it was found.
fn rare_cells(rare: Option<&Rare>) -> [String; 4] {
    let Some(Rare::Told(of)) = rare else {
        return Default::default();
    };
    let method = if of.bound_only { "bound" } else { "splitting" };
    [
        number(of.area.value),
        number(of.area.low),
        number(of.area.high),
        method.into(),
    ]
}

/// The assumptions of a set by its id.
pub(super) fn assumptions<'a>(scenario: &'a Scenario, id: &str) -> &'a Assumptions {
    scenario
        .variants
        .iter()
        .find(|v| v.id == id)
        .map_or(&scenario.assumptions, |v| &v.assumptions)
}

#[cfg(test)]
mod tests {
    use super::super::trials::trials;
    use super::*;
    use crate::compare::{Agreement, Told};
    use crate::model::Law;
    use crate::report::sample;
    use crate::trials::VariantRun;
    use crate::units::Estimate;

    fn text(bytes: Vec<u8>) -> String {
        String::from_utf8(bytes).unwrap()
    }

    fn all_trials(scenario: &Scenario, runs: &[VariantRun]) -> String {
        let mut bytes = Vec::new();
        trials(scenario, runs, &mut bytes).unwrap();
        text(bytes)
    }

    #[test]
    fn the_comparison_as_a_table() {
        insta::assert_snapshot!(text(comparison(&sample::scenario(), &sample::comparison())));
    }

    #[test]
    fn the_trials_as_a_table() {
        insta::assert_snapshot!(all_trials(&sample::scenario(), &sample::runs()));
    }

    #[test]
    fn every_row_is_as_long_as_the_head() {
        for text in sample::HOSTILE {
            let (scenario, compared) = sample::hostile(text);
            let bytes = comparison(&scenario, &compared);
            let mut reader = csv::Reader::from_reader(bytes.as_slice());
            let rows = reader.records().collect::<Result<Vec<_>, _>>().unwrap();
            assert_eq!(rows.len(), 8);
            for cell in rows.iter().flatten() {
                assert!(!cell.starts_with(['=', '+', '@']), "{cell:?}");
                assert!(
                    !cell.starts_with('-') || cell.parse::<f64>().is_ok(),
                    "{cell:?}"
                );
                assert!(!cell.chars().any(char::is_control), "{cell:?}");
            }
        }
    }

    #[test]
    fn what_a_search_told_has_its_columns() {
        let scenario = sample::scenario();
        let mut compared = sample::comparison();
        let with = |compared: &Comparison, column: &str| -> Vec<String> {
            let bytes = comparison(&scenario, compared);
            let mut reader = csv::Reader::from_reader(bytes.as_slice());
            let head = reader.headers().unwrap().clone();
            let at = head.iter().position(|name| name == column).unwrap();
            let rows = reader.records().map(Result::unwrap);
            rows.map(|row| row[at].to_owned()).collect()
        };
        let told = Told {
            area: Estimate {
                value: 1e-6,
                low: 5e-7,
                high: 2e-6,
                level: 0.95,
            },
            bound_only: false,
            bits: 19.93,
            runs: 10,
            particles: 200,
            days: 10_000,
            levels: 19.0,
            ancestors: 30,
            spread_ratio: 1.0,
            alarm: false,
            agreement: Agreement {
                days: 1_000,
                distance: 0.01,
                allowed: 0.06,
            },
            confirmed: (200, 200),
            ways: Vec::new(),
        };
        compared.variants[0].figures[0].rare = Some(Rare::Told(told.clone()));
        assert_eq!(with(&compared, "rare_p")[0], number(told.area.value));
        assert_eq!(with(&compared, "rare_low")[0], number(told.area.low));
        assert_eq!(with(&compared, "rare_high")[0], number(told.area.high));
        assert_eq!(with(&compared, "rare_method")[0], "splitting");
        let bound = Told {
            bound_only: true,
            ..told
        };
        compared.variants[0].figures[0].rare = Some(Rare::Told(bound));
        assert_eq!(with(&compared, "rare_method")[0], "bound");
        compared.variants[0].figures[0].rare = None;
        assert_eq!(with(&compared, "rare_method")[0], "");
        let q90 = compared.variants[0].figures[0].simulated.q90;
        assert_eq!(with(&compared, "simulated_q90")[0], number(q90));
    }

    #[test]
    fn an_input_taken_as_certain_in_one_set_keeps_its_value() {
        let mut scenario = sample::scenario();
        scenario.variants[0].assumptions.inputs[0].law = Law::Fixed(58_000.0);
        let mut runs = sample::runs();
        let table = &mut runs[1].table;
        table.input_names.remove(0);
        table.inputs.remove(0);
        let out = all_trials(&scenario, &runs);
        assert!(out.contains("\nown-figures,full,0,58000,0.75,"), "{out}");
    }

    #[test]
    fn chart_tables_keep_numbers_and_disarm_formulas() {
        let rows = vec![vec!["-1.5".into(), "=1+1".into()]];
        let out = text(texts(&["x".into(), "@y".into()], &rows));
        assert_eq!(out, "x,'@y\n-1.5,'=1+1\n");
    }
}
