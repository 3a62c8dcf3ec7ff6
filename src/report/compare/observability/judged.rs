//! That something is no longer found is no end of it: its check must have judged it again, or it must be known to be gone. What has
//! happened stays so.

use std::collections::BTreeSet;

use super::Observability;
use super::exports::{kind, list_of};
use crate::analyze::{says_not_judged, was_judged};
use crate::model::{Control, Finding, Money, Report, SubjectKind, Table};

/// The only table of checks that ask for nothing but events.
const EVENTS: &str = Table::Events.id();
/// Tables of what was spent.
const SPEND: [&str; 2] = [Table::Usage.id(), Table::Cost.id()];
/// So many workspaces do not fall silent at once.
const FEWEST_GONE: usize = 2;

impl Observability<'_> {
    /// Why an event of the past, which this run does not have, is not resolved: it cannot be undone.
    pub(super) fn by_event(&self, finding: &Finding) -> Option<String> {
        finding.period.filter(|_| self.is_now && self.is_about_events(finding))?;
        Some("what happened stays so, and its event is in no export of this run".to_owned())
    }

    /// Whether a finding rests on audit events. Those about the evidence itself speak of exports, which can be completed.
    fn is_about_events(&self, finding: &Finding) -> bool {
        if finding.control == Control::EvidenceCompleteness {
            return false;
        }
        let is_of_events = |file: &str| {
            let kind = kind(self.other, file);
            kind.is_some_and(|kind| self.known.kinds.get(kind) == Some(&Table::Events))
        };
        let reads = self.known.reads.get(finding.rule.as_str());
        reads.is_some_and(|reads| !reads.is_empty() && reads.iter().all(|table| *table == EVENTS))
            || finding.evidence.iter().any(|evidence| is_of_events(&evidence.file))
    }

    /// Why a subject that is still there says nothing by not being found: its check did not judge it.
    pub(super) fn by_population(&self, finding: &Finding) -> Option<String> {
        if !self.is_now || self.is_over(finding) {
            return None;
        }
        let judged = self.known.judged.get(finding.rule.as_str());
        let was_judged = judged.and_then(|judged| was_judged(judged, &finding.subject));
        let check = self.report.checks.iter().find(|check| check.id == finding.rule)?;
        let is_of_a_list = list_of(finding.subject.kind).is_some();
        let why = match was_judged {
            Some(true) => return None,
            Some(false) => "its check did not judge its subject in this run",
            None if is_of_a_list && check.population == 0 => "its check judged nothing in this run",
            None if is_of_a_list && check.notes.iter().any(|note| says_not_judged(note)) => {
                "its check could not judge all subjects in this run"
            }
            None => return None,
        };
        let notes =
            if check.notes.is_empty() { String::new() } else { format!(". It says: {}", check.notes.join("; ")) };
        Some(format!("{why}{notes}"))
    }

    /// Why a subject that is known by its name alone is not gone: the check finds one of that name, in another workspace or in none.
    pub(super) fn by_namesake(&self, finding: &Finding) -> Option<String> {
        let subject = &finding.subject;
        let name = subject.name.as_deref().filter(|_| self.is_now && subject.id.is_none())?;
        let suppressed = self.report.suppressed.iter().map(|one| &one.finding);
        let is_namesake = |one: &&Finding| {
            let other = &one.subject;
            one.rule == finding.rule && other.kind == subject.kind && other.name.as_deref() == Some(name)
        };
        let found = self.report.findings.iter().chain(suppressed).find(is_namesake)?;
        Some(format!("its check finds the same name elsewhere in this run: {}", found.title))
    }

    /// Why sums of an organization say less than they did: most of the workspaces that spent something spend nothing any more, and
    /// none was archived, as in exports that were asked for by workspace.
    pub(super) fn by_vanished_spend(&self, finding: &Finding) -> Option<String> {
        let reads = self.known.reads.get(finding.rule.as_str()).into_iter().flatten();
        let asks_for_spend = reads.into_iter().any(|table| SPEND.contains(table));
        if !self.is_now || !asks_for_spend || finding.subject.kind != SubjectKind::Organization {
            return None;
        }
        let sums = |report: &'_ Report| {
            let totals = &report.totals;
            let all = totals.cost_usd.workspace.iter().chain(&totals.estimated_cost_usd.workspace);
            all.filter(|(_, sum)| **sum > Money::ZERO).map(|(name, _)| name.clone()).collect::<BTreeSet<String>>()
        };
        let (before, now) = (sums(self.other), sums(self.report));
        let (there, gone): (Vec<&String>, Vec<&String>) = before.iter().partition(|name| now.contains(*name));
        let is_filter = gone.len() >= FEWEST_GONE && gone.len() >= there.len();
        is_filter.then(|| {
            let names: Vec<String> = gone.iter().map(|name| format!("«{name}»")).collect();
            format!("the exports of this run have no spend of {}, which the baseline has", names.join(", "))
        })
    }

    /// Whether the subject of a finding about a state is known to have ended, so that the state has.
    fn is_over(&self, finding: &Finding) -> bool {
        let subject = &finding.subject;
        let state = self.known.subject_states.of(subject).filter(|_| finding.period.is_none());
        let Some(state) = state else { return false };
        // That lists and events contradict each other is no less so for what has ended since.
        if state.is_listed && finding.control == Control::EvidenceCompleteness {
            return false;
        }
        let list = list_of(subject.kind);
        let is_in_list =
            |file: &str| kind(self.other, file).and_then(|kind| self.known.kinds.get(kind)).copied() == list;
        let was_listed = finding.evidence.iter().any(|evidence| is_in_list(&evidence.file));
        match (subject.kind, state.state.as_deref()) {
            _ if !state.is_listed => state.ended.is_some() || was_listed,
            // A word that nobody knows is no end.
            (SubjectKind::ApiKey, Some(state)) => ["inactive", "archived", "expired"].contains(&state),
            (SubjectKind::Workspace, Some(_)) => true,
            (SubjectKind::Invite, Some(state)) => ["accepted", "deleted", "expired"].contains(&state),
            _ => false,
        }
    }
}
