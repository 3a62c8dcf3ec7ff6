use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::credentials::testing::{account, issuer, list, rule};
use crate::analyze::testing::{ask, found, outcome, with};
use crate::policy::Policy;

/// What is found about one rule `r`, changed in one way, next to an issuer and a service account.
fn of(change: Value, role: &str) -> Vec<String> {
    let rules = list(&[with(rule("r", "A"), change)]);
    let accounts = list(&[with(account("deploy", "2026-02-01"), json!({"organization_role": role}))]);
    let issuers = list(&[issuer("ci"), with(issuer("old"), json!({"archived_at": "2026-03-01T00:00:00Z"}))]);
    found(&ANALYZER, &[("rules.json", &rules), ("accounts.json", &accounts), ("issuers.json", &issuers)])
}

#[test]
fn rules_that_reach_everything() {
    assert_eq!(of(json!({"applies_to_all_workspaces": true}), "developer"), ["high r"]);
    assert_eq!(of(json!({"oauth_scope": "workspace:inference org:admin"}), "admin"), ["high r"]);
    for (change, role, why) in [
        (json!({}), "developer", "one workspace, workspace scope"),
        (json!({"workspace_ids": ["wrkspc_A", "wrkspc_B"]}), "admin", "named workspaces"),
        (json!({"oauth_scope": "org:admin"}), "developer", "the exchange refuses it"),
        (json!({"applies_to_all_workspaces": true, "archived_at": "2026-03-01T00:00:00Z"}), "developer", "archived"),
        (json!({"applies_to_all_workspaces": true, "issuer_id": "fdis_old"}), "developer", "issuer archived"),
        (json!({"oauth_scope": "org:administrivia"}), "admin", "another word"),
    ] {
        assert_eq!(of(change, role), [""; 0], "{why}");
    }
}

#[test]
fn the_message_says_what_the_tokens_act_as() {
    let rules = list(&[with(rule("r", "A"), json!({"applies_to_all_workspaces": true, "oauth_scope": "org:admin"}))]);
    assert_eq!(
        ask(&ANALYZER, &[("rules.json", &rules)]),
        [
            "high r: enabled for all workspaces, and its tokens have the scope `org:admin`. Its tokens act as svac_deploy. Expected: named workspaces and a workspace scope"
        ]
    );
    assert_eq!(
        ask(&ANALYZER, &[("issuers.json", &list(&[issuer("ci")]))]),
        ["not assessed: no export of federation rules"]
    );
}

#[test]
fn what_a_record_does_not_say_is_neither_found_nor_passed() {
    let mut silent = rule("silent", "A");
    silent.as_object_mut().unwrap().remove("applies_to_all_workspaces");
    let new = with(rule("new", "A"), json!({"oauth_scope": "workspace:telepathy"}));
    let rules = list(&[silent, new]);
    let Outcome::Assessed { population, findings, notes } =
        outcome(&ANALYZER, &[("rules.json", &rules)], &Policy::default())
    else {
        panic!()
    };
    assert_eq!((population, findings.len()), (1, 0));
    assert_eq!(
        notes,
        [
            "not judged, because their records do not say where they apply: «silent»",
            "scopes that this version does not know, of which nothing is said: `workspace:telepathy` of «new»",
        ]
    );
}
