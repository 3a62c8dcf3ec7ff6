//! This report next to the last one: what is new, what persists, what is back, what is gone, and what nobody can tell.

mod fewer_records;
mod observability;
mod resolution;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use self::observability::Observability;
use super::order;
use crate::analyze::JudgedSubjects;
use crate::model::{
    Baseline, Comparison, Finding, NotComparable, Past, Report, Status, SubjectStates, Table, Unjudged,
};

/// What the two reports do not say themselves.
pub(super) struct RunDetails {
    /// Ids of tables that a check reads, by check.
    pub(super) reads: BTreeMap<String, Vec<&'static str>>,
    /// Which table each kind of export fills.
    pub(super) kinds: BTreeMap<&'static str, Table>,
    /// Records that could not be read, by id of their table.
    pub(super) unread: BTreeMap<&'static str, Unread>,
    /// Whom each check judged, where it says so.
    pub(super) judged: BTreeMap<String, JudgedSubjects>,
    /// What became of the things that findings are about.
    pub(super) subject_states: SubjectStates,
}

/// Records of a table that could not be read.
#[derive(Debug, Default)]
pub(super) struct Unread {
    /// Ids and addresses that stand in them.
    mentions: BTreeSet<String>,
    /// Whether nothing but these records is missing: then doubt goes as far as they do.
    is_all: bool,
}

/// What could not be read of every table.
pub(super) fn unread(
    report: &Report,
    kinds: &BTreeMap<&'static str, Table>,
    damaged: &BTreeMap<Table, String>,
    cuts: &BTreeSet<Table>,
) -> BTreeMap<&'static str, Unread> {
    let mut unread: BTreeMap<&'static str, Unread> = BTreeMap::new();
    for table in damaged.keys().filter(|table| !cuts.contains(table)) {
        unread.entry(table.id()).or_default().is_all = true;
    }
    for rejection in &report.rejections {
        let input = report.inputs.iter().find(|input| *input.path == *rejection.file);
        let table = input.and_then(|input| kinds.get(input.kind.as_deref()?));
        if let Some(table) = table {
            unread.entry(table.id()).or_default().mentions.extend(rejection.mentions.iter().cloned());
        }
    }
    unread
}

/// Gives every finding its status, and the report what became of the baseline's.
pub(super) fn compare(report: &mut Report, baseline: &Baseline, known: &RunDetails) {
    let last = &baseline.report;
    let apart = apart(report, last);
    let (before, past) = (before(last), past(last));
    let mut findings = std::mem::take(&mut report.findings);
    let mut suppressed = std::mem::take(&mut report.suppressed);
    let mut comparison = empty(baseline);
    let observability = Observability { report: last, other: report, known, is_now: false };
    for finding in findings.iter_mut().chain(suppressed.iter_mut().map(|one| &mut one.finding)) {
        let (status, first_seen, why) = standing(finding, last, &before, &past, apart.as_deref(), &observability);
        finding.status = status;
        finding.first_seen = Some(first_seen.unwrap_or(report.as_of));
        match status {
            Status::New | Status::Open => comparison.new += 1,
            Status::Persisting => {
                comparison.persisting += 1;
                let before = before.get(finding.id.as_str()).map(|before| before.severity);
                finding.severity_before = before.filter(|before| *before != finding.severity);
                comparison.worsened += u64::from(finding.has_worsened());
            }
            Status::Reopened => comparison.reopened += 1,
            Status::NotComparable => comparison.not_comparable.push(NotComparable {
                id: finding.id.clone(),
                rule: finding.rule.clone(),
                why: why.unwrap_or_default(),
            }),
        }
    }
    let ids: BTreeSet<String> =
        findings.iter().chain(suppressed.iter().map(|one| &one.finding)).map(|finding| finding.id.clone()).collect();
    (report.findings, report.suppressed) = (findings, suppressed);
    let observability = Observability { report, other: last, known, is_now: true };
    let mut resolved = Vec::new();
    for (_, finding) in before.iter().filter(|(id, _)| !ids.contains(**id)) {
        let mut finding = (*finding).clone();
        finding.first_seen = Some(first_seen(&finding, last));
        (finding.severity_before, finding.resolution) = (None, None);
        match apart.clone().or_else(|| observability.unobservable_reason(&finding)) {
            Some(why) => comparison.unjudged.push(Unjudged { finding, why }),
            None => {
                finding.resolution = Some(resolution::of(&finding, &known.subject_states));
                resolved.push(finding);
            }
        }
    }
    resolved.sort_by(order::findings);
    comparison.resolved = resolved.len() as u64;
    comparison.unjudged.sort_by(|a, b| order::findings(&a.finding, &b.finding));
    let listed = |id: &str| ids.contains(id) || before.contains_key(id);
    comparison.history = past.into_values().filter(|one| !listed(&one.id)).collect();
    comparison.notes.extend(unnamed(report, last));
    report.resolved = resolved;
    report.baseline = Some(comparison);
}

