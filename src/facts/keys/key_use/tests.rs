//! Names, ids and workspaces of the third quarter of 2026.

use serde_json::{Value, json};

use crate::analyze::testing::{activity, cost, days, facts, key, page, usage, with, workspace};
use crate::facts::{Facts, Use};

fn called(id: &str, name: &str, created: &str, home: Option<&str>) -> Value {
    with(key("x", created, home), json!({"id": id, "name": name}))
}

fn derive(keys: &[Value], files: &[(&str, &str)]) -> Facts {
    let (keys, spaces) = (page(keys), page(&[workspace("A"), workspace("B")]));
    let lists = [("keys.json", keys.as_str()), ("spaces.json", spaces.as_str())];
    facts(&[&lists[..], files].concat())
}

/// `first..last` of uses, in order.
fn spans(uses: &[Use]) -> Vec<String> {
    uses.iter().map(|one| format!("{}..{}", one.first, one.last)).collect()
}

fn own(facts: &Facts, id: &str) -> Vec<String> {
    facts.keys.uses.of(id).map(|uses| spans(&uses.uses)).unwrap_or_default()
}

fn ambiguous(facts: &Facts, id: &str) -> Vec<String> {
    facts.keys.uses.of(id).map(|uses| spans(&uses.ambiguous)).unwrap_or_default()
}

const NONE: [&str; 0] = [];

#[test]
fn the_id_counts_before_the_name() {
    let keys = [called("apikey_1", "one", "2026-01-05", None), called("apikey_2", "two", "2026-01-05", None)];
    let cost = cost(&[("2026-09-30".to_owned(), "one", "apikey_2", "Default", 1.0)]);
    let facts = derive(&keys, &[("cost.csv", &cost)]);
    assert_eq!((own(&facts, "apikey_1"), own(&facts, "apikey_2")), (vec![], vec!["2026-09-30..2026-09-30".to_owned()]));
}

/// Fault: A key that was renamed was unknown under its former name, although cost states the listed id next to that name
/// Outcome: What stands next to its id is its name; a name that another listed key has today is that key's
#[test]
fn a_name_next_to_a_listed_id_is_that_keys() {
    let keys = [called("apikey_1", "new", "2026-01-05", None), called("apikey_2", "two", "2026-01-05", None)];
    let day = |day: &str, name: &'static str, id: &'static str| (day.to_owned(), name, id, "Default", 1.0);
    let cost = cost(&[day("2026-07-01", "old", "apikey_1"), day("2026-09-30", "two", "apikey_1")]);
    let used = usage(&[
        ("old", "", days("2026-07-02", "2026-07-03")),
        ("two", "", days("2026-07-04", "2026-07-05")),
        ("gone", "", days("2026-07-06", "2026-07-07")),
    ]);
    let facts = derive(&keys, &[("cost.csv", &cost), ("usage.csv", &used)]);
    let first: Vec<String> = own(&facts, "apikey_1");
    assert!(first.contains(&"2026-07-02..2026-07-03".to_owned()), "{first:?}");
    assert_eq!(own(&facts, "apikey_2"), ["2026-07-04..2026-07-05"]);
    assert_eq!(spans(&facts.keys.uses.unknown), ["2026-07-06..2026-07-07"]);
}

#[test]
fn the_workspace_tells_two_of_one_name_apart() {
    let keys = [
        called("apikey_1", "k", "2026-01-05", Some("wrkspc_A")),
        called("apikey_2", "k", "2026-01-05", Some("wrkspc_B")),
    ];
    let used = usage(&[("k", "A", days("2026-09-01", "2026-09-02")), ("k", "", days("2026-09-03", "2026-09-03"))]);
    let facts = derive(&keys, &[("usage.csv", &used)]);
    assert_eq!(own(&facts, "apikey_1"), ["2026-09-01..2026-09-02"]);
    assert_eq!(own(&facts, "apikey_2"), NONE);
    for id in ["apikey_1", "apikey_2"] {
        assert_eq!(ambiguous(&facts, id), ["2026-09-03..2026-09-03"], "no workspace is stated");
    }
}

#[test]
fn an_unlisted_workspace_goes_before_another_one() {
    let keys = [
        called("apikey_1", "k", "2026-01-05", Some("wrkspc_A")),
        called("apikey_2", "k", "2026-01-05", Some("wrkspc_default")),
    ];
    let used = usage(&[("k", "Default", days("2026-09-01", "2026-09-02"))]);
    let facts = derive(&keys, &[("usage.csv", &used)]);
    assert_eq!((own(&facts, "apikey_1"), own(&facts, "apikey_2")), (vec![], vec!["2026-09-01..2026-09-02".to_owned()]));
}

