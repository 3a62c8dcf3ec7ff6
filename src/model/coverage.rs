//! What the exports cover: by table, and by file where it has days.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the rows of one table cover.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Coverage {
    /// Id of the table.
    pub table: String,
    /// Its title.
    pub title: String,
    /// Files that fill it.
    pub files: u64,
    /// Rows in it.
    pub rows: u64,
    /// First day with a row; null for lists, which have none.
    #[schemars(with = "Option<String>")]
    pub first: Option<NaiveDate>,
    /// Last day with a row.
    #[schemars(with = "Option<String>")]
    pub last: Option<NaiveDate>,
    /// Days of the period with at least one row.
    pub days_in_period: u64,
    /// What is missing of it: a page of a list, records that could not be read. Absent where it is whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partial: Option<String>,
    /// Its files that have days, in order of time; none for lists.
    #[serde(alias = "bands", default)]
    pub file_spans: Vec<FileSpan>,
}

/// The days of one file, as the picture of the coverage shows them. Only exceptions are listed: every other day has rows that count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FileSpan {
    /// The file, as in `path` of the inputs.
    pub file: String,
    /// Its first day.
    #[schemars(with = "String")]
    pub first: NaiveDate,
    /// Its last day.
    #[schemars(with = "String")]
    pub last: NaiveDate,
    /// Days between them without a row, as first and last of each run.
    #[schemars(with = "Vec<(String, String)>")]
    pub missing: Vec<(NaiveDate, NaiveDate)>,
    /// Days of which every row counts in another file: duplicates, and what a later export restates.
    #[schemars(with = "Vec<(String, String)>")]
    pub elsewhere: Vec<(NaiveDate, NaiveDate)>,
}
