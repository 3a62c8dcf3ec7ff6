//! Unlisted keys that the log saw made: then the list lacks them, and they are nobody's secret.

use crate::analyze::Context;
use crate::analyze::wording::day;
use crate::facts::{KeyChange, KeyClass, KeyEvent};
use crate::model::{Confidence, Finding, Severity};

/// A finding with who made the key and when, where the log has it: it is no higher than medium then, with medium confidence.
pub(super) fn weighed(cx: &Context, name: &str, mut finding: Finding) -> Finding {
    let is_its = |event: &&KeyEvent| {
        let by_id = finding.subject.id.as_deref().zip(event.key_id.as_deref()).map(|(own, other)| own == other);
        let by_name = || event.key_name.as_deref() == Some(name);
        event.class == KeyClass::Console && event.change == KeyChange::Created && by_id.unwrap_or_else(by_name)
    };
    let Some(event) = cx.facts.log.key_events.0.iter().find(is_its) else { return finding };
    let (who, made) = (event.actor.label(), day(event.at.date_naive()));
    finding.message.push_str(&format!(
        ". The log has that {who} made it on {made}: the list of keys lacks it, and is not known to have all others"
    ));
    finding.severity = finding.severity.min(Severity::Medium);
    finding.confidence = finding.confidence.min(Confidence::Medium);
    finding.evidence.push(event.source.evidence(cx.data, format!("{} by {who}", event.event)));
    finding
}
