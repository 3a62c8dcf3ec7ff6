use serde_json::json;

use crate::analyze::testing::{activity, facts};

#[test]
fn every_event_counts_once_in_its_hour() {
    let at = |time: &str, local: &str| activity(time, "sso_login_succeeded", local, json!({})).to_string();
    let feed = [
        at("2026-09-05T11:00:00Z", "a"),
        at("2026-09-05T10:59:59Z", "a"),
        at("2026-09-05T10:00:00Z", "b"),
        activity("2026-09-05T10:30:00Z", "claude_chat_created", "a", json!({})).to_string(),
    ]
    .join("\n");
    let log = "created_at,actor_info,event,event_info,entity_info,ip_address,device_id,user_agent,client_platform\n\
               2026-09-05T10:00:00Z,{},conversation_created,{},None,,,,\n";
    let hours = facts(&[("feed.jsonl", &feed), ("log.csv", log)]).log.hours;
    let found = |by_feed| -> Vec<String> {
        let write_out = |row: &crate::facts::HourCount| {
            format!("{} {} {} @{}", row.hour.format("%H:%M"), hours.name(row), row.count, row.source.line)
        };
        hours.of_source(by_feed).map(write_out).collect()
    };
    assert_eq!(
        found(true),
        ["10:00 sso_login_succeeded 2 @2", "10:00 claude_chat_created 1 @4", "11:00 sso_login_succeeded 1 @1"]
    );
    assert_eq!(
        hours.types_by_hour(true).map(|(first, types)| (first.to_string(), types)),
        Some(("2026-09-05 10:00:00 UTC".to_owned(), vec![2, 1]))
    );
    assert_eq!(found(false), ["10:00 claude_chat_created 1 @2"], "both sources speak one language");
}
