//! What goes on since the last report: a key that was found used after its end, by events that this run no longer covers.

use chrono::{DateTime, Utc};

use crate::analyze::Context;
use crate::model::Finding;

/// What the last report found about a key by a check, open or not, and as of when.
pub(super) fn known_by_last_report<'a>(
    cx: &Context<'a>,
    rule: &str,
    key_id: &str,
) -> Option<(&'a Finding, DateTime<Utc>)> {
    let last = &cx.baseline?.report;
    let suppressed = last.suppressed.iter().map(|one| &one.finding);
    let unjudged = last.baseline.iter().flat_map(|comparison| &comparison.unjudged).map(|one| &one.finding);
    let mut all = last.findings.iter().chain(suppressed).chain(unjudged);
    let found = all.find(|one| one.rule == rule && one.subject.id.as_deref() == Some(key_id))?;
    Some((found, last.as_of))
}

/// Makes a finding the same as that of the last report, on which it rests.
pub(super) fn go_on_with(finding: &mut Finding, known: Option<(&Finding, DateTime<Utc>)>) {
    let Some((before, as_of)) = known else { return };
    finding.id.clone_from(&before.id);
    finding.message = format!(
        "{}. The last report, as of {}, knows it: the events of this run begin later",
        finding.message,
        as_of.date_naive()
    );
}
