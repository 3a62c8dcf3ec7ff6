//! Organizations that are not committed: other seeds, sizes and quarters, with a policy and without, and exports that are damaged.
//! What was planted is found, and nothing else.
//!
//! `ORGANIZATIONS=50 cargo test --test organizations` tries as many more.

#![allow(clippy::unwrap_used, missing_docs, reason = "a test")]

mod support;

use serde_json::Value;
use support::{Folder, differences, program, synthesize};

/// What is missed, what is a false alarm, and what is taken for a problem, with the policy or without.
fn compare(arguments: &[&str], with_policy: bool) -> Vec<String> {
    let folder = Folder::new();
    synthesize(arguments, &folder);
    let mut call = vec!["organization/exports", "--out", "report", "-q", "--format", "json"];
    if with_policy {
        call.extend(["--policy", "organization/clade.toml"]);
    }
    assert!(program(&call, &folder.0).status.success(), "{arguments:?}");
    let read = |name: &str| -> Value { serde_json::from_slice(&std::fs::read(folder.path(name)).unwrap()).unwrap() };
    differences(&read("report/findings.json"), &read("organization/truth.json"), with_policy)
}

fn hold(organizations: &[(&[&str], bool)]) {
    for (arguments, with_policy) in organizations {
        let differences = compare(arguments, *with_policy);
        assert!(differences.is_empty(), "{arguments:?}, policy {with_policy}:\n{}", differences.join("\n"));
    }
}

#[test]
fn planted_problems_are_found_and_nothing_else() {
    hold(&[
        // Its roster is hand-made, and has aliases in a column of a name that nobody foresaw.
        (&["--seed", "1", "--events", "800"], false),
        (&["--seed", "63", "--members", "24", "--keys", "8", "--events", "800"], true),
        (&["--seed", "66", "--members", "60", "--keys", "30"], false),
        (&["--seed", "80", "--quarter", "2027-Q1", "--events", "800"], true),
    ]);
}

#[test]
fn where_nothing_is_planted_nothing_is_found() {
    hold(&[
        (&["--seed", "76", "--clean", "--members", "30", "--events", "800"], false),
        (&["--seed", "77", "--clean", "--members", "12", "--keys", "7", "--events", "600"], true),
        (&["--seed", "78", "--single-environment", "--events", "800"], true),
    ]);
}

#[test]
fn an_export_that_is_left_out_is_missed() {
    hold(&[(&["--seed", "44", "--without", "roster", "--members", "24", "--keys", "8", "--events", "600"], false)]);
}

#[test]
fn every_flaw_is_found() {
    for flaw in [
        "access-denied-burst",
        "audit-log-gap",
        "behaviour-change",
        "conflicting-records",
        "cost-usage-mismatch",
        "cut-record",
        "disable-act-enable",
        "logging-disabled",
        "logging-not-on",
        "missing-days",
        "missing-spend-alert",
        "organization-deletion",
        "owner-transfer",
        "nonproduction-overspend",
        "off-hours-burst",
        "period-not-covered",
        "primary-owner-count",
        "rejected-rows",
        "single-admin",
        "spend-concentration",
        "spend-shift",
        "stale-export",
        "truncated-export",
        "unattributed-usage",
        "unproven-unit",
    ] {
        // Three days without events are nothing in a log that has four a day.
        let events = if flaw == "audit-log-gap" { "4000" } else { "600" };
        let clean = ["--seed", "81", "--clean", "--members", "12", "--keys", "7", "--events", events, "--flaw", flaw];
        hold(&[(&clean, false)]);
    }
}

/// As many organizations as the environment asks for.
#[test]
fn more_organizations() {
    let wanted = std::env::var("ORGANIZATIONS").ok().and_then(|number| number.parse().ok()).unwrap_or(0_u32);
    for number in 0..wanted {
        let (seed, members) = ((1000 + number).to_string(), (14 + number % 40).to_string());
        let quarter = ["2026-Q3", "2026-Q4", "2027-Q1", "2027-Q2"][number as usize % 4];
        let mut arguments = vec!["--seed", &seed, "--members", &members, "--quarter", quarter, "--events", "800"];
        arguments.extend(if number % 5 == 4 { vec!["--clean"] } else { vec![] });
        hold(&[(&arguments, number % 2 == 0)]);
    }
}
