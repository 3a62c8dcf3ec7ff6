//! Feeds that end early, have a hole or are cut: their silence proves nothing there.

use serde_json::{Value, json};

use super::super::ANALYZER;
use super::{created, event, status};
use crate::analyze::testing::{activity, ask, key, page, usage, with};

/// Events, and a quiet one on every day.
fn reported(days: [&str; 2], events: &[Value]) -> Vec<Value> {
    let quiet = crate::analyze::testing::days(days[0], days[1]);
    let quiet = quiet.iter().map(|day| event(&format!("{day}T08:00:00Z"), "platform_cost_report_viewed", json!({})));
    [quiet.collect(), events.to_vec()].concat()
}

/// What is asked of a list of keys and a feed while use goes on to the end of September.
fn until_september(listed: &[Value], feed: &str) -> Vec<String> {
    let usage = usage(&[("ok", "Default", crate::analyze::testing::days("2026-07-01", "2026-09-30"))]);
    let said = ask(&ANALYZER, &[("keys.json", &page(listed)), ("feed.json", feed), ("usage.csv", &usage)]);
    let is_unknown = said.first().is_some_and(|line| line.starts_with("not assessed"));
    let subject = |line: &String| line.split(": ").next().unwrap_or_default().to_owned();
    if is_unknown { said } else { said.iter().map(subject).collect() }
}

#[test]
fn after_the_end_of_the_feed_its_silence_proves_nothing() {
    let listed = [
        with(key("ok-archived", "2026-07-03", None), json!({"status": "archived"})),
        with(key("ok-paused", "2026-01-03", None), json!({"status": "inactive"})),
        key("ok-later", "2026-08-03", None),
        key("stale-silent", "2026-07-04", None),
        key("stale-zombie", "2026-01-05", None),
    ];
    let events = [
        created("2026-07-03T12:00:00Z", "ok-archived"),
        created("2026-07-03T13:00:00Z", "ok-deleted"),
        status("2026-07-03T12:00:00Z", "ok-paused", "inactive", "active"),
        status("2026-07-05T12:00:00Z", "stale-zombie", "active", "archived"),
    ];
    let early = page(&reported(["2026-07-01", "2026-07-07"], &events));
    // The instant of the list lies inside; what the feed reports may have been undone.
    assert_eq!(until_september(&listed, &early), ["high stale-silent", "high stale-zombie"]);
    let whole = page(&reported(["2026-07-01", "2026-09-30"], &events));
    assert_eq!(until_september(&listed, &whole).len(), 6, "where it goes on, it would say so");
    let unknown = until_september(&listed[..3], &early);
    assert!(unknown[0].starts_with("not assessed: the feed ends on 2026-07-07, and the exports on"), "{unknown:?}");
}

#[test]
fn a_hole_in_the_feed_may_hold_the_event() {
    let listed = [
        with(key("ok-archived", "2026-07-03", None), json!({"status": "archived"})),
        key("ok-in-the-hole", "2026-07-20", None),
        with(key("stale-hushed", "2026-09-01", None), json!({"status": "archived"})),
    ];
    let before = reported(["2026-07-01", "2026-07-07"], &[created("2026-07-03T12:00:00Z", "ok-archived")]);
    let after = reported(["2026-08-11", "2026-09-30"], &[created("2026-09-01T12:00:00Z", "stale-hushed")]);
    assert_eq!(until_september(&listed, &page(&[before, after].concat())), ["high stale-hushed"]);
}

#[test]
fn a_feed_that_is_cut_proves_only_what_it_tells() {
    let listed = [
        with(key("ok-archived", "2026-07-03", None), json!({"status": "archived"})),
        key("ok-silent", "2026-08-03", None),
        key("stale-zombie", "2026-01-05", None),
    ];
    let events = [
        created("2026-07-03T12:00:00Z", "ok-archived"),
        status("2026-07-05T12:00:00Z", "stale-zombie", "active", "archived"),
    ];
    let whole = page(&reported(["2026-07-01", "2026-09-30"], &events));
    let more = whole.replace("\"has_more\":false", "\"has_more\":true");
    assert_eq!(until_september(&listed, &more), ["high stale-zombie"]);
    let unknown = until_september(&listed[..2], &more);
    assert!(unknown[0].starts_with("not assessed: the feed is incomplete: feed.json"), "{unknown:?}");
    assert_eq!(until_september(&listed, &whole).len(), 3);
}

