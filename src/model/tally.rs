//! How much was read so far, for whoever watches a run; no output depends on it.

use std::sync::atomic::{AtomicU64, Ordering};

/// Files, bytes and rows of exports, counted by all workers.
#[derive(Debug, Default)]
pub struct Tally {
    files: AtomicU64,
    bytes: AtomicU64,
    rows: AtomicU64,
}

impl Tally {
    /// A file is done, archives and their members each.
    pub fn add_file(&self) {
        self.files.fetch_add(1, Ordering::Relaxed);
    }

    /// A part of a file is done: its bytes, and the rows or lines in them.
    pub fn add(&self, bytes: u64, rows: u64) {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
        self.rows.fetch_add(rows, Ordering::Relaxed);
    }

    /// All is read a second time.
    pub fn restart(&self) {
        for count in [&self.files, &self.bytes, &self.rows] {
            count.store(0, Ordering::Relaxed);
        }
    }

    /// Files, bytes and rows.
    #[must_use]
    pub fn counts(&self) -> (u64, u64, u64) {
        let count = |one: &AtomicU64| one.load(Ordering::Relaxed);
        (count(&self.files), count(&self.bytes), count(&self.rows))
    }
}
