//! The legend of a drawing: swatches with names, in rows.

use anyhow::Result;

use super::canvas::{Align, Ink, Pen, Type};
use super::font::{self, Weight};
use super::{GRID, INK, MUTED};
use crate::render::escape;

const ROW: f64 = 22.0;
const SWATCH: f64 = 14.0;
/// Room of a name.
const LONGEST: f64 = 220.0;
const NAME: Type = Type { size: 12.5, weight: Weight::Regular, ink: INK };

/// What an entry looks like in the drawing.
#[derive(Clone, Copy, Debug)]
pub(super) enum Swatch {
    /// A filled area.
    Fill(Ink),
    /// A lighter area.
    Tint(Ink, f64),
    /// A line.
    Line(Ink),
    /// A line with a point.
    Points(Ink),
    /// A point.
    Dot(Ink),
    /// Slanted lines on a colour.
    Hatch(Ink, Ink),
    /// Slanted lines alone.
    Zigzag,
    /// A day that is left empty.
    Gap,
}

/// Entries with their places.
pub(super) struct Legend(Vec<(f64, f64, Swatch, String)>);

impl Legend {
    /// Sets entries in rows between these edges; a row breaks where the next name would not fit.
    pub(super) fn new(entries: Vec<(Swatch, String)>, left: f64, right: f64) -> Self {
        let (mut x, mut y) = (left, 0.0);
        let place = |(swatch, name): (Swatch, String)| {
            let name = font::fit(&escape::cut(&name, 200), NAME.size, NAME.weight, LONGEST);
            // A browser sets the names in its own typeface, which may be wider.
            let width = SWATCH + 7.0 + font::width(&name, NAME.size, NAME.weight) * 1.06 + 20.0;
            if x > left && x + width > right + 20.0 {
                (x, y) = (left, y + ROW);
            }
            let at = (x, y, swatch, name);
            x += width;
            at
        };
        Self(entries.into_iter().map(place).collect())
    }

    /// Height of all rows.
    pub(super) fn height(&self) -> f64 {
        self.0.last().map_or(0.0, |last| last.1 + ROW)
    }

    pub(super) fn draw(&self, pen: &Pen) -> Result<()> {
        for (x, y, swatch, name) in &self.0 {
            let (from, to, middle) = ((*x, y + 4.5), (x + SWATCH, y + 16.5), y + 10.5);
            let line = |ink| pen.line((*x, middle), (x + SWATCH, middle), 2.0, ink);
            let centre = (x + SWATCH / 2.0, middle);
            match *swatch {
                Swatch::Fill(ink) => pen.fill(from, to, ink)?,
                Swatch::Tint(ink, share) => pen.tint(from, to, ink, share)?,
                Swatch::Line(ink) => line(ink)?,
                Swatch::Points(ink) => {
                    line(ink)?;
                    pen.disc(centre, 3.2, ink)?;
                }
                Swatch::Dot(ink) => pen.disc(centre, 4.6, ink)?,
                Swatch::Hatch(ink, lines) => {
                    pen.fill(from, to, ink)?;
                    pen.zigzag(from, to, 3.5, 1.0, lines)?;
                }
                Swatch::Zigzag => pen.zigzag((*x, middle - 3.0), (x + SWATCH, middle + 3.0), 3.5, 1.1, MUTED)?,
                Swatch::Gap => pen.fill(from, to, GRID)?,
            }
            pen.text(name, (x + SWATCH + 7.0, middle), Align::Left, NAME)?;
        }
        Ok(())
    }
}
