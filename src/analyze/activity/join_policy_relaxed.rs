//! Ways into the organization opened.

use anyhow::Result;

use super::named_events::{Named, always, judge};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::model::{Control, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "join-policy-relaxed",
    title: "Joining the organization made easier",
    control: Control::AuditLogReview,
    severity: Severity::Medium,
    reads: &[&[Table::Events]],
    population: "changes of how people join in the period",
    thresholds: &[],
    explain: Explain {
        finds: "A domain added (verified), requests to join approved at once, the organization made discoverable, members allowed to \
                invite others, an invite link made, or accounts made at the first sign-on. Switching these off, and single requests that \
                somebody approved, are no findings.",
        matters: "Each lets people in whom nobody asked for by name, and leavers with an old mailbox back in.",
        remedy: &[
            "Ask {name} for the decision",
            "If there is none: claude.ai > Organization settings > Identity and access (and Members) > switch it off",
        ],
        caveats: "A new office's domain looks the same. A change of the settings of discoverability does not say which way: it is counted \
                  in the population and not judged.",
    },
    run,
};

/// Source: Anthropic's activity reference; `org_jit_toggled` is in the audit-log export only.
const OPENED: [Named; 7] = [
    always("org_domain_verified", "domain added"),
    always("org_join_request_instant_approved", "request to join approved at once"),
    always("org_discoverability_enabled", "organization made discoverable"),
    always("org_member_invites_enabled", "members may invite others"),
    always("org_invite_link_generated", "invite link made"),
    always("org_invite_link_regenerated", "invite link made anew"),
    Named {
        name: "org_jit_toggled",
        says: "accounts are made at the first sign-on",
        when: Some("jit_provisioning_enabled"),
    },
];
const OTHERS: [&str; 6] = [
    "org_domain_removed",
    "org_discoverability_disabled",
    "org_discoverability_settings_updated",
    "org_member_invites_disabled",
    "org_invite_link_disabled",
    "org_join_request_approved",
];

fn run(cx: &Context) -> Result<Outcome> {
    judge(cx, &ANALYZER, &OPENED, &OTHERS, "nobody joins without being asked for by name")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{event, in_feed, log, said};
    use super::ANALYZER;
    use crate::analyze::testing::{ask, found};

    #[test]
    fn opened() {
        assert_eq!(
            said(&ANALYZER, &[event("10:00", "org_domain_verified", "stale-ann", json!({"domain": "example.net"}))]),
            [
                "medium stale-ann@example.com: domain added: example.net by stale-ann@example.com on 2026-08-03 10:00 UTC. Expected: nobody \
              joins without being asked for by name"
            ]
        );
        let events = [
            event("10:00", "org_discoverability_enabled", "stale-1", json!({})),
            event("10:01", "org_join_request_instant_approved", "stale-2", json!({})),
        ];
        assert_eq!(in_feed(&ANALYZER, &events).len(), 2);
        let log = log(&[("10:00", "org_jit_toggled", "{'jit_provisioning_enabled': True}")]);
        assert_eq!(found(&ANALYZER, &[("log.csv", &log)]), ["medium ann@example.com"]);
    }

    #[test]
    fn what_is_none() {
        let events = [
            event("10:00", "org_discoverability_disabled", "ok-1", json!({})),
            event("10:01", "org_join_request_approved", "ok-2", json!({})),
            event("10:02", "org_domain_add_initiated", "ok-3", json!({})),
        ];
        assert_eq!(in_feed(&ANALYZER, &events), [""; 0]);
        let log = log(&[("10:00", "org_jit_toggled", "{'jit_provisioning_enabled': False}")]);
        assert_eq!(found(&ANALYZER, &[("log.csv", &log)]), [""; 0]);
        let keys = crate::analyze::testing::page(&[]);
        assert_eq!(ask(&ANALYZER, &[("keys.json", &keys)]), ["not assessed: no export of audit events"]);
    }
}
