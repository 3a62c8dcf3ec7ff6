//! What is wrong with one decision about somebody's access.

use super::{is_later, is_revoked, last_day};
use crate::analyze::Context;
use crate::facts::{Decision, ReviewedRow, reviewer_named};
use crate::model::{AccessRow, Severity, normalize_address};

/// Everything that is wrong with one decision.
pub(super) fn doubts(cx: &Context, reviewed: &ReviewedRow, row: Option<&AccessRow>) -> Vec<(Severity, String)> {
    let Some(text) = reviewed.decision.as_deref() else { return Vec::new() };
    if Decision::of(text).is_none() {
        return Vec::new();
    }
    let address = |text: &str| normalize_address(text).unwrap_or_else(|| text.trim().to_lowercase());
    let subject = row.map(|row| row.address.as_str()).or(reviewed.address.as_deref()).map(address);
    let names = [subject, Some(reviewed.id.to_lowercase()), row.and_then(|row| row.name.as_deref()).map(address)];
    let mut doubts = Vec::new();
    // A listed member's name is as good as the address.
    let reviewer = reviewed.reviewer.as_deref().map(|name| address(&reviewer_named(&cx.facts.reviews.access, name)));
    match reviewer {
        Some(reviewer) if names.iter().flatten().any(|name| *name == reviewer) => {
            doubts.push((Severity::Medium, "decided about their own access".to_owned()));
        }
        None => doubts.push((Severity::Low, "the decision names no reviewer".to_owned())),
        Some(_) => {}
    }
    // Without a day it is not known whether the lists are later than the decision.
    if let Some(on) = reviewed.on.filter(|_| is_revoked(reviewed) && row.is_some() && !is_later(cx, reviewed)) {
        let added = cx.facts.lists.member(&reviewed.id).and_then(|member| member.added_at);
        let (what, last) = (format!("access was to be revoked on {on}"), last_day(cx));
        // Who is a member since a later day was none in between.
        doubts.push(match added.map(|at| at.date_naive()).filter(|day| *day > on) {
            Some(day) => {
                (Severity::Medium, format!("{what}, and the member joined again on {day}: nobody decided about that"))
            }
            None => (Severity::High, format!("{what}, but the member is still listed as of {last}")),
        });
    }
    if reviewed.on.is_none() {
        doubts.push((Severity::Low, "the decision has no day that can be read".to_owned()));
    }
    doubts.extend(reviewed.day_doubt().map(|why| (Severity::Medium, why)));
    doubts.extend(row.and_then(|row| wider(reviewed, row)));
    let is_silent = [&reviewed.ticket, &reviewed.comment].into_iter().flatten().all(|text| text.trim().is_empty());
    if is_silent && reviewed.stays() && row.is_some_and(|row| row.is_privileged) {
        doubts.push((Severity::Low, "a privileged role stays, without a ticket or comment".to_owned()));
    }
    doubts
}

/// What somebody may do today beyond what was decided about. Who was to be changed may have become something else, but no administrator.
fn wider(reviewed: &ReviewedRow, row: &AccessRow) -> Option<(Severity, String)> {
    let (is_admin, more) = reviewed.was.more(row)?;
    let is_modified = reviewed.decision.as_deref().and_then(Decision::of) == Some(Decision::Modified);
    let severity = if is_admin { Severity::Medium } else { Severity::Low };
    (reviewed.stays() || is_modified && is_admin)
        .then(|| (severity, format!("decided about less than there is today: {more}")))
}
