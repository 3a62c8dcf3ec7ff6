//! Whose money a row of the analytics reports is: the Console's, a Claude Enterprise organization's, or a share that is nobody's total.
//!
//! The same paths answer for both kinds of organization. What seats use is that organization's, by product; it has no workspaces and no
//! API keys, and is no spend of the Console's default workspace. Rows grouped by RBAC group overlap, since a person can be in several.

use std::collections::BTreeSet;

use super::DEFAULT_WORKSPACE;
use crate::ingest::batch::{Batch, Cell, Reject};
use crate::ingest::row_group::Group;
use crate::ingest::text::bucket::Bucket;
use crate::ingest::text::instant::parse_instant;
use crate::ingest::text::json::{JsonFile, Record};
use crate::ingest::vocabulary;
use crate::model::Table;

/// Products that only people with a seat use. Claude Code is one of them where another of them is in the same report: an organization of
/// the Console has it too.
const SEAT_PRODUCTS: [&str; 7] =
    ["chat", "cowork", "office_agent", "claude_in_chrome", "claude_design", "claude_tag", "chat_cowork_unified"];
const SHARED_PRODUCT: &str = "claude_code";

/// Where a row belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ledger {
    /// Workspaces and keys.
    Console,
    /// Products of a Claude Enterprise organization.
    Enterprise,
    /// Part of a grouping whose parts overlap: in no total.
    Share,
}

/// What a file as a whole says, which decides over its rows.
pub(super) struct Ledgers {
    by_group: bool,
    by_workspace: bool,
    has_seats: bool,
    organization: Option<String>,
    refreshed_at: Option<String>,
}

impl Ledgers {
    /// What the file says.
    pub(super) fn of(json: &JsonFile) -> Self {
        let organizations = json.envelope("organization_id");
        let only = organizations.first().filter(|_| organizations.iter().collect::<BTreeSet<_>>().len() == 1);
        Self {
            by_group: json.states("rbac_group_id"),
            by_workspace: json.states("workspace_id"),
            has_seats: json.texts("product").iter().any(|product| SEAT_PRODUCTS.contains(product)),
            organization: only.cloned(),
            refreshed_at: json.envelope("data_refreshed_at").into_iter().max(),
        }
    }

    /// Where a row of the reports that answer for both kinds of organization belongs.
    pub(super) fn of_group(&self, group: &Record) -> Result<Ledger, Reject> {
        if self.by_group {
            return Ok(Ledger::Share);
        }
        if group.get("workspace_id").is_some() || group.get("api_key_id").is_some() {
            return Ok(Ledger::Console);
        }
        let of_seats = match group.text("product")? {
            Some(SHARED_PRODUCT) => self.has_seats,
            Some(product) => SEAT_PRODUCTS.contains(&product),
            // The Console's default workspace has an id here; the only one of an Enterprise organization has none.
            None => self.by_workspace,
        };
        Ok(if of_seats { Ledger::Enterprise } else { Ledger::Console })
    }

    /// Where a row of a report of Claude Enterprise belongs.
    pub(super) const fn of_seats(&self) -> Ledger {
        if self.by_group { Ledger::Share } else { Ledger::Enterprise }
    }

    /// Whose organization a row is: its own word, else the envelope's.
    pub(super) fn organization<'a>(&'a self, group: &Record<'a>) -> Result<Cell<'a>, Reject> {
        Ok(Cell::text(group.text("organization_id")?.or(self.organization.as_deref())))
    }

    /// Hands over what belongs elsewhere, and says so.
    pub(super) fn finish(self, batch: &mut Batch, apart: Vec<Batch>) {
        // Days that the data does not reach are not days without anything.
        let reached = self.refreshed_at.as_deref().and_then(parse_instant).map(|at| at.date_naive());
        batch.empty_days.retain(|day| reached.is_none_or(|reached| *day < reached));
        for mut own in apart.into_iter().filter(|own| own.rows() > 0) {
            own.has_records = true;
            let rows = own.rows();
            let mut later = super::answers::later(&mut own);
            batch.notes.append(&mut own.notes);
            std::iter::once(&mut own).chain(&mut later).for_each(Batch::carries_what_is_stated);
            match own.table {
                Table::GroupShares => batch.note(format!(
                    "{rows} rows by RBAC group are shares that overlap where a person is in several groups: they are in no total; a \
                     report without group_by[]=rbac_group_id has the total"
                )),
                _ => batch.note(format!(
                    "{rows} rows are Claude Enterprise's: summed by product, apart from workspaces (`{DEFAULT_WORKSPACE}` included)"
                )),
            }
            batch.also.push(own);
            batch.also.append(&mut later);
        }
    }
}

