//! `users.json` of the data export: accounts, without role, status or dates, people who have left among them.

use super::super::Ingestor;
use crate::ingest::batch::{Batch, Cell};
use crate::ingest::document::Document;
use crate::model::Table;

/// Recognizes accounts by `uuid`, `full_name` and `email_address`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "data-export-users",
    title: "Data export: users.json",
    table: Table::Accounts,
    signature: &["uuid", "full_name", "email_address"],
    claims: |document| {
        let fields = ["uuid", "full_name", "email_address"];
        document.first().is_some_and(|r| !r.has("type") && fields.iter().all(|field| r.has(field)))
    },
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        let id = Cell::text(Some(record.required("uuid")?));
        let name = batch.optional(line, record.cell("full_name"));
        batch.push(line, &[id, record.cell("email_address")?, name]);
        Ok(())
    });
}

#[cfg(test)]
mod tests {
    use super::INGESTOR;
    use crate::ingest::testing::rows;

    #[test]
    fn accounts_have_no_phone_number_here() {
        let text = r#"[{"uuid":"0a","full_name":null,"email_address":"ann@b.example","verified_phone_number":"+15550123"},
{"uuid":"0b","full_name":"Bob","email_address":"bob@b.example"}]"#;
        assert_eq!(
            rows(&INGESTOR, text),
            ["1: id=0a address=ann@b.example", "2: id=0b address=bob@b.example name=Bob"]
        );
    }
}
