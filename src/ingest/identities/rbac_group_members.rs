//! Members of groups, from the Admin API: one file per group, or all in one.

use super::super::Ingestor;
use crate::ingest::batch::{Batch, Cell};
use crate::ingest::document::Document;
use crate::model::Table;

/// Recognizes them by `type: "rbac_group_member"`; they have no id of their own.
pub const INGESTOR: Ingestor = Ingestor {
    id: "rbac-group-members",
    title: "Admin API group members (JSON)",
    table: Table::RbacGroupMembers,
    signature: &["rbac_group_id", "user_id", "email", "created_at"],
    claims: |document| document.is_api_object("rbac_group_member", "user_", &["rbac_group_id", "user_id"]),
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        record.expect_type("rbac_group_member")?;
        let created = Cell::instant(batch.optional(line, record.instant("created_at")));
        batch.push(
            line,
            &[
                Cell::text(Some(record.required("rbac_group_id")?)),
                Cell::text(Some(record.required("user_id")?)),
                record.cell("email")?,
                created,
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
    fn every_field_has_its_column() {
        let text = r#"{"data":[{"type":"rbac_group_member","rbac_group_id":"rbac_group_1","user_id":"user_1","email":"a@b.example","created_at":"2026-09-01T00:00:00Z"},
{"type":"rbac_group_member","rbac_group_id":"rbac_group_1","email":"c@b.example"},{"type":"rbac_group","rbac_group_id":"rbac_group_1","user_id":"user_2"}],"has_more":false,"next_page":null}"#;
        assert_eq!(
            rows(&INGESTOR, text),
            [
                "1: group_id=rbac_group_1 user_id=user_1 address=a@b.example created_at=2026-09-01T00:00:00Z",
                "2: rejected: user_id: no `user_id`",
                "2: rejected: type: a record of another kind than `rbac_group_member`",
            ]
        );
    }
}
