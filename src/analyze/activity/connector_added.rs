//! New ways for data to leave or for tools to act: connectors, integrations, relaxed tool policies.

use anyhow::Result;
use chrono::Duration;
use serde_json::Value;

use super::{EDIT_MINUTES, assessed_events, by_whom, finding_of, no_events, replaced};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::Event;
use crate::model::{Control, Finding, Severity, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "connector-added",
    title: "Connectors added or their tools allowed more",
    control: Control::AuditLogReview,
    severity: Severity::Medium,
    reads: &[&[Table::Events]],
    population: "connectors added and tool policies changed in the period",
    thresholds: &[],
    explain: Explain {
        finds: "Every MCP server, integration (Google Drive, GitHub, GitHub Enterprise, GitLab, Slack, a connected code host), tunnel, webhook or desktop \
                extension that was added for the organization or approved, and every tool policy that was set to act without asking. One that was deleted \
                and made again within 10 minutes is an edit and no finding; neither is a member connecting their own account to what is \
                allowed already.",
        matters: "A connector reads and writes elsewhere in the members' names, and what it returns can steer the model.",
        remedy: &[
            "Ask {name} who approved it, which data it reaches, and who runs the server",
            "If nobody approved it: claude.ai > Organization settings > Connectors > remove; for tools: set the permission back to ask",
        ],
        caveats: "The feed names a server and not its address. A policy of tools says what it is and not what it was before; values that \
                  are not known are counted in a note. In the audit-log export one event stands for several integrations.",
    },
    run,
};

/// Types: added, what it is, and the type that deletes one. Source: Anthropic's activity reference, lists of 2026-08-14 and 2026-09-26.
pub(super) const ADDED: [(&str, &str, Option<&str>); 14] = [
    ("mcp_server_created", "MCP server", Some("mcp_server_deleted")),
    ("mcp_directory_server_published", "MCP server of the directory", None),
    ("claude_gdrive_integration_created", "Google Drive integration", Some("claude_gdrive_integration_deleted")),
    ("claude_github_integration_created", "GitHub integration", Some("claude_github_integration_deleted")),
    ("ghe_configuration_created", "GitHub Enterprise configuration", Some("ghe_configuration_deleted")),
    ("gitlab_configuration_created", "GitLab configuration", Some("gitlab_configuration_deleted")),
    ("github_app_installation_linked", "GitHub app", Some("github_app_installation_unlinked")),
    ("slack_workspace_claimed", "Slack workspace", Some("slack_workspace_claim_revoked")),
    ("tunnel_created", "tunnel", Some("tunnel_archived")),
    ("desktop_extension_uploaded", "desktop extension", Some("desktop_extension_deleted")),
    ("desktop_extension_allowlisted", "desktop extension, now on the allowlist,", None),
    ("desktop_extension_unblocked", "desktop extension, no longer blocked,", None),
    ("claude_code_security_webhook_created", "webhook of security scans", Some("claude_code_security_webhook_deleted")),
    ("connector_request_approved", "requested connector", None),
];
/// A setting of the organization with its list of connected code hosts.
const HOSTS: (&str, &str) = ("claude_organization_settings_updated", "vcs_connections");
/// Switches that let tools act without asking.
const UNASKED: [(&str, &str); 2] = [
    ("org_cowork_mcp_always_allow_enabled", "tools may be allowed permanently"),
    ("org_cowork_act_without_asking_mode_enabled", "acting without asking allowed"),
];
/// Policies of single tools; a request that was decided is reported for by a field.
const POLICIES: [&str; 2] = ["mcp_tool_policy_updated", "cli_plugin_exec_policy_updated"];
const RESOLVED: (&str, &str, &str) = ("admin_connector_request_resolved", "decision", "approved");
/// What `max_permission` may be that lets a tool act by itself, and what does not. The reference lists no values.
const FREE: [&str; 5] = ["allow", "always_allow", "allowed", "auto", "auto_approve"];
const BOUND: [&str; 7] = ["ask", "always_ask", "needs_approval", "block", "blocked", "deny", "disabled"];

