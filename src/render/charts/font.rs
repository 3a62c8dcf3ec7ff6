//! The embedded typeface: which characters it has, and how wide they are.
//!
//! Layout must know widths before anything is drawn, and the drawing libraries tell them only afterwards.

use std::sync::LazyLock;

use foldhash::fast::FixedState;
use indexmap::IndexMap;
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider as _};

/// Name under which SVG asks for the typeface.
pub(in crate::render) const FAMILY: &str = "Inter";
/// Stands for a character that the typeface lacks.
pub(in crate::render) const MISSING: char = '□';

/// The font files.
pub(super) const FILES: [&[u8]; 2] = [
    include_bytes!("../../../assets/fonts/Inter-Regular.otf"),
    include_bytes!("../../../assets/fonts/Inter-SemiBold.otf"),
];

/// How heavy text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// 400.
    Regular,
    /// 600.
    SemiBold,
}

static FACES: LazyLock<[Face; 2]> = LazyLock::new(|| FILES.map(|data| Face::read(data).unwrap_or_default()));

fn face(weight: Weight) -> &'static Face {
    let [regular, semi_bold] = &*FACES;
    match weight {
        Weight::Regular => regular,
        Weight::SemiBold => semi_bold,
    }
}

/// Whether the typeface can draw this character.
pub(super) fn has(c: char) -> bool {
    face(Weight::Regular).advance(c).is_some()
}

/// Width of a line of text at this size, in the unit of the size; kerning left out, what is missing counted as one em.
pub(super) fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let face = face(weight);
    text.chars().map(|c| face.advance(c).unwrap_or(1.0)).sum::<f64>() * size
}

/// The text, or as much of its beginning as fits with `…` behind it.
pub(super) fn fit(text: &str, size: f64, weight: Weight, room: f64) -> String {
    // Nothing longer than this fits anywhere: spares measuring a name of 100 kB.
    const LONGEST: usize = 400;
    let text: String = text.chars().take(LONGEST).collect();
    if width(&text, size, weight) <= room {
        return text;
    }
    let mut left = room - width("…", size, weight);
    let mut kept = String::new();
    for c in text.chars() {
        left -= width(c.encode_utf8(&mut [0; 4]), size, weight);
        if left < 0.0 {
            break;
        }
        kept.push(c);
    }
    format!("{}…", kept.trim_end())
}

/// The text in as many lines as it takes, but no more than `most`; the last one is cut to fit.
pub(super) fn wrap(text: &str, size: f64, weight: Weight, room: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut words = text.split_whitespace().peekable();
    while words.peek().is_some() && lines.len() < most {
        let mut line = String::new();
        if lines.len() + 1 == most {
            line = words.by_ref().collect::<Vec<_>>().join(" ");
        }
        while let Some(word) = words.peek() {
            let longer = if line.is_empty() { (*word).to_owned() } else { format!("{line} {word}") };
            if !line.is_empty() && width(&longer, size, weight) > room {
                break;
            }
            line = longer;
            words.next();
        }
        lines.push(fit(&line, size, weight, room));
    }
    lines
}

/// Advance widths by character, in em.
#[derive(Default)]
struct Face(IndexMap<u32, f64, FixedState>);

impl Face {
    fn advance(&self, c: char) -> Option<f64> {
        self.0.get(&u32::from(c)).copied()
    }

    fn read(font: &[u8]) -> Option<Self> {
        let font = FontRef::new(font).ok()?;
        // In the font's own units, which are whole numbers.
        let (size, location) = (Size::unscaled(), LocationRef::default());
        let em = f64::from(font.metrics(size, location).units_per_em);
        let widths = font.glyph_metrics(size, location);
        let width = |(code, glyph)| Some((code, f64::from(widths.advance_width(glyph)?) / em));
        Some(Self(font.charmap().mappings().filter_map(width).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_font_has_what_we_draw() {
        for c in "Az09äÖŁ€$…–—’→✓✗×≥−□•·%▲▼".chars() {
            assert!(has(c), "{c}");
            assert!(face(Weight::SemiBold).advance(c).is_some(), "{c}");
        }
        for c in "日本🦀ب".chars() {
            assert!(!has(c), "{c}");
        }
    }

    #[test]
    fn widths_are_those_of_inter() {
        // hmtx of Inter 4.0: space 792 of 2816, W wider than i, semi-bold wider than regular.
        assert!(width("W", 10.0, Weight::Regular) > 2.0 * width("i", 10.0, Weight::Regular));
        assert!(width("Spend", 10.0, Weight::SemiBold) > width("Spend", 10.0, Weight::Regular));
        let line = width("Northwind Robotics", 16.0, Weight::Regular);
        assert!((120.0..160.0).contains(&line), "{line}");
    }

    #[test]
    fn lines_break_between_words_and_the_last_is_cut() {
        let lines = |text: &str| wrap(text, 12.0, Weight::Regular, 60.0, 2);
        assert_eq!(lines(""), Vec::<String>::new());
        assert_eq!(lines("one two"), ["one two"]);
        let long = lines("one two three four five six seven eight");
        assert_eq!((long.len(), long[0].as_str()), (2, "one two"));
        assert!(long[1].ends_with('…') && lines(&"x".repeat(500))[0].ends_with('…'));
    }

    #[test]
    fn long_text_is_cut_to_fit() {
        assert_eq!(fit("short", 12.0, Weight::Regular, 100.0), "short");
        let cut = fit(&"wide ".repeat(40_000), 12.0, Weight::Regular, 100.0);
        assert!(cut.ends_with('…') && width(&cut, 12.0, Weight::Regular) <= 100.0);
        assert_eq!(fit("日本日本日本", 12.0, Weight::Regular, 40.0), "日本…");
        assert_eq!(fit("x", 12.0, Weight::Regular, 0.0), "…");
    }
}
