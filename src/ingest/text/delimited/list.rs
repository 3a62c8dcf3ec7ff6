//! Lists of people, whose records may have a separator too many or too few.

use std::cell::{Cell, OnceCell};

use csv::ByteRecord;

use super::super::sink::Sink;
use super::Delimited;
use crate::ingest::text::aligned::{Aligned, Habits, align};
use crate::model::normalize_address;

/// Records of one file that are aligned; a file in which more are awry has another fault.
const MOST: u64 = 10_000;

/// How the records of a list are aligned.
#[derive(Debug)]
pub(in crate::ingest) struct List {
    /// The column that holds an address in every record.
    address: usize,
    /// Learned at the first record that needs it, since that reads the file once more.
    habits: OnceCell<Habits>,
    /// How many were aligned, and the line of the first.
    aligned: Cell<(u64, u64)>,
}

impl List {
    pub(super) fn by_address(address: usize) -> Self {
        Self { address, habits: OnceCell::new(), aligned: Cell::default() }
    }

    pub(super) fn align(&self, csv: &Delimited, record: &ByteRecord, line: u64) -> Option<Aligned> {
        let (count, first) = self.aligned.get();
        if count == MOST {
            return None;
        }
        let aligned = align(record, self.habits.get_or_init(|| csv.habits()), csv.delimiter, self.address)?;
        self.aligned.set((count + 1, if count == 0 { line } else { first }));
        Some(aligned)
    }

    /// Whether the address of a record stands where the header has it.
    pub(super) fn fits(&self, record: &ByteRecord) -> bool {
        let cell = record.get(self.address).and_then(|cell| std::str::from_utf8(cell).ok());
        cell.is_some_and(|cell| normalize_address(cell).is_some())
    }

    /// Says how many records were read so.
    pub(super) fn note<S: Sink>(&self, batch: &mut S) {
        let (count, line) = self.aligned.get();
        match count {
            0 => {}
            1 => batch.note(format!("line {line} has another number of cells than the header: read by the columns that are certain")),
            _ => batch.note(format!(
                "{count} records have another number of cells than the header: read by the columns that are certain; the first is in line {line}"
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::load_bytes;
    use crate::ingest::testing::table_rows;
    use crate::model::Table;

    #[test]
    fn a_list_with_a_separator_too_many_keeps_its_people() {
        let people = "Name,Email,Role,Status,Seat Tier\n\
                      Ann Moss,ann@example.com,User,Active,Standard\n\
                      Hale, Bob,bob@example.com,User,Active,Premium\n\
                      Cleo Park,cleo@example.com,Admin,Active,Standard\n\
                      Dora Lind,dora@example.com,User,Active,Premium\n\
                      Gus Ray,gus@example.com,User,Active,Standard\n\
                      Eve Rook,eve@example.com,User,Active\n\
                      Finn,nobody,User,Active,Standard,x\n";
        let data = load_bytes(vec![("members.csv".to_owned(), people.as_bytes().to_vec())]).unwrap();
        let rows = table_rows(&data, Table::Seats, &["line", "address", "name", "status", "seat_tier"]);
        assert_eq!(rows[1], "3 bob@example.com Hale, Bob active premium");
        assert_eq!(rows.len(), 5, "{rows:?}");
        let found: Vec<_> = data.rejections.iter().map(|r| (r.line, r.mentions.join(" "))).collect();
        assert_eq!(found, [(7, "eve@example.com".to_owned()), (8, String::new())]);
        assert_eq!(
            data.inputs[0].notes[0],
            "line 3 has another number of cells than the header: read by the columns that are certain"
        );
    }

    #[test]
    fn a_cell_that_a_record_can_do_without_costs_itself() {
        let users = r#"{"data":[{"type":"user","id":"user_1","email":"a@example.com","name":7,"role":"user","added_at":"soon"},
{"type":"user","id":"user_2","email":"b@example.com","name":"B","role":[],"added_at":null}],"has_more":false}"#;
        let data = load_bytes(vec![("users.json".to_owned(), users.as_bytes().to_vec())]).unwrap();
        assert_eq!(table_rows(&data, Table::Members, &["id", "name", "added_at"]), ["user_1 - -"]);
        let found: Vec<_> = data.unread_cells.iter().map(|r| (r.line, &*r.column, &*r.reason)).collect();
        assert_eq!(found, [(1, "added_at", "not an instant"), (1, "name", "not a text")]);
        assert_eq!(
            data.inputs[0].notes,
            [
                "2 cells could not be read and count as not stated: name in line 1 (not a text), added_at in line 1 (not an instant)"
            ]
        );
        assert_eq!((data.inputs[0].rejected, &*data.rejections[0].column), (1, "role"));
    }
}
