//! The usage analytics of the API (since 2026-10-29): one row per bucket and group. Grouped by actor, a row also says whether the user
//! is still a member.

use std::collections::BTreeSet;

use super::ledger::{Ledger, Ledgers, push_enterprise_usage, push_share};
use super::{complete, push_usage};
use crate::data::yes_no;
use crate::ingest::Ingestor;
use crate::ingest::batch::{Batch, Cell, Reject};
use crate::ingest::document::Document;
use crate::ingest::text::bucket::Bucket;
use crate::ingest::text::json::Record;
use crate::model::Table;

/// Recognizes rows with a group and usage.
pub const INGESTOR: Ingestor = Ingestor {
    id: "analytics-usage",
    title: "API usage analytics (JSON)",
    table: Table::Usage,
    signature: &["starting_at", "ending_at", "group", "usage"],
    claims: |document| document.first().is_some_and(|r| r.has("starting_at") && r.has("group") && r.has("usage")),
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    let ledgers = Ledgers::of(json);
    let (mut seats, mut shares) = (Batch::new(Table::EnterpriseUsage), Batch::new(Table::GroupShares));
    let (mut actors, mut seen) = (Batch::new(Table::Actors), BTreeSet::new());
    json.each_record(batch, |record, line, batch| {
        let object = |field| record.object(field).ok_or_else(|| Reject::new(field, "", format!("no object `{field}`")));
        let group = object("group")?;
        if let Some(actor) = group.object("actor") {
            push_actor(&actor, line, &mut actors, &mut seen)?;
        }
        let (usage, at, organization) = (object("usage")?, Bucket::of(record)?, ledgers.organization(&group)?);
        match ledgers.of_group(&group)? {
            Ledger::Console => push_usage(at, organization, (&group, &usage), line, batch),
            Ledger::Enterprise => push_enterprise_usage(at, organization, (&group, &usage), line, &mut seats),
            Ledger::Share => push_share(at, organization, (&group, &usage), line, &mut shares),
        }
    });
    complete(batch, false);
    ledgers.finish(batch, vec![seats, shares]);
    batch.also.extend((actors.rows() > 0).then_some(actors));
}

/// Takes a user once; what a row says of one is the state of the day of the export, not of the row.
fn push_actor(actor: &Record, line: u64, actors: &mut Batch, seen: &mut BTreeSet<String>) -> Result<(), Reject> {
    let Some(id) = actor.text("user_id")? else { return Ok(()) };
    if !seen.insert(id.to_owned()) {
        return Ok(());
    }
    let deleted = actor.get("deleted").and_then(yes_no);
    let cells = [
        Cell::text(Some(id)),
        actor.cell("email_address")?,
        actor.cell("name")?,
        deleted.map_or(Cell::Null, Cell::Flag),
    ];
    actors.push(line, &cells);
    Ok(())
}
