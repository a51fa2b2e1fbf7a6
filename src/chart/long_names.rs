//! Every kind of chart that shows names, with names of 60 and of 300 letters.

use super::samples::{self, Sample};
use super::sketch::{Anchor, Area, LARGE, Label, SMALL};
use super::*;
use crate::compare::sweep::{Axis, Design, Outcome, Point, Subject as Asked};
use crate::compare::{Driver, DriverEnd, Drivers, Side, Standing, tail_of_hits};
use crate::model::Unit;
use crate::units::Estimate;

/// Names of so many letters: words, or one unbroken word. Each is another one, at its front and its end.
struct Names {
    letters: usize,
    words: bool,
    given: usize,
}

impl Names {
    fn next(&mut self) -> String {
        self.given += 1;
        let filler = match self.words {
            true => "the quarter beyond the old railway bridge and the mill ",
            false => "Wahlkreisverwaltungsgemeinschaft",
        };
        let end = format!("{:02}", self.given);
        let middle: String = filler.chars().cycle().take(self.letters - 4).collect();
        format!("{end}{middle}{end}")
    }
}

/// Gives everything in a sample a long name.
fn named(mut sample: Sample, names: &mut Names) -> Sample {
    let scenario = &mut sample.scenario;
    scenario.title = names.next();
    scenario.base_label = names.next();
    for poll in &mut scenario.assumptions.polls {
        poll.label = names.next();
        let contests = poll.contests.iter_mut();
        for option in contests.flat_map(|it| &mut it.options) {
            option.1 = names.next();
        }
        for set in &mut poll.stations {
            set.label = names.next();
        }
    }
    for input in &mut scenario.assumptions.inputs {
        input.label = names.next();
    }
    for figure in &mut scenario.reported {
        figure.label = names.next();
        figure.claimant = Some(names.next());
    }
    for returns in &mut scenario.returns {
        returns.claimant = Some(names.next());
        returns.stage = Some(names.next());
    }
    for variant in &mut sample.comparison.variants {
        variant.label = names.next();
        let populations = variant.joint.iter_mut().flat_map(|it| &mut it.populations);
        for population in populations {
            population.0 = names.next();
        }
    }
    sample
}

/// What moves the first figure: every input there is.
fn with_drivers(mut sample: Sample) -> Sample {
    let share = Estimate {
        value: 0.3,
        low: 0.2,
        high: 0.4,
        level: 0.95,
    };
    let driver = |input: usize| Driver {
        input,
        share,
        distance: None,
        ends: [-1.0, 1.0].map(|way| DriverEnd {
            value: 30_000.0 + 1_000.0 * way,
            figure: 30_000.0 + way * 9_000.0 / (input + 1) as f64,
        }),
    };
    let inputs = sample.scenario.assumptions.inputs.len().min(8);
    sample.comparison.variants[0].drivers.push(Drivers {
        figure: 0,
        inputs: (0..inputs).map(driver).collect(),
        rest: share,
        straight: 0.5,
        by_chance: None,
        days: 40,
        middle: 30_000.0,
    });
    sample
}

/// A sweep of one assumption or two of this design.
fn moved(names: &mut Names, axes: usize, design: Design) -> Sweep {
    let axis = |names: &mut Names| Axis {
        path: "polls.tskhinvali.participation.residents-of-the-upper-quarter.value".into(),
        label: names.next(),
        unit: Unit::Share,
        values: (5..12).map(|at| f64::from(at) / 12.0).collect(),
        stated: Some((0.5, 0.7)),
    };
    let mut sweep = Sweep {
        set: Some(("low".into(), names.next())),
        seed: 1,
        trials: 500,
        axes: (0..axes).map(|_| axis(names)).collect(),
        design,
        subjects: vec![Asked::Figure(0), Asked::Joint],
        points: Vec::new(),
    };
    sweep.points = sweep
        .layout()
        .into_iter()
        .map(|at| {
            let sum: f64 = at.iter().sum::<f64>() / axes as f64;
            let hits = (500.0 * (2.0 * sum - 0.9).clamp(0.0, 1.0)) as u64;
            let outcome = Outcome {
                tail: tail_of_hits(Side::High, false, hits, 500),
                standing: Standing::Within,
            };
            Point {
                at,
                outcomes: vec![outcome; 2],
            }
        })
        .collect();
    sweep
}

