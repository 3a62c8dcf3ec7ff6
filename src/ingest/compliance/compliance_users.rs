//! Members of the organization from the Compliance API.

use serde_json::Value;

use super::super::Ingestor;
use crate::ingest::batch::{Batch, Cell};
use crate::ingest::document::Document;
use crate::model::Table;

/// Recognizes people by `organization_role` and `full_name`; these records have no `type`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "compliance-users",
    title: "Compliance API users (JSON)",
    table: Table::Members,
    signature: &["id", "email", "full_name", "organization_role", "created_at"],
    claims: |document| {
        document.first().is_some_and(|r| {
            let is_user = r.get("id").and_then(Value::as_str).is_some_and(|id| id.starts_with("user_"));
            !r.has("type") && r.has("email") && (r.has("organization_role") || is_user && r.has("full_name"))
        })
    },
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        let name = batch.optional(line, record.cell("full_name"));
        let created = Cell::instant(batch.optional(line, record.instant("created_at")));
        batch.push(
            line,
            &[
                Cell::text(Some(record.required("id")?)),
                record.cell("email")?,
                name,
                record.cell("organization_role")?,
                // The account's creation: who has an account since yesterday is no member since last year. The other way round it
                // may be too early, which the note says; an Admin API record of the same person states the day of joining.
                created,
            ],
        );
        Ok(())
    });
    if batch.rows() > 0 {
        batch.note("states when accounts were created, not when they joined the organization");
    }
}

#[cfg(test)]
mod tests {
    use super::INGESTOR;
    use crate::ingest::testing::rows;

    #[test]
    fn people_are_members() {
        let text = r#"{"data":[{"id":"user_1","full_name":"Ann","email":"ann@b.example","organization_role":"owner","created_at":"2025-03-12T18:22:41.5Z"},
{"id":"user_2","email":"bob@b.example","organization_role":"user"},{"email":"c@b.example"}],"has_more":false,"next_page":null}"#;
        assert_eq!(
            rows(&INGESTOR, text),
            [
                "1: id=user_1 address=ann@b.example name=Ann role=owner added_at=2025-03-12T18:22:41.500Z",
                "2: id=user_2 address=bob@b.example role=user",
                "2: rejected: id: no `id`",
            ]
        );
    }
}
