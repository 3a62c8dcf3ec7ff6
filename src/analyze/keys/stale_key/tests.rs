//! Usage covers the third quarter of 2026, unless a test says otherwise.

use serde_json::json;

use super::ANALYZER;
use crate::analyze::testing::{
    activity, ask, cost, days, found, found_with, key, page, policy, usage, with, workspace,
};

const QUARTER: [&str; 2] = ["2026-07-01", "2026-09-30"];

fn until(day: &str) -> Vec<String> {
    days(QUARTER[0], day)
}

#[test]
fn silence_for_longer_than_the_limit() {
    let keys =
        page(&[key("stale-a", "2026-01-05", None), key("ok-b", "2026-01-05", None), key("ok-c", "2026-01-05", None)]);
    let usage = usage(&[
        ("stale-a", "Default", until("2026-08-16")),
        ("ok-b", "Default", until("2026-08-17")),
        ("ok-c", "Default", until("2026-09-30")),
    ]);
    let files = [("keys.json", keys.as_str()), ("usage.csv", &usage)];
    assert_eq!(
        ask(&ANALYZER, &files),
        ["medium stale-a: last used 2026-08-16, 46 days before 2026-10-01. Allowed: 45 days (default)"]
    );
    let strict = policy("[checks.stale-key]\nstale_after_days = 40\n");
    assert_eq!(found_with(&ANALYZER, &files, &strict), ["medium stale-a", "medium ok-b"]);
}

/// Fault: Where the data ended long before the report's day, the check passed, and said nothing of keys that may be stale since
/// Outcome: Such keys are named; what was used within the limit before the report's day is not
#[test]
fn silence_behind_the_data_is_not_known() {
    use crate::analyze::Outcome;
    use crate::analyze::testing::outcome;
    use crate::policy::Policy;
    let keys = page(&[
        key("open-a", "2026-01-05", None),
        key("ok-b", "2026-01-05", None),
        with(key("ok-new", "2026-01-05", None), json!({"created_at": "2026-09-30T10:00:00Z"})),
    ]);
    let usage = usage(&[("open-a", "Default", until("2026-08-10")), ("ok-b", "Default", until("2026-08-31"))]);
    let Outcome::Assessed { findings, notes, .. } =
        outcome(&ANALYZER, &[("keys.json", &keys), ("usage.csv", &usage)], &Policy::default())
    else {
        panic!()
    };
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(notes, ["the data ends 2026-08-31: whether these keys were used after it is not known: «open-a»"]);
}

#[test]
fn what_is_no_stale_key() {
    let keys = page(&[
        key("ok-never-used", "2026-01-05", None),
        with(key("ok-inactive", "2026-01-05", None), json!({"status": "inactive"})),
        with(key("ok-expired", "2026-01-05", None), json!({"status": "expired"})),
        with(key("ok-admin", "2026-01-05", None), json!({"scope": {"type": "organization"}})),
        with(key("ok-old-admin", "2026-01-05", None), json!({"partial_key_hint": "sk-ant-admin01-R2D...igAA"})),
        key("ok-acts", "2026-01-05", None),
        key("ok-daily", "2026-01-05", None),
    ]);
    let old = ["ok-inactive", "ok-expired", "ok-admin", "ok-old-admin", "ok-acts"];
    let mut uses: Vec<_> = old.map(|name| (name, "Default", until("2026-07-10"))).into();
    uses.push(("ok-daily", "Default", until("2026-09-30")));
    // The key is the actor: it reads the Compliance API, which is no usage.
    let read = json!({"actor": {"type": "api_actor", "api_key_id": "apikey_ok-acts"}});
    let feed = activity("2026-09-20T08:00:00Z", "compliance_api_accessed", "nobody", read).to_string();
    let files = [("keys.json", page(&[]) + &keys), ("usage.csv", usage(&uses)), ("feed.jsonl", feed)];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    assert_eq!(found(&ANALYZER, &files), [""; 0]);
}

