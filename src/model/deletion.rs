//! What a list says of a key, a person or a workspace that it holds no more.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A record that says that what it is about is deleted. No other record of it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deletion {
    /// 1-based line of the record.
    pub line: u64,
    /// Id and name of what it is about, and every other id and address in its records; sorted.
    pub names: Vec<String>,
    /// When it was deleted, where that is known.
    pub day: Option<NaiveDate>,
    /// Whether the day is the one on which it was seen to be deleted: it may have been so before.
    pub is_latest: bool,
}
