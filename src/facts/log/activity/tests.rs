//! Who did what last.

use serde_json::{Value, json};

use super::*;
use crate::analyze::testing::{activity, facts};
use crate::ingest::load_bytes;

fn read(events: &[Value]) -> Activity {
    let lines: String = events.iter().map(|event| format!("{event}\n")).collect();
    facts(&[("feed.jsonl", &lines)]).log.activity
}

#[test]
fn the_latest_event_by_id_and_by_address() {
    let activity = read(&[
        activity("2026-08-02T10:00:00Z", "claude_chat_created", "ann", json!({})),
        activity("2026-08-01T10:00:00Z", "claude_project_created", "ann", json!({})),
        activity("2026-08-03T10:00:00Z", "sso_login_failed", "ann", json!({})),
        activity("2026-08-03T10:00:00Z", "magic_link_login_failed", "ann", json!({})),
        activity("2026-08-05T10:00:00Z", "sso_login_failed", "bob", json!({})),
    ]);
    for actor in ["user_ann", "ann@example.com"] {
        assert_eq!(activity.of_id(actor).unwrap().event, "claude_chat_created", "{actor}");
    }
    assert!(activity.of_id("user_bob").is_none(), "a failed sign-in is no activity");
}

#[test]
fn conversations_count_for_the_member_with_the_accounts_address() {
    let file = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
    let data = load_bytes(vec![
        file("users.json", r#"[{"uuid":"0a","full_name":"Ann","email_address":"Ann@example.com"},{"uuid":"0b","full_name":null,"email_address":""}]"#),
        file(
            "conversations.json",
            r#"[{"uuid":"c1","name":"n","created_at":"2026-07-01T00:00:00Z","updated_at":"2026-07-03T00:00:00Z","account":{"uuid":"0a"},"chat_messages":[]},
{"uuid":"c2","created_at":"2026-06-01T00:00:00Z","updated_at":"2026-06-03T00:00:00Z","account":{"uuid":"0a"},"chat_messages":[]},
{"uuid":"c3","created_at":"2026-07-09T00:00:00Z","updated_at":"2026-07-09T00:00:00Z","account":{"uuid":"0c"},"chat_messages":[]},
{"uuid":"c4","updated_at":"2026-07-09T00:00:00Z","account":null,"chat_messages":[]}]"#,
        ),
    ])
    .unwrap();
    let activity = Activity::read(&data, &Events::read(&data).unwrap()).unwrap();
    let member = |address: &str| Member {
        id: "user_1".to_owned(),
        address: address.to_owned(),
        name: None,
        role: None,
        added_at: None,
        source: Source { file: 0, line: 1 },
    };
    let last = activity.of(&member("ann@example.com")).unwrap();
    assert_eq!((last.at.to_rfc3339(), last.event.as_str()), ("2026-07-03T00:00:00+00:00".to_owned(), "conversation"));
    assert_eq!(data.path(last.source.file), "conversations.json");
    assert!(activity.of(&member("bob@example.com")).is_none());
}

#[test]
fn seats_and_claude_code_show_that_somebody_is_active() {
    let seats = "Name,Email,Role,Seat Tier,Last Active\nA,Ann@Example.com,User,Standard,2026-08-30\nB,bo@example.com,User,Standard,\n";
    let code = r#"[{"date":"2026-09-02T00:00:00Z","actor":{"type":"user_actor","email_address":"ann@example.com"},"core_metrics":{}}]"#;
    let last = |files: &[(&str, &str)], address| {
        let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
        let data = load_bytes(files).unwrap();
        let activity = Activity::read(&data, &Events::read(&data).unwrap()).unwrap();
        activity.by_actor.get(address).map(|last| format!("{} {}", last.at.date_naive(), last.event))
    };
    let both = [("s.csv", seats), ("c.json", code)];
    assert_eq!(last(&both[..1], "ann@example.com").as_deref(), Some("2026-08-30 active in claude.ai"));
    assert_eq!(last(&both, "ann@example.com").as_deref(), Some("2026-09-02 used Claude Code"));
    assert_eq!(last(&both, "bo@example.com"), None);
}
