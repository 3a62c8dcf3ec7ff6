//! What the numbers of the last report prove of each list, to the day and to the entry.

use serde_json::{Value, json};

use crate::analyze::testing::{activity, baseline, days, key, member, page, usage, with, workspace};
use crate::facts::populations::wholeness::tests::{lines, wholeness};
use crate::model::{Baseline, Table};

fn people(names: &[&str]) -> String {
    page(&names.iter().map(|name| member(&format!("{name}@example.com"), "user")).collect::<Vec<_>>())
}

fn keys(names: &[&str]) -> String {
    page(&names.iter().map(|name| with(key(name, "2026-01-01", None), json!({"created_by": null}))).collect::<Vec<_>>())
}

fn spaces(names: &[&str]) -> String {
    page(&names.iter().map(|name| workspace(name)).collect::<Vec<_>>())
}

/// Usage without keys, which sets the time.
fn until(day: &str) -> String {
    usage(&[("", "", days("2026-06-01", day))])
}

/// A feed with an event of no consequence on every third day.
fn feed(from: &str, to: &str, events: &[Value]) -> String {
    let all = days(from, to);
    let daily = all.iter().step_by(3).chain(all.last());
    let quiet = daily.map(|day| activity(&format!("{day}T08:00:00Z"), "platform_cost_report_viewed", "a", json!({})));
    lines(&quiet.chain(events.iter().cloned()).collect::<Vec<_>>())
}

/// The last report, as of 1 July.
fn last(file: &str, list: &str) -> Baseline {
    baseline(&[(file, list), ("usage.csv", &until("2026-06-30"))])
}

/// How many are missing and whether that is certain, as of 1 October.
fn shortage(table: Table, (file, list): (&str, &str), feed: Option<&str>, last: &Baseline) -> Option<(u64, bool)> {
    let used = until("2026-09-30");
    let mut files = vec![(file, list), ("usage.csv", used.as_str())];
    files.extend(feed.map(|feed| ("feed.jsonl", feed)));
    let shortage = wholeness(&files, Some(last)).gaps.remove(&table)?.shortage?;
    Some((shortage.missing, shortage.is_certain))
}

const ALL: [&str; 7] = ["a", "b", "c", "d", "e", "f", "g"];

#[test]
fn who_is_missing_is_certain_where_the_feed_covers_all_days_since() {
    let (before, now) = (last("users.json", &people(&ALL)), people(&ALL[..4]));
    let of = |feed: Option<&str>| shortage(Table::Members, ("users.json", &now), feed, &before);
    assert_eq!(of(None), Some((3, false)));
    for (from, to, is_certain) in [
        ("2026-07-01", "2026-09-29", true),
        ("2026-07-02", "2026-09-29", false),
        ("2026-07-01", "2026-09-28", false),
        ("2026-05-01", "2026-09-30", true),
    ] {
        assert_eq!(of(Some(&feed(from, to, &[]))), Some((3, is_certain)), "a feed from {from} to {to}");
    }
}

