//! Which findings the policy accepts, and which of its suppressions do nothing.

mod worse;

#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};

use crate::analyze;
use crate::model::{CheckResult, CheckStatus, Finding, Suppressed, UnusedSuppression};
use crate::policy::{Policy, Suppression};

/// The findings, split by what the policy accepts.
pub(super) struct Split {
    /// With those about suppressions that do nothing.
    pub(super) open: Vec<Finding>,
    pub(super) suppressed: Vec<Suppressed>,
    pub(super) unused: Vec<UnusedSuppression>,
}

/// Takes suppressed findings out of the open ones. Of several suppressions for one finding (by id, by name, by fingerprint) the
/// first in the file gives the reason, and none of them is unused.
pub(super) fn apply(findings: Vec<Finding>, policy: &Policy, checks: &[CheckResult], as_of: DateTime<Utc>) -> Split {
    let all = policy.suppressions();
    let idle: Vec<(&Suppression, Idle)> =
        all.iter().filter_map(|one| Some((one, why_idle(one, &findings, checks, as_of)?))).collect();
    let (mut open, mut suppressed) = (Vec::new(), Vec::new());
    for finding in findings {
        match all.iter().find_map(|one| Some((one, accepted_for(one, &finding, as_of)?))) {
            Some((one, reason)) => suppressed.push(Suppressed {
                finding,
                reason,
                approved_by: one.approved_by.clone(),
                expires: one.expires,
            }),
            None => open.push(finding),
        }
    }
    let sure = idle.iter().filter(|(_, idle)| idle.sure).map(|(one, idle)| (*one, idle.why.as_str()));
    open.extend(analyze::about_suppressions(policy, sure));
    let unused = |(one, idle): (&Suppression, Idle)| UnusedSuppression {
        rule: one.rule.clone(),
        subject: one.subject.clone(),
        why: idle.why,
    };
    Split { open, suppressed, unused: idle.into_iter().map(unused).collect() }
}

/// The reason for which a suppression accepts a finding, where it does.
fn accepted_for(suppression: &Suppression, finding: &Finding, as_of: DateTime<Utc>) -> Option<String> {
    // Without a reason and somebody who approved it, nothing was decided.
    let decided = suppression.reason.as_ref().filter(|_| suppression.approved_by.is_some())?;
    let holds = !suppression.is_expired(as_of)
        && matches(suppression, finding)
        && worse::than_accepted(suppression, finding).is_none();
    holds.then(|| decided.clone())
}

/// Exactly, letter case included: a suppression must not reach further than who wrote it meant. Where a subject has neither id nor
/// name (the organization), its kind's word stands for it, as it does in the report.
fn matches(suppression: &Suppression, finding: &Finding) -> bool {
    let subject = suppression.subject.as_str();
    let known_as = [finding.subject.id.as_deref(), Some(finding.subject.label()), Some(&finding.id)];
    suppression.rule == finding.rule && known_as.contains(&Some(subject))
}

/// Why a suppression has no effect.
struct Idle {
    why: String,
    /// Whether that is certain: what was not looked at may hold the finding.
    sure: bool,
}

fn why_idle(
    suppression: &Suppression,
    findings: &[Finding],
    checks: &[CheckResult],
    as_of: DateTime<Utc>,
) -> Option<Idle> {
    let sure = |why: String| Some(Idle { why, sure: true });
    let unsure = |why: String| Some(Idle { why, sure: false });
    match (&suppression.reason, &suppression.approved_by, suppression.expires) {
        (None, None, _) => return sure("has no reason and no approver (`reason`, `approved_by`)".to_owned()),
        (None, Some(_), _) => return sure("has no reason (`reason`)".to_owned()),
        (Some(_), None, _) => return sure("has no approver (`approved_by`)".to_owned()),
        (Some(_), Some(_), Some(day)) if suppression.is_expired(as_of) => return sure(format!("expired on {day}")),
        (Some(_), Some(_), _) => {}
    }
    let mut lapses = findings
        .iter()
        .filter(|finding| matches(suppression, finding))
        .map(|finding| worse::than_accepted(suppression, finding))
        .peekable();
    if lapses.peek().is_some() {
        // One finding that it still accepts makes it used.
        let lapses: Option<Vec<String>> = lapses.collect();
        return lapses.and_then(|all| all.into_iter().next()).and_then(sure);
    }
    let none = "matches no finding";
    match checks.iter().find(|check| check.id == suppression.rule) {
        Some(check) if check.status == CheckStatus::NotAssessed => {
            unsure(format!("{none}; its check could not be assessed"))
        }
        Some(check) if check.status == CheckStatus::Disabled => unsure(format!("{none}; its check is disabled")),
        Some(check) if check.status == CheckStatus::NotApplicable => {
            unsure(format!("{none}; its check had nothing to compare"))
        }
        Some(CheckResult { partial: Some(why), .. }) => {
            unsure(format!("{none}; its check did not have all data: {why}"))
        }
        _ => sure(none.to_owned()),
    }
}
