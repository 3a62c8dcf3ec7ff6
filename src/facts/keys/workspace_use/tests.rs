//! Use by name and by id, of listed and unlisted workspaces.

use serde_json::json;

use crate::analyze::testing::{days, facts, page, usage, with, workspace};
use crate::facts::Facts;

fn of(facts: &Facts, id: &str) -> [Option<String>; 2] {
    let workspace = facts.lists.workspace(id).unwrap();
    let certain = facts.keys.workspace_uses.of(workspace, &facts.lists).map(|use_| use_.day).max();
    let possible = facts.keys.workspace_uses.possibly_of(workspace).map(|use_| use_.day).max();
    [certain, possible].map(|day| day.map(|day| day.to_string()))
}

#[test]
fn a_name_that_two_workspaces_share_is_nobodys_for_certain() {
    let spaces = [
        workspace("A"),
        workspace("B"),
        with(workspace("B"), json!({"id": "wrkspc_B2", "archived_at": "2026-01-01T00:00:00Z"})),
    ];
    let used = usage(&[
        ("k", "A", days("2026-09-01", "2026-09-03")),
        ("k", "B", days("2026-09-01", "2026-09-02")),
        ("k", "Elsewhere", days("2026-09-01", "2026-09-01")),
        ("k", "Default", days("2026-09-01", "2026-09-01")),
    ]);
    let facts = facts(&[("spaces.json", &page(&spaces)), ("usage.csv", &used)]);
    let day = |day: &str| Some(day.to_owned());
    assert_eq!(of(&facts, "wrkspc_A"), [day("2026-09-03"), day("2026-09-03")]);
    assert_eq!(of(&facts, "wrkspc_B"), [None, day("2026-09-02")]);
    assert_eq!(of(&facts, "wrkspc_B2"), [None, day("2026-09-02")]);
    assert_eq!(facts.keys.workspace_uses.unlisted(&facts.lists).collect::<Vec<_>>(), ["Elsewhere"]);
}

#[test]
fn rows_without_tokens_are_no_use() {
    let used = usage(&[("k", "A", days("2026-09-01", "2026-09-03"))]).replace("1000,0,0,0,100,0", "0,0,0,0,0,0");
    let facts = facts(&[("spaces.json", &page(&[workspace("A")])), ("usage.csv", &used)]);
    assert_eq!(of(&facts, "wrkspc_A"), [None, None]);
}
