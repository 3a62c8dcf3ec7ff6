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
    use crate::model::{Comparison, Period, Subject};
    use crate::report::tests::{built, comparison, finding, instant, key};

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

    #[test]
    fn a_task_says_what_was_found_what_to_do_and_where() {
        let place = |line: Option<u64>| Evidence { file: "a.json".to_owned(), line, record: String::new() };
        let mut one = finding("stale-key", Severity::High, key("1", "a"));
        (one.title, one.message) = ("Key a is stale".to_owned(), "Not used.".to_owned());
        one.remediation = vec!["Ask.".to_owned(), "Archive.".to_owned()];
        let described = |places: &[Option<u64>]| {
            let found = Finding { evidence: places.iter().map(|line| place(*line)).collect(), ..one.clone() };
            let [task] = items(&built(vec![found])).try_into().unwrap();
            assert_eq!((task.summary.as_str(), &task.rules[..]), ("Key a is stale", &["stale-key".to_owned()][..]));
            let said = [format!("Key a is stale (high, finding {})", one.id), "Not used.".to_owned()];
            assert_eq!(task.description[..2], said);
            assert_eq!(task.description[2..4], ["1. Ask.", "2. Archive."]);
            task.description[4..].to_vec()
        };
        assert_eq!(described(&[]), [""; 0]);
        assert_eq!(described(&[Some(7), None]), ["Evidence: a.json:7; a.json"]);
        let all: Vec<Option<u64>> = (1..=7).map(Some).collect();
        assert_eq!(described(&all[..5]), ["Evidence: a.json:1; a.json:2; a.json:3; a.json:4; a.json:5"]);
        let more = described(&all);
        assert!(more[0].ends_with("a.json:5; 2 more places"), "{more:?}");
    }

    #[test]
    fn checks_of_a_task_are_named_once_and_its_first_day_counts() {
        let mut report = built(vec![
            finding("stale-key", Severity::High, key("1", "a")),
            finding("unused-key", Severity::Low, key("1", "a")),
            finding("a-note", Severity::Info, key("1", "a")),
        ]);
        report.as_of = instant("2026-10-01T00:00:00Z");
        for (finding, due) in report.findings.iter_mut().zip([Some("2026-10-05"), Some("2026-09-28"), None]) {
            finding.assignment.due = due.map(|day| day.parse().unwrap());
        }
        let [task] = items(&report).try_into().unwrap();
        assert_eq!(task.rules, ["stale-key", "unused-key"], "what is only a note is no reason");
        assert_eq!((task.due.unwrap().to_string().as_str(), task.overdue_days), ("2026-09-28", Some(3)));
        assert_eq!(task.findings.len(), 3);
    }

    /// What was open and could not be judged again is still to be done; what was accepted, and what has happened, is not.
    #[test]
    fn what_nobody_knows_to_be_done_is_a_task_still() {
        let mut report = built(Vec::new());
        let unjudged = |id: &str, is_open: bool, period: Option<Period>| {
            let mut finding = Finding { period, ..finding("stale-key", Severity::High, key(id, id)) };
            finding.message = "Not used".to_owned();
            finding.assignment.due_from = is_open.then(|| instant("2026-07-01T00:00:00Z"));
            Unjudged { finding, why: "no list".to_owned() }
        };
        let day = Period::new("2026-06-01".parse().unwrap(), "2026-06-01".parse().unwrap());
        let unjudged = vec![unjudged("1", true, None), unjudged("2", false, None), unjudged("3", true, day)];
        report.baseline = Some(Comparison { unjudged, ..comparison(report.period) });
        let [task] = items(&report).try_into().unwrap();
        assert_eq!((task.subject.id.as_deref(), task.status), (Some("1"), Status::NotComparable));
        assert_eq!(task.description[1], "Not used. Not judged again: no list");
    }
}
