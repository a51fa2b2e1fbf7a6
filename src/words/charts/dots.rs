//! C2: the words of the quantile dotplot.

use super::{Side, Subject, count, days_of, figure, name, runs, sentence, value};

/// How to read it.
pub const CAPTION: &str = "Imagine fifty such days: each dot is one of them, placed at what came out. Rings \
    are days on which the reported figure, rounding allowed for, was reached; a day rarer \
    than 1 in 50 has no dot, so the count of all days stands beside the line.";

/// Columns of the table.
pub const COLUMNS: [&str; 3] = ["dot", "value", "reaches the report"];

/// Whether a dot reaches the report, in the table.
pub fn reaches(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

/// What a dot is, and what is shown.
pub fn subtitle(of: &Subject) -> String {
    format!("Each dot stands for 1 in 50. {}", of.subtitle())
}

/// On how many of fifty days the figure comes out.
pub fn finding(of: &Subject, reaching: usize) -> String {
    let (what, said) = (name(of.reported), figure(of.reported));
    let days = match reaching {
        0 => "on none of 50 days like these".to_string(),
        50 => "on each of 50 days like these".to_string(),
        n => format!("on {} of 50 days like these", count(n)),
    };
    let met = match of.figure.tail.side {
        Side::High => "is reached",
        Side::Low => "or less comes out",
    };
    match reaching {
        0 => format!(
            "{what}: {said} {met} {days}; {}",
            runs(&of.figure.tail, &of.figure.claim)
        ),
        _ => format!("{what}: {said} {met} {days}"),
    }
}

/// The key numbers, for readers who do not see the picture.
pub fn description(of: &Subject, reaching: usize) -> String {
    format!(
        "Fifty dots along {}, each one in fifty of {}. {} of 50 reach the reported figure; \
         the middle dot stands at {}; reported {}.",
        of.axis(),
        days_of(of.variant),
        sentence(&count(reaching)),
        value(of.figure.simulated.median, of.figure.claim.percent),
        figure(of.reported),
    )
}
