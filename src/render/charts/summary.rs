//! `summary.png`: verdicts, key figures and the spend chart on one page, to paste into a ticket.

use anyhow::Result;

use super::canvas::{self, Align, Ink, Pen, Picture, Type};
use super::font::{self, Weight};
use super::page::{key, key_height};
use super::{GRID, INK, MUTED, PAPER};
use crate::model::{Chart, ControlResult, Report, Severity, Verdict};
use crate::render::document::{Figure, derived, figures, grouped, mark, organization, word};
use crate::render::escape::cut;

const WIDTH: f64 = 1200.0;
const MARGIN: f64 = 50.0;
const RIGHT: f64 = WIDTH - MARGIN;
const HEAD: f64 = 128.0;
/// The verdicts stand left of this, the figures right of it.
const MIDDLE: f64 = 712.0;
/// Width of the left column of figures: its notes are longer.
const WIDER: f64 = 252.0;
const ROW: f64 = 34.0;
const FIGURE: f64 = 84.0;
const FOOT: f64 = 58.0;

const TITLE: Type = Type { size: 26.0, weight: Weight::SemiBold, ink: INK };
const HEADING: Type = Type { size: 13.0, weight: Weight::SemiBold, ink: MUTED };
const BODY: Type = Type { size: 14.0, weight: Weight::Regular, ink: INK };
const SMALL: Type = Type { size: 12.5, weight: Weight::Regular, ink: MUTED };
const NUMBER: Type = Type { size: 23.0, weight: Weight::SemiBold, ink: INK };

/// Lines that the note of a figure in the strip may take, and the height of one.
const NOTE: (usize, f64) = (3, 15.0);

/// The line of figures above the drawing: so many next to each other, and so much room for each.
struct Strip {
    figures: Vec<Figure>,
    beside: usize,
    notes: Vec<Vec<String>>,
}

impl Strip {
    fn of(figures: Vec<Figure>) -> Self {
        // Four fit; five and six are better reported in threes.
        let beside = match figures.len() {
            0..=4 => figures.len().max(1),
            5 | 6 | 9 => 3,
            _ => 4,
        };
        let room = (RIGHT - MARGIN) / beside as f64 - 16.0;
        let note = |figure: &Figure| font::wrap(&cut(&figure.note, 300), 11.5, Weight::Regular, room, NOTE.0);
        Self { notes: figures.iter().map(note).collect(), figures, beside }
    }

    /// Height of one of its lines: what the longest note takes.
    fn line(&self) -> f64 {
        70.0 + self.notes.iter().map(Vec::len).max().unwrap_or(0) as f64 * NOTE.1
    }

    fn height(&self) -> f64 {
        self.figures.len().div_ceil(self.beside) as f64 * self.line()
    }

    fn draw(&self, pen: &Pen, top: f64) -> Result<()> {
        if self.figures.is_empty() {
            return Ok(());
        }
        pen.line((MARGIN, top), (RIGHT, top), 1.0, GRID)?;
        let width = (RIGHT - MARGIN) / self.beside as f64;
        for (n, (figure, note)) in self.figures.iter().zip(&self.notes).enumerate() {
            let x = MARGIN + (n % self.beside) as f64 * width;
            let y = top + 10.0 + (n / self.beside) as f64 * self.line();
            line(pen, figure.label, (x, y + 12.0), Align::Left, SMALL, width - 16.0)?;
            line(pen, &figure.value, (x, y + 35.0), Align::Left, NUMBER, width - 16.0)?;
            for (row, words) in note.iter().enumerate() {
                let at = (x, y + 57.0 + row as f64 * NOTE.1);
                pen.text(words, at, Align::Left, Type { size: 11.5, ..SMALL })?;
            }
        }
        Ok(())
    }
}

