//! The organization's own lists as tables: members, invitations, keys and workspaces, as people dump them with Steampipe or
//! `jq -r @csv`. Names of columns are those of the API's fields, in snake or camel case; what is an object there is JSON in a cell.

mod dates;
mod removed;

use super::batch::{Batch, Cell, Reject};
use super::document::Document;
use super::row_of_sums;
use super::text::delimited::{Delimited, Row};
use super::text::nothing::is_nothing;
pub(super) use super::text::printed::{Nested, nested};
use crate::model::normalize_address;
pub(super) use dates::Dates;
pub(super) use removed::Removed;

/// So many records show of what the ids are.
const SAMPLE: usize = 20;
/// Columns that Steampipe adds to every table.
const ADDED: [&[&str]; 8] = [
    &["type"],
    &["title"],
    &["akas"],
    &["organization_id"],
    &["_ctx"],
    &["sp_connection_name"],
    &["sp_ctx"],
    &["object"],
];

/// Whether a table lists things of the organization: most ids begin so, in a column of one of these names; among them people put rows of
/// sums, units and remarks. A table without
/// records is known by its columns, of which it must have all of `signature`.
pub(super) fn is_of(document: &Document, id: &[&str], prefixes: &[&str], signature: &[&str]) -> bool {
    let Some(csv) = document.delimited().filter(|csv| id.iter().any(|name| csv.has(name))) else { return false };
    let Some(at) = position(csv, id) else { return false };
    let records = csv.first_records(SAMPLE);
    let is_own = |record: &[String]| prefixes.iter().any(|prefix| record[at].starts_with(prefix));
    if records.is_empty() {
        csv.has_all(signature)
    } else {
        2 * records.iter().filter(|record| is_own(record)).count() > records.len()
    }
}

/// How people and their tools call the day on which something was made.
pub(super) const CREATED: [&str; 7] =
    ["created_at", "created", "created_on", "creation_date", "date_created", "creation_time", "created_date"];
/// The day on which somebody became a member.
pub(super) const ADDED_ON: [&str; 8] =
    ["added_at", "added", "added_on", "date_added", "joined_at", "joined", "joined_on", "member_since"];
/// The day on which something ends.
pub(super) const EXPIRES: [&str; 6] =
    ["expires_at", "expires", "expires_on", "expiry_date", "expiration_date", "expiry"];

/// The place of a column, without counting it as read.
fn position(csv: &Delimited, names: &[&str]) -> Option<usize> {
    let canonical = super::text::delimited::canonical;
    names.iter().find_map(|name| csv.header.iter().position(|own| canonical(own) == canonical(name)))
}

/// Marks the columns that tools add as known.
pub(super) fn pass_over_added(csv: &Delimited) {
    ADDED.iter().for_each(|names| {
        let _ = csv.column(names);
    });
}

/// What to say of a list whose first line is a record: which header it needs.
pub(super) fn without_header(document: &Document) -> Option<String> {
    let csv = document.delimited()?;
    const KINDS: [(&str, (&str, &str)); 4] = [
        ("user_", ("members", "id,email,name,role,added_at")),
        ("invite_", ("invitations", "id,email,role,status,invited_at,expires_at")),
        ("apikey_", ("API keys", "id,name,status,created_at,created_by,workspace_id,expires_at")),
        ("wrkspc_", ("workspaces", "id,name,created_at,archived_at")),
    ];
    let kind = |cell: &String| {
        let is_id = |prefix: &str| cell.strip_prefix(prefix).is_some_and(|id| id.starts_with("01"));
        KINDS.iter().find(|(prefix, _)| is_id(prefix))
    };
    // The first id is the record's own: a key states its creator behind it.
    let found: Vec<&(&str, (&str, &str))> = csv.header.iter().filter_map(kind).collect();
    let (what, header) = match found.iter().map(|(prefix, _)| *prefix).collect::<Vec<_>>()[..] {
        ["user_", "wrkspc_"] | ["wrkspc_", "user_"] => {
            ("memberships of workspaces", "user_id,workspace_id,workspace_role")
        }
        _ => found.first()?.1,
    };
    Some(format!(
        "a list of {what} without a line of column names: put one above it, in the order of its columns, like `{header}`"
    ))
}

/// The cells of a record; what tools write for nothing is nothing.
pub(super) struct Cells<'a, 'r>(pub(super) &'r Row<'a>);

