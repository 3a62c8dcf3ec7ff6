//! Members of workspaces from the Admin API, people and service accounts, one file per workspace or all in one.

use super::Ingestor;
use super::batch::{Batch, Cell};
use super::document::Document;
use crate::model::Table;

/// Recognizes membership lists by `type: "workspace_member"` or `"service_account_workspace_member"`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "workspace-members",
    title: "Admin API workspace members (JSON)",
    table: Table::WorkspaceMembers,
    marks: &["user_id", "workspace_id", "workspace_role"],
    claims: |document| {
        document.is_api_object(PERSON, "user_", &["user_id", "workspace_id"])
            || document.is_api_object(SERVICE_ACCOUNT, "svac_", &["service_account_id", "workspace_id"])
    },
    read,
};

const PERSON: &str = "workspace_member";
const SERVICE_ACCOUNT: &str = "service_account_workspace_member";

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        let member = if record.text("type")? == Some(SERVICE_ACCOUNT) {
            record.required("service_account_id")?
        } else {
            record.expect_type(PERSON)?;
            record.required("user_id")?
        };
        batch.push(
            line,
            &[
                Cell::text(Some(record.required("workspace_id")?)),
                Cell::text(Some(member)),
                record.cell("workspace_role")?,
            ],
        );
        Ok(())
    });
}
