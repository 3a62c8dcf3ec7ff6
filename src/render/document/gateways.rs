//! What went to Claude through gateways, and the keys that they gave out: apart from the Console's.

use super::Cells::{Number, Prose, Short};
use super::tables::table;
use super::{Block, Limits, Words, prose, text};
use crate::model::{GatewayKeyRow, GatewaySpend, Money, Report, dollars};

pub(super) fn gateways(report: &Report, limits: &Limits) -> Vec<Block<'static>> {
    let mut blocks = Vec::new();
    if !report.totals.gateway_usd.is_empty() {
        let lead = "These amounts are what the gateway reckons, and in no other number of the report: what is billed by Anthropic is the \
                    Console's own spend once more, what is billed by a cloud stands on its bill. Of the checks of spend, spend-spike and \
                    spend-shift judge it.";
        let rows: Vec<_> = report.totals.gateway_usd.iter().flat_map(|(name, spend)| parts(name, spend)).collect();
        let columns = [("Gateway", Short), ("Part", Short), ("Name", Prose), ("Claude", Number)];
        let row = |(gateway, part, name, usd): &(&str, &str, &str, Money)| {
            vec![prose(gateway, limits), text(*part), prose(name, limits), text(dollars(*usd))]
        };
        blocks.push(Block::Paragraph(text(lead)));
        blocks.push(Block::Table(table("Claude through gateways", &columns, &rows, limits, row)));
    }
    if !report.gateway_keys.is_empty() {
        let lead = "Keys that the gateway gave out. None of them is a key of the Console, and the key with which the gateway itself reaches \
                    Claude is none of them. Keys that reach other vendors' models alone are listed and not judged.";
        let columns = [
            ("Key", Prose),
            ("State", Short),
            ("Reaches", Short),
            ("Owner", Prose),
            ("Team", Prose),
            ("Created", Short),
            ("Rotated", Short),
            ("Last used", Short),
            ("Expires", Short),
            ("Budget", Number),
            ("Claude", Number),
        ];
        blocks.push(Block::Paragraph(text(lead)));
        blocks.push(Block::Table(table("Keys of gateways", &columns, &report.gateway_keys, limits, |key| {
            row(key, limits)
        })));
    }
    blocks
}

fn row(key: &GatewayKeyRow, limits: &Limits) -> Vec<Words> {
    let named = |name: Option<&String>| name.map_or_else(|| text("–"), |name| prose(name, limits));
    let day = |day: Option<chrono::NaiveDate>| text(day.map_or_else(|| "–".to_owned(), |day| day.to_string()));
    let usd = |usd: Option<Money>| text(usd.map_or_else(|| "–".to_owned(), dollars));
    vec![
        prose(&key.key, limits),
        prose(&key.state, limits),
        prose(&key.reaches, limits),
        named(key.owner.as_ref()),
        named(key.team.as_ref()),
        day(key.created),
        day(key.rotated),
        day(key.last_used),
        day(key.expires),
        usd(key.budget_usd),
        usd(key.claude_usd),
    ]
}

fn parts<'a>(gateway: &'a str, spend: &'a GatewaySpend) -> Vec<(&'a str, &'a str, &'a str, Money)> {
    let mut rows = vec![(gateway, "all", "Claude", spend.total)];
    for (part, sums) in [("billed by", &spend.bill), ("key", &spend.key), ("model", &spend.model)] {
        let mut sums: Vec<(&str, Money)> = sums.iter().map(|(name, usd)| (name.as_str(), *usd)).collect();
        sums.sort_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
        rows.extend(sums.into_iter().map(|(name, usd)| (gateway, part, name, usd)));
    }
    rows
}
