//! Standard normal numbers by the ziggurat.
//!
//! Marsaglia & Tsang (2000) with 256 layers and, as Doornik (2005) asks, separate bits for the layer and
//! for the place in it. Only the wedges (one draw in seventy) and the tail (one in 3,700) need `exp` and
//! `ln`, from `libm`.

use std::sync::LazyLock;

use super::{Fast, open01};

/// Layers.
const LAYERS: usize = 256;
/// Where the tail begins.
const TAIL: f64 = 3.654_152_885_361_009;

/// Right edges of the layers and the heights at which they end, from the widest (which stands for the
/// tail too) to the top.
struct Layers {
    edge: [f64; LAYERS + 1],
    height: [f64; LAYERS + 1],
}

/// `exp(-x^2 / 2)`.
fn bell(x: f64) -> f64 {
    libm::exp(-0.5 * x * x)
}

static LAYERS_OF_ONE_AREA: LazyLock<Layers> = LazyLock::new(|| {
    // Every layer has the area of the lowest: a rectangle up to the tail, and the tail.
    let tail = (std::f64::consts::PI / 2.0).sqrt() * libm::erfc(TAIL / std::f64::consts::SQRT_2);
    let area = TAIL * bell(TAIL) + tail;
    let mut edge = [0.0; LAYERS + 1];
    edge[0] = area / bell(TAIL);
    edge[1] = TAIL;
    for at in 2..LAYERS {
        let top = bell(edge[at - 1]) + area / edge[at - 1];
        edge[at] = (-2.0 * libm::log(top)).sqrt();
    }
    Layers {
        edge,
        height: edge.map(bell),
    }
});

/// One standard normal number.
///
/// ```
/// use scrutineer::random::{Address, Place, Purpose, Seed, standard_normal};
/// let (purpose, place) = (Purpose::Resampling, Place::EVERYWHERE);
/// let mut dice = Address { seed: Seed(1), purpose, trial: 0, place }.fast();
/// let mean = (0..10_000).map(|_| standard_normal(&mut dice)).sum::<f64>() / 10_000.0;
/// assert!(mean.abs() < 0.05);
/// ```
#[inline]
pub fn standard_normal(dice: &mut Fast) -> f64 {
    let layers = &*LAYERS_OF_ONE_AREA;
    loop {
        let bits = dice.bits();
        let layer = (bits & 0xff) as usize;
        // From -1 to 1, never either.
        let x = (2.0 * open01(bits) - 1.0) * layers.edge[layer];
        if x.abs() < layers.edge[layer + 1] {
            return x;
        }
        if let Some(x) = outside(layers, layer, x, dice) {
            return x;
        }
    }
}

/// The rare cases: the tail, or the wedge between a layer's rectangle and the bell.
#[cold]
fn outside(layers: &Layers, layer: usize, x: f64, dice: &mut Fast) -> Option<f64> {
    if layer == 0 {
        // Marsaglia (1964).
        loop {
            let beyond = -libm::log(dice.open01()) / TAIL;
            if -2.0 * libm::log(dice.open01()) > beyond * beyond {
                return Some((TAIL + beyond).copysign(x));
            }
        }
    }
    let (low, high) = (layers.height[layer], layers.height[layer + 1]);
    let height = low + (high - low) * dice.open01();
    (height < bell(x)).then_some(x)
}
