//! What happened to a series of days or hours: spikes, moves and silence, each reported once.

#[cfg(test)]
mod tests;

use chrono::{DateTime, Datelike, NaiveDate};

use super::baseline::{Baseline, Daily, Scatter, values_of_use};
use super::fill::fill;
use super::hours::{self, Burst, HourBaseline};
use super::median::median;
use super::shifts::{self, Shift};
use super::silence::{self, Silence};
use super::spikes::{self, Spike};
use super::step::Step;

/// The setting of all tests. One for every series.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Of spikes.
    pub spike: spikes::DetectorThresholds,
    /// Of moves.
    pub shift: shifts::DetectorThresholds,
    /// Of silence.
    pub silence: silence::DetectorThresholds,
    /// Of hours that burst inside a day.
    pub burst: hours::DetectorThresholds,
}

impl Setting {
    /// What ships: the defaults of the checks `spend-spike`, `spend-shift` and `spend-drop`.
    pub const SHIPPED: Self = Self {
        spike: spikes::DetectorThresholds {
            score: 4.0,
            ratio: 1.5,
            excess: 25.0,
            history: 12,
            longest: 13,
            alike: 0.0,
        },
        shift: shifts::DetectorThresholds {
            score: 4.5,
            ratio: 1.5,
            excess: 25.0,
            history: 12,
            persistence: 7,
            // Chosen on the training seeds of `benches/ANOMALIES.md` among 0.2 to 0.4.
            usual: Some(0.35),
        },
        silence: silence::DetectorThresholds { silent: 7, missed: 5.0, history: 12 },
        burst: hours::DetectorThresholds {
            score: 4.5,
            ratio: 2.0,
            excess: 25.0,
            share: 0.125,
            history: 14,
            alike: 0.0,
        },
    };

    /// For series in any unit, each looked at by itself: what is far is so for the series, and an excess is worth a share of its usual day.
    /// Those of days were chosen on every second one of the public series of `benches/ANOMALIES.md`. Hours have the same score, ratio, least
    /// scatter and alikeness: a measure of every hour need not double to be far, as an hour of spend has to.
    pub const ANY_UNIT: Self = Self {
        spike: spikes::DetectorThresholds {
            score: 1.8,
            ratio: 1.05,
            excess: 0.05,
            history: 12,
            longest: 6,
            alike: 3.0,
        },
        shift: shifts::DetectorThresholds { excess: 0.5, usual: None, ..Self::SHIPPED.shift },
        silence: Self::SHIPPED.silence,
        burst: hours::DetectorThresholds { score: 1.8, ratio: 1.05, share: 0.03, alike: 3.0, ..Self::SHIPPED.burst },
    };
}

/// A series without gaps in time.
#[derive(Clone, Copy, Debug)]
pub struct Series<'a> {
    /// One value per step; not-a-number where it is not known. Below zero counts as nothing.
    pub values: &'a [f64],
    /// A day or an hour.
    pub step: Step,
    /// When the first value is: days, or hours, since 1 January 1970.
    pub first: i64,
}

/// What an excess has to be worth.
#[derive(Clone, Copy, Debug)]
pub enum MinEffect {
    /// As much as the setting says, in the unit of the series: dollars.
    Setting,
    /// As many times what a day of the series usually has as the setting says: for series that are no money.
    OfLevel,
}

impl MinEffect {
    const fn scatter(self) -> Scatter {
        if matches!(self, Self::OfLevel) { Scatter::ANY_UNIT } else { Scatter::SPEND }
    }
}

/// What it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Far above the expected for less than two weeks, mostly days, or some hours.
    Spike,
    /// A level that rose.
    Rise,
    /// A level that fell.
    Fall,
    /// A series that stopped.
    Silence,
}

/// One event. Amounts are a step's mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event {
    /// What it was.
    pub kind: Kind,
    /// First step, as index into the series.
    pub start: usize,
    /// Last step, included: of a move the first one on the new level, of silence the last one of the series.
    pub end: usize,
    /// What there was.
    pub actual: f64,
    /// What was expected.
    pub expected: f64,
    /// Between what the expected may lie.
    pub band: (f64, f64),
}

/// Every event of a series, in order: a spike that begins a move is the move, and silence is no fall.
#[must_use]
pub fn detect(series: &Series, setting: &Setting, min_effect: MinEffect) -> Vec<Event> {
    let per_day = series.step.per_day();
    // Whole days: what is missing of the first and the last is not known.
    let before = series.first.rem_euclid(per_day as i64) as usize;
    let behind = (per_day - (before + series.values.len()) % per_day) % per_day;
    let unknown = |count| std::iter::repeat_n(f64::NAN, count);
    let values: Vec<f64> = unknown(before).chain(series.values.iter().copied()).chain(unknown(behind)).collect();
    let values = fill(&values, series.step);
    let first_day = series.first.div_euclid(per_day as i64);
    let days: Vec<f64> = values.chunks(per_day).map(|hours| hours.iter().sum()).collect();
    let setting = in_unit(setting, min_effect, &days);
    let mut events = in_days(&days, first_day, &setting, min_effect.scatter());
    if series.step == Step::Hour {
        events = events.into_iter().map(in_hours).collect();
        let bursts = HourBaseline::with(&values, weekday(first_day), min_effect.scatter())
            .map_or_else(Vec::new, |one| one.bursts(&setting.burst));
        add_bursts(&bursts, &mut events);
    }
    events.retain_mut(|event| {
        event.start = event.start.saturating_sub(before);
        event.end = event.end.saturating_sub(before).min(series.values.len() - 1);
        let is_known = || series.values[event.start..=event.end].iter().any(|value| !value.is_nan());
        event.start <= event.end && (matches!(event.kind, Kind::Rise | Kind::Fall) || is_known())
    });
    events.sort_by_key(|event| (event.start, event.kind));
    events
}

