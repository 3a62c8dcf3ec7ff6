//! What a reviewer fills in, on every worksheet alike.

use super::super::batch::{Batch, Cell, Reject};
use super::super::text::delimited::{Delimited, Row};
use super::super::text::instant::{parse_day, parse_roster_instant};
use super::columns::{COMMENT, DECISION, ON, REVIEWER, TICKET};

/// Where a reviewer's columns stand.
#[derive(Clone, Copy, Debug)]
pub(in crate::ingest) struct Filled {
    decision: Option<usize>,
    reviewer: Option<usize>,
    on: Option<usize>,
    ticket: Option<usize>,
    comment: Option<usize>,
}

impl Filled {
    /// Of the worksheet with this header.
    pub(in crate::ingest) fn of(csv: &Delimited) -> Self {
        Self {
            decision: csv.column(DECISION),
            reviewer: csv.column(REVIEWER),
            on: csv.column(ON),
            ticket: csv.column(TICKET),
            comment: csv.column(COMMENT),
        }
    }

    /// Decision, reviewer, day, ticket and comment of a row.
    ///
    /// # Errors
    /// A reject where the day is none, or a cell is no text.
    pub(in crate::ingest) fn cells<'a>(&self, row: &Row<'a>) -> Result<[Cell<'a>; 5], Reject> {
        let day = |text: &str| parse_day(text).or_else(|| parse_roster_instant(text).map(|at| at.date_naive()));
        let on = row.parsed(self.on, "a date like 2026-10-07", day)?.map_or(Cell::Null, Cell::Day);
        Ok([row.cell(self.decision)?, row.cell(self.reviewer)?, on, row.cell(self.ticket)?, row.cell(self.comment)?])
    }

    /// Says which of the columns that a review can do without are not there. All others are ours, and reviewers add their own: none of
    /// them is unknown.
    pub(in crate::ingest) fn note_absent(csv: &Delimited, batch: &mut Batch) {
        batch.note_absent_columns(csv, &[ON, TICKET, COMMENT]);
    }
}

/// The text behind the quote that guards a cell which a spreadsheet would run.
pub(in crate::ingest) fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'').unwrap_or(text)
}
