//! Feeds that end early, have a hole or are cut: their silence proves nothing there.

use serde_json::{Value, json};

use super::super::ANALYZER;
use super::{created, event, status};
use crate::analyze::testing::{ask, key, page, usage, with};

/// Events, and a quiet one on every day.
fn reported(days: [&str; 2], events: &[Value]) -> Vec<Value> {
    let quiet = crate::analyze::testing::days(days[0], days[1]);
    let quiet = quiet.iter().map(|day| event(&format!("{day}T08:00:00Z"), "platform_cost_report_viewed", json!({})));
    [quiet.collect(), events.to_vec()].concat()
}

/// What is asked of a list of keys and a feed while use goes on to the end of September.
fn until_september(listed: &[Value], feed: &str) -> Vec<String> {
    let usage = usage(&[("ok", "Default", crate::analyze::testing::days("2026-07-01", "2026-09-30"))]);
    let said = ask(&ANALYZER, &[("keys.json", &page(listed)), ("feed.json", feed), ("usage.csv", &usage)]);
    let is_unknown = said.first().is_some_and(|line| line.starts_with("not assessed"));
    let subject = |line: &String| line.split(": ").next().unwrap_or_default().to_owned();
    if is_unknown { said } else { said.iter().map(subject).collect() }
}

#[test]
fn after_the_end_of_the_feed_its_silence_proves_nothing() {
    let listed = [
        with(key("ok-archived", "2026-07-03", None), json!({"status": "archived"})),
        with(key("ok-paused", "2026-01-03", None), json!({"status": "inactive"})),
        key("ok-later", "2026-08-03", None),
        key("stale-silent", "2026-07-04", None),
        key("stale-zombie", "2026-01-05", None),
    ];
    let events = [
        created("2026-07-03T12:00:00Z", "ok-archived"),
        created("2026-07-03T13:00:00Z", "ok-deleted"),
        status("2026-07-03T12:00:00Z", "ok-paused", "inactive", "active"),
        status("2026-07-05T12:00:00Z", "stale-zombie", "active", "archived"),
    ];
    let early = page(&reported(["2026-07-01", "2026-07-07"], &events));
    // The instant of the list lies inside; what the feed reports may have been undone.
    assert_eq!(until_september(&listed, &early), ["high stale-silent", "high stale-zombie"]);
    let whole = page(&reported(["2026-07-01", "2026-09-30"], &events));
    assert_eq!(until_september(&listed, &whole).len(), 6, "where it goes on, it would say so");
    let unknown = until_september(&listed[..3], &early);
    assert!(unknown[0].starts_with("not assessed: the feed ends on 2026-07-07, and the exports on"), "{unknown:?}");
}

#[test]
fn a_hole_in_the_feed_may_hold_the_event() {
    let listed = [
        with(key("ok-archived", "2026-07-03", None), json!({"status": "archived"})),
        key("ok-in-the-hole", "2026-07-20", None),
        with(key("stale-hushed", "2026-09-01", None), json!({"status": "archived"})),
    ];
    let before = reported(["2026-07-01", "2026-07-07"], &[created("2026-07-03T12:00:00Z", "ok-archived")]);
    let after = reported(["2026-08-11", "2026-09-30"], &[created("2026-09-01T12:00:00Z", "stale-hushed")]);
    assert_eq!(until_september(&listed, &page(&[before, after].concat())), ["high stale-hushed"]);
}

#[test]
fn a_feed_that_is_cut_proves_only_what_it_tells() {
    let listed = [
        with(key("ok-archived", "2026-07-03", None), json!({"status": "archived"})),
        key("ok-silent", "2026-08-03", None),
        key("stale-zombie", "2026-01-05", None),
    ];
    let events = [
        created("2026-07-03T12:00:00Z", "ok-archived"),
        status("2026-07-05T12:00:00Z", "stale-zombie", "active", "archived"),
    ];
    let whole = page(&reported(["2026-07-01", "2026-09-30"], &events));
    let more = whole.replace("\"has_more\":false", "\"has_more\":true");
    assert_eq!(until_september(&listed, &more), ["high stale-zombie"]);
    let unknown = until_september(&listed[..2], &more);
    assert!(unknown[0].starts_with("not assessed: the feed is incomplete: feed.json"), "{unknown:?}");
    assert_eq!(until_september(&listed, &whole).len(), 3);
}

#[test]
fn a_feed_without_any_beginning_was_filtered() {
    let made: Vec<Value> = ["a", "b", "c"].map(|name| key(name, "2026-08-03", None)).into();
    let quiet = reported(["2026-07-01", "2026-09-30"], &[]);
    let none = until_september(&made, &page(&quiet));
    assert!(none[0].starts_with("not assessed: the feed has the beginning of none of 3 listed objects"), "{none:?}");
    assert_eq!(until_september(&made[..2], &page(&quiet)).len(), 2, "two may be hidden");
    let one = [quiet, vec![created("2026-08-03T12:00:00Z", "a")]].concat();
    assert_eq!(until_september(&made, &page(&one)).len(), 2, "it has such events");
}
