//! Whether a run could have seen a finding of another run, had it been there. Only then its absence says something.

mod days;
mod exports;
mod judged;
mod notes;
mod standing;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use self::exports::{coverage, is_mentioned, kind, kind_of_export, list_of};
use super::{RunDetails, fewer_records};
use crate::analyze::policy_sections;
use crate::model::{CheckResult, CheckStatus, Finding, Report, SubjectKind, Table, counted};

/// The check that compares two runs itself: what it finds is new, and no other run could find it again or miss it.
const COMPARES_RUNS: &str = "rewritten-history";

/// Subjects whose lists are not held against events.
const WITHOUT_EVENTS: [SubjectKind; 7] = [
    SubjectKind::ServiceAccount,
    SubjectKind::FederationRule,
    SubjectKind::FederationIssuer,
    SubjectKind::Group,
    SubjectKind::Role,
    SubjectKind::ReviewCase,
    SubjectKind::GatewayKey,
];

/// A run that is asked about a finding of another.
pub(super) struct Observability<'a> {
    pub(super) report: &'a Report,
    /// The run that has the finding.
    pub(super) other: &'a Report,
    pub(super) known: &'a RunDetails,
    /// Whether this run is asked about a finding of the baseline, and not the other way round.
    pub(super) is_now: bool,
}

