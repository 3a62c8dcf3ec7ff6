//! Workspaces from the Admin API: the old shape of six fields and the new one with tags and residency.

use serde_json::Value;

use super::Ingestor;
use super::batch::{Batch, Cell, Reject};
use super::document::Document;
use super::own_list::{self, CREATED, Cells, Dates, Nested, Removed};
use super::text::delimited::Delimited;
use super::text::json::Record;
use crate::model::Table;

/// Recognizes workspace lists by `type: "workspace"`, tables by ids of workspaces that have a name.
pub const INGESTOR: Ingestor = Ingestor {
    id: "workspaces",
    title: "Admin API workspaces (JSON, CSV)",
    table: Table::Workspaces,
    signature: &["id", "name", "display_color", "created_at", "archived_at"],
    claims: |document| {
        document.is_api_object("workspace", "wrkspc_", &["name", "display_color", "archived_at"])
            || document.has_columns(&["name"])
                && own_list::is_of(document, ID, PREFIXES, &["id", "name", "created_at", "archived_at"])
    },
    read,
};

/// The column of ids in a table. One of `workspace_id` alone may be of anything that is in a workspace.
const ID: &[&str] = &["id"];
const PREFIXES: &[&str] = &["wrkspc_"];

/// Tags that people use to state the environment, the documented example first.
const ENVIRONMENT_TAGS: [&str; 3] = ["env", "environment", "stage"];

fn read(document: &Document, batch: &mut Batch) {
    if let Some(csv) = document.delimited() {
        return read_table(csv, batch);
    }
    let Some(json) = document.json() else { return };
    let mut tells_of_archiving = false;
    json.each_record(batch, |record, line, batch| {
        record.expect_type("workspace")?;
        tells_of_archiving |= record.has("archived_at");
        let tags = record.object("tags");
        let environment = tags.as_ref().map_or(Ok(None), environment)?;
        let id = record.required("id")?;
        let created = Cell::instant(batch.optional(line, record.instant("created_at")));
        batch.push(
            line,
            &[
                Cell::text(Some(id)),
                record.cell("name")?,
                created,
                // When it was archived says that it was: without it the record would be of a live one.
                Cell::instant(record.instant("archived_at")?),
                Cell::text(environment),
                allowed_geos(record)?,
            ],
        );
        Ok(())
    });
    if !tells_of_archiving {
        batch.carries(&["id", "name", "created_at", "tag_env", "allowed_geos"]);
    }
}

/// The environment that the tags of a workspace state.
fn environment<'a>(tags: &Record<'a>) -> Result<Option<&'a str>, Reject> {
    let called = |tag: &&str| tags.fields().keys().find(|name| name.eq_ignore_ascii_case(tag));
    let of_tag = |tag: &&str| tags.text(called(tag)?).transpose();
    ENVIRONMENT_TAGS.iter().find_map(of_tag).transpose()
}

