//! Groups that carry roles, from the Admin API.

use super::super::Ingestor;
use crate::ingest::batch::{Batch, Cell};
use crate::ingest::document::Document;
use crate::model::Table;

/// Recognizes groups by `type: "rbac_group"`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "rbac-groups",
    title: "Admin API groups (JSON)",
    table: Table::RbacGroups,
    signature: &["id", "name", "source_type", "role_ids", "created_at"],
    claims: |document| document.is_api_object("rbac_group", "rbac_group_", &["name", "source_type"]),
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        record.expect_type("rbac_group")?;
        // Called `roles` before it was `role_ids`.
        let roles = if record.has("role_ids") { "role_ids" } else { "roles" };
        let [created, updated] =
            ["created_at", "updated_at"].map(|field| Cell::instant(batch.optional(line, record.instant(field))));
        batch.push(
            line,
            &[
                Cell::text(Some(record.required("id")?)),
                record.cell("name")?,
                record.cell("source_type")?,
                record.list(roles)?,
                created,
                updated,
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
    fn no_role_is_not_the_same_as_not_known() {
        let text = r#"{"data":[{"id":"rbac_group_1","type":"rbac_group","name":"Platform","source_type":"scim","role_ids":["rbac_role_1"]},
{"id":"rbac_group_2","type":"rbac_group","name":"Old","source_type":"direct","roles":[],"created_at":"2026-09-01T00:00:00Z"},
{"id":"rbac_group_3","type":"rbac_group","role_ids":null},
{"id":"rbac_group_4","type":"rbac_group","role_ids":"rbac_role_1"}],"has_more":false,"next_page":null}"#;
        assert_eq!(
            rows(&INGESTOR, text),
            [
                "1: id=rbac_group_1 name=Platform source_type=scim role_ids=[\"rbac_role_1\"]",
                "2: id=rbac_group_2 name=Old source_type=direct role_ids=[] created_at=2026-09-01T00:00:00Z",
                "3: id=rbac_group_3",
                "4: rejected: role_ids: not a list",
            ]
        );
    }
}
