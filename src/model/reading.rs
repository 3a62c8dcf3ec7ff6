//! How exports are read.

use std::collections::BTreeSet;

use super::Bounds;

/// How exports are read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// How much is read.
    pub bounds: Bounds,
    /// Types of events, as either source writes them or as the feed calls them, whose single events are wanted although they are
    /// routine.
    pub singly: BTreeSet<String>,
}

impl From<&Bounds> for Reading {
    fn from(bounds: &Bounds) -> Self {
        Self { bounds: *bounds, ..Self::default() }
    }
}
