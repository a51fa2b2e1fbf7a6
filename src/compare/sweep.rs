//! Sweeps: the same comparison along a range of one assumption, or over a grid of two.
//!
//! Knows finished comparisons and the points they belong to. Never knows how a value gets into a
//! scenario, nor how a day is simulated. All points share their dice, so that two points differ by the
//! assumption alone.

use super::{Standing, Tail, VariantComparison, joint};
use crate::model::{Scenario, Unit};

/// The chance at which a figure begins to be strained: 1 in 20.
pub const ONE_IN_TWENTY: f64 = Standing::STRAINED_BELOW;

/// An assumption that is moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Its path in the scenario.
    pub path: String,
    /// What it is called; the path where it is no uncertain input.
    pub label: String,
    /// Unit of its values.
    pub unit: Unit,
    /// The values it takes, ascending.
    pub values: Vec<f64>,
    /// The 5 % and the 95 % quantile of the law that the scenario states; `None` where it states none.
    pub stated: Option<(f64, f64)>,
}

impl Axis {
    /// The axis of a path with these values, as `scenario` (before anything is moved) knows it.
    pub fn new(scenario: &Scenario, path: &str, values: Vec<f64>) -> Self {
        let bare = path.strip_suffix(".value").unwrap_or(path);
        let inputs = &scenario.assumptions.inputs;
        let input = inputs.iter().find(|it| it.path == bare);
        let stated = input.filter(|it| !it.is_fixed());
        Self {
            path: path.into(),
            label: input.map_or(path.into(), |it| it.label.clone()),
            unit: input.map_or(Unit::Plain, |it| it.unit),
            values,
            stated: stated.map(|it| (it.quantile(0.05), it.quantile(0.95))),
        }
    }
}

/// What is asked at every point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A reported figure, by its position in `Scenario::reported`.
    Figure(usize),
    /// Whether the headline claims hold together.
    Joint,
}

/// The figures named; else headline figures (all where none is marked) and the joint claim, where there
/// is one. Figures that were used for assumptions are left out unless named.
pub fn subjects(scenario: &Scenario, named: &[String]) -> Vec<Subject> {
    let reported = &scenario.reported;
    let any_headline = reported.iter().any(|it| it.headline);
    let wanted = |at: &usize| {
        let it = &reported[*at];
        match named {
            [] => !it.used_for_assumptions && (it.headline || !any_headline),
            ids => ids.contains(&it.id),
        }
    };
    let figures = (0..reported.len()).filter(wanted).map(Subject::Figure);
    let together = named.is_empty() && joint::headline(reported).len() > 1;
    figures.chain(together.then_some(Subject::Joint)).collect()
}

/// How one subject fares at one point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// The counted days.
    pub tail: Tail,
    /// The standing.
    pub standing: Standing,
}

impl Outcome {
    /// Share of days at least as extreme as the claim, in [0, 1]; doubled where no direction was
    /// declared. For the joint claim, the share of days on which all claims hold.
    pub fn chance(&self) -> f64 {
        self.doubled(self.tail.area.value)
    }

    /// The 95 % interval of [`chance`](Self::chance) (Clopper & Pearson 1934).
    pub fn interval(&self) -> (f64, f64) {
        let area = &self.tail.area;
        (self.doubled(area.low), self.doubled(area.high))
    }

    fn doubled(&self, share: f64) -> f64 {
        match self.tail.doubled {
            true => (2.0 * share).min(1.0),
            false => share,
        }
    }
}

/// One point of a sweep.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Value of every axis.
    pub at: Vec<f64>,
    /// One entry a subject.
    pub outcomes: Vec<Outcome>,
}

impl Point {
    /// What a comparison at this point says of the subjects.
    ///
    /// # Panics
    /// When the comparison is not of the scenario of the subjects.
    pub fn new(at: Vec<f64>, subjects: &[Subject], of: &VariantComparison) -> Self {
        let outcome = |subject: &Subject| match subject {
            Subject::Figure(at) => Outcome {
                tail: of.figures[*at].tail,
                standing: of.figures[*at].standing,
            },
            Subject::Joint => {
                let joint = of.joint.as_ref();
                let joint = joint.expect("the joint claim depends on the reported figures alone");
                Outcome {
                    tail: joint.tail,
                    standing: joint.standing,
                }
            }
        };
        Self {
            at,
            outcomes: subjects.iter().map(outcome).collect(),
        }
    }
}

/// How the points of a sweep are laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Design {
    /// Every value of one axis with every value of the other.
    Grid,
    /// A Latin hypercube (McKay, Beckman & Conover 1979): each value of each axis once. For two axes,
    /// which value of the second goes with each value of the first.
    Latin(Vec<usize>),
}

/// A sweep, finished or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Sweep {
    /// Id and label of the set of assumptions in which everything else stays; `None` for the base set.
    pub set: Option<(String, String)>,
    /// The seed of all points.
    pub seed: u64,
    /// Simulated days at every point.
    pub trials: u64,
    /// One or two assumptions.
    pub axes: Vec<Axis>,
    /// How the points are laid out.
    pub design: Design,
    /// What is asked.
    pub subjects: Vec<Subject>,
    /// Finished points, in the order of [`layout`](Self::layout).
    pub points: Vec<Point>,
}

