//! Feeds that hold the events of two organizations, held against several checks.

use serde_json::{Value, json};

use super::testing::{event, feed};
use crate::analyze::ALL;
use crate::analyze::testing::{found, member, page, report, with};
use crate::policy::Policy;

const OURS: &str = "11111111-2222-4333-8444-555555555555";

/// An event of our organization, or of another one.
fn of(ours: bool, time: &str, kind: &str, fields: Value) -> Value {
    let (id, uuid) = if ours { ("org_ours", OURS) } else { ("org_theirs", "99999999-2222-4333-8444-555555555555") };
    with(event(time, kind, "ann", fields), json!({"organization_id": id, "organization_uuid": uuid}))
}

fn says(id: &str, events: &[Value], described: bool) -> Vec<String> {
    let check = ALL.iter().find(|check| check.id == id).unwrap();
    let (feed, members) = (feed(events), page(&[member("ann@example.com", "admin")]));
    let organization = json!({"id": OURS, "type": "organization", "name": "Ours"}).to_string();
    let mut files = vec![("feed.jsonl", feed.as_str()), ("users.json", &members)];
    files.extend(described.then_some(("organization.json", organization.as_str())));
    found(check, &files)
}

fn notes(events: &[Value], described: bool) -> String {
    let feed = feed(events);
    let organization = json!({"id": OURS, "type": "organization", "name": "Ours"}).to_string();
    let mut files = vec![("feed.jsonl", feed.as_str())];
    files.extend(described.then_some(("organization.json", organization.as_str())));
    let report = report(&files, &Policy::default(), None);
    report.inputs.iter().find(|input| input.path == "feed.jsonl").unwrap().notes.join("; ")
}

/// Fault: Events of two organizations in one feed were mixed without a word: what one switched off was the other's finding, and what one made undid it
/// Outcome: Where the exports say which one is audited only its events are judged; else events pair within one, and lists are not held against them
#[test]
fn events_of_two_organizations() {
    let off = |ours| of(ours, "10:00", "org_sso_toggled", json!({"enabled": false}));
    let on = |ours| of(ours, "11:00", "org_sso_toggled", json!({"enabled": true}));
    let chat = of(true, "09:00", "claude_chat_created", json!({}));
    assert_eq!(says("security-setting-change", &[chat.clone(), off(false)], true), [""; 0], "the other's");
    assert_eq!(says("security-setting-change", &[off(true), on(false)], true).len(), 1, "ours");
    assert_eq!(
        notes(&[chat.clone(), off(false)], true),
        "events of another organization than the one that the exports describe are left out: org_theirs (1 event)"
    );
    assert_eq!(
        notes(&[chat.clone(), off(false)], false),
        "events of 2 organizations; no export says which one is audited: org_ours (1 event), org_theirs (1 event)"
    );
    assert_eq!(notes(std::slice::from_ref(&chat), true), "", "one organization");
    let limit = |ours, time: &str, done: &str| {
        of(
            ours,
            time,
            &format!("platform_spend_limit_{done}"),
            json!({"limit_action": "notify_and_pause", "limit_usd": 100_000}),
        )
    };
    let gone = limit(true, "10:00", "deleted");
    for described in [true, false] {
        let edited =
            says("spend-limit-removed", &[gone.clone(), limit(true, "10:05", "created"), off(false)], described);
        assert_eq!(edited, [""; 0], "an edit");
        let apart = says("spend-limit-removed", &[gone.clone(), limit(false, "10:05", "created")], described);
        assert_eq!(apart.len(), 1, "the other one's new limit is none of ours");
    }
    let stranger = with(
        chat.clone(),
        json!({"actor": {"type": "user_actor", "user_id": "user_zoe", "email_address": "zoe@example.com"}}),
    );
    let theirs =
        with(stranger.clone(), json!({"organization_id": "org_theirs", "organization_uuid": null, "id": "activity_z"}));
    assert_eq!(says("off-roster-actor", &[chat.clone(), theirs.clone()], false), ["not assessed"]);
    assert_eq!(says("off-roster-actor", &[chat.clone(), theirs], true), [""; 0]);
    assert_eq!(says("off-roster-actor", &[chat, stranger], false), ["high zoe@example.com"], "of one organization");
}

#[test]
fn logging_of_one_organization_is_not_switched_on_by_the_other() {
    let logging = |ours, time: &str, on: bool| {
        of(ours, time, "org_compliance_api_settings_updated", json!({"compliance_api_enabled": on}))
    };
    let apart = [logging(false, "10:00", false), logging(true, "11:00", true), logging(true, "09:00", true)];
    let members = page(&[member("ann@example.com", "admin")]);
    let facts = crate::analyze::testing::facts(&[("feed.jsonl", &feed(&apart)), ("users.json", &members)]);
    let intervals = facts.log.logging_off.intervals();
    assert!(intervals.len() == 1 && intervals[0].on.is_none(), "{intervals:?}");
}
