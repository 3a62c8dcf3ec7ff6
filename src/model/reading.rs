//! How exports are read.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{Bounds, Tally};

/// How events of several organizations are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum EventOrganizations {
    /// All of them: they are of one, as far as is known.
    #[default]
    One,
    /// Those of the organization with these ids; those that name none too.
    Only(BTreeSet<String>),
    /// All of them, each with its organization: nothing says which one is meant.
    Several,
}

/// How exports are read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// How much is read.
    pub bounds: Bounds,
    /// Types of events, as either source writes them or as the feed calls them, whose single events are wanted although they are
    /// routine.
    pub singly: BTreeSet<String>,
    /// An instant of which the user says that it has been: nothing until then is misdated.
    pub known: Option<DateTime<Utc>>,
    /// Bytes of a chunk of a file that is read in chunks; nothing for what is best. No output depends on it.
    pub chunk_bytes: Option<usize>,
    /// Whether rows that files state are kept singly where they could be summed while they are read. No output depends on it but for
    /// the lines that are named.
    pub rows_singly: bool,
    /// Whose events are read.
    pub event_organizations: EventOrganizations,
    /// How much was read so far. No output depends on it.
    pub tally: Arc<Tally>,
}

impl From<&Bounds> for Reading {
    fn from(bounds: &Bounds) -> Self {
        Self { bounds: *bounds, ..Self::default() }
    }
}
