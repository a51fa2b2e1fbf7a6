//! Laws: from their table to the model, and whether they suit what they measure.

use crate::model::Law;
use crate::scenario::problems::Sink;
use crate::scenario::rule::Rule;
use crate::scenario::shape::Measure;
use crate::scenario::tree::{At, Data, Node};

/// No assumption is larger than this.
const LARGEST: f64 = 1e12;

/// The law a node states: a number, or a table with one law. `None` when it is not one; what is wrong
/// with it has then been reported.
pub(super) fn read(node: &Node, sink: &mut Sink) -> Option<Law> {
    if let Some(value) = node.number() {
        return Some(Law::Fixed(value));
    }
    let [entry] = node.entries() else { return None };
    let (name, body) = (entry.key.as_str(), &entry.value);
    let law = match name {
        "uniform" | "between" => {
            let (low, high) = pair(body)?;
            two_ends(name, low, high, body.at, sink)?;
            if name == "uniform" {
                Law::Uniform { low, high }
            } else {
                Law::Between { low, high }
            }
        }
        "triangular" | "pert" => {
            let (low, mode, high) = (
                member(body, "low")?,
                member(body, "mode")?,
                member(body, "high")?,
            );
            two_ends(name, low, high, body.at, sink)?;
            if mode < low || mode > high {
                let what = format!("{name} has its mode {mode} outside {low} to {high}");
                sink.error(body.at, Rule::OutOfOrder(what), "low ≤ mode ≤ high");
                return None;
            }
            if name == "pert" {
                Law::Pert { low, mode, high }
            } else {
                Law::Triangular { low, mode, high }
            }
        }
        "normal" | "lognormal" | "beta" => {
            let (mean, sd) = (member(body, "mean")?, member(body, "sd")?);
            if sd <= 0.0 {
                return None;
            }
            moments(name, mean, sd, body.at, sink)?
        }
        "discrete" => discrete(body, sink)?,
        _ => return None,
    };
    Some(law)
}

fn member(body: &Node, key: &str) -> Option<f64> {
    body.get(key)?.number()
}

fn pair(body: &Node) -> Option<(f64, f64)> {
    match body.items() {
        [low, high] => Some((low.number()?, high.number()?)),
        _ => None,
    }
}

/// The lower end lies below the upper one.
fn two_ends(name: &str, low: f64, high: f64, at: At, sink: &mut Sink) -> Option<()> {
    if low == high {
        sink.error(
            at,
            Rule::NoWidth(format!("{name} from {low} to {high}")),
            format!("write the plain number {low} if it is certain"),
        );
        return None;
    }
    if low > high {
        sink.error(
            at,
            Rule::OutOfOrder(format!("{name} begins at {low} and ends at {high}")),
            "the smaller end comes first",
        );
        return None;
    }
    Some(())
}

fn moments(name: &str, mean: f64, sd: f64, at: At, sink: &mut Sink) -> Option<Law> {
    match name {
        "normal" => Some(Law::Normal { mean, sd }),
        "lognormal" if mean > 0.0 => Some(Law::Lognormal { mean, sd }),
        "lognormal" => {
            let what = format!("lognormal with mean {mean}");
            sink.error(at, Rule::NoSuchLaw(what), "its mean is above 0");
            None
        }
        _ if mean <= 0.0 || mean >= 1.0 => {
            let what = format!("beta with mean {mean}");
            sink.error(at, Rule::NoSuchLaw(what), "its mean lies between 0 and 1");
            None
        }
        _ if sd * sd >= mean * (1.0 - mean) => {
            let what = format!("beta with mean {mean} and sd {sd}");
            let most = (mean * (1.0 - mean)).sqrt();
            sink.error(
                at,
                Rule::NoSuchLaw(what),
                format!("with this mean the sd lies below {most:.4}"),
            );
            None
        }
        _ => Some(Law::Beta { mean, sd }),
    }
}

fn discrete(body: &Node, sink: &mut Sink) -> Option<Law> {
    let mut values = Vec::new();
    for item in body.items() {
        let (value, weight) = match &item.data {
            Data::List(_) => pair(item)?,
            _ => (item.number()?, 1.0),
        };
        if weight <= 0.0 {
            return None;
        }
        values.push((value, weight, item.at));
    }
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let twice = values.windows(2).find(|two| two[0].0 == two[1].0);
    if let Some(twice) = twice {
        let id = twice[0].0.to_string();
        sink.error(
            twice[0].2.max(twice[1].2),
            Rule::Duplicate { what: "value", id },
            "add the weights up and write it once",
        );
        return None;
    }
    (!values.is_empty()).then(|| {
        Law::Discrete(
            values
                .into_iter()
                .map(|(value, weight, _)| (value, weight))
                .collect(),
        )
    })
}

