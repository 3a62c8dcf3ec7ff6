//! API keys from the Admin API, in the shapes before and after API version 2026-10-21.

use super::Ingestor;
use super::batch::{Batch, Cell, Reject};
use super::document::Document;
use super::text::json::Record;
use crate::model::Table;

/// Recognizes key lists by `type: "api_key"`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "api-keys",
    title: "Admin API keys (JSON)",
    table: Table::Keys,
    marks: &["id", "name", "status", "partial_key_hint", "created_by"],
    claims: |document| {
        document.is_api_object("api_key", "apikey_", &["name", "status", "partial_key_hint"])
            || document.json().is_some()
                && document.first().is_some_and(|r| !r.has("type") && r.has("partial_key_hint") && r.has("status"))
    },
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        record.expect_type("api_key")?;
        let creator = record.object("created_by");
        let scope = record.object("scope");
        let workspace_id = match &scope {
            Some(scope) => scope.cell("workspace_id")?,
            None => record.cell("workspace_id")?,
        };
        let (creator_id, creator_type) = match &creator {
            Some(creator) => (creator.cell("id")?, creator.cell("type")?),
            None => (Cell::Null, Cell::Null),
        };
        let (principal_type, principal_id) = match record.object("principal") {
            Some(principal) => principal_of(&principal)?,
            None => (Cell::Null, Cell::Null),
        };
        batch.push(
            line,
            &[
                Cell::text(Some(record.required("id")?)),
                record.cell("name")?,
                record.cell("status")?,
                Cell::instant(record.instant("created_at")?),
                creator_id,
                creator_type,
                record.cell("partial_key_hint")?,
                Cell::instant(record.instant("expires_at")?),
                Cell::Flag(record.has("expires_at")),
                workspace_id,
                scope.as_ref().map_or(Ok(Cell::Null), |scope| scope.cell("type"))?,
                principal_type,
                principal_id,
            ],
        );
        Ok(())
    });
}

/// `{"type": "user_actor", "user_id"}` or `{"type": "service_account_actor", "service_account_id"}` since 2026-10-21; the
/// documentation of 2026-08-22 had `{"id", "type": "user" | "service_account"}`. Stored in the short form.
fn principal_of<'a>(principal: &Record<'a>) -> Result<(Cell<'a>, Cell<'a>), Reject> {
    let kind = principal.text("type")?.map(|kind| kind.strip_suffix("_actor").unwrap_or(kind));
    let id = ["id", "user_id", "service_account_id"]
        .iter()
        .find_map(|field| principal.text(field).transpose())
        .transpose()?;
    Ok((Cell::text(kind), Cell::text(id)))
}
