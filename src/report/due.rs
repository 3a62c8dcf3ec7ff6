//! Gives every open finding its owner and its due date.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};

use super::owner::Owners;
use crate::model::{Assignment, Baseline, Finding, Report, Status};
use crate::policy::Policy;

/// Days are counted from the first report that had the finding open and no less severe than now: a finding that became worse, came
/// back or had been accepted begins anew.
pub(super) fn assign(report: &mut Report, policy: &Policy, baseline: Option<&Baseline>) {
    let owners = Owners::of(report, policy);
    let last: BTreeMap<&str, &Finding> =
        baseline.iter().flat_map(|last| &last.report.findings).map(|finding| (finding.id.as_str(), finding)).collect();
    let accepted = |id: &str| {
        baseline.is_some_and(|last| last.report.suppressed.iter().any(|suppressed| suppressed.finding.id == id))
    };
    let assignment = |finding: &Finding| {
        let persists = finding.status == Status::Persisting && !finding.has_worsened() && !accepted(&finding.id);
        let before = last.get(finding.id.as_str()).and_then(|before| before.assignment.due_from);
        let from = match persists {
            true => before.or(finding.first_seen).unwrap_or(report.as_of),
            false => report.as_of,
        };
        let owner = owners.who(&finding.subject);
        let days = report.due_days.of(finding.severity);
        Assignment {
            owner_role: owner.as_ref().map(|owner| owner.role.clone()),
            owner: owner.map(|owner| owner.names),
            due: days.and_then(|days| after(from, days)).map(|at| at.date_naive()),
            due_from: days.map(|_| from),
        }
    };
    let all: Vec<Assignment> = report.findings.iter().map(assignment).collect();
    for (finding, assignment) in report.findings.iter_mut().zip(all) {
        finding.assignment = assignment;
    }
}

fn after(from: DateTime<Utc>, days: u64) -> Option<DateTime<Utc>> {
    from.checked_add_signed(Duration::try_days(i64::try_from(days).ok()?)?)
}
