//! What usage costs by the price list.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rayon::prelude::*;

use super::row::SpendRow;
use super::token_use::TokenUse;

/// Usage at list price, and what could not be priced.
pub(super) struct Estimates {
    pub(super) rows: Vec<SpendRow>,
    /// Rows per day and model.
    pub(super) unpriced: BTreeMap<(NaiveDate, String), u64>,
}

/// Usage × list price, per day, workspace, key and model. The uses come in that order.
pub(super) fn estimates(uses: &[TokenUse]) -> Estimates {
    let days: Vec<Estimates> = uses.par_chunk_by(|one, next| one.day == next.day).map(estimates_of_day).collect();
    let mut all = Estimates { rows: Vec::with_capacity(uses.len()), unpriced: BTreeMap::new() };
    for one in days {
        all.rows.extend(one.rows);
        all.unpriced.extend(one.unpriced);
    }
    all
}

fn estimates_of_day(uses: &[TokenUse]) -> Estimates {
    let mut unpriced = BTreeMap::new();
    let mut rows: Vec<SpendRow> = Vec::with_capacity(uses.len());
    for one in uses {
        let Some(amount) = one.estimate() else {
            *unpriced.entry((one.day, one.unpriced_name())).or_default() += one.rows;
            continue;
        };
        let is_its = |row: &&mut SpendRow| {
            (row.day, &row.workspace, &row.key, &row.key_id, &row.model)
                == (one.day, &one.workspace, &one.key, &one.key_id, &one.model)
        };
        if let Some(sum) = rows.last_mut().filter(is_its) {
            sum.amount += amount;
            sum.at_least += one.other_prices().range[0];
            sum.rows += one.rows;
            sum.source = sum.source.min(one.source);
            continue;
        }
        rows.push(SpendRow {
            day: one.day,
            workspace: one.workspace.clone(),
            by_workspace: one.by_workspace,
            key: one.key.clone(),
            by_key: one.by_key,
            key_id: one.key_id.clone(),
            model: one.model.clone(),
            amount,
            at_least: one.other_prices().range[0],
            estimated: true,
            rows: one.rows,
            source: one.source,
        });
    }
    Estimates { rows, unpriced }
}
