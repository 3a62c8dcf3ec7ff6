//! Findings as events.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde_json::{Map, Value, json};

use super::event::{Activity, Class, Compliance, compliance, event, standards};
use crate::model::{
    CheckResult, Confidence, Control, Evidence, Finding, Input, Report, Status, Subject, SubjectKind, Suppressed,
};

/// A report's findings, with what is looked up for each of them.
pub(super) struct Findings<'a> {
    report: &'a Report,
    files: BTreeMap<&'a str, &'a Input>,
    checks: BTreeMap<&'a str, &'a CheckResult>,
}

impl<'a> Findings<'a> {
    pub(super) fn of(report: &'a Report) -> Self {
        let files = report.inputs.iter().map(|input| (input.path.as_str(), input)).collect();
        let checks = report.checks.iter().map(|check| (check.id.as_str(), check)).collect();
        Self { report, files, checks }
    }

    /// An open finding. Whether somebody works at it, only a tracker knows: it is `New`, and `activity_id` says whether it was there before.
    pub(super) fn open(&self, finding: &Finding) -> Value {
        Value::Object(self.event(finding, activity(finding.status), (1, "New")))
    }

    /// A finding that the policy accepts, with the reason.
    pub(super) fn suppressed(&self, one: &Suppressed) -> Value {
        let mut all = self.event(&one.finding, activity(one.finding.status), (3, "Suppressed"));
        all.insert("status_detail".to_owned(), one.reason.as_str().into());
        let unmapped = all.entry("unmapped").or_insert_with(|| json!({}));
        unmapped["approved_by"] = one.approved_by.clone().into();
        unmapped["expires"] = one.expires.map(|day| day.to_string()).into();
        Value::Object(all)
    }

    /// A finding of the baseline that is gone.
    pub(super) fn resolved(&self, finding: &Finding) -> Value {
        let mut all = self.event(finding, Activity::Close, (4, "Resolved"));
        if let Some(resolution) = &finding.resolution {
            all.insert("status_detail".to_owned(), resolution.as_str().into());
        }
        Value::Object(all)
    }

    fn event(&self, finding: &Finding, activity: Activity, status: (i64, &str)) -> Map<String, Value> {
        let (report, class) = (self.report, class(finding));
        let mut all = event(report, class, activity, finding.severity, Some(&finding.rule));
        let mut put = |name: &str, value: Value| all.insert(name.to_owned(), value);
        put("status_id", status.0.into());
        put("status", status.1.into());
        put("message", format!("{}. {}", finding.title, finding.message).into());
        let (confidence_id, confidence) = confident(finding.confidence);
        put("confidence_id", confidence_id.into());
        put("confidence", confidence.into());
        if let Some(period) = finding.period {
            put("start_time", midnight(period.start).into());
            put("end_time", last_millisecond(period.end).into());
        }
        put("finding_info", self.info(finding, activity));
        put("resources", json!([resource(finding)]));
        if !finding.remediation.is_empty() {
            put("remediation", json!({"desc": finding.remediation.join("\n")}));
        }
        let evidences: Vec<Value> = finding.evidence.iter().map(|one| self.evidence(one)).collect();
        let mut unmapped = unmapped(finding);
        match class {
            Class::Access => {
                put("user", principal(&finding.subject).into());
                put("access_analysis_result", json!({"accessors": [principal(&finding.subject)]}));
                // The class has no attribute for evidence.
                unmapped.insert("evidences".to_owned(), evidences.into());
            }
            Class::Detection => {
                put("is_alert", (activity != Activity::Close && status.0 != 3).into());
                put("evidences", evidences.into());
            }
            Class::Compliance => {
                let verdict =
                    if activity == Activity::Close { Compliance::Other("Resolved") } else { Compliance::Fail };
                put("compliance", compliance(report, finding.control, verdict, &finding.message));
                put("evidences", evidences.into());
            }
        }
        put("unmapped", unmapped.into());
        if let Some(owner) = &finding.assignment.owner {
            put("assignee", json!({"name": owner}));
            all["metadata"]["profiles"] = json!(["incident"]);
        }
        all
    }

