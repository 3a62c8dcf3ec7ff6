//! API keys from the Admin API, in the shapes before and after API version 2026-10-21.

mod flat;
mod parts;
mod table;

use serde_json::Value;

use super::Ingestor;
use super::batch::{Batch, Cell};
use super::document::Document;
use super::own_list::{self, Nested, nested};
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
                && own_list::is_of(document, ID, PREFIXES, &["id", "name", "status", "created_at", "partial_key_hint"])
    },
    read,
};

/// The column of ids in a table.
const ID: &[&str] = &["id", "api_key_id"];
const PREFIXES: &[&str] = &["apikey_"];

fn read(document: &Document, batch: &mut Batch) {
    if let Some(csv) = document.delimited() {
        return table::read(csv, batch);
    }
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        record.expect_type("api_key")?;
        let whole = flat::joined(record.fields());
        let record = whole.as_ref().map_or_else(|| Record::new(record.fields()), Record::new);
        let made = match record.get("created_by") {
            None if !record.has("created_by") => parts::unstated_maker(),
            value => parts::maker(nested_value(value))?,
        };
        let owned = parts::owner(nested_value(record.get("principal")))?;
        let placed = match record.get("scope") {
            None if !record.has("scope") && !record.has("workspace_id") => {
                parts::named_place(workspace_of(&record).unwrap_or_default())
            }
            value => parts::place(nested_value(value), record.text("workspace_id")?.unwrap_or_default())?,
        };
        let id = record.required("id")?;
        let [created, expires] = ["created_at", "expires_at"].map(|field| batch.optional(line, record.instant(field)));
        // An expiry that cannot be read is none that is missing.
        let tells_expiry = record.has("expires_at") && (expires.is_some() || record.get("expires_at").is_none());
        batch.push(
            line,
            &[
                Cell::text(Some(id)),
                record.cell("name")?,
                record.cell("status")?,
                Cell::instant(created),
                Cell::text(made.id),
                Cell::text(made.kind),
                record.cell("partial_key_hint")?,
                Cell::instant(expires),
                Cell::Flag(tells_expiry),
                Cell::text(placed.id),
                Cell::text(placed.kind),
                Cell::text(owned.kind),
                Cell::text(owned.id),
            ],
        );
        Ok(())
    });
}

/// The id or name of a workspace in fields that only people's own lists have.
fn workspace_of<'a>(record: &Record<'a>) -> Option<&'a str> {
    let object = record.object("workspace");
    let inside = object.as_ref().and_then(|workspace| workspace.get("id").or_else(|| workspace.get("name")));
    inside.or_else(|| record.get("workspace")).or_else(|| record.get("workspace_name"))?.as_str()
}

