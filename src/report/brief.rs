//! The first screen, made from the report by rules: worst first, never more than the findings say.

mod confidence;
mod since;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::model::{
    Brief, CheckStatus, Clause, Finding, FirstStep, Foremost, PersonFindings, Report, Severity, SubjectKind, Verdict,
    by_subject, counted, foremost,
};

/// Rows of what to do first; up to [`NAMED`] where so many are critical.
const SHOWN: usize = 5;
/// Characters of a measure in the conclusion.
const LONGEST_FACT: usize = 40;
/// Findings in the conclusion: a sixth or seventh critical one is not left to the reader to look for.
const NAMED: usize = 7;

/// The brief of a report that is otherwise complete.
pub(super) fn brief(report: &Report) -> Brief {
    let worst = report.worst().filter(|severity| *severity > Severity::Info);
    let urgent: Vec<Vec<&Finding>> = by_subject(&report.findings)
        .into_iter()
        .map(|group| group.into_iter().filter(|finding| finding.severity >= Severity::High).collect::<Vec<_>>())
        .filter(|group| !group.is_empty())
        .collect();
    let of_the_worst = report.findings.iter().filter(|finding| Some(finding.severity) == worst);
    let named: Vec<Clause> = foremost(of_the_worst, NAMED).into_iter().map(clause).collect();
    Brief {
        headline: headline(report, worst, named.len()),
        worst: named,
        rest: rest(report, worst),
        first: first(report, &urgent),
        urgent_subjects: urgent.len() as u64,
        confidence: confidence::statements(report),
        people: people(report),
    }
}

/// `5 critical findings`; without findings: what was checked.
fn headline(report: &Report, worst: Option<Severity>, named: usize) -> String {
    if let Some(severity) = worst {
        let findings = report.count(severity);
        let shown = if findings > named { format!("; {named} of them") } else { String::new() };
        return format!("{}{shown}:", counted(findings, &format!("{} finding", severity.id())));
    }
    let of = |status| report.checks_that(status);
    let others = [
        (of(CheckStatus::NotAssessed), "could not be assessed"),
        (of(CheckStatus::NotApplicable), "are not configured"),
        (of(CheckStatus::Disabled), "are disabled by the policy"),
    ];
    let others: Vec<String> =
        others.iter().filter(|(checks, _)| *checks > 0).map(|(checks, what)| format!("{checks} {what}")).collect();
    match of(CheckStatus::Assessed) {
        0 => "Nothing could be assessed.".to_owned(),
        assessed if others.is_empty() => format!("Nothing found above info by all {}.", counted(assessed, "check")),
        // The checks that did not look must not read as if they had found something.
        assessed => format!("Nothing found above info by {}; {}.", counted(assessed, "check"), joined(&others)),
    }
}

fn rest(report: &Report, worst: Option<Severity>) -> Vec<String> {
    let mut sentences = Vec::new();
    let others: Vec<String> = Severity::ALL
        .into_iter()
        .filter(|severity| *severity > Severity::Info && worst.is_some_and(|worst| *severity < worst))
        .filter_map(|severity| match report.count(severity) {
            0 => None,
            count => Some(format!("{count} {}", severity.id())),
        })
        .collect();
    match &others[..] {
        [] => {}
        // The noun goes with the number before it.
        [one] if one.starts_with("1 ") => sentences.push(format!("There is also {one} finding.")),
        _ => sentences.push(format!("There are also {} findings.", joined(&others))),
    }
    let verdicts = [
        (Verdict::Fail, "fails", "fail"),
        (Verdict::Attention, "needs attention", "need attention"),
        (Verdict::NeedsReview, "needs human review", "need human review"),
        (Verdict::NotAssessed, "is not assessed", "are not assessed"),
        (Verdict::Pass, "passes", "pass"),
    ];
    let controls: Vec<String> = verdicts
        .into_iter()
        .filter_map(|(verdict, one, many)| match report.controls.iter().filter(|c| c.status == verdict).count() {
            0 => None,
            1 => Some(format!("1 {one}")),
            count => Some(format!("{count} {many}")),
        })
        .collect();
    if !controls.is_empty() {
        sentences.push(format!("Of {}, {}.", counted(report.controls.len(), "control"), joined(&controls)));
    }
    sentences.extend(since::sentence(report));
    // Without a finding the headline says it.
    sentences.extend(worst.map(|_| format!("Checks: {}.", confidence::checks(report))));
    match report.count(Severity::Info) {
        0 => {}
        1 => sentences.push("1 info finding is counted separately.".to_owned()),
        count => sentences.push(format!("{count} info findings are counted separately.")),
    }
    sentences
}

