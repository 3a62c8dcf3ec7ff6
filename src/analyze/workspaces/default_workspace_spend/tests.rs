//! Shares of the default workspace.

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, ask_with, cost, days, found, outcome, page, policy, usage, workspace};

fn day() -> String {
    "2026-09-10".to_owned()
}

#[test]
fn more_than_a_twentieth() {
    let files = |usd: f64| {
        cost(&[(day(), "k", "apikey_k", "Production", 100.0 - usd), (day(), "trial", "apikey_t", "Default", usd)])
    };
    let over = files(5.01);
    assert_eq!(
        ask(&ANALYZER, &[("cost.csv", &over)]),
        ["medium Default: $5.01 of $100.00 (5.0 %) of 2026-09-10, most of it by «trial». Allowed: 5 % (default)"]
    );
    assert_eq!(found(&ANALYZER, &[("cost.csv", &files(5.0))]), [""; 0], "exactly the threshold");
    let more = policy("[checks.default-workspace-spend]\nmost_percent = 10\n");
    assert_eq!(ask_with(&ANALYZER, &[("cost.csv", &over)], &more), [""; 0]);
    assert_eq!(ask(&ANALYZER, &[("spaces.json", &page(&[]))]), ["not assessed: no export of cost or token usage"]);
}

#[test]
fn claude_code_is_not_the_default_workspace() {
    let files = cost(&[(day(), "k", "apikey_k", "Claude Code", 90.0), (day(), "p", "apikey_p", "Production", 10.0)]);
    assert_eq!(found(&ANALYZER, &[("cost.csv", &files)]), [""; 0]);
}

#[test]
fn usage_without_cost_is_estimated() {
    let used =
        usage(&[("k", "Default", days("2026-09-10", "2026-09-10")), ("k", "A", days("2026-09-10", "2026-09-11"))]);
    let line = ask(&ANALYZER, &[("usage.csv", &used)]).remove(0);
    assert!(line.contains("(33.3 %)") && line.contains("estimated at list prices"), "{line}");
}

#[test]
fn exports_that_do_not_tell_workspaces_apart() {
    let old = "usage_date_utc,model,api_key,usage_type,token_type,cost_usd\n2026-09-10,Claude Opus 5,k,message,output,50.00\n";
    assert_eq!(
        ask(&ANALYZER, &[("old.csv", old)]),
        ["not assessed: no export with spend in the period names workspaces"]
    );
    let reported = cost(&[("2026-09-11".to_owned(), "k", "apikey_k", "Production", 5.0)]);
    let Outcome::Assessed { findings, notes, .. } =
        outcome(&ANALYZER, &[("old.csv", old), ("cost.csv", &reported)], &policy(""))
    else {
        panic!()
    };
    assert!(findings.is_empty());
    assert_eq!(notes, ["left out: $50.00 from exports that do not name workspaces"]);
}

#[test]
fn an_id_that_no_list_names_may_be_the_default_one() {
    let report = r#"{"data":[{"starting_at":"2026-09-10T00:00:00Z","ending_at":"2026-09-11T00:00:00Z","results":[
{"amount":"9000","currency":"USD","description":"x","cost_type":"tokens","token_type":"output_tokens","model":"claude-opus-5","context_window":null,"service_tier":"standard","inference_geo":null,"workspace_id":"wrkspc_A"}]}],"has_more":false,"next_page":null}"#;
    let line = ask(&ANALYZER, &[("cost.json", report)]).remove(0);
    assert!(
        line.starts_with("not assessed: $90.00 of $90.00 were spent in workspaces of which only the id is known"),
        "{line}"
    );
    let spaces = page(&[workspace("A")]);
    assert_eq!(found(&ANALYZER, &[("cost.json", report), ("spaces.json", &spaces)]), [""; 0]);
}
