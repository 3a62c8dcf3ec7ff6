//! Members of the organization from the Admin API, as JSON or as a table.

use super::Ingestor;
use super::batch::{Batch, Cell};
use super::document::Document;
use super::own_list::{self, ADDED_ON, Cells, Dates, Removed};
use super::text::delimited::Delimited;
use super::text::json::Record;
use crate::model::Table;

/// Recognizes member lists by `type: "user"`, tables by ids of users.
pub const INGESTOR: Ingestor = Ingestor {
    id: "users",
    title: "Admin API users (JSON, CSV)",
    table: Table::Members,
    signature: &["id", "email", "name", "role", "added_at"],
    claims: |document| {
        // An object that names somebody, as `created_by` of a key, has no more than id and type.
        let tells = |record: &Record| ["email", "name", "role"].iter().any(|field| record.has(field));
        document.is_api_object("user", "user_", &["email", "role", "added_at"])
            && document.first().is_some_and(|first| tells(&first))
            || document.has_columns(&["email"])
                && !document.mentions("workspace_id")
                && own_list::is_of(document, ID, PREFIXES, &["id", "email", "role", "added_at"])
    },
    read,
};

/// The column of ids in a table.
const ID: &[&str] = &["id", "user_id"];
const PREFIXES: &[&str] = &["user_"];

fn read(document: &Document, batch: &mut Batch) {
    if let Some(csv) = document.delimited() {
        return read_table(csv, batch);
    }
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        record.expect_type("user")?;
        let name = batch.optional(line, record.cell("name"));
        let added_at = batch.optional(line, record.instant("added_at"));
        batch.push(
            line,
            &[
                Cell::text(Some(record.required("id")?)),
                record.cell("email")?,
                name,
                record.cell("role")?,
                Cell::instant(added_at),
            ],
        );
        Ok(())
    });
}

fn read_table(csv: &Delimited, batch: &mut Batch) {
    let (id, email, name) = (csv.column(ID), csv.column(&["email"]), csv.column(&["name"]));
    let (role, added) = (csv.column(&["role"]), csv.column(&ADDED_ON));
    let removed = Removed::of_members(csv);
    let dates = Dates::of(csv, &[added]);
    own_list::pass_over_added(csv);
    csv.each_record(batch, |row, line, batch| {
        let cells = Cells(row);
        if removed.passes_over(&cells, batch)? {
            return Ok(());
        }
        let Some(id) = cells.own_id(id, PREFIXES, batch)? else { return Ok(()) };
        let id = Cell::text(Some(id));
        let added = dates.optional(&cells, added, (line, &mut *batch));
        batch.push(line, &[id, cells.address(email)?, cells.cell(name)?, cells.cell(role)?, added]);
        Ok(())
    });
    dates.note(batch);
    batch.note_absent_columns(csv, &[&["name"], &["role"], &ADDED_ON]);
    batch.note_unknown_columns(csv);
}

#[cfg(test)]
mod tests {
    use super::INGESTOR;
    use crate::ingest::testing::rows;

    #[test]
    fn tables_as_tools_write_them() {
        let row = "2: id=user_01Ann address=ann@example.com name=Ann role=admin added_at=2026-01-05T09:00:00Z";
        for text in [
            "id,email,name,role,added_at\nuser_01Ann,ann@example.com,Ann,admin,2026-01-05T09:00:00Z\n",
            "type,id,email,name,role,addedAt\nuser,user_01Ann,ann@example.com,Ann,admin,2026-01-05 09:00:00+00\n",
            "\"name\",\"email\",\"user_id\",\"role\",\"added_at\",\"sp_ctx\"\n\"Ann\",\"ann@example.com\",\"user_01Ann\",\"admin\",\"2026-01-05T09:00:00Z\",\"{}\"\n",
            "id;email;name;role;added_at\nuser_01Ann;ann@example.com;Ann;admin;2026-01-05T09:00:00Z\n",
            "id,email,name,role,added_at\nuser_01Ann,Ann Annsen <ann@example.com>,Ann,admin,2026-01-05T09:00:00Z\n",
            "id,email,name,role,added_at\nuser_01Ann,<ann@example.com>,Ann,admin,2026-01-05T09:00:00Z\n",
        ] {
            assert_eq!(rows(&INGESTOR, text), [row], "{text}");
        }
        let holes = "id,email,name,role,added_at\nuser_01Ann,ann@example.com,<null>,,\n,b@example.com,B,user,\nU17,c@example.com,C,user,soon\n";
        // Where most records have no id of a user, the table is none of users.
        assert!(!(INGESTOR.claims)(&crate::ingest::document::Document::open(holes.as_bytes())));
        let holes =
            "id,email,name,role,added_at\nuser_01Ann,ann@example.com,<null>,,\nuser_01C,c@example.com,C,user,soon\n";
        assert_eq!(
            rows(&INGESTOR, holes),
            ["2: id=user_01Ann address=ann@example.com", "3: id=user_01C address=c@example.com name=C role=user"]
        );
    }

    /// Fault: Rows of a table that were written as lists (pandas), and objects that name who made a key, were taken for a list of members
    /// Outcome: Neither is one: a list of records has objects for the most part, and a member more than an id
    #[test]
    fn what_only_mentions_users_is_no_list_of_members() {
        use crate::ingest::load_bytes;
        let maker = r#"{"id":"user_01Ann","type":"user"}"#;
        let row = format!(r#"["apikey_01A","api_key","prod","active",{maker},null,"wrkspc_01A"]"#);
        let columns = r#"["id","type","name","status","created_by","expires_at","workspace_id"]"#;
        for text in [
            format!("[{row},{row},{row}]"),
            format!(r#"{{"columns":{columns},"index":[0,1],"data":[{row},{row}]}}"#),
            format!("{row}\n{row}\n"),
            format!("[{maker},{maker}]"),
        ] {
            let data = load_bytes(vec![("keys.json".to_owned(), text.clone().into_bytes())]).unwrap();
            assert_eq!(data.inputs[0].kind, None, "{text}");
            assert_eq!(data.inputs[0].rejected, 0, "{text}");
        }
        let whole = r#"[null,{"id":"user_01Ann","type":"user","name":"Ann"},{"id":"user_01Bob","type":"user","email":"b@example.com"}]"#;
        let data = load_bytes(vec![("users.json".to_owned(), whole.as_bytes().to_vec())]).unwrap();
        assert_eq!((data.inputs[0].accepted, data.inputs[0].rejected), (2, 1), "one that is none is rejected");
    }
}
