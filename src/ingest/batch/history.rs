//! What the records of a list said of their own time while they were taken.

use crate::ingest::cell::Reject;

/// A record that says that what it is about is gone, or that another record took its place.
#[derive(Clone, Debug)]
pub(in crate::ingest) struct Gone {
    /// How many rows stand before it.
    pub row: usize,
    pub line: u64,
    pub id: String,
    pub time: Option<String>,
    /// Its name, and the addresses and ids in it.
    pub names: Vec<String>,
    /// When it ended, as it says.
    pub ended: Option<String>,
    /// A time before which it had ended.
    pub noticed: Option<String>,
}

/// A record of which a column may say that it does not hold.
#[derive(Debug)]
pub(in crate::ingest) struct Unclear {
    pub id: Option<String>,
    pub line: u64,
    pub reject: Reject,
}

/// What the records of a list say of their own time.
#[derive(Debug, Default)]
pub(in crate::ingest) struct History {
    /// When rows were read: from which row on, and the text.
    pub times: Vec<(usize, String)>,
    /// The column of these times.
    pub column: Option<String>,
    /// Whether each of them has a list of its own.
    pub is_of_lists: bool,
    pub gone: Vec<Gone>,
    /// Records whose place another one took, or should have taken.
    pub past: Vec<Gone>,
    pub unclear: Vec<Unclear>,
}
