//! Limiters of workspaces against the organization's.

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, found, outcome, page, policy, with, workspace};
use crate::model::Confidence;

fn organization() -> Value {
    json!({
        "type": "rate_limit", "id": "rl_1", "group_type": "model_group", "models": null,
        "limits": [{"type": "requests_per_minute", "value": 4000}, {"type": "output_tokens_per_minute", "value": 9000}],
    })
}

fn own(name: &str, limits: Value) -> Value {
    json!({
        "type": "workspace_rate_limit", "workspace_id": format!("wrkspc_{name}"), "rate_limit_id": "rl_1",
        "group_type": "model_group", "limits": limits,
    })
}

fn rpm(value: i64, source: Value) -> Value {
    with(json!({"type": "requests_per_minute", "value": value, "org_limit": 4000}), source)
}

#[test]
fn no_limiter_below_the_organizations() {
    let inherits = json!({"source": "organization"});
    let limits = page(&[
        own("Development", json!([rpm(4000, inherits.clone())])),
        own(
            "ok-Staging",
            json!([rpm(50, json!({"source": "workspace"})), {"type": "x", "value": 7, "org_limit": 7, "source": "organization"}]),
        ),
        own("ok-Production", json!([rpm(4000, inherits.clone())])),
        own("Search", json!([rpm(4000, inherits)])),
    ]);
    let (organization, spaces) = (
        page(&[organization()]),
        page(&[
            workspace("Development"),
            workspace("ok-Staging"),
            workspace("ok-Production"),
            workspace("Search"),
            workspace("Default"),
            workspace("Testing"),
        ]),
    );
    let files = [("ws.json", limits.as_str()), ("org.json", &organization), ("spaces.json", &spaces)];
    assert_eq!(
        ask(&ANALYZER, &files),
        [
            "low Development: workspace of development (the word «development» in its name) with 1 rate limit, none below the organization's. Expected: one rate limit below the organization's"
        ]
    );
    let Outcome::Assessed { population, notes, .. } = outcome(&ANALYZER, &files, &policy("")) else { panic!() };
    assert_eq!(population, 2);
    assert_eq!(notes, ["not judged: no export lists the rate limits of «Testing»"]);
}

#[test]
fn the_older_shape_lists_only_what_is_a_workspaces_own() {
    let limits = page(&[own("ok-Staging", json!([rpm(50, json!({}))]))]);
    let spaces = page(&[workspace("ok-Staging"), workspace("Development")]);
    let files = [("ws.json", limits.as_str()), ("spaces.json", &spaces)];
    let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &policy("")) else { panic!() };
    assert_eq!(
        (findings.len(), findings[0].subject.label(), findings[0].confidence),
        (1, "Development", Confidence::Low)
    );
}

#[test]
fn what_no_export_lists() {
    let spaces = page(&[workspace("Development")]);
    let organization = page(&[organization()]);
    assert_eq!(ask(&ANALYZER, &[("spaces.json", &spaces)]), ["not assessed: no export of rate limits"]);
    assert_eq!(
        ask(&ANALYZER, &[("spaces.json", &spaces), ("org.json", &organization)]),
        ["not assessed: no export lists the rate limits of «Development»"]
    );
    let live = page(&[workspace("Production")]);
    assert_eq!(found(&ANALYZER, &[("spaces.json", &live), ("org.json", &organization)]), [""; 0]);
}