#[test]
fn a_successor_of_the_same_name() {
    let old = with(called("apikey_old", "k", "2026-01-05", Some("wrkspc_A")), json!({"status": "archived"}));
    let keys = [old, called("apikey_new", "k", "2026-08-10", Some("wrkspc_A"))];
    let used = usage(&[("k", "A", days("2026-07-01", "2026-09-30"))]);
    let facts = derive(&keys, &[("usage.csv", &used)]);
    assert_eq!(own(&facts, "apikey_old"), ["2026-07-01..2026-08-09"], "before the successor was made");
    assert_eq!(own(&facts, "apikey_new"), NONE);
    assert_eq!(ambiguous(&facts, "apikey_new"), ["2026-08-10..2026-09-30"], "when the old one ended is not known");
    let ended = json!({
        "api_key_id": "apikey_old",
        "updates": [{"type": "status", "previous_value": "active", "current_value": "archived"}],
    });
    let feed = activity("2026-08-20T10:00:00Z", "platform_api_key_updated", "ok", ended).to_string();
    let facts = derive(&keys, &[("usage.csv", &used), ("feed.jsonl", &feed)]);
    assert_eq!(own(&facts, "apikey_new"), ["2026-08-21..2026-09-30"], "the feed tells");
    assert_eq!(ambiguous(&facts, "apikey_new"), ["2026-08-10..2026-08-20"]);
}

#[test]
fn an_ended_key_was_used_where_no_other_has_the_name() {
    let keys = [
        with(called("apikey_old", "k", "2026-01-05", Some("wrkspc_A")), json!({"status": "archived"})),
        called("apikey_b", "x", "2026-01-05", Some("wrkspc_B")),
    ];
    let ended = json!({
        "api_key_id": "apikey_old",
        "updates": [{"type": "status", "previous_value": "active", "current_value": "archived"}],
    });
    let feed = activity("2026-08-20T10:00:00Z", "platform_api_key_updated", "ok", ended).to_string();
    let used = usage(&[("k", "A", days("2026-08-01", "2026-08-31")), ("k", "B", days("2026-08-25", "2026-08-26"))]);
    let facts = derive(&keys, &[("usage.csv", &used), ("feed.jsonl", &feed)]);
    assert_eq!(own(&facts, "apikey_old"), ["2026-08-01..2026-08-31"]);
    assert_eq!(spans(&facts.keys.uses.unknown), ["2026-08-25..2026-08-26"], "of another workspace: another key");
}

#[test]
fn days_with_ids_leave_nothing_open() {
    let keys = [
        called("apikey_1", "k", "2026-01-05", Some("wrkspc_A")),
        called("apikey_2", "k", "2026-01-05", Some("wrkspc_A")),
    ];
    let used = usage(&[("k", "A", days("2026-09-01", "2026-09-30"))]);
    let rows: Vec<_> =
        days("2026-09-11", "2026-09-30").into_iter().map(|day| (day, "k", "apikey_2", "A", 1.0)).collect();
    let facts = derive(&keys, &[("usage.csv", &used), ("cost.csv", &cost(&rows))]);
    assert_eq!(ambiguous(&facts, "apikey_1"), ["2026-09-01..2026-09-10"]);
    assert_eq!(own(&facts, "apikey_1"), NONE);
    assert_eq!(own(&facts, "apikey_2"), ["2026-09-11..2026-09-30"]);
    assert_eq!(facts.keys.uses.of("apikey_2").unwrap().last_possible().unwrap().to_string(), "2026-09-30");
}

#[test]
fn former_names_and_strangers() {
    let renamed = json!({
        "api_key_id": "apikey_1",
        "updates": [{"type": "name", "previous_value": "before", "current_value": "after"}],
    });
    let feed = activity("2026-09-10T10:00:00Z", "platform_api_key_updated", "ok", renamed).to_string();
    let used =
        usage(&[("before", "A", days("2026-09-01", "2026-09-10")), ("nobody", "A", days("2026-09-01", "2026-09-02"))]);
    let facts = derive(
        &[called("apikey_1", "after", "2026-09-05", Some("wrkspc_A"))],
        &[("usage.csv", &used), ("feed.jsonl", &feed)],
    );
    assert_eq!(own(&facts, "apikey_1"), ["2026-09-05..2026-09-10"], "not before it was made");
    assert_eq!(spans(&facts.keys.uses.unknown), ["2026-09-01..2026-09-04", "2026-09-01..2026-09-02"]);
}
