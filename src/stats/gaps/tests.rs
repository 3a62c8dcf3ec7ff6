//! Simulated logs of two quarters, seeded.

use super::*;
use crate::stats::random::Random;

/// Weeks of a log: a quarter and a quarter of history before it.
const WEEKS: usize = 26;

/// What an organization is like.
#[derive(Clone, Copy)]
struct Kind {
    name: &'static str,
    /// Kinds of events in an hour of the week, Monday first.
    rate: fn(usize) -> f64,
    /// How much alike its days are.
    shape: u32,
    /// Sessions of one person a week, each of some hours; next to the rate.
    sessions: f64,
    /// Growth from the first to the last week.
    growth: f64,
    /// Days off: first day, days, share of what is usual that remains.
    off: &'static [(usize, usize, f64)],
}

const fn is_office(hour: usize) -> bool {
    hour / DAY < 5 && hour % DAY >= 8 && hour % DAY < 18
}

fn office(hour: usize) -> f64 {
    if is_office(hour) { 6.0 } else { 0.0 }
}

fn office_and_some(hour: usize) -> f64 {
    if is_office(hour) { 8.0 } else { 0.3 }
}

fn night_shift(hour: usize) -> f64 {
    if hour / DAY < 6 && (hour % DAY >= 22 || hour % DAY < 6) { 4.0 } else { 0.0 }
}

fn around_the_clock(hour: usize) -> f64 {
    if hour / DAY < 5 { 8.0 } else { 5.0 }
}

fn busy(hour: usize) -> f64 {
    if is_office(hour) { 12.0 } else { 4.0 }
}

fn very_busy(hour: usize) -> f64 {
    if hour / DAY < 5 { 20.0 } else { 12.0 }
}

const fn rare(_: usize) -> f64 {
    0.05
}

const fn none(_: usize) -> f64 {
    0.0
}

/// Christmas and New Year in the 20th and 21st week, Easter in the 10th, single holidays.
const HOLIDAYS: &[(usize, usize, f64)] = &[(30, 1, 0.0), (67, 4, 0.0), (100, 1, 0.0), (136, 12, 0.0), (160, 1, 0.0)];
/// The same where somebody always works.
const QUIET_HOLIDAYS: &[(usize, usize, f64)] =
    &[(30, 1, 0.3), (67, 4, 0.3), (100, 1, 0.3), (136, 12, 0.2), (160, 1, 0.3)];

const PLAIN: Kind = Kind { name: "office", rate: office, shape: 6, sessions: 0.0, growth: 1.0, off: HOLIDAYS };
const KINDS: &[Kind] = &[
    PLAIN,
    Kind { name: "office, some at weekends", rate: office_and_some, off: QUIET_HOLIDAYS, ..PLAIN },
    Kind { name: "night shift", rate: night_shift, ..PLAIN },
    Kind { name: "around the clock", rate: around_the_clock, off: QUIET_HOLIDAYS, ..PLAIN },
    Kind { name: "around the clock, days unlike", rate: around_the_clock, shape: 2, off: QUIET_HOLIDAYS, ..PLAIN },
    Kind { name: "few people, long sessions", rate: none, sessions: 9.0, ..PLAIN },
    Kind { name: "many sessions", rate: none, sessions: 40.0, off: QUIET_HOLIDAYS, ..PLAIN },
    Kind { name: "rare", rate: rare, shape: 2, ..PLAIN },
    Kind { name: "growing tenfold", rate: around_the_clock, growth: 10.0, off: QUIET_HOLIDAYS, ..PLAIN },
    Kind { name: "growing from a pilot", rate: busy, growth: 1000.0, off: QUIET_HOLIDAYS, ..PLAIN },
];

const BUSY: Kind = Kind { name: "busy", rate: very_busy, shape: 12, off: QUIET_HOLIDAYS, ..PLAIN };

fn log(kind: &Kind, rng: &mut Random) -> Vec<u32> {
    let mut kinds = Vec::with_capacity(WEEKS * WEEK);
    for day in 0..WEEKS * 7 {
        let grown = kind.growth.powf(day as f64 / (WEEKS * 7) as f64) / kind.growth.max(1.0);
        let off = kind.off.iter().find(|(first, days, _)| (*first..first + days).contains(&day));
        let level = rng.gamma(kind.shape) * grown * off.map_or(1.0, |(.., share)| *share);
        kinds.extend((0..DAY).map(|hour| {
            let mean = (kind.rate)(day % 7 * DAY + hour) * level;
            if mean > 0.0 { rng.poisson(mean) } else { 0 }
        }));
        for _ in 0..rng.poisson(kind.sessions / 7.0 * level) {
            let from = day * DAY + (rng.unit() * 18.0) as usize;
            let to = from + 1 + (rng.unit() * 5.0) as usize;
            kinds[from..to].iter_mut().for_each(|kinds| *kinds += 5);
        }
    }
    kinds
}

