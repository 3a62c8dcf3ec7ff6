//! Workspaces from the Admin API: the old shape of six fields and the new one with tags and residency.

use super::Ingestor;
use super::batch::{Batch, Cell};
use super::document::Document;
use crate::model::Table;

/// Recognizes workspace lists by `type: "workspace"`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "workspaces",
    title: "Admin API workspaces (JSON)",
    table: Table::Workspaces,
    marks: &["id", "name", "display_color", "created_at", "archived_at"],
    claims: |document| document.is_of_type("workspace"),
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
            ],
        );
        Ok(())
    });
}
