//! Who made a key, where it is and whom it stops with: each an object of the record, or what a tool wrote in its place.

use serde_json::{Map, Value};

use crate::data::vocabulary::{NAMED_PLACE, UNCLEAR};
use crate::ingest::batch::Reject;
use crate::ingest::own_list::Nested;
use crate::ingest::text::json::Record;

/// An id and what it is of.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) id: Option<String>,
    pub(super) kind: Option<String>,
}

impl Part {
    fn new(id: Option<&str>, kind: Option<&str>) -> Self {
        let stated = |text: Option<&str>| text.filter(|text| !text.trim().is_empty()).map(str::to_owned);
        Self { id: stated(id), kind: stated(kind) }
    }
}

/// Who made a key, by an export that does not say. A key without a creator is another thing.
pub(super) fn unstated_maker() -> Part {
    Part::new(None, Some(UNCLEAR))
}

/// Where a key is, by an export that does not say. A key without a workspace is in the default one.
pub(super) fn unstated_place() -> Part {
    Part::new(None, Some(UNCLEAR))
}

/// Who made a key: `created_by`, of which only the id, an address or a name may be left.
pub(super) fn maker(created_by: Nested) -> Result<Part, Reject> {
    Ok(match created_by {
        Nested::Nothing => Part::default(),
        Nested::Object(object) => {
            let record = Record::new(&object);
            Part::new(record.text("id")?, record.text("type")?)
        }
        Nested::Plain(text) => Part::new(Some(text), None),
        Nested::Lost(text) => Part::new(Some(text), Some(UNCLEAR)),
    })
}

/// Whom a key stops with: `{"type": "user_actor", "user_id"}` or `{"type": "service_account_actor", "service_account_id"}` since
/// 2026-10-21; the documentation of 2026-08-22 had `{"id", "type": "user" | "service_account"}`. In the short form.
pub(super) fn owner(principal: Nested) -> Result<Part, Reject> {
    match principal {
        Nested::Nothing => Ok(Part::default()),
        Nested::Object(object) => of_principal(&object),
        Nested::Plain(id) if id.starts_with("user_") => Ok(Part::new(Some(id), Some("user"))),
        Nested::Plain(id) if id.starts_with("svac_") => Ok(Part::new(Some(id), Some("service_account"))),
        Nested::Plain(text) | Nested::Lost(text) => {
            Err(Reject::new("principal", text, "an object that was cut or printed in an unknown form"))
        }
    }
}

fn of_principal(principal: &Map<String, Value>) -> Result<Part, Reject> {
    let record = Record::new(principal);
    let id =
        ["id", "user_id", "service_account_id"].iter().find_map(|field| record.text(field).transpose()).transpose()?;
    Ok(Part::new(id, record.text("type")?.map(short)))
}

/// The kind of an owner without what says that it acts.
pub(super) fn short(kind: &str) -> &str {
    kind.strip_suffix("_actor").unwrap_or(kind)
}

/// Where a key is, by the name of its workspace: the workspaces' list says which that is. Without one it is not known.
pub(super) fn named_place(name: &str) -> Part {
    match name.trim() {
        "" => unstated_place(),
        id if id.starts_with("wrkspc_") => Part::new(Some(id), None),
        name => Part::new(Some(name), Some(NAMED_PLACE)),
    }
}

/// Where a key is: `scope`, or the workspace that the older shape states next to it.
pub(super) fn place(scope: Nested, workspace: &str) -> Result<Part, Reject> {
    Ok(match scope {
        Nested::Nothing => Part::new(Some(workspace), None),
        Nested::Object(object) => {
            let record = Record::new(&object);
            Part::new(record.text("workspace_id")?, record.text("type")?)
        }
        Nested::Plain(id) if id.starts_with("wrkspc_") => Part::new(Some(id), Some("workspace")),
        Nested::Plain(kind) => Part::new(Some(workspace), Some(kind)),
        Nested::Lost(_) if workspace.is_empty() => unstated_place(),
        Nested::Lost(_) => Part::new(Some(workspace), None),
    })
}
