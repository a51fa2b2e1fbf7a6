//! What several test files share.

#[allow(dead_code)] // not every test file needs splitting
pub mod benches;
#[allow(dead_code)] // not every test file needs oracles
pub mod oracles;
#[allow(dead_code)] // not every test file needs small reports
pub mod reports;
