//! The Admin API's cost report: daily buckets with results in cents, by workspace and description, never by key (legacy since
//! 2026-10-29). Priority Tier cost is not in it.

use super::{complete, is_of_seats, note_empty_days, push_cost};
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
    signature: &["starting_at", "ending_at", "results"],
    // Other vendors' buckets have a `start_time`, and amounts that are objects.
    claims: |document| {
        document.first().is_some_and(|bucket| bucket.has("starting_at"))
            && document.first_nested("results").is_some_and(|r| {
                r.get("amount").is_some_and(|amount| !amount.is_object()) && !is_of_seats(document, &r)
            })
    },
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_nested("results", batch, |bucket, result, line, batch| {
        push_cost(Bucket::of(bucket)?, result.cell("organization_id")?, (result, result), line, batch)
    });
    note_empty_days(json, batch);
    complete(batch, true);
}
