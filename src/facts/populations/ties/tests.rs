//! Every number of a list follows from the others.

use serde_json::{Value, json};

use crate::analyze::testing::{activity, data, days, facts, key, member, page, with, workspace};
use crate::model::ListTie;

/// A feed of July to September with these events.
fn feed(events: &[Value]) -> String {
    let daily = days("2026-07-01", "2026-09-30");
    let daily = daily.iter().step_by(7).chain(daily.last());
    let mut all: Vec<Value> = daily
        .map(|day| activity(&format!("{day}T08:00:00Z"), "platform_cost_report_viewed", "ok", json!({})))
        .collect();
    all.extend(events.to_vec());
    all.iter().map(|event| format!("{event}\n")).collect()
}

fn ties(files: &[(&str, &str)]) -> Vec<ListTie> {
    facts(files).ties(&data(files))
}

/// Whatever the records are: the parts add up, and what is left out leads to what the proof counts.
fn add_up(tie: &ListTie) {
    let others: u64 = tie.others.iter().map(|one| one.count).sum();
    assert_eq!(tie.listed, tie.in_force.count + others, "{tie:?}");
    if let Some(proof) = &tie.proof {
        let left_out: u64 = tie.left_out.iter().map(|one| one.count).sum();
        assert_eq!(tie.listed - left_out, proof.listed, "{tie:?}");
    }
}

#[test]
fn every_key_stands_in_the_line_and_every_difference_in_a_row() {
    let listed = [
        key("old", "2026-01-05", None),
        with(key("paused", "2026-01-05", None), json!({"status": "inactive"})),
        with(key("done", "2026-01-05", None), json!({"status": "archived"})),
        with(key("root", "2026-01-05", None), json!({"scope": {"type": "organization"}})),
        key("silent", "2026-08-03", None),
    ];
    let events =
        [activity("2026-08-10T12:00:00Z", "platform_api_key_created", "ok", json!({"api_key_id": "apikey_gone"}))];
    let (list, feed) = (page(&listed), feed(&events));
    let all = ties(&[("keys.json", &list), ("feed.jsonl", &feed)]);
    let keys = &all[0];
    add_up(keys);
    assert_eq!((keys.listed, keys.in_force.count), (5, 3));
    let left_out: Vec<(&str, u64)> = keys.left_out.iter().map(|one| (one.what.as_str(), one.count)).collect();
    assert_eq!(left_out[0], ("archived", 1));
    assert_eq!(left_out[1].1, 1, "{left_out:?}");
    let rows: Vec<(&str, i64)> = keys.differences.iter().map(|one| (one.id.as_str(), one.effect)).collect();
    assert_eq!(rows, [("apikey_silent", 1), ("apikey_gone", -1)]);
    assert_eq!((keys.by_feed(), keys.remainder()), (Some(3), Some(0)));
}

#[test]
fn an_archived_workspace_without_an_event_changes_no_count() {
    let listed = [
        workspace("Production"),
        workspace("Default"),
        with(workspace("Old"), json!({"archived_at": "2026-08-03T10:00:00Z"})),
        with(workspace("Undone"), json!({"archived_at": "2026-03-03T10:00:00Z"})),
    ];
    let events = [
        activity(
            "2026-08-10T12:00:00Z",
            "platform_workspace_created",
            "ok",
            json!({"workspace_id": "wrkspc_Production"}),
        ),
        activity("2026-08-11T12:00:00Z", "platform_workspace_created", "ok", json!({"workspace_id": "wrkspc_Undone"})),
    ];
    let (list, feed) = (page(&listed), feed(&events));
    let all = ties(&[("workspaces.json", &list), ("feed.jsonl", &feed)]);
    let workspaces = &all[0];
    add_up(workspaces);
    assert_eq!((workspaces.listed, workspaces.in_force.count), (4, 2));
    let rows: Vec<(&str, i64)> = workspaces.differences.iter().map(|one| (one.id.as_str(), one.effect)).collect();
    assert_eq!(rows, [("wrkspc_Old", 0), ("wrkspc_Undone", -1)]);
    assert_eq!(workspaces.remainder(), Some(0));
}

