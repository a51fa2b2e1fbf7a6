//! `near-unanimity`: never a finding.
//!
//! A result near 100 % says nothing about its count. Norway 1905 (99.95 %), Iceland 1944, Northern
//! Ireland 1973, the Falkland Islands 2013 (99.8 %) and Puerto Rico 2017 (97 %) came out of counts that
//! nobody disputes: one side stayed away, was shut out, or there was none. The check has a place in the
//! closed list so that a scenario can state that it stays quiet, and so that nobody adds it by mistake.

use super::book::Book;
use super::ledger::Ledger;

/// Looks at nothing, finds nothing.
pub(super) fn look(_: &Book, _: &mut Ledger) {}
