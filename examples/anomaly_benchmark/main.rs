//! How well spikes, moves, drifts and silence are reported from what looks alike, next to four usual methods on the same series.
//!
//! `cargo run --release --example anomaly_benchmark -- [SEED] [SERIES PER KIND] [failures]` invents daily and hourly series. One setting,
//! the shipped one, for every series; the methods next to it get the threshold that suits them best on series of another seed.
//!
//! `cargo run --release --example anomaly_benchmark -- --organizations SEED EACH [SEEDS] [short] [sweep] [failures]` invents whole
//! organizations of 2 to 500 keys, for as many seeds in a row, over 90 to 180 days, or `short` ones over 28 to 60.
//!
//! `cargo run --release --example anomaly_benchmark -- --nab DIR [failures]` reads a copy of <https://github.com/numenta/NAB>.
//!
//! `cargo run --release --example anomaly_benchmark -- --series DIR [failures]` reads labelled series from outside instead: every `*.csv`
//! in the folder is one, with a header and the columns `date,value[,label]`. `date` is a day (`2026-07-01`), an hour (`2026-07-01 05:00`)
//! or seconds since 1970; a series whose lines lie less than half a day apart is hourly, and lines of one hour are averaged. Steps without a
//! line, and values that are no number, are not known.
//! `label` is empty, 0 or `false` for nothing, `spike`, `shift`, `drift` or `drop`, or anything else for an event of any kind; a run of
//! lines with the same label is one event. Labels may stand in a file `labels.csv` of the folder instead:
//! `series,start,end[,label]`, the series named as its file is, both ends included. As such series are in any unit, they have the
//! setting for these, whose excess is a share of a usual day of the series, and not dollars; `--dollars` takes the shipped setting of spend.

#![allow(clippy::print_stdout, reason = "a program whose figures are for people")]

mod baselines;
mod folder;
mod hourly;
mod keys;
mod nab;
mod organization;
mod random;
mod score;
mod series;
mod whole;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use clade_analyze::stats::detect::{self, MinEffect, Setting, detect};
use clade_analyze::stats::step::Step;
use score::{Found, Score};
use series::{KINDS, Series};

/// A series with its kind and its name.
type Named = (String, String, Series);

/// What the shipped setting tells.
fn shipped(one: &Series, min_effect: MinEffect) -> Vec<Found> {
    let series = detect::Series { values: &one.values, step: one.step, first: one.first };
    let setting = if matches!(min_effect, MinEffect::OfLevel) { Setting::ANY_UNIT } else { Setting::SHIPPED };
    detect(&series, &setting, min_effect).iter().map(|event| (event.start, event.end, Some(event.kind))).collect()
}

fn judge(all: &[Named], method: impl Fn(usize, &Series) -> Vec<Found>) -> Score {
    let mut score = Score::default();
    for (at, (kind, name, one)) in all.iter().enumerate() {
        score.add(kind, name, one, &method(at, one));
    }
    score
}

/// The threshold with the best F1, and that score.
fn best(all: &[Named], method: impl Fn(&[f64], Step) -> Vec<f64>) -> (f64, Score) {
    let deviations: Vec<Vec<f64>> = all.iter().map(|(.., one)| method(&one.values, one.step)).collect();
    let scores = (6..=60).step_by(2).map(|half| {
        let threshold = f64::from(half) / 2.0;
        (threshold, judge(all, |at, one| baselines::runs(&deviations[at], threshold, one.step)))
    });
    scores.max_by(|a, b| a.1.f1().total_cmp(&b.1.f1())).unwrap_or_default()
}

/// Prints what came of the shipped setting and of the peers, their thresholds the best on other series.
fn report(title: &str, all: &[Named], tuning: &[Named], min_effect: MinEffect, failures: bool) {
    println!("{title}: {} series, {} days", all.len(), all.iter().map(|(.., one)| one.days()).sum::<usize>());
    let ours = judge(all, |_, one| shipped(one, min_effect));
    println!("shipped setting: {}", ours.line());
    println!("  {}", ours.calls());
    ours.by_kind().iter().for_each(|line| println!("{line}"));
    if failures {
        ours.failures.iter().for_each(|line| println!("{line}"));
        return;
    }
    for (name, method) in PEERS {
        let (threshold, _) = best(tuning, method);
        let detected = |_: usize, one: &Series| baselines::runs(&method(&one.values, one.step), threshold, one.step);
        println!("{name}, threshold {threshold}: {}", judge(all, detected).line());
    }
}

/// A usual method: robust deviations per step.
type Method = fn(&[f64], Step) -> Vec<f64>;

const PEERS: [(&str, Method); 4] = [
    ("rolling median + MAD", baselines::rolling_median),
    ("STL + MAD", baselines::stl),
    ("MSTL + MAD", baselines::mstl),
    ("S-H-ESD", baselines::seasonal_hybrid_esd),
];

fn invented(
    seed: u64,
    each: usize,
    kinds: &[(&str, series::Change)],
    one: impl Fn(u64, usize, usize) -> Series,
) -> Vec<Named> {
    let turns = |kind: usize| (0..each).map(move |turn| (kind, turn));
    let named = |(kind, turn): (usize, usize)| (kinds[kind].0.to_owned(), turn.to_string(), one(seed, kind, turn));
    (0..kinds.len()).flat_map(turns).map(named).collect()
}

/// From a seed to that of the series on which the thresholds of the peers are chosen.
const OTHER_SEED: u64 = 50_000;

/// Sizes of organizations in keys, and how many of each are worth one of the smallest.
const SIZES: [(usize, usize); 5] = [(2, 8), (5, 8), (15, 4), (50, 2), (500, 1)];

