//! What stands in the picture of the coverage, row by row: which files, which days, what is folded.

use chrono::{Days, NaiveDate};

use crate::model::{Coverage, FileSpan, Report};
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

fn shown(file_span: &FileSpan, window: Run) -> bool {
    file_span.first <= window.1 && file_span.last >= window.0
}

/// The tables with files within the days shown.
pub(super) fn lanes(report: &Report, window: Run) -> Vec<Lane> {
    let lane = |coverage: &Coverage| {
        let file_spans: Vec<&FileSpan> =
            coverage.file_spans.iter().filter(|file_span| shown(file_span, window)).collect();
        // A fold of one would take the room of the band that it hides.
        let own = if file_spans.len() > MOST_BANDS { MOST_BANDS - 1 } else { file_spans.len() };
        let (own, rest) = file_spans.split_at(own);
        let mut rows: Vec<Row> =
            own.iter().map(|file_span| row(&[file_span], cut(&file_span.file, 400), window)).collect();
        if !rest.is_empty() {
            rows.push(Row { folded: true, ..row(rest, format!("and {}", count(rest.len(), "more file")), window) });
        }
        Lane { title: cut(&coverage.title, 60), rows }
    };
    report.coverage.iter().map(lane).filter(|lane| !lane.rows.is_empty()).collect()
}

/// Several files as one band: a day counts where any of them has it.
fn row(file_spans: &[&FileSpan], name: String, window: Run) -> Row {
    let span = file_spans.iter().fold((NaiveDate::MAX, NaiveDate::MIN), |s, b| (s.0.min(b.first), s.1.max(b.last)));
    let (mut counted, mut elsewhere, mut empty) = (Vec::new(), Vec::new(), Vec::new());
    for day in window.0.iter_days().take_while(|day| *day <= window.1) {
        let within = |runs: &[Run]| runs.iter().any(|run| (run.0..=run.1).contains(&day));
        let mut other = false;
        let mut counts = false;
        for file_span in file_spans.iter().filter(|file_span| (file_span.first..=file_span.last).contains(&day)) {
            let (missing, covered) = (within(&file_span.missing), within(&file_span.elsewhere));
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
    let file_spans = report
        .coverage
        .iter()
        .flat_map(|coverage| coverage.file_spans.iter().map(move |file_span| (coverage, file_span)));
    let mut all: Vec<_> = file_spans.filter(|(_, file_span)| !shown(file_span, window)).collect();
    let distance =
        |file_span: &FileSpan| (window.0 - file_span.last).num_days().max((file_span.first - window.1).num_days());
    all.sort_by_key(|(_, file_span)| distance(file_span));
    let own = if all.len() > MOST_NAMED { MOST_NAMED - 1 } else { all.len() };
    let line = |(coverage, file_span): &(&Coverage, &FileSpan)| {
        let days = if file_span.first == file_span.last {
            day(file_span.first)
        } else {
            format!("{} – {}", day(file_span.first), day(file_span.last))
        };
        // Days first: a long name is cut at its end.
        format!("{days} · {}: {}", cut(&coverage.title, 60), cut(&file_span.file, 400))
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
