//! Every chart, on every sample, typical and extreme.

use super::samples::{self, Sample};
use super::sketch::{Area, Mark};
use super::*;

/// Where to write pictures for looking at, if anybody wants to: `SCRUTINEER_PICTURES=folder`.
fn show(sample: &Sample) {
    let Some(folder) = std::env::var_os("SCRUTINEER_PICTURES") else {
        return;
    };
    for draft in drafts(&sample.scenario, &sample.comparison) {
        let path = std::path::Path::new(&folder).join(format!("{}-{}", sample.name, draft.name));
        std::fs::write(
            path.with_extension("png"),
            paint::png(&draft.sketch).unwrap(),
        )
        .unwrap();
        let svg = draft.finish().unwrap().svg;
        std::fs::write(path.with_extension("svg"), svg).unwrap();
    }
}

/// Checks that a document is well-formed XML: tags nest, attributes are quoted and unique, entities
/// are known, no forbidden character. Returns the text of every element named `of`.
fn parse(xml: &str, of: &str) -> Vec<String> {
    let plain = |text: &str| {
        assert!(!text.contains('<'), "{text}");
        for (at, _) in text.match_indices('&') {
            let known = ["&lt;", "&gt;", "&amp;", "&quot;", "&apos;"];
            assert!(
                known.iter().any(|e| text[at..].starts_with(e)),
                "{}",
                &text[at..]
            );
        }
        assert!(
            text.chars()
                .all(|c| c == '\n' || !c.is_control() && c != '\u{FFFE}' && c != '\u{FFFF}')
        );
    };
    let (mut open, mut found, mut rest) = (Vec::<String>::new(), Vec::new(), xml);
    while let Some(start) = rest.find('<') {
        plain(&rest[..start]);
        if open.last().is_some_and(|tag| tag == of) && !rest[..start].trim().is_empty() {
            found.push(rest[..start].trim().to_string());
        }
        let end = start + rest[start..].find('>').expect("every tag ends");
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
            continue;
        }
        let parts: Vec<&str> = tag.trim_end_matches('/').split('"').collect();
        assert!(parts.len() % 2 == 1, "unbalanced quotes in {tag}");
        let mut names = Vec::new();
        for pair in parts.chunks(2) {
            if let [name, value] = pair {
                plain(value);
                let name = name.split_whitespace().last().unwrap_or_default();
                assert!(name.ends_with('=') && !names.contains(&name), "{tag}");
                names.push(name);
            }
        }
        if !tag.ends_with('/') {
            open.push(
                tag.split_whitespace()
                    .next()
                    .unwrap_or_default()
                    .to_string(),
            );
        }
    }
    assert!(open.is_empty() && rest.trim().is_empty());
    found
}

#[test]
fn every_chart_draws_on_every_sample_as_well_formed_svg() {
    for sample in samples::all() {
        show(&sample);
        let charts = draw(&sample.scenario, &sample.comparison).unwrap();
        let mut names: Vec<&str> = charts.iter().map(|c| c.name.as_str()).collect();
        for chart in &charts {
            let at = format!("{} {}", sample.name, chart.name);
            assert!(chart.svg.starts_with("<svg xmlns="), "{at}");
            let tag = &chart.svg[..chart.svg.find('>').unwrap()];
            assert!(
                tag.contains("role=\"img\"") && tag.contains("viewBox=\"0 0 1520 "),
                "{at}"
            );
            assert!(
                !tag.contains(" width=") && !tag.contains(" height="),
                "{at}"
            );
            assert_eq!(chart.svg.matches("id=\"").count(), 2, "{at}");
            assert!(
                chart.svg.contains(&format!("id=\"{}-title\"", chart.name)),
                "{at}"
            );
            assert_eq!(
                parse(&chart.svg, "title"),
                [text::escape(&chart.title)],
                "{at}"
            );
            assert_eq!(
                parse(&chart.svg, "desc"),
                [text::escape(&chart.description)],
                "{at}"
            );
            assert!(
                chart.caption.len() > 40 && !chart.table.rows.is_empty(),
                "{at}"
            );
            let wide = chart.table.columns.len();
            assert!(chart.table.rows.iter().all(|row| row.len() == wide), "{at}");
        }
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), charts.len(), "{}: names differ", sample.name);
    }
}

