//! Work made public or open to the whole organization.

use anyhow::Result;
use serde_json::Value;

use super::{assessed_events, by_whom, finding_of, no_events};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::Event;
use crate::model::{Control, Finding, Severity, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "public-share",
    title: "Work made public or open to everybody",
    control: Control::AuditLogReview,
    severity: Severity::Medium,
    reads: &[&[Table::Events]],
    population: "changes of who sees artifacts, projects and chats in the period",
    thresholds: &[],
    explain: Explain {
        finds: "Every artifact, project or shared session that was published, or opened to the public or to the whole organization. \
                Sharing with some people or a group, narrowing, and what was as open before are no findings.",
        matters: "A link that works for everybody is a leak that needs no attacker, and a project carries its documents along.",
        remedy: &[
            "Ask {name} whether everybody is meant to see it",
            "Narrow it: open the artifact or project > Share > only invited people; Organization settings > Capabilities > public sharing off",
        ],
        caveats: "The events do not say what the shared thing holds. Sharing whose audience is not stated, or not known, is counted in a note. \
                  The audit-log export has projects only.",
    },
    run,
};

/// Types that publish, whatever they say. Source: Anthropic's activity reference.
const PUBLISHED: [&str; 3] =
    ["claude_artifact_published", "design_project_published", "design_project_artifact_published"];
/// What a published thing may say of itself.
const IS_PUBLIC: &str = "is_public";
/// Types that state an audience, and the fields that can hold it.
const SHARED: [&str; 4] = [
    "claude_artifact_sharing_updated",
    "claude_project_sharing_updated",
    "design_project_sharing_updated",
    "session_share_created",
];
const AUDIENCES: [&str; 5] = ["audience", "new_mode", "new_scope", "access_level", "updated_privacy"];
/// Fields with the audience before and after.
const CHANGES: [(&str, &str); 2] = [("previous_mode", "new_mode"), ("previous_scope", "new_scope")];
/// Words for everybody and for some, as far as they are known; the reference lists no values.
const EVERYBODY: [&str; 9] = [
    "public",
    "organization",
    "org",
    "everyone",
    "anyone",
    "world",
    "organization_wide",
    "anyone_with_link",
    "workspace",
];
const SOME: [&str; 10] =
    ["private", "user", "users", "group", "groups", "invited", "restricted", "none", "owner", "specific_users"];

/// Whether an audience is everybody; nothing where it is not stated or not known.
fn is_everybody(event: &Event) -> Option<bool> {
    let words: Vec<String> = AUDIENCES.iter().filter_map(|field| event.field(field)).flat_map(words).collect();
    if words.iter().any(|word| EVERYBODY.contains(&word.as_str())) {
        let word = |field: &str| event.text(field).map(str::to_lowercase);
        let is_as_before = |(before, now): &(&str, &str)| word(before).is_some() && word(before) == word(now);
        return Some(!CHANGES.iter().any(is_as_before));
    }
    (!words.is_empty() && words.iter().all(|word| SOME.contains(&word.as_str()))).then_some(false)
}

/// `"organization"`, `{"type": "organization"}`, or a list of those.
fn words(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.to_lowercase()],
        Value::Array(items) => items.iter().flat_map(words).collect(),
        Value::Object(fields) => fields.get("type").map(words).unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(missing) = no_events(cx) {
        return Ok(missing);
    }
    let (mut population, mut unattributed, mut findings) = (0, 0, Vec::new());
    for event in cx.facts.log.events.within(cx.period) {
        let name = event.name.as_str();
        let open = if PUBLISHED.contains(&name) {
            Some(event.flag(IS_PUBLIC) != Some(false))
        } else if SHARED.contains(&name) {
            is_everybody(event)
        } else {
            continue;
        };
        population += 1;
        match open {
            Some(true) => findings.push(finding(cx, event)),
            Some(false) => {}
            None => unattributed += 1,
        }
    }
    Ok(assessed_events((population, unattributed), findings, |unsaid| {
        format!(
            "not judged, because they do not say in known words with whom: {} of sharing",
            counted(unsaid, "change")
        )
    }))
}

