//! The cost analytics of the API (since 2026-10-29): one row per bucket and group, amounts in cents with fractions.

use super::ledger::{Ledger, Ledgers, push_enterprise_cost, push_share};
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
    signature: &["starting_at", "ending_at", "group", "cost"],
    claims: |document| document.first().is_some_and(|r| r.has("starting_at") && r.has("group") && r.has("cost")),
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    let ledgers = Ledgers::of(json);
    let (mut seats, mut shares) = (Batch::new(Table::EnterpriseCost), Batch::new(Table::GroupShares));
    json.each_record(batch, |record, line, batch| {
        let object = |field| record.object(field).ok_or_else(|| Reject::new(field, "", format!("no object `{field}`")));
        let (group, cost) = (object("group")?, object("cost")?);
        let (at, organization) = (Bucket::of(record)?, ledgers.organization(&group)?);
        match ledgers.of_group(&group)? {
            Ledger::Console => push_cost(at, organization, (&group, &cost), line, batch),
            Ledger::Enterprise => push_enterprise_cost(at, organization, (&group, &cost), line, &mut seats),
            Ledger::Share => push_share(at, organization, (&group, &cost), line, &mut shares),
        }
    });
    complete(batch, false);
    ledgers.finish(batch, vec![seats, shares]);
}
