//! Findings: a card for each subject, and a list for each control.

use std::collections::BTreeSet;

use super::homes::Homes;
use super::{Block, Card, Cards, Group, Item, Limits, Span, Words, code, count, prose, text};
use crate::model::{ControlResult, Evidence, Finding, Report, Severity, Status, by_subject, dollars};

/// How much a comment of a ticket says of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) enum Room {
    /// All of it.
    Whole,
    /// Its title and its message.
    Fact,
    /// Its title.
    Line,
    /// That it is one of so many.
    Counted,
}

impl Item<'_> {
    /// Critical and high findings in full, medium ones with their fact, the others in a line or counted.
    pub(in crate::render) fn room(&self) -> Room {
        match (self.is_whole, self.finding.severity) {
            (true, Severity::Critical | Severity::High) => Room::Whole,
            (true, Severity::Medium) => Room::Fact,
            (false, Severity::Low | Severity::Info) => Room::Counted,
            _ => Room::Line,
        }
    }
}

/// Controls with what was found about each, in a line a finding; in the order of their worst.
pub(super) fn groups<'a>(report: &'a Report, limits: &Limits) -> Vec<Block<'a>> {
    super::tables::by_worst(report).into_iter().map(|control| Block::Group(group(report, control, limits))).collect()
}

fn group<'a>(report: &'a Report, control: &ControlResult, limits: &Limits) -> Group<'a> {
    let all: Vec<&Finding> = report.findings.iter().filter(|f| f.control == control.id).collect();
    Group {
        id: format!("control-{}", control.id.id()),
        title: super::cut(&control.title, limits.text),
        verdict: control.status,
        summary: super::attestations::summary(control, limits),
        population: prose(if control.population_of.is_empty() { "–" } else { &control.population_of }, limits),
        findings: all.iter().take(limits.findings).map(|finding| line(finding, limits)).collect(),
        total: all.len(),
        more: more(all.len().saturating_sub(limits.findings)),
    }
}

/// One card for each subject, worst first, and what is left out.
pub(super) fn cards<'a>(report: &'a Report, limits: &Limits) -> Vec<Block<'a>> {
    let homes = Homes::of(report);
    let (mut shown, mut cards) = (0, Vec::new());
    // Room goes by severity, whatever subject a finding has: the report has the worst first.
    let whole: BTreeSet<&str> =
        report.findings.iter().take(limits.details).map(|finding| finding.id.as_str()).collect();
    for group in by_subject(&report.findings) {
        let room = limits.findings.saturating_sub(shown);
        if room == 0 {
            break;
        }
        let Some(worst) = group.first() else { continue };
        shown += group.len().min(room);
        let is_one = group.iter().all(|finding| finding.subject.workspace == worst.subject.workspace);
        let items = group.iter().take(room).map(|finding| {
            let made = match whole.contains(finding.id.as_str()) {
                true => item(report, finding, limits),
                false => line(finding, limits),
            };
            Item { workspace: homes.home(finding), ..made }
        });
        let items: Vec<Item<'a>> = items.collect();
        cards.push(Card {
            severity: worst.severity,
            kind: worst.subject.kind.title(),
            subject: super::cut(worst.subject.label(), limits.text),
            // A person's findings may lie in several.
            workspace: worst.subject.workspace.as_deref().filter(|_| is_one).map(|name| super::cut(name, limits.text)),
            items,
        });
    }
    let left = more(report.findings.len().saturating_sub(shown));
    let controls =
        report.controls.iter().map(|control| (control.id, super::cut(&control.title, limits.text))).collect();
    vec![Block::Cards(Cards { cards, total: report.findings.len(), more: left, controls })]
}

fn more(rest: usize) -> Option<Words> {
    (rest > 0)
        .then(|| vec![Span::Text(format!("… {} in ", count(rest, "more finding"))), Span::Code("findings.csv".into())])
}

/// A finding of which only a line is written.
fn line<'a>(finding: &'a Finding, limits: &Limits) -> Item<'a> {
    Item {
        id: format!("finding-{}", finding.id),
        finding,
        workspace: None,
        since: since(finding),
        title: prose(&finding.title, limits),
        message: Words::new(),
        is_whole: false,
        assignment: Words::new(),
        facts: Vec::new(),
        evidence: Vec::new(),
        remediation: Vec::new(),
    }
}

/// Characters of what is said of a critical or high finding, however little room there is for others.
const IN_FULL: usize = 600;

fn item<'a>(report: &Report, finding: &'a Finding, limits: &Limits) -> Item<'a> {
    let limits = match finding.severity {
        Severity::Critical | Severity::High => &Limits { text: limits.text.max(IN_FULL), ..*limits },
        _ => limits,
    };
    Item {
        id: format!("finding-{}", finding.id),
        finding,
        workspace: None,
        since: since(finding),
        title: prose(&finding.title, limits),
        message: prose(&finding.message, limits),
        is_whole: true,
        assignment: super::assignment::assignment(finding, report, limits),
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
    optional("Days", finding.period.map(|period| text(super::spelled(&period.to_string()))));
    optional("Impact", finding.impact_usd.map(|usd| text(dollars(usd))));
    if let Some(change) = &finding.change {
        facts.extend(super::spend_change::facts(change, limits));
    }
    let mut optional = |label, words: Option<Words>| facts.extend(words.map(|words| (label, words)));
    optional("Observed", finding.observed.as_deref().map(|value| prose(value, limits)));
    optional("Threshold", finding.threshold.as_deref().map(|value| prose(value, limits)));
    optional("Confidence", Some(text(finding.confidence.id())));
    optional("Chart mark", super::charts::seen(report, &finding.id, limits));
    optional("Check", Some(vec![code(&finding.rule, limits)]));
    optional("Finding id", Some(vec![code(&finding.id, limits)]));
    facts
}

/// Where a finding stands towards the baseline, if there was one.
fn since(finding: &Finding) -> Option<String> {
    let day = finding.first_seen.map(|at| super::spelled(&at.format(" %Y-%m-%d").to_string())).unwrap_or_default();
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