/// A line of the conclusion: what is wrong, how much of it, and how many more are alike.
fn clause(named: Foremost) -> Clause {
    let finding = named.finding;
    let fact = measured(finding).map(|fact| format!(" ({fact})")).unwrap_or_default();
    let more = match named.more {
        0 => String::new(),
        more => format!("; {more} more like it"),
    };
    Clause { finding: finding.id.clone(), text: format!("{}{fact}{more}", finding.title) }
}

/// What was observed, where it is a short measure that the title does not hold: `401 days`, `used until 2026-09-30`, `$718.06`.
fn measured(finding: &Finding) -> Option<&str> {
    let observed = finding.observed.as_deref()?;
    let is_measure = observed.chars().any(|c| c.is_ascii_digit()) && observed.contains([' ', '$', '%', '-']);
    let is_short = observed.chars().count() <= LONGEST_FACT && !observed.contains(['`', '[', '@', '_']);
    (is_measure && is_short && !finding.title.contains(observed)).then_some(observed)
}

/// What to do first: a row a subject, the worst first, and of every check something.
fn first(report: &Report, urgent: &[Vec<&Finding>]) -> Vec<FirstStep> {
    let worst = || urgent.iter().filter_map(|group| group.first().copied());
    let critical = worst().filter(|finding| finding.severity == Severity::Critical).count();
    let named = foremost(worst(), critical.clamp(SHOWN, NAMED));
    let is_named = |group: &&Vec<&Finding>| {
        group.first().is_some_and(|worst| named.iter().any(|named| std::ptr::eq(named.finding, *worst)))
    };
    urgent.iter().filter(is_named).filter_map(|group| step(report, group)).collect()
}

/// One row: the worst finding of the group says what to do, the earliest until when.
fn step(report: &Report, group: &[&Finding]) -> Option<FirstStep> {
    let worst = group.first()?;
    let first_due = group.iter().filter_map(|finding| finding.assignment.due).min();
    let is_late = group.iter().any(|finding| finding.assignment.overdue_days(report.as_of).is_some());
    let due = match first_due {
        Some(day) if is_late => format!("overdue since {day}"),
        Some(day) => format!("by {day}"),
        None => "not set".to_owned(),
    };
    Some(FirstStep {
        severity: worst.severity,
        subject: worst.subject.clone(),
        action: worst.remediation.first().cloned().unwrap_or_else(|| worst.title.clone()),
        owner: worst.assignment.owner.clone(),
        owner_role: worst.assignment.owner_role.clone(),
        due,
        findings: group.iter().map(|finding| finding.id.clone()).collect(),
    })
}

/// Members with two or more findings above info about them or keys of theirs; the worst first, then the most.
fn people(report: &Report) -> Vec<PersonFindings> {
    /// Label, role and finding positions of one person.
    type Person = (String, Option<String>, Vec<usize>);
    let mut owner_of: BTreeMap<&str, &str> = BTreeMap::new();
    let mut people: BTreeMap<&str, Person> = BTreeMap::new();
    for row in &report.access {
        let label =
            [Some(row.address.as_str()), row.name.as_deref()].into_iter().flatten().find(|name| !name.is_empty());
        people.insert(&row.id, (label.unwrap_or(&row.id).to_owned(), row.role.clone(), Vec::new()));
        owner_of.extend(row.key_ids.iter().map(|key| (key.as_str(), row.id.as_str())));
    }
    for (at, finding) in report.findings.iter().enumerate().filter(|(_, finding)| finding.severity > Severity::Info) {
        let Some(id) = finding.subject.id.as_deref() else { continue };
        let person = match finding.subject.kind {
            SubjectKind::User | SubjectKind::ServiceAccount => id,
            SubjectKind::ApiKey => match owner_of.get(id) {
                Some(person) => person,
                None => continue,
            },
            _ => continue,
        };
        let unlisted = || (finding.subject.label().to_owned(), None, Vec::new());
        people.entry(person).or_insert_with(unlisted).2.push(at);
    }
    let mut several: Vec<&Person> = people.values().filter(|(_, _, findings)| findings.len() > 1).collect();
    let worst = |one: &Person| one.2.first().and_then(|at| report.findings.get(*at)).map(|finding| finding.severity);
    several.sort_by(|a, b| (worst(b), b.2.len(), &a.2, &a.0).cmp(&(worst(a), a.2.len(), &b.2, &b.0)));
    let row = |(person, role, findings): &Person| PersonFindings {
        person: person.clone(),
        role: role.clone(),
        findings: findings.iter().filter_map(|at| report.findings.get(*at)).map(|found| found.id.clone()).collect(),
    };
    several.into_iter().map(row).collect()
}

/// `a, b and c`.
fn joined(parts: &[String]) -> String {
    match parts.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => parts.concat(),
    }
}
