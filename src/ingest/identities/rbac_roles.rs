//! Roles that groups carry, from the Admin API.

use super::super::Ingestor;
use crate::ingest::batch::{Batch, Cell};
use crate::ingest::document::Document;
use crate::model::Table;

/// Recognizes roles by `type: "rbac_role"`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "rbac-roles",
    title: "Admin API roles (JSON)",
    table: Table::RbacRoles,
    signature: &["id", "type", "display_name", "created_at", "updated_at"],
    claims: |document| document.is_api_object("rbac_role", "rbac_role_", &["name"]),
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        record.expect_type("rbac_role")?;
        let [created, updated] =
            ["created_at", "updated_at"].map(|field| Cell::instant(batch.optional(line, record.instant(field))));
        batch.push(
            line,
            &[
                Cell::text(Some(record.required("id")?)),
                // `name` is on its way out in favour of `display_name`, which says the same.
                Cell::text(record.first_text(&["display_name", "name"])?),
                record.only_object("source")?.map_or(Ok(Cell::Null), |source| source.cell("type"))?,
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
    fn both_names_of_the_name_are_read() {
        let text = r#"[{"id":"rbac_role_1","type":"rbac_role","name":"Auditor"},{"id":"rbac_role_2","type":"rbac_role","display_name":"Builder","name":"old","source":{"type":"custom"}}]"#;
        assert_eq!(
            rows(&INGESTOR, text),
            ["1: id=rbac_role_1 name=Auditor", "1: id=rbac_role_2 name=Builder source_type=custom"]
        );
    }
}
