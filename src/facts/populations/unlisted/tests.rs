//! Who and what is found, and under which words.

use serde_json::{Value, json};

use super::unlisted;
use crate::analyze::testing::{activity, cost, data, invite, key, member, page, with, workspace};
use crate::facts::{Facts, as_of, default_period};

/// Kind, words and name of all that is meant.
fn meant(what: &str, files: &[(&str, &str)]) -> Vec<String> {
    let data = data(files);
    let as_of = as_of(&data).unwrap();
    let facts = Facts::derive(&data, default_period(&data, as_of).unwrap(), as_of).unwrap();
    let write_out = |one: &super::Unlisted| {
        let words: Vec<&str> = one.words.iter().map(String::as_str).collect();
        let from: Vec<&str> = one.known_from.iter().map(|(from, _)| *from).collect();
        format!("{:?} {} {}: {}", one.kind, words.join(" "), one.name.as_deref().unwrap_or("–"), from.join(", "))
    };
    unlisted(what, &data, &facts).unwrap().iter().map(write_out).collect()
}

fn lines(events: &[Value]) -> String {
    events.iter().map(|event| format!("{event}\n")).collect()
}

#[test]
fn somebody_who_left_is_one_under_id_and_address() {
    let gone = json!({"deleted_user_id": "user_gone", "deleted_user_email": "Gone@example.com"});
    let feed = lines(&[
        activity("2026-08-01T10:00:00Z", "claude_chat_created", "gone", json!({})),
        activity("2026-08-03T10:00:00Z", "org_user_deleted", "ann", gone),
    ]);
    let members = page(&[member("ann@example.com", "admin")]);
    let files = [("feed.jsonl", feed.as_str()), ("members.json", &members)];
    for what in ["user_gone", "GONE@example.com"] {
        let found = meant(what, &files);
        assert_eq!(found.len(), 1, "{what}: {found:?}");
        assert!(found[0].starts_with("Person ") && found[0].contains("user_gone"), "{found:?}");
        assert!(found[0].ends_with("gone@example.com: the event that removed them, events"), "{found:?}");
    }
    assert_eq!(meant("nobody@example.com", &files), [""; 0]);
}

#[test]
fn keys_and_workspaces_that_only_spend_knows() {
    let spent = cost(&[
        ("2026-08-03".to_owned(), "old-batch", "apikey_1", "Shop", 1.0),
        ("2026-08-04".to_owned(), "old-batch", "apikey_2", "Shop", 1.0),
    ]);
    let keys = page(&[key("search", "2026-01-05", None)]);
    let files = [("cost.csv", spent.as_str()), ("keys.json", &keys)];
    let found = meant("OLD-batch", &files);
    assert_eq!(found, ["Key apikey_1 old-batch: cost", "Key apikey_2 old-batch: cost"], "a name of two keys");
    assert_eq!(meant("apikey_2", &files), ["Key apikey_2 old-batch: cost"]);
    assert_eq!(meant("shop", &files), ["Workspace Shop Shop: usage or cost"]);
}

#[test]
fn whatever_events_name() {
    let server = |id: &str| json!({"mcp_server_id": id, "mcp_server_name": "ticket-search"});
    let feed = lines(&[
        activity("2026-08-01T10:00:00Z", "mcp_server_created", "ann", server("m1")),
        activity("2026-08-02T10:00:00Z", "mcp_server_deleted", "ann", server("m1")),
        activity("2026-08-03T10:00:00Z", "mcp_server_created", "ann", server("m2")),
    ]);
    let files = [("feed.jsonl", feed.as_str())];
    assert_eq!(meant("Ticket-Search", &files), ["Thing m1 ticket-search: events", "Thing m2 ticket-search: events"]);
    assert_eq!(meant("m2", &files).len(), 1);
    assert_eq!(meant("ticket", &files), [""; 0], "a part of a name is none");
}

#[test]
fn whom_only_an_invitation_or_a_roster_knows() {
    let invites =
        page(&[invite("New@example.com", "user", "2026-08-01"), invite("other@example.com", "user", "2026-08-01")]);
    let roster = "Name,Email,End date\nR,rest@example.com,\n";
    let files = [("invites.json", invites.as_str()), ("roster.csv", roster)];
    assert_eq!(meant("new@example.com", &files), ["Person new@example.com new@example.com: invitations"]);
    assert_eq!(
        meant("REST@example.com", &files),
        ["Person REST@example.com rest@example.com rest@example.com: the roster"]
    );
    assert_eq!(meant("nobody@example.com", &files), [""; 0]);
}

#[test]
fn keys_that_only_events_know_and_what_is_listed_is_not_among_them() {
    let made = |id: &str, name: &str| {
        let made = activity(
            "2026-08-01T10:00:00Z",
            "platform_api_key_created",
            "ann",
            json!({"api_key_id": id, "key_name": name}),
        );
        with(made, json!({"id": format!("activity_{id}")}))
    };
    let feed = lines(&[made("apikey_gone", "batch"), made("apikey_search", "search"), made("apikey_third", "third")]);
    let keys = page(&[key("search", "2026-01-05", None)]);
    let files = [("feed.jsonl", feed.as_str()), ("keys.json", &keys)];
    assert_eq!(meant("Batch", &files), ["Key apikey_gone batch: events"]);
    assert_eq!(meant("apikey_gone", &files), ["Key apikey_gone batch: events"]);
    let listed = meant("search", &files);
    assert!(listed.iter().all(|one| !one.starts_with("Key ")), "{listed:?}");
}

#[test]
fn a_workspace_that_is_listed_by_name_or_id_is_not_unlisted() {
    let row = |workspace: &'static str| ("2026-08-03".to_owned(), "k", "apikey_1", workspace, 1.0);
    let spent = cost(&[row("Shop"), row("wrkspc_Live"), row("Live")]);
    let spaces = page(&[workspace("Live")]);
    let files = [("cost.csv", spent.as_str()), ("spaces.json", &spaces)];
    let is_unlisted = |what: &str| meant(what, &files).iter().any(|one| one.starts_with("Workspace "));
    assert!(is_unlisted("shop"));
    assert!(!is_unlisted("Live") && !is_unlisted("wrkspc_Live"));
}