    fn info(&self, finding: &Finding, activity: Activity) -> Value {
        let report = self.report;
        let check = self.checks.get(finding.rule.as_str());
        let name = check.map_or(finding.rule.as_str(), |check| check.title.as_str());
        let first = finding.first_seen.unwrap_or(report.as_of).timestamp_millis();
        let own = report.controls.iter().find(|one| one.id == finding.control);
        let mut info = json!({
            "uid": finding.id,
            "title": finding.title,
            "desc": finding.message,
            "types": [finding.control.id()],
            "analytic": {"uid": finding.rule, "name": name, "type_id": 1, "type": "Rule"},
            "first_seen_time": first,
            "created_time": first,
            "modified_time": report.as_of.timestamp_millis(),
            "tags": [{"name": "standards", "values": standards(own)}],
        });
        // A resolved finding was last seen in the baseline.
        let seen: Option<DateTime<Utc>> = match activity {
            Activity::Close => report.baseline.as_ref().map(|baseline| baseline.as_of),
            Activity::Create | Activity::Update => Some(report.as_of),
        };
        if let Some(seen) = seen {
            info["last_seen_time"] = seen.timestamp_millis().into();
        }
        info
    }

    /// A place in an export: file with its hash, and the line.
    fn evidence(&self, evidence: &Evidence) -> Value {
        let path = evidence.file.as_str();
        let name = path.rsplit('/').next().unwrap_or(path);
        let mut file = json!({"name": name, "path": path, "type_id": 1, "type": "Regular File"});
        if let Some(sha256) = self.files.get(path).and_then(|input| input.sha256.as_ref()) {
            file["hashes"] = json!([{"algorithm_id": 3, "algorithm": "SHA-256", "value": sha256}]);
        }
        json!({"name": "record", "file": file, "data": {"line": evidence.line, "record": evidence.record}})
    }
}

const fn activity(status: Status) -> Activity {
    match status {
        Status::Open | Status::New | Status::NotComparable => Activity::Create,
        Status::Persisting | Status::Reopened => Activity::Update,
    }
}

/// What happened is a detection, gaps in the evidence apart; an inventory is judged by who the finding is about.
fn class(finding: &Finding) -> Class {
    let about_access = matches!(finding.control, Control::LeastPrivilege | Control::Offboarding);
    let is_event = finding.period.is_some() && finding.control != Control::EvidenceCompleteness;
    if is_event || finding.control == Control::SpendAlerts {
        Class::Detection
    } else if about_access && principal(&finding.subject).is_some() {
        Class::Access
    } else {
        Class::Compliance
    }
}

/// Whoever the subject is, where it is somebody or something that signs in.
fn principal(subject: &Subject) -> Option<Value> {
    let (type_id, kind) = match subject.kind {
        SubjectKind::User => (1, "User"),
        SubjectKind::ServiceAccount => (4, "Service"),
        SubjectKind::ApiKey => (99, "API key"),
        SubjectKind::Invite => (99, "Invite"),
        _ => return None,
    };
    let mut user = json!({"name": subject.label(), "type_id": type_id, "type": kind});
    if let Some(id) = &subject.id {
        user["uid"] = id.as_str().into();
    }
    Some(user)
}

const fn confident(confidence: Confidence) -> (i64, &'static str) {
    match confidence {
        Confidence::Low => (1, "Low"),
        Confidence::Medium => (2, "Medium"),
        Confidence::High => (3, "High"),
    }
}

/// The subject.
fn resource(finding: &Finding) -> Value {
    let subject = &finding.subject;
    let mut resource = json!({"name": subject.label(), "type": subject.kind.title(), "role_id": 3, "role": "Affected"});
    if let Some(id) = &subject.id {
        resource["uid"] = id.as_str().into();
    }
    if let Some(workspace) = &subject.workspace {
        resource["namespace"] = workspace.as_str().into();
    }
    resource
}

/// What the schema has no attribute for.
fn unmapped(finding: &Finding) -> Map<String, Value> {
    let mut all = Map::new();
    let mut put = |name: &str, value: Option<String>| value.map(|value| all.insert(name.to_owned(), value.into()));
    put("observed", finding.observed.clone());
    put("threshold", finding.threshold.clone());
    put("impact_usd", finding.impact_usd.map(|usd| usd.round_to_cents().to_string()));
    put("due", finding.assignment.due.map(|day| day.to_string()));
    put("owner_role", finding.assignment.owner_role.clone());
    all
}

fn midnight(day: NaiveDate) -> i64 {
    day.and_time(NaiveTime::MIN).and_utc().timestamp_millis()
}

/// Of that day.
fn last_millisecond(day: NaiveDate) -> i64 {
    midnight(day) + 24 * 60 * 60 * 1000 - 1
}
