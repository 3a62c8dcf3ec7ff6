//! A drawing as a page of its own, to attach to a ticket.

use anyhow::Result;

use super::canvas::{self, Align, Pen, Picture, Type};
use super::font::{self, Weight};
use super::{INK, MUTED, PAPER, raster};
use crate::model::Mark;
use crate::render::escape::cut;

const MARGIN: f64 = 28.0;
const LINE: f64 = 19.0;
/// Findings that are named; the report names all.
const MOST_NAMED: usize = 8;

const TITLE: Type = Type { size: 19.0, weight: Weight::SemiBold, ink: INK };
const CAPTION: Type = Type { size: 13.5, weight: Weight::Regular, ink: INK };
const SOURCE: Type = Type { size: 11.5, weight: Weight::Regular, ink: MUTED };
const LETTER: Type = Type { size: 12.5, weight: Weight::SemiBold, ink: INK };
const NAMED: Type = Type { size: 12.5, weight: Weight::Regular, ink: INK };

/// What stands around a drawing.
pub(super) struct Words<'a> {
    pub(super) title: &'a str,
    pub(super) caption: &'a str,
    pub(super) source: &'a str,
    pub(super) marks: &'a [Mark],
}

/// The page as PNG.
pub(super) fn png(words: &Words, drawn: &Picture) -> Result<Vec<u8>> {
    let wrapped = |text: &str, style: Type| font::wrap(&cut(text, 400), style.size, style.weight, drawn.width, 2);
    let (caption, source) = (wrapped(words.caption, CAPTION), wrapped(words.source, SOURCE));
    let head = 46.0 + caption.len() as f64 * LINE + 12.0;
    let foot = head + drawn.height + 14.0;
    let height = foot + key_height(words.marks) + source.len() as f64 * LINE + 20.0;
    let width = drawn.width + 2.0 * MARGIN;
    let page = canvas::draw(width, height, |pen| {
        pen.fill((0.0, 0.0), (width, height), PAPER)?;
        let title = font::fit(&cut(words.title, 400), TITLE.size, TITLE.weight, drawn.width);
        pen.text(&title, (MARGIN, 30.0), Align::Left, TITLE)?;
        for (n, line) in caption.iter().enumerate() {
            pen.text(line, (MARGIN, 56.0 + n as f64 * LINE), Align::Left, CAPTION)?;
        }
        key(pen, words.marks, (MARGIN, foot), drawn.width)?;
        for (n, line) in source.iter().enumerate() {
            let y = foot + key_height(words.marks) + (n as f64 + 0.5) * LINE;
            pen.text(line, (MARGIN, y), Align::Left, SOURCE)?;
        }
        Ok(())
    })?;
    raster::png(&page.with(MARGIN, head, drawn).svg(""))
}

/// Height of the lines that say what the letters mean.
pub(super) fn key_height(marks: &[Mark]) -> f64 {
    if marks.is_empty() { 0.0 } else { lines(marks).len() as f64 * LINE + 8.0 }
}

/// What the letters mean: the days, the finding's title and its id, by which the report is searched.
pub(super) fn key(pen: &Pen, marks: &[Mark], (left, top): (f64, f64), width: f64) -> Result<()> {
    for (n, (letter, text)) in lines(marks).iter().enumerate() {
        let y = top + (n as f64 + 0.5) * LINE;
        pen.text(letter, (left, y), Align::Left, LETTER)?;
        pen.text(&font::fit(text, NAMED.size, NAMED.weight, width - 22.0), (left + 22.0, y), Align::Left, NAMED)?;
    }
    Ok(())
}

fn lines(marks: &[Mark]) -> Vec<(String, String)> {
    let own = if marks.len() > MOST_NAMED { MOST_NAMED - 1 } else { marks.len() };
    let line = |mark: &Mark| {
        let id = cut(&mark.finding, 12);
        (cut(&mark.letter, 2), format!("{} · {} · {id}", mark.period, cut(&mark.text, 200)))
    };
    let mut lines: Vec<_> = marks.iter().take(own).map(line).collect();
    if marks.len() > own {
        lines.push((String::new(), format!("and {} more, see the findings", marks.len() - own)));
    }
    lines
}
