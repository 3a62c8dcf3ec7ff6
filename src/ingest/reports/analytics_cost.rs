//! The cost analytics of the API (since 2026-10-29): one row per bucket and group, amounts in cents with fractions.

use super::{complete, push_cost};
use crate::ingest::Ingestor;
use crate::ingest::batch::{Batch, Reject};
use crate::ingest::document::Document;
use crate::ingest::text::bucket::Bucket;
use crate::model::Table;

/// Recognizes rows with a group and a cost.
pub const INGESTOR: Ingestor = Ingestor {
    id: "analytics-cost",
    title: "API cost analytics (JSON)",
    table: Table::Cost,
    marks: &["starting_at", "ending_at", "group", "cost"],
    claims: |document| document.first().is_some_and(|r| r.has("starting_at") && r.has("group") && r.has("cost")),
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        let object = |field| record.object(field).ok_or_else(|| Reject::new(field, "", format!("no object `{field}`")));
        push_cost(Bucket::of(record)?, &object("group")?, &object("cost")?, line, batch)
    });
    complete(batch, false);
}
