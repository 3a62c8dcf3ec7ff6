//! Records that a connector keeps of what its source has deleted: they look like any other, and a column of the connector's says so.

use serde_json::{Map, Value};

/// Columns of connectors and of tools that keep history, by their documentation: Fivetran, Debezium, Airbyte, Singer and Stitch, dbt, dlt,
/// PeerDB, Hudi, Hevo, Portable.
const MARKS: [&str; 11] = [
    "_fivetran_deleted",
    "__deleted",
    "_ab_cdc_deleted_at",
    "_sdc_deleted_at",
    "dbt_valid_to",
    "_dlt_valid_to",
    "_peerdb_is_deleted",
    "_hoodie_is_deleted",
    "__hevo__marked_deleted",
    "_portable_deleted",
    "_estuary_deleted",
];

/// Where history is kept by Fivetran: whether a record is the one that holds.
const CURRENT: &str = "_fivetran_active";

/// What stands in such a column where nothing was deleted.
const NOTHING: [&str; 9] = ["", "false", "f", "0", "no", "n", "null", "none", "nat"];
/// With these begin days that never come, for what is valid until further notice.
const NEVER: [&str; 2] = ["9999-", "2999-"];

/// Whether a column is such a one.
pub(in crate::ingest) fn is_mark(name: &str) -> bool {
    all().any(|mark| mark.eq_ignore_ascii_case(name))
}

fn all() -> impl Iterator<Item = &'static str> {
    MARKS.into_iter().chain([CURRENT])
}

/// The columns of a table that are such ones.
pub(super) fn columns(header: &[String]) -> Vec<(usize, &'static str)> {
    let mark = |name: &String| all().find(|mark| mark.eq_ignore_ascii_case(name));
    header.iter().enumerate().filter_map(|(at, name)| Some((at, mark(name)?))).collect()
}

/// Whether a cell of a mark says that the record does not hold.
pub(super) fn says_gone(mark: &str, cell: &str) -> bool {
    if mark == CURRENT { !cell.trim().is_empty() && !is_set(cell) } else { is_set(cell) }
}

/// Whether a cell of such a column says that the record is deleted.
pub(in crate::ingest) fn is_set(cell: &str) -> bool {
    let cell = cell.trim().to_lowercase();
    !NOTHING.contains(&cell.as_str()) && !NEVER.iter().any(|day| cell.starts_with(day))
}

/// The column that says that a record is deleted.
pub(super) fn mark(record: &Map<String, Value>) -> Option<&'static str> {
    all().find(|mark| match record.get(*mark) {
        Some(Value::String(text)) => says_gone(mark, text),
        Some(Value::Bool(is_true)) => *is_true != (*mark == CURRENT),
        Some(Value::Number(number)) => (number.as_i64() != Some(0)) != (*mark == CURRENT),
        _ => false,
    })
}

/// What is said of them once.
pub(in crate::ingest) fn note(mark: &str) -> String {
    format!("records that `{mark}` marks as deleted or replaced are passed over")
}

#[cfg(test)]
mod tests {
    use crate::ingest::load_bytes;
    use crate::ingest::testing::table_rows;
    use crate::model::Table;

    /// Fault: A connector's table kept what its source had deleted, marked in a column of its own: people who had been removed were leavers with access, withdrawn invitations and deleted workspaces were judged
    /// Outcome: Records that the connector marks as deleted or replaced are passed over, with a note, and counted apart
    #[test]
    fn what_a_connector_marks_as_deleted_is_not_there() {
        let people = |mark: &str, kept: &str, gone: &str| {
            format!(
                "id,type,email,name,role,added_at,{mark}\nuser_01AnnAAAAAAAAAAAAAAAA,user,a@example.com,A,user,2026-01-05T09:00:00Z,{kept}\n\
                 user_01BobAAAAAAAAAAAAAAAA,user,b@example.com,B,admin,2026-01-05T09:00:00Z,{gone}\n"
            )
        };
        for (mark, kept, gone) in [
            ("_fivetran_deleted", "false", "true"),
            ("_fivetran_deleted", "FALSE", "TRUE"),
            ("__deleted", "", "t"),
            ("_sdc_deleted_at", "", "2026-07-01T00:00:00Z"),
            ("_ab_cdc_deleted_at", "null", "2026-07-01"),
            ("dbt_valid_to", "", "2026-07-01 03:00:00"),
            ("dbt_valid_to", "9999-12-31", "2026-07-01"),
            ("_peerdb_is_deleted", "0", "1"),
            ("_fivetran_active", "true", "false"),
            ("_fivetran_active", "1", "0"),
        ] {
            let text = people(mark, kept, gone);
            let data = load_bytes(vec![("users.csv".to_owned(), text.into_bytes())]).unwrap();
            assert_eq!(table_rows(&data, Table::Members, &["id"]), ["user_01AnnAAAAAAAAAAAAAAAA"], "{mark}");
            let input = &data.inputs[0];
            assert_eq!((input.rows, input.accepted, input.other, input.rejected), (2, 1, 1, 0), "{mark}");
            assert_eq!(input.notes, [super::note(mark)], "{mark}");
            let json = |id: &str, cell: &str| {
                let cell = if matches!(cell, "true" | "false" | "null" | "0" | "1") {
                    cell.to_owned()
                } else {
                    format!("{cell:?}")
                };
                format!(
                    r#"{{"id":"{id}","type":"user","email":"{id}@example.com","name":"A","role":"user","added_at":null,"{mark}":{cell}}}"#
                )
            };
            let text = format!("{}\n{}\n", json("user_1", kept), json("user_2", gone));
            let data = load_bytes(vec![("users.jsonl".to_owned(), text.into_bytes())]).unwrap();
            assert_eq!(table_rows(&data, Table::Members, &["id"]), ["user_1"], "{mark} in JSON");
            assert_eq!((data.inputs[0].rows, data.inputs[0].other), (2, 1), "{mark} in JSON");
        }
    }
}
