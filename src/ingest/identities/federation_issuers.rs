//! Issuers whose tokens the organization accepts, from the Admin API.

use super::super::Ingestor;
use crate::ingest::batch::{Batch, Cell};
use crate::ingest::document::Document;
use crate::model::Table;

/// Recognizes issuers by `type: "federation_issuer"`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "federation-issuers",
    title: "Admin API federation issuers (JSON)",
    table: Table::FederationIssuers,
    signature: &["id", "name", "issuer_url", "jwks", "check_jti", "max_jwt_lifetime_seconds"],
    claims: |document| document.is_api_object("federation_issuer", "fdis_", &["issuer_url"]),
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        record.expect_type("federation_issuer")?;
        let [created, updated] =
            ["created_at", "updated_at"].map(|field| Cell::instant(batch.optional(line, record.instant(field))));
        batch.push(
            line,
            &[
                Cell::text(Some(record.required("id")?)),
                record.cell("name")?,
                record.cell("issuer_url")?,
                record.only_object("jwks")?.map_or(Ok(Cell::Null), |jwks| jwks.cell("type"))?,
                record.yes_no("check_jti")?,
                record.whole("max_jwt_lifetime_seconds")?,
                Cell::instant(record.instant("jwks_polling_disabled_at")?),
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
        let text = r#"[{"id":"fdis_1","type":"federation_issuer","name":"ci","issuer_url":"https://ci.example","jwks":{"type":"discovery"},"check_jti":true,"max_jwt_lifetime_seconds":600,"jwks_polling_disabled_at":null,"created_at":"2026-09-01T00:00:00Z","archived_at":null,"created_by_actor_id":"user_1"}]"#;
        assert_eq!(
            rows(&INGESTOR, text),
            ["1: id=fdis_1 name=ci issuer_url=https://ci.example key_source=discovery check_jti=true \
              longest_token_seconds=600 created_at=2026-09-01T00:00:00Z creator_id=user_1"]
        );
    }
}
