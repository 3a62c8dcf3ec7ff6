//! What each member of a Claude Enterprise organization spent or used, from the analytics. Rows of groups overlap where a person is in
//! several, and are in no sum.

use super::{amount, counts, only_dollars};
use crate::ingest::batch::{Batch, Cell, Reject};
use crate::ingest::document::Document;
use crate::ingest::text::json::Record;
use crate::model::{Table, normalize_address};

/// Whether a document is such a report, by a field that only one of the two has.
pub(super) fn is_report(document: &Document, field: &str) -> bool {
    document.first().is_some_and(|r| {
        let by_user = r.object("actor").is_some_and(|actor| actor.has("user_id"));
        by_user && r.has(field) && !r.has("group") && !r.has("results") && !r.has("period_to_date_spend")
    })
}

/// Reads every row; `of_cost` where it is one of dollars.
pub(super) fn read(document: &Document, batch: &mut Batch, of_cost: bool) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        let cells = cells(record, of_cost, batch)?;
        batch.push(line, &cells);
        Ok(())
    });
}

fn cells<'a>(record: &Record<'a>, of_cost: bool, batch: &mut Batch) -> Result<Vec<Cell<'a>>, Reject> {
    let actor = record.object("actor").ok_or_else(|| Reject::new("actor", "", "no `actor`"))?;
    if let Some(group) = record.text("rbac_group_id")? {
        return Err(Reject::new("rbac_group_id", group, "a share of a group, which overlaps with other groups"));
    }
    let address = actor.text("email_address")?;
    let mut cells = vec![
        Cell::day(record.instant("starting_at")?.map(|at| at.date_naive())),
        Cell::text(address.and_then(normalize_address)),
        Cell::Null,
        Cell::text(Some(actor.required("user_id")?)),
        record.cell("product")?,
        record.cell("model")?,
        record.cell("slack_channel_id")?,
        record.count_cell("requests")?,
        Cell::Null,
    ];
    if of_cost {
        only_dollars(record)?;
        let list_price = record.cents("list_amount")?.map_or(Cell::Null, Cell::Money);
        cells.resize(Table::SeatSpend.columns().len() - 2, Cell::Null);
        cells.extend([Cell::Money(amount(record, batch)?), list_price]);
    } else {
        let [uncached, write_5m, write_1h, read, output, searches] = counts(record, batch)?;
        cells.extend([output, uncached, read, write_5m, write_1h, searches, Cell::Null, Cell::Null]);
    }
    Ok(cells)
}
