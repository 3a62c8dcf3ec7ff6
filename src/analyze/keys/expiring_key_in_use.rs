//! Keys in use that are about to expire, and keys past their expiry that are still called active.

#[cfg(test)]
mod tests;

use anyhow::Result;
use chrono::{DateTime, Duration, Utc};

use super::{active_keys, ambiguity_note, last_possible_use, last_use, other_credentials, record, subject, use_record};
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::facts::{Key, OtherKey};
use crate::model::{Confidence, Control, Finding, Severity, SubjectKind, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "expiring-key-in-use",
    title: "Keys in use that are about to expire, or active past their expiry",
    control: Control::KeyRotation,
    severity: Severity::Medium,
    reads: &[&[Table::Keys], &[Table::Usage, Table::Cost]],
    population: "active keys with an expiry",
    thresholds: &[
        Threshold {
            name: "expires_within_days",
            default: 14.0,
            unit: "days",
            source: "two weeks: the time that a rotation takes, as in the other checks of keys",
        },
        Threshold {
            name: "used_within_days",
            default: 7.0,
            unit: "days",
            source: "one week: a service that works on some weekdays only shows in it",
        },
    ],
    explain: Explain {
        finds: "Active keys that expire within `expires_within_days` of the report's instant and were used in its last \
                `used_within_days`; and keys whose expiry is past although the list calls them active. A key that expires soon and is not \
                used any more is none. Compliance keys count by the settings export, and their use by the activity feed. \
                Keys of a gateway (LiteLLM) that expire soon likewise; one that has expired is refused there.",
        matters: "When a key in use expires, the service behind it stops; an expired key that is still active means that the expiry does not \
                  hold, or that the list is old.",
        remedy: &[
            "Make the successor of {name} in workspace {workspace} now, deploy it, and see that usage moves before the expiry",
            "Past its expiry: see that nothing uses it any more, then Console > API keys > {name} > Disable; or Admin API: POST /v1/organizations/api_keys/{id} with \
             {\"status\":\"inactive\"}",
        ],
        caveats: "Use of a name that two keys share counts for neither. A key list that is older than the other exports may call a key active \
                  that has expired since: where no use after its expiry is seen, the confidence is medium. Keys of the shape without \
                  `expires_at` are not judged.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::ApiKey);
    let (mut population, mut findings) = (0, Vec::new());
    let (mut ambiguous, mut unseen) = (Vec::new(), Vec::new());
    let week = cx.limit(&ANALYZER, const { ANALYZER.threshold("used_within_days") });
    let soon = Duration::days(cx.limit(&ANALYZER, const { ANALYZER.threshold("expires_within_days") }).days());
    let since = cx.as_of_day() - Duration::days(week.days());
    let data_reaches = cx.facts.coverage.key_use.latest(1).is_some_and(|run| run.until >= since);
    let active: Vec<&Key> = active_keys(cx).collect();
    if !active.is_empty() && active.iter().all(|key| !key.has_expiry_field) {
        let why = "the records of all active keys are of the shape without `expires_at`".to_owned();
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Keys] });
    }
    for key in active {
        let Some(expiry) = key.expires_at else { continue };
        population += 1;
        judged.add(&key.id);
        if expiry < cx.as_of {
            findings.push(past(cx, key, expiry));
        } else if expiry - cx.as_of <= soon {
            if last_use(cx, key).is_some_and(|last| last >= since) {
                findings.push(near(cx, key, expiry));
            } else if last_possible_use(cx, key).is_some_and(|last| last >= since) {
                ambiguous.push(key.name.as_str());
            } else if !data_reaches {
                unseen.push(format!("«{}»", key.name));
            }
        }
    }
    let feed_reaches = cx.facts.coverage.feed.latest(1).is_some_and(|run| run.until >= since);
    for key in other_credentials::active(cx) {
        let Some(expiry) = key.expires_at else { continue };
        population += 1;
        judged.add(&key.id);
        let is_used = other_credentials::last_use(cx, key).is_some_and(|last| last >= since);
        if expiry < cx.as_of || expiry - cx.as_of <= soon && is_used {
            findings.push(of_other(cx, key, expiry));
        } else if expiry - cx.as_of <= soon && !feed_reaches {
            unseen.push(format!("«{}»", key.label()));
        }
    }
    let mut notes = ambiguity_note(&ambiguous);
    if !unseen.is_empty() {
        notes.push(format!(
            "no usage of the last {week} is there: whether these keys, which expire soon, are in use is not known: {}",
            unseen.join(", ")
        ));
    }
    Ok(Outcome::Assessed { population, findings, notes })
}

