//! Active keys older than the rotation period.

#[cfg(test)]
mod tests;

use anyhow::Result;
use chrono::{DateTime, Duration, Utc};

use super::{active_keys, other_credentials, record, subject};
use crate::analyze::{Analyzer, Context, Explain, Limit, Outcome, Threshold};
use crate::model::{Control, Finding, Severity, SubjectKind, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "unrotated-key",
    title: "Active keys older than the rotation period",
    control: Control::KeyRotation,
    severity: Severity::Medium,
    reads: &[&[Table::Keys]],
    population: "active keys of every kind",
    thresholds: &[
        Threshold {
            name: "max_age_days",
            default: 90.0,
            unit: "days",
            source: "CIS AWS Foundations Benchmark 1.14: rotate access keys every 90 days",
        },
        Threshold { name: "high_after_days", default: 180.0, unit: "days", source: "two missed rotations" },
        Threshold { name: "critical_after_days", default: 365.0, unit: "days", source: "four missed rotations" },
    ],
    explain: Explain {
        finds: "Keys with status `active` that were created more than `max_age_days` before the report's instant. A key that is exactly \
                that old, or that is inactive, archived or expired, is not found. Keys cannot be renewed, so age counts from creation. \
                Compliance keys count by the settings export, admin and scoped keys by the events that made them. \
                Keys of a gateway (LiteLLM) that work and may use Claude likewise, by the day on which the gateway last exchanged them.",
        matters: "A key that leaked unnoticed works until somebody replaces it: in logs, on a laptop, in a former supplier's notes. \
                  Rotation bounds how long.",
        remedy: &[
            "Console > API keys > Create key, with the same service and environment in its name, in workspace {workspace}",
            "Put the new key into the service's secret store, deploy, and see that usage moves to it",
            "Console > API keys > {name} > Disable, and after a few days without errors Delete; or Admin API: POST \
             /v1/organizations/api_keys/{id} with {\"status\":\"inactive\"}",
        ],
        caveats: "A list that was exported long ago shows keys that are disabled by now: look at the date of the export.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::ApiKey);
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("max_age_days") });
    let (mut population, mut findings, mut undated) = (0, Vec::new(), 0);
    for key in active_keys(cx) {
        let Some(created) = key.created_at else {
            undated += 1;
            continue;
        };
        population += 1;
        judged.add(&key.id);
        if cx.as_of - created <= Duration::days(limit.days()) {
            continue;
        }
        let subject = subject(cx, key);
        let title = format!("Key «{}» was not rotated", subject.label());
        let mut finding = aged(cx, ANALYZER.finding(subject, title, ""), created);
        finding.evidence = vec![record(cx, key)];
        findings.push(finding);
    }
    for key in other_credentials::active(cx) {
        let Some(created) = key.created_at else {
            undated += 1;
            continue;
        };
        population += 1;
        judged.add(&key.id);
        if cx.as_of - created <= Duration::days(limit.days()) {
            continue;
        }
        let title = format!("{} was not rotated", other_credentials::titled(key));
        let mut finding = aged(cx, ANALYZER.finding(other_credentials::subject(key), title, ""), created);
        finding.message = format!("{}, {}", key.kind.title(), finding.message);
        finding.evidence = vec![other_credentials::record(cx, key)];
        other_credentials::replace_remedy(&mut finding, key);
        findings.push(finding);
    }
    let unjudged =
        (undated > 0).then(|| format!("not judged: {} without a creation date", counted(undated, "active key")));
    if let (0, Some(why)) = (population, &unjudged) {
        return Ok(Outcome::NotAssessed { why: why.clone(), needs: vec![Table::Keys] });
    }
    Ok(Outcome::Assessed { population, findings, notes: unjudged.into_iter().collect() })
}

/// Says how old a key is, and how severe that is.
fn aged(cx: &Context, mut finding: Finding, created: DateTime<Utc>) -> Finding {
    let [limit, high, critical] = const {
        [
            ANALYZER.threshold("max_age_days"),
            ANALYZER.threshold("high_after_days"),
            ANALYZER.threshold("critical_after_days"),
        ]
    }
    .map(|limit| cx.limit(&ANALYZER, limit));
    let age = cx.as_of - created;
    finding.message = format!(
        "created {}, {} before {}. Allowed: {limit}",
        created.date_naive(),
        formatted(cx, created, limit),
        cx.as_of_day()
    );
    finding.severity = match age {
        age if age > Duration::days(critical.days()) => Severity::Critical,
        age if age > Duration::days(high.days()) => Severity::High,
        _ => Severity::Medium,
    };
    finding.observed = Some(formatted(cx, created, limit));
    finding.threshold = Some(limit.to_string());
    finding
}

/// `91 days`; with the hours where the days alone would look like the limit.
fn formatted(cx: &Context, created: DateTime<Utc>, limit: Limit) -> String {
    match cx.days_since(created) {
        days if days == limit.days() => {
            let hours = (cx.as_of - created).num_hours() - 24 * days;
            format!("{} and {}", counted(days, "day"), counted(hours, "hour"))
        }
        days => counted(days, "day"),
    }
}
