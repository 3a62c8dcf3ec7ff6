//! Headings between the people of a report: `Active employees`, `Terminated employees`. The rows below one are of whom it says.

use super::status::{Statuses, standing};
use crate::ingest::batch::Batch;
use crate::ingest::text::delimited::Row;
use crate::model::Standing;

/// The heading above the rows that are read.
pub(super) struct Sections {
    statuses: Statuses,
    columns: usize,
    /// What the last heading says, and the heading; nothing above the first one that says something.
    now: Option<(Standing, String)>,
}

impl Sections {
    pub(super) fn of(columns: usize) -> Self {
        Self { statuses: Statuses::new(), columns, now: None }
    }

    /// Takes a row that is a heading: one cell, and no address. Once a heading has said who is there, one in other words says that
    /// it is not known.
    pub(super) fn take(&mut self, row: &Row, batch: &mut Batch) {
        let filled: Vec<&str> = (0..self.columns)
            .filter_map(|at| row.text(Some(at)).ok())
            .filter(|cell| !cell.is_empty())
            .take(2)
            .collect();
        let [heading] = filled[..] else { return };
        if self.columns < 2 || heading.contains('@') || !heading.chars().any(char::is_alphabetic) {
            return;
        }
        let says = self.statuses.of(heading).or_else(|| self.statuses.of(&singular(heading))).map(standing);
        if says.is_some() || self.now.is_some() {
            batch.note("headings between the rows say who is there: the rows below each were read so");
            self.now = Some((says.unwrap_or(Standing::Unknown), heading.to_owned()));
        }
    }

    /// What the heading above says.
    pub(super) fn now(&self) -> Option<(Standing, &str)> {
        self.now.as_ref().map(|(standing, heading)| (*standing, heading.as_str()))
    }
}

/// `Leavers` are several of whom a status says `leaver`.
pub(super) fn singular(text: &str) -> String {
    text.split(' ').map(|word| word.strip_suffix('s').unwrap_or(word)).collect::<Vec<_>>().join(" ")
}
