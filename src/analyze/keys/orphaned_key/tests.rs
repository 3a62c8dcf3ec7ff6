//! `user_ok` is a member, `user_gone` is not.

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{activity, ask, cost, days, found, key, member, outcome, page, usage, with, workspace};
use crate::policy::Policy;

fn by(name: &str, creator: Value) -> Value {
    with(key(name, "2026-01-05", Some("wrkspc_W")), json!({"created_by": creator}))
}

fn gone() -> Value {
    json!({"type": "user", "id": "user_gone"})
}

#[test]
fn keys_that_outlive_their_creator() {
    let keys = page(&[
        by("stale-old-shape", gone()),
        with(
            by("stale-new-shape", gone()),
            json!({"principal": null, "scope": {"type": "workspace", "workspace_id": "wrkspc_W"}}),
        ),
        by("ok-member", json!({"type": "user", "id": "user_ok"})),
    ]);
    let members = page(&[member("ok@example.com", "developer")]);
    let left = json!({"deleted_user_id": "user_gone", "deleted_user_email": "gone@example.com"});
    let feed = activity("2026-03-05T08:00:00Z", "org_user_deleted", "ok", left).to_string();
    let lines = ask(&ANALYZER, &[("keys.json", &keys), ("members.json", &members), ("feed.jsonl", &feed)]);
    assert_eq!(
        lines,
        ["stale-old-shape", "stale-new-shape"].map(|name| format!(
            "high {name}: created 2026-01-05 by gone@example.com (user_gone), who is not in the member list (removed by \
             ok@example.com on 2026-03-05, activity feed). Still active as of 2026-03-05, no use in the data. Expected: its creator is a member"
        ))
    );
}

#[test]
fn what_it_spent_since_they_left() {
    let keys = page(&[by("orphan", gone()), by("orphan-2", json!({"type": "user", "id": "user_stranger"}))]);
    let members = page(&[member("ok@example.com", "developer")]);
    let left = json!({"deleted_user_id": "user_gone", "deleted_user_email": "gone@example.com"});
    let feed = activity("2026-08-10T08:00:00Z", "org_user_deleted", "ok", left).to_string();
    let row = |day: &str, name, id, usd| (day.to_owned(), name, id, "W", usd);
    let cost = cost(&[
        row("2026-07-01", "orphan-2", "apikey_orphan-2", 9.0),
        row("2026-08-10", "orphan", "apikey_orphan", 50.0),
        row("2026-08-11", "orphan", "apikey_orphan", 4.0),
        row("2026-09-30", "orphan", "apikey_orphan", 1250.5),
    ]);
    let files = [("keys.json", keys.as_str()), ("members.json", &members), ("feed.jsonl", &feed), ("cost.csv", &cost)];
    let lines = ask(&ANALYZER, &files);
    assert!(
        lines[0].ends_with(
            "last used 2026-09-30. It has cost $1,254.50 since they left (11 Aug to 30 Sep 2026). Expected: its creator is a member"
        ),
        "{}",
        lines[0]
    );
    assert!(
        lines[1].contains("by user_stranger, who is not in the member list (no export says since when)")
            && lines[1].contains(". It has cost $9.00 from 1 Jul to 30 Sep 2026."),
        "{}",
        lines[1]
    );
    let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!("assessed") };
    assert_eq!(findings[0].impact_usd.unwrap().to_grouped(), "1,254.50");
    let evidence: Vec<&str> = findings[0].evidence.iter().map(|one| one.file.as_str()).collect();
    assert_eq!(evidence, ["keys.json", "feed.jsonl", "cost.csv"]);
}

#[test]
fn whoever_came_back_is_there() {
    let keys = page(&[by("ok-back", gone())]);
    let again = page(&[with(member("gone@example.com", "user"), json!({"id": "user_new"}))]);
    let left = json!({"deleted_user_id": "user_gone", "deleted_user_email": "gone@example.com"});
    let feed = activity("2026-03-05T08:00:00Z", "org_user_deleted", "ok", left).to_string();
    let files = [("keys.json", keys.as_str()), ("members.json", &again), ("feed.jsonl", &feed)];
    assert_eq!(found(&ANALYZER, &files), [""; 0]);
}

