//! `summary.png`: conclusion, verdicts, key figures and the spend chart on one page, to paste into a ticket.
//!
//! Tickets and chats show pictures at 640 pixels or less: the page is hardly wider, so that its words stay readable there.

use anyhow::Result;

use super::canvas::{self, Align, Ink, Pen, Picture, Type};
use super::font::{self, Weight};
use super::page::{key, key_height};
use super::{GRID, INK, MUTED, PAPER};
use crate::model::{Chart, CheckStatus, Clause, ControlResult, Report, Severity, Verdict, grouped};
use crate::render::document::{
    Figure, controls_by_worst, derived, figures, headline, mark, organization, spelled, subject_line, word,
};
use crate::render::escape::cut;

const WIDTH: f64 = 840.0;
const MARGIN: f64 = 36.0;
const RIGHT: f64 = WIDTH - MARGIN;
const ROOM: f64 = RIGHT - MARGIN;
/// Where the title and the counts end.
const HEAD: f64 = 146.0;
/// Title of a section, and the line under it.
const HEADING_ROW: f64 = 40.0;
/// Room between two sections.
const GAP: f64 = 18.0;
const LINE: f64 = 21.0;
const ROW: f64 = 29.0;
const FOOT: f64 = 48.0;
/// Figures next to each other, and the height of their label and number.
const BESIDE: usize = 4;
const FIGURE: f64 = 54.0;

const TITLE: Type = Type { size: 24.0, weight: Weight::SemiBold, ink: INK };
const HEADING: Type = Type { size: 15.0, weight: Weight::SemiBold, ink: INK };
const BODY: Type = Type { size: 15.0, weight: Weight::Regular, ink: INK };
const STRONG: Type = Type { size: 15.0, weight: Weight::SemiBold, ink: INK };
const SMALL: Type = Type { size: 13.5, weight: Weight::Regular, ink: MUTED };
const NOTE: Type = Type { size: 12.5, weight: Weight::Regular, ink: MUTED };
const NUMBER: Type = Type { size: 22.0, weight: Weight::SemiBold, ink: INK };

/// The conclusion, in lines that fit.
struct Conclusion {
    headline: Vec<String>,
    worst: Vec<(Severity, Vec<String>)>,
    rest: Vec<String>,
}

impl Conclusion {
    fn of(report: &Report) -> Self {
        let wrap = |text: &str, style: Type, room: f64, most: usize| {
            font::wrap(&spelled(&cut(text, 400)), style.size, style.weight, room, most)
        };
        let severity = |clause: &Clause| {
            let finding = report.findings.iter().find(|finding| finding.id == clause.finding);
            finding.map_or(Severity::Info, |finding| finding.severity)
        };
        let brief = &report.brief;
        let worst = brief.worst.iter().map(|clause| (severity(clause), wrap(&clause.text, BODY, ROOM - 24.0, 2)));
        Self {
            headline: wrap(&brief.headline, STRONG, ROOM, 3),
            worst: worst.collect(),
            rest: wrap(&brief.rest.join(" "), SMALL, ROOM, 3),
        }
    }

    fn height(&self) -> f64 {
        let worst: usize = self.worst.iter().map(|(_, lines)| lines.len()).sum();
        (self.headline.len() + worst + self.rest.len()) as f64 * LINE + self.worst.len() as f64 * 4.0 + 8.0
    }

    fn draw(&self, pen: &Pen, top: f64) -> Result<()> {
        let mut y = top + LINE / 2.0;
        for line in &self.headline {
            pen.text(line, (MARGIN, y), Align::Left, STRONG)?;
            y += LINE;
        }
        for (severity, lines) in &self.worst {
            y += 4.0;
            pen.disc((MARGIN + 7.0, y), 5.0, weight(*severity))?;
            for line in lines {
                pen.text(line, (MARGIN + 24.0, y), Align::Left, BODY)?;
                y += LINE;
            }
        }
        y += 6.0;
        for line in &self.rest {
            pen.text(line, (MARGIN, y), Align::Left, SMALL)?;
            y += LINE;
        }
        Ok(())
    }
}

/// The key figures, with what to know about each.
struct Strip {
    figures: Vec<Figure>,
    notes: Vec<Vec<String>>,
}

impl Strip {
    fn of(figures: Vec<Figure>) -> Self {
        let room = ROOM / BESIDE as f64 - 14.0;
        let note = |figure: &Figure| font::wrap(&cut(&figure.note, 300), NOTE.size, NOTE.weight, room, 3);
        Self { notes: figures.iter().map(note).collect(), figures }
    }

