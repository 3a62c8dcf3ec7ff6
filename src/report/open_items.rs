//! One task a subject, for a tracker.

use super::order;
use crate::model::{Evidence, Finding, OpenItem, Report, Severity, Status, Unjudged, by_subject, counted};

/// Places in a description; the report has them all.
const PLACES: usize = 5;

/// A task for every subject with an open finding above info, in the order of the report. What was open in the last report and could
/// not be judged again is a task still: nobody knows that it is done.
pub(super) fn items(report: &Report) -> Vec<OpenItem> {
    let carried = carried(report);
    if carried.is_empty() {
        return of(report, &report.findings);
    }
    let mut all = [&report.findings[..], &carried].concat();
    all.sort_by(order::findings);
    of(report, &all)
}

fn of(report: &Report, findings: &[Finding]) -> Vec<OpenItem> {
    let groups = by_subject(findings).into_iter();
    groups.filter_map(|group| item(report, &group)).filter(|item| item.severity > Severity::Info).collect()
}

/// What the last report had open, with its days, about states that this run could not see. Events of the past are over.
fn carried(report: &Report) -> Vec<Finding> {
    let unjudged = report.baseline.iter().flat_map(|comparison| &comparison.unjudged);
    // Only what was open had a due date: what was accepted is not taken up again.
    let was_open = |one: &&Unjudged| one.finding.period.is_none() && one.finding.assignment.due_from.is_some();
    let carried = |one: &Unjudged| {
        let mut finding = one.finding.clone();
        finding.status = Status::NotComparable;
        finding.message = format!("{}. Not judged again: {}", finding.message, one.why);
        finding
    };
    unjudged.filter(was_open).map(carried).collect()
}

fn item(report: &Report, group: &[&Finding]) -> Option<OpenItem> {
    let worst = group.first()?;
    let rest = group.len() - 1;
    let more = if rest > 0 { format!(" (and {})", counted(rest, "more finding")) } else { String::new() };
    let mut rules: Vec<String> = Vec::new();
    for finding in group.iter().filter(|finding| finding.severity > Severity::Info || group.len() == 1) {
        if !rules.contains(&finding.rule) {
            rules.push(finding.rule.clone());
        }
    }
    let first_due = group.iter().filter(|one| one.assignment.due.is_some()).min_by_key(|one| one.assignment.due);
    Some(OpenItem {
        fingerprint: OpenItem::fingerprint(&worst.subject),
        summary: format!("{}{more}", worst.title),
        severity: worst.severity,
        status: status(group),
        subject: worst.subject.clone(),
        owner: worst.assignment.owner.clone(),
        owner_role: worst.assignment.owner_role.clone(),
        due: first_due.and_then(|one| one.assignment.due),
        overdue_days: first_due.and_then(|one| one.assignment.overdue_days(report.as_of)),
        findings: group.iter().map(|finding| finding.id.clone()).collect(),
        rules,
        description: group.iter().flat_map(|finding| description(finding)).collect(),
    })
}

/// A task that the last report had is no new one because something was added to it.
fn status(group: &[&Finding]) -> Status {
    let known = [Status::Persisting, Status::Reopened, Status::NotComparable, Status::New];
    let has = |status: &Status| group.iter().any(|finding| finding.status == *status);
    known.into_iter().find(has).unwrap_or_default()
}

fn description(finding: &Finding) -> Vec<String> {
    let mut lines = vec![format!("{} ({}, finding {})", finding.title, finding.severity.id(), finding.id)];
    lines.push(finding.message.clone());
    lines.extend(finding.remediation.iter().enumerate().map(|(at, step)| format!("{}. {step}", at + 1)));
    let place = |one: &Evidence| match one.line {
        Some(line) => format!("{}:{line}", one.file),
        None => one.file.clone(),
    };
    let places: Vec<String> = finding.evidence.iter().take(PLACES).map(place).collect();
    let more = finding.evidence.len().saturating_sub(PLACES);
    let more = if more > 0 { format!("; {}", counted(more, "more place")) } else { String::new() };
    lines.extend((!places.is_empty()).then(|| format!("Evidence: {}{more}", places.join("; "))));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Subject;
    use crate::report::tests::{built, finding, key};

    #[test]
    fn one_row_a_subject_whatever_it_is_called() {
        let renamed = finding("unused-key", Severity::Low, key("1", "new name"));
        let report = built(vec![
            finding("stale-key", Severity::High, key("1", "a")),
            renamed.clone(),
            finding("stale-key", Severity::Medium, key("2", "a")),
            finding("stale-key", Severity::Info, Subject::organization()),
        ]);
        let items = items(&report);
        assert_eq!(items.len(), 2, "info alone is no task");
        assert_eq!((items[0].severity, items[0].findings.len()), (Severity::High, 2));
        assert!(items[0].summary.ends_with("(and 1 more finding)"), "{}", items[0].summary);
        assert_eq!(items[0].fingerprint, OpenItem::fingerprint(&renamed.subject));
        assert_ne!(items[0].fingerprint, items[1].fingerprint);
        assert_eq!(items[0].due, report.findings[0].assignment.due, "the earliest");
    }

    #[test]
    fn a_known_task_stays_known_when_something_is_added_to_it() {
        let mut report = built(vec![
            finding("stale-key", Severity::High, key("1", "a")),
            finding("unused-key", Severity::Low, key("1", "a")),
        ]);
        report.findings[0].status = Status::New;
        report.findings[1].status = Status::Persisting;
        assert_eq!(items(&report)[0].status, Status::Persisting);
    }
}
