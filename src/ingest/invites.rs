//! Invitations from the Admin API.

use super::Ingestor;
use super::batch::{Batch, Cell};
use super::document::Document;
use crate::model::Table;

/// Recognizes invite lists by `type: "invite"`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "invites",
    title: "Admin API invites (JSON)",
    table: Table::Invites,
    marks: &["id", "email", "role", "status", "invited_at", "expires_at"],
    claims: |document| document.is_api_object("invite", "invite_", &["email", "role", "invited_at", "expires_at"]),
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        record.expect_type("invite")?;
        batch.push(
            line,
            &[
                Cell::text(Some(record.required("id")?)),
                record.cell("email")?,
                record.cell("role")?,
                record.cell("status")?,
                Cell::instant(record.instant("invited_at")?),
                Cell::instant(record.instant("expires_at")?),
                Cell::instant(record.instant("accepted_at")?),
            ],
        );
        Ok(())
    });
}
