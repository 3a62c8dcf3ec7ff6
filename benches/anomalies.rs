//! What it costs to judge a series, as a ratio to the floor in one run: the floor is the median of four weeks around every day, which any
//! robust method has to take. `cargo bench --bench anomalies`.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a program whose figures are for people"
)]

use std::hint::black_box;
use std::time::Instant;

use clade_analyze::stats::detect::{MinEffect, Series, Setting, detect};
use clade_analyze::stats::median;
use clade_analyze::stats::panel::{Member, Panel, SeriesOwner};
use clade_analyze::stats::step::Step;

/// Days of a series, and how many series.
const DAYS: usize = 120;
const SERIES: usize = 60;

/// A wobbling week with growth, and for two of three series a spike or a move.
fn series(number: usize, step: Step) -> Vec<f64> {
    let value = |t: usize| {
        let (day, hour) = (t / step.per_day(), t % step.per_day());
        let wobble = 1.0 + 0.02 * ((t * 37 + number * 11) % 23) as f64;
        let week = if day % 7 >= 5 { 0.4 } else { 1.0 };
        let of_day = if step == Step::Hour && !(8..18).contains(&hour) { 0.1 } else { 1.0 };
        let event = match number % 3 {
            1 if day == 60 => 6.0,
            2 if day >= 60 => 3.0,
            _ => 1.0,
        };
        (50.0 + number as f64) * wobble * week * of_day * event * 1.003_f64.powi(day as i32)
    };
    (0..DAYS * step.per_day()).map(value).collect()
}

/// Microseconds for each of some series: the best of some rounds, as other programs run, too.
fn micros(all: &[Vec<f64>], rounds: usize, judge: impl Fn(&[f64])) -> f64 {
    let round = |_| {
        let began = Instant::now();
        all.iter().for_each(|values| judge(values));
        began.elapsed().as_secs_f64() * 1e6 / all.len() as f64
    };
    (0..rounds).map(round).fold(f64::MAX, f64::min)
}

/// Days of a large organization.
const LONG: usize = 180;

/// What it takes to judge all series of an organization with so many keys, jumps and moves.
fn organization(keys: usize) {
    let mut members: Vec<Member> = Vec::new();
    let mut whole = vec![0.0; LONG];
    for key in 0..keys {
        let days: Vec<f64> = series(key, Step::Day).into_iter().cycle().take(LONG).collect();
        whole.iter_mut().zip(&days).for_each(|(whole, day)| *whole += day);
        members.push(Member { whose: SeriesOwner::Key(key / 10), values: days });
    }
    let workspaces: Vec<Member> = members
        .chunks(10)
        .enumerate()
        .map(|(at, keys)| Member {
            whose: SeriesOwner::Workspace(at),
            values: (0..LONG).map(|day| keys.iter().map(|key| key.values[day]).sum()).collect(),
        })
        .collect();
    members.extend(workspaces);
    members.push(Member { whose: SeriesOwner::Whole, values: whole });
    let (began, from_month_end) = (Instant::now(), [15; LONG]);
    let panel = Panel::of(&members, 0, &from_month_end);
    let (spike, shift) = (&Setting::SHIPPED.spike, &Setting::SHIPPED.shift);
    let found = (panel.jumps(spike, shift).len(), panel.moves(shift).len());
    println!(
        "{keys} keys, {LONG} days: {:.2} s, {} jumps and {} moves",
        began.elapsed().as_secs_f64(),
        found.0,
        found.1
    );
}

fn main() {
    // Under `cargo test` it only shows that it runs.
    let (keys, rounds) = if std::env::args().any(|argument| argument == "--bench") { (2_000, 15) } else { (20, 1) };
    organization(keys);
    for (name, step) in [("daily", Step::Day), ("hourly", Step::Hour)] {
        let all: Vec<Vec<f64>> = (0..SERIES / step.per_day().min(10)).map(|number| series(number, step)).collect();
        let floor = micros(&all, rounds, |values| {
            for at in 0..values.len() {
                black_box(median(&values[at.saturating_sub(14)..(at + 15).min(values.len())]));
            }
        });
        let whole = micros(&all, rounds, |values| {
            black_box(detect(&Series { values, step, first: 0 }, &Setting::ANY_UNIT, MinEffect::OfLevel));
        });
        println!("{name}: {whole:.0} us a series, {:.1} times the floor of {floor:.0} us", whole / floor);
    }
}
