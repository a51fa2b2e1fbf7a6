//! The embedded font: how wide a text is, and its pixels.
//!
//! A subset of Inter is compiled in, so that measures and pictures are the same on every machine.

use std::sync::OnceLock;

use ab_glyph::{Font, FontRef, Glyph, PxScale, ScaleFont, point};

/// What an SVG asks the reader's browser for. All of them are about as wide as Inter.
pub const FAMILY: &str = "Inter, Segoe UI, Roboto, Helvetica, Arial, sans-serif";

/// Room added to a measured width, because the browser may bring another font.
const SLACK: f32 = 1.06;

fn face(bold: bool) -> &'static FontRef<'static> {
    static FACES: OnceLock<[FontRef<'static>; 2]> = OnceLock::new();
    let load = |bytes: &'static [u8]| {
        FontRef::try_from_slice(bytes).expect("the vendored font files are well-formed")
    };
    let faces = FACES.get_or_init(|| {
        [
            load(include_bytes!("../../assets/fonts/Inter-Regular.ttf")),
            load(include_bytes!("../../assets/fonts/Inter-Bold.ttf")),
        ]
    });
    &faces[usize::from(bold)]
}

/// The scale at which one em is `size` pixels.
fn scale(font: &FontRef<'static>, size: f32) -> PxScale {
    let em = font.units_per_em().unwrap_or(2048.0);
    PxScale::from(size * font.height_unscaled() / em)
}

/// Width of `text` in pixels at `size` pixels per em, with some slack for other fonts.
///
/// A letter that the font lacks counts as a whole em: most scripts are narrower.
pub fn width(text: &str, size: f64, bold: bool) -> f64 {
    let font = face(bold);
    let scaled = font.as_scaled(scale(font, size as f32));
    let advance = |c: char| match font.glyph_id(c) {
        id if id.0 == 0 => size as f32,
        id => scaled.h_advance(id),
    };
    f64::from(text.chars().map(advance).sum::<f32>() * SLACK)
}

/// Calls `pixel(x, y, coverage)` for every pixel that `text` touches when its baseline starts at
/// (`x`, `y`); coverage in [0, 1]. `turned` writes upwards instead of to the right.
pub fn rasterize(
    text: &str,
    (x, y): (f64, f64),
    size: f64,
    bold: bool,
    turned: bool,
    mut pixel: impl FnMut(i64, i64, f32),
) {
    let font = face(bold);
    let scale = scale(font, size as f32);
    let scaled = font.as_scaled(scale);
    let (fx, fy) = (x.fract() as f32, y.fract() as f32);
    let (x0, y0) = (x.trunc() as i64, y.trunc() as i64);
    let mut pen = 0.0;
    for c in text.chars() {
        let id = font.glyph_id(c);
        let at = if turned {
            point(pen + fy, fx)
        } else {
            point(pen + fx, fy)
        };
        let glyph = Glyph {
            id,
            scale,
            position: at,
        };
        pen += scaled.h_advance(id);
        let Some(outline) = font.outline_glyph(glyph) else {
            continue;
        };
        let corner = outline.px_bounds().min;
        outline.draw(|gx, gy, coverage| {
            let (dx, dy) = (
                i64::from(gx) + corner.x as i64,
                i64::from(gy) + corner.y as i64,
            );
            let (px, py) = if turned { (dy, -dx) } else { (dx, dy) };
            pixel(x0 + px, y0 + py, coverage.min(1.0));
        });
    }
}

/// Width that [`rasterize`] really fills, without slack.
pub fn drawn_width(text: &str, size: f64, bold: bool) -> f64 {
    let font = face(bold);
    let scaled = font.as_scaled(scale(font, size as f32));
    f64::from(
        text.chars()
            .map(|c| scaled.h_advance(font.glyph_id(c)))
            .sum::<f32>(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_grow_with_text_size_and_weight() {
        assert_eq!(width("", 12.0, false), 0.0);
        assert!(width("reported", 12.0, false) < width("reported", 13.0, false));
        assert!(width("reported", 12.0, false) < width("reported", 12.0, true));
        let per_letter = width("election", 10.0, false) / 8.0;
        assert!((4.0..8.0).contains(&per_letter), "{per_letter}");
    }

    #[test]
    fn names_of_many_places_have_glyphs() {
        for c in "Цхинвал Хуссар Ирыстон ӕ Ærø Łódź Ağrı Αθήνα Ґ Әә №≥−→".chars()
        {
            for bold in [false, true] {
                assert!(face(bold).glyph_id(c).0 != 0, "{c} is missing");
            }
        }
    }

    #[test]
    fn text_leaves_ink_where_it_was_put() {
        let (mut ink, mut left, mut right) = (0, i64::MAX, i64::MIN);
        rasterize("mm", (100.0, 50.0), 20.0, false, false, |x, y, coverage| {
            if coverage > 0.5 {
                ink += 1;
                (left, right) = (left.min(x), right.max(x));
                assert!((30..=50).contains(&y));
            }
        });
        assert!(ink > 50 && left >= 100 && right < 100 + 40);
    }
}
