//! What goes on from one quarter to the next stays found, and what cannot be seen any more stays a task.

use serde_json::{Value, json};

use super::{run, unjudged};
use crate::analyze::testing::{activity, days, key, member, page, usage, with};
use crate::model::{Finding, Report, Status};

fn keys() -> Vec<Value> {
    let by = |name: &str, user: &str| {
        with(key(name, "2026-04-02", None), json!({"created_by": {"type": "user", "id": format!("user_{user}")}}))
    };
    vec![with(by("ended", "ann"), json!({"status": "archived"})), by("orphan", "gone"), by("fine", "ann")]
}

fn feed(events: &[Value]) -> String {
    events.iter().map(|event| format!("{event}\n")).collect()
}

/// Exports of one quarter: its own events, and use of all keys on its days.
fn quarter(from: &str, to: &str, events: &[Value]) -> Vec<(&'static str, String)> {
    let daily = days(from, to).into_iter();
    let chats = daily.map(|day| activity(&format!("{day}T09:00:00Z"), "claude_chat_created", "ann", json!({})));
    let all: Vec<Value> = chats.chain(events.iter().cloned()).collect();
    let uses = ["ended", "orphan", "fine"].map(|name| (name, "Default", days(from, to)));
    vec![
        ("keys.json", page(&keys())),
        ("users.json", page(&[member("ann@example.com", "admin"), member("bob@example.com", "admin")])),
        ("feed.jsonl", feed(&all)),
        ("usage.csv", usage(&uses)),
    ]
}

fn second_quarter() -> Report {
    let status = json!({"api_key_id": "apikey_ended",
        "updates": [{"type": "status", "previous_value": "active", "current_value": "archived"}]});
    let removed = json!({"deleted_user_id": "user_gone", "deleted_user_email": "gone@example.com"});
    let events = [
        activity("2026-05-11T10:00:00Z", "platform_api_key_updated", "ann", status),
        activity("2026-05-12T10:00:00Z", "org_user_deleted", "ann", removed),
    ];
    run(&quarter("2026-04-01", "2026-06-30", &events), None)
}

fn found<'a>(report: &'a Report, rule: &str) -> Option<&'a Finding> {
    report.findings.iter().find(|one| one.rule == rule)
}

/// Fault: A key that is used on after it was archived, or after its creator was removed, was no finding of the next quarter, whose events begin later
/// Outcome: The last report knows since when, and use after that is the same finding, with its id and its due day
#[test]
fn use_that_goes_on_is_found_without_the_event() {
    let last = second_quarter();
    let next = run(&quarter("2026-07-01", "2026-09-30", &[]), Some(&last));
    let third = run(&quarter("2026-10-01", "2026-12-31", &[]), Some(&next));
    for rule in ["key-used-after-revocation", "key-used-after-departure"] {
        let before = found(&last, rule).unwrap_or_else(|| panic!("{rule} is found at all"));
        for report in [&next, &third] {
            let now = found(report, rule).unwrap_or_else(|| panic!("{rule} goes on"));
            assert_eq!((now.id.as_str(), now.status), (before.id.as_str(), Status::Persisting), "{rule}");
            assert_eq!(now.severity, before.severity, "{rule}");
        }
        let alone = run(&quarter("2026-07-01", "2026-09-30", &[]), None);
        assert!(found(&alone, rule).is_none(), "{rule}: nothing of this quarter alone says so");
        let mut unused = quarter("2026-07-01", "2026-09-30", &[]);
        unused[3].1 = usage(&[("fine", "Default", days("2026-07-01", "2026-09-30"))]);
        assert!(found(&run(&unused, Some(&last)), rule).is_none(), "{rule}: the use has ended");
    }
}

/// Fault: What could not be judged again fell out of the open items, as if it was done
/// Outcome: It stays there with its due day and the reason, until it is judged or known to be over
#[test]
fn what_is_not_judged_again_stays_a_task() {
    let last = second_quarter();
    let task = |report: &Report| {
        let items = report.open_items.iter();
        items.filter(|item| item.rules.iter().any(|rule| rule == "orphaned-key")).cloned().collect::<Vec<_>>()
    };
    let [before] = &task(&last)[..] else { panic!("one orphaned key") };
    let mut without = quarter("2026-07-01", "2026-09-30", &[]);
    without.remove(1);
    let next = run(&without, Some(&last));
    let why = unjudged(&next, "orphaned-key");
    let [now] = &task(&next)[..] else { panic!("still a task: {:?}", next.open_items) };
    assert_eq!((&now.fingerprint, now.due), (&before.fingerprint, before.due));
    assert!(now.description.iter().any(|line| line.contains(&format!("Not judged again: {why}"))), "{now:?}");
    let mut ended = quarter("2026-07-01", "2026-09-30", &[]);
    let keys: Vec<Value> = keys().into_iter().map(|key| with(key, json!({"status": "archived"}))).collect();
    ended[0].1 = page(&keys);
    assert!(task(&run(&ended, Some(&next))).is_empty(), "the key has ended");
    let events = |report: &Report| report.open_items.iter().flat_map(|item| item.rules.clone()).collect::<Vec<_>>();
    assert!(!events(&next).contains(&"privileged-role-change".to_owned()), "what happened is over");
}
