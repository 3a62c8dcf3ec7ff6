//! What a list lacks because it says itself that it is deleted: use before that is no use by something unknown.

use chrono::NaiveDate;

use super::Context;
use super::wording::some_of;
use crate::facts::{DeletedRecord, DeletedRecords};
use crate::model::{Evidence, Table};

/// So many are named in a sentence.
const NAMED: usize = 5;

/// Whom and what a check finds in no list, next to what the list says is deleted.
pub(super) struct Deletions<'a> {
    records: &'a DeletedRecords,
    table: Table,
    undated: Vec<String>,
}

impl<'a> Deletions<'a> {
    pub(super) fn of(cx: &Context<'a>, table: Table) -> Self {
        Self { records: &cx.facts.lists.deleted, table, undated: Vec::new() }
    }

    /// What the list says of the first of these names that it has deleted.
    pub(super) fn record<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Option<&'a DeletedRecord> {
        names.into_iter().find_map(|name| self.records.of(self.table, name))
    }

    /// Whether what was used last on a day was listed then, or may have been; the latter is remembered for the note.
    pub(super) fn was_listed<'n>(
        &mut self,
        label: &str,
        names: impl IntoIterator<Item = &'n str>,
        last: NaiveDate,
    ) -> bool {
        let Some(record) = self.record(names) else { return false };
        let is_after = record.day.is_some_and(|day| last > day);
        if !is_after && (record.day.is_none() || record.is_latest) {
            let said = format!("{label} ({})", record.says());
            self.undated.extend(Some(said).filter(|said| !self.undated.contains(said)));
        }
        !is_after
    }

    /// What was not judged, as a sentence.
    pub(super) fn note(&self) -> Option<String> {
        (!self.undated.is_empty()).then(|| {
            format!(
                "not judged, because the list of {} says that it was deleted, and not on which day: {}",
                self.table.title(),
                some_of(&self.undated, NAMED)
            )
        })
    }
}

/// The record that tells of the deletion.
pub(super) fn evidence(record: &DeletedRecord) -> Evidence {
    Evidence { file: record.file.clone(), line: Some(record.line), record: "deleted".to_owned() }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::analyze::testing::{
        activity, any_data, days, found_in, judge, key, member, page, usage, with, workspace,
    };
    use crate::analyze::{ALL, Analyzer, Outcome};
    use crate::policy::Policy;

    fn check(id: &str) -> &'static Analyzer {
        ALL.iter().find(|check| check.id == id).unwrap()
    }

    /// How lists record a deletion of 10 August: the fields, and whether the day is that one, some day before it, or unknown.
    fn marks() -> [(Value, &'static str); 6] {
        [
            (json!({"deleted_at": "2026-08-10T03:00:00Z"}), "on"),
            (json!({"_fivetran_active": false, "_fivetran_end": "2026-08-10T03:00:00Z"}), "on"),
            (json!({"dbt_valid_to": "2026-08-10"}), "on"),
            (json!({"_fivetran_deleted": true, "_fivetran_synced": "2026-08-10T03:00:00Z"}), "by"),
            (json!({"Op": "D"}), "unknown"),
            (json!({"is_deleted": true, "valid_from": "2024-01-01"}), "unknown"),
        ]
    }

    /// What a check says of somebody or something, last seen on a day: the words of its finding, its notes.
    fn said(id: &str, list: &str, (name, other): (&str, &str)) -> (Vec<String>, Vec<String>) {
        let data = any_data(&[("list.json", list), (name, other)]);
        match judge(check(id), &data, &Policy::default(), None) {
            Outcome::Assessed { findings, notes, .. } => (findings.into_iter().map(|one| one.message).collect(), notes),
            _ => panic!("{id}: not assessed"),
        }
    }

    /// Fault: A list with rows of what was deleted (soft deletion, a change table, history) passed over them, and keys and people in them counted as unknown
    /// Outcome: Use before the deletion is no finding, use after it one that names the day and the record; where the day is unknown nothing is judged, by name
    #[test]
    fn what_a_list_says_is_deleted_is_not_unknown_to_it() {
        let feed = |last: &str| {
            let events = [format!("{last}T10:00:00Z"), "2026-08-01T10:00:00Z".to_owned()];
            events
                .iter()
                .map(|at| format!("{}\n", activity(at, "claude_chat_created", "gone", json!({}))))
                .collect::<String>()
        };
        for (mark, when) in marks() {
            let keys = page(&[key("ok", "2026-01-05", None), with(key("gone", "2026-01-05", None), mark.clone())]);
            let members =
                page(&[member("ok@example.com", "admin"), with(member("gone@example.com", "user"), mark.clone())]);
            let spaces = page(&[workspace("Default"), workspace("ok"), with(workspace("gone"), mark.clone())]);
            for (last, is_after) in [("2026-08-09", false), ("2026-08-10", false), ("2026-08-11", true)] {
                let used = usage(&[("gone", "Default", days("2026-08-01", last))]);
                let spent = usage(&[("ok", "gone", days("2026-08-01", last))]);
                for (id, list, name, other) in [
                    ("unknown-key", &keys, "usage.csv", &used),
                    ("off-roster-actor", &members, "feed.jsonl", &feed(last)),
                    ("dangling-reference", &spaces, "usage.csv", &spent),
                ] {
                    let (findings, notes) = said(id, list, (name, other));
                    let is_found = is_after && when != "unknown";
                    assert_eq!(findings.len(), usize::from(is_found), "{id}, {mark}, {last}: {findings:?}");
                    let words = format!("deleted {when} 2026-08-10 (list.json, line ");
                    assert!(findings.iter().all(|one| one.contains(&words)), "{findings:?}");
                    let is_noted =
                        notes.iter().any(|note| note.contains("says that it was deleted, and not on which day"));
                    assert_eq!(is_noted, !is_found && when != "on", "{id}, {mark}, {last}: {notes:?}");
                }
            }
        }
    }

    #[test]
    fn what_no_list_says_anything_of_stays_unknown() {
        let mark = json!({"deleted_at": "2026-08-10T03:00:00Z"});
        let keys = page(&[key("ok", "2026-01-05", None), with(key("gone", "2026-01-05", None), mark)]);
        let other = usage(&[("other", "Default", days("2026-08-01", "2026-08-05"))]);
        assert_eq!(found_in(check("unknown-key"), &[("keys.json", &keys), ("usage.csv", &other)]), ["high other"]);
    }
}