#[test]
fn the_set_of_charts_fits_the_case() {
    let sample = samples::ordinary();
    let charts = draw(&sample.scenario, &sample.comparison).unwrap();
    let of = |kind| charts.iter().filter(|c| c.kind == kind).count();
    assert_eq!(
        of(ChartKind::Histogram),
        5,
        "announcements of a time of day have none of their own"
    );
    assert_eq!(
        [ChartKind::Dots, ChartKind::Variants, ChartKind::Convergence].map(of),
        [2, 2, 2],
        "one a headline figure"
    );
    assert_eq!(
        (
            of(ChartKind::Joint),
            of(ChartKind::Hours),
            of(ChartKind::Queue)
        ),
        (1, 2, 2)
    );
    assert_eq!(charts[0].name, "c1-tskhinvali-ballots-cast-final");
    assert!(charts.windows(2).all(|w| w[0].kind <= w[1].kind));
    let mut alone = sample.comparison.clone();
    alone.variants.truncate(1);
    alone.variants[0].joint = None;
    alone.variants[0].days.clear();
    let charts = draw(&sample.scenario, &alone).unwrap();
    assert!(charts.iter().all(|c| matches!(
        c.kind,
        ChartKind::Histogram | ChartKind::Dots | ChartKind::Convergence
    )));
    alone.variants.clear();
    assert_eq!(draw(&sample.scenario, &alone), Ok(Vec::new()));
}

#[test]
fn the_same_comparison_gives_the_same_bytes() {
    let (one, two) = (samples::ordinary(), samples::ordinary());
    let charts = draw(&one.scenario, &one.comparison).unwrap();
    assert_eq!(charts, draw(&two.scenario, &two.comparison).unwrap());
    let name = "c3-tskhinvali-eredvi";
    let png = png(&one.scenario, &one.comparison, name).unwrap();
    assert_eq!(
        Ok(&png),
        super::png(&two.scenario, &two.comparison, name).as_ref()
    );
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
    let wide = u32::from_be_bytes([png[16], png[17], png[18], png[19]]);
    assert_eq!(f64::from(wide), 2.0 * frame::WIDTH);
    let unknown = super::png(&one.scenario, &one.comparison, "c9");
    assert_eq!(unknown, Err(ChartError::Unknown { name: "c9".into() }));
}

#[test]
fn no_label_leaves_the_canvas_or_lies_on_another() {
    for sample in samples::all() {
        for draft in drafts(&sample.scenario, &sample.comparison) {
            let sketch = &draft.sketch;
            let canvas = Area {
                left: 0.0,
                top: 0.0,
                right: sketch.width,
                bottom: sketch.height,
            };
            let labels: Vec<_> = sketch.labels().map(|l| (l, l.extent())).collect();
            for (i, (label, e)) in labels.iter().enumerate() {
                let at = format!("{} {}: {}", sample.name, draft.name, label.text);
                assert!(canvas.holds(e), "{at} at {e:?} on {canvas:?}");
                for (other, o) in &labels[..i] {
                    assert!(e.shared(o) < 2.0, "{at} lies on {}", other.text);
                }
            }
        }
    }
}

#[test]
fn no_mark_leaves_the_canvas() {
    for sample in samples::all() {
        for draft in drafts(&sample.scenario, &sample.comparison) {
            let (w, h) = (draft.sketch.width, draft.sketch.height);
            let inside = |(x, y): &(f64, f64)| *x >= 0.0 && *y >= 0.0 && *x <= w && *y <= h;
            let fits = |mark: &Mark| match mark {
                Mark::Fill(a, _) => inside(&(a.left, a.top)) && inside(&(a.right, a.bottom)),
                Mark::Shape(points, _) | Mark::Line(points, ..) => points.iter().all(inside),
                Mark::Dot((x, y), r, _) => inside(&(x - r, y - r)) && inside(&(x + r, y + r)),
                Mark::Text(_) => true,
            };
            let stray = draft.sketch.marks.iter().find(|mark| !fits(mark));
            assert_eq!(stray, None, "{} {}", sample.name, draft.name);
        }
    }
}

#[test]
fn the_table_holds_what_is_drawn() {
    let sample = samples::ordinary();
    let charts = draw(&sample.scenario, &sample.comparison).unwrap();
    let find = |name: &str| &charts.iter().find(|c| c.name == name).unwrap().table;
    let values = &sample.comparison.variants[0].figures[0].values;
    let table = find("c1-tskhinvali-ballots-cast-final");
    let mut all = 0;
    for row in table.rows.iter().filter(|row| row[0] == "bin") {
        let (from, to, n): (f64, f64, usize) = (
            row[1].parse().unwrap(),
            row[2].parse().unwrap(),
            row[3].parse().unwrap(),
        );
        assert_eq!(
            values.iter().filter(|v| **v >= from && **v <= to).count(),
            n
        );
        all += n;
    }
    assert_eq!(all, 20_000);
    let dots = find("c2-tskhinvali-ballots-cast-final");
    assert_eq!(dots.rows.len(), 51);
    let day = &sample.comparison.variants[0].days[0];
    let hours = find("c4-tskhinvali");
    assert_eq!(hours.rows.len(), day.times.len() + 4);
    assert_eq!(
        hours.rows[24][5].parse::<f64>().unwrap(),
        (day.turnout[24].median * 1e6).round() / 1e6
    );
    let rivals = find("c14-tskhinvali-ballots-cast-final");
    assert_eq!(
        rivals.rows[1][9],
        sample.comparison.variants[1].figures[0].standing.word()
    );
}

