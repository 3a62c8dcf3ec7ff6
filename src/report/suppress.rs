//! Which findings the policy accepts, and which of its suppressions do nothing.

use chrono::{DateTime, Utc};

use crate::model::{CheckResult, CheckStatus, Finding, Suppressed, UnusedSuppression};
use crate::policy::{Policy, Suppression};

/// Findings, told apart.
pub(super) struct Sorted {
    pub(super) open: Vec<Finding>,
    pub(super) suppressed: Vec<Suppressed>,
    pub(super) unused: Vec<UnusedSuppression>,
}

/// Takes suppressed findings out of the open ones. Of several suppressions for one finding (by id, by name, by fingerprint) the
/// first in the file gives the reason, and none of them is unused.
pub(super) fn sort(findings: Vec<Finding>, policy: &Policy, checks: &[CheckResult], as_of: DateTime<Utc>) -> Sorted {
    let all = policy.suppressions();
    let unused = all.iter().filter_map(|one| why_unused(one, &findings, checks, as_of)).collect();
    let (mut open, mut suppressed) = (Vec::new(), Vec::new());
    for finding in findings {
        match all.iter().find(|one| !one.is_expired(as_of) && matches(one, &finding)) {
            Some(one) => suppressed.push(Suppressed {
                finding,
                reason: one.reason.clone(),
                approved_by: one.approved_by.clone(),
                expires: one.expires,
            }),
            None => open.push(finding),
        }
    }
    Sorted { open, suppressed, unused }
}

/// Exactly, letter case included: a suppression must not reach further than who wrote it meant. Where a subject has neither id nor
/// name (the organization), its kind's word stands for it, as it does in the report.
fn matches(suppression: &Suppression, finding: &Finding) -> bool {
    let subject = suppression.subject.as_str();
    let known_as = [finding.subject.id.as_deref(), Some(finding.subject.label()), Some(&finding.id)];
    suppression.rule == finding.rule && known_as.contains(&Some(subject))
}

fn why_unused(
    suppression: &Suppression,
    findings: &[Finding],
    checks: &[CheckResult],
    as_of: DateTime<Utc>,
) -> Option<UnusedSuppression> {
    let why = match suppression.expires {
        Some(day) if suppression.is_expired(as_of) => format!("expired on {day}"),
        _ if findings.iter().any(|finding| matches(suppression, finding)) => return None,
        _ => match checks.iter().find(|check| check.id == suppression.rule).map(|check| check.status) {
            Some(CheckStatus::NotAssessed) => "matches no finding; its check could not be assessed".to_owned(),
            Some(CheckStatus::Disabled) => "matches no finding; its check is disabled".to_owned(),
            Some(CheckStatus::NotApplicable) => "matches no finding; its check had nothing to compare".to_owned(),
            Some(CheckStatus::Assessed) | None => "matches no finding".to_owned(),
        },
    };
    Some(UnusedSuppression { rule: suppression.rule.clone(), subject: suppression.subject.clone(), why })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Severity, Subject};
    use crate::report::tests::{finding, instant, key, policy};

    /// Labels of open and of suppressed findings, and why the rest is unused.
    fn sorted(findings: Vec<Finding>, entries: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
        let label = |finding: &Finding| finding.subject.label().to_owned();
        let sorted = sort(findings, &policy(entries), &[], instant("2026-10-01T00:00:00Z"));
        (
            sorted.open.iter().map(label).collect(),
            sorted.suppressed.iter().map(|one| label(&one.finding)).collect(),
            sorted.unused.into_iter().map(|one| one.why).collect(),
        )
    }

    fn entry(rule: &str, subject: &str, rest: &str) -> String {
        format!("[[suppress]]\nrule = \"{rule}\"\nsubject = \"{subject}\"\nreason = \"r\"\n{rest}\n")
    }

    fn stale(subjects: &[&str]) -> Vec<Finding> {
        subjects
            .iter()
            .map(|name| finding("stale-key", Severity::Medium, key(&format!("apikey_{name}"), name)))
            .collect()
    }

    #[test]
    fn a_subject_is_known_by_id_name_or_fingerprint() {
        let mut findings = stale(&["by-id", "by-name", "by-print", "ok"]);
        findings[2].id = "0123456789".to_owned();
        let entries = [
            entry("stale-key", "apikey_by-id", ""),
            entry("stale-key", "by-name", ""),
            entry("stale-key", "0123456789", ""),
        ];
        let (open, suppressed, unused) = sorted(findings, &entries.concat());
        assert_eq!((open.as_slice(), unused.len()), (["ok".to_owned()].as_slice(), 0));
        assert_eq!(suppressed, ["by-id", "by-name", "by-print"]);
    }

    #[test]
    fn another_rule_letter_case_or_part_of_a_name_is_no_match() {
        for entries in
            [entry("unrotated-key", "a-key", ""), entry("stale-key", "A-key", ""), entry("stale-key", "a-", "")]
        {
            let (open, suppressed, unused) = sorted(stale(&["a-key"]), &entries);
            assert_eq!((open.len(), suppressed.len()), (1, 0), "{entries}");
            assert_eq!(unused, ["matches no finding"]);
        }
    }

    #[test]
    fn an_expired_suppression_lapses_and_one_on_its_last_day_holds() {
        let (open, suppressed, unused) = sorted(stale(&["a"]), &entry("stale-key", "a", "expires = 2026-09-29"));
        assert_eq!((open.len(), suppressed.len()), (1, 0));
        assert_eq!(unused, ["expired on 2026-09-29"]);
        let (open, suppressed, unused) = sorted(stale(&["a"]), &entry("stale-key", "a", "expires = 2026-09-30"));
        assert_eq!((open.len(), suppressed.len(), unused.len()), (0, 1, 0));
    }

    #[test]
    fn the_organization_has_no_name_and_goes_by_its_kind() {
        let findings = vec![finding("stale-key", Severity::Medium, Subject::organization())];
        assert_eq!(sorted(findings, &entry("stale-key", "organization", "")).1, ["organization"]);
    }

    #[test]
    fn two_suppressions_of_one_finding_are_both_used() {
        let entries = [entry("stale-key", "a", ""), entry("stale-key", "apikey_a", "")];
        let (open, suppressed, unused) = sorted(stale(&["a"]), &entries.concat());
        assert_eq!((open.len(), suppressed.len(), unused.len()), (0, 1, 0));
    }
}