/// Charts of every kind with such names.
fn charts(names: &mut Names) -> Vec<Draft> {
    let mut all = Vec::new();
    for sample in samples::all() {
        if ["ordinary", "three", "many", "stations", "sought"].contains(&sample.name) {
            let sample = named(with_drivers(sample), names);
            all.extend(drafts(&sample.scenario, &sample.comparison));
        }
    }
    let sample = named(samples::ordinary(), names);
    for (axes, design) in [
        (1, Design::Grid),
        (2, Design::Grid),
        (2, Design::Latin(vec![3, 0, 6, 2, 5, 1, 4])),
    ] {
        all.extend(sweep::drafts(&sample.scenario, &moved(names, axes, design)));
    }
    let label = names.next();
    let (scenario, capacity) = capacity::asked(sample.scenario, &label);
    all.extend(capacity::drafts(&scenario, &capacity));
    all
}

/// The lines of text at the left edge that begin a page: its title and what stands below it.
fn told_above(draft: &Draft) -> String {
    let at_edge = |it: &&Label| it.x == frame::MARGIN && it.anchor == Anchor::Start;
    let title = draft.sketch.labels().filter(at_edge);
    let title: Vec<&str> = title
        .take_while(|it| it.size == LARGE)
        .map(|it| it.text.as_str())
        .collect();
    title.join(" ")
}

#[test]
fn with_names_of_any_length_no_text_is_lost_leaves_the_page_or_lies_on_another() {
    for (letters, words) in [(60, true), (60, false), (300, true), (300, false)] {
        let mut names = Names {
            letters,
            words,
            given: 9,
        };
        let charts = charts(&mut names);
        let mut kinds: Vec<ChartKind> = charts.iter().map(|it| it.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        // The ranks of a back-test name nothing.
        assert_eq!(kinds.len(), 13, "{kinds:?}");
        for draft in charts {
            let page = Area {
                left: 0.0,
                top: 0.0,
                right: draft.sketch.width,
                bottom: draft.sketch.height,
            };
            let kind = (draft.kind, letters, words);
            let title = told_above(&draft).replace(' ', "");
            assert_eq!(title, draft.title.replace(' ', ""), "{kind:?}");
            let labels: Vec<&Label> = draft.sketch.labels().collect();
            for (at, label) in labels.iter().enumerate() {
                let e = label.extent();
                assert!(page.holds(&e), "{kind:?}: {} at {e:?}", label.text);
                assert!(label.size >= SMALL - 1.0, "{kind:?}: {}", label.text);
                for other in &labels[..at] {
                    let shared = e.shared(&other.extent());
                    let (one, two) = (&label.text, &other.text);
                    assert!(shared < 2.0, "{kind:?}: {one} lies on {two}");
                }
            }
        }
    }
}

#[test]
fn names_of_one_column_can_be_told_apart() {
    for (letters, words) in [(60, true), (300, true), (300, false)] {
        let mut names = Names {
            letters,
            words,
            given: 9,
        };
        let told = [ChartKind::Tornado, ChartKind::Variants];
        let mut columns = 0;
        for draft in charts(&mut names) {
            if !told.contains(&draft.kind) {
                continue;
            }
            // What stands in the column of names, without title and subtitle.
            let at_edge = |it: &&Label| {
                it.x == frame::MARGIN && it.size < LARGE && it.role == roles::Role::Ink
            };
            let column: Vec<&str> = draft
                .sketch
                .labels()
                .filter(at_edge)
                .map(|it| it.text.as_str())
                .collect();
            let ends = |row: &Vec<String>| row[0].chars().skip(letters - 2).collect::<String>();
            let rows = draft.table.rows.iter();
            for row in rows.filter(|it| it[0].chars().count() == letters) {
                let shown = column.iter().any(|it| it.ends_with(&ends(row)));
                assert!(shown, "{} in {column:?}", row[0]);
                columns += 1;
            }
        }
        assert!(columns > 2);
    }
}

/// Where to write pictures for looking at, if anybody wants to: `SCRUTINEER_PICTURES=folder`.
#[test]
fn pictures_to_look_at() {
    let Some(folder) = std::env::var_os("SCRUTINEER_PICTURES") else {
        return;
    };
    for (letters, words) in [(60, true), (60, false), (300, true), (300, false)] {
        let mut names = Names {
            letters,
            words,
            given: 9,
        };
        let mut drafts = charts(&mut names);
        name_apart(&mut drafts);
        for draft in drafts {
            let name = format!("names-{letters}-{words}-{}.svg", draft.name);
            let path = std::path::Path::new(&folder).join(name);
            std::fs::write(path, draft.finish().unwrap().svg).unwrap();
        }
    }
}