impl Observability<'_> {
    /// Why this run could not have seen the finding, if it could not.
    pub(super) fn unobservable_reason(&self, finding: &Finding) -> Option<String> {
        if finding.rule == COMPARES_RUNS {
            return self
                .is_now
                .then(|| "it compares two earlier runs, and this run is compared with another".to_owned());
        }
        self.by_check(finding)
            .or_else(|| self.by_subject(finding))
            .or_else(|| self.tables(finding).into_iter().find_map(|table| self.by_table(finding, table)))
            .or_else(|| self.by_standing(finding))
            .or_else(|| self.by_shorter_list(finding))
            .or_else(|| self.by_days(finding))
            .or_else(|| self.by_fewer_records(finding))
            .or_else(|| self.by_note(finding))
            .or_else(|| self.by_event(finding))
            .or_else(|| self.by_population(finding))
            .or_else(|| self.by_namesake(finding))
            .or_else(|| self.by_vanished_spend(finding))
    }

    const fn name(&self) -> &'static str {
        if self.is_now { "this run" } else { "the baseline" }
    }

    fn by_check(&self, finding: &Finding) -> Option<String> {
        let run = self.name();
        let of = |report: &'_ Report| report.checks.iter().find(|check| check.id == finding.rule).cloned();
        let Some(check) = of(self.report) else { return Some(format!("its check is not in the catalogue of {run}")) };
        let why = || {
            let entry = self.report.not_assessed.iter().find(|one| one.rule == finding.rule);
            entry.map(|one| format!(". {}", one.why)).unwrap_or_default()
        };
        match check.status {
            CheckStatus::Disabled => return Some(format!("its check is disabled in {run}")),
            CheckStatus::NotAssessed => return Some(format!("its check could not be assessed in {run}{}", why())),
            CheckStatus::NotApplicable => return Some(format!("its check had nothing to check in {run}{}", why())),
            CheckStatus::Assessed => {}
        }
        let changed = of(self.other).and_then(|other| self.changed(&check, &other));
        changed.or_else(|| {
            let is_reached = !self.is_now || self.is_reached_by_check(finding);
            let partial = check.partial.filter(|_| is_reached);
            partial.map(|partial| format!("{run} has only a part of what its check reads: {partial}"))
        })
    }

    /// Whether something that is missing of what a check reads could be what it needs to find this again.
    fn is_reached_by_check(&self, finding: &Finding) -> bool {
        let damaged = |table: &&&str| coverage(self.report, table).is_some_and(|ours| ours.partial.is_some());
        let reads = self.known.reads.get(finding.rule.as_str()).into_iter().flatten();
        reads.filter(damaged).any(|table| self.is_reached(finding, table))
    }

    /// Whether doubt about a table reaches a finding. A missing page may have held anything; single records that could not be read
    /// are about whom they name, about whoever is gone from their list, and about the days of an event.
    fn is_reached(&self, finding: &Finding, table: &str) -> bool {
        let Some(unread) = self.known.unread.get(table).filter(|unread| unread.is_all) else { return true };
        let subject = &finding.subject;
        let is_listed = self.known.subject_states.of(subject).is_some_and(|state| state.is_listed);
        is_mentioned(finding, unread) || finding.period.is_some() || !is_listed
    }

    /// What the check goes by in one run and not in the other.
    fn changed(&self, ours: &CheckResult, other: &CheckResult) -> Option<String> {
        let (now, then) = if self.is_now { (ours, other) } else { (other, ours) };
        if now.basis.definition != then.basis.definition {
            let versions = if self.is_now { (self.other, self.report) } else { (self.report, self.other) };
            let (old, new) = (&versions.0.tool.version, &versions.1.tool.version);
            return Some(format!("its check is defined differently in the baseline (versions {old} and {new})"));
        }
        let limits = &now.basis.limits;
        let moved = limits.iter().find(|(name, value)| then.basis.limits.get(*name) != Some(value));
        if let Some((name, value)) = moved {
            let before = then.basis.limits.get(name).map_or_else(|| "not there".to_owned(), f64::to_string);
            return Some(format!("the threshold `{name}` of its check was {before} in the baseline and is {value}"));
        }
        let (a, b) = (&self.report.policy.sections, &self.other.policy.sections);
        let names: BTreeSet<&String> = a.keys().chain(b.keys()).filter(|name| a.get(*name) != b.get(*name)).collect();
        let name = names.iter().find(|name| policy_sections::may_matter(name, &now.id))?;
        Some(format!("the section [{name}] of the policy differs from the baseline, and its check may use it"))
    }

    /// A file that this run was not given is neither mended nor broken, nor is a kind of export that it lacks.
    fn by_subject(&self, finding: &Finding) -> Option<String> {
        if let Some(table) = kind_of_export(finding).filter(|_| self.is_now)
            && coverage(self.report, table.id()).is_none()
        {
            return Some(format!("this run has no export of {}", table.title()));
        }
        let path =
            finding.subject.id.as_deref().filter(|_| self.is_now && finding.subject.kind == SubjectKind::File)?;
        let given = |report: &Report| report.inputs.iter().any(|input| input.path == path);
        (given(self.other) && !given(self.report)).then(|| format!("`{path}` is not among the exports of this run"))
    }

    /// Tables of the other run that the finding rests on: what its check reads, where its evidence stands, where its subject is listed.
    fn tables(&self, finding: &Finding) -> BTreeSet<&str> {
        let kinds = &self.known.kinds;
        let of_file = |file: &str| kinds.get(kind(self.other, file)?).map(|table| table.id());
        let reads = self.known.reads.get(finding.rule.as_str()).into_iter().flatten().copied();
        let evidence = finding.evidence.iter().filter_map(|evidence| of_file(&evidence.file));
        // A finding about files speaks of them and not of what stands in them.
        let is_file = |id: &str| self.other.inputs.iter().any(|input| input.path == id);
        let about_file =
            finding.subject.kind == SubjectKind::File && finding.subject.id.as_deref().is_some_and(is_file);
        let evidence = evidence.filter(|_| !about_file);
        let all = reads.chain(evidence).chain(list_of(finding.subject.kind).map(Table::id));
        all.filter(|table| coverage(self.other, table).is_some()).collect()
    }

    fn by_table(&self, finding: &Finding, table: &str) -> Option<String> {
        let run = self.name();
        let theirs = coverage(self.other, table)?;
        let Some(ours) = coverage(self.report, table) else {
            return Some(format!("{run} has no export of {}", theirs.title));
        };
        if let Some(partial) = ours.partial.as_ref().filter(|_| !self.is_now || self.is_reached(finding, table)) {
            return Some(format!("{run} has only a part of {}: {partial}", ours.title));
        }
        if ours.first.is_none() && theirs.first.is_none() {
            let fewer = self.is_now && ours.files < theirs.files && ours.rows < theirs.rows;
            return fewer.then(|| {
                format!(
                    "{}: {} in the baseline, {} now, with fewer entries; the list may be incomplete",
                    ours.title,
                    counted(theirs.files, "file"),
                    ours.files
                )
            });
        }
        // The two kinds of events report different things; kinds of usage and cost stand for each other.
        let kinds = if table == Table::Events.id() { self.kinds(finding) } else { BTreeSet::new() };
        let of_kinds = kinds.into_iter().map(Some).chain([None]);
        of_kinds.filter(|_| finding.period.is_none()).find_map(|kind| self.by_series(ours, theirs, kind))
    }

    /// That a list of accounts, groups, roles, rules or cases became shorter: no event is held against these lists, so an entry that is
    /// gone may have been removed, or not exported.
    fn by_shorter_list(&self, finding: &Finding) -> Option<String> {
        let kind = finding.subject.kind;
        if !self.is_now || !WITHOUT_EVENTS.contains(&kind) {
            return None;
        }
        self.tables(finding).into_iter().find_map(|table| {
            let (ours, theirs) = (coverage(self.report, table)?, coverage(self.other, table)?);
            let is_shorter = ours.first.is_none() && theirs.first.is_none() && ours.rows < theirs.rows;
            is_shorter.then(|| {
                format!(
                    "{}: {} in the baseline, {} now, and nothing shows whether the others were removed or not exported",
                    ours.title,
                    counted(theirs.rows, "entry"),
                    ours.rows
                )
            })
        })
    }

    /// Kinds of the files in which the evidence stands.
    fn kinds(&self, finding: &Finding) -> BTreeSet<&str> {
        let files = finding.evidence.iter().map(|evidence| evidence.file.as_str());
        files.filter_map(|file| kind(self.other, file)).collect()
    }

    /// Exports of the same period that hold less than for the baseline.
    fn by_fewer_records(&self, finding: &Finding) -> Option<String> {
        let is_listed = self.known.subject_states.of(&finding.subject).is_some_and(|state| state.is_listed);
        let tables = self.tables(finding);
        let runs = (self.report, self.other);
        fewer_records::reason(finding, &tables, &self.known.kinds, is_listed, runs).filter(|_| self.is_now)
    }

    /// A check that says in its notes that it could not judge the subject.
    fn by_note(&self, finding: &Finding) -> Option<String> {
        let said = |report: &'_ Report| {
            let check = report.checks.iter().find(|check| check.id == finding.rule);
            check.map(|check| check.notes.clone()).unwrap_or_default()
        };
        let subject = &finding.subject;
        let names: Vec<&str> = [&subject.id, &subject.name].into_iter().flatten().map(String::as_str).collect();
        let note = said(self.report).into_iter().find(|note| names.iter().any(|name| notes::name(note, name)))?;
        Some(format!("its check says in {}: {note}", self.name()))
    }
}
