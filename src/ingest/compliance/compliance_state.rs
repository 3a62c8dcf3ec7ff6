//! Whether the Compliance API, and with it the recording of activities, is on: the Admin API's `/v1/organizations/compliance_settings`.

use serde_json::Value;

use super::super::Ingestor;
use crate::ingest::batch::{Batch, Cell};
use crate::ingest::document::Document;
use crate::model::Table;

/// Recognizes the object by its `type`; one that lacks it, by its two fields.
pub const INGESTOR: Ingestor = Ingestor {
    id: "compliance-state",
    title: "Admin API compliance settings (JSON)",
    table: Table::Settings,
    signature: &["type", "state", "access_transparency"],
    claims: |document| {
        document.is_of_type("compliance_settings")
            || document.first().is_some_and(|r| !r.has("type") && r.has("state") && r.has("access_transparency"))
    },
    read,
};

/// The answer is a single object without an id; what it holds stands as settings of the organization, under names of ours.
const SETTINGS: [(&str, &str); 2] =
    [("state", "compliance_api_state"), ("access_transparency", "access_transparency_enabled")];

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        record.expect_type("compliance_settings")?;
        let organization = record.first_text(&["organization_id", "organization_uuid"])?;
        for (field, name) in SETTINGS.into_iter().filter(|(field, _)| record.has(field)) {
            let value = record.written(field).map(Value::to_string);
            let mut cells = vec![Cell::text(organization), Cell::text(Some("setting"))];
            cells.extend([Cell::text(Some(name)), Cell::text(value)]);
            cells.resize(Table::Settings.columns().len(), Cell::Null);
            batch.push(line, &cells);
        }
        Ok(())
    });
}

#[cfg(test)]
mod tests {
    use super::INGESTOR;
    use crate::ingest::testing::rows;

    #[test]
    fn the_state_is_a_setting() {
        assert_eq!(
            rows(&INGESTOR, r#"{"type":"compliance_settings","state":{"type":"enabled"}}"#),
            [r#"1: item=setting item_id=compliance_api_state value={"type":"enabled"}"#]
        );
        assert_eq!(
            rows(&INGESTOR, r#"{"state":"disabled","access_transparency":{"type":"disabled"}}"#),
            [
                r#"1: item=setting item_id=compliance_api_state value="disabled""#,
                r#"1: item=setting item_id=access_transparency_enabled value={"type":"disabled"}"#,
            ]
        );
    }
}
