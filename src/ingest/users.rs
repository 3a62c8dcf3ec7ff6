//! Members of the organization from the Admin API.

use super::Ingestor;
use super::batch::{Batch, Cell};
use super::document::Document;
use crate::model::Table;

/// Recognizes member lists by `type: "user"`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "users",
    title: "Admin API users (JSON)",
    table: Table::Members,
    marks: &["id", "email", "name", "role", "added_at"],
    claims: |document| document.is_api_object("user", "user_", &["email", "role", "added_at"]),
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        record.expect_type("user")?;
        let name = batch.optional(line, record.cell("name"));
        let added_at = batch.optional(line, record.instant("added_at"));
        batch.push(
            line,
            &[
                Cell::text(Some(record.required("id")?)),
                record.cell("email")?,
                name,
                record.cell("role")?,
                Cell::instant(added_at),
            ],
        );
        Ok(())
    });
}