#[test]
fn short_or_nameless_data_proves_nothing() {
    let keys = page(&[key("ok-a", "2026-01-05", None)]);
    let short = usage(&[("ok-a", "Default", days("2026-08-18", "2026-09-30"))]);
    assert_eq!(
        ask(&ANALYZER, &[("keys.json", &keys), ("usage.csv", &short)]),
        ["not assessed: usage and cost exports that name keys cover 44 days without a gap; needed: 45"]
    );
    let nameless = usage(&[("", "Default", until("2026-09-30"))]);
    assert!(ask(&ANALYZER, &[("keys.json", &keys), ("usage.csv", &nameless)])[0].starts_with("not assessed"));
    assert_eq!(ask(&ANALYZER, &[("keys.json", &keys)]), ["not assessed: no export of token usage or cost"]);
}

#[test]
fn a_missing_month_is_no_silence() {
    let keys = page(&[key("ok-a", "2026-01-05", None), key("ok-daily", "2026-01-05", None)]);
    let of = |from, to| usage(&[("ok-daily", "Default", days(from, to))]);
    let (june, august) =
        (usage(&[("ok-a", "Default", days("2026-06-01", "2026-06-30"))]), of("2026-08-01", "2026-09-10"));
    let files = [("keys.json", keys.as_str()), ("june.csv", &june), ("august.csv", &august)];
    assert!(ask(&ANALYZER, &files)[0].contains("cover 41 days"), "June, and 41 days after a gap");
}

#[test]
fn a_single_later_day_does_not_undo_the_quarter() {
    let keys = page(&[key("stale-a", "2026-01-05", None), key("ok-b", "2026-01-05", None)]);
    let quarter = usage(&[("stale-a", "Default", until("2026-07-10")), ("ok-b", "Default", until("2026-09-30"))]);
    let later = usage(&[("ok-b", "Default", days("2026-10-20", "2026-10-20"))]);
    let files = [("keys.json", keys.as_str()), ("q3.csv", &quarter), ("later.csv", &later)];
    assert_eq!(
        ask(&ANALYZER, &files),
        [
            "medium stale-a: last used 2026-07-10, 103 days before 2026-10-21. The data ends 2026-09-30. Allowed: 45 days (default)"
        ]
    );
}

/// Two keys of one name in one workspace: the archived predecessor, and the successor made on 1 August.
fn rotated() -> String {
    page(&[
        with(
            key("x", "2026-01-05", Some("wrkspc_W")),
            json!({"id": "apikey_old", "name": "search", "status": "archived"}),
        ),
        with(key("x", "2026-08-01", Some("wrkspc_W")), json!({"id": "apikey_new", "name": "search"})),
        key("ok-daily", "2026-01-05", Some("wrkspc_W")),
    ])
}

#[test]
fn a_name_that_two_keys_share() {
    let (keys, spaces) = (rotated(), page(&[workspace("W")]));
    let at = |day| usage(&[("search", "W", until(day)), ("ok-daily", "W", until("2026-09-30"))]);
    let (lately, long_ago, before) = (at("2026-09-20"), at("2026-08-10"), at("2026-07-20"));
    let ask_of = |usage: &str| ask(&ANALYZER, &[("keys.json", &keys), ("spaces.json", &spaces), ("usage.csv", usage)]);
    assert_eq!(ask_of(&lately), [""; 0], "whose use it was is not known");
    let line = ask_of(&long_ago).remove(0);
    assert!(
        line.starts_with("medium search: last used 2026-08-10 under a name that another key has too, 52 days"),
        "{line}"
    );
    assert_eq!(ask_of(&before), [""; 0], "before it was made: never used, another check");
}

#[test]
fn ids_settle_a_shared_name() {
    let (keys, spaces) = (rotated(), page(&[workspace("W")]));
    let usage = usage(&[("search", "W", until("2026-09-20")), ("ok-daily", "W", until("2026-09-30"))]);
    let row = |day: &String, id: &'static str| (day.clone(), "search", id, "W", 1.0);
    let mut rows: Vec<_> = until("2026-08-10").iter().map(|day| row(day, "apikey_new")).collect();
    rows.extend(days("2026-08-11", "2026-09-20").iter().map(|day| row(day, "apikey_old")));
    rows.push(("2026-09-30".to_owned(), "ok-daily", "apikey_ok-daily", "W", 1.0));
    let cost = cost(&rows);
    let files = [("keys.json", keys.as_str()), ("spaces.json", &spaces), ("usage.csv", &usage), ("cost.csv", &cost)];
    assert_eq!(
        ask(&ANALYZER, &files),
        ["medium search: last used 2026-08-10, 52 days before 2026-10-01. Allowed: 45 days (default)"]
    );
}
