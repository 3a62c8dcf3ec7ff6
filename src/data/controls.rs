//! The access-control checklist: its words, and what each line supports in the frameworks that auditors work with.
//!
//! A mapping says "supports", never "satisfies": evidence for a line of the checklist is part of the evidence for the
//! framework's requirement, and never all of it.

use super::frameworks;
use crate::model::{Control, Frameworks};

/// One line of the checklist.
#[derive(Clone, Copy, Debug)]
pub struct ControlEntry {
    /// Which.
    pub control: Control,
    /// In the checklist's words.
    pub title: &'static str,
    /// AICPA Trust Services Criteria.
    pub soc2: &'static [&'static str],
    /// ISO/IEC 27001:2022, Annex A.
    pub iso27001: &'static [&'static str],
    /// NIST SP 800-53 revision 5.
    pub nist80053: &'static [&'static str],
}

impl ControlEntry {
    /// The references as they stand in the report.
    #[must_use]
    pub fn frameworks(&self) -> Frameworks {
        let owned = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
        Frameworks {
            soc2: owned(self.soc2),
            iso27001: owned(self.iso27001),
            nist80053: owned(self.nist80053),
            more: frameworks::references(self.control),
        }
    }
}

/// Every line, in the order of the checklist, which is that of [`Control::ALL`].
pub const CONTROLS: [ControlEntry; 10] = [
    ControlEntry {
        control: Control::EnvironmentSeparation,
        title: "Separate workspaces for development, staging and production",
        soc2: &["CC6.6", "CC8.1"],
        iso27001: &["8.31"],
        nist80053: &["SC-7", "CM-4(1)"],
    },
    ControlEntry {
        control: Control::KeyPerService,
        title: "One API key per service and environment",
        soc2: &["CC6.1"],
        iso27001: &["5.9", "8.31"],
        nist80053: &["IA-9", "AC-4"],
    },
    ControlEntry {
        control: Control::KeyNaming,
        title: "API keys have descriptive names",
        soc2: &["CC6.1"],
        iso27001: &["5.9"],
        nist80053: &["CM-8", "IA-4"],
    },
    ControlEntry {
        control: Control::KeyRotation,
        title: "API keys are rotated every 90 days",
        soc2: &["CC6.1"],
        iso27001: &["5.17"],
        nist80053: &["IA-5", "IA-5(1)"],
    },
    ControlEntry {
        control: Control::Offboarding,
        title: "Keys and access are removed when people leave",
        soc2: &["CC6.2", "CC6.3"],
        iso27001: &["5.11", "5.18", "6.5"],
        nist80053: &["PS-4", "AC-2"],
    },
    ControlEntry {
        control: Control::LeastPrivilege,
        title: "Least privilege",
        soc2: &["CC6.3"],
        iso27001: &["5.15", "8.2"],
        nist80053: &["AC-6", "AC-6(5)", "AC-6(7)"],
    },
    ControlEntry {
        control: Control::SpendLimits,
        title: "Every workspace has a monthly spend limit",
        soc2: &["CC9.1"],
        iso27001: &["8.6"],
        nist80053: &["SC-5"],
    },
    ControlEntry {
        control: Control::SpendAlerts,
        title: "Spend alerts are configured and anomalies are noticed",
        soc2: &["CC7.2"],
        iso27001: &["8.16"],
        nist80053: &["SI-4", "AU-6"],
    },
    ControlEntry {
        control: Control::AuditLogReview,
        title: "The audit log is reviewed",
        soc2: &["CC4.1", "CC7.2"],
        iso27001: &["8.15", "8.16"],
        nist80053: &["AU-6", "AU-12"],
    },
    ControlEntry {
        control: Control::EvidenceCompleteness,
        title: "Exports are complete, current and consistent",
        soc2: &["CC2.1"],
        iso27001: &["5.28", "5.33"],
        nist80053: &["AU-11", "CA-7"],
    },
];

/// The entry of a control.
#[must_use]
pub const fn control(control: Control) -> &'static ControlEntry {
    // `CONTROLS` stands in the order of the enum; a test holds that.
    &CONTROLS[control as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether `id` is `digits.digits`.
    fn is_dotted(id: &str) -> bool {
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        id.split_once('.').is_some_and(|(whole, part)| whole.len() == 1 && digits(whole) && digits(part))
    }

    /// `CC6.1`.
    fn is_soc2(id: &str) -> bool {
        id.len() == 5 && id.strip_prefix("CC").is_some_and(is_dotted)
    }

    /// `AC-6`, `AC-6(10)`.
    fn is_nist(id: &str) -> bool {
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let Some((family, rest)) = id.split_once('-') else { return false };
        let (number, enhancement) = rest.split_once('(').unwrap_or((rest, "1)"));
        family.len() == 2
            && family.bytes().all(|b| b.is_ascii_uppercase())
            && digits(number)
            && enhancement.strip_suffix(')').is_some_and(digits)
    }

    #[test]
    fn every_control_stands_at_its_place() {
        assert_eq!(CONTROLS.map(|entry| entry.control), Control::ALL);
        for one in Control::ALL {
            assert_eq!(control(one).control, one);
        }
    }

    #[test]
    fn ids_have_the_form_of_their_framework() {
        for entry in &CONTROLS {
            assert!(entry.title.starts_with(char::is_uppercase));
            assert!(!entry.soc2.is_empty() && entry.soc2.iter().all(|id| is_soc2(id)), "{:?}", entry.soc2);
            assert!(
                !entry.iso27001.is_empty() && entry.iso27001.iter().all(|id| is_dotted(id)),
                "{:?}",
                entry.iso27001
            );
            assert!(
                !entry.nist80053.is_empty() && entry.nist80053.iter().all(|id| is_nist(id)),
                "{:?}",
                entry.nist80053
            );
        }
    }

    #[test]
    fn near_misses_have_not() {
        for id in ["CC6", "CC66.1", "C6.1", "CC6.", "cc6.1"] {
            assert!(!is_soc2(id), "{id}");
        }
        for id in ["8", "8.", "A.8.31", "18.1"] {
            assert!(!is_dotted(id), "{id}");
        }
        for id in ["AC6", "AC-6(5", "AC-(5)", "A-6", "AC-6()", "AC-6(a)"] {
            assert!(!is_nist(id), "{id}");
        }
    }
}
