//! Use around the day of archiving.

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, days, found, found_with, outcome, page, policy, usage, with, workspace};

fn archived(name: &str) -> Value {
    with(workspace(name), json!({"archived_at": "2026-08-05T10:00:00Z"}))
}

#[test]
fn use_after_archiving() {
    let spaces = page(&[
        archived("stale-Late"),
        archived("ok-Same"),
        archived("ok-Next"),
        archived("ok-Unused"),
        workspace("ok-Live"),
    ]);
    let used = usage(&[
        ("k", "stale-Late", days("2026-08-01", "2026-08-07")),
        ("k", "ok-Same", days("2026-08-01", "2026-08-05")),
        ("k", "ok-Next", days("2026-08-01", "2026-08-06")),
        ("k", "ok-Live", days("2026-08-01", "2026-08-31")),
    ]);
    let files = [("spaces.json", spaces.as_str()), ("usage.csv", &used)];
    assert_eq!(
        ask(&ANALYZER, &files),
        [
            "high stale-Late: archived 2026-08-05 and used until 2026-08-07, 2 days later. Allowed: 1 day after archiving (default)"
        ]
    );
    let Outcome::Assessed { population, findings, .. } = outcome(&ANALYZER, &files, &policy("")) else { panic!() };
    let period = findings[0].period.map(|period| period.to_string());
    assert_eq!((population, period.as_deref()), (4, Some("2026-08-07")));
    let none = policy("[checks.archived-workspace-usage]\ngrace_days = 0\n");
    assert_eq!(found_with(&ANALYZER, &files, &none), ["high stale-Late", "high ok-Next"]);
    assert_eq!(found(&ANALYZER, &files[..1]), ["not assessed"]);
}

#[test]
fn a_name_that_another_workspace_has() {
    let spaces = page(&[archived("Staging"), with(workspace("Staging"), json!({"id": "wrkspc_new"}))]);
    let used = usage(&[("k", "Staging", days("2026-08-01", "2026-08-31"))]);
    let files = [("spaces.json", spaces.as_str()), ("usage.csv", &used)];
    let Outcome::Assessed { population, findings, notes } = outcome(&ANALYZER, &files, &policy("")) else { panic!() };
    assert_eq!((population, findings.len()), (0, 0));
    assert!(notes[0].ends_with("«Staging»"), "{notes:?}");
}