fn finding(cx: &Context, event: &Event) -> Finding {
    let subject = by_whom(cx, event);
    let whom = AUDIENCES.iter().filter_map(|field| event.field(field)).flat_map(words).collect::<Vec<_>>().join(", ");
    let ids =
        ["claude_artifact_id", "claude_project_id", "claude_published_artifact_id", "share_id", "design_project_id"];
    let thing = ids.iter().find_map(|field| event.text(field)).map_or_else(String::new, |id| format!(" {id}"));
    let what = if whom.is_empty() { format!("published{thing}") } else { format!("shared{thing} with: {whom}") };
    let title = format!("{} {what}", subject.label());
    let mut finding = finding_of(cx, &ANALYZER, subject, title, event, &what);
    finding.message = format!("{}. Expected: nothing is open to everybody without a decision", finding.message);
    finding.threshold = Some("nothing open to everybody".to_owned());
    finding
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{event, in_feed, log, said};
    use super::ANALYZER;
    use crate::analyze::testing::{ask, found};

    #[test]
    fn open_to_everybody() {
        let share = json!({"claude_project_id": "p1", "audience": [{"type": "organization"}]});
        assert_eq!(
            said(&ANALYZER, &[event("10:00", "claude_project_sharing_updated", "stale-ann", share)]),
            [
                "medium stale-ann@example.com: shared p1 with: organization by stale-ann@example.com on 2026-08-03 10:00 UTC. Expected: \
              nothing is open to everybody without a decision"
            ]
        );
        let mode = json!({"claude_artifact_id": "a1", "previous_mode": "private", "new_mode": "public"});
        let scope = json!({"design_project_id": "d1", "previous_scope": "private", "new_scope": "organization"});
        let session = json!({"share_id": "s", "access_level": "public"});
        let events = [
            event("10:00", "claude_artifact_published", "stale-1", json!({"title": "t"})),
            event("10:01", "claude_artifact_sharing_updated", "stale-2", mode),
            event("10:02", "design_project_sharing_updated", "stale-3", scope),
            event("10:03", "design_project_artifact_published", "stale-4", json!({"is_public": true})),
            event("10:04", "design_project_published", "stale-5", json!({"design_project_id": "d2"})),
            event("10:05", "session_share_created", "stale-6", session),
        ];
        assert_eq!(in_feed(&ANALYZER, &events), [1, 2, 3, 4, 5, 6].map(|n| format!("medium stale-{n}@example.com")));
        let log = log(&[("10:00", "project_visibility_changed", "{'updated_privacy': 'public'}")]);
        assert_eq!(found(&ANALYZER, &[("log.csv", &log)]), ["medium ann@example.com"]);
    }

    #[test]
    fn what_is_none() {
        let events = [
            event("10:00", "claude_project_sharing_updated", "ok-1", json!({"audience": [{"type": "users"}]})),
            event(
                "10:01",
                "claude_artifact_sharing_updated",
                "ok-2",
                json!({"previous_mode": "public", "new_mode": "private"}),
            ),
            event(
                "10:02",
                "claude_artifact_sharing_updated",
                "ok-3",
                json!({"previous_mode": "public", "new_mode": "public"}),
            ),
            event("10:03", "claude_project_sharing_updated", "ok-4", json!({"audience": [{"type": "news"}]})),
            event("10:04", "session_share_revoked", "ok-5", json!({"share_id": "s"})),
            event("10:05", "design_project_artifact_published", "ok-6", json!({"is_public": false})),
            event(
                "10:06",
                "design_project_sharing_updated",
                "ok-7",
                json!({"previous_scope": "organization", "new_scope": "organization"}),
            ),
        ];
        assert_eq!(in_feed(&ANALYZER, &events), [""; 0]);
        let keys = crate::analyze::testing::page(&[]);
        assert_eq!(ask(&ANALYZER, &[("keys.json", &keys)]), ["not assessed: no export of audit events"]);
    }
}
