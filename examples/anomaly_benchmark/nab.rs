//! The labelled series of the Numenta Anomaly Benchmark, from a copy of its repository: real series only, hourly and daily, upward events.
//!
//! A window of `labels/combined_windows.json` is upward where the series is farther above its median in it than below. A window is found
//! where a jump or a rise lies in it; a jump or rise outside of every window is false. Downward windows count neither way.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use clade_analyze::stats::detect::{self, Kind, MinEffect, Setting};
use clade_analyze::stats::fill::fill;
use clade_analyze::stats::median;
use clade_analyze::stats::step::Step;

use crate::PEERS;
use crate::baselines;
use crate::folder::{self, Span};
use crate::series::{Class, Label, Series};

/// Days of a series from which its days are judged: less has no four weeks.
const LEAST_DAYS: usize = 28;

/// What came of one method at one resolution.
#[derive(Default)]
struct Tally {
    upward: usize,
    found: usize,
    wrong: usize,
    lines: Vec<String>,
}

/// Prints F1, precision and recall of the shipped setting, daily and hourly, and of the peers with the threshold that is best for each on
/// these same series: the most that one threshold reaches.
pub(crate) fn report(root: &Path, failures: bool) -> Result<()> {
    let windows = windows(&root.join("labels/combined_windows.json"))?;
    for step in [Step::Day, Step::Hour] {
        let mut all: Vec<(&String, Series)> = Vec::new();
        for (name, spans) in windows.iter().filter(|(name, _)| name.starts_with("real")) {
            let path = root.join("data").join(name);
            let one = folder::series(&path, spans, Some(step)).with_context(|| path.display().to_string())?;
            if step == Step::Hour || one.len() >= LEAST_DAYS {
                all.push((name, one));
            }
        }
        let ours = Tally::of(&all, |_, one| shipped(one));
        println!("{step:?}: {} series, {} upward windows", all.len(), ours.upward);
        println!("  shipped setting: {}", ours.line());
        if failures {
            ours.lines.iter().for_each(|line| println!("{line}"));
        }
        for (name, method) in PEERS {
            let deviations: Vec<Vec<f64>> = all.iter().map(|(_, one)| method(&fill(&one.values, step), step)).collect();
            let at = |threshold: f64| {
                Tally::of(&all, |at, one| {
                    let runs = baselines::runs(&deviations[at], threshold, step);
                    runs.iter().map(|run| (run.0, run.1)).filter(|(start, end)| is_upward(one, *start, *end)).collect()
                })
            };
            let thresholds = (4..=60).map(|half| f64::from(half) / 2.0);
            let best = thresholds.map(|one| (one, at(one))).max_by(|a, b| a.1.f1().total_cmp(&b.1.f1()));
            if let Some((threshold, tally)) = best {
                println!("  {name}, best threshold {threshold}: {}", tally.line());
            }
        }
    }
    Ok(())
}

/// The jumps and rises that the shipped setting tells.
fn shipped(one: &Series) -> Vec<(usize, usize)> {
    let series = detect::Series { values: &one.values, step: one.step, first: one.first };
    let events = detect::detect(&series, &Setting::ANY_UNIT, MinEffect::OfLevel);
    let up = events.iter().filter(|event| matches!(event.kind, Kind::Spike | Kind::Rise));
    up.map(|event| (event.start, event.end)).collect()
}

fn windows(path: &Path) -> Result<BTreeMap<String, Vec<Span>>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let all: BTreeMap<String, Vec<(String, String)>> = serde_json::from_str(&text)?;
    if all.is_empty() {
        bail!("{}: no windows", path.display());
    }
    // Fractions of seconds say nothing here.
    let plain = |time: &str| time.split('.').next().unwrap_or_default().to_owned();
    let span = |(start, end): &(String, String)| (plain(start), plain(end), Class::Event);
    Ok(all.into_iter().map(|(name, spans)| (name, spans.iter().map(span).collect())).collect())
}

impl Tally {
    fn of(all: &[(&String, Series)], reported: impl Fn(usize, &Series) -> Vec<(usize, usize)>) -> Self {
        let mut tally = Self::default();
        for (at, (name, one)) in all.iter().enumerate() {
            tally.add(name, one, &reported(at, one));
        }
        tally
    }

    fn add(&mut self, name: &str, one: &Series, reported: &[(usize, usize)]) {
        let lies_in = |event: &(usize, usize), label: &Label| event.0 <= label.end && label.start <= event.1;
        let upward: Vec<&Label> = one.labels.iter().filter(|label| is_upward(one, label.start, label.end)).collect();
        let found = upward.iter().filter(|label| reported.iter().any(|event| lies_in(event, label))).count();
        let wrong = reported.iter().filter(|event| !one.labels.iter().any(|label| lies_in(event, label))).count();
        self.upward += upward.len();
        self.found += found;
        self.wrong += wrong;
        let spans: Vec<(usize, usize)> = upward.iter().map(|label| (label.start, label.end)).collect();
        self.lines.push(format!("    {name} ({} steps): upward {spans:?}, reported {reported:?}", one.len()));
    }

    fn f1(&self) -> f64 {
        2.0 * self.found as f64 / (self.upward + self.found + self.wrong).max(1) as f64
    }

    fn line(&self) -> String {
        let share = |of: usize, all: usize| of as f64 / all.max(1) as f64;
        let precision = share(self.found, self.found + self.wrong);
        let recall = share(self.found, self.upward);
        format!("F1 {:.3}, precision {precision:.3}, recall {recall:.3}, {} false", self.f1(), self.wrong)
    }
}

/// Whether a series is farther above its median in some steps than below.
fn is_upward(one: &Series, start: usize, end: usize) -> bool {
    let known: Vec<f64> = one.values.iter().copied().filter(|value| !value.is_nan()).collect();
    let center = median(&known);
    let within = one.values[start..=end].iter().filter(|value| !value.is_nan());
    let (low, high) = within.fold((center, center), |(low, high), value| (value.min(low), value.max(high)));
    high - center > center - low
}
