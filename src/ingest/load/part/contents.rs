//! What comes of reading a part.

use crate::ingest::load::read_file::ReadFile;

/// Why a part is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ingest::load) enum PartError {
    /// It cannot be read; what is wrong with it.
    Unreadable(String),
    /// It is whole, and this run cannot take it; why, and what to do.
    Unfit(String),
}

/// What is in a part.
#[derive(Default)]
pub(in crate::ingest::load) struct Contents {
    pub(in crate::ingest::load) files: Vec<ReadFile>,
    /// Files and folders that are no exports: path, and what they are.
    pub(in crate::ingest::load) passed_over: Vec<(String, String)>,
}
