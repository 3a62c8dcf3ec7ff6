//! The directory sync failed or was deleted.

use anyhow::Result;

use super::named_events::{Named, always, judge};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::model::{Control, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "directory-sync-failure",
    title: "The directory sync failed or was deleted",
    control: Control::AuditLogReview,
    severity: Severity::High,
    reads: &[&[Table::Events]],
    population: "events of the directory sync in the period",
    thresholds: &[],
    explain: Explain {
        finds: "Every failed run of the directory sync, every member whom the sync could not add to a group or take out of one, and the \
                deletion of the sync itself. Runs that completed, and setting up a sync, are no findings.",
        matters: "While the directory does not reach the organization, leavers stay members and roles stay as they were.",
        remedy: &[
            "claude.ai > Organization settings > Identity and access > Directory sync > look at its state, and run it again",
            "Compare the members with the identity provider: `orphaned-member` in this report does, with a roster among the exports",
        ],
        caveats: "A failed run that the next one made good is found all the same: between them the directory was ahead. A sync that simply \
                  stopped sends no event.",
    },
    run,
};

/// Source: Anthropic's activity reference.
const FAILED: [Named; 4] = [
    always("org_directory_resync_failed", "directory sync failed"),
    always("org_directory_sync_deleted", "directory sync deleted"),
    always("group_member_addition_failed", "adding members to a group failed"),
    always("group_member_removal_failed", "taking members out of a group failed"),
];
const OTHERS: [&str; 4] = [
    "org_directory_resync_completed",
    "org_directory_resync_started",
    "org_directory_sync_activated",
    "org_directory_sync_add_initiated",
];

fn run(cx: &Context) -> Result<Outcome> {
    judge(cx, &ANALYZER, &FAILED, &OTHERS, "the directory sync works")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{event, in_feed, said};
    use super::ANALYZER;
    use crate::analyze::testing::ask;

    #[test]
    fn failed_and_deleted() {
        let mut failed = event("10:00", "org_directory_resync_failed", "x", json!({"resync_uuid": "r"}));
        failed["actor"] = json!({"type": "system_actor", "service": "directory"});
        assert_eq!(
            said(&ANALYZER, &[failed]),
            [
                "high org_directory_resync_failed: directory sync failed by directory on 2026-08-03 10:00 UTC. Expected: the directory sync \
              works"
            ]
        );
        let deleted = event("10:00", "org_directory_sync_deleted", "stale-ann", json!({}));
        assert_eq!(in_feed(&ANALYZER, &[deleted]), ["high stale-ann@example.com"]);
    }

    #[test]
    fn what_is_none() {
        let events = [
            event("10:00", "org_directory_resync_completed", "ok", json!({})),
            event("10:01", "org_directory_sync_activated", "ok", json!({})),
        ];
        assert_eq!(in_feed(&ANALYZER, &events), [""; 0]);
        let keys = crate::analyze::testing::page(&[]);
        assert_eq!(ask(&ANALYZER, &[("keys.json", &keys)]), ["not assessed: no export of audit events"]);
    }
}
