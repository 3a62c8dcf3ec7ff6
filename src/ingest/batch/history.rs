//! What the records of a list said of their own time while they were taken.

use super::{Batch, Reject};
use crate::ingest::text::history::{Standing, Told};
use crate::ingest::text::mentions::mentions;
use crate::ingest::text::tombstone;

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

impl Batch {
    /// Takes what a record says of its time before it is taken itself; true where it is no row.
    pub(super) fn take_history(&mut self, told: Told, line: u64, raw: &[u8]) -> bool {
        let rows = self.rows();
        let Some(history) = &mut self.history else { return false };
        let Told { id, time, is_of_lists, standing } = told;
        match standing {
            Standing::Holds => {
                history.is_of_lists = is_of_lists;
                if let Some((column, text)) = time {
                    history.column.get_or_insert(column);
                    history.times.push((rows, text));
                }
                return false;
            }
            Standing::Past(mark) => self.note_history(&mark),
            Standing::Gone(mark) => {
                let time = time.map(|(_, text)| text);
                history.gone.extend(id.map(|id| Gone { row: rows, id, time }));
                self.note_history(&mark);
            }
            Standing::Unclear(mark) => {
                let reason = "whether this still holds is not said: no other record of it does";
                let reject = Reject { mentions: mentions(raw).into(), ..Reject::new(&mark, "", reason) };
                history.unclear.push(Unclear { id, line, reject });
            }
        }
        true
    }

    /// Counts a record as passed over, and says why once.
    pub(in crate::ingest) fn note_history(&mut self, mark: &str) {
        self.other += 1;
        self.note(tombstone::note(mark));
    }

    /// Leaves out rows that say nothing of today.
    pub(in crate::ingest) fn leave_out(&mut self, keep: &[bool], note: String) {
        self.other += keep.iter().filter(|keep| !**keep).count() as u64;
        self.retain_rows(keep);
        self.note(note);
    }

    /// Keeps the rows that `keep` says yes to.
    pub(in crate::ingest) fn retain_rows(&mut self, keep: &[bool]) {
        self.values.iter_mut().for_each(|values| values.retain(keep));
        let mut each = keep.iter();
        self.lines.retain(|_| each.next().copied().unwrap_or(true));
    }
}