#[test]
fn so_many_do_not_leave_unseen() {
    let names: Vec<String> = (0..16).map(|at| format!("m{at}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let is_certain = |listed: usize, now: usize| {
        let before = last("users.json", &people(&names[..listed]));
        shortage(Table::Members, ("users.json", &people(&names[..now])), None, &before).unwrap().1
    };
    for (listed, now, certain) in [(15, 10, true), (16, 11, false), (8, 4, false), (8, 3, true)] {
        assert_eq!(is_certain(listed, now), certain, "{now} of {listed}");
    }
}

#[test]
fn who_was_removed_since_is_not_missing() {
    let before = last("users.json", &people(&ALL));
    let removal = |at: &str| {
        let whom = json!({"deleted_user_id": "user_e", "deleted_user_email": "e@example.com"});
        feed("2026-06-10", "2026-09-30", &[activity(at, "org_user_deleted", "a", whom)])
    };
    let of =
        |list: &[&str], at: &str| shortage(Table::Members, ("users.json", &people(list)), Some(&removal(at)), &before);
    assert_eq!(of(&ALL[..4], "2026-07-20T10:00:00Z"), Some((2, true)));
    assert_eq!(of(&ALL[..4], "2026-07-01T00:00:00Z"), Some((2, true)), "at the instant of the report");
    assert_eq!(of(&ALL[..4], "2026-06-30T23:59:59Z"), Some((3, true)), "before it, and counted all the same");
    assert_eq!(of(&ALL[..5], "2026-07-20T10:00:00Z"), Some((2, true)), "who is listed came back");
    let roster = "Name,Email,End date\nE,e@example.com,2026-07-20\n";
    let used = until("2026-09-30");
    let files = [("users.json", people(&ALL[..4])), ("roster.csv", roster.to_owned()), ("usage.csv", used)];
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let found = wholeness(&files, Some(&before)).gaps.remove(&Table::Members).unwrap().shortage.unwrap();
    assert_eq!(found.missing, 2, "the roster says that one left");
}

#[test]
fn keys_end_by_events_and_only_those_that_the_list_leaves_out_count() {
    let before = last("keys.json", &keys(&ALL));
    let event = |at: &str, kind: &str, fields: Value| activity(at, kind, "a", fields);
    let status = |id: &str, now: &str| json!({"api_key_id": id, "updates": [{"type": "status", "previous_value": "active", "current_value": now}]});
    let named = json!({"api_key_id": "apikey_e"});
    const LATE: &str = "2026-07-20T10:00:00Z";
    for (event, missing, why) in [
        (event(LATE, "scoped_api_key_deleted", named.clone()), 2, "deleted"),
        (event(LATE, "platform_api_key_created", named), 3, "made"),
        (event(LATE, "platform_api_key_updated", status("apikey_e", "archived")), 2, "archived"),
        (event(LATE, "platform_api_key_updated", status("apikey_e", "inactive")), 2, "switched off"),
        (event(LATE, "platform_api_key_updated", status("apikey_e", "active")), 3, "switched on"),
        (event(LATE, "platform_api_key_updated", status("apikey_a", "archived")), 3, "of a listed key"),
        (event("2026-06-30T23:00:00Z", "platform_api_key_updated", status("apikey_e", "archived")), 3, "before"),
        (
            event("2026-07-01T00:00:00Z", "platform_api_key_updated", status("apikey_e", "archived")),
            2,
            "at that instant",
        ),
    ] {
        let feed = feed("2026-06-10", "2026-09-30", &[event]);
        let found = shortage(Table::Keys, ("keys.json", &keys(&ALL[..4])), Some(&feed), &before);
        assert_eq!(found, Some((missing, true)), "{why}");
    }
    assert_eq!(
        shortage(Table::Keys, ("keys.json", &keys(&ALL[..6])), None, &before),
        Some((1, true)),
        "keys never leave"
    );
    assert_eq!(shortage(Table::Keys, ("keys.json", &keys(&ALL)), None, &before), None);
}

#[test]
fn workspaces_are_archived_by_events_and_new_ones_replace_none() {
    let before = last("spaces.json", &spaces(&ALL));
    let archived = |at: &str, kind: &str, id: &str| {
        feed("2026-06-10", "2026-09-30", &[activity(at, kind, "a", json!({"workspace_id": format!("wrkspc_{id}")}))])
    };
    let of = |list: &str, feed: &str| shortage(Table::Workspaces, ("spaces.json", list), Some(feed), &before);
    const ARCHIVED: &str = "platform_workspace_archived";
    for (at, kind, id, missing) in [
        ("2026-07-20T10:00:00Z", ARCHIVED, "e", 2),
        ("2026-07-01T00:00:00Z", ARCHIVED, "e", 2),
        ("2026-06-30T23:00:00Z", ARCHIVED, "e", 3),
        ("2026-07-20T10:00:00Z", ARCHIVED, "a", 3),
        ("2026-07-20T10:00:00Z", "platform_workspace_created", "e", 3),
    ] {
        assert_eq!(of(&spaces(&ALL[..4]), &archived(at, kind, id)), Some((missing, true)), "{kind} {id} {at}");
    }
    let mut list: Vec<Value> = ALL[..4].iter().map(|name| workspace(name)).collect();
    list.extend(["x", "y"].map(|name| with(workspace(name), json!({"created_at": "2026-08-01T09:00:00Z"}))));
    let quiet = feed("2026-06-10", "2026-09-30", &[]);
    assert_eq!(of(&page(&list), &quiet), Some((3, true)), "two that were made since");
}

#[test]
fn a_report_of_later_or_of_another_organization_proves_nothing() {
    let now = people(&ALL[..4]);
    let of = |last: &Baseline| shortage(Table::Members, ("users.json", &now), None, last);
    let mut before = last("users.json", &people(&ALL));
    before.report.as_of = "2026-10-01T00:00:00Z".parse().unwrap();
    assert_eq!(of(&before), Some((3, false)), "of the same instant");
    before.report.as_of = "2026-10-01T00:00:01Z".parse().unwrap();
    assert_eq!(of(&before), None);
    let organization = |id: &str| json!({"type": "organization", "id": id, "name": "Example"}).to_string();
    let mut named = last("users.json", &people(&ALL));
    named.report.organization.id = Some("org_1".to_owned());
    let used = until("2026-09-30");
    for (id, missing) in [("org_1", Some(3)), ("org_2", None)] {
        let about = organization(id);
        let files = [("org.json", about.as_str()), ("users.json", &now), ("usage.csv", &used)];
        let gaps = wholeness(&files, Some(&named)).gaps.remove(&Table::Members).unwrap();
        assert_eq!(gaps.shortage.map(|one| one.missing), missing, "{id}");
    }
}
