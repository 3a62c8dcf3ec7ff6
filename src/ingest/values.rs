//! The values of a column while files are read and compared.

use std::hash::BuildHasher;

use indexmap::IndexSet;

use crate::model::{Kind, mask_secrets};

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
