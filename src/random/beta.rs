//! Beta numbers, as the share of one gamma number in the sum of two.

use super::Fast;
use super::normal::standard_normal;

/// A beta law, ready to be drawn from many times.
///
/// X / (X + Y) for two gamma numbers, each by Marsaglia & Tsang (2000); shapes below 1 by their remark
/// that gamma(a) is gamma(a + 1) times U^(1/a), in logarithms, so that shapes near 0 (all or none) do
/// not underflow.
///
/// ```
/// use scrutineer::random::{Address, Beta, Place, Purpose, Seed};
/// let (purpose, place) = (Purpose::Resampling, Place::EVERYWHERE);
/// let mut dice = Address { seed: Seed(1), purpose, trial: 0, place }.fast();
/// let beta = Beta::new(34.3, 14.7).unwrap();
/// let mean = (0..10_000).map(|_| beta.draw(&mut dice)).sum::<f64>() / 10_000.0;
/// assert!((mean - 0.7).abs() < 0.005);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Beta {
    shapes: (f64, f64),
    first: Gamma,
    second: Gamma,
    /// Whether a shape is below 1.
    in_logarithms: bool,
}

impl Beta {
    /// The law with these shapes; none unless both are finite and above 0.
    pub fn new(a: f64, b: f64) -> Option<Self> {
        let sound = |shape: f64| shape > 0.0 && shape < f64::INFINITY;
        (sound(a) && sound(b)).then(|| Self {
            shapes: (a, b),
            first: Gamma::new(a),
            second: Gamma::new(b),
            in_logarithms: a < 1.0 || b < 1.0,
        })
    }

    /// A number in [0, 1]; the ends come up where a shape is so small or so large that the number
    /// cannot be told from them. Not a number where the sum of the shapes overflows.
    #[inline]
    pub fn draw(&self, dice: &mut Fast) -> f64 {
        if self.in_logarithms {
            let first = self.first.logarithm(dice);
            let second = self.second.logarithm(dice);
            return 1.0 / (1.0 + libm::exp(second - first));
        }
        let first = self.first.draw(dice);
        first / (first + self.second.draw(dice))
    }

    /// The same in law, in parts with dice of their own: a gamma number is the sum of gamma numbers
    /// whose shapes add up to its own. With the first dice alone where a shape is below 1, because
    /// parts so small underflow; not a number without dice.
    pub fn draw_in_parts(&self, dice: &mut [Fast]) -> f64 {
        let parts = dice.len() as f64;
        let Some(first) = dice.first_mut() else {
            return f64::NAN;
        };
        if self.in_logarithms {
            return self.draw(first);
        }
        let (a, b) = self.shapes;
        let laws = (Gamma::new(a / parts), Gamma::new(b / parts));
        let (mut x, mut y) = (0.0, 0.0);
        for dice in dice {
            x += laws.0.of_any_shape(dice);
            y += laws.1.of_any_shape(dice);
        }
        x / (x + y)
    }
}

/// A gamma law with scale 1. Shapes below 1 are raised by 1 and made up for in [`Gamma::logarithm`].
#[derive(Clone, Copy, Debug)]
struct Gamma {
    /// The (raised) shape less 1/3.
    centre: f64,
    /// 1 / sqrt(9 x centre).
    width: f64,
    /// 1 / shape for shapes below 1, else 0.
    power: f64,
}

impl Gamma {
    fn new(shape: f64) -> Self {
        let low = shape < 1.0;
        let centre = if low { shape + 1.0 } else { shape } - 1.0 / 3.0;
        Self {
            centre,
            width: 1.0 / (9.0 * centre).sqrt(),
            power: if low { 1.0 / shape } else { 0.0 },
        }
    }

    /// A number of the (raised) law.
    #[inline]
    fn draw(&self, dice: &mut Fast) -> f64 {
        loop {
            let x = standard_normal(dice);
            let root = 1.0 + self.width * x;
            if root <= 0.0 {
                continue;
            }
            let cube = root * root * root;
            let u = dice.open01();
            let square = x * x;
            if u < 1.0 - 0.0331 * square * square || libm::log(u) < self.exponent(x) {
                return self.centre * cube;
            }
        }
    }

    /// Logarithm of the probability to keep the cube of 1 + width x:
    /// x^2 / 2 + centre (1 - cube + ln cube), where the great terms cancel.
    #[cold]
    fn exponent(&self, x: f64) -> f64 {
        let t = self.width * x;
        if t.abs() < 1e-3 {
            let series = -0.75 + t * (0.6 - t * (0.5 - t * (3.0 / 7.0)));
            return self.centre * (t * t) * (t * t) * series;
        }
        let rest = 3.0 * (libm::log1p(t) - t) - t * t * (3.0 + t);
        0.5 * x * x + self.centre * rest
    }

    /// A number of the law itself; 0 where it is too small for a number.
    fn of_any_shape(&self, dice: &mut Fast) -> f64 {
        match self.power > 0.0 {
            true => libm::exp(self.logarithm(dice)),
            false => self.draw(dice),
        }
    }

    /// The logarithm of a number of the law itself.
    fn logarithm(&self, dice: &mut Fast) -> f64 {
        let raised = libm::log(self.draw(dice));
        match self.power > 0.0 {
            true => raised + libm::log(dice.open01()) * self.power,
            false => raised,
        }
    }
}
