//! A picture as a list of marks, in pixels of a canvas, before anything draws it.
//!
//! Charts are written against this list: it can be measured and tested, and it is the same for
//! every file format.

use super::font;
use super::roles::Role;

/// An upright rectangle in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Area {
    /// Width in pixels.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Height in pixels.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// Square pixels shared with another area.
    pub fn shared(&self, other: &Area) -> f64 {
        let wide = self.right.min(other.right) - self.left.max(other.left);
        let high = self.bottom.min(other.bottom) - self.top.max(other.top);
        wide.max(0.0) * high.max(0.0)
    }

    /// Whether `other` lies inside.
    pub fn holds(&self, other: &Area) -> bool {
        other.left >= self.left - 0.01
            && other.right <= self.right + 0.01
            && other.top >= self.top - 0.01
            && other.bottom <= self.bottom + 0.01
    }
}

/// Which end of a text its position fixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The beginning.
    Start,
    /// The middle.
    Middle,
    /// The end.
    End,
}

/// A line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// The text; cleaned.
    pub text: String,
    /// Where its anchor is, pixels.
    pub x: f64,
    /// Its baseline, pixels.
    pub y: f64,
    /// Which end `x` fixes.
    pub anchor: Anchor,
    /// Pixels per em.
    pub size: f64,
    /// Bold.
    pub bold: bool,
    /// Colour.
    pub role: Role,
    /// Written upwards.
    pub turned: bool,
}

impl Label {
    /// Text of ordinary size that starts at (`x`, `y`).
    pub fn new(text: impl Into<String>, x: f64, y: f64, role: Role) -> Self {
        Label {
            text: super::text::clean(&text.into()),
            x,
            y,
            anchor: Anchor::Start,
            size: SMALL,
            bold: false,
            role,
            turned: false,
        }
    }

    /// The same with another anchor.
    pub fn anchored(self, anchor: Anchor) -> Self {
        Label { anchor, ..self }
    }

    /// The same in bold.
    pub fn bold(self) -> Self {
        Label { bold: true, ..self }
    }

    /// The same at another size.
    pub fn sized(self, size: f64) -> Self {
        Label { size, ..self }
    }

    /// The room it takes, pixels.
    pub fn extent(&self) -> Area {
        let width = font::width(&self.text, self.size, self.bold);
        let back = match self.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => width / 2.0,
            Anchor::End => width,
        };
        let (up, down) = (0.78 * self.size, 0.24 * self.size);
        if self.turned {
            Area {
                left: self.x - up,
                right: self.x + down,
                top: self.y + back - width,
                bottom: self.y + back,
            }
        } else {
            Area {
                left: self.x - back,
                right: self.x - back + width,
                top: self.y - up,
                bottom: self.y + down,
            }
        }
    }
}

/// Size of titles.
pub const LARGE: f64 = 18.0;
/// Size of labels.
pub const MEDIUM: f64 = 13.5;
/// Size of axis labels.
pub const SMALL: f64 = 12.5;

/// One mark.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A filled rectangle.
    Fill(Area, Role),
    /// A filled polygon.
    Shape(Vec<(f64, f64)>, Role),
    /// A line through points, with its width.
    Line(Vec<(f64, f64)>, Role, f64),
    /// A filled circle: centre, radius.
    Dot((f64, f64), f64, Role),
    /// A line of text.
    Text(Label),
}

impl Mark {
    /// The same mark, `dx` pixels to the right and `dy` down.
    pub fn moved(self, dx: f64, dy: f64) -> Self {
        let all =
            |points: Vec<(f64, f64)>| points.into_iter().map(|(x, y)| (x + dx, y + dy)).collect();
        match self {
            Mark::Fill(a, role) => Mark::Fill(
                Area {
                    left: a.left + dx,
                    top: a.top + dy,
                    right: a.right + dx,
                    bottom: a.bottom + dy,
                },
                role,
            ),
            Mark::Shape(points, role) => Mark::Shape(all(points), role),
            Mark::Line(points, role, width) => Mark::Line(all(points), role, width),
            Mark::Dot((x, y), radius, role) => Mark::Dot((x + dx, y + dy), radius, role),
            Mark::Text(label) => Mark::Text(Label {
                x: label.x + dx,
                y: label.y + dy,
                ..label
            }),
        }
    }
}

/// A picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Sketch {
    /// Width in pixels.
    pub width: f64,
    /// Height in pixels.
    pub height: f64,
    /// What is drawn, from back to front; text comes last.
    pub marks: Vec<Mark>,
}

impl Sketch {
    /// An empty page.
    pub fn new(width: f64, height: f64) -> Self {
        let page = Area {
            left: 0.0,
            top: 0.0,
            right: width,
            bottom: height,
        };
        Sketch {
            width,
            height,
            marks: vec![Mark::Fill(page, Role::Page)],
        }
    }

    /// A filled rectangle.
    pub fn fill(&mut self, area: Area, role: Role) {
        self.marks.push(Mark::Fill(area, role));
    }

