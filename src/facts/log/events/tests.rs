//! Actions of `ann`, reported by the feed, by the log, or by both.

use serde_json::json;

use crate::analyze::testing::{activity, facts};

fn log(rows: &[(&str, &str, &str)]) -> String {
    let mut csv = "created_at,actor_info,event,event_info,entity_info,ip_address,user_agent\n".to_owned();
    for (at, event, info) in rows {
        csv.push_str(&format!(
            "{at},\"{{'name': 'Ann', 'uuid': 'a1', 'metadata': {{'email_address': 'Ann@example.com'}}}}\",{event},\"{info}\",{{}},198.51.100.7,curl/8\n"
        ));
    }
    csv
}

#[test]
fn a_deed_that_both_sources_tell_of_counts_once() {
    let feed = activity("2026-08-03T10:00:00Z", "org_sso_toggled", "ann", json!({"enabled": false})).to_string();
    let twin = log(&[("2026-08-03T10:01:10Z", "org_sso_toggled", "{'sso_enforced': False}")]);
    let found = facts(&[("feed.jsonl", &feed), ("log.csv", &twin)]);
    assert_eq!((found.log.events.notable.len(), found.totals.audit_events.total), (1, 1));
    let one = &found.log.events.notable[0];
    assert!(one.by_feed && one.also.is_some() && one.flag("enabled") == Some(false));

    let later = log(&[("2026-08-03T10:03:00Z", "org_sso_toggled", "{'sso_enforced': False}")]);
    let found = facts(&[("feed.jsonl", &feed), ("log.csv", &later)]);
    assert_eq!(
        (found.log.events.notable.len(), found.totals.audit_events.total),
        (2, 2),
        "three minutes are another event"
    );

    let two = log(&[
        ("2026-08-03T10:00:20Z", "org_sso_toggled", "{'sso_enforced': False}"),
        ("2026-08-03T10:00:50Z", "org_sso_toggled", "{'sso_enforced': True}"),
    ]);
    let found = facts(&[("feed.jsonl", &feed), ("log.csv", &two)]);
    assert_eq!(found.totals.audit_events.total, 3, "which of the two it is, nothing says");
}

#[test]
fn everyday_work_is_one_deed_within_seconds_only() {
    let feed = activity("2026-08-03T10:00:00Z", "claude_chat_created", "ann", json!({})).to_string();
    let total = |at: &str| {
        let log = log(&[(at, "conversation_created", "{}")]);
        facts(&[("feed.jsonl", &feed), ("log.csv", &log)]).totals.audit_events.total
    };
    assert_eq!((total("2026-08-03T10:00:01Z"), total("2026-08-03T10:00:30Z")), (1, 2));
    let chance =
        log(&[("2026-08-03T10:00:01Z", "conversation_created", "{}"), ("2026-08-03T10:00:00Z", "file_uploaded", "{}")]);
    let more = format!("{feed}\n{}\n", activity("2026-08-03T10:30:00Z", "claude_file_uploaded", "ann", json!({})));
    assert_eq!(
        facts(&[("feed.jsonl", &more), ("log.csv", &chance)]).totals.audit_events.total,
        3,
        "only chats are reported twice"
    );
    let found = facts(&[("feed.jsonl", &feed)]);
    assert!(found.log.events.notable.is_empty() && found.log.events.actors.all[0].count == 1);
}

#[test]
fn the_log_speaks_the_words_of_the_feed() {
    let log = log(&[
        ("2026-08-03T10:00:00Z", "user_signed_in_google", "{'email_address': 'ann@example.com'}"),
        ("2026-08-03T10:05:00Z", "user_attempted_magic_link_verification", "{'is_successful': False}"),
    ]);
    let found = facts(&[("log.csv", &log)]);
    let names: Vec<&str> = found.log.events.notable.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["social_login_succeeded", "magic_link_login_failed"]);
    assert_eq!(found.log.events.actors.get(None, Some("ANN@example.com")).unwrap().networks.len(), 1);
}