#[test]
fn the_fingerprint_counts_every_station_on_both_sides() {
    let sample = samples::stations();
    let charts = draw(&sample.scenario, &sample.comparison).unwrap();
    let of = |kind| charts.iter().find(|c| c.kind == kind).unwrap();
    let map = of(ChartKind::Fingerprint);
    assert_eq!(map.name, "c6-tskhinvali-schools");
    for column in [4, 5] {
        let count = |row: &Vec<String>| row[column].parse::<usize>().unwrap();
        assert_eq!(map.table.rows.iter().map(count).sum::<usize>(), 200);
    }
    assert!(map.caption.contains("trial 17") && map.caption.contains("correlation proves nothing"));
    let ranks = of(ChartKind::StationRanks);
    assert_eq!(ranks.name, "c10-tskhinvali-schools");
    assert_eq!(ranks.table.rows.len(), 200);
    assert!(
        ranks.caption.contains("That was to be expected"),
        "{}",
        ranks.caption
    );
    assert!(ranks.title.contains("leave the band"), "{}", ranks.title);
}

#[test]
fn the_way_to_a_sought_figure_ends_at_its_estimate() {
    let named = |name: &str| {
        let all = samples::all().into_iter().find(|it| it.name == name);
        let sample = all.unwrap();
        let charts = draw(&sample.scenario, &sample.comparison).unwrap();
        let mut of = charts.into_iter().filter(|c| c.kind == ChartKind::Falling);
        let chart = of.next().unwrap();
        assert_eq!(of.next(), None, "one figure was sought");
        chart
    };
    let chart = named("sought");
    assert_eq!(chart.name, "c16-tskhinvali-ballots-cast-final");
    // 0.5 to the power of 12.6 is 1 in 6,208.
    assert!(
        chart
            .title
            .ends_with("52,163: a search finds about 1 in 6,200 days"),
        "{}",
        chart.title
    );
    let last = chart.table.rows.last().unwrap();
    assert_eq!(
        last.join(","),
        "the figure,52163,0.000161073,0.000080536,0.000322145"
    );
    let ways = |row: &&Vec<String>| row[0] == "search 7";
    let way: Vec<_> = chart.table.rows.iter().filter(ways).collect();
    assert_eq!((way.len(), way[12][1].as_str()), (13, "52163"));
    assert!(chart.description.contains("At 52,163: about 1 in 6,200"));
    let none = named("not-found");
    assert!(
        none.title.contains("a search finds at most 1 in"),
        "{}",
        none.title
    );
    assert!(none.table.rows.last().unwrap()[0].ends_with("at most"));
    let rare = named("too-rare");
    assert!(
        rare.title.contains("less than one in a million"),
        "{}",
        rare.title
    );
    let least = rare
        .table
        .rows
        .iter()
        .map(|row| row[2].parse::<f64>().unwrap());
    assert_eq!(least.fold(1.0, f64::min), 1e-6, "and no rarer is told");
}

#[test]
fn hostile_text_is_told_but_does_nothing() {
    let sample = samples::hostile();
    let charts = draw(&sample.scenario, &sample.comparison).unwrap();
    for chart in &charts {
        assert!(
            !chart.svg.contains("<b>") && !chart.svg.contains('\u{202E}'),
            "{}",
            chart.name
        );
        assert!(
            chart
                .name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        );
        assert!(chart.name.len() <= 90);
    }
    let told = parse(&charts[0].svg, "text").join(" ");
    assert!(told.contains("&lt;b&gt;bold&lt;/b&gt;"), "{told}");
    let full = text::clean(&sample.scenario.reported[0].label);
    assert_eq!(
        charts[0].table.rows[0][0], full,
        "the table has the whole label"
    );
}

#[test]
fn grey_print_keeps_the_report_apart() {
    let sample = samples::ordinary();
    for draft in drafts(&sample.scenario, &sample.comparison) {
        if matches!(draft.kind, ChartKind::Queue | ChartKind::Convergence) {
            continue;
        }
        let diamond =
            |mark: &&Mark| matches!(mark, Mark::Shape(p, roles::Role::Mark) if p.len() == 4);
        let figures = draft.sketch.marks.iter().filter(diamond).count();
        let word = |l: &sketch::Label| l.text.contains("reported") || l.text.contains("announced");
        assert!(
            figures > 0 && draft.sketch.labels().any(word),
            "{}",
            draft.name
        );
    }
}

#[test]
fn every_colour_has_a_dark_twin() {
    let sample = samples::ordinary();
    for chart in draw(&sample.scenario, &sample.comparison).unwrap() {
        for (at, _) in chart.svg.match_indices("\"#") {
            let colour = &chart.svg[at + 1..at + 8];
            assert!(ROLES.iter().any(|(light, _)| *light == colour), "{colour}");
        }
    }
}
