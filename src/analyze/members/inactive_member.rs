//! Members whom nothing has been seen of.

#[cfg(test)]
mod tests;

use anyhow::Result;

use super::inactive;
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::model::{Control, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "inactive-member",
    title: "Members without activity",
    control: Control::LeastPrivilege,
    severity: Severity::Medium,
    reads: &[&[Table::Members], &[Table::Events]],
    population: "members without an admin or owner role who joined before the threshold",
    thresholds: &[Threshold {
        name: "inactive_after_days",
        default: 90.0,
        unit: "days",
        source: "NIST SP 800-53 r5 AC-2(3): disable accounts that were inactive; 90 days is the common organization-defined value",
    }],
    explain: Explain {
        finds: "Members without an event as actor (failed sign-ins aside) and without use of a key of their own for \
                `inactive_after_days`. Needs audit events over that many days without a gap. Who joined within that time is not found; \
                admins and owners are `inactive-admin`.",
        matters: "A seat nobody uses is an account nobody watches, and costs money.",
        remedy: &[
            "Ask {name}, or their manager, whether the access is still needed",
            "Console > Members > {name} > Remove; or Admin API: DELETE /v1/organizations/users/{id}",
        ],
        caveats: "What a member does in products that write no audit events (model requests with a shared key) is not seen. The audit log \
                  of claude.ai does not see the Console: without the activity feed and usage exports over as many days the confidence is \
                  medium.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    inactive(cx, (&ANALYZER, const { ANALYZER.threshold("inactive_after_days") }), false)
}
