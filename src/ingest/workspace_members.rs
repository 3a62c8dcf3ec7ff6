//! Members of workspaces from the Admin API, people and service accounts, one file per workspace or all in one.

use super::Ingestor;
use super::batch::{Batch, Cell};
use super::document::Document;
use super::own_list::{self, Cells, Removed};
use super::text::delimited::Delimited;
use crate::model::Table;

/// Recognizes membership lists by `type: "workspace_member"` or `"service_account_workspace_member"`, tables by ids of users and of
/// workspaces.
pub const INGESTOR: Ingestor = Ingestor {
    id: "workspace-members",
    title: "Admin API workspace members (JSON, CSV)",
    table: Table::WorkspaceMembers,
    signature: &["user_id", "workspace_id", "workspace_role"],
    claims: |document| {
        document.is_api_object(PERSON, "user_", &["user_id", "workspace_id"])
            || document.is_api_object(SERVICE_ACCOUNT, "svac_", &["service_account_id", "workspace_id"])
            || document.has_columns(&["workspace_id"])
                && own_list::is_of(document, ID, PREFIXES, &["user_id", "workspace_id", "workspace_role"])
    },
    read,
};

const PERSON: &str = "workspace_member";
const SERVICE_ACCOUNT: &str = "service_account_workspace_member";

/// The column of the member in a table.
const ID: &[&str] = &["user_id", "service_account_id"];
const PREFIXES: &[&str] = &["user_", "svac_"];

fn read(document: &Document, batch: &mut Batch) {
    if let Some(csv) = document.delimited() {
        return read_table(csv, batch);
    }
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

fn read_table(csv: &Delimited, batch: &mut Batch) {
    let (member, workspace) = (csv.column(ID), csv.column(&["workspace_id"]));
    let role = csv.column(&["workspace_role", "role"]);
    let removed = Removed::of_members(csv);
    own_list::pass_over_added(csv);
    csv.each_record(batch, |row, line, batch| {
        let cells = Cells(row);
        if removed.passes_over(&cells, batch)? {
            return Ok(());
        }
        let Some(member) = cells.own_id(member, PREFIXES, batch)? else { return Ok(()) };
        let workspace = cells.required(workspace)?;
        batch.push(line, &[Cell::text(Some(workspace)), Cell::text(Some(member)), cells.cell(role)?]);
        Ok(())
    });
    batch.note_absent_columns(csv, &[&["workspace_role"]]);
    batch.note_unknown_columns(csv);
}

#[cfg(test)]
mod tests {
    use super::INGESTOR;
    use crate::ingest::testing::rows;

    #[test]
    fn tables_as_tools_write_them() {
        let row = "2: workspace_id=wrkspc_01W user_id=user_01Ann role=workspace_admin";
        for text in [
            "user_id,workspace_id,workspace_role\nuser_01Ann,wrkspc_01W,workspace_admin\n",
            "type,workspaceId,userId,workspaceRole\nworkspace_member,wrkspc_01W,user_01Ann,workspace_admin\n",
        ] {
            assert_eq!(rows(&INGESTOR, text), [row], "{text}");
        }
    }
}
