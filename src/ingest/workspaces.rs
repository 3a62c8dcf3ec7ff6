//! Workspaces from the Admin API: the old shape of six fields and the new one with tags and residency.

use serde_json::Value;

use super::Ingestor;
use super::batch::{Batch, Cell, Reject};
use super::document::Document;
use super::text::json::Record;
use crate::model::Table;

/// Recognizes workspace lists by `type: "workspace"`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "workspaces",
    title: "Admin API workspaces (JSON)",
    table: Table::Workspaces,
    marks: &["id", "name", "display_color", "created_at", "archived_at"],
    claims: |document| document.is_api_object("workspace", "wrkspc_", &["name", "display_color", "archived_at"]),
    read,
};

/// Tags that people use to state the environment, the documented example first.
const ENVIRONMENT_TAGS: [&str; 3] = ["env", "environment", "stage"];

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        record.expect_type("workspace")?;
        let tags = record.object("tags");
        let environment = match &tags {
            Some(tags) => ENVIRONMENT_TAGS.iter().find_map(|tag| tags.text(tag).transpose()).transpose()?,
            None => None,
        };
        batch.push(
            line,
            &[
                Cell::text(Some(record.required("id")?)),
                record.cell("name")?,
                Cell::instant(record.instant("created_at")?),
                Cell::instant(record.instant("archived_at")?),
                Cell::text(environment),
                allowed_geos(record)?,
            ],
        );
        Ok(())
    });
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
    fn allowed_regions_are_a_list_or_a_word() {
        let text = r#"{"data":[
{"type":"workspace","id":"wrkspc_1","name":"A","archived_at":null,"data_residency":{"workspace_geo":"us","allowed_inference_geos":["us","eu"]},"tags":{"env":"prod"}},
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
}
