use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::credentials::testing::{account, list, rule};
use crate::analyze::testing::{ask, found, key, outcome, page, with, workspace};
use crate::policy::Policy;

const ARCHIVED: &str = "2026-08-02T00:00:00Z";

fn lists() -> [(&'static str, String); 2] {
    let accounts = list(&[
        account("deploy", "2026-02-01"),
        with(account("retired", "2026-02-01"), json!({"archived_at": ARCHIVED})),
    ]);
    let spaces =
        page(&[workspace("A"), workspace("Default"), with(workspace("Old"), json!({"archived_at": ARCHIVED}))]);
    [("accounts.json", accounts), ("spaces.json", spaces)]
}

fn files<'a>(rules: &'a str, lists: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    let others = lists.iter().map(|(name, text)| (*name, text.as_str()));
    std::iter::once(("rules.json", rules)).chain(others).collect()
}

fn target(id: &str) -> Value {
    json!({"target": {"type": "service_account", "service_account_id": id}})
}

#[test]
fn targets_that_are_gone() {
    for (change, why) in [
        (target("svac_retired"), "archived account"),
        (target("svac_nobody"), "unlisted account"),
        (json!({"workspace_ids": ["wrkspc_Old"]}), "archived workspace"),
        (json!({"workspace_ids": ["wrkspc_A", "wrkspc_Gone"]}), "one of two workspaces is not listed"),
        (json!({"workspace_ids": [], "workspace_id": "wrkspc_Old"}), "the old field"),
    ] {
        let rules = list(&[with(rule("r", "A"), change)]);
        assert_eq!(found(&ANALYZER, &files(&rules, &lists())), ["medium r"], "{why}");
    }
    for (change, why) in [
        (json!({}), "all live"),
        (with(target("svac_retired"), json!({"archived_at": ARCHIVED})), "the rule is archived, too"),
        (json!({"applies_to_all_workspaces": true, "workspace_ids": ["wrkspc_Old"]}), "the list is ignored"),
    ] {
        let rules = list(&[with(rule("r", "A"), change)]);
        assert_eq!(found(&ANALYZER, &files(&rules, &lists())), [""; 0], "{why}");
    }
}

#[test]
fn workspaces_by_the_list_of_their_own() {
    let rules = list(&[with(rule("r", "A"), json!({"workspace_ids": []}))]);
    let enabled = list(&[
        json!({"type": "federation_rule_workspace", "federation_rule_id": "fdrl_r", "workspace_id": "wrkspc_Old",
        "workspace_name": "Old", "created_at": "2026-03-01T00:00:00Z", "created_by_actor_id": null}),
    ]);
    let lists = lists();
    let mut files = files(&rules, &lists);
    files.push(("rule_workspaces.json", &enabled));
    assert_eq!(
        ask(&ANALYZER, &files),
        [
            "medium r: workspace «Old» was archived on 2026-08-02, but the rule is not archived. Expected: its account and its workspaces \
          are live"
        ]
    );
}

#[test]
fn the_default_workspace_need_not_be_listed() {
    let rules = list(&[rule("r", "A"), rule("d", "TheDefaultOne")]);
    let mut lists = lists();
    lists[1].1 = page(&[workspace("A")]);
    assert_eq!(found(&ANALYZER, &files(&rules, &lists)), [""; 0], "one unlisted id is its own");
    let keys = page(&[key("k", "2026-07-01", Some("wrkspc_Other"))]);
    let mut with_keys = files(&rules, &lists);
    with_keys.push(("keys.json", &keys));
    let Outcome::Assessed { population, findings, notes } = outcome(&ANALYZER, &with_keys, &Policy::default()) else {
        panic!()
    };
    assert_eq!((population, findings.len()), (1, 0), "either of two may be");
    assert!(notes.iter().any(|note| note.contains("«d» (wrkspc_TheDefaultOne)")), "{notes:?}");
    let names_it = list(&[json!({"type": "federation_rule_workspace", "federation_rule_id": "fdrl_d",
        "workspace_id": "wrkspc_TheDefaultOne", "workspace_name": "Default", "created_at": "2026-03-01T00:00:00Z"})]);
    with_keys.push(("named.json", &names_it));
    assert_eq!(found(&ANALYZER, &with_keys), [""; 0], "an export names it");
}

#[test]
fn absence_from_a_list_that_is_not_whole_proves_nothing() {
    let rules = list(&[with(rule("r", "A"), target("svac_nobody")), with(rule("s", "A"), target("svac_retired"))]);
    let mut lists = lists();
    lists[0].1 = lists[0].1.replace("\"next_page\":null", "\"next_page\":\"page_2\"");
    assert_eq!(found(&ANALYZER, &files(&rules, &lists)), ["medium s"]);
    let Outcome::Assessed { notes, .. } = outcome(&ANALYZER, &files(&rules, &lists), &Policy::default()) else {
        panic!()
    };
    assert!(notes.iter().any(|note| note.starts_with("the list of service accounts is incomplete")), "{notes:?}");
    let only_spaces = [lists[1].clone()];
    assert_eq!(found(&ANALYZER, &files(&rules, &only_spaces)), [""; 0]);
}
