//! Thresholds that are looser than a framework asks, whoever set them.

use crate::data::frameworks::{FrameworkLimit, LIMITS};
use crate::model::{CheckResult, CheckStatus, LooserThreshold};
use crate::policy::Policy;

/// In the order of the table. A check that the policy switches off asks nothing at all.
pub(super) fn looser(checks: &[CheckResult], policy: &Policy) -> Vec<LooserThreshold> {
    LIMITS.iter().filter_map(|limit| one(limit, checks, policy)).collect()
}

fn one(limit: &FrameworkLimit, checks: &[CheckResult], policy: &Policy) -> Option<LooserThreshold> {
    let check = checks.iter().find(|check| check.id == limit.check)?;
    let in_force = match check.status {
        CheckStatus::Disabled => None,
        _ => Some(check.basis.limits.get(limit.threshold).copied().filter(|days| *days > limit.most_days)?),
    };
    Some(LooserThreshold {
        check: limit.check.to_owned(),
        threshold: limit.threshold.to_owned(),
        in_force,
        by_policy: in_force.is_none() || policy.threshold(limit.check, limit.threshold).is_some(),
        asked: limit.most_days,
        requirement: limit.requirement.to_owned(),
        asks: limit.asks.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use crate::analyze;
    use crate::analyze::testing::{key, page, report};
    use crate::data::frameworks::LIMITS;
    use crate::policy::{KnownCheck, Policy, parse};

    fn with(text: &str) -> Policy {
        let known = ["unrotated-key", "inactive-member", "overdue-access-review"]
            .map(|id| KnownCheck { id, thresholds: vec!["max_age_days", "inactive_after_days", "review_within_days"] });
        parse("clade.toml", text.as_bytes(), &known).unwrap()
    }

    /// `check requirement: in force by whom`.
    fn found(text: &str) -> Vec<String> {
        let policy = with(text);
        let keys = page(&[key("k", "2026-08-01", None)]);
        let report = report(&[("keys.json", &keys)], &policy, None);
        let says = |one: &crate::model::LooserThreshold| {
            let days = one.in_force.map_or_else(|| "off".to_owned(), |days| days.to_string());
            format!("{} {}: {days}{}", one.check, one.requirement, if one.by_policy { "!" } else { "" })
        };
        report.looser_thresholds.iter().map(says).collect()
    }

    #[test]
    fn what_the_policy_loosens_and_what_the_defaults_leave() {
        let defaults = found("");
        assert!(defaults.contains(&"inactive-member CIS Controls v8.1, 5.3: 90".to_owned()), "{defaults:?}");
        assert!(!defaults.iter().any(|one| one.contains("unrotated-key")), "90 days are 90 days: {defaults:?}");
        assert!(!defaults.iter().any(|one| one.contains("8.2.6")), "{defaults:?}");
        let loose =
            found("[checks.unrotated-key]\nmax_age_days = 91\n[checks.inactive-member]\ninactive_after_days = 45\n");
        assert!(loose.contains(&"unrotated-key PCI DSS 4.0.1, 8.3.9: 91!".to_owned()), "{loose:?}");
        assert!(!loose.iter().any(|one| one.starts_with("inactive-member")), "{loose:?}");
        let off = found("[checks.inactive-member]\nenabled = false\nreason = \"r\"\n");
        assert!(off.contains(&"inactive-member PCI DSS 4.0.1, 8.2.6: off!".to_owned()), "{off:?}");
    }

    #[test]
    fn every_number_belongs_to_a_threshold_of_a_check_in_days() {
        for limit in &LIMITS {
            let check = analyze::ALL.iter().find(|one| one.id == limit.check).unwrap();
            let threshold = check.thresholds.iter().find(|one| one.name == limit.threshold).unwrap();
            assert_eq!(threshold.unit, "days", "{}", limit.check);
        }
    }
}
