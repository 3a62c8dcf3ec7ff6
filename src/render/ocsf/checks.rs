//! Checks without findings, and controls that wait for a person. They have no lifecycle, so no `status_id`.

use serde_json::{Value, json};

use super::event::{Activity, Class, Compliance, compliance, event};
use crate::model::{CheckResult, CheckStatus, Control, ControlResult, Report, Severity, Verdict, counted_of};

/// The event of a check that has no finding; none where findings speak for it.
pub(super) fn check(report: &Report, check: &CheckResult) -> Option<Value> {
    let (status, why) = match check.status {
        CheckStatus::Assessed if check.findings > 0 || check.suppressed > 0 => return None,
        CheckStatus::Assessed => match &check.partial {
            // A check whose exports are cut found nothing in what is there.
            Some(partial) => (
                Compliance::NotAssessed,
                format!("Nothing found over {}: {partial}", counted_of(check.population, &check.of)),
            ),
            None => (Compliance::Pass, format!("Nothing found over {}.", counted_of(check.population, &check.of))),
        },
        CheckStatus::NotAssessed => {
            let why = report.not_assessed.iter().find(|one| one.rule == check.id).map(|one| one.why.clone());
            (Compliance::NotAssessed, why.unwrap_or_default())
        }
        CheckStatus::Disabled => (Compliance::Other("Disabled"), check.notes.join(" ")),
        CheckStatus::NotApplicable => (Compliance::Other("Not applicable"), check.notes.join(" ")),
    };
    let analytic = json!({"uid": check.id, "name": check.title, "type_id": 1, "type": "Rule"});
    Some(of(report, &format!("check:{}", check.id), &check.title, check.control, status, &why, Some(analytic)))
}

/// The event of a control that only a person can judge.
pub(super) fn control(report: &Report, control: &ControlResult) -> Option<Value> {
    let waits = control.status == Verdict::NeedsReview;
    let uid = format!("control:{}", control.id.id());
    let status = Compliance::Other("Needs review");
    waits.then(|| of(report, &uid, &control.title, control.id, status, &control.summary, None))
}

fn of(
    report: &Report,
    uid: &str,
    title: &str,
    control: Control,
    status: Compliance,
    why: &str,
    analytic: Option<Value>,
) -> Value {
    let why = if why.trim().is_empty() { "No more is known." } else { why };
    let activity = if report.baseline.is_some() { Activity::Update } else { Activity::Create };
    let rule = analytic.as_ref().and_then(|one| one["uid"].as_str());
    let mut all = event(report, Class::Compliance, activity, Severity::Info, rule);
    let mut info = json!({"uid": uid, "title": title, "types": [control.id()]});
    if let Some(analytic) = analytic {
        info["analytic"] = analytic;
    }
    all.insert("finding_info".to_owned(), info);
    all.insert("message".to_owned(), why.into());
    all.insert("compliance".to_owned(), compliance(report, control, status, why));
    Value::Object(all)
}
