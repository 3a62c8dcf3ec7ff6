//! Labelled series from outside: a folder of CSV files.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use chrono::{DateTime, NaiveDate, NaiveDateTime};
use clade_analyze::stats::detect::Step;

use crate::series::{Class, Label, Series};

/// One line: when, what, and whether it is labelled.
type Line = (i64, f64, Option<Class>);

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
        all.push((name, series(path, &own).with_context(|| format!("{}", path.display()))?));
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
fn labels(path: &Path) -> Result<BTreeMap<String, Vec<(String, String, Class)>>> {
    let mut all: BTreeMap<String, Vec<(String, String, Class)>> = BTreeMap::new();
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

fn series(path: &Path, labels: &[(String, String, Class)]) -> Result<Series> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path)?;
    let hours = |text: &str| hour(text).with_context(|| format!("neither a date nor a time: «{text}»"));
    let (mut lines, mut is_hourly): (Vec<Line>, bool) = (Vec::new(), false);
    for record in reader.records() {
        let record = record?;
        let cell = |at: usize| record.get(at).unwrap_or_default().trim();
        let at = hours(cell(0))?;
        is_hourly |= at % 24 != 0;
        lines.push((at, cell(1).parse().unwrap_or(f64::NAN), class(cell(2))));
    }
    lines.sort_by_key(|line| line.0);
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { bail!("no value") };
    let (step, unit) = if is_hourly { (Step::Hour, 1) } else { (Step::Day, 24) };
    let (first, count) = (first.0 / unit, ((last.0 - first.0) / unit) as usize + 1);
    let mut one = Series { values: vec![f64::NAN; count], step, first, labels: Vec::new() };
    let index = |at: i64| (at / unit - first).clamp(0, count as i64 - 1) as usize;
    let mut previous = None;
    for (at, value, class) in lines {
        one.values[index(at)] = value;
        // A run of labelled lines is one event.
        match (class, &previous) {
            (Some(class), Some(before)) if class == *before => {
                if let Some(label) = one.labels.last_mut() {
                    label.end = index(at);
                }
            }
            (Some(class), _) => one.labels.push(Label { class, start: index(at), end: index(at) }),
            _ => {}
        }
        previous = class;
    }
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
    let plain = text.trim_end_matches('Z');
    let time = formats.iter().find_map(|format| NaiveDateTime::parse_from_str(plain, format).ok());
    let date = || NaiveDate::parse_from_str(plain, "%Y-%m-%d").ok().and_then(|date| date.and_hms_opt(0, 0, 0));
    let seconds =
        || text.parse().ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0)).map(|at| at.naive_utc());
    Some(time.or_else(date).or_else(seconds)?.and_utc().timestamp().div_euclid(3600))
}
