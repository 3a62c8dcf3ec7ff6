//! Columns that say nothing in any record of a file: they are not stated, as if they were absent.
//!
//! In a list, null is a statement: a key without a workspace is in the default one, a limit without an amount is none. Whoever made the file
//! of another shape, or of a database that lacks the column, wrote null into every record, and stated nothing. One null among values keeps
//! its meaning.
//!
//! Columns of which null in every record is usual are not among these: nothing is archived, no key expires, nobody was deleted.

use std::collections::{BTreeMap, BTreeSet};

use super::merge::{FileRows, TableFiles};
use crate::model::{Role, Table};

/// A column whose null is a statement.
struct Telling {
    table: Table,
    column: &'static str,
    /// What the field is called in the export, where its records say of themselves that they lack it: then the list is not whole in what it
    /// says. Where nothing is, only the checks that ask the column say so.
    field: Option<&'static str>,
    /// Column and word of records that do not need it.
    but: Option<(&'static str, &'static str)>,
}

const TELLING: [Telling; 4] = [
    // No workspace: in the default one.
    Telling { table: Table::Keys, column: "workspace_id", field: None, but: Some(("scope", "organization")) },
    // No creator: nobody answers for the key.
    Telling { table: Table::Keys, column: "creator_id", field: None, but: None },
    // No role: none that is privileged.
    Telling { table: Table::Invites, column: "role", field: Some("role"), but: None },
    // No amount: no limit.
    Telling { table: Table::SpendLimits, column: "amount", field: Some("amount"), but: None },
];

/// The columns of a table that its files do not state: column and file.
pub(super) fn columns(parts: &TableFiles) -> BTreeMap<&'static str, BTreeSet<u32>> {
    let mut silent: BTreeMap<&'static str, BTreeSet<u32>> = BTreeMap::new();
    for one in TELLING.iter().filter(|one| one.table == parts.table) {
        let Some(column) = parts.table.position(one.column) else { continue };
        let files: BTreeSet<u32> = parts.each.iter().map(|part| part.file).collect();
        let is_silent = |file: &u32| {
            let own = || parts.each.iter().enumerate().filter(|(_, part)| part.file == *file);
            let asked = |&(at, part): &(usize, &FileRows)| (0..part.batch.rows()).any(|row| one.asks(parts, at, row));
            own().any(|part| asked(&part))
                && own().all(|(_, part)| !states(part, column))
                && !own().any(|(at, _)| goes_on_elsewhere(parts, at, column))
        };
        let files: BTreeSet<u32> = files.into_iter().filter(is_silent).collect();
        if !files.is_empty() {
            silent.insert(one.column, files);
        }
    }
    silent
}

/// What a part lacks that its records should state: `4 of 4 records state no `amount``.
pub(super) fn lacking(part: &FileRows, silent: &BTreeMap<&'static str, BTreeSet<u32>>) -> Vec<String> {
    let rows = part.batch.rows();
    let own = TELLING.iter().filter(|one| one.table == part.batch.table && rows > 0);
    let own = own.filter(|one| silent.get(one.column).is_some_and(|files| files.contains(&part.file)));
    own.filter_map(|one| Some(format!("{rows} of {rows} records state no `{}`", one.field?))).collect()
}

impl Telling {
    /// Whether a record would state the column where it has a value.
    fn asks(&self, parts: &TableFiles, at: usize, row: usize) -> bool {
        let is_other = |(column, word): (&str, &str)| {
            parts.table.position(column).and_then(|column| parts.text(at, column, row)) == Some(word)
        };
        !self.but.is_some_and(is_other)
    }
}

/// Whether some record of a part has a value in a column.
fn states(part: &FileRows, column: usize) -> bool {
    (0..part.batch.rows()).any(|row| part.batch.value(column, row).is_some())
}

