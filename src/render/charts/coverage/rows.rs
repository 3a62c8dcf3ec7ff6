//! What stands in the picture of the coverage, row by row: which files, which days, what is folded.

use chrono::{Days, NaiveDate};

use crate::model::{Band, Coverage, Report};
use crate::render::document::count;
use crate::render::escape::cut;

/// Bands of one table; the rest share the last one. Three tables of so many still fit a page.
const MOST_BANDS: usize = 9;
/// Files outside that are named; the table of inputs names all.
const MOST_NAMED: usize = 4;
/// Days before and after the period: a twelfth of it, so that what reaches over its ends is seen to.
const MARGIN_PART: u64 = 12;
const MARGIN: (u64, u64) = (1, 21);

/// First and last day, both included.
pub(super) type Run = (NaiveDate, NaiveDate);

/// One line of the picture.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Files, or how many more there are.
    pub(super) name: String,
    /// Whether the name is ours and not a file's.
    pub(super) folded: bool,
    /// First and last day of its files.
    pub(super) span: Run,
    /// Days with rows that count.
    pub(super) counted: Vec<Run>,
    /// Days whose rows count in another file.
    pub(super) elsewhere: Vec<Run>,
    /// Days of its files without a row.
    pub(super) empty: Vec<Run>,
}

/// The lines of one table.
#[derive(Debug)]
pub(super) struct Lane {
    /// The table's title.
    pub(super) title: String,
    /// Its files within the days shown, in order of time.
    pub(super) rows: Vec<Row>,
}

/// The days shown: the period and a little around it.
pub(super) fn window(report: &Report) -> Run {
    let around = Days::new((report.period.days().unsigned_abs() / MARGIN_PART).clamp(MARGIN.0, MARGIN.1));
    let (first, last) = (report.period.start, report.period.end);
    (first.checked_sub_days(around).unwrap_or(first), last.checked_add_days(around).unwrap_or(last))
}

fn shown(band: &Band, window: Run) -> bool {
    band.first <= window.1 && band.last >= window.0
}

/// The tables with files within the days shown.
pub(super) fn lanes(report: &Report, window: Run) -> Vec<Lane> {
    let lane = |coverage: &Coverage| {
        let bands: Vec<&Band> = coverage.bands.iter().filter(|band| shown(band, window)).collect();
        // A fold of one would take the room of the band that it hides.
        let own = if bands.len() > MOST_BANDS { MOST_BANDS - 1 } else { bands.len() };
        let (own, rest) = bands.split_at(own);
        let mut rows: Vec<Row> = own.iter().map(|band| row(&[band], cut(&band.file, 400), window)).collect();
        if !rest.is_empty() {
            rows.push(Row { folded: true, ..row(rest, format!("and {}", count(rest.len(), "more file")), window) });
        }
        Lane { title: cut(&coverage.title, 60), rows }
    };
    report.coverage.iter().map(lane).filter(|lane| !lane.rows.is_empty()).collect()
}

/// Several files as one band: a day counts where any of them has it.
fn row(bands: &[&Band], name: String, window: Run) -> Row {
    let span = bands.iter().fold((NaiveDate::MAX, NaiveDate::MIN), |s, b| (s.0.min(b.first), s.1.max(b.last)));
    let (mut counted, mut elsewhere, mut empty) = (Vec::new(), Vec::new(), Vec::new());
    for day in window.0.iter_days().take_while(|day| *day <= window.1) {
        let within = |runs: &[Run]| runs.iter().any(|run| (run.0..=run.1).contains(&day));
        let mut other = false;
        let mut counts = false;
        for band in bands.iter().filter(|band| (band.first..=band.last).contains(&day)) {
            let (missing, covered) = (within(&band.missing), within(&band.elsewhere));
            other |= covered;
            counts |= !missing && !covered;
        }
        if counts {
            extend(&mut counted, day);
        } else if other {
            extend(&mut elsewhere, day);
        } else if (span.0..=span.1).contains(&day) {
            extend(&mut empty, day);
        }
    }
    Row { name, folded: false, span, counted, elsewhere, empty }
}

fn extend(runs: &mut Vec<Run>, day: NaiveDate) {
    match runs.last_mut() {
        Some(run) if run.1.succ_opt() == Some(day) => run.1 = day,
        _ => runs.push((day, day)),
    }
}

/// Names and days of the files that are outside, the nearest to the period first; the last line says how many more there are.
pub(super) fn outside(report: &Report, window: Run) -> Vec<String> {
    let bands = report.coverage.iter().flat_map(|coverage| coverage.bands.iter().map(move |band| (coverage, band)));
    let mut all: Vec<_> = bands.filter(|(_, band)| !shown(band, window)).collect();
    let distance = |band: &Band| (window.0 - band.last).num_days().max((band.first - window.1).num_days());
    all.sort_by_key(|(_, band)| distance(band));
    let own = if all.len() > MOST_NAMED { MOST_NAMED - 1 } else { all.len() };
    let line = |(coverage, band): &(&Coverage, &Band)| {
        let days = if band.first == band.last {
            day(band.first)
        } else {
            format!("{} – {}", day(band.first), day(band.last))
        };
        // Days first: a long name is cut at its end.
        format!("{days} · {}: {}", cut(&coverage.title, 60), cut(&band.file, 400))
    };
    let mut lines: Vec<String> = all.iter().take(own).map(line).collect();
    if all.len() > own {
        lines.push(format!("and {}, see Inputs", count(all.len() - own, "more file")));
    }
    lines
}

fn day(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}