/// Days of organizations: of a usual export, and of a first one.
const LONG: [usize; 4] = [90, 120, 180, 92];
const SHORT: [usize; 4] = [28, 42, 60, 35];

/// Every organization of a seed, with its name.
fn organizations_of(seed: u64, each: usize) -> Vec<(usize, String, organization::Organization)> {
    let mut all = Vec::new();
    for (keys, times) in SIZES {
        for turn in 0..(each * times).div_ceil(4).max(1) {
            let name = format!("{keys} keys, turn {turn}");
            all.push((keys, name, organization::organization(seed, turn, keys, LONG[turn % 4])));
        }
    }
    all
}

/// F1 and false findings per organization and quarter over settings, by size of the organization.
fn sweep(seed: u64, each: usize) {
    let all = organizations_of(seed, each);
    let line = |name: &str, setting: &Setting| {
        let mut scores: BTreeMap<usize, whole::Score> = BTreeMap::new();
        for (keys, name, one) in &all {
            let detected = whole::detected(one, setting);
            scores.entry(*keys).or_default().add(name, one, &detected);
            scores.entry(usize::MAX).or_default().add(name, one, &detected);
        }
        let size = |(keys, score): (&usize, &whole::Score)| {
            let keys = if *keys == usize::MAX { String::from("all") } else { format!("{keys} keys") };
            format!("{keys} {:.3} {:.2}", score.f1(), score.per_quarter())
        };
        println!("{name}: {}", scores.iter().map(size).collect::<Vec<_>>().join(", "));
    };
    for tenths in [32, 36, 40, 44, 48, 52, 56, 60] {
        let mut setting = Setting::SHIPPED;
        setting.spike.score = f64::from(tenths) / 10.0;
        line(&format!("spike score {}", setting.spike.score), &setting);
    }
    for tenths in [36, 40, 45, 50, 55, 60, 65, 70] {
        let mut setting = Setting::SHIPPED;
        setting.shift.score = f64::from(tenths) / 10.0;
        line(&format!("shift score {}", setting.shift.score), &setting);
    }
    for excess in [15.0, 25.0, 40.0, 60.0] {
        let mut setting = Setting::SHIPPED;
        setting.spike.excess = excess;
        line(&format!("spike excess {excess}"), &setting);
        let mut setting = Setting::SHIPPED;
        setting.shift.excess = excess;
        line(&format!("shift excess {excess}"), &setting);
    }
}

/// What is invented and printed.
struct Invented {
    seeds: std::ops::Range<u64>,
    each: usize,
    /// Days of the organizations, in turn.
    days: [usize; 4],
    failures: bool,
}

fn organizations(asked: &Invented) {
    let mut total = whole::Score::default();
    for (keys, times) in SIZES {
        let mut score = whole::Score::default();
        for seed in asked.seeds.clone() {
            for turn in 0..(asked.each * times).div_ceil(4).max(1) {
                let one = organization::organization(seed, turn, keys, asked.days[turn % 4]);
                let detected = whole::detected(&one, &Setting::SHIPPED);
                let name = format!("{keys} keys, seed {seed}, turn {turn}");
                score.add(&name, &one, &detected);
                total.add(&name, &one, &detected);
            }
        }
        println!("{keys} keys: {}", score.line());
    }
    println!("all: {}", total.line());
    total.by_kind().iter().for_each(|line| println!("{line}"));
    if asked.failures {
        total.failures.iter().for_each(|line| println!("{line}"));
    }
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |word: &str| arguments.iter().any(|argument| argument == word);
    if let Some(at) = arguments.iter().position(|argument| argument == "--series") {
        let folder = arguments.get(at + 1).map_or(".", String::as_str);
        let named = |(name, one): (String, Series)| (String::from("series"), name, one);
        let all: Vec<Named> = folder::read(Path::new(folder))?.into_iter().map(named).collect();
        let min_effect = if has("--dollars") { MinEffect::Setting } else { MinEffect::OfLevel };
        report(folder, &all, &all, min_effect, has("failures"));
        return Ok(());
    }
    if let Some(at) = arguments.iter().position(|argument| argument == "--nab") {
        return nab::report(Path::new(arguments.get(at + 1).map_or(".", String::as_str)), has("failures"));
    }
    if let Some(at) = arguments.iter().position(|argument| argument == "--organizations") {
        let number =
            |more: usize, default: u64| arguments.get(at + more).and_then(|text| text.parse().ok()).unwrap_or(default);
        if has("sweep") {
            sweep(number(1, 1), number(2, 8) as usize);
            return Ok(());
        }
        let days = if has("short") { SHORT } else { LONG };
        let (seed, each) = (number(1, 1), number(2, 8) as usize);
        organizations(&Invented { seeds: seed..seed + number(3, 1), each, days, failures: has("failures") });
        return Ok(());
    }
    let number = |at: usize, default: u64| arguments.get(at).and_then(|text| text.parse().ok()).unwrap_or(default);
    let (seed, each) = (number(0, 1), number(1, 100) as usize);
    let days = |seed: u64| invented(seed, each, &KINDS, series::series);
    let hours = |seed: u64| invented(seed, each.div_ceil(2), &hourly::KINDS, hourly::series);
    let other = seed + OTHER_SEED;
    report(&format!("daily, seed {seed}"), &days(seed), &days(other), MinEffect::Setting, has("failures"));
    report(&format!("hourly, seed {seed}"), &hours(seed), &hours(other), MinEffect::Setting, has("failures"));
    Ok(())
}