    /// Height of a line of them: what the longest note takes.
    fn row(&self) -> f64 {
        FIGURE + self.notes.iter().map(Vec::len).max().unwrap_or(0) as f64 * 16.0 + 10.0
    }

    fn height(&self) -> f64 {
        self.figures.len().div_ceil(BESIDE) as f64 * self.row()
    }

    fn draw(&self, pen: &Pen, top: f64) -> Result<()> {
        let width = ROOM / BESIDE as f64;
        for (n, (figure, note)) in self.figures.iter().zip(&self.notes).enumerate() {
            let (x, y) = (MARGIN + (n % BESIDE) as f64 * width, top + (n / BESIDE) as f64 * self.row());
            line(pen, figure.label, (x, y + 10.0), Align::Left, SMALL, width - 14.0)?;
            line(pen, &figure.value, (x, y + 34.0), Align::Left, NUMBER, width - 14.0)?;
            for (row, words) in note.iter().enumerate() {
                pen.text(words, (x, y + FIGURE + 4.0 + row as f64 * 16.0), Align::Left, NOTE)?;
            }
        }
        Ok(())
    }
}

/// The page.
pub(super) fn page(report: &Report) -> Result<Picture> {
    // The findings are counted in the head.
    let all = figures(report).into_iter().chain(derived(report));
    let figures = all.filter(|figure| figure.label != "Findings").take(2 * BESIDE);
    let (conclusion, strip) = (Conclusion::of(report), Strip::of(figures.collect()));
    let controls_at = HEAD + HEADING_ROW + conclusion.height() + GAP;
    let figures_at = controls_at + HEADING_ROW + report.controls.len() as f64 * ROW + GAP;
    let chart_at = figures_at + HEADING_ROW + strip.height() + GAP;
    let chart =
        report.charts.first().map(|chart| super::sized(chart, ROOM).map(|picture| (chart, picture))).transpose()?;
    let words = chart.as_ref().map_or(0.0, |(chart, _)| chart_head(chart));
    let key_at = chart_at + chart.as_ref().map_or(0.0, |(_, picture)| words + picture.height + 6.0);
    let foot_at = key_at + chart.as_ref().map_or(0.0, |(chart, _)| key_height(chart.data.marks()));
    let page = canvas::draw(WIDTH, foot_at + FOOT, |pen| {
        pen.fill((0.0, 0.0), (WIDTH, foot_at + FOOT), PAPER)?;
        head(pen, report)?;
        heading(pen, "Conclusion", HEAD)?;
        conclusion.draw(pen, HEAD + HEADING_ROW)?;
        heading(pen, "Controls", controls_at)?;
        for (n, control) in controls_by_worst(report).into_iter().enumerate() {
            verdict(pen, control, controls_at + HEADING_ROW + (n as f64 + 0.5) * ROW)?;
        }
        heading(pen, "Key figures", figures_at)?;
        strip.draw(pen, figures_at + HEADING_ROW)?;
        if let Some((chart, _)) = &chart {
            chart_words(pen, chart, chart_at, key_at)?;
        }
        foot(pen, report, foot_at)
    })?;
    Ok(match &chart {
        Some((_, picture)) => page.with((WIDTH - picture.width) / 2.0, chart_at + words, picture),
        None => page,
    })
}

fn caption(chart: &Chart) -> Vec<String> {
    font::wrap(&cut(&chart.caption, 400), SMALL.size, SMALL.weight, ROOM, 2)
}

/// Height of what stands above the drawing.
fn chart_head(chart: &Chart) -> f64 {
    HEADING_ROW + caption(chart).len() as f64 * LINE + 12.0
}

/// Title, what is to be seen, and below the drawing what its letters mean.
fn chart_words(pen: &Pen, chart: &Chart, top: f64, key_at: f64) -> Result<()> {
    heading(pen, &chart.title, top)?;
    for (n, words) in caption(chart).iter().enumerate() {
        pen.text(words, (MARGIN, top + HEADING_ROW + (n as f64 + 0.5) * LINE), Align::Left, SMALL)?;
    }
    key(pen, chart.data.marks(), (MARGIN, key_at), ROOM)
}

/// A stranger's text on one line that has this much room.
fn line(pen: &Pen, text: &str, at: (f64, f64), align: Align, style: Type, room: f64) -> Result<()> {
    pen.text(&font::fit(&cut(text, 400), style.size, style.weight, room), at, align, style)
}

