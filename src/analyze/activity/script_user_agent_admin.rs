//! Privileged actions by a script under a person's name.

use std::collections::BTreeSet;

use anyhow::Result;

use super::{by_whom, finding_of, is_admin_action, no_events};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::{Event, agent_family};
use crate::model::{Control, Finding, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "script-user-agent-admin",
    title: "Privileged actions by scripts",
    control: Control::AuditLogReview,
    severity: Severity::Medium,
    reads: &[&[Table::Events]],
    population: "privileged actions by people in the period",
    thresholds: &[],
    explain: Explain {
        finds: "A change of settings, roles, members, limits or connectors, or an export, in a person's session with a program that is no \
                browser but a tool or library: curl, wget, python, Go, Java, Node and the like. Actions by API keys, admin keys and service \
                accounts are meant for scripts and are no findings. Of several by one person with one program on one day the first is found.",
        matters: "A person's session in a script is a copied cookie: it is in a file somewhere, and it works without a second factor.",
        remedy: &[
            "Ask {name} which script it is; give it a service account or an admin key of its own instead",
            "End the sessions of {name}: Organization settings > Members > {name} > Sign out",
        ],
        caveats: "The name of a program is what the program says: one that calls itself a browser is not found.",
    },
    run,
};

/// First words of tools and libraries, as they name themselves.
const TOOLS: [&str; 20] = [
    "curl",
    "wget",
    "python",
    "python-requests",
    "python-urllib",
    "python-httpx",
    "aiohttp",
    "httpx",
    "go-http-client",
    "okhttp",
    "java",
    "apache-httpclient",
    "axios",
    "node-fetch",
    "node",
    "undici",
    "got",
    "ruby",
    "postmanruntime",
    "powershell",
];

/// The tool that a program names itself.
fn tool(agent: &str) -> Option<&'static str> {
    let family = agent_family(agent);
    let first = family.split(' ').next()?;
    TOOLS.iter().find(|tool| **tool == first).copied()
}

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(missing) = no_events(cx) {
        return Ok(missing);
    }
    let (mut population, mut findings, mut found) = (0, Vec::new(), BTreeSet::new());
    for event in cx.facts.log.events.within(cx.period).filter(|event| is_admin_action(event) && event.is_by_person()) {
        population += 1;
        let Some(tool) = event.user_agent.as_deref().and_then(tool) else { continue };
        if found.insert((super::actor_key(&event.actor), tool, event.at.date_naive())) {
            findings.push(finding(cx, event));
        }
    }
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

fn finding(cx: &Context, event: &Event) -> Finding {
    let subject = by_whom(cx, event);
    let program = event.user_agent.as_deref().unwrap_or_default();
    let title = format!("{} with {program} as {}", event.event, subject.label());
    let mut finding = finding_of(cx, &ANALYZER, subject, title, event, &event.event);
    finding.message = format!("{}, with «{program}». Expected: people work in a browser or an app", finding.message);
    finding.observed = Some(program.to_owned());
    finding.threshold = Some("a browser or an app".to_owned());
    finding
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{event, in_feed, said};
    use super::ANALYZER;
    use crate::analyze::testing::ask;

    fn with_agent(kind: &str, agent: &str) -> Value {
        let mut one = event("10:00", kind, "stale-ann", json!({}));
        one["actor"]["user_agent"] = json!(agent);
        one
    }

    #[test]
    fn tools() {
        assert_eq!(
            said(&ANALYZER, &[with_agent("org_sso_toggled", "curl/8.9.1")]),
            [
                "medium stale-ann@example.com: org_sso_toggled by stale-ann@example.com on 2026-08-03 10:00 UTC, with «curl/8.9.1». Expected: \
              people work in a browser or an app"
            ]
        );
        for agent in ["python-requests/2.32.3", "Go-http-client/2.0", "Python/3.12 aiohttp/3.9"] {
            assert_eq!(in_feed(&ANALYZER, &[with_agent("org_members_exported", agent)]).len(), 1, "{agent}");
        }
    }

    #[test]
    fn what_is_none() {
        let browser = with_agent("org_sso_toggled", "Mozilla/5.0 (X11; Linux x86_64) Firefox/143.0");
        assert_eq!(in_feed(&ANALYZER, &[browser]), [""; 0]);
        assert_eq!(in_feed(&ANALYZER, &[with_agent("claude_chat_created", "curl/8.9.1")]), [""; 0], "everyday work");
        let mut by_key = with_agent("org_members_exported", "curl/8.9.1");
        by_key["actor"] = json!({"type": "admin_api_key_actor", "admin_api_key_id": "a1", "user_agent": "curl/8.9.1"});
        assert_eq!(in_feed(&ANALYZER, &[by_key]), [""; 0], "an API actor");
        let keys = crate::analyze::testing::page(&[]);
        assert_eq!(ask(&ANALYZER, &[("keys.json", &keys)]), ["not assessed: no export of audit events"]);
    }
}
