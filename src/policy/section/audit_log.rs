//! `[audit_log]`: who reviews the log, and how people must sign in.

use super::{Cell, Policy, Result};
use crate::policy::shape::{Field, Kind, may};

/// The section `[audit_log]`.
#[derive(Clone, Debug, Default)]
pub(in crate::policy) struct AuditLog {
    reviewers: Vec<String>,
    sso_required: bool,
}

pub(super) fn fields() -> Vec<Field> {
    vec![
        may("reviewers", Kind::Texts, "Mail addresses of the people who review the audit log."),
        may("sso_required", Kind::Flag, "Whether everybody must sign in through the identity provider."),
    ]
}

pub(super) fn read(section: &Cell<'_>, policy: &mut Policy) -> Result<()> {
    for entry in section.entries()? {
        match entry.key {
            "reviewers" => {
                let people = entry.cell.people()?;
                policy.audit_log.reviewers = people.into_iter().map(|(address, _)| address).collect();
            }
            "sso_required" => {
                policy.audit_log.sso_required = entry.cell.flag()?;
                if policy.sso_required() && !policy.sso_used() {
                    return Err(entry.fault("`sso_required` contradicts `sso_used = false` under [settings]"));
                }
            }
            _ => return Err(entry.unknown()),
        }
    }
    Ok(())
}

impl Policy {
    /// Addresses of the people who review the audit log, normalized as `normalize_address` does.
    #[must_use]
    pub fn log_reviewers(&self) -> &[String] {
        &self.audit_log.reviewers
    }

    /// Whether everybody must sign in through the identity provider.
    #[must_use]
    pub fn sso_required(&self) -> bool {
        self.audit_log.sso_required
    }
}
