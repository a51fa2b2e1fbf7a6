//! Colours by role. Each role has one colour of its own in light and one in dark, and no role is
//! shared by text and area, so that a page can turn a chart dark by a style sheet alone.

/// What a mark stands for; decides its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The paper.
    Page,
    /// Text that matters.
    Ink,
    /// Text that helps: subtitles, axis labels.
    Muted,
    /// Grid lines.
    Grid,
    /// Axis lines and ticks.
    Axis,
    /// Simulated, the central half.
    Core,
    /// Simulated, the middle band.
    Middle,
    /// Simulated, the widest band.
    Wide,
    /// The median drawn on the central half.
    Median,
    /// Text about what was simulated.
    SimulatedText,
    /// Simulated with chance alone.
    Chance,
    /// A reported figure: line and diamond.
    Mark,
    /// Text about a reported figure.
    MarkText,
    /// What a rounded report may stand for.
    Band,
    /// The line of a hard bound, a population or a closing time.
    Rule,
    /// What lies beyond every bound.
    Beyond,
    /// A cell of the fewest stations. Cividis (Nuñez, Anderton & Renslow 2018), in steps away from the paper.
    Count1,
    /// The next more.
    Count2,
    /// The next more.
    Count3,
    /// The next more.
    Count4,
    /// The next more.
    Count5,
    /// The next more.
    Count6,
    /// A cell of the most stations.
    Count7,
}

/// Every colour that a chart uses: on a light page, on a dark page.
///
/// A page in the dark replaces each `fill` and `stroke` of the first by the second.
/// Palette after Okabe & Ito (2008).
pub const ROLES: &[(&str, &str)] = &[
    ("#FFFFFF", "#14181C"),
    ("#222222", "#F0F0F0"),
    ("#666666", "#A8ADB3"),
    ("#E4E4E4", "#2B3036"),
    ("#8C8C8C", "#767C83"),
    ("#0072B2", "#4EA8DE"),
    ("#56B4E9", "#2A6F97"),
    ("#BFDFF2", "#1C4258"),
    ("#FDFEFF", "#0B1A24"),
    ("#005A8C", "#7CC4EE"),
    ("#7F8C99", "#8996A3"),
    ("#D55E00", "#FF8A3D"),
    ("#B34700", "#FF9A57"),
    ("#F4D3B8", "#4A2D18"),
    ("#333333", "#D0D4D8"),
    ("#E9E9EB", "#23282D"),
    ("#E4CC5A", "#4D566D"),
    ("#B2A874", "#6E6C71"),
    ("#8E8978", "#888377"),
    ("#6E6C71", "#A29B78"),
    ("#46536D", "#C4B56D"),
    ("#16396D", "#E7CF58"),
    ("#002051", "#FDEA45"),
];

impl Role {
    /// The colour on a light page, as `#RRGGBB`.
    pub fn light(self) -> &'static str {
        ROLES[self as usize].0
    }

    /// Red, green and blue on a light page.
    pub fn rgb(self) -> (u8, u8, u8) {
        let hex = self.light();
        let part = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap_or(0);
        (part(1), part(3), part(5))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_roles_share_a_colour() {
        for dark in [false, true] {
            let side = |r: &(&'static str, &'static str)| if dark { r.1 } else { r.0 };
            let mut colours: Vec<_> = ROLES.iter().map(side).collect();
            colours.sort_unstable();
            colours.dedup();
            assert_eq!(colours.len(), ROLES.len());
        }
        assert_eq!(Role::Count7 as usize + 1, ROLES.len());
        assert_eq!(Role::Core.rgb(), (0, 0x72, 0xB2));
    }

    /// Contrast after WCAG 2.1: 4.5 for text on the page, light and dark.
    #[test]
    fn text_can_be_read_on_both_pages() {
        let luminance = |hex: &str| {
            let part = |at: usize| {
                let c = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
                if c <= 0.04045 {
                    c / 12.92
                } else {
                    ((c + 0.055) / 1.055).powf(2.4)
                }
            };
            0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
        };
        let contrast = |a: &str, b: &str| {
            let (a, b) = (luminance(a), luminance(b));
            (a.max(b) + 0.05) / (a.min(b) + 0.05)
        };
        for role in [Role::Ink, Role::Muted, Role::SimulatedText, Role::MarkText] {
            let (light, dark) = ROLES[role as usize];
            assert!(contrast(light, ROLES[0].0) >= 4.5, "{role:?} on light");
            assert!(contrast(dark, ROLES[0].1) >= 4.5, "{role:?} on dark");
        }
    }
}