/// The page.
pub(super) fn page(report: &Report) -> Result<Picture> {
    let rows = report.controls.len() as f64 * ROW;
    let (figures, strip) = (figures(report), Strip::of(derived(report)));
    let grid = (figures.len().div_ceil(2)) as f64 * FIGURE;
    let strip_at = HEAD + 34.0 + rows.max(grid) + 26.0;
    let chart_at = strip_at + strip.height();
    let chart = report.charts.first().map(|chart| super::picture(chart).map(|picture| (chart, picture))).transpose()?;
    let key_at = chart_at + chart.as_ref().map_or(0.0, |(_, picture)| 70.0 + picture.height + 4.0);
    let foot_at = key_at + chart.as_ref().map_or(0.0, |(chart, _)| key_height(chart.data.marks()));
    let page = canvas::draw(WIDTH, foot_at + FOOT, |pen| {
        pen.fill((0.0, 0.0), (WIDTH, foot_at + FOOT), PAPER)?;
        head(pen, report)?;
        heading(pen, "Controls", MARGIN, MIDDLE - 50.0)?;
        for (n, control) in report.controls.iter().enumerate() {
            verdict(pen, control, HEAD + 34.0 + (n as f64 + 0.5) * ROW)?;
        }
        heading(pen, "Key figures", MIDDLE, RIGHT)?;
        for (n, figure) in figures.iter().enumerate() {
            let (x, room) = if n % 2 == 0 { (MIDDLE, WIDER) } else { (MIDDLE + WIDER, RIGHT - MIDDLE - WIDER) };
            draw_figure(pen, figure, x, HEAD + 34.0 + (n / 2) as f64 * FIGURE, room - 8.0)?;
        }
        strip.draw(pen, strip_at)?;
        if let Some((chart, _)) = &chart {
            chart_words(pen, chart, chart_at, key_at)?;
        }
        foot(pen, report, foot_at)
    })?;
    Ok(match &chart {
        Some((_, picture)) => page.with((WIDTH - picture.width) / 2.0, chart_at + 70.0, picture),
        None => page,
    })
}

/// Title, what is to be seen, and below the drawing what its letters mean.
fn chart_words(pen: &Pen, chart: &Chart, top: f64, key_at: f64) -> Result<()> {
    pen.line((MARGIN, top), (RIGHT, top), 1.0, GRID)?;
    let room = RIGHT - MARGIN;
    line(pen, &chart.title, (MARGIN, top + 22.0), Align::Left, Type { size: 15.0, ..TITLE }, room)?;
    line(pen, &chart.caption, (MARGIN, top + 45.0), Align::Left, SMALL, room)?;
    key(pen, chart.data.marks(), (MARGIN, key_at), room)
}

/// A stranger's text on one line that has this much room.
fn line(pen: &Pen, text: &str, at: (f64, f64), align: Align, style: Type, room: f64) -> Result<()> {
    pen.text(&font::fit(&cut(text, 400), style.size, style.weight, room), at, align, style)
}

fn head(pen: &Pen, report: &Report) -> Result<()> {
    pen.fill((0.0, 0.0), (WIDTH, 6.0), tone(worst(report)))?;
    let name = organization(report);
    line(pen, name.unwrap_or("Claude access and usage audit"), (MARGIN, 52.0), Align::Left, TITLE, 760.0)?;
    let what = if name.is_some() { "Claude access and usage audit · " } else { "" };
    let when = format!("{what}{} · as of {}", report.period, report.as_of.format("%Y-%m-%d %H:%M UTC"));
    line(pen, &when, (MARGIN, 84.0), Align::Left, Type { size: 15.0, ..SMALL }, 760.0)?;
    severities(pen, report)
}

/// The worst verdict: the page's colour.
fn worst(report: &Report) -> Verdict {
    report.controls.iter().map(|c| c.status).min().unwrap_or(Verdict::NotAssessed)
}

/// Findings by severity, right of the title: number above word, so that colour only repeats what is written.
fn severities(pen: &Pen, report: &Report) -> Result<()> {
    for (n, severity) in Severity::ALL.into_iter().rev().enumerate() {
        let x = RIGHT - 26.0 - n as f64 * 68.0;
        let found = report.count(severity) as u64;
        let ink = if found == 0 { MUTED } else { weight(severity) };
        pen.text(&grouped(found), (x, 52.0), Align::Centre, Type { ink, ..NUMBER })?;
        pen.text(severity.id(), (x, 80.0), Align::Centre, Type { ink, ..SMALL })?;
    }
    Ok(())
}