#[test]
fn what_stops_with_its_account_or_has_no_user_behind_it() {
    let personal = json!({"principal": {"type": "user_actor", "user_id": "user_gone"}});
    let personal_of_august = json!({"principal": {"type": "user", "id": "user_gone"}});
    let of_service = json!({"principal": {"type": "service_account_actor", "service_account_id": "svac_1"}});
    let keys = page(&[
        with(by("ok-personal", gone()), personal),
        with(by("ok-personal-of-august", gone()), personal_of_august),
        with(by("ok-of-a-service-account", gone()), of_service),
        by("ok-by-a-service-account", json!({"type": "service_account", "id": "svac_1"})),
        by("ok-by-a-service-account-untyped", json!({"id": "svac_1"})),
        by("ok-ownerless", Value::Null),
        with(by("ok-claude-code", gone()), json!({"workspace_id": "wrkspc_Claude Code"})),
        by("claude_code_key_gone_r4Tb", gone()),
        with(by("ok-archived", gone()), json!({"status": "archived"})),
        with(by("ok-expired", gone()), json!({"status": "expired"})),
        by("ok-member", json!({"type": "user", "id": "user_ok"})),
    ]);
    let (members, spaces) =
        (page(&[member("ok@example.com", "developer")]), page(&[workspace("W"), workspace("Claude Code")]));
    let files = [("keys.json", keys.as_str()), ("members.json", &members), ("spaces.json", &spaces)];
    assert_eq!(found(&ANALYZER, &files), [""; 0]);
}

#[test]
fn a_member_list_that_proves_nothing() {
    let keys = page(&[by("ok-a", gone())]);
    let half = page(&[member("ok@example.com", "developer")]).replace("\"has_more\":false", "\"has_more\":true");
    let line = ask(&ANALYZER, &[("keys.json", &keys), ("members.json", &half)]).remove(0);
    assert!(line.starts_with("not assessed: the list of organization members is incomplete"), "{line}");
    let many: Vec<Value> =
        (0..5).map(|n| by(&format!("ok-{n}"), json!({"type": "user", "id": format!("user_{n}")}))).collect();
    let other = page(&[member("someone@example.org", "developer")]);
    let line = ask(&ANALYZER, &[("keys.json", &page(&many)), ("members.json", &other)]).remove(0);
    assert!(line.starts_with("not assessed: the member list knows none of the 5 creators"), "{line}");
    assert_eq!(ask(&ANALYZER, &[("keys.json", &keys)]), ["not assessed: no export of organization members"]);
}

/// Fault: Where a list of keys gave addresses or names of creators in place of ids, members counted as gone
/// Outcome: An address or a name of one member is that member; a name that says nobody in particular is not judged
#[test]
fn creators_by_address_and_by_name() {
    let named = |address: &str, name: &str, id: &str| with(member(address, "user"), json!({"name": name, "id": id}));
    let members = page(&[
        named("bob@example.com", "Bob Bell", "user_bob"),
        named("cleo@example.com", "Cleo", "user_cleo1"),
        named("cleo@example.org", "Cleo", "user_cleo2"),
    ]);
    let asked = |creator: &str| {
        let keys = page(&[with(key("k", "2026-07-01", None), json!({"created_by": {"id": creator, "type": "user"}}))]);
        found(&ANALYZER, &[("users.json", &members), ("keys.json", &keys)])
    };
    for there in ["user_bob", "bob@example.com", "BOB@Example.com", "Bob B. <bob@example.com>", "bob bell", "Bob Bell"]
    {
        assert_eq!(asked(there), [""; 0], "{there}");
    }
    for gone in ["user_zed", "zed@example.com", "Zed <zed@example.com>"] {
        let confidence = asked(gone);
        assert_eq!(confidence, ["high k"], "{gone}");
    }
    for nobody in ["Cleo", "Zed", "System.Object", "0b9c"] {
        assert_eq!(asked(nobody), ["not assessed"], "{nobody}");
    }
}

/// Fault: A list of keys without `created_by`, and one other credential: «assessed, population 1, nothing found», and the list was said to name creators in unclear words
/// Outcome: Not assessed, because the list does not say who created its keys
#[test]
fn a_list_that_does_not_say_who_made_its_keys() {
    let mut bare = by("k", Value::Null);
    bare.as_object_mut().unwrap().remove("created_by");
    let keys = page(&[bare]);
    let members = page(&[member("ok@example.com", "developer")]);
    let made = json!({"admin_api_key_id": "admin_api_key_1", "scopes": []});
    let feed = activity("2026-03-05T08:00:00Z", "admin_api_key_created", "ok", made).to_string();
    assert_eq!(
        ask(&ANALYZER, &[("keys.json", &keys), ("members.json", &members), ("feed.jsonl", &feed)]),
        ["not assessed: not judged: 1 key, because their list does not say who created them"]
    );
}

