//! Dates of the organization's own lists: as the API writes them, or as a spreadsheet that saved the list did.

use chrono::NaiveTime;

use super::Cells;
use crate::ingest::batch::{Batch, Cell, Reject};
use crate::ingest::text::date_order::{DateOrder, Reading};
use crate::ingest::text::delimited::Delimited;
use crate::ingest::text::instant::parse_instant;
use crate::ingest::text::month_name::parse_with_month_name;

/// The dates of a list. `05/11/2025` is a day in May or in November: the file decides, or nothing does.
pub(in crate::ingest) struct Dates<'a>(DateOrder<'a>);

impl<'a> Dates<'a> {
    /// The dates in these columns.
    pub(in crate::ingest) fn of(csv: &'a Delimited<'a>, columns: &[Option<usize>]) -> Self {
        Self(DateOrder::of(csv, columns.iter().copied().flatten().collect(), 2000..=2199))
    }

    /// An instant for a column.
    pub(in crate::ingest) fn instant<'c>(
        &self,
        cells: &Cells<'c, '_>,
        column: Option<usize>,
    ) -> Result<Cell<'c>, Reject> {
        let text = cells.text(column)?;
        if text.is_empty() {
            return Ok(Cell::Null);
        }
        if let Some(at) = parse_instant(text).or_else(|| parse_with_month_name(text)) {
            return Ok(Cell::Instant(at));
        }
        match self.0.read(text) {
            Reading::Moment((day, minute)) => {
                let minute = u32::from(minute.unwrap_or(0));
                let time = NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).unwrap_or(NaiveTime::MIN);
                Ok(Cell::Instant(day.and_time(time).and_utc()))
            }
            Reading::Ambiguous(_) => {
                Err(cells.reject(column, "no date of the file shows whether the day or the month comes first"))
            }
            Reading::Other => Err(cells.reject(column, "not an instant")),
        }
    }

    /// The same of what a record can do without: where it cannot be read, the record stays and says nothing of it.
    pub(in crate::ingest) fn optional<'c>(
        &self,
        cells: &Cells<'c, '_>,
        column: Option<usize>,
        (line, batch): (u64, &mut Batch),
    ) -> Cell<'c> {
        self.instant(cells, column).unwrap_or_else(|reject| {
            batch.unread.push((line, reject));
            Cell::Null
        })
    }

    /// Says how dates were read, if the file had to decide.
    pub(in crate::ingest) fn note(&self, batch: &mut Batch) {
        self.0.note(batch);
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::load_bytes;
    use crate::ingest::testing::table_rows;
    use crate::model::Table;

    /// Fault: Every row of a list of keys, members or invitations that a spreadsheet had saved was rejected, and who stood there was gone
    /// Outcome: The file decides which number is the day; where it does not, the date is unread and the record stays
    #[test]
    fn lists_that_a_spreadsheet_saved() {
        let days = |dates: [&str; 2]| {
            let [a, b] = dates;
            let text = format!(
                "id,email,name,role,added_at\nuser_01A,a@example.com,A,admin,{a}\nuser_01B,b@example.com,B,user,{b}\n"
            );
            let data = load_bytes(vec![("users.csv".to_owned(), text.into_bytes())]).unwrap();
            assert!(data.rejections.is_empty(), "{:?}", data.rejections);
            (table_rows(&data, Table::Members, &["id"]).len(), data.unread_cells.len())
        };
        for (dates, unread) in [
            (["05/11/2025 09:00", "28/09/2026 09:00"], 0),
            (["11/05/2025 9:00 AM", "09/28/2026"], 0),
            (["05.11.2025", "28.09.26"], 0),
            (["5-Nov-25", "NaT"], 0),
            (["05/11/2025", "2026-09-28T09:00:00Z"], 1),
            (["soon", ""], 1),
        ] {
            assert_eq!(days(dates), (2, unread), "{dates:?}");
        }
    }
}