fn read_table(csv: &Delimited, batch: &mut Batch) {
    let (id, name) = (csv.column(ID), csv.column(&["name", "display_name"]));
    let (created, archived) = (csv.column(&CREATED), csv.column(&["archived_at", "archived_on"]));
    let removed = Removed::marked(csv);
    let (tags, residency) = (csv.column(&["tags"]), csv.column(&["data_residency"]));
    let geos = csv.column(&["allowed_inference_geos", "data_residency.allowed_inference_geos"]);
    for unread in ["display_color", "data_residency.workspace_geo", "data_residency.default_inference_geo"] {
        let _ = csv.column(&[unread]);
    }
    let dates = Dates::of(csv, &[created, archived]);
    own_list::pass_over_added(csv);
    csv.each_record(batch, |row, line, batch| {
        let cells = Cells(row);
        if removed.passes_over(&cells, batch)? {
            return Ok(());
        }
        let Some(id) = cells.own_id(id, PREFIXES, batch)? else { return Ok(()) };
        let id = Cell::text(Some(id));
        let tags = object(cells.nested(tags)?);
        let environment = tags.as_ref().map(Record::new).as_ref().map_or(Ok(None), environment)?;
        // A flattened record has a column for the list of regions, as JSON or as Python prints it.
        let listed = format!("{{\"allowed_inference_geos\":{}}}", cells.text(geos)?);
        let around = object(cells.nested(residency)?)
            .or_else(|| object(own_list::nested(&listed)))
            .map(|residency| serde_json::Map::from_iter([("data_residency".to_owned(), Value::Object(residency))]));
        let allowed = match around.as_ref().map(Record::new) {
            Some(record) => allowed_geos(&record)?,
            None => cells.cell(geos)?,
        };
        let created = dates.optional(&cells, created, (line, &mut *batch));
        batch.push(
            line,
            &[
                id,
                cells.cell(name)?,
                created,
                // When it was archived says that it was: without it the record would be of a live one.
                dates.instant(&cells, archived)?,
                Cell::text(environment),
                allowed,
            ],
        );
        Ok(())
    });
    if archived.is_none() {
        batch.carries(&["id", "name", "created_at", "tag_env", "allowed_geos"]);
    }
    dates.note(batch);
    batch.note_absent_columns(csv, &[&["created_at"], &["archived_at"]]);
    batch.note_unknown_columns(csv);
}

fn object(cell: Nested) -> Option<serde_json::Map<String, Value>> {
    if let Nested::Object(object) = cell { Some(object) } else { None }
}

/// `data_residency.allowed_inference_geos`: a list of regions, or a word.
fn allowed_geos<'a>(record: &Record<'a>) -> Result<Cell<'a>, Reject> {
    const FIELD: &str = "allowed_inference_geos";
    let Some(residency) = record.object("data_residency") else { return Ok(Cell::Null) };
    match residency.get(FIELD) {
        Some(Value::Array(_)) => residency.list(FIELD),
        _ => residency.cell(FIELD),
    }
}

#[cfg(test)]
mod tests {
    use super::INGESTOR;
    use crate::ingest::testing::rows;

    #[test]
    fn tables_as_tools_write_them() {
        let text = "id,name,display_color,created_at,archived_at,tags,data_residency\n\
                    wrkspc_01A,Prod,#fff,2026-01-05T09:00:00Z,<null>,\"{\"\"env\"\":\"\"prod\"\"}\",\"{\"\"allowed_inference_geos\"\":[\"\"us\"\"]}\"\n\
                    wrkspc_01B,Old,#000,2025-01-05 09:00:00+00,2026-02-01T00:00:00Z,,\n";
        assert_eq!(
            rows(&INGESTOR, text),
            [
                "2: id=wrkspc_01A name=Prod created_at=2026-01-05T09:00:00Z tag_env=prod allowed_geos=[\"us\"]",
                "3: id=wrkspc_01B name=Old created_at=2025-01-05T09:00:00Z archived_at=2026-02-01T00:00:00Z",
            ]
        );
    }

    /// Fault: Workspaces as pandas and jq flatten them lost their regions
    /// Outcome: A column of its own is read as a list in JSON, as Python prints one, or as a word
    #[test]
    fn regions_in_a_column_of_their_own() {
        for (cell, said) in [
            ("\"[\"\"us\"\"]\"", "[\"us\"]"),
            ("\"['us', 'eu']\"", "[\"us\",\"eu\"]"),
            ("unrestricted", "unrestricted"),
        ] {
            for name in [
                "data_residency.allowed_inference_geos",
                "data_residency_allowed_inference_geos",
                "allowed_inference_geos",
            ] {
                let text = format!("id,name,created_at,{name}\nwrkspc_01A,A,2026-01-05T09:00:00Z,{cell}\n");
                let wanted = format!("2: id=wrkspc_01A name=A created_at=2026-01-05T09:00:00Z allowed_geos={said}");
                assert_eq!(rows(&INGESTOR, &text), [wanted], "{text}");
            }
        }
    }

