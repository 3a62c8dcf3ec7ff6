//! Who acted, next to a list of members.

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::activity::testing::{event, feed, in_feed, on};
use crate::analyze::testing::{ask, cost, days, found, member, outcome, page};
use crate::model::{Confidence, Severity};
use crate::policy::Policy;

fn in_list(events: &[Value]) -> Vec<String> {
    let members = page(&[member("ok-ann@example.com", "user")]);
    found(&ANALYZER, &[("feed.jsonl", &feed(events)), ("users.json", &members)])
}

fn chat(day: &str, who: &str) -> Value {
    on(day, "10:00", "claude_chat_created", who, json!({}))
}

#[test]
fn in_no_list() {
    let members = page(&[member("ok-ann@example.com", "user")]);
    let events = feed(&[chat("2026-08-03", "stale-bob"), chat("2026-08-03", "ok-ann")]);
    assert_eq!(
        ask(&ANALYZER, &[("feed.jsonl", &events), ("users.json", &members)]),
        [
            "high stale-bob@example.com: 1 event by stale-bob@example.com, claude_chat_created on 2026-08-03. The person is not in the member list. Expected: everybody who acts is a member"
        ]
    );
    let removed = event(
        "10:00",
        "org_user_deleted",
        "ok-ann",
        json!({"deleted_user_id": "user_stale-bob", "deleted_user_email": "stale-bob@example.com"}),
    );
    let later = [chat("2026-08-01", "stale-bob"), removed, chat("2026-08-05", "stale-bob")];
    assert_eq!(in_list(&later), ["high stale-bob@example.com"], "after the removal");
}

/// Fault: The audit-log export names people by other ids than the member list, and without an address everybody was a stranger
/// Outcome: Who cannot be compared is not judged, and that is said
#[test]
fn who_cannot_be_compared_is_not_judged() {
    let by = |actor: Value| {
        let mut one = chat("2026-08-03", "x");
        one["actor"] = actor;
        in_list(&[one])
    };
    let actor = |id: &str, address: Value| json!({"type": "user_actor", "user_id": id, "email_address": address});
    let nameless = by(actor("0f8fad5b-d9cb-469f-a165-70867728950e", json!(null)));
    assert!(nameless.len() == 1 && nameless[0].starts_with("not assessed"), "{nameless:?}");
    assert_eq!(
        by(actor("0f8fad5b-d9cb-469f-a165-70867728950e", json!("stale@example.com"))),
        ["high stale@example.com"]
    );
    assert_eq!(by(actor("user_stale", json!(null))), ["high user_stale"]);
}

/// Fault: Support staff of the provider, and members who accepted an invitation after the list was taken, were strangers with high confidence
/// Outcome: Staff is counted in a note where the organization is another one; whoever came in by an event is found with medium confidence
#[test]
fn support_staff_and_new_members() {
    let by = |address: &str| {
        let mut one = chat("2026-08-03", "x");
        one["actor"] = json!({"type": "user_actor", "user_id": "user_x", "email_address": address});
        one
    };
    assert_eq!(in_list(&[by("kim@anthropic.com")]), [""; 0]);
    for other in ["kim@anthropic.com.example", "kim@notanthropic.com"] {
        assert_eq!(in_list(&[by(other)]).len(), 1, "{other}");
    }
    let accepted = on("2026-08-02", "10:00", "org_user_invite_accepted", "new", json!({}));
    let members = page(&[member("ok-ann@example.com", "user")]);
    let lines =
        ask(&ANALYZER, &[("feed.jsonl", &feed(&[accepted, chat("2026-08-03", "new")])), ("users.json", &members)]);
    assert!(lines.len() == 1 && lines[0].contains("came in by an invitation or a request on 2026-08-02"), "{lines:?}");
}

