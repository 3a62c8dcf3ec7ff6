//! The first records of a file, to tell by its cells what it is.

use std::ops::Deref;
use std::sync::Arc;

use csv::{ByteRecord, ReaderBuilder};

use super::{Delimited, surplus};
use crate::ingest::text::row::without_formula;

/// The first records as they were read once: every kind of file that it could be asks for some. To build a reader takes longer than to
/// read a short file.
#[derive(Debug, Default)]
pub(super) struct Peeked {
    /// How many were asked for.
    asked: usize,
    records: Arc<[Vec<String>]>,
}

/// The cells of the first records of a file, which all who ask for them share.
#[derive(Clone, Debug)]
pub struct FirstRecords {
    records: Arc<[Vec<String>]>,
    most: usize,
}

impl Deref for FirstRecords {
    type Target = [Vec<String>];

    fn deref(&self) -> &[Vec<String>] {
        &self.records[..self.most.min(self.records.len())]
    }
}

/// So many are read at once: as many as those ask for who ask for most.
const AT_ONCE: usize = 50;

impl Delimited<'_> {
    /// The cells of the first records that have as many fields as the header, at most `most` of them; trimmed, and what is no
    /// UTF-8 replaced; headers that are repeated are none. Nothing is said of the others: that is reported when the file is read.
    #[must_use]
    pub fn first_records(&self, most: usize) -> FirstRecords {
        let mut peeked = self.peeked.borrow_mut();
        // Fewer records than were asked for are all.
        if peeked.asked < most && peeked.records.len() == peeked.asked {
            let asked = most.max(AT_ONCE);
            *peeked = Peeked { asked, records: self.read_first(asked).into() };
        }
        FirstRecords { records: Arc::clone(&peeked.records), most }
    }

    fn read_first(&self, most: usize) -> Vec<Vec<String>> {
        let mut reader =
            ReaderBuilder::new().delimiter(self.delimiter).has_headers(true).flexible(true).from_reader(self.bytes);
        let (mut record, mut all) = (ByteRecord::new(), Vec::new());
        while all.len() < most && reader.read_byte_record(&mut record).unwrap_or(false) {
            if record.iter().all(|cell| cell.trim_ascii().is_empty()) {
                continue;
            }
            let cut = surplus::cut(&record, self.header.len(), None);
            let record = cut.as_ref().unwrap_or(&record);
            if record.len() == self.header.len() && !self.repeats_header(record) {
                all.push(
                    record
                        .iter()
                        .map(|cell| without_formula(String::from_utf8_lossy(cell).trim()).to_owned())
                        .collect(),
                );
            }
        }
        all
    }

    /// Places of the columns that nobody asked for.
    #[must_use]
    pub fn unread(&self) -> Vec<usize> {
        let used = self.used.borrow();
        (0..self.header.len()).filter(|at| !used[*at]).collect()
    }
}
