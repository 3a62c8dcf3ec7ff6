//! What the records of a list said of their own time while they were taken.

use crate::ingest::cell::Reject;

/// A record that says that what it is about is gone.
#[derive(Debug)]
pub(in crate::ingest) struct Gone {
    /// How many rows stand before it.
    pub row: usize,
    pub id: String,
    pub time: Option<String>,
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
    pub unclear: Vec<Unclear>,
}
