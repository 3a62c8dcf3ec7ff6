//! Service accounts from the Admin API.

use super::super::Ingestor;
use crate::ingest::batch::{Batch, Cell};
use crate::ingest::document::Document;
use crate::model::Table;

/// Recognizes service accounts by `type: "service_account"`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "service-accounts",
    title: "Admin API service accounts (JSON)",
    table: Table::ServiceAccounts,
    signature: &["id", "name", "organization_role", "created_at", "created_by_actor_id", "archived_at"],
    claims: |document| document.is_api_object("service_account", "svac_", &["name", "organization_role"]),
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        record.expect_type("service_account")?;
        let [created, updated] =
            ["created_at", "updated_at"].map(|field| Cell::instant(batch.optional(line, record.instant(field))));
        batch.push(
            line,
            &[
                Cell::text(Some(record.required("id")?)),
                record.cell("name")?,
                record.cell("description")?,
                record.cell("organization_role")?,
                created,
                updated,
                Cell::instant(record.instant("archived_at")?),
                record.cell("created_by_actor_id")?,
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
        let text = r#"{"data":[{"id":"svac_1","type":"service_account","name":"nightly","description":"night jobs","organization_role":"developer","created_at":"2026-09-01T00:00:00Z","updated_at":"2026-09-02T00:00:00Z","archived_at":"2026-09-03T00:00:00Z","created_by_actor_id":"user_1"},
{"id":"user_1","type":"user"}],"next_page":null}"#;
        assert_eq!(
            rows(&INGESTOR, text),
            [
                "1: id=svac_1 name=nightly description=night jobs role=developer created_at=2026-09-01T00:00:00Z \
                 updated_at=2026-09-02T00:00:00Z archived_at=2026-09-03T00:00:00Z creator_id=user_1",
                "2: rejected: type: a record of another kind than `service_account`",
            ]
        );
    }
}
