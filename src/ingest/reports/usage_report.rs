//! The Admin API's usage report of messages: buckets of a day, an hour or a minute with results (legacy since 2026-10-29).
//!
//! A result without a key is the Console's Workbench, if keys were asked for; one without a workspace is the default one's.

use serde_json::{Map, Value};

use super::{complete, is_of_seats, push_usage};
use crate::ingest::Ingestor;
use crate::ingest::batch::Batch;
use crate::ingest::document::Document;
use crate::ingest::text::bucket::Bucket;
use crate::model::Table;

/// Recognizes buckets whose results count tokens. Where no bucket has a result, hours and minutes are usage: cost comes by day.
pub const INGESTOR: Ingestor = Ingestor {
    id: "usage-report",
    title: "Admin API usage report (JSON)",
    table: Table::Usage,
    signature: &["starting_at", "ending_at", "results"],
    claims: |document| {
        let is_its = |r: &Map<String, Value>| r.contains_key("uncached_input_tokens") && !is_of_seats(document, r);
        let counts = document.first_nested("results").is_some_and(|r| is_its(&r));
        counts || document.empty_buckets().is_some_and(|bucket| bucket.minute.is_some())
    },
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_nested("results", batch, |bucket, result, line, batch| {
        push_usage(Bucket::of(bucket)?, result.cell("organization_id")?, (result, result), line, batch)
    });
    complete(batch, true);
}
