//! Keys as a table: objects stand in a cell (`created_by`), or spread over columns (`created_by_id`, `scope.workspace_id`).

use super::parts::{self, Part};
use super::{ID, PREFIXES};
use crate::ingest::batch::{Batch, Cell, Reject};
use crate::ingest::own_list::{self, CREATED, Cells, Dates, EXPIRES, Removed};
use crate::ingest::text::delimited::Delimited;

/// Where who made a key, where it is and whom it stops with stand.
struct Columns {
    creator: Option<usize>,
    creator_id: Option<usize>,
    creator_type: Option<usize>,
    scope: Option<usize>,
    scope_type: Option<usize>,
    workspace: Option<usize>,
    workspace_name: Option<usize>,
    principal: Option<usize>,
    principal_id: Option<usize>,
    principal_account: Option<usize>,
    principal_type: Option<usize>,
}

impl Columns {
    fn of(csv: &Delimited) -> Self {
        let column = |names: &[&str]| csv.column(names);
        Self {
            creator: column(&["created_by", "created_by_email", "created_by_name"]),
            creator_id: column(&["created_by_id"]),
            creator_type: column(&["created_by_type"]),
            scope: column(&["scope"]),
            scope_type: column(&["scope_type"]),
            workspace: column(&["workspace_id", "scope_workspace_id"]),
            workspace_name: column(&["workspace", "workspace_name"]),
            principal: column(&["principal"]),
            principal_id: column(&["principal_id", "principal_user_id"]),
            principal_account: column(&["principal_service_account_id"]),
            principal_type: column(&["principal_type"]),
        }
    }

    fn maker(&self, cells: &Cells) -> Result<Part, Reject> {
        if self.creator.is_none() && self.creator_id.is_none() {
            return Ok(parts::unstated_maker());
        }
        let id = cells.text(self.creator_id)?;
        let from = if id.is_empty() { cells.nested(self.creator)? } else { own_list::nested(id) };
        let made = parts::maker(from)?;
        let kind = Some(cells.text(self.creator_type)?).filter(|kind| !kind.is_empty() && made.id.is_some());
        Ok(Part { kind: made.kind.or_else(|| kind.map(str::to_owned)), ..made })
    }

    fn place(&self, cells: &Cells) -> Result<Part, Reject> {
        let name = cells.text(self.workspace_name)?;
        if self.workspace.is_none() && self.scope.is_none()
            || !name.is_empty() && cells.text(self.workspace)?.is_empty()
        {
            return Ok(parts::named_place(name));
        }
        let placed = parts::place(cells.nested(self.scope)?, cells.text(self.workspace)?)?;
        let kind = Some(cells.text(self.scope_type)?).filter(|kind| !kind.is_empty());
        Ok(Part { kind: placed.kind.or_else(|| kind.map(str::to_owned)), ..placed })
    }

    fn owner(&self, cells: &Cells) -> Result<Part, Reject> {
        let owned = parts::owner(cells.nested(self.principal)?)?;
        if owned.id.is_some() || owned.kind.is_some() {
            return Ok(owned);
        }
        let ids = [cells.text(self.principal_id)?, cells.text(self.principal_account)?];
        let stated = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let kind = parts::short(cells.text(self.principal_type)?);
        Ok(Part { id: ids.into_iter().find_map(stated), kind: stated(kind) })
    }
}

pub(super) fn read(csv: &Delimited, batch: &mut Batch) {
    let column = |names: &[&str]| csv.column(names);
    let (id, name, status, hint) = (column(ID), column(&["name"]), column(&["status"]), column(&["partial_key_hint"]));
    let (created, expires) = (column(&CREATED), column(&EXPIRES));
    let removed = Removed::marked(csv);
    let columns = Columns::of(csv);
    let dates = Dates::of(csv, &[created, expires]);
    own_list::pass_over_added(csv);
    csv.each_record(batch, |row, line, batch| {
        let cells = Cells(row);
        if removed.passes_over(&cells, batch)? {
            return Ok(());
        }
        let Some(id) = cells.own_id(id, PREFIXES, batch)? else { return Ok(()) };
        let id = Cell::text(Some(id));
        let (made, placed, owned) = (columns.maker(&cells)?, columns.place(&cells)?, columns.owner(&cells)?);
        let created = dates.optional(&cells, created, (line, &mut *batch));
        let ends = dates.optional(&cells, expires, (line, &mut *batch));
        // An expiry that cannot be read is none that is missing.
        let tells_expiry = expires.is_some() && (ends != Cell::Null || cells.text(expires)?.is_empty());
        batch.push(
            line,
            &[
                id,
                cells.cell(name)?,
                cells.cell(status)?,
                created,
                Cell::text(made.id),
                Cell::text(made.kind),
                cells.cell(hint)?,
                ends,
                Cell::Flag(tells_expiry),
                Cell::text(placed.id),
                Cell::text(placed.kind),
                Cell::text(owned.kind),
                Cell::text(owned.id),
            ],
        );
        Ok(())
    });
    dates.note(batch);
    batch.note_absent_columns(
        csv,
        &[
            &CREATED,
            &["created_by", "created_by_id"],
            &["workspace_id", "scope", "scope_workspace_id"],
            &EXPIRES,
            &["partial_key_hint"],
        ],
    );
    batch.note_unknown_columns(csv);
}
