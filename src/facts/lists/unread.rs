//! Records of the lists that could not be read: who or what stands in one may be listed, and is not absent.

use std::collections::BTreeMap;

use crate::model::{Dataset, Table, normalize_address};

/// What the unreadable records of every list are about.
#[derive(Clone, Debug, Default)]
pub struct UnreadRecords {
    by_table: BTreeMap<Table, OfList>,
}

/// Of one list.
#[derive(Clone, Debug, Default)]
struct OfList {
    /// How many records.
    records: u64,
    /// Where each id and normalized address stands that is in one: `users.csv, line 2`.
    places: BTreeMap<String, String>,
}

impl UnreadRecords {
    pub(super) fn read(data: &Dataset) -> Self {
        let mut all = Self::default();
        for table in data.frames.keys().copied() {
            let records = data.rejected_records(table);
            if records == 0 {
                continue;
            }
            let mentions = data.rejected_mentions(table).into_iter();
            let places = mentions.map(|(name, one)| (name.to_owned(), format!("{}, line {}", one.file, one.line)));
            all.by_table.insert(table, OfList { records, places: places.collect() });
        }
        all
    }

    /// How many records of a list could not be read.
    #[must_use]
    pub fn records(&self, table: Table) -> u64 {
        self.by_table.get(&table).map_or(0, |list| list.records)
    }

    /// Where an id, or an address however it is written, stands in a record of a list that could not be read.
    #[must_use]
    pub fn place(&self, table: Table, name: &str) -> Option<&str> {
        let places = &self.by_table.get(&table)?.places;
        let by_address = || places.get(&normalize_address(name)?);
        places.get(name).or_else(by_address).map(String::as_str)
    }

    /// Ids and addresses in the records of a list that could not be read.
    pub fn names(&self, table: Table) -> impl Iterator<Item = &str> {
        self.by_table.get(&table).into_iter().flat_map(|list| list.places.keys()).map(String::as_str)
    }
}
