//! Invitations from the Admin API, as JSON or as a table.

use super::Ingestor;
use super::batch::{Batch, Cell};
use super::document::Document;
use super::own_list::{self, Cells, Dates};
use super::text::delimited::Delimited;
use crate::model::Table;

/// Recognizes invite lists by `type: "invite"`, tables by ids of invitations.
pub const INGESTOR: Ingestor = Ingestor {
    id: "invites",
    title: "Admin API invites (JSON, CSV)",
    table: Table::Invites,
    signature: &["id", "email", "role", "status", "invited_at", "expires_at"],
    claims: |document| {
        document.is_api_object("invite", "invite_", &["email", "role", "invited_at", "expires_at"])
            || own_list::is_of(document, ID, PREFIXES, &["id", "email", "status", "invited_at"])
    },
    read,
};

/// The column of ids in a table.
const ID: &[&str] = &["id", "invite_id"];
const PREFIXES: &[&str] = &["invite_"];

fn read(document: &Document, batch: &mut Batch) {
    if let Some(csv) = document.delimited() {
        return read_table(csv, batch);
    }
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        record.expect_type("invite")?;
        let id = record.required("id")?;
        let [invited, expires, accepted] = ["invited_at", "expires_at", "accepted_at"]
            .map(|field| Cell::instant(batch.optional(line, record.instant(field))));
        batch.push(
            line,
            &[
                Cell::text(Some(id)),
                record.cell("email")?,
                record.cell("role")?,
                record.cell("status")?,
                invited,
                expires,
                accepted,
            ],
        );
        Ok(())
    });
}

fn read_table(csv: &Delimited, batch: &mut Batch) {
    let (id, email, role, status) =
        (csv.column(ID), csv.column(&["email"]), csv.column(&["role"]), csv.column(&["status"]));
    let [invited, expires, accepted] =
        [["invited_at"], ["expires_at"], ["accepted_at"]].map(|names| csv.column(&names));
    let dates = Dates::of(csv, &[invited, expires, accepted]);
    own_list::pass_over_added(csv);
    csv.each_record(batch, |row, line, batch| {
        let cells = Cells(row);
        let Some(id) = cells.own_id(id, PREFIXES, batch)? else { return Ok(()) };
        let id = Cell::text(Some(id));
        let [invited, expires, accepted] =
            [invited, expires, accepted].map(|column| dates.optional(&cells, column, (line, &mut *batch)));
        batch.push(
            line,
            &[id, cells.address(email)?, cells.cell(role)?, cells.cell(status)?, invited, expires, accepted],
        );
        Ok(())
    });
    dates.note(batch);
    batch.note_absent_columns(csv, &[&["email"], &["role"], &["status"], &["invited_at"], &["expires_at"]]);
    batch.note_unknown_columns(csv);
}

#[cfg(test)]
mod tests {
    use super::INGESTOR;
    use crate::ingest::testing::rows;

    #[test]
    fn tables_as_tools_write_them() {
        let row = "2: id=invite_01A address=a@example.com role=user status=pending invited_at=2026-09-01T09:00:00Z expires_at=2026-09-22T09:00:00Z";
        for text in [
            "id,email,role,status,invited_at,expires_at\ninvite_01A,a@example.com,user,pending,2026-09-01T09:00:00Z,2026-09-22T09:00:00Z\n",
            "email,expiresAt,id,invitedAt,role,status,acceptedAt\na@example.com,2026-09-22 09:00:00+00,invite_01A,2026-09-01 09:00:00+00,user,pending,<null>\n",
        ] {
            assert_eq!(rows(&INGESTOR, text), [row], "{text}");
        }
    }
}