/// Where a finding of now stands, since when it is known, and why the baseline cannot tell.
fn standing(
    finding: &Finding,
    last: &Report,
    before: &BTreeMap<&str, &Finding>,
    past: &BTreeMap<String, Past>,
    apart: Option<&str>,
    baseline: &Observability,
) -> (Status, Option<DateTime<Utc>>, Option<String>) {
    if let Some(why) = apart {
        return (Status::NotComparable, None, Some(why.to_owned()));
    }
    if let Some(known) = before.get(finding.id.as_str()) {
        return (Status::Persisting, Some(first_seen(known, last)), None);
    }
    let known = past.get(&finding.id);
    let since = known.map(|known| known.first_seen);
    match (known, baseline.unobservable_reason(finding)) {
        (Some(Past { resolved: None, .. }), _) => (Status::Persisting, since, None),
        (_, Some(why)) => (Status::NotComparable, since, Some(why)),
        (Some(_), None) => (Status::Reopened, since, None),
        (None, None) => (Status::New, since, None),
    }
}

fn first_seen(finding: &Finding, report: &Report) -> DateTime<Utc> {
    finding.first_seen.unwrap_or(report.as_of)
}

/// What the baseline knows as unresolved: open, suppressed, or not to be judged when it was written. Events of days that it did
/// not cover are history.
fn before(last: &Report) -> BTreeMap<&str, &Finding> {
    let unjudged = last.baseline.iter().flat_map(|comparison| &comparison.unjudged).map(|one| &one.finding);
    let carried = unjudged.filter(|finding| finding.period.is_none());
    let all = carried.chain(last.suppressed.iter().map(|one| &one.finding)).chain(&last.findings);
    all.map(|finding| (finding.id.as_str(), finding)).collect()
}

/// What the baseline knows as over.
fn past(last: &Report) -> BTreeMap<String, Past> {
    let comparison = last.baseline.as_ref();
    let history = comparison.iter().flat_map(|comparison| comparison.history.iter().cloned());
    let past = |finding: &Finding, resolved| Past {
        id: finding.id.clone(),
        rule: finding.rule.clone(),
        first_seen: first_seen(finding, last),
        resolved,
    };
    let unjudged = comparison.iter().flat_map(|comparison| &comparison.unjudged).map(|one| &one.finding);
    let events = unjudged.filter(|finding| finding.period.is_some()).map(|finding| past(finding, None));
    let resolved = last.resolved.iter().map(|finding| past(finding, Some(last.as_of)));
    history.chain(events).chain(resolved).map(|one| (one.id.clone(), one)).collect()
}

/// Why the two reports say nothing about each other, if they do not.
fn apart(report: &Report, last: &Report) -> Option<String> {
    let ids = (report.organization.id.as_deref(), last.organization.id.as_deref());
    if let (Some(ours), Some(theirs)) = ids
        && ours != theirs
    {
        return Some(format!("the baseline is about another organization, `{theirs}`"));
    }
    (last.as_of > report.as_of).then(|| {
        let day = |at: DateTime<Utc>| at.format("%Y-%m-%d %H:%M UTC");
        format!("the baseline is later than this report: as of {}, and not {}", day(last.as_of), day(report.as_of))
    })
}

/// That nobody says whether both reports are about one organization.
fn unnamed(report: &Report, last: &Report) -> Option<String> {
    let which = match (report.organization.id.is_none(), last.organization.id.is_none()) {
        (false, false) => return None,
        (true, true) => "neither report states",
        (true, false) => "the exports of this report do not state",
        (false, true) => "the baseline does not state",
    };
    Some(format!("{which} the organization's id: both are assumed to be about the same one"))
}

fn empty(baseline: &Baseline) -> Comparison {
    Comparison {
        file: baseline.file.clone(),
        sha256: baseline.sha256.clone(),
        tool_version: baseline.report.tool.version.clone(),
        period: baseline.report.period,
        as_of: baseline.report.as_of,
        new: 0,
        persisting: 0,
        worsened: 0,
        reopened: 0,
        resolved: 0,
        not_comparable: Vec::new(),
        unjudged: Vec::new(),
        history: Vec::new(),
        notes: Vec::new(),
    }
}
