//! Words of closed lists in the organization's own lists: statuses, roles and kinds. People retype them, and tools write them as labels:
//! `Active`, `Primary Owner`, `WORKSPACE-ADMIN`. The tables have the API's spelling; a word that is not known stays as it is.

use std::collections::BTreeMap;

use super::batch::Batch;
use crate::data::vocabulary::{
    CASE_STATUSES, GROUP_KINDS, INVITE_STATUSES, KEY_OWNERS, KEY_PLACES, KEY_STATUSES, LIMIT_PERIODS, LIMIT_SCOPES,
    MEMBER_ROLES, ROLE_KINDS, WORKSPACE_ROLES,
};
use crate::model::Table;

/// A column of a closed list.
struct Closed {
    table: Table,
    column: &'static str,
    words: &'static [&'static str],
    /// Whether a check counts by the word: one that is not known leaves open whether the record is of its population.
    decides: bool,
}

const fn closed(table: Table, column: &'static str, words: &'static [&'static str], decides: bool) -> Closed {
    Closed { table, column, words, decides }
}

const CLOSED: [Closed; 13] = [
    closed(Table::Keys, "status", &KEY_STATUSES, true),
    closed(Table::Keys, "creator_type", &KEY_OWNERS, false),
    closed(Table::Keys, "principal_type", &KEY_OWNERS, false),
    closed(Table::Keys, "scope", &KEY_PLACES, false),
    closed(Table::Members, "role", &MEMBER_ROLES, true),
    closed(Table::WorkspaceMembers, "role", &WORKSPACE_ROLES, true),
    closed(Table::Invites, "status", &INVITE_STATUSES, true),
    closed(Table::Invites, "role", &MEMBER_ROLES, true),
    closed(Table::RbacGroups, "source_type", &GROUP_KINDS, false),
    closed(Table::RbacRoles, "source_type", &ROLE_KINDS, false),
    closed(Table::ReviewCases, "status", &CASE_STATUSES, true),
    closed(Table::SpendLimits, "period", &LIMIT_PERIODS, true),
    closed(Table::SpendLimits, "scope_type", &LIMIT_SCOPES, true),
];

/// So many unknown words are named.
const NAMED: usize = 3;
/// Letters of an unknown word that are shown.
const SHOWN: usize = 40;

/// Writes known words as the API does, whatever their case and whatever joins their parts.
pub(super) fn read_alike(batch: &mut Batch) {
    let table = batch.table;
    for one in CLOSED.iter().filter(|one| one.table == table) {
        let Some(column) = batch.table.position(one.column) else { continue };
        batch.respell(column, |text| {
            let own = normal(text);
            one.words.iter().copied().find(|word| *word == own)
        });
    }
    batch.also.iter_mut().for_each(read_alike);
}

/// That records have words that no check can count by, with how many and which.
pub(super) fn unknown(table: Table, rows: usize, text: impl Fn(usize, usize) -> Option<String>) -> Vec<String> {
    let deciding = CLOSED.iter().filter(|one| one.decides && one.table == table);
    let unknown = deciding.filter_map(|one| {
        let column = table.position(one.column)?;
        let mut words: BTreeMap<String, usize> = BTreeMap::new();
        for word in (0..rows).filter_map(|row| text(column, row)).filter(|word| !one.words.contains(&word.as_str())) {
            *words.entry(word.chars().take(SHOWN).collect()).or_default() += 1;
        }
        let count: usize = words.values().sum();
        let named: Vec<String> = words.keys().take(NAMED).map(|word| format!("«{word}»")).collect();
        let more = if words.len() > NAMED { ", …" } else { "" };
        (count > 0)
            .then(|| format!("{count} of {rows} records have an unknown `{}` ({}{more})", one.column, named.join(", ")))
    });
    unknown.collect()
}

fn normal(text: &str) -> String {
    let parts: Vec<String> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '-' | '_' | '\u{200b}' | '\u{feff}'))
        .filter(|part| !part.is_empty())
        .map(str::to_lowercase)
        .collect();
    parts.join("_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::load_bytes;
    use crate::ingest::testing::table_rows;

    /// Fault: A key list with the status `Active`, an invite list with `Pending`: «assessed, 0 of 0», and the control passed
    /// Outcome: Words of closed lists are read in any case, in tables and in JSON
    #[test]
    fn known_words_in_any_spelling() {
        for closed in &CLOSED {
            for word in closed.words {
                let title: String =
                    word.split('_').map(|part| format!("{}{} ", part[..1].to_uppercase(), &part[1..])).collect();
                for spelled in [word.to_uppercase(), word.replace('_', "-"), title, format!(" {word}\u{a0}")] {
                    assert_eq!(normal(&spelled), *word, "{} {spelled:?}", closed.column);
                }
            }
        }
        let data = |text: &str| load_bytes(vec![("list.csv".to_owned(), text.as_bytes().to_vec())]).unwrap();
        let keys = data("id,name,status\napikey_01A,a,Active\napikey_01B,b,INACTIVE\napikey_01C,c,Enabled\n");
        assert_eq!(table_rows(&keys, Table::Keys, &["status"]), ["active", "inactive", "Enabled"]);
        assert_eq!(
            keys.unstated.get(&Table::Keys).map(String::as_str),
            Some("list.csv: 3 of 3 records state no `created_at`, 1 of 3 records have an unknown `status` («Enabled»)")
        );
        let invites =
            data("id,email,role,status,invited_at\ninvite_01A,a@example.com,Primary Owner,Pending,2026-07-01\n");
        assert_eq!(table_rows(&invites, Table::Invites, &["role", "status"]), ["primary_owner pending"]);
        assert!(invites.unstated.is_empty(), "{:?}", invites.unstated);
    }

    #[test]
    fn words_that_nobody_knows_stay() {
        let text = r#"[{"type":"user","id":"user_01A","email":"a@example.com","name":"Active","role":"Emperor","added_at":"2026-07-01T00:00:00Z"}]"#;
        let data = load_bytes(vec![("users.json".to_owned(), text.as_bytes().to_vec())]).unwrap();
        assert_eq!(table_rows(&data, Table::Members, &["name", "role"]), ["Active Emperor"]);
        assert_eq!(
            data.unstated.get(&Table::Members).map(String::as_str),
            Some("users.json: 1 of 1 records have an unknown `role` («Emperor»)")
        );
    }
}