impl<'a> Cells<'a, '_> {
    /// The text of a cell, empty where there is none.
    pub(super) fn text(&self, column: Option<usize>) -> Result<&'a str, Reject> {
        let text = self.0.text(column)?;
        Ok(if is_nothing(text) { "" } else { text })
    }

    /// The text of a cell that every record must have.
    pub(super) fn required(&self, column: Option<usize>) -> Result<&'a str, Reject> {
        let text = self.text(column)?;
        if text.is_empty() { Err(self.0.reject(column, "empty")) } else { Ok(text) }
    }

    /// The id of a record, which begins as those of its kind do; nothing where a word for a sum stands in its place, and the row is passed
    /// over.
    pub(super) fn own_id(
        &self,
        column: Option<usize>,
        prefixes: &[&str],
        batch: &mut Batch,
    ) -> Result<Option<&'a str>, Reject> {
        let id = self.required(column)?;
        if prefixes.iter().any(|prefix| id.starts_with(prefix)) {
            return Ok(Some(id));
        }
        if row_of_sums::is_passed_over_in_list(id, batch) {
            Ok(None)
        } else {
            Err(self.0.reject(column, "no id of what is listed"))
        }
    }

    /// A text for a column.
    pub(super) fn cell(&self, column: Option<usize>) -> Result<Cell<'a>, Reject> {
        Ok(Cell::text(Some(self.text(column)?)))
    }

    /// An address, as it stands between the brackets of `Ann <ann@example.com>`.
    pub(super) fn address(&self, column: Option<usize>) -> Result<Cell<'a>, Reject> {
        let text = self.text(column)?;
        let inside = text.split_once('<').and_then(|(_, rest)| rest.trim_end().strip_suffix('>'));
        let inside = inside.filter(|inside| normalize_address(inside).is_some());
        Ok(Cell::text(Some(inside.map_or(text, str::trim))))
    }

    /// What a cell holds in which an object may stand.
    pub(super) fn nested(&self, column: Option<usize>) -> Result<Nested<'a>, Reject> {
        Ok(nested(self.text(column)?))
    }

    /// That a cell cannot be read.
    pub(super) fn reject(&self, column: Option<usize>, reason: &str) -> Reject {
        self.0.reject(column, reason)
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::load_bytes;
    use crate::ingest::testing::table_rows;
    use crate::model::Table;

    /// A table, the header of a list of it, and a row by its number.
    type List = (Table, &'static str, fn(u32) -> String);

    const LISTS: [List; 5] = [
        (Table::Keys, "id,name,status", |n| format!("apikey_0{n},k{n},active")),
        (Table::Members, "id,email,role", |n| format!("user_0{n},p{n}@example.com,user")),
        (Table::Invites, "id,email,status", |n| format!("invite_0{n},p{n}@example.com,pending")),
        (Table::Workspaces, "id,name,created_at", |n| format!("wrkspc_0{n},W{n},2026-01-05T09:00:00Z")),
        (Table::WorkspaceMembers, "user_id,workspace_id,workspace_role", |n| {
            format!("user_0{n},wrkspc_01,workspace_user")
        }),
    ];

    /// Fault: One odd row in a list (a total, units, a remark, the header of another file behind it) made the whole of it unread, or was a member
    /// Outcome: The others are read; a row of sums and a repeated header are passed over, any other one is rejected
    #[test]
    fn an_odd_row_is_no_reason_to_read_nothing() {
        for (table, header, row) in LISTS {
            let rest = ",".repeat(header.matches(',').count());
            for (odd, is_rejected) in [
                (format!("Total{rest}"), false),
                (format!("Summe:{rest}"), false),
                (header.to_owned(), false),
                (format!("N/A{rest}"), true),
                (format!("-----{rest}"), true),
                (format!("test{rest}"), true),
                (format!("(id){rest}"), true),
            ] {
                for at in [0, 3, 6] {
                    let mut lines: Vec<String> = (1..7).map(row).collect();
                    lines.insert(at, odd.clone());
                    let text = format!("{header}\n{}\n", lines.join("\n"));
                    let data = load_bytes(vec![("list.csv".to_owned(), text.clone().into_bytes())]).unwrap();
                    let input = &data.inputs[0];
                    assert_eq!(table_rows(&data, table, &[]).len(), 6, "{text} {:?}", input.notes);
                    let counts = [input.rows, input.accepted, input.rejected, input.other];
                    assert_eq!(counts, if is_rejected { [7, 6, 1, 0] } else { [7, 6, 0, 1] }, "{text}");
                    assert!(is_rejected || input.notes.iter().any(|note| note.contains("passed over")), "{text}");
                }
            }
        }
    }

    /// Fault: Cells that a spreadsheet is kept from changing (`="…"`) made a list unread, and a roster one that knows nobody
    /// Outcome: What is between the quotes is the cell
    #[test]
    fn cells_written_as_formulas() {
        for (table, header, row) in LISTS {
            let formulas =
                |line: String| line.split(',').map(|cell| format!("\"=\"\"{cell}\"\"\"")).collect::<Vec<_>>().join(",");
            let plain: String = (1..4).map(|n| row(n) + "\n").collect();
            let written: String = (1..4).map(|n| formulas(row(n)) + "\n").collect();
            let rows = |rows: &str| {
                let text = format!("{header}\n{rows}").into_bytes();
                let data = load_bytes(vec![("list.csv".to_owned(), text)]).unwrap();
                let names: Vec<&str> = table.columns().iter().map(|column| column.name).collect();
                table_rows(&data, table, &names)
            };
            assert_eq!(rows(&plain).len(), 3);
            assert_eq!(rows(&written), rows(&plain), "{header}");
        }
    }
}
