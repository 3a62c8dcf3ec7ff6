//! The organization, or several, deleted or about to be.

use anyhow::Result;

use super::by_day::{Look, Question, judge};
use super::no_events;
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::model::{Control, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "organization-deletion",
    title: "Deletion of an organization",
    control: Control::AuditLogReview,
    severity: Severity::Critical,
    reads: &[&[Table::Events]],
    population: "requests to delete an organization in the period",
    thresholds: &[],
    explain: Explain {
        finds: "Every request to delete the organization, and every deletion of organizations in bulk, begun or done. Deletions of chats, \
                projects and files are judged by `mass-deletion`.",
        matters: "Nothing else takes so much away at once: members, keys, chats, and the record of who did it.",
        remedy: &[
            "Ask {name} at once; if nobody decided it, write to Anthropic's support to stop the deletion",
            "Save the audit log and the activity feed outside of the organization",
        ],
        caveats: "A child organization of a test that was meant to go looks the same. Whether the request was withdrawn is not in the events.",
    },
    run,
};

/// Source: Anthropic's activity reference.
const KINDS: [(&str, &str); 3] = [
    ("org_deletion_requested", "deletion of the organization requested"),
    ("org_bulk_delete_initiated", "deletion of organizations in bulk begun"),
    ("org_deleted_via_bulk", "organization deleted in bulk"),
];

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(missing) = no_events(cx) {
        return Ok(missing);
    }
    let threshold = "no deletion without a decision";
    let question = Question { kinds: &KINDS, others: &[], threshold, by_actor: true };
    Ok(judge(cx, &ANALYZER, &question, |_| Look::Found(String::new())))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{event, in_feed, log, said};
    use super::ANALYZER;
    use crate::analyze::testing::found;

    #[test]
    fn requested_or_done() {
        assert_eq!(
            said(&ANALYZER, &[event("10:00", "org_deletion_requested", "stale-ann", json!({}))]),
            [
                "critical stale-ann@example.com: deletion of the organization requested, by stale-ann@example.com on 2026-08-03 10:00 UTC. \
                 Expected: no deletion without a decision"
            ]
        );
        for kind in ["org_bulk_delete_initiated", "org_deleted_via_bulk"] {
            assert_eq!(in_feed(&ANALYZER, &[event("10:00", kind, "stale-ann", json!({}))]).len(), 1, "{kind}");
            assert_eq!(found(&ANALYZER, &[("log.csv", &log(&[("10:00", kind, "{}")]))]), ["critical ann@example.com"]);
        }
    }

    #[test]
    fn deletions_of_less() {
        let project = event("10:00", "claude_project_deleted", "ok", json!({"claude_project_id": "p"}));
        let sync = event("10:01", "org_directory_sync_deleted", "ok", json!({}));
        assert_eq!(in_feed(&ANALYZER, &[project, sync]), [""; 0]);
    }
}
