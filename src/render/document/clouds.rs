//! What clouds billed for Claude, by provider: apart from the Console's spend.

use std::collections::BTreeMap;

use super::Cells::{Number, Prose, Short};
use super::tables::table;
use super::{Block, Limits, prose, text};
use crate::model::{CloudBill, Money, dollars};

/// The bills of the period, largest parts first.
pub(super) fn bills(all: &BTreeMap<String, CloudBill>, limits: &Limits) -> Vec<Block<'static>> {
    let lead = "These amounts are in no other number of the report. Billed includes credits, discounts and taxes on lines about Claude; the \
                parts add up to it. Of the checks, spend-spike and spend-shift judge what use cost, each provider apart.";
    let rows: Vec<(&str, &str, String, Money)> =
        all.iter().flat_map(|(provider, bill)| parts(provider, bill)).collect();
    let columns = [("Provider", Short), ("Part", Short), ("Name", Prose), ("Billed", Number)];
    let row = |(provider, part, name, usd): &(&str, &str, String, Money)| {
        vec![prose(provider, limits), text(*part), prose(name, limits), text(dollars(*usd))]
    };
    vec![Block::Paragraph(text(lead)), Block::Table(table("Claude on bills of clouds", &columns, &rows, limits, row))]
}

fn parts<'a>(provider: &'a str, bill: &'a CloudBill) -> Vec<(&'a str, &'a str, String, Money)> {
    let mut rows =
        vec![(provider, "all", "billed".to_owned(), bill.total), (provider, "all", "of it use".to_owned(), bill.usage)];
    for (part, sums) in [("principal", &bill.principal), ("account", &bill.account), ("model", &bill.model)] {
        let mut sums: Vec<(&String, Money)> = sums.iter().map(|(name, usd)| (name, *usd)).collect();
        sums.sort_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
        rows.extend(sums.into_iter().map(|(name, usd)| (provider, part, name.clone(), usd)));
    }
    rows
}
