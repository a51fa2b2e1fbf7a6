//! C14: the words of all sets of assumptions side by side.

use super::{Standing, Subject, assumptions, clean, count, figure, name, polls, value, whole};
use crate::compare::{FigureComparison, VariantComparison};

/// One set of assumptions and what it says about the figure.
pub type Row<'a> = (&'a VariantComparison, &'a FigureComparison);

/// How to read it.
pub const CAPTION: &str = "Each row is the same question under another set of assumptions, with the same dice: \
    the thick part of a bar holds the middle 50 % of the simulated days, the thin part 95 %. \
    The orange line with the diamond is what was reported; a short upright stroke is the hard \
    bound of that row.";

/// Columns of the table.
pub const COLUMNS: [&str; 10] = [
    "assumptions",
    "2.5 %",
    "25 %",
    "median",
    "75 %",
    "97.5 %",
    "hard bound",
    "days",
    "of",
    "standing",
];

/// The row of the report.
pub fn reported_row(of: &Subject) -> String {
    format!("reported: {}", clean(&of.reported.label))
}

/// What is shown, and what the bars hold.
pub fn subtitle(of: &Subject) -> String {
    format!(
        "{}: {}; bars hold 50 and 95 % of the simulated days, the white gap is the median",
        polls(of.reported, &of.scenario.assumptions),
        of.axis()
    )
}

/// How many sets of assumptions give which standing.
pub fn finding(of: &Subject, rows: &[Row]) -> String {
    let (what, said) = (name(of.reported), figure(of.reported));
    let order = [
        Standing::Within,
        Standing::Strained,
        Standing::Outside,
        Standing::Impossible,
    ];
    let parts: Vec<(Standing, usize)> = order
        .into_iter()
        .map(|s| (s, rows.iter().filter(|(_, f)| f.standing == s).count()))
        .filter(|(_, n)| *n > 0)
        .collect();
    if let [(standing, n)] = parts[..] {
        let all = match n {
            2 => "both".into(),
            _ => format!("all {}", count(n)),
        };
        return format!(
            "{what}: {said} is {} under {all} sets of assumptions",
            standing.word()
        );
    }
    let told = parts
        .iter()
        .map(|(s, n)| format!("{} under {}", s.word(), count(*n)));
    format!(
        "{what}: whether {said} fits depends on the assumptions: {}",
        told.collect::<Vec<_>>().join(", ")
    )
}

/// The key numbers of the first rows, for readers who do not see the picture.
pub fn description(of: &Subject, rows: &[Row]) -> String {
    let told = rows.iter().take(6).map(|(v, f)| {
        format!(
            "{}: median {}, {}",
            assumptions(of.scenario, &v.id, &v.label),
            value(f.simulated.median, of.figure.claim.percent),
            f.standing.word()
        )
    });
    format!(
        "One row for each of {} sets of assumptions; reported {}. {}.",
        count(rows.len()),
        figure(of.reported),
        told.collect::<Vec<_>>().join("; ")
    )
}

/// `26 of 20,000 days`: on how many days a row reaches the figure.
pub fn days_of(figure: &FigureComparison) -> String {
    let (hits, trials) = (figure.tail.hits as f64, figure.tail.trials as f64);
    format!("{} of {} days", whole(hits), whole(trials))
}
