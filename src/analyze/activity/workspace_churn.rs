//! Workspaces archived with active keys, or created in large numbers.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::Duration;

use super::bursts::bursts;
use super::{actor_key, finding_of, finding_of_burst, no_feed};
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::facts::{Event, Key};
use crate::model::{Control, Finding, Severity, Subject, SubjectKind, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "workspace-churn",
    title: "Workspaces archived with active keys, or created in large numbers",
    control: Control::AuditLogReview,
    severity: Severity::Low,
    reads: &[&[Table::Events]],
    population: "workspaces made and archived in the period",
    thresholds: &[Threshold {
        name: "made_in_a_day",
        default: 5.0,
        unit: "workspaces",
        source: "more than one project's three environments and a spare",
    }],
    explain: Explain {
        finds: "A workspace that was archived while it had keys that the list calls active still, made before; and `made_in_a_day` or more \
                workspaces made by one actor within 24 hours. A workspace whose keys were all archived or switched off is no finding.",
        matters: "Archiving disables keys without telling the services that use them; workspaces made in number escape limits that are set \
                  one by one.",
        remedy: &[
            "Archive the keys of {name} one by one, when no service uses them any more: Console > API keys; or Admin API: POST \
             /v1/organizations/api_keys/… with {\"status\":\"archived\"}",
            "Of new workspaces: set limits, or archive those that nobody needs: Admin API: POST /v1/organizations/workspaces/{id}/archive",
        ],
        caveats: "Keys that were switched off with the workspace look as if they had been off before. Without a list of keys only workspaces \
                  made in number are found. The audit-log export has no workspaces.",
    },
    run,
};

/// Source: Anthropic's activity reference.
const ARCHIVED: &str = "platform_workspace_archived";
const CREATED: &str = "platform_workspace_created";

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(missing) = no_feed(cx, "workspaces") {
        return Ok(missing);
    }
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("made_in_a_day") });
    let (mut population, mut findings) = (0, Vec::new());
    let mut by_actor: BTreeMap<String, Vec<&Event>> = BTreeMap::new();
    for event in &cx.facts.log.events.notable {
        let in_period = cx.period.contains(event.at.date_naive());
        match event.name.as_str() {
            ARCHIVED if in_period => {
                population += 1;
                findings.extend(archived(cx, event));
            }
            CREATED => {
                population += u64::from(in_period);
                by_actor.entry(actor_key(&event.actor).unwrap_or_default()).or_default().push(event);
            }
            _ => {}
        }
    }
    for (_, made) in by_actor.iter().filter(|(actor, _)| !actor.is_empty()) {
        let day = Duration::hours(24);
        for burst in bursts(made, limit.value, day) {
            if burst.iter().any(|event| cx.period.contains(event.at.date_naive())) {
                let threshold = format!("{limit}, within 24 hours");
                let of = ("workspaces made by", "a day", day);
                findings.extend(finding_of_burst(cx, &ANALYZER, &burst, of, threshold));
            }
        }
    }
    let note = "no list of API keys: whether archived workspaces had active keys is not known".to_owned();
    let notes = if cx.data.has(Table::Keys) { Vec::new() } else { vec![note] };
    Ok(Outcome::Assessed { population, findings, notes })
}

fn archived(cx: &Context, event: &Event) -> Option<Finding> {
    let id = event.text("workspace_id")?;
    let is_left = |key: &&Key| {
        key.workspace_id.as_deref() == Some(id) && key.created_at.is_none_or(|created| created <= event.at)
    };
    let keys: Vec<&Key> = cx.facts.lists.active_keys().filter(is_left).collect();
    let first = keys.first()?;
    let name = cx.facts.lists.workspace(id).map(|workspace| workspace.name.clone());
    let subject = Subject { kind: SubjectKind::Workspace, id: Some(id.to_owned()), name, workspace: None };
    let what = format!("workspace archived with {}", counted(keys.len(), "active key"));
    let title = format!("Workspace «{}» was archived with {}", subject.label(), counted(keys.len(), "active key"));
    let mut finding = finding_of(cx, &ANALYZER, subject, title, event, &what);
    let more = if keys.len() > 1 { ", …" } else { "" };
    finding.message = format!("{} ({}{more}). Expected: no active key", finding.message, first.name);
    finding.threshold = Some("no active key".to_owned());
    let rows = keys.iter().take(super::MOST_EVIDENCE);
    finding.evidence.extend(rows.map(|key| key.source.evidence(cx.data, format!("{}: status {}", key.id, key.status))));
    Some(finding)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{event, feed, in_feed, log, on};
    use super::ANALYZER;
    use crate::analyze::Outcome;
    use crate::analyze::testing::{ask, found, key, outcome, page, with, workspace};
    use crate::policy::Policy;

    fn made(count: usize) -> Vec<Value> {
        (0..count)
            .map(|n| {
                event(
                    &format!("10:{n:02}"),
                    "platform_workspace_created",
                    "stale-ann",
                    json!({"workspace_id": format!("w{n}")}),
                )
            })
            .collect()
    }

    /// Fault: Bursts that overlap were one «within a day» that lasted for days
    /// Outcome: The title has the time that it lasted
    #[test]
    fn a_burst_of_days_is_none_within_a_day() {
        let title = |days: &[&str]| {
            let of = |day: &str| {
                let one = |n: usize| {
                    let fields = json!({"workspace_id": format!("w{day}{n}")});
                    on(day, &format!("10:{n:02}"), "platform_workspace_created", "stale-ann", fields)
                };
                (0..20).map(one).collect::<Vec<Value>>()
            };
            let events: Vec<Value> = days.iter().flat_map(|day| of(day)).collect();
            let found = outcome(&ANALYZER, &[("feed.jsonl", &feed(&events))], &Policy::default());
            let Outcome::Assessed { findings, .. } = found else { panic!("{days:?}") };
            assert_eq!(findings.len(), 1, "{findings:?}");
            findings[0].title.clone()
        };
        assert!(title(&["2026-08-03"]).ends_with("20 workspaces made by stale-ann@example.com within a day"));
        let days = title(&["2026-08-03", "2026-08-04", "2026-08-05"]);
        assert!(days.ends_with("60 workspaces made by stale-ann@example.com within 2 d 0 h"), "{days}");
    }

    #[test]
    fn archived_with_active_keys() {
        let archived = event("10:00", "platform_workspace_archived", "ann", json!({"workspace_id": "wrkspc_stale"}));
        let fine = event("10:01", "platform_workspace_archived", "ann", json!({"workspace_id": "wrkspc_ok"}));
        let keys = page(&[
            key("k1", "2026-01-05", Some("wrkspc_stale")),
            with(key("k2", "2026-01-05", Some("wrkspc_ok")), json!({"status": "archived"})),
        ]);
        let places = page(&[workspace("stale"), workspace("ok")]);
        let files = [("feed.jsonl", &*feed(&[archived, fine])), ("keys.json", &keys), ("places.json", &places)];
        assert_eq!(
            ask(&ANALYZER, &files),
            [
                "low stale: workspace archived with 1 active key by ann@example.com on 2026-08-03 10:00 UTC (k1). Expected: no active key"
            ]
        );
    }

    #[test]
    fn made_in_number() {
        assert_eq!(in_feed(&ANALYZER, &made(5)), ["low stale-ann@example.com"]);
        assert_eq!(in_feed(&ANALYZER, &made(4)), [""; 0]);
        let log = log(&[("10:00", "project_created", "{}")]);
        assert_eq!(found(&ANALYZER, &[("log.csv", &log)]), ["not assessed"]);
    }
}