/// A key past its expiry that the list calls active.
fn past(cx: &Context, key: &Key, expiry: DateTime<Utc>) -> Finding {
    let used_after = last_use(cx, key).filter(|last| *last > expiry.date_naive());
    let used =
        used_after.map_or_else(|| "no use after that day in the data".to_owned(), |day| format!("a last use on {day}"));
    let message = format!(
        "expired {}, {} before {}, and listed as active, with {used}. Expected: no active key after its expiry",
        expiry.date_naive(),
        counted(cx.days_since(expiry), "day"),
        cx.as_of_day()
    );
    let label = subject(cx, key);
    let title = format!("Key «{}» is past its expiry and still active", label.label());
    let mut finding = ANALYZER.finding(label, title, message);
    finding.confidence = if used_after.is_some() { Confidence::High } else { Confidence::Medium };
    finding.remediation.retain(|step| !step.starts_with("Make the successor"));
    finding.threshold = Some("its own expiry".to_owned());
    complete(cx, key, expiry, finding)
}

/// A key in use that expires soon.
fn near(cx: &Context, key: &Key, expiry: DateTime<Utc>) -> Finding {
    let [soon, week] = const { [ANALYZER.threshold("expires_within_days"), ANALYZER.threshold("used_within_days")] }
        .map(|limit| cx.limit(&ANALYZER, limit));
    let used = last_use(cx, key).map_or_else(String::new, |last| format!(" and was last used {last}"));
    let message = format!(
        "expires {}, {} after {}{used}. Thresholds: {soon}, and use within {week}",
        expiry.date_naive(),
        counted(-cx.days_since(expiry), "day"),
        cx.as_of_day()
    );
    let label = subject(cx, key);
    let title = format!("Key «{}» is in use and about to expire", label.label());
    let mut finding = ANALYZER.finding(label, title, message);
    finding.threshold = Some(format!("{soon}; use within {week}"));
    finding.assignment.due = Some(expiry.date_naive());
    finding.remediation.retain(|step| !step.starts_with("Past its expiry"));
    complete(cx, key, expiry, finding)
}

/// A key of another kind, past its expiry and switched on, or about to expire and in use.
fn of_other(cx: &Context, key: &OtherKey, expiry: DateTime<Utc>) -> Finding {
    let [soon, week] = const { [ANALYZER.threshold("expires_within_days"), ANALYZER.threshold("used_within_days")] }
        .map(|limit| cx.limit(&ANALYZER, limit));
    let used = other_credentials::last_use(cx, key)
        .map_or_else(|| "no use in the data".to_owned(), |day| format!("last used {day}"));
    let (kind, day) = (key.kind.title(), expiry.date_naive());
    let is_past = expiry < cx.as_of;
    let (says, message) = if is_past {
        let message =
            format!("{kind}; expired {day}, and the settings call it active; {used}. Expected: its own expiry");
        ("is past its expiry and still active", message)
    } else {
        let left = counted(-cx.days_since(expiry), "day");
        let message = format!(
            "{kind}; expires {day}, {left} after {}, {used}. Thresholds: {soon}, and use within {week}",
            cx.as_of_day()
        );
        ("is in use and about to expire", message)
    };
    let title = format!("{} {says}", other_credentials::titled(key));
    let mut finding = ANALYZER.finding(other_credentials::subject(key), title, message);
    finding.confidence = if is_past { Confidence::Medium } else { Confidence::High };
    finding.observed = Some(format!("expires {day}"));
    finding.assignment.due = (!is_past).then_some(day);
    finding.threshold = Some(if is_past { "its own expiry".to_owned() } else { format!("{soon}; use within {week}") });
    finding.evidence = vec![other_credentials::record(cx, key)];
    let last = cx.facts.log.activity.of_id(&key.id);
    finding.evidence.extend(last.map(|last| last.source.evidence(cx.data, format!("{} by {}", last.event, key.id))));
    other_credentials::replace_remedy(&mut finding, key);
    finding
}

fn complete(cx: &Context, key: &Key, expiry: DateTime<Utc>, mut finding: Finding) -> Finding {
    finding.observed = Some(format!("expires {}", expiry.date_naive()));
    finding.evidence = vec![record(cx, key)];
    let last = cx.facts.keys.uses.of(&key.id).and_then(|uses| uses.last());
    finding.evidence.extend(last.map(|last| use_record(cx, last)));
    finding
}
