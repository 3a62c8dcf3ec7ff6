use serde_json::json;

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, cost, found, found_with, outcome, page, policy, with, workspace};
use crate::policy::Policy;

const DAY: &str = "2026-09-10";

/// Cost by workspace, key and dollars, with the workspaces that are listed.
fn files(rows: &[(&'static str, &'static str, f64)]) -> [(&'static str, String); 2] {
    let rows: Vec<_> = rows.iter().map(|(home, key, usd)| (DAY.to_owned(), *key, "", *home, *usd)).collect();
    let names = ["Production", "Staging", "Development", "Search", "Claude Code", "Default"];
    [("cost.csv", cost(&rows)), ("spaces.json", page(&names.map(workspace)))]
}

fn check(rows: &[(&'static str, &'static str, f64)]) -> Vec<String> {
    let files = files(rows);
    found(&ANALYZER, &files.each_ref().map(|(name, text)| (*name, text.as_str())))
}

#[test]
fn more_than_the_share() {
    let files = files(&[("Production", "p", 69.0), ("Staging", "s", 20.0), ("Development", "d", 11.0)]);
    assert_eq!(
        ask(&ANALYZER, &files.each_ref().map(|(name, text)| (*name, text.as_str()))),
        [
            "medium organization: $31.00 of $100.00 (31.0 %) of 2026-09-10 were spent outside production, and $69.00 in production. Most of it: Staging (s) $20.00, Development (d) $11.00. Allowed: 30 % of the period's spend (default), and not above production"
        ]
    );
    let lax = policy("[checks.nonproduction-overspend]\nmost_percent = 35\n");
    assert_eq!(found_with(&ANALYZER, &files.each_ref().map(|(name, text)| (*name, text.as_str())), &lax), [""; 0]);
}

#[test]
fn more_than_production() {
    assert_eq!(check(&[("Production", "p", 20.0), ("Staging", "s", 25.0), ("Claude Code", "c", 55.0)]).len(), 1);
    assert_eq!(check(&[("Production", "p", 26.0), ("Staging", "s", 25.0), ("Claude Code", "c", 55.0)]), [""; 0]);
}

#[test]
fn at_the_share_and_in_keys_of_a_workspace_that_tells_nothing() {
    assert_eq!(check(&[("Production", "p", 70.0), ("Staging", "s", 30.0)]), [""; 0]);
    assert_eq!(check(&[("Search", "prod-a", 60.0), ("Search", "dev-a", 40.0)]), ["medium organization"]);
    assert_eq!(check(&[("Production", "dev-a", 60.0), ("Staging", "prod-a", 20.0)]), [""; 0], "the workspace decides");
}

#[test]
fn what_tells_no_environment_may_be_production() {
    let files = files(&[("Production", "p", 10.0), ("Staging", "s", 20.0), ("Default", "x", 70.0)]);
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let Outcome::Assessed { findings, notes, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!() };
    assert!(
        findings.is_empty() && notes[0].starts_with("$70.00 of $100.00 have no recognizable environment"),
        "{notes:?}"
    );
    assert!(check(&[("Default", "x", 70.0)])[0].starts_with("not assessed"));
}

#[test]
fn a_tag_is_sure() {
    let mut files = files(&[("Production", "p", 10.0), ("Search", "s", 20.0)]);
    let tagged = with(workspace("Search"), json!({"tags": {"env": "staging"}}));
    files[1].1 = page(&[workspace("Production"), tagged]);
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!() };
    assert_eq!(findings[0].confidence.id(), "high", "{findings:?}");
}
