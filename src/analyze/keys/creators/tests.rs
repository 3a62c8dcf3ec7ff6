//! `user_ok` is a member, `user_gone` was removed on 10 August; usage covers the third quarter of 2026.

use serde_json::{Value, json};

use crate::analyze::keys::{key_used_after_departure, orphaned_key};
use crate::analyze::testing::{activity, days, key, member, outcome, page, usage, with, workspace};
use crate::analyze::{Analyzer, Outcome};
use crate::model::Confidence;
use crate::policy::Policy;

/// What both checks say of keys with these creators, made by these actors according to the feed (nothing: no event).
fn said(check: &'static Analyzer, keys: &[(&str, Value, Value)]) -> (Vec<(String, Confidence)>, String) {
    let listed = keys
        .iter()
        .map(|(name, creator, _)| with(key(name, "2026-07-05", Some("wrkspc_W")), json!({ "created_by": creator })));
    let made = keys.iter().filter(|(_, _, actor)| !actor.is_null()).map(|(name, _, actor)| {
        let fields = json!({"api_key_id": format!("apikey_{name}"), "id": format!("activity_{name}"), "actor": actor});
        activity("2026-07-05T12:00:00Z", "platform_api_key_created", "ok", fields).to_string()
    });
    let whom = json!({"deleted_user_id": "user_gone", "deleted_user_email": "gone@example.com"});
    let removal = activity("2026-08-10T08:00:00Z", "org_user_deleted", "ok", whom).to_string();
    let feed: Vec<String> = made.chain([removal]).collect();
    let uses: Vec<_> = keys.iter().map(|(name, ..)| (*name, "W", days("2026-07-05", "2026-09-30"))).collect();
    let files = [
        ("keys.json", page(&listed.collect::<Vec<_>>())),
        ("members.json", page(&[member("ok@example.com", "developer")])),
        ("spaces.json", page(&[workspace("W")])),
        ("usage.csv", usage(&uses)),
        ("feed.jsonl", feed.join("\n")),
    ];
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    match outcome(check, &files, &Policy::default()) {
        Outcome::Assessed { findings, notes, .. } => {
            let found = findings.into_iter().map(|one| {
                let evidence = one.evidence.iter().any(|one| one.record.starts_with("platform_api_key_created by "));
                let by = if evidence { " by event" } else { "" };
                (format!("{}{by}", one.subject.name.unwrap_or_default()), one.confidence)
            });
            (found.collect(), notes.join("; "))
        }
        Outcome::NotAssessed { why, .. } | Outcome::NotApplicable { why, .. } => (Vec::new(), why),
    }
}

const CHECKS: [&Analyzer; 2] = [&orphaned_key::ANALYZER, &key_used_after_departure::ANALYZER];

fn actor(id: Value, address: Value) -> Value {
    json!({"type": "user_actor", "user_id": id, "email_address": address})
}

fn by(id: &str) -> Value {
    json!({"type": "user", "id": id})
}

/// Fault: A key's record named no creator, and the event that made it named somebody who had left: two checks judged nothing and said nothing
/// Outcome: The creator is whom the event names, and the finding says so; confidence is medium where only an address is known
#[test]
fn whom_the_event_names_made_the_key() {
    let gone = || actor("user_gone".into(), "gone@example.com".into());
    for (created_by, actor, wanted) in [
        (by("user_gone"), Value::Null, Some(("k", Confidence::High))),
        (Value::Null, gone(), Some(("k by event", Confidence::High))),
        (json!({"type": "user", "id": null}), gone(), Some(("k by event", Confidence::High))),
        (Value::Null, actor(Value::Null, "Gone@Example.com".into()), Some(("k by event", Confidence::Medium))),
        // Near misses: a member made it, a service account did, or the record names a member.
        (Value::Null, actor("user_ok".into(), "ok@example.com".into()), None),
        (Value::Null, actor(Value::Null, "OK@example.com".into()), None),
        (Value::Null, json!({"type": "service_account_actor", "service_account_id": "svac_1"}), None),
        (by("user_ok"), gone(), None),
    ] {
        for check in CHECKS {
            let keys = [("k", created_by.clone(), actor.clone()), ("ok", by("user_ok"), Value::Null)];
            let (found, notes) = said(check, &keys);
            let wanted: Vec<_> = wanted.iter().map(|(name, sure)| ((*name).to_owned(), *sure)).collect();
            assert_eq!((found, notes.as_str()), (wanted, ""), "{}: {created_by} {actor}", check.id);
        }
    }
}

#[test]
fn keys_without_any_creator_are_counted() {
    let note = "not judged: 1 key without a creator, in the record or in an event";
    for check in CHECKS {
        let nobody = json!({"type": "user_actor"});
        for actor in [Value::Null, nobody] {
            let (found, notes) = said(check, &[("k", Value::Null, actor), ("ok", by("user_ok"), Value::Null)]);
            assert_eq!((found.len(), notes.as_str()), (0, note), "{}", check.id);
        }
        // A list that names nobody at all does not say; events tell some of it.
        let gone = actor("user_gone".into(), Value::Null);
        let (found, notes) = said(check, &[("k", Value::Null, gone), ("x", Value::Null, Value::Null)]);
        let found: Vec<String> = found.into_iter().map(|(name, _)| name).collect();
        let note = "not judged: 1 key, because their list does not say who created them";
        assert_eq!((found, notes.as_str()), (vec!["k by event".to_owned()], note), "{}", check.id);
    }
}
