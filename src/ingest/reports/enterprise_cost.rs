//! The cost report of a Claude Enterprise organization: daily buckets with results in cents, by product. On seat plans it holds what
//! was used beyond the seats, and nothing of what they include.

use super::ledger::{Ledger, Ledgers, push_enterprise_cost, push_share};
use super::{complete, is_of_seats, note_empty_days};
use crate::ingest::Ingestor;
use crate::ingest::batch::Batch;
use crate::ingest::document::Document;
use crate::ingest::text::bucket::Bucket;
use crate::model::Table;

/// Recognizes buckets whose results are amounts by product, or counted by requests; the Console's have neither.
pub const INGESTOR: Ingestor = Ingestor {
    id: "enterprise-cost-report",
    title: "Claude Enterprise cost report (JSON)",
    table: Table::EnterpriseCost,
    signature: &["starting_at", "ending_at", "results", "data_refreshed_at"],
    claims: |document| {
        document.first_nested("results").is_some_and(|r| r.contains_key("amount") && is_of_seats(document, &r))
    },
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    let (ledgers, mut shares) = (Ledgers::of(json), Batch::new(Table::GroupShares));
    json.each_nested("results", batch, |bucket, result, line, batch| {
        let (at, organization) = (Bucket::of(bucket)?, ledgers.organization(result)?);
        match ledgers.of_seats() {
            Ledger::Share => push_share(at, organization, (result, result), line, &mut shares),
            _ => push_enterprise_cost(at, organization, (result, result), line, batch),
        }
    });
    note_empty_days(json, batch);
    complete(batch, false);
    ledgers.finish(batch, vec![shares]);
}