/// The object in a field, or what a tool wrote in its place.
fn nested_value(value: Option<&Value>) -> Nested<'_> {
    match value {
        Some(Value::Object(object)) => Nested::Object(object.clone()),
        Some(Value::String(text)) => nested(text),
        Some(_) => Nested::Lost("no text"),
        None => Nested::Nothing,
    }
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
        let newer = "id,name,status,created_by,principal,scope\napikey_01K,k,active,,\"{\"\"type\"\":\"\"service_account_actor\"\",\"\"service_account_id\"\":\"\"svac_1\"\"}\",\
                     \"{\"\"type\"\":\"\"workspace\"\",\"\"workspace_id\"\":\"\"wrkspc_01W\"\"}\"\n";
        assert_eq!(
            rows(&INGESTOR, newer),
            [
                "2: id=apikey_01K name=k status=active has_expiry_field=false workspace_id=wrkspc_01W scope=workspace principal_type=service_account \
              principal_id=svac_1"
            ]
        );
    }

    /// Fault: Keys whose nested fields a tool had flattened into texts: every key «created by {'id': …}, who is not in the member list», or by nobody, or in the default workspace
    /// Outcome: What pandas, PowerShell and `json_normalize` write is read; what cannot be read says nothing of creator and workspace
    #[test]
    fn nested_fields_that_tools_flattened() {
        let whole = "name=k status=active creator_id=user_01Ann creator_type=user has_expiry_field=false workspace_id=wrkspc_01W scope=workspace \
                     principal_type=user principal_id=user_01Ann";
        let user = ["{'id': 'user_01Ann', 'type': 'user'}", "@{id=user_01Ann; type=user}"];
        let place =
            ["{'type': 'workspace', 'workspace_id': 'wrkspc_01W'}", "@{type=workspace; workspace_id=wrkspc_01W}"];
        let owner = ["{'type': 'user_actor', 'user_id': 'user_01Ann'}", "@{type=user_actor; user_id=user_01Ann}"];
        for at in 0..2 {
            let table = format!(
                "id,name,status,created_by,scope,principal\napikey_01K,k,active,\"{}\",\"{}\",\"{}\"\n",
                user[at], place[at], owner[at]
            );
            assert_eq!(rows(&INGESTOR, &table), [format!("2: id=apikey_01K {whole}")], "{table}");
            let list = serde_json::json!([{
                "type": "api_key", "id": "apikey_01K", "name": "k", "status": "active", "partial_key_hint": null,
                "created_by": user[at], "scope": place[at], "principal": owner[at]
            }]);
            assert_eq!(rows(&INGESTOR, &list.to_string()), [format!("1: id=apikey_01K {whole}")], "{list}");
        }
        let flat = "id,name,status,created_by.id,created_by.type,scope.type,scope.workspace_id,principal.type,principal.user_id\n\
                    apikey_01K,k,active,user_01Ann,user,workspace,wrkspc_01W,user_actor,user_01Ann\n";
        assert_eq!(rows(&INGESTOR, flat), [format!("2: id=apikey_01K {whole}")]);
        for (columns, cells, says) in [
            (
                "created_by,workspace_id",
                "System.Collections.Hashtable,wrkspc_01W",
                "creator_id=System.Collections.Hashtable creator_type=unclear has_expiry_field=false workspace_id=wrkspc_01W",
            ),
            (
                "created_by,scope",
                "user_01Ann,@{type=workspace; work",
                "creator_id=user_01Ann has_expiry_field=false scope=unclear",
            ),
            (
                "created_at",
                "2026-01-05T09:00:00Z",
                "created_at=2026-01-05T09:00:00Z creator_type=unclear has_expiry_field=false scope=unclear",
            ),
            ("created_by,workspace_id,expires_at", "NaN,NaN,soon", "has_expiry_field=false"),
        ] {
            let table = format!("id,name,status,{columns}\napikey_01K,k,active,{cells}\n");
            assert_eq!(rows(&INGESTOR, &table), [format!("2: id=apikey_01K name=k status=active {says}")], "{table}");
        }
        let lost = "id,name,status,created_by,workspace_id,principal\napikey_01K,k,active,user_01Ann,wrkspc_01W,{'type': 'us\n";
        assert_eq!(
            rows(&INGESTOR, lost),
            ["2: rejected: principal: an object that was cut or printed in an unknown form"]
        );
    }

    /// Fault: Keys in JSON whose objects a tool had spread over fields were keys of nobody and of the default workspace
    /// Outcome: `created_by_id` and the like are read as in a table, with any joint
    #[test]
    fn objects_that_tools_spread_over_fields_of_json() {
        let whole = "1: id=apikey_01K name=k status=active creator_id=user_01Ann creator_type=user has_expiry_field=false \
                     workspace_id=wrkspc_01W scope=workspace principal_type=user principal_id=user_01Ann";
        for joint in ["_", ".", "__", "/", ":"] {
            let field = |object: &str, name: &str| format!("{object}{joint}{name}");
            let mut key = serde_json::json!({"type": "api_key", "id": "apikey_01K", "name": "k", "status": "active", "partial_key_hint": null});
            for (object, name, value) in [
                ("created_by", "id", "user_01Ann"),
                ("created_by", "type", "user"),
                ("scope", "type", "workspace"),
                ("scope", "workspace_id", "wrkspc_01W"),
                ("principal", "type", "user_actor"),
                ("principal", "user_id", "user_01Ann"),
            ] {
                key[field(object, name)] = value.into();
            }
            assert_eq!(rows(&INGESTOR, &serde_json::json!([key]).to_string()), [whole], "{joint}");
            for object in ["created_by", "scope", "principal"] {
                ["id", "type", "user_id", "workspace_id"]
                    .iter()
                    .for_each(|name| key[field(object, name)] = serde_json::Value::Null);
            }
            let nobody = rows(&INGESTOR, &serde_json::json!([key]).to_string());
            assert_eq!(
                nobody,
                ["1: id=apikey_01K name=k status=active has_expiry_field=false"],
                "made by nobody, in the default workspace"
            );
        }
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