/// Takes a row of cost of a Claude Enterprise organization, in cents.
pub(super) fn push_enterprise_cost(
    bucket: Bucket,
    organization: Cell,
    (group, cost): (&Record, &Record),
    line: u64,
    batch: &mut Batch,
) -> Result<(), Reject> {
    super::only_dollars(cost)?;
    let amount = super::amount(cost, batch)?;
    let [day, minute] = bucket.cells();
    let word = |field: &str| -> Result<Cell, Reject> { Ok(vocabulary::dimension(group.cell(field)?, field)) };
    let cells = [
        day,
        minute,
        organization,
        group.cell("product")?,
        user(group)?,
        group.cell("model")?,
        word("context_window")?,
        word("token_type")?,
        word("cost_type")?,
        word("inference_geo")?,
        word("speed")?,
        Cell::Money(amount),
        cost.cents("list_amount")?.map_or(Cell::Null, Cell::Money),
        Cell::Flag(true),
        cost.count_cell("requests")?,
    ];
    batch.push(line, &cells);
    batch.groups.push(Group::of(group, &[]));
    Ok(())
}

/// Takes a row of usage of a Claude Enterprise organization.
pub(super) fn push_enterprise_usage(
    bucket: Bucket,
    organization: Cell,
    (group, usage): (&Record, &Record),
    line: u64,
    batch: &mut Batch,
) -> Result<(), Reject> {
    let counts = super::counts(usage, batch)?;
    let [day, minute] = bucket.cells();
    let word = |field: &str| -> Result<Cell, Reject> { Ok(vocabulary::dimension(group.cell(field)?, field)) };
    let mut cells = vec![
        day,
        minute,
        organization,
        group.cell("product")?,
        user(group)?,
        group.cell("model")?,
        word("service_tier")?,
        word("context_window")?,
        word("inference_geo")?,
        word("speed")?,
    ];
    cells.extend(counts);
    cells.extend([Cell::Flag(true), usage.count_cell("requests")?]);
    batch.push(line, &cells);
    batch.groups.push(Group::of(group, &[]));
    Ok(())
}

/// Takes a row of a grouping whose parts overlap: tokens or cents, whichever the report is of.
pub(super) fn push_share(
    bucket: Bucket,
    organization: Cell,
    (group, measures): (&Record, &Record),
    line: u64,
    batch: &mut Batch,
) -> Result<(), Reject> {
    let (cost, tokens) = if measures.has("amount") {
        super::only_dollars(measures)?;
        (Cell::Money(super::amount(measures, batch)?), Cell::Null)
    } else {
        let sum = super::counts(measures, batch)?[..5]
            .iter()
            .map(|cell| if let Cell::Integer(n) = cell { *n } else { 0 })
            .sum();
        (Cell::Null, Cell::Integer(sum))
    };
    let [day, minute] = bucket.cells();
    let names = [group.cell("rbac_group_id")?, group.cell("product")?, group.cell("model")?];
    let [of_group, product, model] = names;
    batch.push(line, &[day, minute, organization, of_group, product, model, tokens, cost]);
    batch.groups.push(Group::of(group, &[]));
    Ok(())
}

/// Who used it, where the report was grouped by that.
fn user<'a>(group: &Record<'a>) -> Result<Cell<'a>, Reject> {
    const FIELDS: [&str; 4] = ["user_id", "id", "email_address", "service_account_id"];
    for object in ["actor", "user"].iter().filter_map(|field| group.object(field)) {
        if let Some(id) = object.first_text(&FIELDS)? {
            return Ok(Cell::text(Some(id)));
        }
    }
    Ok(Cell::text(group.first_text(&["user_id", "user_email"])?))
}
