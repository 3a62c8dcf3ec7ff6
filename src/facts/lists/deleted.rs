//! What the lists themselves say is deleted: it is not unknown to them, and was there until then.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::model::{Dataset, Table, normalize_address};

/// What a list says of something that it holds no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeletedRecord {
    /// The file that says so.
    pub file: String,
    /// Line of the record there.
    pub line: u64,
    /// When it was deleted, where that is known.
    pub day: Option<NaiveDate>,
    /// Whether it may have been deleted before that day, on which it was seen.
    pub is_latest: bool,
}

/// What every list says is deleted.
#[derive(Clone, Debug, Default)]
pub struct DeletedRecords {
    by_table: BTreeMap<Table, BTreeMap<String, DeletedRecord>>,
}

impl DeletedRecords {
    pub(super) fn read(data: &Dataset) -> Self {
        let mut all = Self::default();
        for (table, deletions) in data.deletions.iter().filter(|(_, deletions)| !deletions.is_empty()) {
            let of_table = all.by_table.entry(*table).or_default();
            for (file, one) in deletions {
                let file = data.path(*file).to_owned();
                let record = DeletedRecord { file, line: one.line, day: one.day, is_latest: one.is_latest };
                for name in &one.names {
                    let known = of_table.entry(name.clone()).or_insert_with(|| record.clone());
                    // Several of one name: nobody knows which is meant, so the last day counts, and none where one is unknown.
                    if known.day.is_some() && (record.day.is_none() || record.day > known.day) {
                        known.clone_from(&record);
                    }
                }
            }
        }
        all
    }

    /// What a list says of an id, a name, or an address however it is written.
    #[must_use]
    pub fn of(&self, table: Table, name: &str) -> Option<&DeletedRecord> {
        let records = self.by_table.get(&table)?;
        let by_address = || records.get(&normalize_address(name)?);
        records.get(name.trim()).or_else(by_address)
    }
}

impl DeletedRecord {
    /// `deleted on 2026-08-03 (keys.csv, line 7)`.
    #[must_use]
    pub fn says(&self) -> String {
        let when = match (self.day, self.is_latest) {
            (Some(day), false) => format!(" on {day}"),
            (Some(day), true) => format!(" by {day}"),
            (None, _) => String::new(),
        };
        format!("deleted{when} ({}, line {})", self.file, self.line)
    }
}
