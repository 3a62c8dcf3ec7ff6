//! Which exports are asked for.

use super::*;
use crate::analyze::testing::{ask, days, key, page, usage};

fn names(files: &[(&str, &str)]) -> Vec<String> {
    ask(&ANALYZER, files).into_iter().filter_map(|line| Some(line.split(": ").next()?.to_owned())).collect()
}

#[test]
fn every_table_that_blocks_a_check() {
    let keys = page(&[key("k", "2026-01-05", None)]);
    let lines = ask(&ANALYZER, &[("keys.json", &keys)]);
    let roster = lines.iter().find(|line| line.starts_with("medium roster: ")).unwrap();
    assert_eq!(*roster, "medium roster: no file with identity-provider roster");
    for table in ["members", "workspaces", "workspace_members", "usage", "cost", "events"] {
        assert!(lines.iter().any(|line| line.starts_with(&format!("medium {table}: "))), "{table}: {lines:?}");
    }
    assert!(!lines.iter().any(|line| line.starts_with("medium api_keys: ")), "{lines:?}");
    for table in ["service_accounts", "federation_issuers", "federation_rules"] {
        assert!(lines.iter().any(|line| line.starts_with(&format!("low {table}: "))), "{table}: {lines:?}");
    }
}

#[test]
fn a_page_of_claude_ai_is_asked_for_where_there_is_claude_ai() {
    let keys = page(&[key("k", "2026-01-05", None)]);
    let log = "created_at,actor_info,event,event_info,entity_info,ip_address,device_id,user_agent,client_platform\n";
    let asks = |files: &[(&str, &str)]| names(files).contains(&"medium attestations".to_owned());
    assert!(!asks(&[("keys.json", &keys)]), "an organization of the Console");
    assert!(asks(&[("keys.json", &keys), ("audit_logs.csv", log)]));
}

#[test]
fn one_of_two_is_enough_and_no_check_is_named_twice() {
    let keys = page(&[key("k", "2026-01-05", None)]);
    let usage = usage(&[("k", "Default", days("2026-09-01", "2026-09-30"))]);
    let lines = ask(&ANALYZER, &[("keys.json", &keys), ("usage.csv", &usage)]);
    let cost = lines.iter().find(|line| line.starts_with("medium cost: "));
    assert!(cost.is_none_or(|line| !line.contains("stale-key")), "{cost:?}");
    for line in &lines {
        let ids: Vec<&str> = line.rsplit(": ").next().unwrap().split(", ").collect();
        let unique: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), unique.len(), "{line}");
    }
    assert_eq!(
        names(&[("keys.json", &keys), ("usage.csv", &usage)]).iter().filter(|n| n.ends_with(" usage")).count(),
        0
    );
}

const ERROR: &str = r#"{"type":"error","error":{"type":"permission_error","message":"no"}}"#;

fn lines(files: &[(&str, &str)]) -> Vec<String> {
    ask(&ANALYZER, files)
}

#[test]
fn a_failed_export_is_named_where_it_may_be_the_one() {
    let found = lines(&[
        ("api_keys.json", ERROR),
        ("export.html", "<!doctype html><title>Log in</title>"),
        ("workspaces.json", "[]"),
    ]);
    let message = |title: &str| found.iter().find(|line| line.contains(&format!("no file with {title}"))).unwrap();
    let keys = message("API keys");
    assert!(keys.contains("api_keys.json is a saved API error (permission_error)"), "{keys}");
    assert!(keys.contains("export.html is a saved login page") && !keys.contains("workspaces.json"), "{keys}");
    assert!(message("workspaces").contains("workspaces.json is an empty list"), "{found:?}");
    let members = message("organization members");
    assert!(!members.contains("api_keys.json") && members.contains("export.html"), "{members}");
}

#[test]
fn the_longer_word_decides() {
    let input = |path: &str| Input {
        path: path.to_owned(),
        kind: Some(FAILED_EXPORT.to_owned()),
        notes: vec!["a saved web page: why".to_owned()],
        ..Input::default()
    };
    let members = input("a/workspace_members.json");
    assert!(stands_for(&members, Table::WorkspaceMembers));
    assert!(!stands_for(&members, Table::Members) && !stands_for(&members, Table::Workspaces));
    assert!(stands_for(&input("401.json"), Table::Roster));
    assert!(!stands_for(&Input { kind: Some("users".to_owned()), ..input("x.json") }, Table::Members));
    assert_eq!(what(&members), "a saved web page");
}
