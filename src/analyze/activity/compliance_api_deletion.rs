//! Content deleted through the Compliance API.

use anyhow::Result;

use super::by_day::{Look, Question, judge};
use super::no_feed;
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::Event;
use crate::model::{Control, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "compliance-api-deletion",
    title: "Deletions through the Compliance API",
    control: Control::AuditLogReview,
    severity: Severity::High,
    reads: &[&[Table::Events]],
    population: "requests to the Compliance API in the period",
    thresholds: &[],
    explain: Explain {
        finds: "Requests to the Compliance API that deleted something (`request_method` DELETE), one finding for each actor, day and kind of thing. \
                Requests that only read, and deletions that were refused or found nothing (status 400 and above), are no findings.",
        matters: "A compliance key deletes other people's chats, files and projects for good, and they do not notice.",
        remedy: &[
            "Ask who runs {name}, and under which rule of retention or which request it deleted",
            "If nobody did: deactivate the compliance key, and make one with read scopes only",
        ],
        caveats: "A program that enforces retention deletes every day, and is found every day: suppress it by its key. A request without a status is \
                  taken for one that succeeded. The audit-log export does not tell of such requests.",
    },
    run,
};

/// Source: Anthropic's activity reference.
const KINDS: [(&str, &str); 1] = [("compliance_api_accessed", "deletion through the Compliance API")];
const DELETE: &str = "DELETE";
/// From here on a status says that nothing was done.
const FIRST_ERROR: i64 = 400;

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(missing) = no_feed(cx, "requests to the Compliance API") {
        return Ok(missing);
    }
    let threshold = "no deletion without a rule or a request";
    let question = Question { kinds: &KINDS, others: &[], threshold, by_actor: true };
    Ok(judge(cx, &ANALYZER, &question, look))
}

fn look(event: &Event) -> Look {
    match event.text("request_method") {
        None => Look::Unstated,
        Some(method) if !method.eq_ignore_ascii_case(DELETE) => Look::Fine,
        Some(_) if status(event).is_some_and(|status| status >= FIRST_ERROR) => Look::Fine,
        Some(_) => Look::Found(event.text("url").map(kind).unwrap_or_default()),
    }
}

fn status(event: &Event) -> Option<i64> {
    let status = event.field("status_code")?;
    status.as_i64().or_else(|| status.as_str()?.trim().parse().ok())
}

/// `chats` of `https://api.anthropic.com/v1/compliance/apps/chats/claude_chat_01…?x=y`: the words of the path without hosts, versions and ids.
fn kind(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let path = path.split_once("/compliance/").map_or(path, |(_, behind)| behind);
    let is_word =
        |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '_' | '-'));
    path.split('/').filter(is_word).filter(|part| *part != "apps").collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{event, in_feed, log, said};
    use super::*;
    use crate::analyze::testing::found;

    fn request(time: &str, whom: &str, method: &str, status: Value, url: &str) -> Value {
        let fields = json!({"request_id": "req_1", "request_method": method, "status_code": status, "url": url});
        event(time, "compliance_api_accessed", whom, fields)
    }

    const CHAT: &str = "https://api.anthropic.com/v1/compliance/apps/chats/claude_chat_01Ab?x=1";

    #[test]
    fn one_finding_for_actor_day_and_kind() {
        let events = [
            request("10:00", "stale-ann", "DELETE", json!(200), CHAT),
            request("10:01", "stale-ann", "delete", json!("204"), "/v1/compliance/apps/chats/claude_chat_02"),
        ];
        assert_eq!(
            said(&ANALYZER, &events),
            [
                "high stale-ann@example.com: deletion through the Compliance API: chats, 2 times, by stale-ann@example.com from 2026-08-03 \
                 10:00 UTC to 2026-08-03 10:01 UTC. Expected: no deletion without a rule or a request"
            ]
        );
        let files = request("10:02", "stale-ann", "DELETE", Value::Null, "/v1/compliance/apps/chats/files/f_1");
        assert_eq!(in_feed(&ANALYZER, &[events[0].clone(), files]).len(), 2);
    }

    #[test]
    fn what_only_read_or_was_refused() {
        let events = [
            request("10:00", "ok-1", "GET", json!(200), CHAT),
            request("10:01", "ok-2", "DELETE", json!(404), CHAT),
            request("10:02", "ok-3", "DELETE", json!("403"), CHAT),
            request("10:03", "ok-4", "POST", json!(200), CHAT),
            event("10:04", "compliance_api_accessed", "ok-5", json!({})),
        ];
        assert_eq!(in_feed(&ANALYZER, &events), [""; 0]);
        let log = log(&[("10:00", "project_created", "{}")]);
        assert_eq!(found(&ANALYZER, &[("log.csv", &log)]), ["not assessed"]);
    }

    #[test]
    fn kinds_of_things() {
        for (url, wanted) in [
            (CHAT, "chats"),
            ("", ""),
            ("/v1/compliance/apps/projects/claude_proj_1/documents/7", "projects/documents"),
        ] {
            assert_eq!(kind(url), wanted, "{url}");
        }
    }
}
