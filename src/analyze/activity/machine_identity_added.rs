//! Identities that are nobody's: federation, service accounts, OAuth apps.

use anyhow::Result;

use super::by_day::{Look, Question, judge, named};
use super::no_events;
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::model::{Control, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "machine-identity-added",
    title: "Federation, service accounts and OAuth apps that were made",
    control: Control::LeastPrivilege,
    severity: Severity::Medium,
    reads: &[&[Table::Events]],
    population: "changes of federation, service accounts and OAuth apps in the period",
    thresholds: &[],
    explain: Explain {
        finds: "Every federation issuer, federation rule, service account and OAuth app that was made in the period, and every workspace that \
                a federation rule was opened to. Changes of existing ones, archiving and revoking are no findings.",
        matters: "Each lets a program in that no offboarding reaches. A federation rule lets in whatever another system's tokens say.",
        remedy: &[
            "Ask {name} for the ticket, and note an owner and a purpose for what was made",
            "If nobody needs it: Console > Settings > Federation, Service accounts or OAuth apps > archive or revoke it",
        ],
        caveats: "What a rule or an account may do is not in the event: look at the lists. Infrastructure that is made and destroyed by a program \
                  every day is found every day; suppress it by the program's id.",
    },
    run,
};

/// Source: Anthropic's activity reference, and support article 9970975 for the audit-log export.
const KINDS: [(&str, &str); 8] = [
    ("platform_federation_issuer_created", "federation issuer made"),
    ("platform_federation_rule_created", "federation rule made"),
    ("platform_federation_rule_workspace_added", "federation rule opened to a workspace"),
    ("platform_service_account_created", "service account made"),
    ("platform_oauth_app_created", "OAuth app made"),
    ("org_federation_issuer_created", "federation issuer made"),
    ("org_federation_rule_created", "federation rule made"),
    ("org_service_account_created", "service account made"),
];
const OTHERS: [&str; 9] = [
    "platform_federation_issuer_updated",
    "platform_federation_issuer_archived",
    "platform_federation_rule_updated",
    "platform_federation_rule_archived",
    "platform_federation_rule_workspace_removed",
    "platform_service_account_updated",
    "platform_service_account_archived",
    "platform_oauth_app_updated",
    "platform_oauth_app_revoked",
];
const FIELDS: [(&str, &str); 5] = [
    ("federation_rule_id", "rule"),
    ("federation_issuer_id", "issuer"),
    ("service_account_id", "account"),
    ("oauth_app_id", "app"),
    ("name", "name"),
];

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(missing) = no_events(cx) {
        return Ok(missing);
    }
    let threshold = "an owner and a purpose for each";
    let question = Question { kinds: &KINDS, others: &OTHERS, threshold, by_actor: true };
    Ok(judge(cx, &ANALYZER, &question, |event| Look::Found(named(event, &FIELDS))))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{event, in_feed, log, said};
    use super::ANALYZER;
    use crate::analyze::testing::found;

    #[test]
    fn made() {
        let app = json!({"oauth_app_id": "oapp_1", "workspace_id": "wrkspc_1"});
        assert_eq!(
            said(&ANALYZER, &[event("10:00", "platform_oauth_app_created", "stale-ann", app)]),
            [
                "medium stale-ann@example.com: OAuth app made: app oapp_1, by stale-ann@example.com on 2026-08-03 10:00 UTC. Expected: an \
                 owner and a purpose for each"
            ]
        );
        for kind in [
            "platform_federation_issuer_created",
            "platform_federation_rule_created",
            "platform_federation_rule_workspace_added",
            "platform_service_account_created",
        ] {
            assert_eq!(in_feed(&ANALYZER, &[event("10:00", kind, "stale-ann", json!({}))]).len(), 1, "{kind}");
        }
        for kind in ["org_federation_issuer_created", "org_federation_rule_created", "org_service_account_created"] {
            let log = log(&[("10:00", kind, "{}")]);
            assert_eq!(found(&ANALYZER, &[("log.csv", &log)]), ["medium ann@example.com"], "{kind}");
        }
    }

    #[test]
    fn changed_and_taken_away() {
        let kinds =
            ["platform_service_account_updated", "platform_oauth_app_revoked", "platform_federation_rule_archived"];
        let events: Vec<_> = kinds.iter().map(|kind| event("10:00", kind, "ok", json!({}))).collect();
        assert_eq!(in_feed(&ANALYZER, &events), [""; 0]);
    }
}
