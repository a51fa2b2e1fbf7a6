//! How long a joint test takes: milliseconds on one thread.
//!
//! `cargo run --release --example joint [trials] [figures]`; 20,000 trials of 8 figures unless said
//! otherwise.

use std::time::Instant;

use scrutineer::random::{Address, Place, Purpose, Seed};
use scrutineer::stats::joint::{Figure, Pool, Side, extremes};
use scrutineer::stats::normal;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let trials: usize = words.next().map_or(Ok(20_000), |text| text.parse())?;
    let figures: usize = words.next().map_or(Ok(8), |text| text.parse())?;
    let mut dice = Address {
        seed: Seed::default(),
        purpose: Purpose::Resampling,
        trial: 0,
        place: Place::EVERYWHERE,
    }
    .fast();
    let column = |_| {
        (0..trials)
            .map(|_| normal::quantile(dice.open01()))
            .collect()
    };
    let columns: Vec<Vec<f64>> = (0..figures).map(column).collect();
    for (what, lowest, highest) in [
        ("ordinary", 0.5, 0.5),
        ("odd", 2.0, 2.0),
        ("interval", 1.0, 1.5),
    ] {
        let claim = |simulated| Figure {
            simulated,
            lowest,
            highest,
            side: Side::Either,
        };
        let figures: Vec<Figure<'_>> = columns.iter().map(|it| claim(it.as_slice())).collect();
        let start = Instant::now();
        let pool = Pool::new(&figures)?;
        let pooled = start.elapsed();
        let near = pool.neighbours(&mut || dice.open01());
        let neighbours = start.elapsed() - pooled;
        let far = pool.mahalanobis();
        let ranks = extremes(&figures, 0.95)?;
        println!(
            "{what}: pool {pooled:.1?}, neighbours {neighbours:.1?}, all {:.1?}; p {:.5} {:.5} {:.5}",
            start.elapsed(),
            near.p,
            far.p,
            ranks.p
        );
    }
    Ok(())
}
