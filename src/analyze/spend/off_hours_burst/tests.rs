//! Eight weeks of hourly usage from Monday 3 August 2026. Keys work on weekdays from 8 to 18 UTC unless stated otherwise.

use super::ANALYZER;
use crate::analyze::testing::{ask, ask_with, found, hourly, policy};

/// Millions of output tokens of a key by hour: its work, and what is added on a day at an hour.
fn key(name: &'static str, tier: &'static str, added: impl Fn(usize, usize) -> u64) -> Vec<hourly::Row> {
    worker(name, tier, |day, hour| if day % 7 < 5 && (8..18).contains(&hour) { 100 } else { 0 }, added)
}

fn worker(
    name: &'static str,
    tier: &'static str,
    work: impl Fn(usize, usize) -> u64,
    added: impl Fn(usize, usize) -> u64,
) -> Vec<hourly::Row> {
    let hours = (0..56).flat_map(|day| (0..24).map(move |hour| (day, hour)));
    let amount = |(day, hour): (usize, usize)| {
        let wobble = 95 + (day * 7 + hour * 3) as u64 % 11;
        (day, hour, work(day, hour) * wobble / 100 + added(day, hour))
    };
    let used = hours.map(amount).filter(|(.., tokens)| *tokens > 0);
    used.map(|(day, hour, tokens)| hourly::Row { key: name, tier, day, hour, tokens: tokens * 10_000 }).collect()
}

fn check(rows: &[Vec<hourly::Row>]) -> Vec<String> {
    found(&ANALYZER, &[("usage.csv", &hourly::report(&rows.concat()))])
}

/// On a day from an hour on, three hours long.
fn burst(day: usize, hour: usize) -> impl Fn(usize, usize) -> u64 {
    move |d, h| if d == day && (hour..hour + 3).contains(&h) { 200 } else { 0 }
}

#[test]
fn a_night_and_a_weekend() {
    let rows = key("stale-k", "standard", burst(37, 2));
    let line = ask(&ANALYZER, &[("usage.csv", &hourly::report(&rows))]).remove(0);
    assert!(line.starts_with("medium stale-k: key «stale-k» spent $"), "{line}");
    assert!(line.contains(" at list price on 2026-09-09 from 02:00 to 05:00 UTC, expected $0.00: $"), "{line}");
    assert!(line.ends_with("Threshold: 5 % of the key's days with use at such an hour (default)"), "{line}");
    assert_eq!(check(&[key("stale-k", "standard", burst(40, 11))]), ["medium stale-k"], "a Saturday");
    assert_eq!(check(&[key("stale-k", "standard", burst(9, 2))]), ["medium stale-k"], "by the weeks behind it");
}

#[test]
fn what_is_none() {
    assert_eq!(check(&[key("ok-k", "standard", |_, _| 0)]), [""; 0], "hours of work");
    assert_eq!(check(&[key("ok-k", "standard", burst(37, 11))]), [""; 0], "by day");
    assert_eq!(check(&[key("ok-k", "standard", burst(37, 17))]), [""; 0], "late work");
    assert_eq!(check(&[key("ok-k", "standard", |_, h| if h == 2 { 300 } else { 0 })]), [""; 0], "a nightly job");
    assert_eq!(
        check(&[key("ok-k", "standard", |d, h| if d % 7 == 5 && h == 2 { 900 } else { 0 })]),
        [""; 0],
        "a weekly job"
    );
    assert_eq!(check(&[key("ok-k", "standard", burst(1, 2))]), [""; 0], "in the first two days");
    assert_eq!(check(&[key("ok-k", "standard", |d, h| if d == 37 && h == 2 { 20 } else { 0 })]), [""; 0], "for little");
    let batch = worker("ok-k", "batch", burst(37, 2), |_, _| 0);
    assert_eq!(check(&[key("ok-k", "standard", |_, _| 0), batch]), [""; 0], "the Batch API works when it likes");
    let always = worker("ok-k", "standard", |_, _| 100, burst(37, 2));
    assert_eq!(check(&[always]), [""; 0], "a service without a night");
    let seldom = worker("ok-k", "standard", |_, _| 0, |d, h| if d % 9 == 4 && h == d % 24 { 300 } else { 0 });
    assert_eq!(check(&[seldom]), [""; 0], "used now and then");
}

#[test]
fn hours_of_the_policy_and_short_data() {
    let rows = key("k", "standard", burst(37, 20));
    let usage = hourly::report(&rows);
    let late = policy("[hours]\nfrom = 08:00:00\nto = 18:00:00\nutc_offset = \"-06:00\"\n");
    assert_eq!(ask(&ANALYZER, &[("usage.csv", &usage)]).len(), 1);
    assert_eq!(ask_with(&ANALYZER, &[("usage.csv", &usage)], &late), [""; 0], "two in the afternoon there");
    let early = policy("[hours]\nfrom = 08:00:00\nto = 18:00:00\nutc_offset = \"+02:00\"\n");
    assert!(ask_with(&ANALYZER, &[("usage.csv", &usage)], &early)[0].contains("(Wed 22:00 local time; policy: mon"));
    let short: Vec<hourly::Row> = rows.into_iter().filter(|row| row.day < 14).collect();
    let line = ask(&ANALYZER, &[("usage.csv", &hourly::report(&short))]).remove(0);
    assert!(line.starts_with("not assessed: usage exports have hours for "), "{line}");
}