fn head(pen: &Pen, report: &Report) -> Result<()> {
    pen.fill((0.0, 0.0), (WIDTH, 6.0), tone(worst(report)))?;
    let (title, whose) = titles(report);
    line(pen, &title, (MARGIN, 44.0), Align::Left, TITLE, ROOM)?;
    let policy = report.policy.file.as_deref().map_or_else(|| "default policy".into(), |file| cut(file, 60));
    let when = format!("{} · as of {}", report.period, report.as_of.format("%Y-%m-%d %H:%M UTC"));
    let when = format!("{whose}{} · {policy}", spelled(&when));
    line(pen, &when, (MARGIN, 74.0), Align::Left, SMALL, ROOM)?;
    severities(pen, report)
}

/// The title, and what of the organization stands before the period: a name that has no room or no letters in the title must not keep from
/// it what the picture is.
fn titles(report: &Report) -> (String, String) {
    let whole = headline(report);
    let can_be_drawn = |text: &str| cut(text, 400).chars().all(font::has);
    if can_be_drawn(&whole) && font::width(&whole, TITLE.size, TITLE.weight) <= ROOM {
        return (whole, String::new());
    }
    let id = report.organization.id.as_deref().filter(|id| can_be_drawn(id));
    let name = organization(report).filter(|name| can_be_drawn(name)).or(id);
    let named = |name: &str| format!("{} · ", font::fit(&cut(name, 400), SMALL.size, SMALL.weight, ROOM * 0.4));
    (subject_line(report), name.map_or_else(String::new, named))
}

/// The worst verdict: the page's colour.
fn worst(report: &Report) -> Verdict {
    report.controls.iter().map(|c| c.status).min().unwrap_or(Verdict::NotAssessed)
}

/// Findings by severity in a row: the word stands beside the number, so that colour only repeats what is written.
fn severities(pen: &Pen, report: &Report) -> Result<()> {
    let mut x = MARGIN;
    for severity in Severity::ALL {
        let found = report.count(severity) as u64;
        let ink = if found == 0 { MUTED } else { weight(severity) };
        let number = grouped(found);
        pen.text(&number, (x, 112.0), Align::Left, Type { ink, ..NUMBER })?;
        x += font::width(&number, NUMBER.size, NUMBER.weight) + 7.0;
        pen.text(severity.id(), (x, 114.0), Align::Left, Type { ink, ..BODY })?;
        x += font::width(severity.id(), BODY.size, BODY.weight) + 30.0;
    }
    Ok(())
}

fn heading(pen: &Pen, words: &str, top: f64) -> Result<()> {
    line(pen, words, (MARGIN, top + 12.0), Align::Left, HEADING, ROOM)?;
    pen.line((MARGIN, top + 28.0), (RIGHT, top + 28.0), 1.0, GRID)
}

fn verdict(pen: &Pen, control: &ControlResult, y: f64) -> Result<()> {
    let ink = tone(control.status);
    pen.disc((MARGIN + 9.0, y), 9.0, ink)?;
    let on_the_disc = Type { size: 12.0, weight: Weight::SemiBold, ink: PAPER };
    pen.text(mark(control.status), (MARGIN + 9.0, y), Align::Centre, on_the_disc)?;
    pen.text(word(control.status), (MARGIN + 27.0, y), Align::Left, Type { size: 14.0, ink, ..STRONG })?;
    let counts = match control.status {
        Verdict::NotAssessed => String::new(),
        _ => format!("{} of {}", grouped(control.exceptions), grouped(control.population)),
    };
    let from = MARGIN + 132.0;
    let to = RIGHT - font::width(&counts, SMALL.size, SMALL.weight);
    line(pen, &control.title, (from, y), Align::Left, BODY, to - from - 12.0)?;
    pen.text(&counts, (RIGHT, y), Align::Right, SMALL)
}

fn foot(pen: &Pen, report: &Report, y: f64) -> Result<()> {
    pen.line((MARGIN, y + 8.0), (RIGHT, y + 8.0), 1.0, GRID)?;
    let files = crate::model::counted(report.files().count() as u64, "file");
    let left = format!("{} {} · computed offline from {files}", report.tool.name, report.tool.version);
    line(pen, &left, (MARGIN, y + 27.0), Align::Left, NOTE, ROOM - 200.0)?;
    let (blind, idle) = (report.blind().len(), report.checks_that(CheckStatus::NotApplicable));
    let missing = match (blind, idle) {
        (0, 0) => "every check assessed".to_owned(),
        (0, idle) => format!("{} not configured", crate::model::counted(idle as u64, "check")),
        (blind, 0) => format!("{} not assessed", crate::model::counted(blind as u64, "check")),
        (blind, idle) => {
            format!("{} not assessed, {idle} not configured", crate::model::counted(blind as u64, "check"))
        }
    };
    pen.text(&missing, (RIGHT, y + 27.0), Align::Right, NOTE)
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