/// What an event of the table did; `Err` where the event does not say.
fn relaxed(event: &Event) -> Option<Result<String, ()>> {
    if let Some((_, what)) = UNASKED.iter().find(|(name, _)| event.name == *name) {
        return Some(Ok((*what).to_owned()));
    }
    if event.name == RESOLVED.0 {
        return (event.text(RESOLVED.1) == Some(RESOLVED.2)).then(|| Ok("requested connector approved".to_owned()));
    }
    if event.name == HOSTS.0 {
        let new = hosts_added(event);
        return (!new.is_empty()).then(|| Ok(format!("code host {} connected", new.join(", "))));
    }
    if !POLICIES.contains(&event.name.as_str()) {
        return None;
    }
    let now = event.text("max_permission").map(str::to_lowercase);
    let was = event.text("previous_max_permission").map(str::to_lowercase);
    let tool = event.text("tool_name").or(event.text("op_name")).unwrap_or("a tool");
    match now.as_deref() {
        // No limit any more.
        None if was.is_some() => Some(Ok(format!("policy of {tool} taken away"))),
        Some(now) if was.as_deref() == Some(now) || BOUND.contains(&now) => None,
        Some(now) if FREE.contains(&now) => Some(Ok(format!("policy of {tool} set to {now}"))),
        _ => Some(Err(())),
    }
}

/// The names of code hosts that an update of the settings adds.
fn hosts_added(event: &Event) -> Vec<String> {
    let names = |value: &Value| -> Vec<String> {
        let name = |host: &Value| Some(format!("«{}»", host.get("org_name").or_else(|| host.get("type"))?.as_str()?));
        value.as_array().into_iter().flatten().filter_map(name).collect()
    };
    let lists = event.updates().filter(|(field, ..)| *field == HOSTS.1).map(|(_, was, is)| (names(was), names(is)));
    lists.flat_map(|(was, is)| is.into_iter().filter(move |name| !was.contains(name))).collect()
}

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(missing) = no_events(cx) {
        return Ok(missing);
    }
    let all = &cx.facts.log.events.notable;
    let in_period = |event: &Event| cx.period.contains(event.at.date_naive());
    let (mut population, mut unattributed) = (0, 0);
    let mut found: Vec<(&Event, String)> = Vec::new();
    for (created, what, deleted) in ADDED {
        let made: Vec<&Event> = all.iter().filter(|event| event.name == created).collect();
        let gone: Vec<&Event> = all.iter().filter(|event| Some(event.name.as_str()) == deleted).collect();
        // Seen from the creation: a deletion up to ten minutes before it.
        let edited = replaced(&made, &gone, Duration::zero(), Duration::minutes(EDIT_MINUTES));
        for (event, edited) in made.iter().zip(edited).filter(|(event, _)| in_period(event)) {
            population += 1;
            if !edited {
                found.push((event, format!("{what}{} added", named(event))));
            }
        }
    }
    for event in all.iter().filter(|event| in_period(event)) {
        match relaxed(event) {
            Some(Ok(what)) => found.push((event, what)),
            Some(Err(())) => unattributed += 1,
            None => continue,
        }
        population += 1;
    }
    found.sort_by_key(|(event, _)| (event.at, event.source));
    let findings = found.iter().map(|(event, what)| finding(cx, event, what)).collect();
    Ok(assessed_events((population, unattributed), findings, |unsaid| {
        format!("not judged, because this version does not know their values: {}", counted(unsaid, "tool policy"))
    }))
}

fn named(event: &Event) -> String {
    let names = ["mcp_server_name", "mcp_directory_server_name", "display_name", "organization_name", "extension_id"];
    names.iter().find_map(|field| event.text(field)).map_or_else(String::new, |name| format!(" «{name}»"))
}

