//! The values of a column while files are read and compared.

use std::hash::BuildHasher;

use indexmap::IndexSet;
use sha2::{Digest, Sha256};

use crate::model::{Kind, hex, mask_secrets};

/// The values of one column; `NULL` stands for nothing stated.
#[derive(Clone, Debug)]
pub(super) enum Values {
    /// Index into the batch's texts.
    Text(Vec<u32>),
    /// Days since 0001-01-01, as chrono counts them.
    Day(Vec<i32>),
    /// Counts, and instants in microseconds since 1970.
    Number(Vec<i64>),
    /// 10^-18 dollars.
    Money(Vec<i128>),
    /// 0, 1, or 2 for nothing stated.
    Flag(Vec<u8>),
}

/// No index.
pub(super) const NO_TEXT: u32 = u32::MAX;
/// Neither yes nor no.
pub(super) const NO_FLAG: u8 = 2;

/// The code of a text. What is known already has no secret in it, so only new texts are looked through.
pub(super) fn intern<S: BuildHasher>(texts: &mut IndexSet<Box<str>, S>, text: &str) -> u32 {
    let code = texts.get_index_of(text).unwrap_or_else(|| texts.insert_full(mask_secrets(text).into()).0);
    u32::try_from(code).unwrap_or(NO_TEXT)
}

/// Bytes of a name, an id, an address: what is longer is cut. Names of real exports have a hundred.
pub(super) const MOST_TEXT: usize = 4096;
/// Letters that stay of a name that is cut.
const SHOWN: usize = 200;
/// Columns that hold lists, objects or conditions, which are read again: they stay whole. So do the lists of worksheets that a report
/// wrote: the keys of a thousand events, workspaces, scopes.
const WHOLE: [&str; 15] = [
    "addresses",
    "allowed_geos",
    "audience",
    "claims",
    "condition",
    "details",
    "event_keys",
    "models",
    "oauth_scope",
    "role_ids",
    "scopes",
    "value",
    "was_access",
    "was_workspaces",
    "workspace_ids",
];

/// Whether a text of a column is longer than any name.
pub(super) fn is_too_long(column: &str, text: &str) -> bool {
    text.len() > MOST_TEXT && !WHOLE.contains(&column)
}

/// The beginning of a text that is too long, and what tells it from others that begin alike.
pub(super) fn cut(text: &str) -> String {
    // Secrets first: a part of one would not be known as such.
    let masked = mask_secrets(text);
    let shown: String = masked.chars().take(SHOWN).collect();
    let digest = Sha256::digest(text.as_bytes());
    let print = hex(&digest[..6]);
    format!("{shown}… ({} bytes, SHA-256 {print}…)", text.len())
}

impl Values {
    pub(super) const fn new(kind: Kind) -> Self {
        match kind {
            Kind::Text => Self::Text(Vec::new()),
            Kind::Day => Self::Day(Vec::new()),
            Kind::Instant | Kind::Integer => Self::Number(Vec::new()),
            Kind::Money => Self::Money(Vec::new()),
            Kind::Flag => Self::Flag(Vec::new()),
        }
    }

    /// Leaves out the rows that `keep` says no to.
    pub(super) fn retain(&mut self, keep: &[bool]) {
        fn kept<T>(values: &mut Vec<T>, keep: &[bool]) {
            let mut each = keep.iter();
            values.retain(|_| each.next().copied().unwrap_or(true));
        }
        match self {
            Self::Text(v) => kept(v, keep),
            Self::Day(v) => kept(v, keep),
            Self::Number(v) => kept(v, keep),
            Self::Money(v) => kept(v, keep),
            Self::Flag(v) => kept(v, keep),
        }
    }

    /// The values of some rows.
    pub(super) fn slice(&self, rows: std::ops::Range<usize>) -> Self {
        match self {
            Self::Text(v) => Self::Text(v[rows].to_vec()),
            Self::Day(v) => Self::Day(v[rows].to_vec()),
            Self::Number(v) => Self::Number(v[rows].to_vec()),
            Self::Money(v) => Self::Money(v[rows].to_vec()),
            Self::Flag(v) => Self::Flag(v[rows].to_vec()),
        }
    }

    /// Makes a cell state nothing.
    pub(super) fn clear(&mut self, row: usize) {
        match self {
            Self::Text(v) => v[row] = NO_TEXT,
            Self::Day(v) => v[row] = i32::MIN,
            Self::Number(v) => v[row] = i64::MIN,
            Self::Money(v) => v[row] = i128::MIN,
            Self::Flag(v) => v[row] = NO_FLAG,
        }
    }

    /// The value as a number that is equal exactly when the values are; `None` for nothing stated.
    pub(super) fn get(&self, row: usize) -> Option<i128> {
        match self {
            Self::Text(v) => (v[row] != NO_TEXT).then(|| i128::from(v[row])),
            Self::Day(v) => (v[row] != i32::MIN).then(|| i128::from(v[row])),
            Self::Number(v) => (v[row] != i64::MIN).then(|| i128::from(v[row])),
            Self::Money(v) => (v[row] != i128::MIN).then(|| v[row]),
            Self::Flag(v) => (v[row] != NO_FLAG).then(|| i128::from(v[row])),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::load_bytes;
    use crate::ingest::testing::table_rows;
    use crate::model::Table;

    #[test]
    fn names_of_a_megabyte_are_cut_and_stay_apart() {
        let usage = |key: &str| format!("2026-07-01,m,{key},5\n");
        let long = ["a", "b"].map(|end| format!("{}{end}", "y".repeat(1 << 20)));
        let header = "usage_date_utc,model_version,api_key,usage_output_tokens\n";
        let rows = [&long[0], &long[1], &long[0], "z"].map(usage).concat();
        let data = load_bytes(vec![("u.csv".to_owned(), format!("{header}{rows}").into_bytes())]).unwrap();
        let names = table_rows(&data, Table::Usage, &["key_name"]);
        assert_eq!(names.len(), 3, "{names:?}");
        assert!(names.iter().all(|name| name.len() < 300), "{names:?}");
        let note =
            "texts of more than 4096 bytes are cut to their beginning and a fingerprint; the first: key_name in line 2";
        assert!(data.inputs[0].notes.iter().any(|one| one == note), "{:?}", data.inputs[0].notes);
    }

    #[test]
    fn lists_and_short_texts_stay_whole() {
        assert!(!is_too_long("name", &"y".repeat(4096)) && is_too_long("name", &"y".repeat(4097)));
        assert!(!is_too_long("details", &"y".repeat(4097)));
        for column in WHOLE {
            assert!(Table::ALL.iter().any(|table| table.position(column).is_some()), "{column} is no column");
        }
        assert!(cut(&format!("sk-ant-{}", "y".repeat(5000))).ends_with("…)"));
    }
}