    #[test]
    fn allowed_regions_are_a_list_or_a_word() {
        let text = r#"{"data":[
{"type":"workspace","id":"wrkspc_1","name":"A","archived_at":null,"data_residency":{"workspace_geo":"us","allowed_inference_geos":["us","eu"]},"tags":{"Environment":"prod"}},
{"type":"workspace","id":"wrkspc_2","name":"B","archived_at":null,"data_residency":{"allowed_inference_geos":"unrestricted"}},
{"type":"workspace","id":"wrkspc_3","name":"C","archived_at":null},
{"type":"workspace","id":"wrkspc_4","name":"D","data_residency":{"allowed_inference_geos":7}}],"has_more":false}"#;
        assert_eq!(
            rows(&INGESTOR, text),
            [
                "2: id=wrkspc_1 name=A tag_env=prod allowed_geos=[\"us\",\"eu\"]",
                "3: id=wrkspc_2 name=B allowed_geos=unrestricted",
                "4: id=wrkspc_3 name=C",
                "5: rejected: allowed_inference_geos: not a text",
            ]
        );
    }

    /// Fault: Where a tool had written empty texts for null, records were rejected, and what they held was absent
    /// Outcome: In every optional field a blank text, a tool's word for null and a zero instant are null; anything else is still refused
    #[test]
    fn empty_texts_are_null() {
        let read = |empty: &str| {
            let text = format!(
                r#"[{{"type":"workspace","id":"wrkspc_1","name":"A","created_at":{empty},"archived_at":{empty},"tags":null,"data_residency":null}}]"#
            );
            rows(&INGESTOR, &text)
        };
        for empty in ["null", "\"\"", "\"  \"", "\"null\"", "\"None\"", "\"\\\\N\""] {
            assert_eq!(read(empty), ["1: id=wrkspc_1 name=A"], "{empty}");
        }
        for other in ["\"soon\"", "0", "false", "{}"] {
            assert!(read(other)[0].starts_with("1: rejected: archived_at: "), "{other}");
        }
    }

    /// Fault: A list of workspaces that lost its field `archived_at` on the way counted every workspace as live
    /// Outcome: The list says of none whether it is archived: what rests on it is not whole, and says why
    #[test]
    fn a_list_that_does_not_say_what_is_archived() {
        use crate::ingest::load_bytes;
        use crate::model::Table;
        let said = |name: &str, text: String| -> Option<String> {
            let data = load_bytes(vec![(name.to_owned(), text.into_bytes())]).unwrap();
            assert_eq!(data.records(Table::Workspaces), 2, "{:?}", data.inputs);
            data.unstated.get(&Table::Workspaces).cloned()
        };
        let record = |id: &str, archived: &str| {
            format!(
                r##"{{"id":"wrkspc_01{id}","type":"workspace","name":"{id}","display_color":"#fff","created_at":"2026-01-05T09:00:00Z"{archived}}}"##
            )
        };
        let page = |a: &str, b: &str| format!(r#"{{"data":[{},{}],"has_more":false}}"#, record("A", a), record("B", b));
        let lost = said("workspaces.json", page("", ""));
        assert_eq!(lost.as_deref(), Some("workspaces.json: 2 of 2 records have no field `archived_at`"));
        for archived in [[r#","archived_at":null"#; 2], [r#","archived_at":"2026-02-01T00:00:00Z""#, ""]] {
            assert_eq!(said("workspaces.json", page(archived[0], archived[1])), None, "{archived:?}");
        }
        let table = |header: &str, cell: &str| {
            let row = |id: &str| format!("wrkspc_01{id},{id},2026-01-05T09:00:00Z{cell}\n");
            format!("id,name,created_at{header}\n{}{}", row("A"), row("B"))
        };
        assert!(said("workspaces.csv", table("", "")).is_some());
        assert_eq!(said("workspaces.csv", table(",archived_at", ",")), None);
    }
}
