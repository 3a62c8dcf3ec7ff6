//! A table to which the whole list is appended every day: who is on the earlier ones alone is not on the latest.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::addresses_in;
use super::columns::Columns;
use crate::data::roster_words::normal;
use crate::ingest::batch::Batch;
use crate::ingest::text::delimited::{Delimited, Row};
use crate::ingest::text::instant::parse_roster_instant;
use crate::ingest::text::sink::Sink as _;
use crate::model::Table;

/// How the column is called that says of which day's list a row is, in the [`normal()`] form.
const NAMES: [&str; 12] = [
    "ds",
    "dt",
    "snapshotdate",
    "snapshotday",
    "snapshotat",
    "snapshottime",
    "snapshotts",
    "partitiondate",
    "asof",
    "asofdate",
    "extractdate",
    "rundate",
];

/// The latest of the lists in a table.
pub(super) struct Snapshots {
    column: Option<usize>,
    name: String,
    latest: Option<DateTime<Utc>>,
}

impl Snapshots {
    /// Looks through a table. Where less than half of the people are on the latest list the days are not those of lists.
    pub(super) fn of(csv: &Delimited, columns: &Columns) -> Self {
        let column = csv.header.iter().position(|name| NAMES.contains(&normal(name).as_str()));
        let Some(at) = column else { return Self { column, name: String::new(), latest: None } };
        let mut people: BTreeMap<DateTime<Utc>, BTreeSet<String>> = BTreeMap::new();
        // What is wrong with a record is reported when it is read.
        let mut passed_over = Batch::new(Table::Roster);
        csv.each_record(&mut passed_over, |row, _, _| {
            let person = row.text(columns.address).ok().and_then(|cell| addresses_in(cell).next());
            if let Some((day, person)) = day(row, at).zip(person) {
                people.entry(day).or_default().insert(person);
            }
            Ok(())
        });
        let all: BTreeSet<&String> = people.values().flatten().collect();
        let last = people.last_key_value().filter(|(_, last)| people.len() > 1 && 2 * last.len() >= all.len());
        Self { column, name: csv.header[at].clone(), latest: last.map(|(day, _)| *day) }
    }

    /// Whether a row is of an earlier list; it is then passed over, with a note.
    pub(super) fn pass_over(&self, row: &Row, batch: &mut Batch) -> bool {
        let Some((latest, at)) = self.latest.zip(self.column) else { return false };
        let is_past = day(row, at).is_some_and(|day| day < latest);
        if is_past {
            let name = &self.name;
            batch.pass_over(format!("rows of lists before the latest one, by `{name}`, are passed over"));
        }
        is_past
    }
}

fn day(row: &Row, at: usize) -> Option<DateTime<Utc>> {
    parse_roster_instant(row.text(Some(at)).ok()?)
}

#[cfg(test)]
mod tests {
    use crate::ingest::load_bytes;
    use crate::ingest::testing::table_rows;
    use crate::model::Table;

    /// Fault: A table of daily snapshots of the staff: who was on last month's list alone counted as present
    /// Outcome: The latest list holds, earlier rows are passed over with a note; where few are on the latest day the column is none of lists
    #[test]
    fn the_latest_list_holds() {
        let read = |header: &str, rows: &[&str]| {
            let text = format!("Name,Email,Status,{header}\n{}\n", rows.join("\n"));
            let data = load_bytes(vec![("people.csv".to_owned(), text.into_bytes())]).unwrap();
            assert!(data.rejections.is_empty(), "{:?}", data.rejections);
            let input = &data.inputs[0];
            assert_eq!(input.rows, input.accepted + input.duplicates + input.restated + input.other);
            (table_rows(&data, Table::Roster, &["addresses"]), input.other, input.notes.clone())
        };
        let [ann, bob, lena] = ["A,ann@example.com,Active", "B,bob@example.com,Active", "L,lena@example.com,Active"];
        for header in ["snapshot_date", "ds", "Snapshot Date", "as_of"] {
            let both = [
                &format!("{ann},2026-08-31"),
                &format!("{bob},2026-08-31"),
                &format!("{lena},2026-08-31"),
                &format!("{ann},2026-09-30"),
                &format!("{bob},2026-09-30"),
            ];
            let (rows, passed, notes) = read(header, &both.map(String::as_str));
            assert_eq!(
                (rows.as_slice(), passed),
                (["ann@example.com", "bob@example.com"].map(str::to_owned).as_slice(), 3)
            );
            assert!(
                notes.iter().any(|note| note.contains(&format!("before the latest one, by `{header}`"))),
                "{notes:?}"
            );
            let last_of_each =
                [&format!("{lena},2026-08-14"), &format!("{ann},2026-09-30"), &format!("{bob},2026-09-30")];
            assert_eq!(read(header, &last_of_each.map(String::as_str)).0.len(), 2, "{header}");
            let one = [&format!("{lena},2026-09-30"), &format!("{ann},2026-09-30")];
            assert_eq!(read(header, &one.map(String::as_str)).1, 0, "{header}: one list");
            let own_days = [&format!("{lena},2026-08-14"), &format!("{ann},2026-03-02"), &format!("{bob},2026-09-30")];
            assert_eq!(read(header, &own_days.map(String::as_str)).0.len(), 3, "{header}: a day of their own each");
        }
    }
}
