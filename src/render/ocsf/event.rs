//! What every event has: its class, what was done with the finding, when, and by which program.

use serde_json::{Map, Value, json};

use super::VERSION;
use crate::model::{Control, ControlResult, Report, Severity};
use crate::render::supports::supported;

/// The classes that are written; all of category 2, Findings.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Compliance,
    Detection,
    Access,
}

impl Class {
    const fn uid(self) -> i64 {
        match self {
            Self::Compliance => 2003,
            Self::Detection => 2004,
            Self::Access => 2008,
        }
    }

    const fn caption(self) -> &'static str {
        match self {
            Self::Compliance => "Compliance Finding",
            Self::Detection => "Detection Finding",
            Self::Access => "IAM Analysis Finding",
        }
    }
}

/// What this report does with a finding.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Activity {
    /// No report had it before, as far as is known.
    Create,
    /// An earlier report had it.
    Update,
    /// It is resolved.
    Close,
}

impl Activity {
    const fn id(self) -> i64 {
        match self {
            Self::Create => 1,
            Self::Update => 2,
            Self::Close => 3,
        }
    }

    const fn caption(self) -> &'static str {
        match self {
            Self::Create => "Create",
            Self::Update => "Update",
            Self::Close => "Close",
        }
    }
}

/// An event of this class, with the attributes that all of them have. `rule` is the check's id, where one stands behind it.
pub(super) fn event(
    report: &Report,
    class: Class,
    activity: Activity,
    severity: Severity,
    rule: Option<&str>,
) -> Map<String, Value> {
    let tool = &report.tool;
    // Consumers of earlier releases ask for a vendor; the program has none but itself.
    let product = json!({"name": tool.name, "version": tool.version, "vendor_name": tool.name});
    let mut metadata = json!({"version": VERSION, "product": product});
    metadata["original_time"] = report.as_of.to_rfc3339_opts(chrono::SecondsFormat::Secs, true).into();
    if let Some(rule) = rule {
        metadata["event_code"] = rule.into();
    }
    if let Some(id) = &report.organization.id {
        metadata["tenant_uid"] = id.as_str().into();
    }
    let (severity_id, caption) = graded(severity);
    let all = json!({
        "category_uid": 2,
        "category_name": "Findings",
        "class_uid": class.uid(),
        "class_name": class.caption(),
        "activity_id": activity.id(),
        "activity_name": activity.caption(),
        "type_uid": class.uid() * 100 + activity.id(),
        "type_name": format!("{}: {}", class.caption(), activity.caption()),
        "severity_id": severity_id,
        "severity": caption,
        "time": report.as_of.timestamp_millis(),
        "timezone_offset": 0,
        "metadata": metadata,
    });
    match all {
        Value::Object(all) => all,
        _ => Map::new(),
    }
}

/// `severity_id` and its caption.
pub(super) const fn graded(severity: Severity) -> (i64, &'static str) {
    match severity {
        Severity::Info => (1, "Informational"),
        Severity::Low => (2, "Low"),
        Severity::Medium => (3, "Medium"),
        Severity::High => (4, "High"),
        Severity::Critical => (5, "Critical"),
    }
}

/// `status_id` of a compliance check. What could not be assessed is `Warning`: «no result, as information is missing» in the schema's words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Compliance {
    Pass,
    NotAssessed,
    Fail,
    /// None of the three, with the word for it.
    Other(&'static str),
}

impl Compliance {
    const fn id(self) -> (i64, &'static str) {
        match self {
            Self::Pass => (1, "Pass"),
            Self::NotAssessed => (2, "Warning"),
            Self::Fail => (3, "Fail"),
            Self::Other(word) => (99, word),
        }
    }
}

/// The object `compliance`: a control, what it supports elsewhere, and how it went.
pub(super) fn compliance(report: &Report, control: Control, status: Compliance, why: &str) -> Value {
    let (status_id, caption) = status.id();
    let own = report.controls.iter().find(|one| one.id == control);
    let mut all = json!({
        "control": control.id(),
        "standards": standards(own),
        "requirements": requirements(own),
        "status_id": status_id,
        "status": caption,
        "status_details": [why],
    });
    if let Some(own) = own {
        all["desc"] = own.title.as_str().into();
    }
    all
}

/// Frameworks in which the control supports something.
pub(super) fn standards(control: Option<&ControlResult>) -> Vec<&'static str> {
    let supported = control.map(supported).unwrap_or_default().into_iter();
    supported.filter(|(_, ids)| !ids.is_empty()).map(|(name, _)| name).collect()
}

/// What it supports there.
fn requirements(control: Option<&ControlResult>) -> Vec<String> {
    let supported = control.map(supported).unwrap_or_default().into_iter();
    supported.flat_map(|(name, ids)| ids.into_iter().map(move |id| format!("{name} {id}"))).collect()
}
