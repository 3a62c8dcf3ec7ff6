//! Members of workspaces from the Admin API, one file per workspace or all in one.

use super::Ingestor;
use super::batch::{Batch, Cell};
use super::document::Document;
use crate::model::Table;

/// Recognizes membership lists by `type: "workspace_member"`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "workspace-members",
    title: "Admin API workspace members (JSON)",
    table: Table::WorkspaceMembers,
    marks: &["user_id", "workspace_id", "workspace_role"],
    claims: |document| document.is_of_type("workspace_member"),
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        record.expect_type("workspace_member")?;
        batch.push(
            line,
            &[
                Cell::text(Some(record.required("workspace_id")?)),
                Cell::text(Some(record.required("user_id")?)),
                record.cell("workspace_role")?,
            ],
        );
        Ok(())
    });
}
