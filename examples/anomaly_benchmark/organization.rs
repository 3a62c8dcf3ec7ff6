//! Invented organizations: keys of many kinds in workspaces, what is planted in them, and what only looks alike.

use std::ops::Range;

use chrono::{DateTime, Datelike};

use crate::keys::{self, Kind};
use crate::random::Random;
use crate::series::{Class, Label};

/// A key with its dollars a day.
pub(crate) struct Key {
    pub(crate) kind: Kind,
    pub(crate) workspace: usize,
    /// Which of the models it uses.
    pub(crate) model: usize,
    pub(crate) values: Vec<f64>,
    pub(crate) labels: Vec<Label>,
    /// Typical dollars of a day of use, and their scatter on the logarithmic scale: what a planted jump is measured by.
    pub(crate) level: f64,
    pub(crate) noise: f64,
}

/// An organization.
pub(crate) struct Organization {
    pub(crate) days: usize,
    /// Days from 1 January 1970 to the first one.
    pub(crate) first: i64,
    pub(crate) workspaces: usize,
    pub(crate) keys: Vec<Key>,
    /// Days from which a key's money stands on another model: key, day, model.
    pub(crate) switches: Vec<(usize, usize, usize)>,
}

pub(crate) const MODELS: usize = 3;

impl Organization {
    /// 0 for a Monday.
    pub(crate) fn weekday(&self, day: usize) -> usize {
        (self.first + day as i64 + 3).rem_euclid(7) as usize
    }

    /// Days to the nearest month end: 0 on the last day, 1 on the first.
    pub(crate) fn month_end_distance(&self, day: usize) -> usize {
        let date = DateTime::from_timestamp((self.first + day as i64) * 86_400, 0).unwrap_or_default().date_naive();
        date.day().min(u32::from(date.num_days_in_month()) - date.day()) as usize
    }

    pub(crate) fn month_ends(&self) -> Vec<usize> {
        (0..self.days).filter(|day| self.month_end_distance(*day) == 0).collect()
    }

    pub(crate) fn model_on(&self, key: usize, day: usize) -> usize {
        let switched = self.switches.iter().rev().find(|(one, from, _)| *one == key && day >= *from);
        switched.map_or(self.keys[key].model, |(.., model)| *model)
    }
}

/// An organization of so many keys, over so many days.
pub(crate) fn organization(seed: u64, turn: usize, keys: usize, days: usize) -> Organization {
    let mut random = Random::new(seed, 5000 + keys, turn * 1000 + days);
    let mut one = Organization {
        days,
        first: random.pick(18_262, 21_900) as i64,
        workspaces: (keys / 7).clamp(1, 40).min(1 + random.pick(0, 40)),
        keys: Vec::new(),
        switches: Vec::new(),
    };
    while one.keys.len() < keys {
        keys::add(&mut random, &mut one);
    }
    if random.unit() < 0.5 && days > 45 {
        holiday(&mut random, &mut one);
    }
    if random.unit() < 0.25 {
        let (day, place) = (random.pick(days / 4, days), random.pick(0, one.workspaces));
        let to = random.pick(0, MODELS);
        let moved: Vec<usize> = (0..one.keys.len()).filter(|key| one.keys[*key].workspace == place).collect();
        one.switches.extend(moved.into_iter().map(|key| (key, day, to)));
    }
    plant_all(&mut random, &mut one);
    plant_early(&mut Random::new(seed, 6000 + keys, turn * 1000 + days), &mut one);
    plant_long(&mut Random::new(seed, 7000 + keys, turn * 1000 + days), &mut one);
    one
}

/// Some days on which people are away, and services have less to do.
fn holiday(random: &mut Random, one: &mut Organization) {
    let (start, days) = (random.pick(14, one.days - 14), random.pick(1, 10));
    for key in &mut one.keys {
        let left = match key.kind {
            Kind::Developer | Kind::Sandbox | Kind::Workbench => random.between(0.0, 0.2),
            Kind::Service | Kind::Growing => random.between(0.5, 1.0),
            _ => 1.0,
        };
        key.values[start..start + days].iter_mut().for_each(|value| *value *= left);
    }
}

/// Days without an event before the first one of a key that begins: what has no history cannot be determined.
pub(crate) const QUIET: usize = 16;
/// First day of the data on which a key that is older may jump, and day by which it is older that has use.
const EARLY: (usize, usize) = (4, 3);
/// Least dollars over the expected that an event is worth: nobody wants to hear of less.
const WORTH: f64 = 40.0;

fn plant_all(random: &mut Random, one: &mut Organization) {
    let quarters = one.days as f64 / 91.0;
    let mean = quarters * (1.5 + one.keys.len() as f64 / 12.0);
    let count = (mean * random.between(0.6, 1.4)).round() as usize;
    for _ in 0..count {
        for _ in 0..40 {
            let key = random.pick(0, one.keys.len());
            let days = one.days;
            let begin = one.keys[key].values.iter().position(|value| *value > 0.0).unwrap_or(days) + QUIET;
            if plant(random, one, key, begin..days) {
                break;
            }
        }
    }
}

/// Plants jumps in the first days of the data, in keys that are older, as often as on other days.
fn plant_early(random: &mut Random, one: &mut Organization) {
    let mean = (QUIET - EARLY.0) as f64 / 91.0 * (1.5 + one.keys.len() as f64 / 12.0);
    let count = (mean * random.between(0.6, 1.4) + random.unit()).floor() as usize;
    for _ in 0..count {
        for _ in 0..40 {
            let key = random.pick(0, one.keys.len());
            let is_older = one.keys[key].values.iter().position(|value| *value > 0.0).is_some_and(|day| day <= EARLY.1);
            if is_older && plant(random, one, key, EARLY.0..QUIET) {
                break;
            }
        }
    }
}

