//! Where a key is, where its list names the workspace and does not give its id, or states none for any key.

use std::collections::BTreeSet;

use anyhow::Result;

use super::{CLAUDE_CODE_WORKSPACE, DEFAULT_WORKSPACE, Key, Workspace};
use crate::facts::frame::Rows;
use crate::model::{Dataset, Table};

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

/// Leaves it open where the keys of a list are that states no workspace for any of them, where others than the default one are used: then
/// the list does not say. Where none is, there is no other place.
pub(super) fn withhold(keys: &mut [Key], workspaces: &[Workspace], data: &Dataset) -> Result<()> {
    let is_silent = |key: &Key| {
        let own = key.workspace_id.is_none() && !key.organization_scoped && !key.is_workspace_unclear;
        own && data.is_silent(Table::Keys, "workspace_id", key.source.file)
    };
    if !keys.iter().any(is_silent) || !is_elsewhere(workspaces, data)? {
        return Ok(());
    }
    keys.iter_mut().filter(|key| is_silent(key)).for_each(|key| key.is_workspace_unclear = true);
    Ok(())
}

/// Whether keys work in other workspaces than the default one: as use says, where that names workspaces at all, else by their list.
fn is_elsewhere(workspaces: &[Workspace], data: &Dataset) -> Result<bool> {
    let own_name = |id: &str| workspaces.iter().find(|one| one.id == id).map(|one| one.name.as_str());
    let (mut is_named, mut unlisted) = (false, BTreeSet::new());
    for table in [Table::Usage, Table::Cost] {
        let Some(frame) = data.frame(table) else { continue };
        let rows = Rows::of(frame)?;
        let (name, id) = (rows.text("workspace_name")?, rows.text("workspace_id")?);
        for row in 0..rows.len() {
            match name.get(row).or_else(|| own_name(id.get(row)?)).map(str::trim) {
                Some(DEFAULT_WORKSPACE) => is_named = true,
                // Keys of Claude Code's own workspace are in no list of some organizations.
                Some(CLAUDE_CODE_WORKSPACE) => {}
                Some(_) => return Ok(true),
                // The default workspace has an id in newer reports, and need not be listed: of two one is another's.
                None => unlisted.extend(id.get(row)),
            }
        }
    }
    let is_live = |one: &Workspace| one.archived_at.is_none() && !one.is_default() && !one.is_claude_code();
    Ok(unlisted.len() > 1 || !is_named && workspaces.iter().any(is_live))
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

    /// Fault: A list projected to a shape without workspaces put every key into Default, at high confidence, though use named other workspaces on every day
    /// Outcome: Null in every record says nothing where keys work elsewhere; one null among values is Default, and so is every key where no other workspace is used
    #[test]
    fn null_in_every_record_says_nothing_where_keys_work_elsewhere() {
        use crate::analyze::testing::{days, key, usage};
        let used = |workspace: &str| usage(&[("k1", workspace, days("2026-07-01", "2026-09-30"))]);
        let spaces = page(&[workspace("Production")]);
        let archived = page(&[with(workspace("Production"), json!({"archived_at": "2026-02-01T00:00:00Z"}))]);
        let (none, home) = (None, Some("wrkspc_Production"));
        for (keys, spaces, place, wanted) in [
            ([none, none], Some(&spaces), Some("Production"), ["?", "?"]),
            ([none, none], None, Some("Production"), ["?", "?"]),
            ([none, none], Some(&spaces), None, ["?", "?"]),
            ([none, home], Some(&spaces), Some("Production"), ["Default", "wrkspc_Production"]),
            ([none, none], Some(&spaces), Some("Default"), ["Default", "Default"]),
            ([none, none], None, Some("Claude Code"), ["Default", "Default"]),
            ([none, none], Some(&archived), None, ["Default", "Default"]),
            ([none, none], None, None, ["Default", "Default"]),
        ] {
            let listed = page(&[key("k1", "2026-01-05", keys[0]), key("k2", "2026-01-05", keys[1])]);
            let used = place.map(used);
            let mut files = vec![("keys.json", listed.as_str())];
            files.extend(spaces.map(|spaces| ("spaces.json", spaces.as_str())));
            files.extend(used.iter().map(|used| ("usage.csv", used.as_str())));
            assert_eq!(found(&files), wanted, "{files:?}");
        }
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