/// The levels of a daily series that rose, in order, as [`detect`] tells them: without asking for anything else. All values are known.
#[must_use]
pub fn rises(values: &[f64], first_day: i64, gates: &shifts::DetectorThresholds) -> Vec<Event> {
    let values = fill(values, Step::Day);
    let from_month_end = month_ends(first_day, values.len());
    let daily = Daily { values: &values, first_weekday: weekday(first_day), from_month_end: &from_month_end };
    let Some(baseline) = Baseline::of(daily) else { return Vec::new() };
    let band = (gates.score * baseline.spread).exp();
    let rises = shifts::shifts(&baseline, gates).into_iter().filter(Shift::is_rise);
    rises.map(|shift| of_shift(&shift, band)).collect()
}

/// Adds the bursts outside of what is reported for days; one that makes a day jump takes its place.
fn add_bursts(bursts: &[Burst], events: &mut Vec<Event>) {
    let overlaps = |event: &Event, burst: &Burst| event.start <= burst.end && burst.start <= event.end;
    for burst in bursts {
        let is_covered = |event: &Event| match event.kind {
            Kind::Silence | Kind::Fall => false,
            Kind::Rise => event.start < burst.end + 48 && burst.start < event.end + 48,
            Kind::Spike => overlaps(event, burst) && event.end - event.start >= 24,
        };
        if events.iter().any(is_covered) {
            continue;
        }
        events.retain(|event| event.kind != Kind::Spike || !overlaps(event, burst));
        let Burst { start, end, actual, expected, upper } = *burst;
        events.push(of_spike(&Spike { start, end, actual, expected, upper }));
    }
}

/// The gates in the unit of the series.
fn in_unit(setting: &Setting, min_effect: MinEffect, days: &[f64]) -> Setting {
    let mut setting = *setting;
    if matches!(min_effect, MinEffect::OfLevel) {
        let usual = median(&values_of_use(days));
        setting.spike.excess *= usual;
        setting.shift.excess *= usual;
        // A burst has its own share of a day.
        setting.burst.excess = 0.0;
    }
    setting
}

fn in_days(days: &[f64], first_day: i64, setting: &Setting, scatter: Scatter) -> Vec<Event> {
    let from_month_end = month_ends(first_day, days.len());
    let daily = Daily { values: days, first_weekday: weekday(first_day), from_month_end: &from_month_end };
    let Some(baseline) = Baseline::with(daily, scatter) else { return Vec::new() };
    let moves = shifts::shifts(&baseline, &setting.shift);
    let spikes = baseline.spikes(&setting.spike).into_iter().filter(|spike| !begins(spike, &moves));
    let spikes = spikes.map(|spike| of_spike(&spike));
    let silence = silence::silence(days, &setting.silence).map(|silence| of_silence(&silence, days.len()));
    let band = (setting.shift.score * baseline.spread).exp();
    spikes.chain(moves.iter().map(|shift| of_shift(shift, band))).chain(silence).collect()
}

/// Whether days of a spike are the first of a move.
#[must_use]
pub fn begins(spike: &Spike, moves: &[Shift]) -> bool {
    moves.iter().any(|shift| shift.is_rise() && spike.start < shift.settled + 3 && shift.start < spike.end + 3)
}

/// 0 for a Monday: 1 January 1970 was a Thursday.
const fn weekday(day: i64) -> usize {
    (day + 3).rem_euclid(7) as usize
}

fn month_ends(first_day: i64, days: usize) -> Vec<usize> {
    (0..days).map(|day| from_month_end(first_day + day as i64)).collect()
}

/// Days from a day to the nearest month end: 0 on the last day of a month, 1 on the first.
fn from_month_end(day: i64) -> usize {
    let date = DateTime::from_timestamp(day * 86_400, 0).map_or(NaiveDate::MIN, |at| at.date_naive());
    date.day().min(u32::from(date.num_days_in_month()) - date.day()) as usize
}

fn of_spike(spike: &Spike) -> Event {
    let Spike { start, end, .. } = *spike;
    let mean = |sum: f64| sum / (end - start + 1) as f64;
    let (actual, expected, upper) = (mean(spike.actual), mean(spike.expected), mean(spike.upper));
    // As far below as above, in ratio.
    let low = if upper > 0.0 { expected * expected / upper } else { 0.0 };
    Event { kind: Kind::Spike, start, end, actual, expected, band: (low, upper) }
}

fn of_shift(shift: &Shift, band: f64) -> Event {
    let kind = if shift.is_rise() { Kind::Rise } else { Kind::Fall };
    let Shift { start, settled, before, after, .. } = *shift;
    Event { kind, start, end: settled, actual: after, expected: before, band: (before / band, before * band) }
}

fn of_silence(silence: &Silence, days: usize) -> Event {
    let Silence { start, before, .. } = *silence;
    Event { kind: Kind::Silence, start, end: days - 1, actual: 0.0, expected: before, band: (0.0, before) }
}

/// An event of whole days in hours.
fn in_hours(event: Event) -> Event {
    let last = if matches!(event.kind, Kind::Rise | Kind::Fall) { 0 } else { 23 };
    let hour = |daily: f64| daily / 24.0;
    Event {
        kind: event.kind,
        start: 24 * event.start,
        end: 24 * event.end + last,
        actual: hour(event.actual),
        expected: hour(event.expected),
        band: (hour(event.band.0), hour(event.band.1)),
    }
}