/// Days that a long jump lasts.
const LONG: Range<usize> = 4..11;

/// Plants jumps of four to ten days, a third as many as others.
fn plant_long(random: &mut Random, one: &mut Organization) {
    let quarters = one.days as f64 / 91.0;
    let mean = quarters * (0.5 + one.keys.len() as f64 / 36.0);
    let count = (mean * random.between(0.6, 1.4) + random.unit()).floor() as usize;
    for _ in 0..count {
        for _ in 0..40 {
            let at = random.pick(0, one.keys.len());
            let (days, length) = (one.days, random.pick(LONG.start, LONG.end));
            let begin = one.keys[at].values.iter().position(|value| *value > 0.0).unwrap_or(days) + QUIET;
            let start = random.pick(begin.min(days - 2), days - 1);
            if start >= begin && plant_run(random, one, at, start..(start + length).min(days)) {
                break;
            }
        }
    }
}

/// Plants a jump in a key on these days, if it has a level and they are free.
fn plant_run(random: &mut Random, one: &mut Organization, at: usize, run: Range<usize>) -> bool {
    let month_ends = one.month_ends();
    let key = &mut one.keys[at];
    let has_level = !key.kind.bursts() && !key.kind.is_episode() && key.kind != Kind::WeeklyJob;
    let is_free = key.labels.iter().all(|label| run.start > label.end + 20 && run.end + 20 < label.start);
    let by_end = month_ends.iter().any(|day| run.contains(day) || run.start.abs_diff(*day) <= 3);
    if !has_level
        || !is_free
        || (key.kind == Kind::MonthEnd && by_end)
        || key.values[run.clone()].iter().all(|value| *value <= 0.0)
    {
        return false;
    }
    let least = (3.0 * key.noise).exp().max(1.8);
    let factor = random.between(least.ln(), (least * 3.0).ln()).exp();
    let excess = (factor - 1.0) * key.values[run.clone()].iter().sum::<f64>();
    if excess < 2.0 * WORTH {
        return false;
    }
    key.values[run.clone()].iter_mut().for_each(|value| *value *= factor);
    key.labels.push(Label { class: Class::Long, start: run.start, end: run.end - 1 });
    true
}

/// Plants something in a key on some days, if it can bear it.
fn plant(random: &mut Random, one: &mut Organization, at: usize, within: Range<usize>) -> bool {
    let month_ends = one.month_ends();
    let days = one.days;
    let key = &mut one.keys[at];
    let begin = within.start;
    let last = key.values.iter().rposition(|value| *value > 0.0).unwrap_or(0);
    if begin + 2 >= last || key.kind.is_episode() || key.labels.len() > 1 {
        return false;
    }
    let free = |key: &Key, start: usize, end: usize| {
        key.labels.iter().all(|label| start > label.end + 10 && end + 10 < label.start)
    };
    if key.kind.bursts() {
        let start = random.pick(begin, within.end.min(last + 1));
        let used: Vec<f64> = key.values.iter().copied().filter(|value| *value > 0.0).collect();
        let most = used.iter().copied().fold(0.0, f64::max);
        let height = key.level * random.between(5.0_f64.ln(), 18.0_f64.ln()).exp();
        let is_beyond = height > key.level * (3.5 * key.noise).exp();
        // Beyond whatever it does by nature, before and behind.
        if used.len() < 5 || !is_beyond || height < 1.5 * most || height < 100.0 || !free(key, start, start) {
            return false;
        }
        key.values[start] = height;
        key.labels.push(Label { class: Class::Spike, start, end: start });
        return true;
    }
    if key.kind == Kind::WeeklyJob {
        let start = random.pick(begin, within.end.min(last + 1));
        let height = key.level * random.between(1.0, 5.0);
        if key.values[start] > 0.0 || height < 1.5 * WORTH || !free(key, start, start) {
            return false;
        }
        key.values[start] = height;
        key.labels.push(Label { class: Class::Spike, start, end: start });
        return true;
    }
    // A rise has to be beyond the scatter, as people see it.
    let least = (3.5 * key.noise).exp().max(1.55);
    if within.end < days || random.unit() < 0.7 {
        let (start, count) = (random.pick(begin, within.end), random.pick(1, 4));
        let end = (start + count - 1).min(days - 1);
        let factor = random.between(least.ln(), (least.max(2.0) * 4.0).ln()).exp();
        let excess = (factor - 1.0) * key.values[start..=end].iter().sum::<f64>();
        let by_end = month_ends.iter().any(|day| day.abs_diff(start) <= 3 || day.abs_diff(end) <= 3);
        if excess < WORTH || !free(key, start, end) || (key.kind == Kind::MonthEnd && by_end) {
            return false;
        }
        key.values[start..=end].iter_mut().for_each(|value| *value *= factor);
        key.labels.push(Label { class: Class::Spike, start, end });
        return true;
    }
    if begin + 28 >= days || !key.labels.is_empty() {
        return false;
    }
    let up = random.unit() < 0.7;
    let start = random.pick(begin, days - if up { 10 } else { 17 });
    let least = (2.0 * key.noise).exp().max(1.5);
    let factor = random.between(least.ln(), (least * 3.0).ln()).exp();
    let factor = if up { factor } else { 1.0 / factor };
    let week = (factor - 1.0).abs() * key.values[start..start + 7].iter().sum::<f64>();
    if week < WORTH {
        return false;
    }
    key.values[start..].iter_mut().for_each(|value| *value *= factor);
    key.labels.push(Label { class: Class::Shift, start, end: start + 2 });
    true
}
