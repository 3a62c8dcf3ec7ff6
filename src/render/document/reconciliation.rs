//! Sums that must agree, in words.

use super::Cells::{Number, Prose};
use super::tables::table;
use super::{Block, Limits, prose, text};
use crate::model::{Money, Reconciliation, UsageReconciliation, dollars, grouped};

/// The sums, then cost next to usage.
pub(super) fn reconciliation(found: &Reconciliation, limits: &Limits) -> Vec<Block<'static>> {
    let agrees = |usd: Money| match usd == found.total_usd {
        true => "matches".to_owned(),
        false => format!("differs by {}", super::spend_change::signed(usd - found.total_usd)),
    };
    let mut rows: Vec<(String, Money, String)> =
        vec![("Reported cost of the period".to_owned(), found.total_usd, "the total".to_owned())];
    rows.extend(found.sums().map(|(parts, usd)| (format!("Its {parts}, added up"), usd, agrees(usd))));
    rows.extend(found.types_usd.iter().map(|(kind, usd)| (format!("of type `{kind}`"), *usd, String::new())));
    let columns = [("What", Prose), ("Sum", Number), ("Compared with the total", Prose)];
    let row = |(what, usd, note): &(String, Money, String)| {
        vec![prose(what, limits), text(dollars(*usd)), text(note.clone())]
    };
    let sums = Block::Table(table("Reported cost, added up in several ways", &columns, &rows, limits, row));
    let usage = found.usage.as_ref().map_or_else(
        || {
            "No day and model is complete in both a cost and a usage export: cost cannot be compared with usage."
                .to_owned()
        },
        beside_usage,
    );
    vec![sums, Block::Paragraph(text(usage))]
}

fn beside_usage(usage: &UsageReconciliation) -> String {
    let list = usage.stated_list_usd.map_or_else(String::new, |usd| format!(" (its own list price: {})", dollars(usd)));
    let apart = usage.stated_list_usd.unwrap_or(usage.reported_usd) - usage.usage_usd;
    format!(
        "On {} days and models that are complete in both a cost and a usage export, token cost is {}{list} and usage at list price {}. The difference is {}; rounding to cents explains up to {}.",
        grouped(usage.compared),
        dollars(usage.reported_usd),
        dollars(usage.usage_usd),
        super::spend_change::signed(apart),
        dollars(usage.rounding_usd),
    )
}
