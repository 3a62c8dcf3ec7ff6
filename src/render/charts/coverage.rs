//! Which days every export file covers: a band a file, grouped by table, over the period and a little around it.

use anyhow::Result;
use chrono::NaiveDate;

mod rows;
#[cfg(test)]
mod tests;

use super::canvas::{self, Align, Ink, Pen, Picture, Type};
use super::font::{self, Weight};
use super::{GRID, INK, MUTED, PALETTE, axis};
use crate::model::Report;
use rows::{Lane, Row, Run};

const WIDTH: f64 = 1100.0;
const LEFT: f64 = 374.0;
const RIGHT: f64 = WIDTH - 16.0;
/// From the upper edge to the first table: legend and the period's bracket.
const TOP: f64 = 62.0;
const HEAD: f64 = 26.0;
const ROW: f64 = 20.0;
const GAP: f64 = 10.0;
/// Half the thickness of a band.
const HALF: f64 = 5.5;
const BELOW: f64 = 30.0;
const NOTE: f64 = 19.0;
/// Share of its colour that a band keeps where its rows count elsewhere.
const LIGHT: f64 = 0.34;

const LABEL: Type = Type { size: 12.0, weight: Weight::Regular, ink: MUTED };
const NAME: Type = Type { size: 12.5, weight: Weight::Regular, ink: INK };
const TITLE: Type = Type { size: 12.5, weight: Weight::SemiBold, ink: INK };

/// What stands above the picture.
pub(in crate::render) const HEADING: &str = "Days with rows, by file";

/// What a reader sees in it, in a sentence.
pub(in crate::render) fn caption(report: &Report) -> String {
    let files: usize = report.coverage.iter().map(|coverage| coverage.file_spans.len()).sum();
    let files = crate::render::document::count(files, "file");
    format!("{files} with days, against the period {}. A thin line is a day of the file without a row.", report.period)
}

/// The picture, without title and caption; nothing where no file has days.
pub(in crate::render) fn picture(report: &Report) -> Result<Option<Picture>> {
    if report.coverage.iter().all(|coverage| coverage.file_spans.is_empty()) {
        return Ok(None);
    }
    let window = rows::window(report);
    let (lanes, outside) = (rows::lanes(report, window), rows::outside(report, window));
    let tall: f64 = lanes.iter().map(|lane| HEAD + lane.rows.len() as f64 * ROW + GAP).sum();
    let base = TOP + tall.max(ROW);
    let notes = if outside.is_empty() { 0.0 } else { (outside.len() + 1) as f64 * NOTE + 14.0 };
    let days = Days { first: window.0, width: (RIGHT - LEFT) / ((window.1 - window.0).num_days() + 1) as f64 };
    let page = canvas::draw(WIDTH, base + BELOW + notes, |pen| {
        legend(pen)?;
        grid(pen, &days, window, base)?;
        period(pen, &days, report, base)?;
        let mut y = TOP;
        for (n, lane) in lanes.iter().enumerate() {
            pen.text(&lane.title, (0.0, y + HEAD / 2.0), Align::Left, TITLE)?;
            paint(pen, &days, lane, window, y + HEAD, PALETTE[n % PALETTE.len()])?;
            y += HEAD + lane.rows.len() as f64 * ROW + GAP;
        }
        named(pen, &outside, base + BELOW + 14.0)
    })?;
    Ok(Some(page))
}

/// Where days stand.
struct Days {
    first: NaiveDate,
    width: f64,
}

impl Days {
    /// Left edge of a day.
    fn x(&self, day: NaiveDate) -> f64 {
        LEFT + (day - self.first).num_days() as f64 * self.width
    }

    /// Left and right edge of a run.
    fn edges(&self, run: Run) -> (f64, f64) {
        (self.x(run.0), self.x(run.1) + self.width)
    }
}

/// Shapes, not colours: every table has a colour of its own.
fn legend(pen: &Pen) -> Result<()> {
    let y = 10.5;
    let mut x = LEFT;
    let words = ["rows that count", "rows that count in another file", "no row"];
    for (n, words) in words.into_iter().enumerate() {
        let (from, to) = ((x, y - HALF), (x + 20.0, y + HALF));
        match n {
            0 => pen.fill(from, to, MUTED)?,
            1 => pen.tint(from, to, MUTED, LIGHT)?,
            _ => pen.line((x, y), (x + 20.0, y), 1.0, MUTED)?,
        }
        pen.text(words, (x + 27.0, y), Align::Left, NAME)?;
        x += 27.0 + font::width(words, NAME.size, NAME.weight) + 24.0;
    }
    Ok(())
}

