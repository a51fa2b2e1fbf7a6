//! What the author expects to come out.

use std::collections::BTreeSet;

use super::{Decoder, dangling};
use crate::model::{CHECKS, Expectation, Reported};
use crate::scenario::rule::Rule;
use crate::scenario::tree::{Entry, Node};

impl Decoder<'_, '_> {
    /// `[expect]`.
    pub(super) fn expect(&mut self, reported: &[Reported]) -> Vec<Expectation> {
        let Some(table) = self.root.get("expect") else {
            return Vec::new();
        };
        let mut expected = Vec::new();
        let ids: BTreeSet<&str> = reported.iter().map(|figure| figure.id.as_str()).collect();
        let headlines = reported.iter().filter(|figure| figure.headline).count();
        for entry in table.get("standing").map_or(&[][..], Node::entries) {
            expected.extend(self.standing(entry, &ids, headlines));
        }
        for entry in table.get("check").map_or(&[][..], Node::entries) {
            if !CHECKS.contains(&entry.key.as_str()) {
                dangling(self.sink, "check", &entry.key, entry.at, CHECKS.into_iter());
            } else if let Some(grade) = entry.value.text() {
                expected.push(Expectation::Check {
                    check: entry.key.clone(),
                    grade: grade.to_string(),
                });
            }
        }
        expected
    }

    fn standing(
        &mut self,
        entry: &Entry,
        ids: &BTreeSet<&str>,
        headlines: usize,
    ) -> Option<Expectation> {
        let (variant, figure) = split(&entry.key, self.children("variants"));
        if let Some(variant) = variant
            && variant != "base"
        {
            let known = self.children("variants");
            if !known.iter().any(|known| known.key == variant) {
                let ids = known.iter().map(|known| known.key.as_str());
                dangling(self.sink, "variant", variant, entry.at, ids);
            }
        }
        if figure == "joint" {
            if headlines < 2 {
                self.sink.error(
                    entry.at,
                    Rule::NoJoint,
                    "mark the claims with `headline = true`",
                );
            }
        } else if !ids.contains(figure) {
            let ids = ids.iter().copied();
            dangling(
                self.sink,
                "reported figure",
                figure,
                entry.at,
                ids.chain(["joint"]),
            );
        }
        let words: &[Node] = match entry.value.items() {
            [] => std::slice::from_ref(&entry.value),
            items => items,
        };
        Some(Expectation::Standing {
            figure: figure.to_string(),
            variant: variant.filter(|id| *id != "base").map(str::to_string),
            any_of: words
                .iter()
                .filter_map(|word| word.text().map(str::to_string))
                .collect(),
        })
    }
}

/// Splits `VARIANT:FIGURE`; the colon of a time of day (`@12:00`) is no such colon.
fn split<'k>(key: &'k str, variants: &[Entry]) -> (Option<&'k str>, &'k str) {
    match key.split_once(':') {
        Some((before, after))
            if variants.iter().any(|known| known.key == before) || !before.contains(['@', '.']) =>
        {
            (Some(before), after)
        }
        _ => (None, key),
    }
}