impl Sweep {
    /// All points there are to be: in a grid the last axis runs fastest, in a Latin hypercube the first
    /// axis rises.
    pub fn layout(&self) -> Vec<Vec<f64>> {
        if let (Design::Latin(with), [rows, columns]) = (&self.design, &self.axes[..]) {
            let pairs = rows.values.iter().zip(with);
            return pairs
                .map(|(&first, &second)| vec![first, columns.values[second]])
                .collect();
        }
        let mut grid = vec![Vec::new()];
        for axis in &self.axes {
            let longer = |at: &Vec<f64>| {
                let at = at.clone();
                let add = move |value: &f64| [&at[..], &[*value]].concat();
                axis.values.iter().map(add).collect::<Vec<_>>()
            };
            grid = grid.iter().flat_map(longer).collect();
        }
        grid
    }

    /// Whether every point is there.
    pub fn is_finished(&self) -> bool {
        self.points.len() == self.layout().len()
    }

    /// Where a subject's chance passes 1 in 20 along the one axis; empty with two axes.
    pub fn crossings(&self, subject: usize) -> Vec<Crossing> {
        if self.axes.len() != 1 {
            return Vec::new();
        }
        let pairs = self.points.windows(2);
        pairs.filter_map(|pair| crossing(pair, subject)).collect()
    }

    /// Points at which a subject's chance is below 1 in 20.
    pub fn below(&self, subject: usize) -> usize {
        let points = self.points.iter();
        points
            .filter(|it| it.outcomes[subject].chance() < ONE_IN_TWENTY)
            .count()
    }
}

/// Where a chance passes 1 in 20.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crossing {
    /// The neighbouring points between which it does.
    pub between: (f64, f64),
    /// Where it does, were the logarithm of the chance straight between them; a point without days
    /// counts as 1 / (trials + 1) there.
    pub near: f64,
    /// Whether it is above 1 in 20 from here on.
    pub rising: bool,
}