/// Whether a law suits what it measures; reports it when not.
pub(super) fn suits(law: &Law, measure: &Measure, what: &str, at: At, sink: &mut Sink) -> bool {
    let problem = match law {
        Law::Fixed(value) => return fixed(*value, measure, what, at, sink),
        Law::Uniform { low, high } => ends("uniform", &[*low, *high], measure),
        Law::Triangular { low, high, .. } => ends("triangular", &[*low, *high], measure),
        Law::Pert { low, high, .. } => ends("pert", &[*low, *high], measure),
        Law::Discrete(values) => {
            let values: Vec<f64> = values.iter().map(|value| value.0).collect();
            match values.iter().find(|value| !measure.admits(**value)) {
                Some(value) => Some(format!("discrete has the value {value}")),
                None => ends("discrete", &values, measure),
            }
        }
        Law::Normal { mean, .. } => mean_inside("normal", *mean, measure),
        Law::Lognormal { mean, .. } => mean_inside("lognormal", *mean, measure),
        Law::Beta { .. } if !(measure.low == 0.0 && measure.high == 1.0) => {
            let what = format!("beta lies between 0 and 1; {what} is no share");
            sink.error(
                at,
                Rule::NoSuchLaw(what),
                "take `pert`, `lognormal` or `between`",
            );
            return false;
        }
        Law::Beta { .. } => None,
        Law::Between { low, high } => between(*low, *high, measure),
    };
    let Some(problem) = problem else { return true };
    let help = if measure.high == 1.0 {
        "write shares as 0.72 for 72 %".to_string()
    } else {
        format!("every value it can take must be {}", allowed(measure))
    };
    sink.error(
        at,
        Rule::OutsideSupport(format!("{problem}; {}", measure.rule)),
        help,
    );
    false
}

fn fixed(value: f64, measure: &Measure, what: &str, at: At, sink: &mut Sink) -> bool {
    if measure.admits(value) && value.abs() <= LARGEST {
        return true;
    }
    if measure.name == "share" {
        let (side, help) = if value < 0.0 {
            ("below 0", "write 0 for none".to_string())
        } else if value < 2.0 {
            ("above 1", "write 1 for all, 0.72 for 72 %".to_string())
        } else if value <= 100.0 {
            let share = format!("{:.6}", value / 100.0);
            let share = share.trim_end_matches('0').trim_end_matches('.');
            ("above 1", format!("write {share} for {value} %"))
        } else {
            ("above 1", "write 0.72 for 72 %".to_string())
        };
        sink.error(at, Rule::ShareOutside { side }, help);
        return false;
    }
    let rule = if value.abs() > LARGEST {
        "no number here is above 10^12".to_string()
    } else {
        measure.rule.to_string()
    };
    let what = format!("`{what}`");
    let help = format!("write {}", allowed(measure));
    sink.error(at, Rule::OutOfRange { what, rule }, help);
    false
}

/// The numbers that make sense, in words.
fn allowed(measure: &Measure) -> String {
    let from = if measure.low_open { "above" } else { "from" };
    match (measure.low.is_finite(), measure.high.is_finite()) {
        (true, true) => format!("a number {from} {} to {}", measure.low, measure.high),
        (true, false) => format!("a number {from} {} up", measure.low),
        _ => "a number of at most 10^12".to_string(),
    }
}

/// The ends of a law with two ends lie within what makes sense; an excluded end may be touched.
fn ends(name: &str, values: &[f64], measure: &Measure) -> Option<String> {
    let low = values.first().copied().unwrap_or(0.0);
    let high = values.last().copied().unwrap_or(0.0);
    if low.abs() > LARGEST || high.abs() > LARGEST {
        return Some(format!("{name} goes beyond 10^12"));
    }
    if low < measure.low {
        Some(format!("{name} begins at {low}"))
    } else if high > measure.high {
        Some(format!("{name} reaches {high}"))
    } else {
        None
    }
}

fn mean_inside(name: &str, mean: f64, measure: &Measure) -> Option<String> {
    if mean.abs() > LARGEST {
        return Some(format!("{name} has a mean beyond 10^12"));
    }
    let inside = measure.admits(mean);
    (!inside).then(|| format!("{name} has the mean {mean}"))
}

/// `between` needs room beyond its ends for the 5 % on either side.
fn between(low: f64, high: f64, measure: &Measure) -> Option<String> {
    if low.abs() > LARGEST || high.abs() > LARGEST {
        return Some("between goes beyond 10^12".to_string());
    }
    if low <= measure.low {
        Some(format!(
            "between begins at {low} and needs room for 5 % below it, so its lower end is above {}",
            measure.low
        ))
    } else if high >= measure.high {
        Some(format!(
            "between reaches {high} and needs room for 5 % above it"
        ))
    } else {
        None
    }
}