fn finding(cx: &Context, event: &Event, what: &str) -> Finding {
    let subject = by_whom(cx, event);
    let title = format!("{what} by {}", subject.label());
    let mut finding = finding_of(cx, &ANALYZER, subject, title, event, what);
    finding.message = format!("{}. Expected: no connector without an approval", finding.message);
    finding.threshold = Some("no connector without an approval".to_owned());
    finding
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{event, in_feed, log, said};
    use super::ANALYZER;
    use crate::analyze::testing::{ask, found};

    fn server(time: &str, kind: &str, who: &str, name: &str) -> Value {
        event(time, kind, who, json!({"mcp_server_id": "m", "mcp_server_name": name}))
    }

    #[test]
    fn added_and_relaxed() {
        assert_eq!(
            said(&ANALYZER, &[server("10:00", "mcp_server_created", "stale-ann", "tickets")]),
            [
                "medium stale-ann@example.com: MCP server «tickets» added by stale-ann@example.com on 2026-08-03 10:00 UTC. Expected: no \
              connector without an approval"
            ]
        );
        let policy = json!({"tool_name": "send", "max_permission": "always_allow"});
        let events = [
            event("10:00", "claude_github_integration_created", "stale-1", json!({})),
            event("10:01", "mcp_tool_policy_updated", "stale-2", policy),
            event("10:02", "org_cowork_mcp_always_allow_enabled", "stale-3", json!({})),
            event("10:03", "admin_connector_request_resolved", "stale-4", json!({"decision": "approved"})),
        ];
        assert_eq!(in_feed(&ANALYZER, &events), [1, 2, 3, 4].map(|n| format!("medium stale-{n}@example.com")));
        let log = log(&[("10:00", "integration_org_enabled", "{}")]);
        assert_eq!(found(&ANALYZER, &[("log.csv", &log)]), ["medium ann@example.com"]);
    }

    #[test]
    fn what_is_none() {
        let events = [
            server("10:00", "mcp_server_deleted", "ok-ann", "parts"),
            server("10:09", "mcp_server_created", "ok-ann", "parts"),
            event("10:10", "integration_user_connected", "ok-bob", json!({"integration_type": "gdrive"})),
            event("10:11", "mcp_tool_policy_updated", "ok-bob", json!({"tool_name": "send", "max_permission": "ask"})),
            event("10:12", "admin_connector_request_resolved", "ok-bob", json!({"decision": "dismissed"})),
        ];
        assert_eq!(in_feed(&ANALYZER, &events), [""; 0]);
        let hosts = |was: Value, is: Value| {
            let fields = json!({"updates": [{"type": "vcs_connections", "previous_value": was, "current_value": is}]});
            event("10:00", "claude_organization_settings_updated", "stale-ann", fields)
        };
        let own = json!([{"type": "github", "org_name": "example"}]);
        assert!(said(&ANALYZER, &[hosts(json!(null), own.clone())])[0].contains("code host «example» connected"));
        assert_eq!(in_feed(&ANALYZER, &[hosts(own.clone(), own)]), [""; 0], "as before");
        let late = [
            server("10:00", "mcp_server_deleted", "stale-ann", "parts"),
            server("10:11", "mcp_server_created", "stale-ann", "parts"),
        ];
        assert_eq!(in_feed(&ANALYZER, &late).len(), 1, "eleven minutes later");
        let other = [
            server("10:00", "mcp_server_deleted", "stale-ann", "parts"),
            server("10:04", "mcp_server_created", "stale-ann", "tickets"),
        ];
        assert_eq!(in_feed(&ANALYZER, &other).len(), 1, "another server");
        let keys = crate::analyze::testing::page(&[]);
        assert_eq!(ask(&ANALYZER, &[("keys.json", &keys)]), ["not assessed: no export of audit events"]);
    }
}
