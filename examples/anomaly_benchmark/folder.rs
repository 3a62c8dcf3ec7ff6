//! Labelled series from outside: a folder of CSV files.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use chrono::{DateTime, NaiveDate, NaiveDateTime};
use clade_analyze::stats::step::Step;

use crate::series::{Class, Label, Series};

/// One line: when, what, and whether it is labelled.
type Line = (i64, f64, Option<Class>);

/// A label from the file of labels: first and last step as written, and what it says.
pub(crate) type Span = (String, String, Class);

/// Hours between most lines from which a series is daily.
const DAILY: i64 = 12;

/// Every series below a folder, with its name, in the order of the names.
pub(crate) fn read(folder: &Path) -> Result<Vec<(String, Series)>> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        paths.push(entry?.path());
    }
    paths.sort();
    let is_series = |path: &&std::path::PathBuf| {
        path.extension().is_some_and(|kind| kind == "csv") && path.file_name().is_some_and(|name| name != "labels.csv")
    };
    let mut labels = labels(&folder.join("labels.csv"))?;
    let mut all = Vec::new();
    for path in paths.iter().filter(is_series) {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let own = labels.remove(&name).unwrap_or_default();
        all.push((name, series(path, &own, None).with_context(|| format!("{}", path.display()))?));
    }
    if all.is_empty() {
        bail!("{}: no file of series (*.csv)", folder.display());
    }
    if let Some(name) = labels.keys().next() {
        bail!("labels.csv: no file {name}.csv");
    }
    Ok(all)
}

/// `series,start,end[,label]`, both ends included.
fn labels(path: &Path) -> Result<BTreeMap<String, Vec<Span>>> {
    let mut all: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    if !path.exists() {
        return Ok(all);
    }
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path)?;
    for record in reader.records() {
        let record = record?;
        let cell = |at: usize| record.get(at).unwrap_or_default().trim().to_owned();
        let class = class(&cell(3)).unwrap_or(Class::Event);
        all.entry(cell(0).trim_end_matches(".csv").to_owned()).or_default().push((cell(1), cell(2), class));
    }
    Ok(all)
}

/// A series of a file with its labels; daily or hourly as asked for, else as its lines are.
pub(crate) fn series(path: &Path, labels: &[Span], step: Option<Step>) -> Result<Series> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path)?;
    let hours = |text: &str| hour(text).with_context(|| format!("neither a date nor a time: «{text}»"));
    let mut lines: Vec<Line> = Vec::new();
    for record in reader.records() {
        let record = record?;
        let cell = |at: usize| record.get(at).unwrap_or_default().trim();
        lines.push((hours(cell(0))?, cell(1).parse().unwrap_or(f64::NAN), class(cell(2))));
    }
    lines.sort_by_key(|line| line.0);
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { bail!("no value") };
    let mut gaps: Vec<i64> = lines.windows(2).map(|two| two[1].0 - two[0].0).collect();
    gaps.sort_unstable();
    let is_daily =
        step.map_or_else(|| gaps.get(gaps.len() / 2).is_none_or(|usual| *usual >= DAILY), |step| step == Step::Day);
    let (step, unit) = if is_daily { (Step::Day, 24) } else { (Step::Hour, 1) };
    let first = first.0.div_euclid(unit);
    let count = usize::try_from(last.0.div_euclid(unit) - first)? + 1;
    let index = |at: i64| usize::try_from(at.div_euclid(unit) - first).unwrap_or(0).min(count - 1);
    let (mut sums, mut labels_of_lines) = (vec![(0.0, 0_u32); count], Vec::<Label>::new());
    let mut previous = None;
    for (at, value, class) in lines {
        if !value.is_nan() {
            sums[index(at)].0 += value;
            sums[index(at)].1 += 1;
        }
        // A run of labelled lines is one event.
        match (class, labels_of_lines.last_mut()) {
            (Some(_), Some(label)) if class == previous => label.end = index(at),
            (Some(class), _) => labels_of_lines.push(Label { class, start: index(at), end: index(at) }),
            _ => {}
        }
        previous = class;
    }
    let mean = |(sum, lines): (f64, u32)| if lines == 0 { f64::NAN } else { sum / f64::from(lines) };
    let values = sums.into_iter().map(mean).collect();
    let mut one = Series { values, step, first, labels: labels_of_lines };
    for (start, end, class) in labels {
        one.labels.push(Label { class: *class, start: index(hours(start)?), end: index(hours(end)?) });
    }
    Ok(one)
}

/// What a label's cell says; nothing where it is empty, 0 or false.
fn class(text: &str) -> Option<Class> {
    match text.to_lowercase().as_str() {
        "" | "0" | "0.0" | "false" => None,
        "spike" => Some(Class::Spike),
        "shift" => Some(Class::Shift),
        "drift" => Some(Class::Drift),
        "drop" => Some(Class::Drop),
        _ => Some(Class::Event),
    }
}

/// Hours since 1 January 1970 of a date, a date with a time, or seconds since then.
fn hour(text: &str) -> Option<i64> {
    let formats = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"];
    let plain = text.trim_end_matches('Z').trim_end_matches("+00:00");
    let time = formats.iter().find_map(|format| NaiveDateTime::parse_from_str(plain, format).ok());
    let date = || {
        ["%Y-%m-%d", "%Y/%m/%d"]
            .iter()
            .find_map(|format| NaiveDate::parse_from_str(plain, format).ok())
            .and_then(|date| date.and_hms_opt(0, 0, 0))
    };
    let seconds =
        || text.parse().ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0)).map(|at| at.naive_utc());
    Some(time.or_else(date).or_else(seconds)?.and_utc().timestamp().div_euclid(3600))
}
