//! What roles permit, from the Admin API: one file per role. A record does not say of which role it is: the file's path has to, see
//! `ingest/roles_of_files.rs`.

use super::super::Ingestor;
use crate::ingest::batch::{Batch, Cell};
use crate::ingest::document::Document;
use crate::model::Table;

/// Recognizes permissions by `type: "rbac_role_permission"`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "rbac-role-permissions",
    title: "Admin API permissions of a role (JSON)",
    table: Table::RbacRolePermissions,
    signature: &["action", "resource", "type", "role_id"],
    claims: |document| document.is_api_object("rbac_role_permission", "rbac_role_", &["action", "resource"]),
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        record.expect_type("rbac_role_permission")?;
        let resource = record.only_object("resource")?;
        let of_resource = |fields: &[&str]| resource.as_ref().map_or(Ok(None), |resource| resource.first_text(fields));
        batch.push(
            line,
            &[
                // Not the API's: who joins the answers of several roles in one file writes it next to them.
                Cell::text(record.first_text(&["role_id", "rbac_role_id"])?),
                Cell::text(Some(record.required("action")?)),
                Cell::text(of_resource(&["type"])?),
                Cell::text(of_resource(&["connector_id", "organization_id"])?),
                Cell::text(of_resource(&["tool_name", "scope"])?),
            ],
        );
        Ok(())
    });
}

#[cfg(test)]
mod tests {
    use super::INGESTOR;
    use crate::ingest::testing::rows;

    #[test]
    fn every_kind_of_resource() {
        let text = r#"{"data":[{"type":"rbac_role_permission","action":"capability_access_all","resource":{"type":"organization","organization_id":"11-22"}},
{"type":"rbac_role_permission","action":"always_allow","resource":{"type":"connector_tool","connector_id":"con_1","tool_name":"search"}},
{"type":"rbac_role_permission","role_id":"rbac_role_2","action":"grant","resource":{"type":"connector_scope","connector_id":"con_1","scope":"files_0a"}},
{"type":"rbac_role_permission","action":"use","resource":{"type":"all_connectors"}},
{"type":"rbac_role_permission","resource":{"type":"all_connectors"}}],"next_page":null}"#;
        assert_eq!(
            rows(&INGESTOR, text),
            [
                "1: action=capability_access_all resource_type=organization resource_id=11-22",
                "2: action=always_allow resource_type=connector_tool resource_id=con_1 part=search",
                "3: role_id=rbac_role_2 action=grant resource_type=connector_scope resource_id=con_1 part=files_0a",
                "4: action=use resource_type=all_connectors",
                "5: rejected: action: no `action`",
            ]
        );
    }
}