#[test]
fn lists_that_nothing_proves_say_so_and_what_is_not_given_is_not_there() {
    let users = page(&[member("ann@example.com", "admin"), member("bo@example.com", "user")]);
    let all = ties(&[("users.json", &users)]);
    assert_eq!(all.len(), 1);
    add_up(&all[0]);
    assert!(all[0].proof.is_none() && all[0].remainder().is_none() && all[0].beside.is_empty());
}

#[test]
fn members_of_workspaces_by_who_and_where_they_are() {
    let is_in = |workspace: &str, who: &str| {
        json!({"type": "workspace_member", "workspace_id": format!("wrkspc_{workspace}"), "user_id": who,
            "workspace_role": "workspace_user"})
    };
    let places = [
        is_in("Live", "user_ann"),
        is_in("Old", "user_ann"),
        is_in("Old", "svac_1"),
        is_in("Live", "svac_1"),
        is_in("Live", "user_bo"),
        is_in("Unlisted", "user_ann"),
    ];
    let spaces = [workspace("Live"), with(workspace("Old"), json!({"archived_at": "2026-03-03T10:00:00Z"}))];
    let (places, spaces) = (page(&places), page(&spaces));
    let users = page(&[member("ann@example.com", "admin")]);
    let parts = |files: &[(&str, &str)]| {
        let all = ties(files);
        let tie = all.iter().find(|tie| tie.table == "workspace_members").unwrap();
        add_up(tie);
        let others = tie.others.iter().map(|one| (one.what.clone(), one.count));
        others.chain([(tie.in_force.what.clone(), tie.in_force.count)]).collect::<Vec<_>>()
    };
    let named =
        |parts: &[(&str, u64)]| parts.iter().map(|(what, count)| ((*what).to_owned(), *count)).collect::<Vec<_>>();
    assert_eq!(
        parts(&[("places.json", &places), ("spaces.json", &spaces), ("users.json", &users)]),
        named(&[
            ("in archived workspaces", 2),
            ("of people who are not in the list of members", 1),
            ("of service accounts", 1),
            ("of members", 2)
        ])
    );
    assert_eq!(
        parts(&[("places.json", &places)]),
        named(&[("of service accounts", 2), ("of members", 4)]),
        "no list says who is a member or what is archived"
    );
}

#[test]
fn seats_and_the_roster_stand_beside_the_members() {
    let users = page(&[
        member("Ann@example.com", "admin"),
        member("bo@example.com", "user"),
        member("cy@example.com", "user"),
        with(member("dee@example.com", "user"), json!({"email": "BO@example.com"})),
    ]);
    let seats = "Name,Email,Role,Status,Seat Tier\nA,ann@example.com,User,Active,Standard\nX,x@example.com,User,Active,Standard\n";
    let roster = "Name,Email,End date\nA,ann@example.com,\nB,bo@example.com,\nZ,z@example.com,\n";
    let all = ties(&[("users.json", &users), ("seats.csv", seats), ("roster.csv", roster)]);
    let tie = all.iter().find(|tie| tie.table == "members").unwrap();
    let [seats, roster] = tie.beside.as_slice() else { panic!("{:?}", tie.beside) };
    assert_eq!((seats.entries, seats.shared, seats.both), (2, 1, 1));
    assert_eq!(seats.only_listed, ["BO@example.com", "cy@example.com"].map(str::to_owned), "{seats:?}");
    assert_eq!(seats.only_there, ["x@example.com"]);
    assert_eq!((roster.entries, roster.shared, roster.both), (3, 1, 2));
    assert_eq!((roster.only_listed.as_slice(), roster.only_there.len()), (["cy@example.com".to_owned()].as_slice(), 0));
}
