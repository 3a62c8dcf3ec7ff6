//! Regions against the policy and the records.

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, ask_with, days, found, found_with, outcome, page, policy, usage, with, workspace};

fn used(workspace: &str, region: &str) -> String {
    usage(&[("k", workspace, days("2026-09-01", "2026-09-03"))]).replace(",global,", &format!(",{region},"))
}

fn allowing(name: &str, regions: Value) -> Value {
    with(workspace(name), json!({"data_residency": {"workspace_geo": "us", "allowed_inference_geos": regions}}))
}

#[test]
fn outside_the_policy() {
    let us = policy("[residency]\ngeos = [\"us\"]\n");
    let eu = used("A", "eu");
    assert_eq!(
        ask_with(&ANALYZER, &[("a.csv", &eu)], &us),
        ["high A: requests ran in region `eu` on 3 days of 2026-09-01 to 2026-09-03, but the policy allows us"]
    );
    assert_eq!(found_with(&ANALYZER, &[("a.csv", &used("A", "global"))], &us), ["high A"], "global may be anywhere");
    assert_eq!(found_with(&ANALYZER, &[("a.csv", &used("A", "US"))], &us), [""; 0]);
    let anywhere = policy("[residency]\ngeos = [\"global\"]\n");
    assert_eq!(found_with(&ANALYZER, &[("a.csv", &eu)], &anywhere), [""; 0]);
    let own = policy("[residency]\ngeos = [\"us\"]\n[residency.workspaces]\n\"A\" = [\"eu\"]\n");
    assert_eq!(found_with(&ANALYZER, &[("a.csv", &eu)], &own), [""; 0], "a workspace's list replaces the other");
}

#[test]
fn outside_the_workspaces_record() {
    let spaces = page(&[allowing("A", json!(["us"])), allowing("B", json!("unrestricted")), workspace("C")]);
    let (a, b, c) = (used("A", "eu"), used("B", "eu"), used("C", "eu"));
    let files = [("spaces.json", spaces.as_str()), ("a.csv", &a), ("b.csv", &b), ("c.csv", &c)];
    assert_eq!(
        ask(&ANALYZER, &files),
        [
            "high A: requests ran in region `eu` on 3 days of 2026-09-01 to 2026-09-03, but the workspace's record allows us"
        ]
    );
    assert!(ask(&ANALYZER, &[files[0], files[3]])[0].starts_with("not assessed: neither the policy"));
    let Outcome::Assessed { population, findings, notes } = outcome(&ANALYZER, &[files[0], files[2]], &policy(""))
    else {
        panic!()
    };
    assert_eq!((population, findings.len()), (1, 0));
    assert!(notes[0].starts_with("every region is allowed"), "{notes:?}");
    let both = policy("[residency]\ngeos = [\"us\"]\n");
    let lines = ask_with(&ANALYZER, &files[..2], &both);
    assert!(lines[0].ends_with("the policy allows us, and the workspace's record allows us"), "{lines:?}");
}

#[test]
fn a_model_that_does_not_say() {
    let us = policy("[residency]\ngeos = [\"us\"]\n");
    let old = used("Old", "not_available");
    assert_eq!(
        ask_with(&ANALYZER, &[("old.csv", &old)], &us),
        ["not assessed: no usage in the period states in which region it was served"]
    );
    let new = used("New", "us");
    let Outcome::Assessed { population, findings, notes } =
        outcome(&ANALYZER, &[("old.csv", &old), ("new.csv", &new)], &us)
    else {
        panic!()
    };
    assert_eq!((population, findings.len()), (1, 0));
    assert_eq!(notes, ["not judged: 1 workspace with use of models that do not report their region (not_available)"]);
}

#[test]
fn exports_that_do_not_tell_workspaces_apart() {
    let coarse = "usage_date_utc,model_version,usage_type,usage_input_tokens_no_cache,usage_output_tokens,inference_geo\n\
                  2026-08-01,claude-opus-5,standard,5,5,eu\n";
    let us = policy("[residency]\ngeos = [\"us\"]\n");
    assert_eq!(found_with(&ANALYZER, &[("a.csv", coarse)], &us), ["high organization"]);
    let eu_too = policy("[residency]\ngeos = [\"us\"]\n[residency.workspaces]\n\"EU\" = [\"eu\"]\n");
    let spaces = page(&[workspace("EU")]);
    assert_eq!(
        found_with(&ANALYZER, &[("a.csv", coarse), ("spaces.json", &spaces)], &eu_too),
        [""; 0],
        "it may be EU's"
    );
    assert_eq!(found(&ANALYZER, &[("spaces.json", &spaces)]), ["not assessed"]);
}

/// Fault: The policy restricts a workspace by its name, usage states ids and no list has both: «every region is allowed»
/// Outcome: The restriction is named as not judged, and that nothing is restricted is not said
#[test]
fn a_rule_for_a_workspace_that_nothing_resolves() {
    let by_id = used("wrkspc_A", "eu");
    let rule = "[residency.workspaces]\n\"Production US\" = [\"us\"]\n";
    let why = "not judged: regions of «Production US», for which the policy has some of its own; usage calls workspaces otherwise, and no list of workspaces has both name and id";
    let files = [("a.csv", by_id.as_str())];
    assert_eq!(ask_with(&ANALYZER, &files, &policy(rule)), [format!("not assessed: {why}")]);
    let both = policy(&format!("[residency]\ngeos = [\"global\"]\n{rule}"));
    let Outcome::Assessed { findings, notes, .. } = outcome(&ANALYZER, &files, &both) else { panic!() };
    assert_eq!((findings.len(), notes), (0, vec![why.to_owned()]));
    // A list that has both, or usage by that name, resolves it.
    let spaces = page(&[with(workspace("A"), json!({"name": "Production US"}))]);
    let named = used("Production US", "eu");
    for files in [[("a.csv", by_id.as_str()), ("spaces.json", &spaces)], [("a.csv", &named), ("spaces.json", &spaces)]]
    {
        let lines = ask_with(&ANALYZER, &files, &both);
        assert!(!lines.iter().any(|line| line.starts_with("not assessed")), "{lines:?}");
    }
    assert_eq!(found_with(&ANALYZER, &[("a.csv", &named)], &both), ["high Production US"]);
}
