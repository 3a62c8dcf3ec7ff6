use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::credentials::testing::{account, list, rule};
use crate::analyze::testing::{activity, any_data, ask, days, found, judge, key, outcome, page, usage, with};
use crate::policy::Policy;

/// A day with an event of somebody else, every few days of the spring and summer, and what service accounts did.
fn feed(by_accounts: &[(&str, &str)]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for day in days("2026-04-01", "2026-09-30").into_iter().step_by(3) {
        lines.push(activity(&format!("{day}T09:00:00Z"), "claude_chat_created", "ann", json!({})).to_string());
    }
    for (id, day) in by_accounts {
        let actor =
            json!({"type": "service_account_actor", "service_account_id": id, "ip_address": null, "user_agent": null});
        let event = activity(&format!("{day}T10:00:00Z"), "platform_file_uploaded", id, json!({"actor": actor}));
        lines.push(event.to_string());
    }
    lines.join("\n")
}

/// A key of a service account `svac_<name>`.
fn own_key(name: &str) -> Value {
    let by = json!({"id": format!("svac_{name}"), "type": "service_account"});
    with(key(name, "2026-02-02", Some("wrkspc_A")), json!({"created_by": by, "principal": by}))
}

struct Case {
    accounts: String,
    keys: String,
    usage: String,
    feed: String,
    rules: String,
}

fn case() -> Case {
    let names = ["idle", "by-key", "by-event", "quiet-key"];
    let mut accounts: Vec<Value> = names.iter().map(|name| account(name, "2026-02-01")).collect();
    accounts.push(account("new", "2026-07-10"));
    accounts.push(with(account("gone", "2026-02-01"), json!({"archived_at": "2026-03-01T00:00:00Z"})));
    Case {
        accounts: list(&accounts),
        keys: page(&[own_key("by-key"), own_key("quiet-key"), key("daily", "2026-02-01", Some("wrkspc_A"))]),
        usage: usage(&[
            ("daily", "A", days("2026-04-01", "2026-09-30")),
            ("by-key", "A", days("2026-09-01", "2026-09-02")),
            ("quiet-key", "A", days("2026-05-01", "2026-05-02")),
        ]),
        feed: feed(&[("svac_by-event", "2026-08-20")]),
        rules: list(&[rule("other", "A")]),
    }
}

fn files(case: &Case) -> Vec<(&str, &str)> {
    vec![
        ("accounts.json", &case.accounts),
        ("keys.json", &case.keys),
        ("usage.csv", &case.usage),
        ("feed.jsonl", &case.feed),
        ("federation_rules.json", &case.rules),
    ]
}

#[test]
fn accounts_that_nothing_uses() {
    let case = case();
    assert_eq!(found(&ANALYZER, &files(&case)), ["medium idle", "medium quiet-key"]);
    let lines = ask(&ANALYZER, &files(&case));
    assert_eq!(
        lines[1],
        "medium quiet-key: made 2026-02-01, last used 2026-05-02, 150 days before the data ends. Allowed: 90 days (default)"
    );
}

#[test]
fn accounts_behind_a_federation_rule_are_not_judged() {
    let case = case();
    let to_idle = json!({"target": {"type": "service_account", "service_account_id": "svac_idle"}});
    let rules = list(&[with(rule("r", "A"), to_idle.clone())]);
    let mut files = files(&case);
    *files.last_mut().unwrap() = ("federation_rules.json", &rules);
    assert_eq!(found(&ANALYZER, &files), ["medium quiet-key"]);
    let Outcome::Assessed { findings, notes, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!() };
    assert_eq!(findings[0].confidence, crate::model::Confidence::High);
    assert!(
        notes.iter().any(|note| note.starts_with("not judged: 1 service account") && note.contains("«idle»")),
        "{notes:?}"
    );
    let archived = list(&[with(rule("r", "A"), with(to_idle, json!({"archived_at": "2026-03-01T00:00:00Z"})))]);
    *files.last_mut().unwrap() = ("federation_rules.json", &archived);
    assert_eq!(found(&ANALYZER, &files), ["medium idle", "medium quiet-key"]);
}

#[test]
fn silence_needs_days() {
    let mut case = case();
    case.usage = usage(&[("daily", "A", days("2026-08-01", "2026-09-30"))]);
    assert_eq!(
        ask(&ANALYZER, &files(&case)),
        ["not assessed: usage and cost exports that name keys: 61 days without a gap; needed: 90"]
    );
    let mut case = self::case();
    case.feed = activity("2026-09-01T09:00:00Z", "claude_chat_created", "ann", json!({})).to_string();
    assert_eq!(
        ask(&ANALYZER, &files(&case)),
        ["not assessed: the activity feed, which alone has service accounts: 1 day without a gap; needed: 90"]
    );
    let mut case = self::case();
    case.keys = case.keys.replace("\"has_more\":false", "\"has_more\":true");
    assert!(ask(&ANALYZER, &files(&case))[0].starts_with("not assessed: the list of API keys is incomplete"));
}

/// Fault: The list of keys did not say who made them: an account whose key is used every day was «not used», at high confidence
/// Outcome: Accounts without a use of their own are not judged while keys that nobody is said to have made are in use
#[test]
fn keys_in_use_that_may_be_theirs() {
    let mut case = case();
    let bare = |name: &str| {
        let mut key = own_key(name);
        key.as_object_mut().unwrap().retain(|field, _| !["created_by", "principal"].contains(&field.as_str()));
        key
    };
    case.keys = page(&[bare("by-key"), bare("quiet-key")]);
    let Outcome::Assessed { findings, notes, population } = outcome(&ANALYZER, &files(&case), &Policy::default())
    else {
        panic!()
    };
    assert_eq!((findings.len(), population), (0, 1), "by-event is known to be at work");
    assert_eq!(
        notes,
        [
            "not judged: 3 service accounts, because the list of keys does not say who created 1 key in use, which may be theirs: «idle», «by-key», «quiet-key»"
        ]
    );
}

/// Fault: Without the list of federation rules an account that they may act for was a finding, which with the list is not judged
/// Outcome: Without a whole list nobody is judged who has no use of their own; a list that was saved without entries is one
#[test]
fn without_every_federation_rule_idle_accounts_are_not_judged() {
    let case = case();
    let all = files(&case);
    let (others, whole) = all.split_at(all.len() - 1);
    let empty = list(&[]);
    let cut = case.rules.replace("\"next_page\":null", "\"next_page\":\"page_2\"");
    assert!(cut != case.rules);
    let unread = list(&[rule("other", "A"), with(rule("r", "A"), json!({"archived_at": "some day"}))]);
    for (rules, is_judged) in [
        (Some(whole[0]), true),
        (Some(("federation_rules.json", empty.as_str())), true),
        (Some(("empty.json", &empty)), false),
        (Some(("federation_rules.json", &cut)), false),
        (Some(("federation_rules.json", &unread)), false),
        (None, false),
    ] {
        let files = [others, rules.as_slice()].concat();
        let said = judge(&ANALYZER, &any_data(&files), &Policy::default(), None);
        let Outcome::Assessed { findings, notes, population } = said else { panic!() };
        let (found, judged) = if is_judged { (2, 4) } else { (0, 2) };
        assert_eq!((findings.len(), population), (found, judged), "{rules:?}");
        let note = "not judged, because no export tells every federation rule: 2 service accounts may be used by tokens: «idle», «quiet-key»";
        assert_eq!(notes.iter().any(|one| one == note), !is_judged, "{notes:?}");
    }
}
