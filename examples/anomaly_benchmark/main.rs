//! How well spikes, moves, drifts and silence are told from what looks alike, beside two usual methods on the same series.
//!
//! `cargo run --release --example anomaly_benchmark -- [SEED] [SERIES PER KIND] [failures]`. One setting, the shipped one, for every
//! series; the methods beside it get the threshold that suits them best on these very series.

#![allow(clippy::print_stdout, reason = "a program whose figures are for people")]

mod baselines;
mod random;
mod score;
mod series;

use clade_analyze::stats::events::{Event, Setting, events};
use clade_analyze::stats::spikes::Daily;
use score::Score;
use series::{KINDS, Series};

/// First and last day of every event.
fn shipped(one: &Series) -> Vec<(usize, usize)> {
    let daily = Daily { values: &one.values, first_weekday: one.first_weekday, from_month_end: &one.from_month_end };
    let days = |event: &Event| match event {
        Event::Spike(spike) => (spike.start, spike.end),
        Event::Shift(shift) => (shift.start, shift.settled),
        Event::Silence(silence) => (silence.start, one.values.len() - 1),
    };
    events(&daily, &Setting::SHIPPED).iter().map(days).collect()
}

fn judge(all: &[(usize, usize, Series)], method: impl Fn(&Series) -> Vec<(usize, usize)>) -> Score {
    let mut score = Score::default();
    for (kind, turn, one) in all {
        score.add(*kind, *turn, one, &method(one));
    }
    score
}

/// The threshold with the best F1, and that score.
fn best(all: &[(usize, usize, Series)], method: impl Fn(&[f64], f64) -> Vec<(usize, usize)>) -> (f64, Score) {
    let scores = (6..=40).step_by(2).map(|half| {
        let threshold = f64::from(half) / 2.0;
        (threshold, judge(all, |one| method(&one.values, threshold)))
    });
    scores.max_by(|a, b| a.1.f1().total_cmp(&b.1.f1())).unwrap_or_default()
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, default: u64| arguments.get(at).and_then(|text| text.parse().ok()).unwrap_or(default);
    let (seed, each) = (number(0, 1), number(1, 100) as usize);
    let kinds = 0..KINDS.len();
    let all: Vec<(usize, usize, Series)> =
        kinds.flat_map(|kind| (0..each).map(move |turn| (kind, turn, series::series(seed, kind, turn)))).collect();
    println!("seed {seed}: {} series, {} days", all.len(), all.iter().map(|(.., one)| one.values.len()).sum::<usize>());
    let ours = judge(&all, shipped);
    println!("shipped setting: {}", ours.line());
    ours.by_kind().iter().for_each(|line| println!("{line}"));
    if arguments.iter().any(|argument| argument == "failures") {
        ours.failures.iter().for_each(|line| println!("{line}"));
        return;
    }
    let (threshold, rolling) = best(&all, baselines::rolling_median);
    println!("rolling median + MAD, threshold {threshold}: {}", rolling.line());
    let (threshold, stl) = best(&all, baselines::stl);
    println!("STL + MAD, threshold {threshold}: {}", stl.line());
}
