//! The embedded typeface: which characters it has, and how wide they are.
//!
//! Layout must know widths before anything is drawn, and the drawing libraries tell them only afterwards. The two tables of the
//! font file that say so are simple enough to be read here (OpenType 1.9, `cmap` format 4 and `hmtx`).

use std::sync::LazyLock;

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
struct Face {
    /// First and last character of a run, and the advances of all in it.
    runs: Vec<(u32, u32, Vec<f64>)>,
}

impl Face {
    fn advance(&self, c: char) -> Option<f64> {
        let code = u32::from(c);
        let (first, _, advances) = self.runs.iter().find(|(first, last, _)| (*first..=*last).contains(&code))?;
        advances.get((code - first) as usize).copied()
    }

    fn read(font: &[u8]) -> Option<Self> {
        let em = f64::from(u16_at(table(font, b"head")?, 18)?);
        let metrics = table(font, b"hmtx")?;
        let count = usize::from(u16_at(table(font, b"hhea")?, 34)?);
        let map = characters(font)?;
        let segments = usize::from(u16_at(map, 6)?) / 2;
        let mut runs = Vec::new();
        for i in 0..segments {
            // Four parallel arrays: last characters, (pad,) first characters, deltas, offsets into glyph ids.
            let array = |n: usize| 14 + n * segments * 2 + i * 2 + if n > 0 { 2 } else { 0 };
            let (last, first, delta) = (u16_at(map, array(0))?, u16_at(map, array(1))?, u16_at(map, array(2))?);
            let offset = usize::from(u16_at(map, array(3))?);
            if first == 0xFFFF || first > last {
                continue;
            }
            let glyph = |code: u16| match offset {
                0 => Some(code.wrapping_add(delta)),
                _ => u16_at(map, array(3) + offset + usize::from(code - first) * 2)
                    .map(|g| if g == 0 { 0 } else { g.wrapping_add(delta) }),
            };
            let advance = |code| {
                let glyph = usize::from(glyph(code)?).min(count.checked_sub(1)?);
                Some(f64::from(u16_at(metrics, glyph * 4)?) / em)
            };
            runs.push((first.into(), last.into(), (first..=last).map(advance).collect::<Option<_>>()?));
        }
        Some(Self { runs })
    }
}

/// The `cmap` subtable of format 4, which maps the Basic Multilingual Plane.
fn characters(font: &[u8]) -> Option<&[u8]> {
    let cmap = table(font, b"cmap")?;
    (0..usize::from(u16_at(cmap, 2)?)).find_map(|i| {
        let subtable = cmap.get(u32_at(cmap, 4 + i * 8 + 4)?..)?;
        (u16_at(subtable, 0)? == 4).then_some(subtable)
    })
}

fn table<'a>(font: &'a [u8], tag: &[u8; 4]) -> Option<&'a [u8]> {
    (0..usize::from(u16_at(font, 4)?))
        .map(|i| 12 + i * 16)
        .find(|&at| font.get(at..at + 4) == Some(tag.as_slice()))
        .and_then(|at| {
            let offset = u32_at(font, at + 8)?;
            font.get(offset..offset + u32_at(font, at + 12)?)
        })
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?)).ok()
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