#[test]
fn a_feed_without_any_beginning_was_filtered() {
    let made: Vec<Value> = ["a", "b", "c"].map(|name| key(name, "2026-08-03", None)).into();
    let quiet = reported(["2026-07-01", "2026-09-30"], &[]);
    let none = until_september(&made, &page(&quiet));
    assert!(none[0].starts_with("not assessed: the feed has the beginning of none of 3 listed objects"), "{none:?}");
    assert_eq!(until_september(&made[..2], &page(&quiet)).len(), 2, "two may be hidden");
    let one = [quiet, vec![created("2026-08-03T12:00:00Z", "a")]].concat();
    assert_eq!(until_september(&made, &page(&one)).len(), 2, "it has such events");
}

fn membership(user: &str, role: &str) -> Value {
    json!({"type": "workspace_member", "workspace_id": "wrkspc_prod", "user_id": format!("user_{user}"), "workspace_role": role})
}

/// Memberships after these events of a whole feed, by their subjects.
fn memberships(listed: &[Value], events: &[(&str, &str, Value)]) -> Vec<String> {
    let about = |(at, kind, mut fields): (&str, &str, Value)| {
        fields["workspace_id"] = json!("wrkspc_prod");
        activity(at, &format!("platform_workspace_member_{kind}"), "ok", fields)
    };
    let events: Vec<Value> = events.iter().cloned().map(about).collect();
    let feed = page(&reported(["2026-07-01", "2026-09-30"], &events));
    let (list, keys) = (page(listed), page(&[key("ok-old", "2026-01-05", None)]));
    let users = page(&["ann", "bob"].map(|who| crate::analyze::testing::member(&format!("{who}@example.com"), "user")));
    ask(&ANALYZER, &[("members.json", &list), ("keys.json", &keys), ("users.json", &users), ("feed.json", &feed)])
}

/// Fault: Somebody whom the feed removed from a workspace was still on its list, and nothing was said
/// Outcome: A membership that an event ended and that is listed is found, and so is another role; what is in the list alone or ended with its member is not
#[test]
fn memberships_of_workspaces_are_replayed() {
    let ann = || [membership("ann", "workspace_developer")];
    let user = |extra: Value| crate::analyze::testing::with(json!({"user_id": "user_ann"}), extra);
    let role = |from: &str, to: &str| {
        user(json!({"updates": [{"type": "workspace_role", "previous_value": from, "current_value": to}]}))
    };
    let removed = ("2026-08-20T10:00:00Z", "removed", user(json!({})));
    let found = memberships(&ann(), std::slice::from_ref(&removed));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("high ann@example.com in wrkspc_prod: platform_workspace_member_removed"),
        "{found:?}"
    );
    let promoted = ("2026-08-20T10:00:00Z", "updated", role("workspace_developer", "workspace_admin"));
    assert_eq!(memberships(&ann(), &[promoted]).len(), 1);
    for (what, listed, events) in [
        ("back again", ann().to_vec(), vec![removed.clone(), ("2026-08-21T10:00:00Z", "added", user(json!({})))]),
        ("removed and not listed", vec![membership("bob", "workspace_user")], vec![removed.clone()]),
        (
            "added and not listed: it may have ended with its member",
            vec![],
            vec![("2026-08-20T10:00:00Z", "added", user(json!({})))],
        ),
        (
            "the role that is listed",
            ann().to_vec(),
            vec![("2026-08-20T10:00:00Z", "updated", role("workspace_user", "workspace_developer"))],
        ),
        (
            "the same role, written shorter",
            ann().to_vec(),
            vec![("2026-08-20T10:00:00Z", "updated", role("user", "developer"))],
        ),
        (
            "another setting",
            ann().to_vec(),
            vec![(
                "2026-08-20T10:00:00Z",
                "updated",
                user(json!({"updates": [{"type": "note", "current_value": "x"}]})),
            )],
        ),
        ("no event", ann().to_vec(), vec![]),
    ] {
        assert_eq!(memberships(&listed, &events), [""; 0], "{what}");
    }
}

/// Fault: In a small organization nobody joined or left in a quarter, and its whole feed was «probably exported with a filter»
/// Outcome: That is said only where something happened that the feed does not have
#[test]
fn a_feed_in_which_nobody_joined_or_left() {
    let users = page(&[crate::analyze::testing::member("ann@example.com", "user")]);
    let chat = |day: &String| activity(&format!("{day}T08:00:00Z"), "claude_chat_created", "ann", json!({}));
    let without_people: Vec<Value> =
        crate::analyze::testing::days("2026-07-01", "2026-09-30").iter().map(chat).collect();
    let said = ask(&ANALYZER, &[("users.json", &users), ("feed.json", &page(&without_people))]);
    assert!(said[0].ends_with("nothing happened to them in its days, or it was exported with a filter"), "{said:?}");
    let joined = users.replace("2025-01-08", "2026-08-08");
    let said = ask(&ANALYZER, &[("users.json", &joined), ("feed.json", &page(&without_people))]);
    assert!(said[0].ends_with("it was probably exported with a filter"), "{said:?}");
}
