//! What members of claude.ai spent beyond their seats, by product, and with Claude Code by month.
//!
//! The files do not state the range that they cover: each is a range of its own, and nothing is summed over files. Reports that state
//! their days are taken month by month.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::NaiveDate;

use crate::facts::frame::{Rows, Source};
use crate::model::{Dataset, Money, Table, normalize_address};

/// How a product is called that a report does not name.
const ALL_PRODUCTS: &str = "all products";
/// The product of the reports of Claude Code alone.
const CLAUDE_CODE: &str = "Claude Code by month";

/// What one member spent on one product in one range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberSpend {
    /// The member's normalized address.
    pub address: String,
    /// The member's id, where the report states it.
    pub user_id: Option<String>,
    /// The product.
    pub product: String,
    /// The file.
    pub file: u32,
    /// First day of the month, where the report states days.
    pub month: Option<NaiveDate>,
    /// Dollars.
    pub amount: Money,
    /// The first row.
    pub source: Source,
}

/// What tells one sum from another.
type Key = (u32, Option<NaiveDate>, String, String);

/// Sums by range, product and member, in this order. What no member spent is left out.
pub(in crate::facts) fn seat_spend(data: &Dataset) -> Result<Vec<MemberSpend>> {
    let mut sums: BTreeMap<Key, MemberSpend> = BTreeMap::new();
    if let Some(frame) = data.frame(Table::SeatSpend) {
        let rows = Rows::of(frame)?;
        let (address, user, product) = (rows.text("address")?, rows.text("user_id")?, rows.text("product")?);
        let (day, net) = (rows.day("day")?, rows.money("net_spend")?);
        for row in 0..rows.len() {
            let (Some(who), Some(amount)) = (address.get(row).and_then(normalize_address), net.get(row)) else {
                continue;
            };
            let product = product.get(row).filter(|product| !product.is_empty()).unwrap_or(ALL_PRODUCTS);
            let month = day.get(row).and_then(|day| chrono::Datelike::with_day(&day, 1));
            add(&mut sums, (who, product), user.get(row), month, amount, rows.source(row));
        }
    }
    if let Some(frame) = data.frame(Table::ClaudeCodeTeam) {
        let rows = Rows::of(frame)?;
        let (user, spend) = (rows.text("user")?, rows.money("spend")?);
        for row in 0..rows.len() {
            // A user may be the name of a key.
            let Some(who) = user.get(row).and_then(normalize_address) else { continue };
            let Some(amount) = spend.get(row) else { continue };
            add(&mut sums, (who, CLAUDE_CODE), None, None, amount, rows.source(row));
        }
    }
    Ok(sums.into_values().collect())
}

fn add(
    sums: &mut BTreeMap<Key, MemberSpend>,
    (address, product): (String, &str),
    user: Option<&str>,
    month: Option<NaiveDate>,
    amount: Money,
    source: Source,
) {
    let key = (source.file, month, product.to_owned(), address.clone());
    let sum = sums.entry(key).or_insert_with(|| MemberSpend {
        address,
        user_id: user.map(str::to_owned),
        product: product.to_owned(),
        file: source.file,
        month,
        amount: Money::ZERO,
        source,
    });
    sum.amount += amount;
}
