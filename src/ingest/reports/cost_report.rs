//! The Admin API's cost report: daily buckets with results in cents, by workspace and description, never by key (legacy since
//! 2026-10-29). Priority Tier cost is not in it.

use super::{complete, note_empty_days, push_cost};
use crate::ingest::Ingestor;
use crate::ingest::batch::Batch;
use crate::ingest::document::Document;
use crate::ingest::text::bucket::Bucket;
use crate::model::Table;

/// Recognizes buckets whose results are amounts.
pub const INGESTOR: Ingestor = Ingestor {
    id: "cost-report",
    title: "Admin API cost report (JSON)",
    table: Table::Cost,
    marks: &["starting_at", "ending_at", "results"],
    claims: |document| document.first_nested("results").is_some_and(|r| r.contains_key("amount")),
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_nested("results", batch, |bucket, result, line, batch| {
        push_cost(Bucket::of(bucket)?, result, result, line, batch)
    });
    note_empty_days(json, batch);
    complete(batch, true);
}
