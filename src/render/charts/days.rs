//! What all drawings with a day on the x axis and dollars on the y axis share: scales, axes, days without rows, letters.

use anyhow::Result;

use super::canvas::{Align, Pen, Type};
use super::font::{self, Weight};
use super::legend::{Legend, Swatch};
use super::{GRID, INK, MUTED, PAPER, axis};
use crate::model::{DayState, DrawnDay, Mark};
use crate::render::escape;

/// Room right of the last day.
const RIGHT_EDGE: f64 = 12.0;
const HEIGHT: f64 = 250.0;
const BELOW: f64 = 30.0;
/// Height of the line that tells estimates from reported cost, and its distance from the axis.
const STRIP: (f64, f64) = (5.0, 22.0);
const LANE: f64 = 21.0;
/// More lanes of letters than this would be taller than what they point at.
const LANES: usize = 4;
const DISC: f64 = 8.5;

const LABEL: Type = Type { size: 12.0, weight: Weight::Regular, ink: MUTED };
const LETTER: Type = Type { size: 11.0, weight: Weight::SemiBold, ink: PAPER };

/// Days and dollars on a sheet.
pub(super) struct Plot {
    days: Vec<DrawnDay>,
    legend: Legend,
    letters: Vec<Letter>,
    /// Width of the whole drawing.
    pub(super) width: f64,
    /// Left edge of the first day, and right edge of the last.
    pub(super) left: f64,
    right: f64,
    /// Width of a day.
    pub(super) day_width: f64,
    top: f64,
    bottom: f64,
    /// y of zero dollars.
    pub(super) zero: f64,
    /// User units for a dollar.
    scale: f64,
    ticks: Vec<(f64, String)>,
}

/// A letter above its days.
struct Letter {
    lane: usize,
    x: f64,
    /// Where its days end.
    until: f64,
    letter: String,
}

impl Plot {
    /// A plot of this width, of these days, that holds these dollars; what the days need to be understood is added to the legend.
    pub(super) fn new(
        width: f64,
        days: Vec<DrawnDay>,
        (low, high): (f64, f64),
        entries: Vec<(Swatch, String)>,
        marks: &[Mark],
    ) -> Self {
        let right = width - RIGHT_EDGE;
        let ticks = axis::dollars(low, high);
        let widest = ticks.iter().map(|(_, label)| font::width(label, LABEL.size, LABEL.weight)).fold(0.0, f64::max);
        let left = (widest * 1.08 + 18.0).max(62.0);
        let legend = Legend::new([entries, states(&days)].concat(), left, right);
        let day_width = (right - left) / days.len().max(1) as f64;
        let letters = letters(&days, marks, left, day_width);
        let lanes = letters.iter().map(|letter| letter.lane + 1).max().unwrap_or(0);
        let top = legend.height() + lanes as f64 * LANE + 14.0;
        let (first, last) = (ticks.first().map_or(0.0, |t| t.0), ticks.last().map_or(0.0, |t| t.0));
        let scale = HEIGHT / (last - first).max(f64::MIN_POSITIVE);
        let zero = if ticks.len() > 1 { top + last * scale } else { top + HEIGHT };
        Self { width, days, legend, letters, left, right, day_width, top, bottom: top + HEIGHT, zero, scale, ticks }
    }

    /// Height of the whole drawing.
    pub(super) fn height(&self) -> f64 {
        self.bottom + BELOW + if self.has(DayState::Estimated) { STRIP.0 + 5.0 } else { 0.0 }
    }

    fn has(&self, state: DayState) -> bool {
        self.days.iter().any(|day| day.state == state)
    }

    /// Left edge of a day.
    pub(super) fn x(&self, day: usize) -> f64 {
        self.left + day as f64 * self.day_width
    }

    /// Middle of a day.
    pub(super) fn middle(&self, day: usize) -> f64 {
        self.x(day) + self.day_width / 2.0
    }

    /// Height of an amount.
    pub(super) fn y(&self, dollars: f64) -> f64 {
        self.zero - dollars * self.scale
    }

    /// Legend, grid and what is behind the data.
    pub(super) fn behind(&self, pen: &Pen) -> Result<()> {
        self.legend.draw(pen)?;
        for (from, to) in runs(&self.days, |day| day.state == DayState::NoRows) {
            pen.fill((self.x(from), self.top), (self.x(to + 1), self.bottom), GRID)?;
        }
        for (value, label) in &self.ticks {
            let y = self.y(*value);
            pen.line((self.left, y), (self.right, y), 1.0, GRID)?;
            pen.text(label, (self.left - 9.0, y), Align::Right, LABEL)?;
        }
        Ok(())
    }

