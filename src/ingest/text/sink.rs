//! Where the readers of text put what they could not hand on: rejected records, notes, and how a file ends.

use serde::{Deserialize, Serialize};

use super::history::RecordHistory;
use super::json::PageTimes;
use crate::ingest::cell::Reject;
use crate::model::Bounds;

/// How a file ends, as far as it says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// It does not say: delimited text.
    #[default]
    Unstated,
    /// Records of JSON one after the other, as `jq -c .data[]` prints them: no list says whether that is all.
    BareRecords,
    /// A page behind which no other follows.
    Whole,
    /// An array of a list that is closed, without an envelope that would say whether others follow.
    WithoutEnvelope,
    /// Its last page says that more pages follow.
    MoreFollow,
    /// Between its pages one is missing.
    PageMissing,
    /// One of its pages names a first or last record that is not in it.
    Lacking,
    /// It ends inside a record, or a part of it cannot be read.
    Broken,
}

impl Ending {
    /// Whether the text says nothing of what follows, not even that a list is closed.
    pub(in crate::ingest) const fn says_nothing(self) -> bool {
        matches!(self, Self::Unstated | Self::BareRecords)
    }

    /// Whether nothing shows that something is missing, of a list.
    pub(in crate::ingest) const fn is_closed(self) -> bool {
        matches!(self, Self::Whole | Self::WithoutEnvelope)
    }
}

/// What is said of a file behind whose last page others follow.
pub(in crate::ingest) const MORE_FOLLOW: &str = "its last page says that more follow";

/// What a reader reports to while it hands on records. Readers know bytes and faults, and no table.
pub trait Sink {
    /// How large and how deep records may be.
    fn bounds(&self) -> &Bounds;
    /// Refuses the record that begins on a line, of which `raw` is the text.
    fn reject(&mut self, line: u64, reject: Reject, raw: &[u8]);
    /// The line of the record that was refused last.
    fn last_rejected_line(&self) -> Option<u64>;
    /// Adds what a reader of the report should know about the file; once, however often it occurs.
    fn note(&mut self, note: String);
    /// Passes over a record that states nothing that holds today, with what is said of it once.
    fn pass_over(&mut self, note: String);
    /// Whether it asks what records say of their own time: of lists.
    fn takes_history(&self) -> bool {
        false
    }
    /// Takes what a record says of its time, before the record; true where it is none that holds.
    fn take_history(&mut self, _: RecordHistory, _: u64, _: &[u8]) -> bool {
        false
    }
    /// Says how the file ends.
    fn set_ending(&mut self, ending: Ending);
    /// Tells when the pages of a feed begin and end that are joined in the file.
    fn set_pages(&mut self, _: Vec<PageTimes>) {}
    /// Says that this part of a file cannot be read without the rest of it.
    fn set_unfit(&mut self);
}

/// A sink for a look through a file whose faults another reading reports.
#[derive(Debug, Default)]
pub struct Unheard(Bounds);

impl Sink for Unheard {
    fn bounds(&self) -> &Bounds {
        &self.0
    }

    fn reject(&mut self, _: u64, _: Reject, _: &[u8]) {}

    fn last_rejected_line(&self) -> Option<u64> {
        None
    }

    fn note(&mut self, _: String) {}

    fn pass_over(&mut self, _: String) {}

    fn set_ending(&mut self, _: Ending) {}

    fn set_unfit(&mut self) {}
}