#[test]
fn where_nobody_who_acted_is_listed_log_and_list_do_not_belong_together() {
    let names = ["ann", "bob", "cem", "dot", "eve", "fay"];
    let members = |domain: &str| page(&names.map(|name| member(&format!("{name}@{domain}"), "user")));
    let judged = |domain: &str, actors: &[&str]| {
        let by_address = |name: &&str| {
            let mut one = chat("2026-08-03", name);
            one["actor"] = json!({"type": "user_actor", "email_address": format!("{name}@example.com")});
            one
        };
        let events: Vec<Value> = actors.iter().map(by_address).collect();
        ask(&ANALYZER, &[("feed.jsonl", &feed(&events)), ("users.json", &members(domain))])
    };
    let other = judged("sister.example", &["gus", "hal", "ida", "joe", "kay"]);
    assert!(other.len() == 1 && other[0].starts_with("not assessed: none of 5 people who acted"), "{other:?}");
    let renamed = judged("corp.example.com", &names);
    assert!(renamed[0].ends_with("6 of them have the name of a member before the @, at another domain"), "{renamed:?}");
    assert_eq!(judged("example.com", &["ann", "bob", "cem", "dot", "gus"]).len(), 1, "four of them are members");
    assert_eq!(judged("sister.example", &["gus", "hal"]).len(), 2, "two strangers");
}

#[test]
fn what_is_none() {
    let removed = event(
        "10:00",
        "org_user_deleted",
        "ok-ann",
        json!({"deleted_user_id": "user_ok-bob", "deleted_user_email": "ok-bob@example.com"}),
    );
    assert_eq!(in_list(&[chat("2026-08-01", "ok-bob"), removed]), [""; 0], "a member at the time");
    let by = |actor: Value| {
        let mut one = chat("2026-08-03", "x");
        one["actor"] = actor;
        in_list(&[one])
    };
    assert_eq!(by(json!({"type": "anthropic_actor", "email_address": null})), [""; 0]);
    assert_eq!(by(json!({"type": "system_actor", "service": "retention"})), [""; 0]);
    assert_eq!(by(json!({"type": "scim_directory_sync_actor", "directory_id": "d"})), [""; 0]);
    assert_eq!(by(json!({"type": "service_account_actor", "service_account_id": "svac_1"})), [""; 0]);
    let stranger = json!({"type": "unauthenticated_user_actor", "unauthenticated_email_address": "who@example.net"});
    assert_eq!(by(stranger), [""; 0]);
    assert_eq!(in_feed(&ANALYZER, &[chat("2026-08-03", "bob")]), ["not assessed"], "no list of members");
}

/// Fault: Whoever acted and is in no list was «no member» with high confidence where the roster has them as active, or the feed ends weeks before the list was taken
/// Outcome: The doubt is said, the confidence is medium, and the first step is to export the list again; who is in no roster either, in events up to the end, stays certain
#[test]
fn what_casts_doubt_on_the_list_is_said() {
    let members = page(&[member("ok-ann@example.com", "user")]);
    let roster =
        |status: &str| format!("work_email,status\nok-ann@example.com,active\nstale-bob@example.com,{status}\n");
    let cost = |until: &str| {
        cost(&days("2026-08-01", until).into_iter().map(|day| (day, "k", "", "A", 1.0)).collect::<Vec<_>>())
    };
    let (active, unknown) = (roster("active"), roster("xyz"));
    let (there, early) =
        ("The roster has them as there («active»)", "The events end on 2026-08-05, and the other exports on 2026-08-");
    for (what, roster, cost_until, doubts) in [
        ("one day", "", "2026-08-05", vec![]),
        ("a weekend later", "", "2026-08-08", vec![]),
        ("later", "", "2026-08-12", vec![early]),
        ("on the roster", &active, "2026-08-05", vec![there]),
        ("both", &active, "2026-08-31", vec![early, there]),
        ("a status that nobody knows", &unknown, "2026-08-05", vec![]),
    ] {
        let (events, cost) = (feed(&[chat("2026-08-03", "stale-bob"), chat("2026-08-05", "ok-ann")]), cost(cost_until));
        let mut files = vec![("feed.jsonl", events.as_str()), ("users.json", &members), ("cost.csv", &cost)];
        files.extend((!roster.is_empty()).then_some(("roster.csv", roster)));
        let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &Policy::default()) else {
            panic!("{what}")
        };
        assert_eq!(findings.len(), 1, "{what}: {findings:?}");
        let one = &findings[0];
        assert_eq!(one.severity, Severity::High, "{what}");
        assert!(
            [early, there].iter().all(|doubt| one.message.contains(doubt) == doubts.contains(doubt)),
            "{what}: {}",
            one.message
        );
        let is_certain = doubts.is_empty();
        assert_eq!(one.confidence == Confidence::High, is_certain, "{what}");
        assert_eq!(one.remediation[0].starts_with("Export the list of members again"), !is_certain, "{what}");
    }
}
