//! The spend report of claude.ai: one row per user, product and model (and channel) for the whole range.
//!
//! The range stands in the file's name only, so files of overlapping ranges cannot be distinguished from files of two ranges: their rows are
//! all kept, except for those that another file has too, and nothing is summed over files.

use super::{count, dollars};
use crate::ingest::Ingestor;
use crate::ingest::batch::{Batch, Cell};
use crate::ingest::document::Document;
use crate::ingest::text::decimals::Decimals;
use crate::model::{Table, normalize_address};

/// Recognizes the spend report in all its header versions.
pub const INGESTOR: Ingestor = Ingestor {
    id: "claude-spend-report",
    title: "claude.ai spend report (CSV)",
    table: Table::SeatSpend,
    signature: &["user_email", "product", "model", "total_requests", "total_net_spend_usd"],
    claims: |document| {
        let by_address = document.mentions("user_email") || document.mentions("email");
        document.mentions("total_net_spend_usd") || by_address && document.has_columns(&["product", "total_requests"])
    },
    read,
};

/// What is no count.
const OTHERS: [&[&str]; 9] = [
    &["user_email", "email"],
    &["account_uuid"],
    &["user_id"],
    &["product"],
    &["model"],
    &["slack_channel_id"],
    &["teams_channel_id"],
    &["total_net_spend_usd"],
    &["total_gross_spend_usd"],
];
const COUNTS: [&[&str]; 8] = [
    &["total_requests"],
    &["total_prompt_tokens"],
    &["total_completion_tokens"],
    &["total_uncached_input_tokens"],
    &["total_cache_read_tokens"],
    &["total_cache_write_5m_tokens"],
    &["total_cache_write_1h_tokens"],
    &["total_web_search_count"],
];

fn read(document: &Document, batch: &mut Batch) {
    let Some(csv) = document.delimited() else { return };
    let [address, account, user, product, model, slack, teams, net, gross] = OTHERS.map(|names| csv.column(names));
    let counts = COUNTS.map(|names| csv.column(names));
    let decimals =
        Decimals::of(csv, net.into_iter().chain(gross).collect(), counts.iter().filter_map(|column| *column).collect());
    csv.each_record(batch, |row, line, batch| {
        // What no user spent has `(org service usage)` for an address.
        let whose = row.text(address)?;
        let channel = [row.text(slack)?, row.text(teams)?].into_iter().find(|channel| !channel.is_empty());
        let mut cells = vec![
            Cell::Null,
            Cell::text(normalize_address(whose).or_else(|| Some(whose.to_owned()))),
            row.cell(account)?,
            row.cell(user)?,
            row.cell(product)?,
            Cell::text(Some(model_id(row.text(model)?))),
            Cell::text(channel),
        ];
        for column in counts {
            cells.push(count(&decimals, row, column)?);
        }
        cells.extend([dollars(&decimals, row, net)?, dollars(&decimals, row, gross)?]);
        batch.push(line, &cells);
        Ok(())
    });
    decimals.note(batch);
    batch.note_absent_columns(csv, &[OTHERS.as_slice(), &COUNTS].concat());
    batch.note_unknown_columns(csv);
}

/// Models are written `claude_opus_4_7` in some versions.
fn model_id(model: &str) -> String {
    if model.starts_with("claude_") { model.replace('_', "-") } else { model.to_owned() }
}
