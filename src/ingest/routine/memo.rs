//! Cells that were decoded before.

use foldhash::fast::FixedState;
use indexmap::IndexMap;

/// Bytes of cells that are remembered at a time.
const MOST_BYTES: usize = 8 << 20;

/// Cells, and what they mean.
#[derive(Debug)]
pub(in crate::ingest) struct Memo<T> {
    known: IndexMap<Box<str>, T, FixedState>,
    bytes: usize,
}

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self { known: IndexMap::default(), bytes: 0 }
    }
}

impl<T> Memo<T> {
    /// What a cell means, read by `decode` where it is new.
    pub(in crate::ingest) fn get(&mut self, cell: &str, decode: impl FnOnce(&str) -> T) -> &T {
        let at = self.known.get_index_of(cell).unwrap_or_else(|| {
            if self.bytes > MOST_BYTES {
                self.known.clear();
                self.bytes = 0;
            }
            self.bytes += cell.len();
            self.known.insert_full(cell.into(), decode(cell)).0
        });
        &self.known[at]
    }
}

/// The actor of an event, as its cell states it.
#[derive(Debug, Default)]
pub(in crate::ingest) struct Actor {
    pub(in crate::ingest) kind: Option<String>,
    pub(in crate::ingest) id: Option<String>,
    pub(in crate::ingest) address: Option<String>,
    pub(in crate::ingest) name: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_decoded_once_and_memory_is_bounded() {
        let (mut memo, mut decoded) = (Memo::default(), 0);
        for cell in ["a", "b", "a", "a"] {
            assert_eq!(
                memo.get(cell, |cell| {
                    decoded += 1;
                    cell.len()
                }),
                &1
            );
        }
        assert_eq!(decoded, 2);
        for at in 0..40 {
            memo.get(&format!("{at}{}", "x".repeat(1 << 20)), str::len);
        }
        assert!(memo.known.len() <= 9 + 1, "{}", memo.known.len());
    }
}
