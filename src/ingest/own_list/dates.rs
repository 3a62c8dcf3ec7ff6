//! Dates of the organization's own lists: as the API writes them, or as a spreadsheet that saved the list did.

use chrono::NaiveTime;

use super::Cells;
use crate::ingest::batch::{Batch, Cell, Reject};
use crate::ingest::text::any_instant::certain_instant_of;
use crate::ingest::text::date_order::{DateOrder, Reading};
use crate::ingest::text::delimited::Delimited;

/// The dates of a list. `05/11/2025` is a day in May or in November: the file decides, or nothing does.
pub(in crate::ingest) struct Dates<'a>(DateOrder<'a>);

impl<'a> Dates<'a> {
    /// The dates in these columns.
    pub(in crate::ingest) fn of(csv: &'a Delimited<'a>, columns: &[Option<usize>]) -> Self {
        Self(DateOrder::of(csv, columns.iter().copied().flatten().collect(), 2000..=2199).with_days_before_dots())
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
        if let Some(at) = certain_instant_of(text) {
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
            (["05.11.2025 09:00", "06.12.2025"], 0),
            (["05.11.2025", "05/11/2025"], 2),
            (["1753005600", "/Date(1753005600000)/"], 0),
            (["20 Jul 2025 10:00:00 GMT", "46204"], 1),
            (["soon", ""], 1),
        ] {
            assert_eq!(days(dates), (2, unread), "{dates:?}");
        }
    }
    /// A JSON list of one record of each kind, with `date` for every date.
    fn json_lists(date: &serde_json::Value) -> Vec<(Table, String)> {
        let list = |record: serde_json::Value| serde_json::json!({"data": [record], "has_more": false}).to_string();
        use serde_json::json;
        vec![
            (
                Table::Keys,
                list(
                    json!({"type": "api_key", "id": "apikey_01", "name": "k", "status": "active", "created_at": date, "expires_at": date, "partial_key_hint": null}),
                ),
            ),
            (
                Table::Members,
                list(
                    json!({"type": "user", "id": "user_01", "email": "a@example.com", "role": "user", "added_at": date}),
                ),
            ),
            (
                Table::Invites,
                list(
                    json!({"type": "invite", "id": "invite_01", "email": "a@example.com", "role": "user", "status": "pending", "invited_at": date, "expires_at": date}),
                ),
            ),
            (
                Table::Workspaces,
                list(
                    json!({"type": "workspace", "id": "wrkspc_01", "name": "w", "display_color": "#fff", "created_at": date, "archived_at": null}),
                ),
            ),
            (
                Table::ServiceAccounts,
                list(
                    json!({"type": "service_account", "id": "svac_01", "name": "s", "created_at": date, "updated_at": date}),
                ),
            ),
        ]
    }

    /// Fault: A tool had rewritten the dates of a JSON list (seconds since 1970, `/Date(…)/`, dates of mail): every record was rejected, and the list was called cut by the names in them
    /// Outcome: What can be one instant only is read; any other date counts as not stated, and the record stays
    #[test]
    fn json_lists_with_rewritten_dates() {
        use serde_json::json;
        for (date, is_read) in [
            (json!("2025-07-20T10:00:00Z"), true),
            (json!(1_753_005_600), true),
            (json!(1_753_005_600_000_i64), true),
            (json!("/Date(1753005600000)/"), true),
            (json!("Sun, 20 Jul 2025 10:00:00 GMT"), true),
            (json!("07/20/2025 10:00:00"), false),
            (json!("20.07.2025"), false),
            (json!(46204), false),
            (json!(false), false),
        ] {
            for (table, text) in json_lists(&date) {
                let data = load_bytes(vec![("list.json".to_owned(), text.into_bytes())]).unwrap();
                assert!(data.rejections.is_empty(), "{table:?} {date}: {:?}", data.rejections);
                assert_eq!(table_rows(&data, table, &["id"]).len(), 1, "{table:?} {date}");
                assert_eq!(data.unread_cells.is_empty(), is_read, "{table:?} {date}");
                let of_key = |column| table_rows(&data, Table::Keys, &[column]).concat();
                if table == Table::Keys {
                    assert_eq!(of_key("created_at").contains("2025-07-20"), is_read, "{date}");
                    assert_eq!(
                        of_key("has_expiry_field"),
                        is_read.to_string(),
                        "an expiry that is not read is not none"
                    );
                }
            }
        }
    }

    /// A workspace of which it cannot be read when it was archived is rejected: it would be a live one
    #[test]
    fn a_workspace_archived_some_day() {
        let text = r#"{"data":[{"type":"workspace","id":"wrkspc_01","name":"w","created_at":"2025-07-20T10:00:00Z","archived_at":"07/09/2026"}],"has_more":false}"#;
        let data = load_bytes(vec![("list.json".to_owned(), text.as_bytes().to_vec())]).unwrap();
        assert_eq!(data.rejections.len(), 1);
    }
}