fn is_weekend(hour: usize) -> bool {
    hour / DAY % 7 >= 5
}

/// What is reported of a log: two days of work may be a holiday, and three weeks at Christmas.
fn found(kinds: &[u32]) -> Vec<Gap> {
    let christmas = 130 * DAY..155 * DAY;
    let chance = |gap: &Gap| {
        let is_christmas = gap.start < christmas.end && christmas.start < gap.end;
        if gap.lost > if is_christmas { 12.5 } else { 2.5 } { gap.work } else { gap.off }
    };
    let is_found = |gap: &Gap| chance(gap).is_some_and(|chance| chance < bound(0.01, gap.hours(), 1));
    gaps(kinds, DAY, is_weekend).into_iter().filter(is_found).collect()
}

/// Of 600 logs of each kind 21 had an alarm in either quarter: 12 of few people with long sessions, 6 of many sessions, 3 rare ones.
#[test]
fn what_nobody_removed_is_hardly_ever_told() {
    const LOGS: usize = 60;
    let mut all = 0;
    for kind in KINDS {
        let mut rng = Random(11);
        let alarms = (0..LOGS).filter(|_| !found(&log(kind, &mut rng)).is_empty()).count();
        assert!(alarms <= 2, "{}: {alarms} of {LOGS} logs of two quarters", kind.name);
        all += alarms;
    }
    assert!(all * 100 <= LOGS * KINDS.len(), "{all} alarms");
}

/// How many percent of the logs show so many days that were removed from them.
fn shown(kind: &Kind, days: usize) -> usize {
    const LOGS: usize = 40;
    let mut rng = Random(23);
    let shows = |_: &usize| {
        let mut kinds = log(kind, &mut rng);
        let start = 8 * WEEK + (rng.unit() * (10 * WEEK) as f64) as usize;
        let end = start + days * DAY;
        kinds[start..end].fill(0);
        found(&kinds).iter().any(|gap| gap.start <= start && end <= gap.end)
    };
    (0..LOGS).filter(shows).count() * 100 / LOGS
}

#[test]
fn what_was_removed_from_a_busy_log_is_told() {
    for (days, least) in [(1, 80), (2, 95), (5, 100)] {
        let percent = shown(&BUSY, days);
        assert!(percent >= least, "{days} day(s): {percent} %");
    }
    let percent = shown(&KINDS[3], 5);
    assert!(percent >= 90, "{}: {percent} %", KINDS[3].name);
}

#[test]
fn where_days_off_are_empty_two_days_may_be_one_and_five_are_not() {
    assert!(shown(&PLAIN, 2) <= 10, "two days may be a holiday");
    assert!(shown(&PLAIN, 5) >= 70);
    assert!(shown(&PLAIN, 12) >= 80);
}

#[test]
fn what_a_gap_says() {
    let mut kinds: Vec<u32> = (0..12 * WEEK).map(|_| 4).collect();
    kinds[6 * WEEK..6 * WEEK + 2 * DAY].fill(0);
    let [gap] = gaps(&kinds, DAY, is_weekend).try_into().unwrap();
    assert_eq!((gap.start, gap.hours(), gap.usual), (6 * WEEK, 48, Some(192.0)));
    assert!((gap.lost - 2.0).abs() < 1e-9 && gap.off.unwrap() < 1e-4 && gap.work.unwrap() < 1e-9, "{gap:?}");
    assert!(gaps(&kinds, 49, is_weekend).is_empty(), "no longer than that");
    let early: Vec<u32> = kinds[5 * WEEK..].to_vec();
    let [gap] = gaps(&early, DAY, is_weekend).try_into().unwrap();
    assert_eq!((gap.off, gap.work), (None, None), "one week before it is too little");
    assert!(gaps(&[0; 10 * WEEK], DAY, is_weekend).is_empty(), "without a first and a last event there is no inside");
}

#[test]
fn a_chance_is_bounded_by_how_many_silences_a_quarter_has_room_for() {
    for (hours, logs, looks) in [
        (24, 1, 91.0),
        (24, 2, 182.0),
        (24, 0, 91.0),
        (12, 1, 182.0),
        (91 * 24, 1, 1.0),
        (92 * 24, 1, 1.0),
        (0, 1, 2184.0),
    ] {
        let expected = 0.5 / looks;
        assert!((bound(0.5, hours, logs) - expected).abs() < 1e-12, "{hours} hours in {logs} logs");
    }
}

#[test]
fn nothing_is_likely_where_little_is_expected() {
    // Negative binomial of dispersion 20.
    for (expected, chance) in [(0.0, 1.0), (1.0, 0.376_889), (10.0, 3.007_29e-4), (20.0, 9.536_74e-7)] {
        assert!((chance_of_none(expected) / chance - 1.0).abs() < 1e-5, "{expected}: {}", chance_of_none(expected));
    }
}