fn heading(pen: &Pen, words: &str, from: f64, to: f64) -> Result<()> {
    pen.text(words, (from, HEAD + 6.0), Align::Left, HEADING)?;
    pen.line((from, HEAD + 22.0), (to, HEAD + 22.0), 1.0, GRID)
}

fn verdict(pen: &Pen, control: &ControlResult, y: f64) -> Result<()> {
    let ink = tone(control.status);
    pen.disc((MARGIN + 10.0, y), 10.0, ink)?;
    pen.text(
        mark(control.status),
        (MARGIN + 10.0, y),
        Align::Centre,
        Type { size: 13.0, weight: Weight::SemiBold, ink: PAPER },
    )?;
    pen.text(
        word(control.status),
        (MARGIN + 30.0, y),
        Align::Left,
        Type { size: 13.0, weight: Weight::SemiBold, ink },
    )?;
    let counts = match control.status {
        Verdict::NotAssessed => String::new(),
        _ => format!("{} of {}", grouped(control.exceptions), grouped(control.population)),
    };
    let from = MARGIN + 124.0;
    let to = MIDDLE - 50.0 - font::width(&counts, SMALL.size, SMALL.weight);
    line(pen, &control.title, (from, y), Align::Left, BODY, to - from - 12.0)?;
    pen.text(&counts, (MIDDLE - 50.0, y), Align::Right, SMALL)
}

fn draw_figure(pen: &Pen, figure: &Figure, x: f64, y: f64, room: f64) -> Result<()> {
    line(pen, figure.label, (x, y + 14.0), Align::Left, SMALL, room)?;
    line(pen, &figure.value, (x, y + 38.0), Align::Left, NUMBER, room)?;
    line(pen, &figure.note, (x, y + 61.0), Align::Left, Type { size: 11.5, ..SMALL }, room)
}

fn foot(pen: &Pen, report: &Report, y: f64) -> Result<()> {
    pen.line((MARGIN, y + 8.0), (RIGHT, y + 8.0), 1.0, GRID)?;
    let policy = report
        .policy
        .file
        .as_deref()
        .map_or_else(|| "default policy".to_owned(), |file| format!("policy {}", cut(file, 60)));
    let left = format!(
        "{} {} · {policy} · computed offline from {} files",
        report.tool.name,
        report.tool.version,
        report.inputs.len()
    );
    line(pen, &left, (MARGIN, y + 29.0), Align::Left, SMALL, 700.0)?;
    let missing = match report.not_assessed.len() {
        0 => "every check assessed".to_owned(),
        1 => "1 check not assessed".to_owned(),
        n => format!("{n} checks not assessed"),
    };
    pen.text(&missing, (RIGHT, y + 29.0), Align::Right, SMALL)
}

/// Colour of a verdict; white on it and it on white have at least 4.5 : 1.
const fn tone(verdict: Verdict) -> Ink {
    match verdict {
        Verdict::Pass => plotters::style::RGBColor(0x1A, 0x7F, 0x4E),
        Verdict::Fail => plotters::style::RGBColor(0xB4, 0x23, 0x18),
        Verdict::Attention => plotters::style::RGBColor(0xA1, 0x5C, 0x07),
        Verdict::NotAssessed => MUTED,
        Verdict::NeedsReview => plotters::style::RGBColor(0x1F, 0x5F, 0xA8),
    }
}

const fn weight(severity: Severity) -> Ink {
    match severity {
        Severity::Critical => plotters::style::RGBColor(0x8F, 0x12, 0x12),
        Severity::High => tone(Verdict::Fail),
        Severity::Medium => tone(Verdict::Attention),
        Severity::Low => tone(Verdict::NeedsReview),
        Severity::Info => MUTED,
    }
}
