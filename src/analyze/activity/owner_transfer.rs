//! The organization handed to another primary owner.

use anyhow::Result;

use super::{finding_of, no_feed, person};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::Event;
use crate::model::{Control, Finding, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "owner-transfer",
    title: "Primary ownership transferred",
    control: Control::LeastPrivilege,
    severity: Severity::High,
    reads: &[&[Table::Events]],
    population: "transfers of the primary ownership in the period",
    thresholds: &[],
    explain: Explain {
        finds: "Every transfer of the primary ownership in the period. The finding is about the new owner. Other roles are judged by \
                `privileged-role-change`.",
        matters: "The primary owner can do everything, cannot be removed by others, and is who Anthropic talks to.",
        remedy: &[
            "Have the management confirm in writing that {name} is to own the organization",
            "If nobody confirms it: ask the old owner, and write to Anthropic's support at once",
        ],
        caveats: "A planned succession looks the same. The audit-log export has no transfers.",
    },
    run,
};

/// Source: Anthropic's activity reference.
const TRANSFERRED: &str = "primary_owner_transferred";

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(missing) = no_feed(cx, "owners") {
        return Ok(missing);
    }
    let transfers = cx.facts.log.events.within(cx.period).filter(|event| event.name == TRANSFERRED);
    let findings: Vec<Finding> = transfers.map(|event| finding(cx, event)).collect();
    Ok(Outcome::Assessed { population: findings.len() as u64, findings, notes: Vec::new() })
}

fn finding(cx: &Context, event: &Event) -> Finding {
    let label = |field: &str| person(cx, event.text(field), None).label().to_owned();
    let (old, new) = (label("previous_owner_id"), label("new_owner_id"));
    let what = format!("primary ownership transferred from {old} to {new}");
    let title = format!("{new} became the primary owner");
    let mut finding = finding_of(cx, &ANALYZER, person(cx, event.text("new_owner_id"), None), title, event, &what);
    finding.message = format!("{}. Expected: no transfer without a decision", finding.message);
    finding.threshold = Some("no transfer without a decision".to_owned());
    finding
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{event, in_feed, log, said};
    use super::ANALYZER;
    use crate::analyze::testing::found;

    #[test]
    fn transferred() {
        let fields = json!({"previous_owner_id": "user_ann", "new_owner_id": "user_stale-bob"});
        assert_eq!(
            said(&ANALYZER, &[event("10:00", "primary_owner_transferred", "ann", fields)]),
            [
                "high user_stale-bob: primary ownership transferred from user_ann to user_stale-bob by ann@example.com on 2026-08-03 10:00 UTC. \
              Expected: no transfer without a decision"
            ]
        );
    }

    #[test]
    fn what_is_none() {
        let role = json!({"user_id": "user_ok", "previous_role": "admin", "current_role": "owner"});
        assert_eq!(in_feed(&ANALYZER, &[event("10:00", "claude_user_role_updated", "ann", role)]), [""; 0]);
        let log = log(&[("10:00", "org_user_updated", "{}")]);
        assert_eq!(found(&ANALYZER, &[("log.csv", &log)]), ["not assessed"]);
    }
}