/// Whether another file is a further page of the same list, and states the column: its kind is the same, and no record is in both.
fn goes_on_elsewhere(parts: &TableFiles, at: usize, column: usize) -> bool {
    let own = &parts.each[at];
    let ids = |part: &FileRows| -> BTreeSet<Vec<Option<i128>>> {
        let columns: Vec<usize> = part.batch.with_role(Role::Id).collect();
        (0..part.batch.rows()).map(|row| columns.iter().map(|&id| part.batch.value(id, row)).collect()).collect()
    };
    let others = parts.each.iter().filter(|other| other.file != own.file && other.kind == own.kind);
    let mut others = others.filter(|other| states(other, column)).peekable();
    others.peek().is_some() && {
        let mine = ids(own);
        others.any(|other| ids(other).is_disjoint(&mine))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::ingest::load_bytes;
    use crate::model::Table;

    /// The columns of a table that files do not state: `column file`.
    fn silent(table: Table, files: &[(&str, String)]) -> Vec<String> {
        let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.clone().into_bytes())).collect();
        let data = &load_bytes(files).unwrap();
        let columns = data.silent.get(&table).into_iter().flatten();
        columns
            .flat_map(|(column, files)| files.iter().map(move |file| format!("{column} {}", data.path(*file))))
            .collect()
    }

    fn page(objects: &[Value]) -> String {
        json!({"data": objects, "has_more": false, "first_id": null, "last_id": null}).to_string()
    }

    fn key(n: usize, workspace: Value, creator: Value) -> Value {
        json!({"type": "api_key", "id": format!("apikey_{n}"), "name": format!("k{n}"), "status": "active",
            "partial_key_hint": "sk-ant-api03-x...y", "created_at": "2026-01-05T09:00:00Z",
            "workspace_id": workspace, "created_by": creator})
    }

    fn limit(n: usize, amount: Value) -> Value {
        json!({"type": "spend_limit", "id": format!("spl_{n}"), "scope": {"type": "workspace", "workspace_id": format!("wrkspc_{n}")},
            "amount": amount, "currency": "USD", "period": "monthly", "is_enabled": true})
    }

    fn invite(n: usize, role: Value) -> Value {
        json!({"type": "invite", "id": format!("invite_{n}"), "email": format!("a{n}@example.com"), "role": role,
            "status": "pending", "invited_at": "2026-09-20T09:00:00Z", "expires_at": "2026-10-11T09:00:00Z"})
    }

    /// Fault: A list projected to fields that its shape does not have had null in every record, which counted as a statement
    /// Outcome: A column that is null in every record of a file is not stated; one null among values keeps its meaning
    #[test]
    fn a_column_without_any_value_is_not_stated() {
        let (user, home) = (json!({"type": "user", "id": "user_1"}), json!("wrkspc_1"));
        let without = |mut one: Value, field: &str| {
            one.as_object_mut().unwrap().remove(field);
            one
        };
        let nothing = Value::Null;
        for (table, records, wanted) in [
            (
                Table::Keys,
                vec![key(1, nothing.clone(), user.clone()), key(2, nothing.clone(), user.clone())],
                "workspace_id",
            ),
            (Table::Keys, vec![key(1, nothing.clone(), user.clone()), key(2, home.clone(), user.clone())], ""),
            (
                Table::Keys,
                vec![key(1, home.clone(), nothing.clone()), key(2, home.clone(), json!({"id": null}))],
                "creator_id",
            ),
            (Table::Keys, vec![key(1, home.clone(), nothing.clone()), key(2, home.clone(), user.clone())], ""),
            (Table::Keys, vec![without(key(1, home.clone(), nothing.clone()), "created_by")], "creator_id"),
            (Table::SpendLimits, vec![limit(1, nothing.clone()), limit(2, nothing.clone())], "amount"),
            (Table::SpendLimits, vec![without(limit(1, nothing.clone()), "amount")], "amount"),
            (Table::SpendLimits, vec![limit(1, nothing.clone()), limit(2, json!("100"))], ""),
            (Table::SpendLimits, vec![limit(1, json!("0"))], ""),
            (Table::Invites, vec![invite(1, nothing.clone()), invite(2, nothing.clone())], "role"),
            (Table::Invites, vec![invite(1, json!("")), invite(2, nothing.clone())], "role"),
            (Table::Invites, vec![invite(1, nothing.clone()), invite(2, json!("user"))], ""),
        ] {
            let found = silent(table, &[("list.json", page(&records))]);
            let wanted: Vec<String> =
                Some(wanted).filter(|one| !one.is_empty()).map(|one| format!("{one} list.json")).into_iter().collect();
            assert_eq!(found, wanted, "{records:?}");
        }
        let organization = json!({"scope": {"type": "organization"}});
        let mut admin = key(1, nothing, user);
        admin.as_object_mut().unwrap().extend(organization.as_object().unwrap().clone());
        assert_eq!(silent(Table::Keys, &[("list.json", page(&[admin]))]), [""; 0], "an admin key is in no workspace");
    }

    #[test]
    fn tables_of_nothing_but_empty_cells_in_a_column() {
        let table = |cells: [&str; 2]| {
            let rows = (1..)
                .zip(cells)
                .map(|(n, cell)| format!("apikey_{n},k{n},active,2026-01-05T09:00:00Z,user_1,{cell}\n"));
            format!("id,name,status,created_at,created_by_id,workspace_id\n{}", rows.collect::<String>())
        };
        assert_eq!(silent(Table::Keys, &[("keys.csv", table(["", ""]))]), ["workspace_id keys.csv"]);
        assert_eq!(silent(Table::Keys, &[("keys.csv", table(["", "wrkspc_1"]))]), [""; 0]);
    }

    /// A page of a list says what the list says; a cut copy beside the whole list does not.
    #[test]
    fn pages_of_one_list_state_together() {
        let user = || json!({"type": "user", "id": "user_1"});
        let first = page(&[key(1, Value::Null, user()), key(2, Value::Null, user())]);
        let second = page(&[key(3, json!("wrkspc_1"), user())]);
        let whole = page(&[key(1, json!("wrkspc_1"), user()), key(2, Value::Null, user())]);
        assert_eq!(silent(Table::Keys, &[("keys_1.json", first.clone()), ("keys_2.json", second)]), [""; 0]);
        assert_eq!(silent(Table::Keys, &[("a.json", first), ("b.json", whole)]), ["workspace_id a.json"]);
    }
}
