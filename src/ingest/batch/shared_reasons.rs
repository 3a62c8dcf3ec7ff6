//! Why records were rejected, in few words for many of them.
//!
//! A file of two million rows of another kind is rejected row by row, mostly for one reason: columns and reasons are kept once, and of a
//! value only what is shown.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::ingest::cell::Reject;
use crate::ingest::shown::shown;

/// So many words are shared. Reasons that quote something of their record may all differ; the first are looked up, the others kept as they are.
const MOST: usize = 1_024;

/// The columns and reasons of rejected records so far.
#[derive(Default)]
pub(in crate::ingest) struct SharedReasons(BTreeSet<Arc<str>>);

/// Says nothing of a batch: in which order words came does not show.
impl std::fmt::Debug for SharedReasons {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SharedReasons")
    }
}

impl SharedReasons {
    /// The same with shared words, and as much of its value as is shown.
    pub(in crate::ingest) fn reject(&mut self, reject: Reject) -> Reject {
        Reject {
            column: self.once(reject.column),
            value: shown(&reject.value).into(),
            reason: self.once(reject.reason),
            mentions: reject.mentions,
        }
    }

    fn once(&mut self, word: Arc<str>) -> Arc<str> {
        if let Some(known) = self.0.get(&word) {
            return known.clone();
        }
        if self.0.len() < MOST {
            self.0.insert(word.clone());
        }
        word
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::batch::Batch;
    use crate::model::Table;

    #[test]
    fn words_are_kept_once_and_values_as_far_as_they_are_shown() {
        let mut batch = Batch::new(Table::Usage);
        let long = "9".repeat(1 << 20);
        for line in 2..5_000 {
            batch.reject(line, Reject::new("tokens", long.as_str(), "not a count"), b"");
        }
        let ((_, first), (_, last)) = (&batch.rejects[0], &batch.rejects[4_997]);
        assert!(Arc::ptr_eq(&first.column, &last.column) && Arc::ptr_eq(&first.reason, &last.reason));
        assert!(batch.rejects.iter().all(|(_, one)| one.value.chars().count() == 81 && one.value.ends_with('…')));
    }

    #[test]
    fn reasons_without_number_stay_what_they_are() {
        let mut reasons = SharedReasons::default();
        for at in 0..3 * MOST {
            let reason = format!("no {at}");
            assert_eq!(&*reasons.reject(Reject::record(reason.as_str())).reason, reason);
        }
        assert!(reasons.0.len() <= MOST);
    }
}
