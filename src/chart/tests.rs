//! Every chart, on every sample.

use super::samples::{self, Sample};
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

#[test]
fn every_chart_draws_on_every_sample() {
    for sample in samples::all() {
        show(&sample);
        let charts = draw(&sample.scenario, &sample.comparison).unwrap();
        assert!(!charts.is_empty(), "{}", sample.name);
        for chart in charts {
            assert!(chart.svg.starts_with("<svg "), "{}", chart.name);
            assert!(chart.svg.contains("role=\"img\""), "{}", chart.name);
            assert!(!chart.title.is_empty() && !chart.caption.is_empty());
            assert!(
                chart
                    .table
                    .rows
                    .iter()
                    .all(|r| r.len() == chart.table.columns.len())
            );
        }
    }
}
