//! Every grant and removal of the period: the population from which an auditor draws (AC-2, CC6.2, CC6.3).
//!
//! Events say what happened and who did it; lists have dates of what is still in them; the roster has the last days of people. One
//! change is one row, wherever it stands.

mod events;
mod keys;
mod leavers;
mod lists;
mod names;
#[cfg(test)]
mod tests;

use crate::facts::{Event, Facts};
use crate::model::{AccessChange, AccessChanges, ChangeBasis, ChangeKind, Dataset, Evidence, Period};
use crate::policy::Policy;
use names::Names;

/// The changes while they are gathered.
struct Gathered<'a> {
    data: &'a Dataset,
    facts: &'a Facts,
    policy: &'a Policy,
    period: Period,
    names: Names<'a>,
    all: Vec<AccessChange>,
}

/// Every grant and removal of the period, without the findings.
#[must_use]
pub fn access_changes(data: &Dataset, facts: &Facts, policy: &Policy, period: Period) -> AccessChanges {
    let mut gathered = Gathered { data, facts, policy, period, names: Names { facts }, all: Vec::new() };
    gathered.by_events();
    gathered.by_key_events();
    gathered.by_lists();
    gathered.leavers();
    let mut changes = gathered.all;
    let key = |one: &AccessChange| (one.at, one.kind, one.whom.clone(), one.whom_id.clone(), one.what.clone());
    changes.sort_by_cached_key(key);
    let mut all = AccessChanges { basis: basis(facts, period), counts: Vec::new(), changes };
    all.count();
    all
}

impl Gathered<'_> {
    /// A change that an event reports.
    fn event(&self, event: &Event, kind: ChangeKind, (whom, whom_id): (String, String), what: String) -> AccessChange {
        let actor = &event.actor;
        let is_own = !whom_id.is_empty() && actor.id.as_deref() == Some(whom_id.as_str());
        AccessChange {
            at: event.at,
            is_day: false,
            kind,
            whom,
            whom_id,
            what,
            workspace: None,
            by: Some(if is_own { "themselves".to_owned() } else { actor.label().to_owned() }),
            departed_on: None,
            lag_hours: None,
            basis: ChangeBasis::Event,
            evidence: event.evidence(self.data).collect::<Vec<Evidence>>(),
            findings: Vec::new(),
        }
    }
}

/// What the list rests on, and what it can lack.
fn basis(facts: &Facts, period: Period) -> Vec<String> {
    let (start, end) = (period.start, period.end);
    let lists = "Dates in lists add what no event reports: who did it is then not known, and what was made and ended in the period, or \
                 taken without a date, may be missing.";
    if facts.coverage.feed.covers(start, end) {
        return vec![
            "The activity feed covers every day of the period: the list rests on its events.".to_owned(),
            "Dates in lists and on the roster add what it does not report.".to_owned(),
        ];
    }
    let days = |runs: &crate::facts::Runs| match runs.latest(1) {
        Some(run) => format!("its latest unbroken days are {} to {}", run.since, run.until),
        None => "it covers no day".to_owned(),
    };
    if facts.coverage.events.covers(start, end) {
        return vec![
            format!(
                "The activity feed does not cover the whole period ({}), the audit log does: it reports members and roles, and neither \
                 keys nor workspaces.",
                days(&facts.coverage.feed)
            ),
            lists.to_owned(),
        ];
    }
    if facts.coverage.events.latest(1).is_none() {
        return vec![
            "There is no log: the list rests on the dates of the lists and of the roster only.".to_owned(),
            lists.to_owned(),
        ];
    }
    vec![format!("No log covers the whole period: {}.", days(&facts.coverage.events)), lists.to_owned()]
}
