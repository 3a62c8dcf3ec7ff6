//! Dates of the organization's own lists: as the API writes them, or as a spreadsheet that saved the list did.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use super::Cells;
use crate::ingest::batch::{Batch, Cell, Reject};
use crate::ingest::text::date_order::{DateOrder, Reading};
use crate::ingest::text::delimited::Delimited;
use crate::ingest::text::instant::parse_instant;

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
        if let Some(at) = parse_instant(text).or_else(|| with_month_name(text)) {
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

/// `5-Nov-2025`, `05 Nov 25 09:00`, `November 5, 2025`: nobody takes the month for a day.
fn with_month_name(text: &str) -> Option<DateTime<Utc>> {
    let text = text.replace([',', '-', '.'], " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let (date, time) = words.split_at_checked(3)?;
    let day = ["%d %B %Y", "%d %B %y", "%B %d %Y"]
        .iter()
        .filter(|format| {
            format.ends_with("%y") == date.iter().all(|word| word.len() < 4 || word.parse::<u32>().is_err())
        })
        .find_map(|format| NaiveDate::parse_from_str(&date.join(" "), format).ok())?;
    let time = match time {
        [] => NaiveTime::MIN,
        time => ["%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p"]
            .iter()
            .find_map(|format| NaiveTime::parse_from_str(&time.join(" "), format).ok())?,
    };
    Some(NaiveDateTime::new(day, time).and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::load_bytes;
    use crate::ingest::testing::table_rows;
    use crate::model::Table;

    #[test]
    fn names_of_months() {
        for text in ["5-Nov-2025", "05 Nov 25", "November 5, 2025", "Nov 5, 2025 00:00", "5.Nov.2025 12:00 AM"] {
            assert_eq!(
                with_month_name(text).map(|at| at.to_rfc3339()).as_deref(),
                Some("2025-11-05T00:00:00+00:00"),
                "{text}"
            );
        }
        for text in ["Nov 2025", "soon", "5 Foo 2025", "05/11/2025", "5-Nov-2025 late"] {
            assert_eq!(with_month_name(text), None, "{text}");
        }
    }

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
