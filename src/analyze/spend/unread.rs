//! Of which table the spend of some days is, and of how many records.

use super::series::Entity;
use crate::analyze::Context;
use crate::model::{Period, Table};

/// The table that the spend of these days rests on: usage where it is all estimated.
pub(super) fn table_behind(cx: &Context, entity: &Entity, days: Period) -> Table {
    let mut rows = entity.rows(&cx.facts.spend.series).filter(|row| days.contains(row.day)).peekable();
    let has_none = rows.peek().is_none();
    if has_none && cx.data.has(Table::Cost) || rows.any(|row| !row.estimated) { Table::Cost } else { Table::Usage }
}

/// How many records the spend of these days is the sum of.
pub(super) fn records_behind(cx: &Context, entity: &Entity, days: Period) -> u64 {
    entity.rows(&cx.facts.spend.series).filter(|row| days.contains(row.day)).map(|row| row.rows).sum()
}
