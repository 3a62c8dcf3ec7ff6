//! Rows of one person one behind the other, each with the day on which it took effect: job histories of HR systems, history that a
//! connector keeps. What an earlier row says ended when the next one took effect.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::addresses_in;
use super::columns::Columns;
use crate::data::roster_words::normal;
use crate::ingest::batch::Batch;
use crate::ingest::text::delimited::{Delimited, Row};
use crate::ingest::text::instant::parse_roster_instant;
use crate::model::Standing;

/// How the column of such days is called, in the [`normal()`] form.
const NAMES: [&str; 15] = [
    "effectivedate",
    "effdate",
    "effdt",
    "effectivefrom",
    "effectivestartdate",
    "effectivestart",
    "starteffectivedate",
    "dateeffective",
    "validfrom",
    "rowvalidfrom",
    "fivetranstart",
    "gultigab",
    "gultigvon",
    "wirksamab",
    "dateeffet",
];

/// Rows by person, in a list that has such a column.
pub(super) struct History {
    column: Option<usize>,
    name: String,
    /// By number or address: row, day, what the row says, its last day.
    persons: BTreeMap<String, Vec<Effective>>,
}

/// What a row of a history says.
#[derive(Clone, Copy, Debug)]
struct Effective {
    row: usize,
    since: NaiveDate,
    standing: Option<Standing>,
    ended_on: Option<NaiveDate>,
}

impl History {
    pub(super) fn of(csv: &Delimited) -> Self {
        let column = csv.header.iter().position(|name| NAMES.contains(&normal(name).as_str()));
        let name = column.map_or_else(String::new, |at| csv.header[at].clone());
        Self { column, name, persons: BTreeMap::new() }
    }

    /// Takes what the row says that was pushed last.
    pub(super) fn take(
        &mut self,
        row: &Row,
        columns: &Columns,
        says: (Option<Standing>, Option<NaiveDate>),
        batch: &Batch,
    ) {
        let cell = |at: Option<usize>| at.and_then(|at| row.text(Some(at)).ok()).filter(|cell| !cell.is_empty());
        let since = cell(self.column).and_then(parse_roster_instant).map(|at| at.date_naive());
        let by_address = || addresses_in(cell(columns.address)?).next();
        let person = cell(columns.number).map(str::to_owned).or_else(by_address);
        let (Some(since), Some(person), Some(row)) = (since, person, batch.rows().checked_sub(1)) else { return };
        let (standing, ended_on) = says;
        self.persons.entry(person).or_default().push(Effective { row, since, standing, ended_on });
    }

    /// Ends every row where the next one of its person took effect. Rows of one day that say different things leave it open.
    pub(super) fn resolve(self, batch: &mut Batch) {
        let places = ["ended_on", "standing"].map(|name| batch.table.position(name));
        let [Some(ended), Some(standing)] = places else { return };
        let mut ends = 0;
        for mut rows in self.persons.into_values().filter(|rows| rows.len() > 1) {
            rows.sort_by_key(|one| (one.since, one.row));
            for (at, one) in rows.iter().enumerate() {
                let next = rows.iter().skip(at + 1).find(|next| next.since > one.since);
                if let Some(next) = next {
                    let day = next.ended_on.map_or(next.since, |last| last.min(next.since));
                    let own = one.ended_on.filter(|last| *last < day);
                    batch.set_day(ended, one.row, own.unwrap_or(day));
                    ends += 1;
                } else if rows.iter().any(|other| other.since == one.since && other.standing != one.standing) {
                    batch.set_text(standing, one.row, Standing::Unknown.id());
                }
            }
        }
        if ends > 0 {
            batch.note(format!("of people with several rows each holds until the next one, by `{}`", self.name));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::load_bytes;
    use crate::ingest::testing::table_rows;
    use crate::model::Table;

    /// `standing last-day` of Lena's rows, sorted.
    fn lena(header: &str, rows: &[&str]) -> Vec<String> {
        let others = "1,Ann,ann@example.com,2023-01-01,Active\n2,Bob,bob@example.com,2023-01-01,Active\n";
        let own: String = rows.iter().map(|row| format!("3,Lena,lena@example.com,{row}\n")).collect();
        let text = format!("Employee ID,Name,Email,{header},Status\n{others}{own}");
        let data = load_bytes(vec![("hr.csv".to_owned(), text.into_bytes())]).unwrap();
        assert!(data.rejections.is_empty(), "{:?}", data.rejections);
        let all = table_rows(&data, Table::Roster, &["addresses", "standing", "ended_on"]);
        assert!(all.iter().filter(|row| !row.starts_with("lena")).all(|row| row.ends_with("here -")), "{all:?}");
        let own = all.iter().filter_map(|row| row.strip_prefix("lena@example.com ").map(str::to_owned));
        let mut own: Vec<String> = own.collect();
        own.sort();
        own
    }

    /// Fault: A job history has a row for each change: an old row «Active» made somebody present whom the newest calls terminated
    /// Outcome: Each row holds until the next one of its person took effect; rows of one day that differ leave it open
    #[test]
    fn each_row_holds_until_the_next_one() {
        for header in ["Effective Date", "Effective_From", "EFFDT", "valid_from", "_fivetran_start", "Gültig ab"] {
            let (active, gone) = ("2023-05-01,Active", "2026-08-14,Terminated");
            for rows in [[active, gone], [gone, active]] {
                assert_eq!(lena(header, &rows), ["gone -", "here 2026-08-14"], "{header}");
            }
            let moved = ["2023-05-01,Active", "2025-01-01,Active"];
            assert_eq!(lena(header, &moved), ["here -", "here 2025-01-01"], "{header}");
            let back = ["2023-05-01,Active", "2024-03-31,Terminated", "2026-02-01,Active"];
            assert_eq!(lena(header, &back), ["gone 2026-02-01", "here -", "here 2024-03-31"], "{header}");
            let unclear = ["2026-08-14,Active", "2026-08-14,Terminated"];
            assert_eq!(lena(header, &unclear), ["unknown -", "unknown -"], "{header}");
        }
        // Another column of days says nothing of the kind: two contracts may run at once.
        assert_eq!(lena("Last review", &["2023-05-01,Active", "2026-08-14,Terminated"]), ["gone -", "here -"]);
        assert_eq!(lena("Effective Date", &["2023-05-01,Active"]), ["here -"]);
    }
}
