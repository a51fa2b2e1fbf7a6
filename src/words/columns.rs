//! What the columns of the table files hold.

/// Columns of `comparison.csv` and what they hold; one row a set of assumptions and figure, and one
/// named `joint` where headline claims are asked for together.
pub const COMPARISON_COLUMNS: &[(&str, &str)] = &[
    (
        "variant",
        "id of the set of assumptions; base for the base set",
    ),
    ("variant_label", "what the set is called"),
    ("figure", "id of the reported figure, or joint"),
    ("label", "what the figure is called"),
    ("polls", "ids of its polls, separated by +"),
    ("quantity", "what it counts, with the base of percentages"),
    ("stage", "stage of publication"),
    ("claimant", "who said so"),
    ("reported", "the figure as published, with its precision"),
    ("unit", "persons or percent"),
    ("claim_lowest", "smallest value the figure may stand for"),
    (
        "claim_highest",
        "largest value; of a rounded percentage, the value itself is just beyond",
    ),
    (
        "standing",
        "within, strained, outside or impossible under these assumptions",
    ),
    ("direction", "side that was counted: high or low"),
    (
        "hits",
        "simulated days at least as extreme; for joint: days that met all claims",
    ),
    ("trials", "simulated days"),
    ("p", "(hits + 1) / (trials + 1)"),
    (
        "p_decisive",
        "the p the standing is formed from; doubled where no direction was declared",
    ),
    (
        "interval_low",
        "lower end of the 95 % interval of hits / trials",
    ),
    ("interval_high", "upper end of it"),
    ("bits", "minus the logarithm to base 2 of p"),
    ("simulated_q025", "2.5 % quantile of the simulated values"),
    ("simulated_q05", "5 % quantile"),
    ("simulated_q10", "10 % quantile"),
    ("simulated_q25", "25 % quantile"),
    ("simulated_median", "median"),
    ("simulated_q75", "75 % quantile"),
    ("simulated_q90", "90 % quantile"),
    ("simulated_q95", "95 % quantile"),
    ("simulated_q975", "97.5 % quantile"),
    (
        "chance_q025",
        "2.5 % quantile with every input at its median",
    ),
    ("chance_median", "median with every input at its median"),
    (
        "chance_q975",
        "97.5 % quantile with every input at its median",
    ),
    (
        "bound_lowest",
        "smallest possible value; empty when there is none",
    ),
    (
        "bound_highest",
        "largest possible value; empty when there is none",
    ),
    (
        "must_be_double",
        "joint only: persons who must have voted twice or not exist",
    ),
    (
        "rare_p",
        "probability of the claim where rare days were sought; an upper bound with the method bound",
    ),
    ("rare_low", "lower end of its 95 % interval"),
    ("rare_high", "upper end of it"),
    (
        "rare_method",
        "splitting, or bound where no search reached the claim; empty where none was told",
    ),
];