/// Fault: A personal or Claude Code key of somebody in no list was used every day to the last, and «stops with its account»
/// Outcome: Use up to the end, or after a known departure, is found (medium) with both causes; use that ended before is the note that it was
#[test]
fn what_stops_with_its_account_and_is_used_all_the_same() {
    let removal = |day: &str| {
        let left = json!({"deleted_user_id": "user_gone", "deleted_user_email": "gone@example.com"});
        activity(&format!("{day}T08:00:00Z"), "org_user_deleted", "ok", left).to_string() + "\n"
    };
    let personal = json!({"principal": {"type": "user_actor", "user_id": "user_gone"}});
    let coding = json!({"workspace_id": "wrkspc_Claude Code"});
    let of_service = json!({"principal": {"type": "service_account_actor", "service_account_id": "svac_1"}});
    for (what, fields, until, left, is_found) in [
        ("personal", &personal, "2026-09-30", None, true),
        ("Claude Code", &coding, "2026-09-30", None, true),
        ("up to the day before the last", &personal, "2026-09-29", None, true),
        ("ended before", &personal, "2026-09-20", None, false),
        ("after a departure", &personal, "2026-09-20", Some("2026-09-10"), true),
        ("up to a departure", &personal, "2026-09-30", Some("2026-09-30"), false),
        ("a service account's", &of_service, "2026-09-30", None, false),
    ] {
        let keys =
            page(&[with(by("k", gone()), fields.clone()), by("other", json!({"type": "user", "id": "user_ok"}))]);
        let (members, spaces) =
            (page(&[member("ok@example.com", "developer")]), page(&[workspace("W"), workspace("Claude Code")]));
        let home = if what == "Claude Code" { what } else { "W" };
        let used = usage(&[("k", home, days("2026-07-01", until)), ("other", "W", days("2026-07-01", "2026-09-30"))]);
        let feed = left.map(removal);
        let mut files = vec![
            ("keys.json", keys.as_str()),
            ("members.json", &members),
            ("spaces.json", &spaces),
            ("usage.csv", &used),
        ];
        files.extend(feed.as_deref().map(|feed| ("feed.jsonl", feed)));
        let Outcome::Assessed { findings, notes, .. } = outcome(&ANALYZER, &files, &Policy::default()) else {
            panic!("{what}")
        };
        assert_eq!(findings.len(), usize::from(is_found), "{what}: {findings:?}");
        for one in &findings {
            assert_eq!(one.severity.id(), "medium", "{what}");
            assert!(
                one.message.contains("Either the list of members lacks the person, or the key still works"),
                "{what}: {}",
                one.message
            );
        }
        let is_noted = notes.iter().any(|note| note.contains("stops with their account"));
        assert_eq!(is_noted, !is_found && what != "a service account's", "{what}: {notes:?}");
    }
}

/// Fault: The list of keys of a sister organization in the folder: every one of its keys was an orphan
/// Outcome: A file of which neither a creator nor a workspace is known is another organization's and named in a note; where one of either is known its keys are judged
#[test]
fn a_list_of_another_organizations_keys_makes_no_orphans() {
    let made = |name: &str, creator: &str, workspace: &str| {
        with(key(name, "2026-01-05", Some(workspace)), json!({"created_by": {"type": "user", "id": creator}}))
    };
    let own = page(&[made("ok-own", "user_ok", "wrkspc_W")]);
    let (members, spaces) = (page(&[member("ok@example.com", "developer")]), page(&[workspace("W")]));
    for (what, other, orphans) in [
        ("another's", [("user_x", "wrkspc_X"), ("user_y", "wrkspc_Y")], 0),
        ("one of its creators is a member", [("user_ok", "wrkspc_X"), ("user_y", "wrkspc_Y")], 1),
        ("one of its workspaces is known", [("user_x", "wrkspc_W"), ("user_y", "wrkspc_Y")], 2),
        ("one creator", [("user_x", "wrkspc_X"), ("user_x", "wrkspc_Y")], 2),
    ] {
        let other = page(&[made("a", other[0].0, other[0].1), made("b", other[1].0, other[1].1)]);
        let files = [
            ("keys.json", own.as_str()),
            ("keys_b.json", &other),
            ("members.json", &members),
            ("spaces.json", &spaces),
        ];
        let Outcome::Assessed { findings, notes, .. } = outcome(&ANALYZER, &files, &Policy::default()) else {
            panic!("{what}")
        };
        assert_eq!(findings.len(), orphans, "{what}: {findings:?}");
        let is_noted = notes.iter().any(|note| note.starts_with("not judged: 2 keys in keys_b.json, of which neither"));
        assert_eq!(is_noted, orphans == 0, "{what}: {notes:?}");
    }
}
