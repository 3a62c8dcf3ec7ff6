//! One row of the spend series, and what is said of it as evidence.

use std::cmp::Ordering;

use chrono::NaiveDate;

use super::shared_text::SharedText;
use crate::facts::frame::Source;
use crate::model::{Dataset, Evidence, Money};

/// Dollars of one day, workspace, key and model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpendRow {
    /// The day.
    pub day: NaiveDate,
    /// Workspace: its name, `Default` where the export leaves it empty, its id where no list names it.
    pub workspace: SharedText,
    /// Whether the export that it rests on distinguishes workspaces: else `Default` says nothing.
    pub by_workspace: bool,
    /// Key: its name, its id where no list names it; empty for use without a key.
    pub key: SharedText,
    /// Whether the export that it rests on distinguishes keys: else an empty key says nothing.
    pub by_key: bool,
    /// Key id, where the export states it.
    pub key_id: Option<SharedText>,
    /// Model: its API id where the price table knows it, else as exported; empty for what is no model's (searches).
    pub model: SharedText,
    /// Dollars.
    pub amount: Money,
    /// What it cost at least: less than `amount` where an estimate rests on usage that does not say what ran in batches.
    pub at_least: Money,
    /// Whether this is an estimate.
    pub estimated: bool,
    /// Rows of the export that it is the sum of.
    pub rows: u64,
    /// The first of them.
    pub source: Source,
}

impl SpendRow {
    /// By day, then workspace, key and model.
    pub(super) fn in_order(&self, other: &Self) -> Ordering {
        (self.day, &self.workspace, &self.key, &self.model).cmp(&(
            other.day,
            &other.workspace,
            &other.key,
            &other.model,
        ))
    }

    /// As evidence in a report: the amount stands on the line, or the words say of what it is the sum.
    #[must_use]
    pub fn evidence(&self, data: &Dataset) -> Evidence {
        let usd = self.amount.to_grouped();
        let of = sum_of(self.rows, self.source);
        let amount = match (self.estimated, of) {
            (true, of) => format!("${usd} at list price, {}", of.unwrap_or_else(|| "by this row".to_owned())),
            (false, Some(of)) => format!("${usd}, {of}"),
            (false, None) => format!("${usd}"),
        };
        let words = [self.day.to_string(), self.key.to_string(), self.model.to_string(), amount];
        let record = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        self.source.evidence(data, record)
    }
}

/// `sum of 5 rows from line 12`; nothing where there is one row, which says it itself.
#[must_use]
pub fn sum_of(rows: u64, first: Source) -> Option<String> {
    (rows > 1).then(|| format!("sum of {rows} rows from line {}", first.line))
}
