//! Who left, by events and by the roster.

use serde_json::{Value, json};

use crate::analyze::testing::{activity, days, facts, member, page, usage, with};
use crate::facts::Departures;

/// The departures in these files, with `as_of` at the end of September 2026.
fn read(files: &[(&str, &str)]) -> Departures {
    let usage = usage(&[("k", "A", days("2026-09-30", "2026-09-30"))]);
    facts(&[&[("usage.csv", usage.as_str())], files].concat()).people.departures
}

fn lines(events: &[Value]) -> String {
    events.iter().map(|event| format!("{event}\n")).collect()
}

fn basis(departures: &Departures, who: &str) -> Option<String> {
    departures.of_id(who).or_else(|| departures.of_address(who)).map(super::Departure::basis)
}

fn deleted(at: &str, local: &str) -> Value {
    let whom =
        json!({"deleted_user_id": format!("user_{local}"), "deleted_user_email": format!("{local}@example.com")});
    with(activity(at, "org_user_deleted", "ann", whom), json!({"id": format!("activity_{local}")}))
}

#[test]
fn events_that_remove() {
    let at = "2026-08-02T10:00:00Z";
    let role = |local: &str, from: Value, to: Value| {
        let fields = json!({"user_id": format!("user_{local}"), "previous_role": from, "current_role": to});
        with(activity(at, "claude_user_role_updated", "ann", fields), json!({"id": format!("activity_{local}")}))
    };
    let feed = lines(&[
        deleted(at, "one"),
        activity(at, "org_user_left", "two", json!({})),
        role("three", json!("user"), Value::Null),
        role("four", json!("user"), json!("admin")),
        role("five", Value::Null, json!("user")),
        role("six", Value::Null, Value::Null),
    ]);
    let departures = read(&[("feed.jsonl", &feed)]);
    let removed = "removed by ann@example.com on 2026-08-02, activity feed";
    for who in ["user_one", "one@example.com", "One+claude@Example.com", "user_three"] {
        assert_eq!(basis(&departures, who).as_deref(), Some(removed), "{who}");
    }
    assert_eq!(basis(&departures, "two@example.com").as_deref(), Some("left on 2026-08-02, activity feed"));
    for who in ["user_four", "user_five", "user_six", "user_ann"] {
        assert_eq!(basis(&departures, who), None, "{who}");
    }
    assert_eq!(departures.all().count(), 3);
    assert_eq!(departures.of_id("user_one").unwrap().day().unwrap().to_string(), "2026-08-02");
}

#[test]
fn the_audit_log_names_whom_it_removed() {
    let log = "created_at,actor_info,event,event_info,entity_info,ip_address\n\
               2026-08-03T09:00:00Z,\"{'name': 'Ann', 'uuid': 'a1', 'metadata': {'email_address': 'ann@example.com'}}\",org_user_deleted,{},\
               \"{'type': 'account', 'uuid': 'b2', 'name': 'Bo', 'metadata': {'email_address': 'Bo@example.com'}}\",198.51.100.7\n";
    // The feed knows the address by another id: that of keys and member lists.
    let feed = lines(&[activity("2026-07-01T10:00:00Z", "claude_chat_created", "bo", json!({}))]);
    let departures = read(&[("log.csv", log), ("feed.jsonl", &feed)]);
    for who in ["b2", "user_bo", "bo@example.com"] {
        let says = basis(&departures, who);
        assert_eq!(says.as_deref(), Some("removed by ann@example.com on 2026-08-03, audit log"), "{who}");
    }
    let found = activity("2026-08-03T08:00:00Z", "org_user_deleted", "eva", json!({"deleted_user_id": "user_bo"}));
    let both = lines(&[activity("2026-07-01T10:00:00Z", "claude_chat_created", "bo", json!({})), found]);
    let reported_twice = read(&[("log.csv", log), ("feed.jsonl", &both)]);
    let says = basis(&reported_twice, "user_bo");
    assert_eq!(
        says.as_deref(),
        Some("removed by eva@example.com on 2026-08-03, activity feed"),
        "the feed's record has an id"
    );
    assert_eq!(departures.addresses_of("user_bo").collect::<Vec<_>>(), ["bo@example.com"]);
}

#[test]
fn who_came_back_has_not_left() {
    let accepted = activity("2026-08-05T10:00:00Z", "org_user_invite_accepted", "back", json!({}));
    let added = json!({"user_id": "user_new", "user_email": "again@example.com", "previous_role": null, "current_role": "user"});
    let feed = lines(&[
        // Newest first, as the feed comes.
        activity("2026-08-06T10:00:00Z", "claude_user_role_updated", "ann", added),
        accepted,
        deleted("2026-08-02T10:00:00Z", "again"),
        deleted("2026-08-02T10:00:00Z", "back"),
        deleted("2026-08-02T10:00:00Z", "listed"),
        deleted("2026-08-02T10:00:00Z", "renumbered"),
        deleted("2026-08-02T10:00:00Z", "twice"),
        activity("2026-08-01T10:00:00Z", "org_user_invite_accepted", "twice", json!({})),
    ]);
    let mut renumbered = member("renumbered@example.com", "user");
    renumbered["id"] = json!("user_2");
    let members = page(&[member("listed@example.com", "user"), renumbered]);
    let departures = read(&[("feed.jsonl", &feed), ("members.json", &members)]);
    for who in ["user_back", "user_again", "user_new", "user_listed", "user_renumbered"] {
        assert_eq!(basis(&departures, who), None, "{who}");
    }
    assert!(basis(&departures, "user_twice").is_some(), "removed after having joined");
    assert!(departures.is_member("user_listed") && departures.is_member("user_renumbered"), "by id, by address");
    assert!(!departures.is_member("user_back"), "only the list says who is listed");
}

#[test]
fn the_roster_where_no_event_says_more() {
    let roster = "Name,Email,Alias,Employee ID,Status,End date\n\
                  A,a@example.com,a.long@example.com,E1,terminated,2026-08-10\n\
                  A,a@example.com,,E1,terminated,2024-01-31\n\
                  B,b@example.com,team@example.com,E2,terminated,\n\
                  C,c@example.com,team@example.com,E3,active,\n\
                  D,d@example.com,,E4,terminated,2026-08-10\n\
                  E,e@example.com,,E5,terminated,2026-08-10\n";
    let feed = lines(&[
        activity("2026-07-01T10:00:00Z", "claude_chat_created", "a.long", json!({})),
        deleted("2026-08-12T10:00:00Z", "d"),
    ]);
    let members = page(&[member("e@example.com", "user")]);
    let departures = read(&[("roster.csv", roster), ("feed.jsonl", &feed), ("members.json", &members)]);
    for who in ["a@example.com", "a.long@example.com", "user_a.long"] {
        assert_eq!(basis(&departures, who).as_deref(), Some("roster: last day 2026-08-10, «terminated»"), "{who}");
    }
    assert_eq!(basis(&departures, "b@example.com").as_deref(), Some("roster: «terminated», no last day"));
    assert_eq!(departures.of_address("b@example.com").unwrap().day(), None);
    assert!(basis(&departures, "user_d").unwrap().starts_with("removed by ann@example.com on 2026-08-12"));
    for who in ["c@example.com", "team@example.com", "e@example.com"] {
        assert_eq!(basis(&departures, who), None, "{who}");
    }
    let still_listed: Vec<&str> = departures.all().filter(|one| one.is_member).map(super::Departure::label).collect();
    assert_eq!(still_listed, ["e@example.com"]);
}
