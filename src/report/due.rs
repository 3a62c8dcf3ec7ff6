//! Gives every open finding its owner and its due date.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDate, Utc};

use super::owner::Owners;
use crate::model::{Assignment, Baseline, Finding, Report, Rotation, RotationOwner, Status, Subject, SubjectKind};
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
            due: days.and_then(|days| after(from, days)).map(|at| sooner(at.date_naive(), finding, report.as_of)),
            due_from: days.map(|_| from),
        }
    };
    let all: Vec<Assignment> = report.findings.iter().map(assignment).collect();
    let mut rotations = report.rotation_schedule.clone();
    rotations.iter_mut().for_each(|one| one.owner = owner_of(&owners, one));
    rotations.sort_by_cached_key(Rotation::order);
    report.rotation_schedule = rotations;
    for (finding, assignment) in report.findings.iter_mut().zip(all) {
        finding.assignment = assignment;
    }
}

/// Who rotates a key is who is asked about it.
fn owner_of(owners: &Owners, rotation: &Rotation) -> Option<RotationOwner> {
    let name = Some(rotation.key_name.clone()).filter(|name| !name.is_empty());
    let (id, workspace) = (Some(rotation.key_id.clone()), rotation.workspace.clone());
    let owner = owners.who(&Subject { kind: SubjectKind::ApiKey, id, name, workspace })?;
    Some(RotationOwner { name: owner.names, source: owner.role })
}

/// The day that a check gives (a key expires, an invite can be accepted until then), where it comes first and is still to come.
fn sooner(due: NaiveDate, finding: &Finding, as_of: DateTime<Utc>) -> NaiveDate {
    finding.assignment.due.filter(|day| *day >= as_of.date_naive()).map_or(due, |day| day.min(due))
}

fn after(from: DateTime<Utc>, days: u64) -> Option<DateTime<Utc>> {
    from.checked_add_signed(Duration::try_days(i64::try_from(days).ok()?)?)
}
