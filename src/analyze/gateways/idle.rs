//! When a key was last used: by the gateway's own note of it, else by rows of use.

use chrono::{Duration, NaiveDate};

use super::{Own, Remedy, finding, keys_in_scope};
use crate::analyze::keys::{stale_key, unused_key};
use crate::analyze::{Analyzer, Context};
use crate::facts::GatewayKey;
use crate::model::{Confidence, Finding, Money, counted};

const UNSAID: &str =
    "no export says when they were used: the list has no `last_active`, and spend by day is too short or not there";

/// A key that was used, and no more.
pub(super) fn stale(cx: &Context, analyzer: &Analyzer) -> Own {
    let most = cx.limit(&stale_key::ANALYZER, const { stale_key::ANALYZER.threshold("stale_after_days") });
    let mut own = Own::default();
    for key in keys_in_scope(cx) {
        let Some(last) = cx.facts.gateways.last_use(key) else {
            if shows_silence(cx, key) {
                own.add(None)
            } else {
                own.skip(key, UNSAID)
            }
            continue;
        };
        let idle = (cx.as_of_day() - last).num_days();
        if idle <= most.days() {
            own.add(None);
            continue;
        }
        let proven = known_until(cx, key).is_some_and(|until| (until - last).num_days() > most.days());
        // Rows of use that end with the last use show no silence.
        if !proven && !cx.facts.gateways.tells_use(key.source.file) {
            own.skip(key, UNSAID);
            continue;
        }
        let message = format!("last used {last}, {} before {}. Allowed: {most}", counted(idle, "day"), cx.as_of_day());
        let found = idle_key(cx, analyzer, key, ("works but is no longer used", message), proven);
        own.add(Some(Finding { observed: Some(counted(idle, "day")), threshold: Some(most.to_string()), ..found }));
    }
    own
}

/// A key that was never used.
pub(super) fn unused(cx: &Context, analyzer: &Analyzer) -> Own {
    let most = cx.limit(&unused_key::ANALYZER, const { unused_key::ANALYZER.threshold("unused_after_days") });
    let mut own = Own::default();
    let mut spending = Vec::new();
    for key in keys_in_scope(cx) {
        if cx.facts.gateways.last_use(key).is_some() {
            own.add(None);
            continue;
        }
        let Some(created) = key.created_at.map(|at| at.date_naive()).filter(|_| shows_silence(cx, key)) else {
            own.skip(key, if key.created_at.is_none() { "the list does not say when they were made" } else { UNSAID });
            continue;
        };
        let age = (cx.as_of_day() - created).num_days();
        if age <= most.days() {
            own.add(None);
            continue;
        }
        // What it spent it spent before the gateway noted when keys are used.
        if key.spend.is_some_and(|spend| spend > Money::ZERO) {
            spending.push(format!("«{}»", key.label()));
            own.add(None);
            continue;
        }
        let message =
            format!("created {created}, and no use of it is noted in {}. Allowed: {most}", counted(age, "day"));
        let proven = known_until(cx, key).is_some_and(|until| (until - created).num_days() > most.days());
        let noted_since = earliest_note(cx, key).is_some_and(|first| first <= created);
        let found = idle_key(cx, analyzer, key, ("works but was never used", message), proven && noted_since);
        own.add(Some(Finding { observed: Some(counted(age, "day")), threshold: Some(most.to_string()), ..found }));
    }
    if !spending.is_empty() {
        own.notes.push(format!("used, and the gateway does not say when: {}", spending.join(", ")));
    }
    own
}

fn idle_key(cx: &Context, analyzer: &Analyzer, key: &GatewayKey, says: (&str, String), proven: bool) -> Finding {
    let mut found = finding(cx, analyzer, key, says, Remedy::Block);
    // The list does not say when it was saved: it may be older than the report's instant.
    found.confidence = if proven { Confidence::High } else { Confidence::Medium };
    let row = cx.facts.gateways.uses.of(&key.id);
    found.evidence.extend(row.map(|days| days.source.evidence(cx.data, format!("use of {}", days.last))));
    found
}

/// Whether silence of a key says that it was not used: its list notes use, or rows of use go back far enough.
fn shows_silence(cx: &Context, key: &GatewayKey) -> bool {
    let days = &cx.facts.gateways.uses.days;
    let (first, last) = (days.first(), days.last());
    let quarter = first.zip(last).is_some_and(|(first, last)| *last - *first >= Duration::days(MOST_DAYS));
    cx.facts.gateways.tells_use(key.source.file) || quarter
}

/// Days of rows of use from which on they show who does not use a key.
const MOST_DAYS: i64 = 45;

/// Until when it is known that nothing more happened: the list was saved no earlier, and rows of use go as far.
fn known_until(cx: &Context, key: &GatewayKey) -> Option<NaiveDate> {
    let list = cx.facts.gateways.known_until(key.source.file).map(|at| at.date_naive());
    list.filter(|_| cx.facts.gateways.tells_use(key.source.file)).max(cx.facts.gateways.uses.days.last().copied())
}

/// Since when the gateway is known to note use.
fn earliest_note(cx: &Context, key: &GatewayKey) -> Option<NaiveDate> {
    let of_file = cx.facts.gateways.keys.iter().filter(|other| other.source.file == key.source.file);
    of_file.filter_map(|other| other.last_active).min().map(|at| at.date_naive())
}