fn grid(pen: &Pen, days: &Days, window: Run, base: f64) -> Result<()> {
    let room = ((RIGHT - LEFT) / 70.0) as usize;
    for (day, label) in axis::days(window.0, window.1, room) {
        let x = days.x(day) + days.width.min(2.0) / 2.0;
        let half = font::width(&label, LABEL.size, LABEL.weight) / 2.0;
        pen.line((x, TOP), (x, base), 1.0, GRID)?;
        pen.line((x, base), (x, base + 5.0), 1.0, MUTED)?;
        pen.text(&label, (x.clamp(half, WIDTH - half), base + 17.0), Align::Centre, LABEL)?;
    }
    pen.line((LEFT, base), (RIGHT, base), 1.0, MUTED)
}

/// A bracket over the days of the period, its ends down to the axis.
fn period(pen: &Pen, days: &Days, report: &Report, base: f64) -> Result<()> {
    let (from, to) = days.edges((report.period.start, report.period.end));
    let y = TOP - 8.0;
    for x in [from, to] {
        pen.line((x, y), (x, base), 1.0, MUTED)?;
    }
    pen.line((from, y), (to, y), 1.0, MUTED)?;
    pen.text(&format!("period {}", report.period), ((from + to) / 2.0, y - 11.0), Align::Centre, LABEL)
}

fn paint(pen: &Pen, days: &Days, lane: &Lane, window: Run, top: f64, ink: Ink) -> Result<()> {
    for (n, row) in lane.rows.iter().enumerate() {
        let y = top + (n as f64 + 0.5) * ROW;
        let style = if row.folded { LABEL } else { NAME };
        pen.text(&name(row), (14.0, y), Align::Left, style)?;
        for run in &row.empty {
            let (from, to) = days.edges(*run);
            pen.line((from, y), (to, y), 1.0, ink)?;
        }
        for run in &row.elsewhere {
            let (from, to) = days.edges(*run);
            pen.tint((from, y - HALF), (to, y + HALF), ink, LIGHT)?;
        }
        for run in &row.counted {
            let (from, to) = days.edges(*run);
            pen.fill((from, y - HALF), (to, y + HALF), ink)?;
        }
        // What goes on beyond the days shown points there.
        if row.span.0 < window.0 {
            pen.shape(&[(LEFT - 3.0, y - HALF), (LEFT - 3.0, y + HALF), (LEFT - 9.0, y)], ink)?;
        }
        if row.span.1 > window.1 {
            pen.shape(&[(RIGHT + 3.0, y - HALF), (RIGHT + 3.0, y + HALF), (RIGHT + 9.0, y)], ink)?;
        }
    }
    Ok(())
}

/// The path, or as much of its end as there is room for: files of one folder differ there. Cut at a folder's edge if there is one.
fn name(row: &Row) -> String {
    // A browser sets the names in its own typeface, which may be an eighth wider.
    let room = LEFT - 68.0;
    if font::width(&row.name, NAME.size, NAME.weight) <= room {
        return row.name.clone();
    }
    let mut left = room - font::width("…", NAME.size, NAME.weight);
    let mut start = row.name.len();
    for (at, c) in row.name.char_indices().rev() {
        left -= font::width(c.encode_utf8(&mut [0; 4]), NAME.size, NAME.weight);
        if left < 0.0 {
            break;
        }
        start = at;
    }
    let end = &row.name[start..];
    format!("…{}", end.find('/').map_or(end, |edge| &end[edge..]))
}

fn named(pen: &Pen, lines: &[String], top: f64) -> Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    pen.text("Outside of these days", (0.0, top + NOTE / 2.0), Align::Left, TITLE)?;
    for (n, line) in lines.iter().enumerate() {
        let line = font::fit(line, LABEL.size, LABEL.weight, WIDTH - 14.0);
        pen.text(&line, (14.0, top + (n as f64 + 1.5) * NOTE), Align::Left, LABEL)?;
    }
    Ok(())
}
