//! The register of looks: every comparison is counted, the silent ones too.

use std::collections::{BTreeMap, BTreeSet};

use super::{CHECKS, Fact};
use crate::compare::{Finding, Grade, Looks};

/// Collects findings and counts looks.
#[derive(Default)]
pub(super) struct Ledger {
    looks: BTreeMap<&'static str, u64>,
    seen: BTreeSet<(&'static str, String)>,
    findings: Vec<Finding>,
    expected: f64,
}

impl Ledger {
    /// Counts one look of a check at the figures `key`; false when they were looked at before.
    ///
    /// Two claimants who share a figure would otherwise have it counted twice.
    pub fn look(&mut self, check: &'static str, key: &str) -> bool {
        let fresh = self.seen.insert((check, key.to_string()));
        if fresh {
            *self.looks.entry(check).or_default() += 1;
        }
        fresh
    }

    /// Counts one look for a coincidence that has this chance.
    pub fn look_for(&mut self, check: &'static str, key: &str, chance: f64) -> bool {
        let fresh = self.look(check, key);
        if fresh {
            self.expected += chance;
        }
        fresh
    }

    /// Looks of a check so far.
    pub fn looks_of(&self, check: &'static str) -> u64 {
        self.looks.get(check).copied().unwrap_or(0)
    }

    /// Records a finding, once.
    pub fn find(
        &mut self,
        check: &'static str,
        grade: Grade,
        subject: Vec<&str>,
        fact: Fact,
        chance: Option<f64>,
    ) {
        let finding = Finding {
            check,
            grade,
            subject: subject.join(", "),
            fact,
            chance,
        };
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    /// The findings, hard ones first, then in the order of the closed list; and the count of looks.
    pub fn close(mut self) -> (Vec<Finding>, Looks) {
        let place = |check: &str| CHECKS.iter().position(|name| *name == check);
        self.findings
            .sort_by_key(|finding| (finding.grade, place(finding.check)));
        let by_check = CHECKS
            .iter()
            .map(|&name| {
                let found = self.findings.iter().filter(|f| f.check == name).count();
                (name, self.looks_of(name), found as u64)
            })
            .collect();
        let looks = Looks {
            by_check,
            expected_by_chance: self.expected,
        };
        (self.findings, looks)
    }
}
