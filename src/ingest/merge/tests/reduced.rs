//! A log beside a copy of it that states less.

use serde_json::{Value, json};

use crate::ingest::load_bytes;
use crate::model::{Dataset, Table};

const TYPES: [&str; 3] = ["claude_chat_viewed", "platform_api_key_created", "claude_chat_deleted"];

/// Thirty events, each of another second.
fn events() -> Vec<Value> {
    let one = |n: usize| {
        json!({
            "id": format!("activity_{n}"), "type": TYPES[n % 3], "created_at": format!("2026-07-{:02}T10:00:{n:02}.250Z", 1 + n / 2),
            "actor": {"type": "user_actor", "user_id": format!("user_{}", n % 4), "email_address": format!("u{}@example.com", n % 4), "ip_address": "198.51.100.7", "user_agent": "Mozilla/5.0"},
            "api_key_id": format!("apikey_{n}"), "note": "x",
        })
    };
    (0..30).map(one).collect()
}

fn lines(events: &[Value]) -> String {
    events.iter().map(|event| format!("{event}\n")).collect()
}

/// A table of some of the events, with these columns.
fn table(events: &[Value], columns: &[&str]) -> String {
    let cell = |event: &Value, column: &str| {
        let at = column.split('.').try_fold(event, |value, field| value.get(field));
        at.and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let rows =
        events.iter().map(|event| columns.iter().map(|column| cell(event, column)).collect::<Vec<_>>().join(","));
    std::iter::once(columns.join(",")).chain(rows).map(|line| line + "\n").collect()
}

fn load(files: &[(&str, &str)]) -> Dataset {
    load_bytes(files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()).unwrap()
}

/// How many events count, conflicts, and the notes of the copy.
fn counted(files: &[(&str, &str)]) -> (u64, usize, String) {
    let data = load(files);
    assert!(data.rejections.is_empty(), "{:?}", data.rejections);
    let accepted = data.inputs.iter().map(|input| input.accepted).sum();
    let conflicts = data.remarks.iter().map(|remarks| remarks.conflicts.len()).sum();
    let copy = data.inputs.iter().find(|input| input.path.starts_with("copy")).unwrap();
    (accepted, conflicts, copy.notes.join("; "))
}

const FEWER: [&[&str]; 3] = [
    &["id", "type", "created_at", "actor.email_address"],
    &["id", "type", "created_at", "actor.type", "actor.user_id"],
    &["id", "type", "created_at"],
];

/// Fault: A copy of the log with fewer columns, beside the whole log, contradicted it; of an audit log, which has no ids, every event counted twice
/// Outcome: The fuller record of an event counts, whichever file is the later one, and the copy is no conflict; without ids a copy is known by its events
#[test]
fn fewer_columns_are_no_conflict_and_count_once() {
    let all = events();
    for columns in FEWER {
        for (name, own) in [("whole", &all[..]), ("filtered rows", &all[5..25]), ("the end", &all[10..])] {
            for whole in ["a.jsonl", "z.jsonl"] {
                let files = [(whole, lines(&all)), ("copy.csv", table(own, columns))];
                let data = load(&files.each_ref().map(|(name, text)| (*name, text.as_str())));
                let found = counted(&files.each_ref().map(|(name, text)| (*name, text.as_str())));
                assert_eq!((found.0, found.1), (30, 0), "{columns:?} {name} {whole}: {}", found.2);
                assert!(found.2.contains("a copy of the log with fewer fields"), "{}", found.2);
                let frame = data.frame(Table::Events).unwrap();
                assert_eq!(frame.column("details").unwrap().null_count(), 0, "the fuller record counts");
            }
        }
    }
}

#[test]
fn seconds_without_fractions_are_a_copy_too() {
    let all = events();
    for columns in FEWER {
        let copy = table(&all, columns).replace(".250Z", "Z");
        let found = counted(&[("a.jsonl", &lines(&all)), ("copy.csv", &copy)]);
        assert_eq!((found.0, found.1), (30, 0), "{columns:?}: {found:?}");
    }
}

/// Fault: A copy of the feed with addresses in capitals contradicted it in every event
/// Outcome: An address means the same in capitals, and between blanks
#[test]
fn addresses_in_capitals_are_no_conflict() {
    let all = events();
    for change in [|address: &str| address.to_uppercase(), |address: &str| format!(" {address} ")] {
        let mut copy = all.clone();
        for event in &mut copy {
            event["actor"]["email_address"] = json!(change(event["actor"]["email_address"].as_str().unwrap()));
        }
        for whole in ["a.jsonl", "z.jsonl"] {
            let found = counted(&[(whole, &lines(&all)), ("copy.jsonl", &lines(&copy))]);
            assert_eq!((found.0, found.1), (30, 0), "{whole}: {}", found.2);
        }
        copy.iter_mut().for_each(|event| event["actor"]["email_address"] = json!("other@example.com"));
        assert_eq!(counted(&[("a.jsonl", &lines(&all)), ("copy.jsonl", &lines(&copy))]).1, 30, "another address");
    }
}

/// Events that differ in what both state stay a conflict
#[test]
fn what_is_no_copy() {
    let all = events();
    let mut changed = all.clone();
    changed.iter_mut().for_each(|event| event["actor"]["user_id"] = json!("user_9"));
    let found = counted(&[("a.jsonl", &lines(&all)), ("copy.csv", &table(&changed, FEWER[1]))]);
    assert_eq!((found.0, found.1), (30, 30), "another actor");
}

/// Of two exports of the audit log, which has no ids, the one with fewer columns is a copy; with other events it is none
#[test]
fn an_audit_log_with_fewer_columns() {
    let row = |n: usize, hour: usize| {
        let event = ["conversation_created", "org_user_invite_sent", "user_signed_in_sso"][n % 3];
        let at = format!("2026-07-{:02}T{hour}:00:{n:02}.374856Z", 1 + n / 2);
        let actor =
            format!("\"{{'name': 'U', 'uuid': 'u-{0}', 'metadata': {{'email_address': 'u{0}@example.com'}}}}\"", n % 4);
        [
            at,
            actor,
            event.to_owned(),
            "{}".to_owned(),
            "{}".to_owned(),
            "198.51.100.7".to_owned(),
            "Mozilla/5.0".to_owned(),
        ]
    };
    let csv = |columns: usize, hour: usize, rows: usize| {
        let header = ["created_at", "actor_info", "event", "event_info", "entity_info", "ip_address", "user_agent"];
        let rows = (0..rows).map(|n| row(n, hour)[..columns].join(",") + "\n").collect::<String>();
        header[..columns].join(",") + "\n" + &rows
    };
    let found = counted(&[("a.csv", &csv(7, 10, 30)), ("copy.csv", &csv(3, 10, 30))]);
    assert_eq!((found.0, found.1), (30, 0), "{}", found.2);
    assert!(found.2.contains("a copy of the log with fewer fields: 30 events of it count in a.csv"), "{}", found.2);
    assert_eq!(counted(&[("a.csv", &csv(7, 10, 30)), ("copy.csv", &csv(3, 11, 30))]).0, 60, "another hour");
    assert_eq!(counted(&[("a.csv", &csv(7, 10, 30)), ("copy.csv", &csv(3, 10, 20))]).0, 30, "filtered rows");
    assert_eq!(counted(&[("a.csv", &csv(7, 10, 30)), ("copy.csv", &csv(3, 10, 9))]).0, 39, "too few to know");
}