fn crossing(pair: &[Point], subject: usize) -> Option<Crossing> {
    let [from, to] = [0, 1].map(|at| pair[at].at[0]);
    let outcomes = [0, 1].map(|at| &pair[at].outcomes[subject]);
    let below = outcomes.map(|it| it.chance() < ONE_IN_TWENTY);
    if below[0] == below[1] {
        return None;
    }
    let height = |it: &Outcome| libm::log(it.chance().max(1.0 / (it.tail.trials + 1) as f64));
    let [low, high] = outcomes.map(height);
    let part = (libm::log(ONE_IN_TWENTY) - low) / (high - low);
    let part = if part.is_finite() {
        part.clamp(0.0, 1.0)
    } else {
        0.5
    };
    Some(Crossing {
        between: (from, to),
        near: from + part * (to - from),
        rising: below[0],
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Side, standing, tail_of_hits};
    use super::*;

    fn sweep(hits: &[u64], trials: u64) -> Sweep {
        let point = |(at, &hits): (usize, &u64)| {
            let tail = tail_of_hits(Side::High, false, hits, trials);
            let standing = standing(tail.p_decisive, false);
            Point {
                at: vec![at as f64],
                outcomes: vec![Outcome { tail, standing }],
            }
        };
        Sweep {
            set: None,
            seed: 1,
            trials,
            axes: vec![Axis {
                path: "a".into(),
                label: "a".into(),
                unit: Unit::Plain,
                values: (0..hits.len()).map(|at| at as f64).collect(),
                stated: None,
            }],
            design: Design::Grid,
            subjects: vec![Subject::Figure(0)],
            points: hits.iter().enumerate().map(point).collect(),
        }
    }

    #[test]
    fn a_chance_passes_one_in_twenty_where_its_logarithm_does() {
        // 1 in 200 and 1 in 2: the logarithm of 1 in 20 lies in the middle.
        let it = sweep(&[5, 5, 500, 500], 1_000);
        let found = it.crossings(0);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].between, found[0].rising), ((1.0, 2.0), true));
        assert!((found[0].near - 1.5).abs() < 1e-12);
        assert_eq!(it.below(0), 2);
        assert!(it.is_finished());
    }

    #[test]
    fn no_days_at_all_still_have_a_place() {
        // 1 in 400 stands for none of 399.
        let falling = sweep(&[399, 0], 399).crossings(0);
        assert!(!falling[0].rising);
        let expected = libm::log(20.0) / libm::log(400.0);
        assert!((falling[0].near - expected).abs() < 1e-12);
        assert!(sweep(&[0, 0, 1], 399).crossings(0).is_empty());
        // Exactly 1 in 20 is not below it.
        assert!(sweep(&[20, 20, 30], 400).crossings(0).is_empty());
    }

    #[test]
    fn an_open_direction_counts_twice() {
        let tail = tail_of_hits(Side::Low, true, 30, 100);
        let it = Outcome {
            tail,
            standing: Standing::Within,
        };
        assert_eq!(it.chance(), 0.6);
        let (low, high) = (tail.area.low, tail.area.high);
        assert_eq!(it.interval(), (2.0 * low, 2.0 * high));
        // A share cannot be more than all, and one that is not doubled is as it is.
        let most = tail_of_hits(Side::Low, true, 60, 100);
        let it = Outcome { tail: most, ..it };
        assert_eq!((it.chance(), it.interval().1), (1.0, 1.0));
        let once = tail_of_hits(Side::Low, false, 30, 100);
        let it = Outcome { tail: once, ..it };
        assert_eq!((it.chance(), it.interval()), (0.3, (low, high)));
    }

    #[test]
    fn an_axis_knows_what_is_stated() {
        use super::super::testing::{assumptions, scenario};
        let mut of = assumptions();
        let adults = of.inputs.iter_mut().find(|it| it.path == "groups.b.adults");
        let adults = adults.expect("it is there");
        (adults.unit, adults.label) = (Unit::Persons, "adults of b".into());
        let scenario = scenario(of, Vec::new());
        for path in ["groups.b.adults", "groups.b.adults.value"] {
            let it = Axis::new(&scenario, path, vec![1.0]);
            assert_eq!((it.path.as_str(), it.label.as_str()), (path, "adults of b"));
            assert_eq!((it.unit, it.values), (Unit::Persons, vec![1.0]));
            // Of 200 to 400.
            let (low, high) = it.stated.expect("it is uncertain");
            assert!((low - 210.0).abs() < 1e-9 && (high - 390.0).abs() < 1e-9);
        }
        assert_eq!(
            Axis::new(&scenario, "groups.a.residents", Vec::new()).stated,
            None
        );
        let unknown = Axis::new(&scenario, "polls.north.opens", Vec::new());
        assert_eq!(
            (unknown.label.as_str(), unknown.unit),
            ("polls.north.opens", Unit::Plain)
        );
    }

    #[test]
    fn headlines_are_asked_about_or_all_or_those_named() {
        use super::super::testing::{assumptions, reported, scenario};
        use crate::model::{Figure, PollId, Precision, Quantity};
        let figure = |id: &str, poll| {
            let cast = Quantity::BallotsCast { at: None };
            reported(
                id,
                vec![PollId(poll)],
                cast,
                Figure::Count(Precision::Exact(1)),
            )
        };
        let mut figures = vec![figure("a", 0), figure("b", 1), figure("c", 0)];
        figures[2].used_for_assumptions = true;
        let mut it = scenario(assumptions(), figures);
        let asked = |it: &Scenario, named: &[&str]| {
            let named: Vec<String> = named.iter().map(|id| id.to_string()).collect();
            subjects(it, &named)
        };
        let one = Subject::Figure;
        assert_eq!(asked(&it, &["c", "a"]), [one(0), one(2)]);
        assert_eq!(asked(&it, &[]), [one(0), one(1), Subject::Joint]);
        it.reported[1].headline = true;
        assert_eq!(asked(&it, &[])[0], one(1));
        it.reported[0].headline = true;
        it.reported[2].headline = true;
        assert_eq!(asked(&it, &[]), [one(0), one(1), Subject::Joint]);
        assert_eq!(asked(&it, &["b"]), [one(1)]);
    }

    #[test]
    fn a_falling_chance_crosses_as_a_rising_one() {
        // From 1 in 2 down to 1 in 200 and up again: in the middle of both steps.
        let found = sweep(&[500, 5, 500], 1_000).crossings(0);
        let told: Vec<_> = found.iter().map(|it| (it.between, it.rising)).collect();
        assert_eq!(told, [((0.0, 1.0), false), ((1.0, 2.0), true)]);
        assert!((found[0].near - 0.5).abs() < 1e-12 && (found[1].near - 1.5).abs() < 1e-12);
        // 1 in 20 itself is the end of the step.
        assert_eq!(sweep(&[50, 5], 1_000).crossings(0)[0].near, 0.0);
    }

    #[test]
    fn the_last_axis_runs_fastest() {
        let mut it = sweep(&[1, 2], 10);
        let mut other = it.axes[0].clone();
        other.values = vec![7.0, 8.0];
        it.axes.push(other);
        let grid = [[0.0, 7.0], [0.0, 8.0], [1.0, 7.0], [1.0, 8.0]];
        assert_eq!(it.layout(), grid);
        assert!(!it.is_finished() && it.crossings(0).is_empty());
        it.design = Design::Latin(vec![1, 0]);
        assert_eq!(it.layout(), [[0.0, 8.0], [1.0, 7.0]]);
        assert!(it.is_finished());
    }

    #[test]
    fn a_chance_of_just_one_in_twenty_is_not_below_it() {
        assert_eq!(sweep(&[4, 5, 6], 100).below(0), 1);
        assert_eq!(sweep(&[50, 49, 0, 60], 1_000).below(0), 2);
    }
}
