//! Which exports are asked for.

use super::ANALYZER;
use crate::analyze::testing::{ask, days, key, page, usage};

fn names(files: &[(&str, &str)]) -> Vec<String> {
    ask(&ANALYZER, files).into_iter().filter_map(|line| Some(line.split(": ").next()?.to_owned())).collect()
}

#[test]
fn every_table_that_blocks_a_check() {
    let keys = page(&[key("k", "2026-01-05", None)]);
    let lines = ask(&ANALYZER, &[("keys.json", &keys)]);
    let roster = lines.iter().find(|line| line.starts_with("medium roster: ")).unwrap();
    assert!(
        roster.starts_with(
            "medium roster: no file with identity-provider roster; not assessed for want of it: orphaned-member"
        ),
        "{roster}"
    );
    for table in ["members", "workspaces", "workspace_members", "usage", "cost", "events"] {
        assert!(lines.iter().any(|line| line.starts_with(&format!("medium {table}: "))), "{table}: {lines:?}");
    }
    assert!(!lines.iter().any(|line| line.starts_with("medium api_keys: ")), "{lines:?}");
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
