//! Active keys without any use in the data.

#[cfg(test)]
mod tests;

use anyhow::Result;
use chrono::{Duration, NaiveDate};

use super::{
    ambiguity_note, covered, keys_with_visible_use, last_possible_use, last_use, record, silence_confidence, subject,
    unread_note, unread_use, until_where,
};
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::model::{Confidence, Control, Severity, SubjectKind, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "unused-key",
    title: "Active keys that were never used",
    control: Control::Offboarding,
    severity: Severity::Medium,
    reads: &[&[Table::Keys], &[Table::Usage, Table::Cost]],
    population: "active keys",
    thresholds: &[Threshold {
        name: "unused_after_days",
        default: 30.0,
        unit: "days",
        source: "a month is enough to deploy a key; CIS Controls v8.1 5.3 asks for 45 days at most",
    }],
    explain: Explain {
        finds: "Active keys created more than `unused_after_days` ago without a single use in the exports since their creation; for keys \
                older than the exports, in all of them. Younger keys are not found. \
                Keys of a gateway (LiteLLM) likewise, where its list notes use, or rows of use cover 45 days.",
        matters: "A key that was made and never deployed lies around somewhere: in a chat, a ticket, a shell history.",
        remedy: &[
            "Ask the creator what {name} was made for",
            "Console > API keys > {name} > Delete; or Admin API: POST /v1/organizations/api_keys/{id} with {\"status\":\"archived\"}",
        ],
        caveats: "A key may have been used before the first day of the exports: of an older one the title says for how many days nothing is on \
                  record, and up to 45 of them the confidence is medium. Keys that share a name with another are judged only if \
                  neither was used. Exports that were filtered to some workspaces or models show no use of the others. Where names that no \
                  list knows are in use in the key's workspace, one of them may be its former name: the confidence is medium.",
    },
    run,
};

/// A silence that is no longer than this would not make a used key stale either: CIS AWS Foundations Benchmark 1.12.
const LONG_SILENCE_DAYS: i64 = 45;

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::ApiKey);
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("unused_after_days") });
    let covered = match covered(cx, limit) {
        Ok(covered) => covered,
        Err(not_assessed) => return Ok(not_assessed),
    };
    let (mut population, mut findings, mut ambiguous, mut undated) = (0, Vec::new(), Vec::new(), Vec::new());
    let (unread, mut unclear) = (unread_use(cx), Vec::new());
    for key in keys_with_visible_use(cx) {
        if last_use(cx, key).is_none() && last_possible_use(cx, key).is_some() {
            ambiguous.push(key.name.as_str());
            continue;
        }
        if key.created_at.is_none() && last_use(cx, key).is_none() {
            undated.push(key.name.as_str());
            continue;
        }
        population += 1;
        judged.add(&key.id);
        let created = key.created_at.map(|at| at.date_naive());
        let young = key.created_at.is_some_and(|at| cx.as_of - at <= Duration::days(limit.days()));
        // Days of data since its creation: the day of creation itself is not a whole one.
        let days = covered.idle_days(created);
        if young || days < limit.days() || last_use(cx, key).is_some() {
            continue;
        }
        let since = created.filter(|day| *day >= covered.since);
        if unread.contains(&key.name) || unread.contains(&key.id) {
            unclear.push(key.name.as_str());
            continue;
        }
        let silence = counted(days, "day");
        let message = match since {
            Some(day) => {
                let end = until_where(cx, covered);
                format!("created {day}, and no use in the {silence} of data since{end}. Allowed: {limit}")
            }
            None => format!(
                "no use in {silence} of data ({} to {}){}. Allowed: {limit}",
                covered.since,
                covered.until,
                created.map_or_else(String::new, |day| format!(". Created {day}"))
            ),
        };
        let subject = subject(cx, key);
        let title = title(subject.label(), since, days);
        let mut finding = ANALYZER.finding(subject, title, message);
        let is_short = since.is_none() && days <= LONG_SILENCE_DAYS;
        finding.confidence = if is_short { Confidence::Medium } else { silence_confidence(cx, key) };
        finding.observed = Some(silence);
        finding.threshold = Some(limit.to_string());
        finding.evidence = vec![record(cx, key)];
        findings.push(finding);
    }
    let mut notes = ambiguity_note(&ambiguous);
    notes.extend(undated_note(&undated));
    notes.extend(unread_note(&unclear));
    Ok(Outcome::Assessed { population, findings, notes })
}

/// Of a key that is older than the data nobody knows whether it was used before.
fn title(key: &str, since: Option<NaiveDate>, days: i64) -> String {
    match since {
        Some(_) => format!("Key «{key}» is active but was never used"),
        None => format!("Key «{key}» is active but was not used in the {} of data", counted(days, "day")),
    }
}

/// That keys which do not say when they were made may be new.
fn undated_note(names: &[&str]) -> Option<String> {
    let quoted: Vec<String> = names.iter().map(|name| format!("«{name}»")).collect();
    (!names.is_empty())
        .then(|| format!("not judged, because the list does not say when they were made: {}", quoted.join(", ")))
}
