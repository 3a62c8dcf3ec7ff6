//! Admins and owners whom nothing has been seen of.

#[cfg(test)]
mod tests;

use anyhow::Result;

use super::inactive;
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::model::{Control, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "inactive-admin",
    title: "Admins and owners without activity",
    control: Control::LeastPrivilege,
    severity: Severity::High,
    reads: &[&[Table::Members], &[Table::Events]],
    population: "members with an admin or owner role who joined before the threshold",
    thresholds: &[Threshold {
        name: "inactive_after_days",
        default: 90.0,
        unit: "days",
        source: "NIST SP 800-53 r5 AC-2(3) and AC-6(7): review privileges at least quarterly",
    }],
    explain: Explain {
        finds: "Members with a role of admin, owner, primary_owner or membership_admin without an event as actor (failed sign-ins aside) \
                and without use of a key of their own for `inactive_after_days`. Needs audit events over that many days without a gap, \
                and of more than one type: a feed of a single one shows nobody's silence. Who joined within that time is not found.",
        matters: "A privileged account that nobody uses is the one an attacker wants: its abuse surprises nobody.",
        remedy: &[
            "Console > Members > {name} > Role: give the least that is needed; or Admin API: POST /v1/organizations/users/{id} with a role",
            "If the access is not needed at all: Console > Members > {name} > Remove; or Admin API: DELETE /v1/organizations/users/{id}",
        ],
        caveats: "A break-glass account is inactive on purpose: suppress it with a reason and an expiry. The audit log of claude.ai does not see \
                  the Console: without the activity feed and usage exports over as many days the confidence is medium.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    inactive(cx, (&ANALYZER, const { ANALYZER.threshold("inactive_after_days") }), true)
}
