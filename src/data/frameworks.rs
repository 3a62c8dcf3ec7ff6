//! Frameworks beside SOC 2, ISO/IEC 27001 and NIST SP 800-53, as a table, and the numbers that some of them ask for.

use std::collections::BTreeMap;

use crate::model::Control;

const TABLE: &str = include_str!("frameworks.tsv");

/// Ids of requirements that a control supports, by framework; a framework without one is not there.
#[must_use]
pub fn references(control: Control) -> BTreeMap<String, Vec<String>> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    let cells = lines.filter_map(|line| {
        let mut cells = line.split('\t');
        Some((cells.next()?, cells.next()?, cells.next()?))
    });
    let own = cells.filter(|(of, ..)| *of == control.id());
    own.map(|(_, framework, ids)| (framework.to_owned(), ids.split(", ").map(str::to_owned).collect())).collect()
}

/// A number that a framework asks for, next to the threshold of a check that says the same.
#[derive(Clone, Copy, Debug)]
pub struct FrameworkLimit {
    /// The check.
    pub check: &'static str,
    /// Its threshold, in days; a higher one is looser.
    pub threshold: &'static str,
    /// The most that the framework allows.
    pub most_days: f64,
    /// Framework and requirement.
    pub requirement: &'static str,
    /// What it asks, in our words.
    pub asks: &'static str,
}

const DORMANT: &str = "accounts that are not used are disabled after 45 days, where that is supported";
const INACTIVE: &str = "user accounts that are not used are removed or disabled within 90 days";

/// Where frameworks name a number. Those that leave it to a risk analysis (PCI DSS 8.6.3 for the secrets of applications) are not here.
pub const LIMITS: [FrameworkLimit; 8] = [
    FrameworkLimit {
        check: "inactive-member",
        threshold: "inactive_after_days",
        most_days: 45.0,
        requirement: "CIS Controls v8.1, 5.3",
        asks: DORMANT,
    },
    FrameworkLimit {
        check: "inactive-member",
        threshold: "inactive_after_days",
        most_days: 90.0,
        requirement: "PCI DSS 4.0.1, 8.2.6",
        asks: INACTIVE,
    },
    FrameworkLimit {
        check: "inactive-admin",
        threshold: "inactive_after_days",
        most_days: 45.0,
        requirement: "CIS Controls v8.1, 5.3",
        asks: DORMANT,
    },
    FrameworkLimit {
        check: "inactive-admin",
        threshold: "inactive_after_days",
        most_days: 90.0,
        requirement: "PCI DSS 4.0.1, 8.2.6",
        asks: INACTIVE,
    },
    FrameworkLimit {
        check: "idle-service-account",
        threshold: "idle_days",
        most_days: 45.0,
        requirement: "CIS Controls v8.1, 5.3",
        asks: DORMANT,
    },
    FrameworkLimit {
        check: "unrotated-key",
        threshold: "max_age_days",
        most_days: 90.0,
        requirement: "PCI DSS 4.0.1, 8.3.9",
        asks: "a password that is a user's only factor is changed every 90 days; 8.6.3 leaves the number for applications to a risk analysis",
    },
    FrameworkLimit {
        check: "overdue-access-review",
        threshold: "review_within_days",
        most_days: 92.0,
        requirement: "CIS Controls v8.1, 5.1",
        asks: "that accounts are authorized is validated every quarter",
    },
    FrameworkLimit {
        check: "overdue-access-review",
        threshold: "review_within_days",
        most_days: 184.0,
        requirement: "PCI DSS 4.0.1, 7.2.4",
        asks: "user accounts and access are reviewed every six months",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FRAMEWORKS;

    fn digits(text: &str) -> bool {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// `5.3`, `7.2.5.1`.
    fn is_dotted(id: &str, parts: std::ops::RangeInclusive<usize>) -> bool {
        parts.contains(&id.split('.').count()) && id.split('.').all(digits)
    }

    /// `164.308(a)(4)(ii)(B)`.
    fn is_section(id: &str) -> bool {
        let Some((section, rest)) = id.split_once('(') else { return false };
        ["164.308", "164.310", "164.312", "164.314", "164.316"].contains(&section)
            && rest.ends_with(')')
            && rest.trim_end_matches(')').split(")(").all(|part| !part.is_empty() && part.len() <= 3)
    }

    fn has_form(framework: &str, id: &str) -> bool {
        match framework {
            "cis" => is_dotted(id, 2..=2),
            "pci-dss" => is_dotted(id, 3..=4),
            "hipaa" => is_section(id),
            "ccm" => id.split_once('-').is_some_and(|(domain, number)| {
                domain.len() == 3
                    && domain.bytes().all(|byte| byte.is_ascii_uppercase())
                    && number.len() == 2
                    && digits(number)
            }),
            "ai-rmf" => id.split_once(' ').is_some_and(|(function, number)| {
                ["GOVERN", "MAP", "MEASURE", "MANAGE"].contains(&function) && is_dotted(number, 2..=2)
            }),
            "owasp-nhi" => id
                .strip_prefix("NHI")
                .and_then(|rest| rest.strip_suffix(":2025"))
                .is_some_and(|number| digits(number) && (1..=10).contains(&number.parse::<u8>().unwrap())),
            _ => false,
        }
    }

    #[test]
    fn every_line_names_a_control_a_framework_and_ids_of_its_form() {
        let mut lines = 0;
        for control in Control::ALL {
            for (framework, ids) in references(control) {
                lines += 1;
                assert!(FRAMEWORKS.iter().any(|one| one.id == framework), "{framework}");
                assert!(ids.iter().all(|id| has_form(&framework, id)), "{framework} {ids:?}");
            }
        }
        assert_eq!(lines, TABLE.lines().filter(|line| !line.starts_with('#')).count(), "a control that does not exist");
    }

    #[test]
    fn near_misses_have_not_the_form() {
        for (framework, id) in [
            ("cis", "5"),
            ("cis", "5.3.1"),
            ("pci-dss", "8.2"),
            ("hipaa", "164.308"),
            ("hipaa", "164.400(a)"),
            ("ccm", "IAM-3"),
            ("ai-rmf", "GOVERN"),
            ("owasp-nhi", "NHI11:2025"),
            ("soc2", "CC6.1"),
        ] {
            assert!(!has_form(framework, id), "{framework} {id}");
        }
    }
}
