//! A check as a report lists it, wherever it comes from.

use super::{Analyzer, JudgedSubjects, Threshold};
use crate::model::{Assignment, Confidence, Control, Finding, Severity, Status, Subject, Table};

/// What a report says of a check of the catalogue, or of a rule of the policy.
#[derive(Clone)]
pub struct Check<'a> {
    /// Public id.
    pub id: &'a str,
    /// What it finds, for people.
    pub title: &'a str,
    /// The one control it serves.
    pub control: Control,
    /// What its population is made of.
    pub population: &'a str,
    /// Tables that it asks.
    pub reads: Vec<Table>,
    /// What it finds, exactly: another text is another definition.
    pub finds: &'a str,
    /// Its limits, which the policy may move.
    pub thresholds: &'a [Threshold],
    /// What it could not look at, of what it reads: its silence is weak evidence.
    pub weakened: Option<String>,
    /// Whom it judged, where it says so.
    pub judged: JudgedSubjects,
}

impl From<&'static Analyzer> for Check<'_> {
    fn from(analyzer: &'static Analyzer) -> Self {
        Self {
            id: analyzer.id,
            title: analyzer.title,
            control: analyzer.control,
            population: analyzer.population,
            reads: analyzer.reads.iter().copied().flatten().copied().collect(),
            finds: analyzer.explain.finds,
            thresholds: analyzer.thresholds,
            weakened: None,
            judged: JudgedSubjects::new(),
        }
    }
}

/// A finding with high confidence and its remediation, in which `{id}`, `{name}` and `{workspace}` are the subject's.
pub(super) fn new_finding<S: AsRef<str>>(
    rule: &str,
    (control, severity): (Control, Severity),
    remedy: impl Iterator<Item = S>,
    subject: Subject,
    (title, message): (String, String),
) -> Finding {
    let fill = |step: S| {
        step.as_ref()
            .replace("{id}", subject.id.as_deref().unwrap_or("…"))
            .replace("{name}", subject.label())
            .replace("{workspace}", subject.workspace.as_deref().unwrap_or("…"))
    };
    Finding {
        id: String::new(),
        rule: rule.to_owned(),
        control,
        severity,
        confidence: Confidence::High,
        title,
        message,
        period: None,
        event: None,
        impact_usd: None,
        change: None,
        observed: None,
        threshold: None,
        evidence: Vec::new(),
        remediation: remedy.map(fill).collect(),
        status: Status::Open,
        first_seen: None,
        severity_before: None,
        assignment: Assignment::default(),
        resolution: None,
        subject,
    }
}
