//! Where a key is, where its list names the workspace and does not give its id.

use super::{DEFAULT_WORKSPACE, Key, Workspace};

/// Puts the workspace's id in place of its name, where only one workspace has it; no id for Default. A name that none or several have
/// says nothing.
pub(super) fn resolve(keys: &mut [Key], workspaces: &[Workspace]) {
    for key in keys.iter_mut().filter(|key| key.is_workspace_named) {
        let name = key.workspace_id.take().unwrap_or_default();
        let name = name.trim();
        if name.eq_ignore_ascii_case(DEFAULT_WORKSPACE) {
            continue;
        }
        let mut own = workspaces.iter().filter(|one| one.name.trim().eq_ignore_ascii_case(name));
        match own.next().filter(|_| own.next().is_none()) {
            Some(workspace) => key.workspace_id = Some(workspace.id.clone()),
            None => key.is_workspace_unclear = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::analyze::testing::{any_data, facts, page, with, workspace};

    /// Where each key of a table is, by this column: `?` where that is not known.
    fn places(column: &str, cells: &[&str]) -> Vec<String> {
        let rows: String = (0..).zip(cells).map(|(n, cell)| format!("apikey_{n},k{n},active,{cell}\n")).collect();
        let table = format!("id,name,status,{column}\n{rows}");
        let spaces = page(&[
            workspace("Production"),
            workspace("Staging"),
            with(workspace("Twin"), json!({"id": "wrkspc_twin1"})),
            with(workspace("Twin"), json!({"id": "wrkspc_twin2"})),
        ]);
        found(&[("keys.csv", &table), ("workspaces.json", &spaces)])
    }

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let facts = facts(files);
        let place = |key: &crate::facts::Key| match (&key.workspace_id, key.is_workspace_unclear) {
            (_, true) => "?".to_owned(),
            (None, false) => "Default".to_owned(),
            (Some(id), false) => id.clone(),
        };
        facts.lists.keys.iter().map(place).collect()
    }

    /// Fault: In a list of keys with a column of workspace names every key was nowhere, or in Default
    /// Outcome: A name that one workspace has is that workspace; names that none or several have, and empty cells, say nothing
    #[test]
    fn workspaces_by_name() {
        let cells = ["Production", " staging ", "Default", "Twin", "Unknown", "", "wrkspc_01X"];
        let wanted = ["wrkspc_Production", "wrkspc_Staging", "Default", "?", "?", "?", "wrkspc_01X"];
        for column in ["workspace", "workspace_name", "Workspace", "workspaceName", "Workspace Name"] {
            assert_eq!(places(column, &cells), wanted, "{column}");
        }
        // The id holds where both are there, and there no id is the default one.
        assert_eq!(
            places("workspace,workspace_id", &["Staging,wrkspc_Production", "Staging,"]),
            ["wrkspc_Production", "wrkspc_Staging"]
        );
        assert_eq!(places("workspace_id", &["wrkspc_Production", ""]), ["wrkspc_Production", "Default"]);
        let list = json!([
            {"type": "api_key", "id": "apikey_1", "name": "a", "status": "active", "partial_key_hint": null, "workspace": "Production"},
            {"type": "api_key", "id": "apikey_2", "name": "b", "status": "active", "partial_key_hint": null, "workspace": {"id": "wrkspc_9", "name": "x"}},
            {"type": "api_key", "id": "apikey_3", "name": "c", "status": "active", "partial_key_hint": null, "workspace_name": "Nowhere"},
        ]);
        let spaces = page(&[workspace("Production")]);
        assert_eq!(
            found(&[("keys.json", &list.to_string()), ("workspaces.json", &spaces)]),
            ["wrkspc_Production", "wrkspc_9", "?"]
        );
    }

    /// A list with names beside one with ids contradicts nothing
    #[test]
    fn names_beside_ids_are_no_conflict() {
        let table = "id,name,status,workspace\napikey_1,a,active,Production\n";
        let list = json!([{"type": "api_key", "id": "apikey_1", "name": "a", "status": "active", "partial_key_hint": null, "workspace_id": "wrkspc_Production", "created_at": "2026-01-05T00:00:00Z"}]);
        let data = any_data(&[
            ("a.csv", table),
            ("b.json", &list.to_string()),
            ("workspaces.json", &page(&[workspace("Production")])),
        ]);
        assert!(data.remarks.iter().all(|remarks| remarks.conflicts.is_empty()), "{:?}", data.remarks);
    }
}
