//! What became of every file that was read.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Kind of a file that holds an error, a login page or nothing in place of an export.
pub const FAILED_EXPORT: &str = "failed-export";
/// How the note of a file begins that breaks off before it shows which export it is.
pub const BREAKS_OFF: &str = "a JSON file that breaks off inside its first record";
/// What is noted of a roster without a column of statuses or last days.
pub const SAYS_OF_NOBODY: &str = "it says of nobody whether they are there: everybody on it counts as present";
/// Kind of a list without entries, which does not say which list it is.
pub const EMPTY_LIST: &str = "empty-list";
/// Kind of the headers of an answer, saved beside it.
pub const SAVED_HEADERS: &str = "saved-headers";
/// Kind of what people or the collecting script wrote down about exports.
pub const EXPORT_NOTES: &str = "export-notes";
/// With this begins what is noted of such a file that cannot be read.
pub const UNREADABLE: &str = "cannot be read: ";

/// Kind of a file or folder that is no export and was not read: hidden files, what systems leave behind, reports of this program.
pub const PASSED_OVER: &str = "passed-over";
/// Kind of a part: what `fold` made of other inputs, each of which is listed too.
pub const PART: &str = "part";

/// One file, or one member of an archive, and what became of its rows.
///
/// `rows = accepted + rejected + duplicates + restated + other`; accepted includes rows outside the period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Input {
    /// Relative to the exports folder, `/`-separated; several folders: prefixed with the folder's name; members of archives: `a.zip!/m.csv`.
    pub path: String,
    /// Id of the kind of export; null where nobody recognizes the file.
    pub kind: Option<String>,
    /// SHA-256 of the bytes, lower-case hexadecimal; null where they could not be read.
    pub sha256: Option<String>,
    /// Size in bytes.
    pub bytes: u64,
    /// Records read.
    pub rows: u64,
    /// Records that stand in a table.
    pub accepted: u64,
    /// Records that could not be read; each stands in `rejected-rows.csv`.
    pub rejected: u64,
    /// Records that another file, or an earlier object with the same id, already holds.
    pub duplicates: u64,
    /// Records that a later export states anew.
    pub restated: u64,
    /// Records about something else than Claude, in no table: lines of a cloud's bill for other services.
    #[serde(default, skip_serializing_if = "is_none")]
    pub other: u64,
    /// First instant or day of what happened in it.
    pub first: Option<String>,
    /// Last instant or day of what happened in it.
    pub last: Option<String>,
    /// What a reader should know: the nearest kind and what was missing, a cut end, ignored columns.
    pub notes: Vec<String>,
}

/// A record that could not be taken, for `rejected-rows.csv`. Millions of them name the same few files, columns and reasons, which they share.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rejection {
    /// The file, as in [`Input::path`].
    pub file: Arc<str>,
    /// 1-based line where the record begins.
    pub line: u64,
    /// The column or field at fault; empty where the whole record is.
    pub column: Arc<str>,
    /// The value at fault, cut and with secrets masked.
    pub value: Box<str>,
    /// Why it could not be taken.
    pub reason: Arc<str>,
    /// Addresses in the record, as people are matched by them ([`super::normalize_address`]), and the ids with known prefixes and
    /// UUIDs, as they are written; sorted. Who or what stands in a record that could not be read is not absent.
    pub mentions: Box<[String]>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over references")]
const fn is_none(count: &u64) -> bool {
    *count == 0
}
