//! Others hear of spend than before.

use anyhow::Result;

use super::named_events::{Named, always, judge};
use super::no_feed;
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::model::{Control, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "alert-recipients-changed",
    title: "Recipients of bills or spend alerts changed",
    control: Control::SpendAlerts,
    severity: Severity::Medium,
    reads: &[&[Table::Events]],
    population: "changes of recipients in the period",
    thresholds: &[],
    explain: Explain {
        finds: "Every change of the addresses or roles that get the alerts of a spend limit (of the organization or a workspace), and of \
                those that get the bills. Changes of the limits themselves are judged elsewhere.",
        matters: "An alert that nobody reads is none; taking oneself's watcher off the list comes before the spending.",
        remedy: &[
            "Ask {name} for the reason, and compare with [alerts] recipients in the policy",
            "Console > Settings > Limits > alert recipients; bills: Console > Settings > Billing > billing emails",
        ],
        caveats: "The feed says who gets alerts now and not who did before, and of bills only how many do. The audit-log export has no recipients. Setting up the first recipients looks the same.",
    },
    run,
};

/// Source: Anthropic's activity reference.
const CHANGED: [Named; 3] = [
    always("platform_spend_limit_alert_emails_updated", "recipients of the organization's spend alerts changed"),
    always("workspace_spend_limit_alert_emails_updated", "recipients of a workspace's spend alerts changed"),
    always("billing_emails_updated", "recipients of bills changed"),
];

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(missing) = no_feed(cx, "recipients") {
        return Ok(missing);
    }
    judge(cx, &ANALYZER, &CHANGED, &[], "no change without a decision")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{event, in_feed, log, said};
    use super::ANALYZER;
    use crate::analyze::testing::found;

    #[test]
    fn changed() {
        assert_eq!(
            said(&ANALYZER, &[event("10:00", "billing_emails_updated", "stale-ann", json!({"to_email_count": 1}))]),
            [
                "medium stale-ann@example.com: recipients of bills changed by stale-ann@example.com on 2026-08-03 10:00 UTC. Expected: no \
              change without a decision"
            ]
        );
    }

    #[test]
    fn what_is_none() {
        let limit = event("10:00", "platform_spend_limit_created", "ok", json!({"limit_usd": 1}));
        assert_eq!(in_feed(&ANALYZER, &[limit]), [""; 0]);
        let log = log(&[("10:00", "project_created", "{}")]);
        assert_eq!(found(&ANALYZER, &[("log.csv", &log)]), ["not assessed"]);
    }
}
