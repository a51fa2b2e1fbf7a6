//! A sketch becomes SVG or PNG. The only file that names plotters.
//!
//! plotters draws; what it cannot say is added here: the opening tag is replaced (`role="img"`, title,
//! description, no fixed size), and the letters of a PNG are set by [`font`](super::font), because
//! plotters 0.3.7 cuts their positions to whole pixels and drops their side bearing.

use plotters::backend::{BitMapBackend, SVGBackend};
use plotters::coord::Shift;
use plotters::prelude::{
    Circle, Color, DrawingArea, DrawingBackend, IntoDrawingArea, IntoFont, PathElement, Polygon,
    RGBColor, Rectangle, Text,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontStyle, FontTransform, TextStyle};

use super::ChartError;
use super::font;
use super::roles::Role;
use super::sketch::{Anchor, Label, Mark, Sketch};
use super::text::escape;

/// Pixels of the SVG's own coordinates, and of a PNG, for one pixel of a sketch.
const SCALE: f64 = 2.0;
/// Pixels drawn for one pixel of a PNG in each direction, then averaged: smooth edges.
const FINE: usize = 2;

/// The sketch as a stand-alone SVG. `name` makes its ids unique; only letters, digits, `-`.
pub fn svg(sketch: &Sketch, name: &str, title: &str, about: &str) -> Result<String, ChartError> {
    let (width, height) = size(sketch, SCALE);
    let mut body = String::new();
    {
        let root = SVGBackend::with_string(&mut body, (width, height)).into_drawing_area();
        draw(&root, sketch, SCALE, true)?;
        root.present().map_err(|e| failed(&e))?;
    }
    let inner = body.find('>').map_or("", |at| &body[at + 1..]);
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" aria-labelledby=\"{name}-title {name}-desc\">\n\
         <title id=\"{name}-title\">{}</title>\n<desc id=\"{name}-desc\">{}</desc>{inner}",
        escape(title),
        escape(about),
    ))
}

/// The sketch as PNG, two pixels for each of the sketch, 8 bits of red, green and blue.
pub fn png(sketch: &Sketch) -> Result<Vec<u8>, ChartError> {
    let (width, height) = size(sketch, SCALE);
    let (w, h) = (width as usize, height as usize);
    let mut fine = vec![255u8; w * h * FINE * FINE * 3];
    {
        let canvas = (width * FINE as u32, height * FINE as u32);
        let root = BitMapBackend::with_buffer(&mut fine, canvas).into_drawing_area();
        draw(&root, sketch, SCALE * FINE as f64, false)?;
        root.present().map_err(|e| failed(&e))?;
    }
    let mut pixels = average(&fine, w, h);
    for label in sketch.labels() {
        letter(&mut pixels, w, h, label);
    }
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().map_err(|e| failed(&e))?;
    writer.write_image_data(&pixels).map_err(|e| failed(&e))?;
    writer.finish().map_err(|e| failed(&e))?;
    Ok(bytes)
}

fn failed(cause: &dyn std::fmt::Display) -> ChartError {
    ChartError::Drawing {
        cause: cause.to_string(),
    }
}

fn size(sketch: &Sketch, scale: f64) -> (u32, u32) {
    (
        (sketch.width * scale) as u32,
        (sketch.height * scale) as u32,
    )
}

fn colour(role: Role) -> RGBColor {
    let (r, g, b) = role.rgb();
    RGBColor(r, g, b)
}

fn draw<DB: DrawingBackend>(
    root: &DrawingArea<DB, Shift>,
    sketch: &Sketch,
    scale: f64,
    letters: bool,
) -> Result<(), ChartError> {
    let at = |(x, y): (f64, f64)| ((x * scale).round() as i32, (y * scale).round() as i32);
    let all = |points: &[(f64, f64)]| points.iter().map(|p| at(*p)).collect::<Vec<_>>();
    for mark in &sketch.marks {
        let drawn = match mark {
            Mark::Fill(a, role) => {
                let corners = [at((a.left, a.top)), at((a.right, a.bottom))];
                root.draw(&Rectangle::new(corners, colour(*role).filled()))
            }
            Mark::Shape(points, role) => {
                root.draw(&Polygon::new(all(points), colour(*role).filled()))
            }
            Mark::Line(points, role, width) => {
                let style = colour(*role).stroke_width((width * scale).round().max(1.0) as u32);
                root.draw(&PathElement::new(all(points), style))
            }
            Mark::Dot(centre, radius, role) => {
                let radius = (radius * scale).round() as u32;
                root.draw(&Circle::new(at(*centre), radius, colour(*role).filled()))
            }
            Mark::Text(label) if letters => {
                let (text, position) = (label.text.clone(), top(label));
                root.draw(&Text::new(text, at(position), style(label, scale)))
            }
            Mark::Text(_) => Ok(()),
        };
        drawn.map_err(|e| failed(&e))?;
    }
    Ok(())
}

/// plotters writes an SVG text 0.76 em below the point it is given; move up by as much.
fn top(label: &Label) -> (f64, f64) {
    let up = 0.76 * label.size;
    if label.turned {
        (label.x - up, label.y)
    } else {
        (label.x, label.y - up)
    }
}

fn style(label: &Label, scale: f64) -> TextStyle<'static> {
    let face = if label.bold {
        FontStyle::Bold
    } else {
        FontStyle::Normal
    };
    let turn = if label.turned {
        FontTransform::Rotate270
    } else {
        FontTransform::None
    };
    let side = match label.anchor {
        Anchor::Start => HPos::Left,
        Anchor::Middle => HPos::Center,
        Anchor::End => HPos::Right,
    };
    // plotters divides the size by 1.24 when it writes SVG
    let font = (font::FAMILY, label.size * scale * 1.24)
        .into_font()
        .style(face)
        .transform(turn);
    let mut style = TextStyle::from(font).pos(Pos::new(side, VPos::Top));
    style.color = colour(label.role).to_backend_color();
    style
}

fn average(fine: &[u8], w: usize, h: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(w * h * 3);
    let row = w * FINE * 3;
    for y in 0..h {
        for x in 0..w {
            for channel in 0..3 {
                let mut sum = 0u32;
                for (dy, dx) in (0..FINE).flat_map(|dy| (0..FINE).map(move |dx| (dy, dx))) {
                    sum += u32::from(fine[(y * FINE + dy) * row + (x * FINE + dx) * 3 + channel]);
                }
                let cells = (FINE * FINE) as u32;
                out.push(((sum + cells / 2) / cells) as u8);
            }
        }
    }
    out
}

fn letter(pixels: &mut [u8], w: usize, h: usize, label: &Label) {
    let size = label.size * SCALE;
    let width = font::drawn_width(&label.text, size, label.bold);
    let back = match label.anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => width / 2.0,
        Anchor::End => width,
    };
    let (x, y) = (label.x * SCALE, label.y * SCALE);
    let start = if label.turned {
        (x, y + back)
    } else {
        (x - back, y)
    };
    let (r, g, b) = label.role.rgb();
    font::rasterize(
        &label.text,
        start,
        size,
        label.bold,
        label.turned,
        |px, py, coverage| {
            if px < 0 || py < 0 || px as usize >= w || py as usize >= h {
                return;
            }
            let at = (py as usize * w + px as usize) * 3;
            for (channel, ink) in [r, g, b].into_iter().enumerate() {
                let paper = f32::from(pixels[at + channel]);
                let mixed = paper + (f32::from(ink) - paper) * coverage;
                pixels[at + channel] = mixed.round() as u8;
            }
        },
    );
}
