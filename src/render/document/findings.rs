//! Findings under the controls that they concern, worst first.

use super::{Block, Group, Item, Limits, Span, Words, code, count, prose, text};
use crate::model::{ControlResult, Evidence, Finding, Report, Status};

/// One group for each control, in the order of the checklist.
pub(super) fn groups<'a>(report: &'a Report, limits: &Limits) -> Vec<Block<'a>> {
    report.controls.iter().map(|control| Block::Group(group(report, control, limits))).collect()
}

fn group<'a>(report: &'a Report, control: &ControlResult, limits: &Limits) -> Group<'a> {
    let all: Vec<&Finding> = report.findings.iter().filter(|f| f.control == control.id).collect();
    let rest = all.len().saturating_sub(limits.findings);
    Group {
        id: format!("control-{}", control.id.id()),
        title: super::cut(&control.title, limits.text),
        verdict: control.status,
        summary: super::attestations::summary(control, limits),
        details: limits.details,
        findings: all
            .iter()
            .take(limits.findings)
            .enumerate()
            .map(|(n, finding)| if n < limits.details { item(report, finding, limits) } else { line(finding, limits) })
            .collect(),
        total: all.len(),
        more: (rest > 0).then(|| {
            vec![Span::Text(format!("… {} in ", count(rest, "more finding"))), Span::Code("findings.csv".into())]
        }),
    }
}

/// A finding of which only a line is spelt.
fn line<'a>(finding: &'a Finding, limits: &Limits) -> Item<'a> {
    Item {
        id: format!("finding-{}", finding.id),
        finding,
        since: since(finding),
        title: prose(&finding.title, limits),
        message: Words::new(),
        facts: Vec::new(),
        evidence: Vec::new(),
        remediation: Vec::new(),
    }
}

fn item<'a>(report: &Report, finding: &'a Finding, limits: &Limits) -> Item<'a> {
    Item {
        id: format!("finding-{}", finding.id),
        finding,
        since: since(finding),
        title: prose(&finding.title, limits),
        message: prose(&finding.message, limits),
        facts: facts(report, finding, limits),
        evidence: evidence(&finding.evidence, limits),
        remediation: finding.remediation.iter().map(|step| prose(step, limits)).collect(),
    }
}

fn facts(report: &Report, finding: &Finding, limits: &Limits) -> Vec<(&'static str, Words)> {
    let subject = &finding.subject;
    let about = vec![Span::Text(format!("{} ", subject.kind.title())), code(subject.label(), limits)];
    let mut facts = vec![("Subject", about)];
    let mut optional = |label, words: Option<Words>| facts.extend(words.map(|words| (label, words)));
    optional("Id", subject.id.as_deref().filter(|id| *id != subject.label()).map(|id| vec![code(id, limits)]));
    optional("Workspace", subject.workspace.as_deref().map(|name| vec![code(name, limits)]));
    optional("Days", finding.period.map(|period| text(period.to_string())));
    optional("Impact", finding.impact_usd.map(|usd| text(super::figures::dollars(usd))));
    if let Some(change) = &finding.change {
        facts.extend(super::spend_change::facts(change, limits));
    }
    let mut optional = |label, words: Option<Words>| facts.extend(words.map(|words| (label, words)));
    optional("Observed", finding.observed.as_deref().map(|value| prose(value, limits)));
    optional("Threshold", finding.threshold.as_deref().map(|value| prose(value, limits)));
    optional("Confidence", Some(text(finding.confidence.id())));
    optional("Drawn as", super::charts::seen(report, &finding.id, limits));
    optional("Check", Some(vec![code(&finding.rule, limits)]));
    optional("Finding id", Some(vec![code(&finding.id, limits)]));
    facts
}

/// Where a finding stands towards the baseline, if there was one.
fn since(finding: &Finding) -> Option<String> {
    let day = finding.first_seen.map(|at| at.format(" %Y-%m-%d").to_string()).unwrap_or_default();
    match finding.status {
        Status::Open => None,
        Status::New => Some("new".to_owned()),
        Status::Persisting => {
            let change = finding.severity_before.map(|before| {
                let how = if finding.has_worsened() { "worsened" } else { "milder" };
                format!(", {how}: {} before", before.id())
            });
            Some(format!("persisting since{day}{}", change.unwrap_or_default()))
        }
        Status::Reopened => Some(format!("reopened, first seen{day}")),
        Status::NotComparable => Some("not comparable".to_owned()),
    }
}

fn evidence(all: &[Evidence], limits: &Limits) -> Vec<Words> {
    let place = |evidence: &Evidence| {
        let line = evidence.line.map(|line| format!(":{line}")).unwrap_or_default();
        let mut words = vec![Span::Code(format!("{}{line}", super::cut(&evidence.file, limits.text)))];
        if !evidence.record.is_empty() {
            words.push(Span::Text(format!(" {}", super::cut(&evidence.record, limits.text))));
        }
        words
    };
    let mut shown: Vec<Words> = all.iter().take(limits.evidence).map(place).collect();
    if all.len() > shown.len() {
        let rest = count(all.len() - shown.len(), "more place");
        shown.push(vec![Span::Text(format!("… {rest} in ")), Span::Code("findings.json".into())]);
    }
    shown
}