    /// Axis, dates and letters, over the data.
    pub(super) fn before(&self, pen: &Pen) -> Result<()> {
        pen.line((self.left, self.zero), (self.right, self.zero), 1.0, MUTED)?;
        if self.ticks.len() < 2 {
            let middle = ((self.left + self.right) / 2.0, self.bottom - HEIGHT / 2.0);
            pen.text("No spend on any of these days", middle, Align::Centre, Type { ink: INK, ..LABEL })?;
        }
        self.dates(pen)?;
        for (from, to) in runs(&self.days, |day| day.state == DayState::Estimated) {
            let (top, x) = (self.bottom + STRIP.1 + 4.0, (self.x(from), self.x(to + 1)));
            pen.zigzag((x.0, top), (x.1, top + STRIP.0), 4.0, 1.1, MUTED)?;
        }
        // Lines first, so that none runs through a letter.
        self.letters.iter().try_for_each(|letter| self.pointer(pen, letter))?;
        self.letters.iter().try_for_each(|letter| self.letter(pen, letter))
    }

    fn dates(&self, pen: &Pen) -> Result<()> {
        let (Some(first), Some(last)) = (self.days.first(), self.days.last()) else { return Ok(()) };
        // A label needs about 70 units; fewer days leave less room.
        let room = (self.days.len() as f64 * self.day_width / 70.0).max(2.0) as usize;
        for (day, label) in axis::days(first.date, last.date, room) {
            let x = self.middle(usize::try_from((day - first.date).num_days()).unwrap_or_default());
            let half = font::width(&label, LABEL.size, LABEL.weight) / 2.0;
            pen.line((x, self.bottom), (x, self.bottom + 5.0), 1.0, MUTED)?;
            pen.text(&label, (x.clamp(half, self.width - half), self.bottom + 16.0), Align::Centre, LABEL)?;
        }
        Ok(())
    }

    /// Height of a lane's letters.
    fn lane(&self, lane: usize) -> f64 {
        self.top - 12.0 - (lane as f64 + 0.5) * LANE + 4.0
    }

    /// A line down to the day, and one over all its days.
    fn pointer(&self, pen: &Pen, letter: &Letter) -> Result<()> {
        let (x, y) = (letter.x, self.lane(letter.lane));
        pen.line((x, y), (x, self.top + 2.0), 1.0, MUTED)?;
        pen.shape(&[(x - 4.0, self.top - 4.0), (x + 4.0, self.top - 4.0), (x, self.top + 3.0)], INK)?;
        if letter.until > x + DISC {
            pen.line((x, y), (letter.until, y), 2.0, INK)?;
            pen.line((letter.until, y - 3.5), (letter.until, y + 3.5), 2.0, INK)?;
        }
        Ok(())
    }

    fn letter(&self, pen: &Pen, letter: &Letter) -> Result<()> {
        let at = (letter.x, self.lane(letter.lane));
        pen.disc(at, DISC, INK)?;
        pen.text(&letter.letter, at, Align::Centre, LETTER)
    }
}

/// Entries of the legend for what the days are.
fn states(days: &[DrawnDay]) -> Vec<(Swatch, String)> {
    let has = |state| days.iter().any(|day| day.state == state);
    let mut entries = Vec::new();
    if has(DayState::Estimated) {
        entries.push((Swatch::Zigzag, "estimated at list prices".to_owned()));
    }
    if has(DayState::NoRows) {
        entries.push((Swatch::Gap, "no rows".to_owned()));
    }
    entries
}

/// Runs of days of a kind, as first and last index.
pub(super) fn runs(days: &[DrawnDay], is_one: impl Fn(&DrawnDay) -> bool) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, _) in days.iter().enumerate().filter(|(_, day)| is_one(day)) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == at => *last = at,
            _ => runs.push((at, at)),
        }
    }
    runs
}

/// The letters that find room: a lane each where they would touch; without the line over its days where that takes too much.
fn letters(days: &[DrawnDay], marks: &[Mark], left: f64, day_width: f64) -> Vec<Letter> {
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return Vec::new() };
    let mut placed: Vec<(usize, f64, f64)> = Vec::new();
    let mut letters = Vec::new();
    let shown = marks.iter().filter(|mark| mark.period.start <= last.date && mark.period.end >= first.date);
    for mark in shown {
        let at = |day: chrono::NaiveDate| (day.clamp(first.date, last.date) - first.date).num_days() as f64;
        let x = left + (at(mark.period.start) + 0.5) * day_width;
        let until = left + (at(mark.period.end) + 0.5) * day_width;
        let free = |until: f64| {
            let (from, to) = (x - DISC - 3.0, until.max(x + DISC) + 3.0);
            let is_free = |lane: &usize| placed.iter().all(|(l, a, b)| l != lane || to < *a || *b < from);
            (0..LANES).find(is_free).map(|lane| (lane, from, to))
        };
        let place = free(until).map(|place| (place, until)).or_else(|| free(x).map(|place| (place, x)));
        let Some((place, until)) = place else { continue };
        placed.push(place);
        letters.push(Letter { lane: place.0, x, until, letter: escape::cut(&mark.letter, 2) });
    }
    letters
}
