//! Decisions that leave open what was to be decided: put off, exceptions without a reason, and those of long ago.

use chrono::Days;

use super::{Made, about_review};
use crate::analyze::wording::some_of;
use crate::analyze::{Analyzer, Context, Limit};
use crate::model::{Finding, Severity, counted};

/// So many are named.
const NAMED: usize = 5;

/// Whom or what some decisions are about.
fn named(made: &[&Made]) -> String {
    some_of(made.iter().map(|one| one.about), NAMED)
}

/// A finding where something is put off: it is not decided about. It weighs more where nothing else is decided.
pub(in crate::analyze) fn put_off(cx: &Context, analyzer: &'static Analyzer, made: &[Made]) -> Option<Finding> {
    let open: Vec<&Made> = made.iter().filter(|one| one.decision == "deferred").collect();
    if open.is_empty() {
        return None;
    }
    let severity = if open.len() == made.len() { Severity::Medium } else { Severity::Low };
    let observed = format!("{} of {} put off: {}", open.len(), counted(made.len(), "decision"), named(&open));
    let expected = "Whether their access stays is open. Expected: a decision about each".to_owned();
    let title = "Decisions of a review are put off";
    Some(about_review((cx, analyzer), ("put off", title), (severity, observed, expected), &open))
}

/// A finding where exceptions stay without a ticket or comment; those of which another finding says so are left out.
pub(in crate::analyze) fn unreasoned(
    cx: &Context,
    analyzer: &'static Analyzer,
    made: &[Made],
    is_said: impl Fn(&Made) -> bool,
) -> Option<Finding> {
    let is_bare = |one: &&Made| one.decision == "exception" && !one.has_comment() && !one.has_ticket();
    let bare: Vec<&Made> = made.iter().filter(is_bare).filter(|one| !is_said(one)).collect();
    if bare.is_empty() {
        return None;
    }
    let exceptions = counted(bare.len(), "exception");
    let observed = format!("{exceptions} with neither ticket nor comment: {}", named(&bare));
    let expected = "Expected: why it stays, and until when".to_owned();
    let title = "Exceptions of a review have no reason";
    Some(about_review((cx, analyzer), ("exceptions", title), (Severity::Low, observed, expected), &bare))
}

/// A finding where decisions that count are older than a review may be, on the day of the report.
pub(in crate::analyze) fn old(
    (cx, analyzer): (&Context, &'static Analyzer),
    severity: Severity,
    title: &str,
    limit: &Limit,
    made: &[Made],
) -> Option<Finding> {
    let days = Days::new(u64::try_from(limit.days()).unwrap_or_default());
    let today = cx.as_of_day();
    let is_old = |one: &&Made| one.on.and_then(|on| on.checked_add_days(days)).is_some_and(|until| until < today);
    let mut old: Vec<&Made> = made.iter().filter(is_old).collect();
    old.sort_by_key(|one| (one.on, one.source));
    let first = old.first()?.on?;
    let (count, age) = (old.len(), (today - first).num_days());
    let decisions = counted(made.len(), "decision");
    let observed =
        format!("{count} of {decisions} too old, the oldest of {first}, {age} days before {today}: {}", named(&old));
    let expected = format!("Allowed: {limit}");
    let mut finding = about_review((cx, analyzer), ("old", title), (severity, observed, expected), &old);
    finding.threshold = Some(limit.to_string());
    Some(finding)
}
