//! Results: findings, suppressed and resolved ones, and one for every check and control that has none.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::uri;
use crate::model::{CheckStatus, Evidence, Finding, Report, Severity, Status, Suppressed, Verdict, counted_of};

pub(super) fn results(report: &Report) -> Vec<Value> {
    let rules: BTreeMap<&str, usize> =
        report.checks.iter().enumerate().map(|(at, check)| (check.id.as_str(), at)).collect();
    let files: BTreeMap<&str, usize> =
        report.inputs.iter().enumerate().map(|(at, input)| (input.path.as_str(), at)).collect();
    let results = Results { rules, files, is_compared: report.baseline.is_some() };
    let mut all: Vec<Value> =
        report.findings.iter().map(|one| results.finding(one, baseline_state(one.status))).collect();
    all.extend(report.suppressed.iter().map(|one| results.suppressed(one)));
    all.extend(report.resolved.iter().map(|one| results.finding(one, "absent")));
    for check in &report.checks {
        let (kind, text) = match check.status {
            CheckStatus::Assessed if check.findings == 0 && check.suppressed == 0 => {
                ("pass", format!("Nothing found over {}.", counted_of(check.population, &check.of)))
            }
            CheckStatus::Assessed => continue,
            CheckStatus::NotAssessed => {
                let why = report.not_assessed.iter().find(|one| one.rule == check.id).map(|one| one.why.clone());
                ("open", why.unwrap_or_else(|| "Not assessed.".to_owned()))
            }
            CheckStatus::Disabled => ("notApplicable", format!("Disabled by the policy. {}", check.notes.join(" "))),
            CheckStatus::NotApplicable => ("notApplicable", check.notes.join(" ")),
        };
        // A check whose exports are cut found nothing in what is there.
        let kind = if kind == "pass" && check.partial.is_some() { "open" } else { kind };
        let mut more = Map::new();
        if results.is_compared && report.resolved.iter().any(|one| one.rule == check.id) {
            more.insert("baselineState".to_owned(), "updated".into());
        }
        all.push(results.of(kind, Some(&check.id), &text, more));
    }
    for control in report.controls.iter().filter(|control| control.status == Verdict::NeedsReview) {
        let properties = json!({"properties": {"control": control.id.id()}});
        all.push(results.of("review", None, &control.summary, properties.as_object().cloned().unwrap_or_default()));
    }
    all
}

const fn baseline_state(status: Status) -> &'static str {
    match status {
        Status::New | Status::Reopened => "new",
        Status::Persisting => "unchanged",
        // Not known to be new: the word for a result that is there, and was in some form.
        Status::Open | Status::NotComparable => "updated",
    }
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "note",
    }
}

/// CVSS-like numbers by which platforms sort (GitHub's `security-severity`).
const fn number(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "2.5",
        Severity::Info => "0.0",
    }
}

struct Results<'a> {
    rules: BTreeMap<&'a str, usize>,
    files: BTreeMap<&'a str, usize>,
    /// The specification wants a state on every result or on none.
    is_compared: bool,
}

impl Results<'_> {
    fn of(&self, kind: &str, rule: Option<&str>, text: &str, mut more: Map<String, Value>) -> Value {
        more.insert("kind".to_owned(), kind.into());
        if kind != "fail" {
            more.insert("level".to_owned(), "none".into());
        }
        if let Some(rule) = rule {
            more.insert("ruleId".to_owned(), rule.into());
            if let Some(at) = self.rules.get(rule) {
                more.insert("ruleIndex".to_owned(), (*at).into());
            }
        }
        let text = if text.trim().is_empty() { "No more is known." } else { text };
        more.insert("message".to_owned(), json!({"text": text}));
        if self.is_compared && !more.contains_key("baselineState") {
            more.insert("baselineState".to_owned(), "unchanged".into());
        }
        Value::Object(more)
    }

    fn finding(&self, finding: &Finding, state: &str) -> Value {
        let mut more = Map::new();
        more.insert("level".to_owned(), level(finding.severity).into());
        more.insert("partialFingerprints".to_owned(), json!({"finding/v1": finding.id}));
        if self.is_compared {
            more.insert("baselineState".to_owned(), state.into());
        }
        let subject = &finding.subject;
        let logical = json!({
            "name": subject.label(),
            "fullyQualifiedName": subject.id.as_deref().unwrap_or_else(|| subject.label()),
            "kind": subject.kind.title(),
        });
        let mut locations: Vec<Value> = finding.evidence.iter().map(|one| self.location(one)).collect();
        match locations.first_mut() {
            Some(first) => first["logicalLocations"] = json!([logical]),
            None => locations.push(json!({"logicalLocations": [logical]})),
        }
        // The first place is where the finding is; the others are what else shows it.
        let others = locations.split_off(1);
        more.insert("locations".to_owned(), locations.into());
        if !others.is_empty() {
            more.insert("relatedLocations".to_owned(), others.into());
        }
        let assignment = &finding.assignment;
        let properties = json!({
            "severity": finding.severity.id(),
            "security-severity": number(finding.severity),
            "confidence": finding.confidence.id(),
            "control": finding.control.id(),
            "workspace": subject.workspace,
            "owner": assignment.owner,
            "due": assignment.due.map(|day| day.to_string()),
            "remediation": finding.remediation,
        });
        more.insert("properties".to_owned(), properties);
        self.of("fail", Some(&finding.rule), &format!("{}. {}", finding.title, finding.message), more)
    }

    fn suppressed(&self, one: &Suppressed) -> Value {
        let mut result = self.finding(&one.finding, baseline_state(one.finding.status));
        result["suppressions"] = json!([{
            "kind": "external",
            "status": "accepted",
            "justification": one.reason,
            "properties": {"approvedBy": one.approved_by, "expires": one.expires.map(|day| day.to_string())},
        }]);
        result
    }

    fn location(&self, evidence: &Evidence) -> Value {
        let mut artifact = json!({"uri": uri(&evidence.file)});
        if let Some(at) = self.files.get(evidence.file.as_str()) {
            artifact["index"] = (*at).into();
        }
        let mut physical = json!({"artifactLocation": artifact});
        if let Some(line) = evidence.line.filter(|line| *line > 0) {
            physical["region"] = json!({"startLine": line});
        }
        json!({"physicalLocation": physical, "message": {"text": evidence.record}})
    }
}
