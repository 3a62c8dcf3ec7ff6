//! Whose events are found, and in which order.

use super::*;
use crate::ingest::load_bytes;

fn found(feed: &str, subjects: &[&[&str]]) -> Vec<Vec<String>> {
    let data = load_bytes(vec![("feed.jsonl".to_owned(), feed.as_bytes().to_vec())]).unwrap();
    assert!(data.has(Table::Events), "{:?}", data.inputs);
    let subjects: Vec<BTreeSet<String>> =
        subjects.iter().map(|words| words.iter().map(|word| (*word).to_owned()).collect()).collect();
    let write_out = |entry: &TimelineEntry| format!("{} {entry} @{}", entry.at.format("%d %H:%M"), entry.source.line);
    let events = crate::facts::Events::read(&data).unwrap();
    timelines(&data, &events, &subjects).unwrap().iter().map(|one| one.iter().map(write_out).collect()).collect()
}

fn event(id: u32, at: &str, kind: &str, actor: &str, more: &str) -> String {
    format!(
        "{{\"id\":\"activity_{id}\",\"created_at\":\"2026-07-{at}:00Z\",\"type\":\"{kind}\",\"organization_id\":\"org_1\",\
         \"actor\":{actor}{more}}}\n"
    )
}

const ANA: &str = r#"{"type":"user_actor","user_id":"user_1","email_address":"Ana@example.com"}"#;
const KEY: &str = r#"{"type":"api_actor","api_key_id":"apikey_1"}"#;
const NOBODY: &str = r#"{"type":"unauthenticated_user_actor","unauthenticated_email_address":"ana@example.com"}"#;

#[test]
fn events_by_and_about_one_in_order_of_time() {
    let feed = [
        event(4, "04T10:00", "platform_api_key_updated", ANA, r#","api_key_id":"apikey_1","updates":[{"type":"status","previous_value":"active","current_value":"inactive"},{"type":"name","previous_value":null,"current_value":"b"}]"#),
        event(3, "03T10:00", "compliance_api_accessed", KEY, ""),
        event(2, "02T10:00", "org_user_invite_sent", ANA, r#","deep":[{"email":"Ben+x@example.com"}]"#),
        event(1, "01T10:00", "platform_api_key_created", ANA, r#","api_key_id":"apikey_1""#),
        event(5, "05T10:00", "magic_link_login_failed", NOBODY, ""),
        event(6, "06T10:00", "platform_api_key_created", ANA, r#","api_key_id":"apikey_11""#),
    ]
    .concat();
    let [key, ana, ben] =
        found(&feed, &[&["apikey_1"], &["user_1", "ana@example.com"], &["ben@example.com"]]).try_into().unwrap();
    assert_eq!(
        key,
        [
            "01 10:00 `platform_api_key_created` by `Ana@example.com` @4",
            "03 10:00 `compliance_api_accessed`, as the actor @2",
            "04 10:00 `platform_api_key_updated` by `Ana@example.com`: status `active` → `inactive`, name nothing → `b` @1",
        ]
    );
    assert_eq!(ben, ["02 10:00 `org_user_invite_sent` by `Ana@example.com` @3"], "whatever the field");
    assert_eq!(ana.len(), 5, "once each, by id and by address: {ana:?}");
    assert!(ana[0].contains("`platform_api_key_created`, as the actor"), "{ana:?}");
    assert!(
        ana.iter().any(|line| line.contains("login_failed`, by somebody with this address who was not signed in")),
        "{ana:?}"
    );
}

#[test]
fn a_part_of_an_id_is_none_and_an_id_that_json_escapes_is_found() {
    let feed = event(1, "01T10:00", "x_created", ANA, r#","thing_id":"a\"b\\c","note":"see user_2 and apikey_1""#);
    assert_eq!(found(&feed, &[&["a\"b\\c"]])[0].len(), 1);
    assert_eq!(found(&feed, &[&["user_2"], &["apikey_1"], &["user"], &[""]]), [const { Vec::<String>::new() }; 4]);
}

#[test]
fn without_events_there_are_none() {
    let keys = r#"[{"type":"api_key","id":"apikey_1","name":"a","status":"active","created_at":"2026-03-01T00:00:00Z","workspace_id":null}]"#;
    let data = load_bytes(vec![("k.json".to_owned(), keys.as_bytes().to_vec())]).unwrap();
    let subjects = [BTreeSet::from(["apikey_1".to_owned()])];
    assert!(timelines(&data, &crate::facts::Events::default(), &subjects).unwrap()[0].is_empty());
}
