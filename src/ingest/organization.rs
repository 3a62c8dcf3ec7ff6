//! Who the organization is, from the Admin API's `/v1/organizations/me`.

use super::Ingestor;
use super::batch::{Batch, Cell};
use super::document::Document;
use crate::model::Table;

/// Recognizes the organization by `type: "organization"`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "organization",
    title: "Admin API organization (JSON)",
    table: Table::Organization,
    signature: &["id", "type", "name"],
    claims: |document| document.is_of_type("organization"),
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        record.expect_type("organization")?;
        batch.push(line, &[Cell::text(Some(record.required("id")?)), record.cell("name")?]);
        Ok(())
    });
}
