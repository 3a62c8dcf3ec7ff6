//! API keys from the Admin API, in the shapes before and after API version 2026-10-21.

use super::Ingestor;
use super::batch::{Batch, Cell, Reject};
use super::document::Document;
use super::own_list::{self, Cells};
use super::text::delimited::Delimited;
use super::text::json::Record;
use crate::model::Table;

/// Recognizes key lists by `type: "api_key"`, tables by ids of keys that have a name and a status.
pub const INGESTOR: Ingestor = Ingestor {
    id: "api-keys",
    title: "Admin API keys (JSON, CSV)",
    table: Table::Keys,
    signature: &["id", "name", "status", "partial_key_hint", "created_by"],
    claims: |document| {
        document.is_api_object("api_key", "apikey_", &["name", "status", "partial_key_hint"])
            || document.json().is_some()
                && document.first().is_some_and(|r| !r.has("type") && r.has("partial_key_hint") && r.has("status"))
            || document.has_columns(&["name", "status"])
                && own_list::is_of(
                    document,
                    ID,
                    &["apikey_"],
                    &["id", "name", "status", "created_at", "partial_key_hint"],
                )
    },
    read,
};

/// The column of ids in a table.
const ID: &[&str] = &["id", "api_key_id"];

fn read(document: &Document, batch: &mut Batch) {
    if let Some(csv) = document.delimited() {
        return read_table(csv, batch);
    }
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

/// A table: objects are JSON in a cell (`created_by`), or spread over columns (`created_by_id`, `created_by.id`).
fn read_table(csv: &Delimited, batch: &mut Batch) {
    let column = |names: &[&str]| csv.column(names);
    let (id, name, status, hint) = (column(ID), column(&["name"]), column(&["status"]), column(&["partial_key_hint"]));
    let (created, expires, workspace) = (column(&["created_at"]), column(&["expires_at"]), column(&["workspace_id"]));
    let (creator, creator_id, creator_type) =
        (column(&["created_by"]), column(&["created_by_id"]), column(&["created_by_type"]));
    let (principal, scope) = (column(&["principal"]), column(&["scope"]));
    let (principal_id, principal_type) = (column(&["principal_id"]), column(&["principal_type"]));
    own_list::pass_over_added(csv);
    csv.each_record(batch, |row, line, batch| {
        let cells = Cells(row);
        let text = |cell: Cell<'_>| match cell {
            Cell::Text(text) => Cell::text(Some(text.into_owned())),
            _ => Cell::Null,
        };
        let maker = cells.object(creator)?;
        let maker = maker.as_ref().map(Record::new);
        let (maker_id, maker_type) = match &maker {
            Some(maker) => (text(maker.cell("id")?), text(maker.cell("type")?)),
            None if cells.text(creator_id)?.is_empty() => (cells.cell(creator)?, cells.cell(creator_type)?),
            None => (cells.cell(creator_id)?, cells.cell(creator_type)?),
        };
        let owner = cells.object(principal)?;
        let (owner_type, owner_id) = match owner.as_ref().map(Record::new) {
            Some(owner) => principal_of(&owner).map(|(kind, id)| (text(kind), text(id)))?,
            None => (cells.cell(principal_type)?, cells.cell(principal_id)?),
        };
        let place = cells.object(scope)?;
        let place = place.as_ref().map(Record::new);
        let workspace = match &place {
            Some(place) => text(place.cell("workspace_id")?),
            None => cells.cell(workspace)?,
        };
        let kind = match &place {
            Some(place) => text(place.cell("type")?),
            None => cells.cell(scope)?,
        };
        batch.push(
            line,
            &[
                Cell::text(Some(cells.required(id)?)),
                cells.cell(name)?,
                cells.cell(status)?,
                cells.instant(created)?,
                maker_id,
                maker_type,
                cells.cell(hint)?,
                cells.instant(expires)?,
                Cell::Flag(expires.is_some()),
                workspace,
                kind,
                owner_type,
                owner_id,
            ],
        );
        Ok(())
    });
    batch.note_absent_columns(
        csv,
        &[
            &["created_at"],
            &["created_by", "created_by_id"],
            &["workspace_id", "scope"],
            &["expires_at"],
            &["partial_key_hint"],
        ],
    );
    batch.note_unknown_columns(csv);
}

#[cfg(test)]
mod tests {
    use super::INGESTOR;
    use crate::ingest::testing::rows;

    #[test]
    fn tables_as_tools_write_them() {
        let row = "2: id=apikey_01K name=prod-search status=active created_at=2026-01-05T09:00:00Z creator_id=user_01Ann creator_type=user \
                   hint=sk-ant-api03-abc...xyz has_expiry_field=true workspace_id=wrkspc_01W";
        for text in [
            "id,name,status,created_at,created_by,partial_key_hint,workspace_id,expires_at\n\
             apikey_01K,prod-search,active,2026-01-05T09:00:00Z,\"{\"\"id\"\":\"\"user_01Ann\"\",\"\"type\"\":\"\"user\"\"}\",sk-ant-api03-abc...xyz,wrkspc_01W,\n",
            "id,name,status,createdAt,createdById,createdByType,partialKeyHint,workspaceId,expiresAt\n\
             apikey_01K,prod-search,active,2026-01-05 09:00:00+00,user_01Ann,user,sk-ant-api03-abc...xyz,wrkspc_01W,<null>\n",
            "id,name,status,created_at,created_by.id,created_by.type,partial_key_hint,workspace_id,expires_at,sp_ctx\n\
             apikey_01K,prod-search,active,2026-01-05T09:00:00Z,user_01Ann,user,sk-ant-api03-abc...xyz,wrkspc_01W,,{}\n",
        ] {
            assert_eq!(rows(&INGESTOR, text), [row], "{text}");
        }
        let newer = "id,name,status,principal,scope\napikey_01K,k,active,\"{\"\"type\"\":\"\"service_account_actor\"\",\"\"service_account_id\"\":\"\"svac_1\"\"}\",\
                     \"{\"\"type\"\":\"\"workspace\"\",\"\"workspace_id\"\":\"\"wrkspc_01W\"\"}\"\n";
        assert_eq!(
            rows(&INGESTOR, newer),
            [
                "2: id=apikey_01K name=k status=active has_expiry_field=false workspace_id=wrkspc_01W scope=workspace principal_type=service_account \
              principal_id=svac_1"
            ]
        );
    }

    #[test]
    fn usage_and_cost_with_ids_of_keys_are_no_lists() {
        for text in [
            "api_key_id,cost_usd\napikey_01K,1.00\n",
            "usage_date_utc,model,api_key,api_key_id,api_key_status\n2026-01-01,m,k,apikey_01K,active\n",
        ] {
            assert!(!(INGESTOR.claims)(&crate::ingest::document::Document::open(text.as_bytes())), "{text}");
        }
    }
}
