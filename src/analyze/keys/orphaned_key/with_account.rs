//! Keys that stop with the account of whoever left: personal ones, those of Claude Code and of service accounts. One that is used all the
//! same contradicts the list of members, or did not stop.

use crate::analyze::Context;
use crate::facts::{Key, is_service_account};
use crate::model::{Confidence, Finding, Severity, counted};

use super::ANALYZER;
use crate::analyze::keys::{
    days_after, is_claude_code, last_use, person, record, spending, spent, subject, use_record,
};

/// Days before the end of the data in which a use is one up to the end: the account may have been closed since, but hardly so lately.
const LAST_DAYS: i64 = 2;

/// Whether a key stops with an account, its creator's or a service account's.
pub(super) fn stops(cx: &Context, key: &Key) -> bool {
    key.principal_type.is_some() || is_claude_code(cx, key)
}

/// Whether a key is a service account's, which is in no list of members.
pub(super) fn made_by_account(key: &Key) -> bool {
    key.principal_type.as_deref() == Some("service_account")
        || key.principal_id.as_deref().or(key.creator_id.as_deref()).is_some_and(is_service_account)
}

/// That a key whose account is gone was used up to the end of the data, or after its owner had left.
pub(super) fn still_used(cx: &Context, key: &Key, owner: &str) -> Option<Finding> {
    let last = last_use(cx, key)?;
    let left = cx.facts.people.departures.of_id(owner).and_then(|one| Some((one, one.day()?)));
    let is_late = match left {
        Some((_, day)) => last > day,
        None => (cx.as_of_day() - last).num_days() <= LAST_DAYS,
    };
    if !is_late {
        return None;
    }
    let kind = if is_claude_code(cx, key) { "Claude Code key" } else { "personal key" };
    let since = left.map(|(_, day)| day);
    let left_by = left.map_or_else(|| "no export says since when".to_owned(), |(one, _)| one.basis());
    let days = days_after(cx, since);
    let spend = spent(cx, key, days).map_or_else(String::new, |spend| {
        let when = since.map_or_else(|| "in the period".to_owned(), |day| format!("since {day}"));
        spending(spend, &when)
    });
    let message = format!(
        "{kind} of {}, who is not in the member list ({left_by}). Such a key stops with its account, and it was used until {last}{spend}. \
         Either the list of members lacks the person, or the key still works. Expected: no use once the account is gone",
        person(cx, owner)
    );
    let subject = subject(cx, key);
    let title = format!("Key «{}» is in use although its account is gone", subject.label());
    let mut finding = ANALYZER.finding(subject, title, message);
    (finding.severity, finding.confidence) = (Severity::Medium, Confidence::Medium);
    finding.observed = Some(format!("used until {last}"));
    finding.threshold = Some("no use once the account is gone".to_owned());
    finding
        .remediation
        .insert(0, "Export the list of members again, whole: it may lack the owner of the key".to_owned());
    finding.evidence = vec![record(cx, key)];
    finding.evidence.extend(left.into_iter().flat_map(|(one, _)| one.evidence(cx.data)));
    let row = cx.facts.keys.uses.of(&key.id).and_then(|uses| uses.last());
    finding.evidence.extend(row.map(|row| use_record(cx, row)));
    Some(finding)
}

/// Keys that are called active, and stopped with the account of whoever left.
pub(super) fn note(keys: &[String]) -> Option<String> {
    let verb = if keys.len() == 1 { "stops" } else { "stop" };
    (!keys.is_empty()).then(|| {
        format!(
            "{} of people who are not in the member list {verb} with their account, as personal keys and those of Claude Code do, and \
             {} no finding though listed as active: {}",
            counted(keys.len(), "key"),
            if keys.len() == 1 { "is" } else { "are" },
            keys.join(", ")
        )
    })
}
