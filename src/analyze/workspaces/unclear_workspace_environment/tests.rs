//! Names, tags and the policy.

use serde_json::json;

use super::ANALYZER;
use crate::analyze::testing::{ask, found, found_with, page, policy, with, workspace};

#[test]
fn a_workspace_that_tells_nothing() {
    let spaces = page(&[
        workspace("Search"),
        workspace("ok-Production"),
        workspace("ok QA"),
        workspace("Default"),
        workspace("Claude Code"),
        with(workspace("Gone"), json!({"archived_at": "2026-02-01T00:00:00Z"})),
        with(workspace("ok-tagged"), json!({"tags": {"env": "dev"}})),
    ]);
    assert_eq!(
        ask(&ANALYZER, &[("spaces.json", &spaces)]),
        ["low Search: the policy does not map it, it has no tag env, and its name has no word for an environment"]
    );
    let mapped = policy("[environments.workspaces]\n\"Search\" = \"production\"\n");
    assert_eq!(found_with(&ANALYZER, &[("spaces.json", &spaces)], &mapped), [""; 0]);
    assert_eq!(found(&ANALYZER, &[("keys.json", &page(&[]))]), ["not assessed"]);
}

#[test]
fn a_tag_or_a_name_that_says_no_single_one() {
    let spaces = page(&[workspace("Staging and Dev"), with(workspace("Checkout"), json!({"tags": {"env": "blue"}}))]);
    assert_eq!(
        ask(&ANALYZER, &[("spaces.json", &spaces)]),
        [
            "low Staging and Dev: the policy does not map it, it has no tag env, and its name says staging and development",
            "low Checkout: the policy does not map it, its tag env=blue is no known environment, and its name has no word for an environment",
        ]
    );
}