    /// A filled polygon; at least three points.
    pub fn shape(&mut self, points: Vec<(f64, f64)>, role: Role) {
        self.marks.push(Mark::Shape(points, role));
    }

    /// A line through points, `width` pixels wide.
    pub fn line(&mut self, points: Vec<(f64, f64)>, role: Role, width: f64) {
        self.marks.push(Mark::Line(points, role, width));
    }

    /// A filled circle.
    pub fn dot(&mut self, centre: (f64, f64), radius: f64, role: Role) {
        self.marks.push(Mark::Dot(centre, radius, role));
    }

    /// The diamond that always marks a reported figure; an open one marks a rival's claim.
    pub fn diamond(&mut self, (x, y): (f64, f64), radius: f64, role: Role, open: bool) {
        let corners = vec![
            (x, y - radius),
            (x + radius, y),
            (x, y + radius),
            (x - radius, y),
        ];
        self.shape(corners, role);
        if open {
            let inner = radius - 2.6;
            let hole = vec![
                (x, y - inner),
                (x + inner, y),
                (x, y + inner),
                (x - inner, y),
            ];
            self.shape(hole, Role::Page);
        }
    }

    /// A line of text.
    pub fn text(&mut self, label: Label) {
        if !label.text.is_empty() {
            self.marks.push(Mark::Text(label));
        }
    }

    /// A line of text with paper behind it, for where it may cross a line.
    pub fn text_on_paper(&mut self, label: Label) {
        if label.text.is_empty() {
            return;
        }
        let e = label.extent();
        let paper = Area {
            left: e.left - 2.0,
            right: e.right + 2.0,
            ..e
        };
        self.fill(paper, Role::Page);
        self.text(label);
    }

    /// All lines of text.
    pub fn labels(&self) -> impl Iterator<Item = &Label> {
        self.marks.iter().filter_map(|mark| match mark {
            Mark::Text(label) => Some(label),
            _ => None,
        })
    }
}

/// Finds free room for labels among what is already there.
#[derive(Clone, Debug, Default)]
pub struct Places {
    taken: Vec<(Area, f64)>,
}

impl Places {
    /// Keeps labels out of `area`, the more so the larger `weight` is.
    pub fn avoid(&mut self, area: Area, weight: f64) {
        self.taken.push((area, weight));
    }

    /// Whether nothing of what is there would be covered.
    pub fn is_free(&self, area: &Area) -> bool {
        self.taken
            .iter()
            .all(|(taken, _)| taken.shared(area) <= 0.0)
    }

    /// The candidate that covers least of what is there and stays inside `within`; its room is then
    /// taken. Earlier candidates win ties.
    pub fn choose(&mut self, candidates: Vec<Label>, within: &Area) -> Option<Label> {
        let cost = |label: &Label| {
            let e = label.extent();
            let outside = if within.holds(&e) { 0.0 } else { 1e9 };
            let covered: f64 = self
                .taken
                .iter()
                .map(|(a, weight)| weight * a.shared(&e))
                .sum();
            outside + covered
        };
        let mut best: Option<(f64, Label)> = None;
        for label in candidates {
            let price = cost(&label);
            if best.as_ref().is_none_or(|(least, _)| price < *least) {
                best = Some((price, label));
            }
        }
        let (_, label) = best?;
        self.avoid(label.extent(), 10.0);
        Some(label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_knows_its_room() {
        let label = Label::new("abc", 100.0, 50.0, Role::Ink);
        let e = label.extent();
        assert!(e.left == 100.0 && e.right > 110.0 && e.top < 45.0 && e.bottom > 50.0);
        let end = label.clone().anchored(Anchor::End).extent();
        assert!(end.right == 100.0 && (end.width() - e.width()).abs() < 1e-9);
        let turned = Label {
            turned: true,
            ..label
        }
        .extent();
        assert!((turned.height() - e.width()).abs() < 1e-9);
    }

    #[test]
    fn labels_are_put_where_there_is_room() {
        let within = Area {
            left: 0.0,
            top: 0.0,
            right: 200.0,
            bottom: 100.0,
        };
        let mut places = Places::default();
        let at = |x: f64| Label::new("word", x, 50.0, Role::Ink);
        places.avoid(
            Area {
                left: 0.0,
                top: 0.0,
                right: 80.0,
                bottom: 100.0,
            },
            1.0,
        );
        let chosen = places.choose(vec![at(10.0), at(190.0), at(90.0)], &within);
        assert_eq!(
            chosen.as_ref().map(|label| label.x),
            Some(90.0),
            "beside what is there"
        );
        assert!(!places.is_free(&at(70.0).extent()) && !places.is_free(&at(95.0).extent()));
        assert!(places.is_free(&at(150.0).extent()));
        let second = places.choose(vec![at(95.0), at(10.0)], &within);
        assert_eq!(
            second.map(|label| label.x),
            Some(10.0),
            "the first label is in the way"
        );
    }
}
