//! Decisions of a reviewer, as a worksheet states them.

#[cfg(test)]
mod tests;

mod carried_out;
mod count;
mod words;

use anyhow::Result;
use chrono::NaiveDate;

pub use self::count::reviewer_named;
pub(in crate::facts) use self::count::{decisions, result};
use self::words::WORDS;
use crate::facts::frame::{Rows, Source};
use crate::model::{Dataset, Table};

/// What may be decided about somebody's access.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It stays as it is.
    Appropriate,
    /// It was changed.
    Modified,
    /// It was taken away.
    Revoked,
    /// To be decided later.
    Deferred,
    /// It stays although it should not.
    Exception,
}

impl Decision {
    /// What a cell of the worksheet decides.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let word = text.trim().trim_end_matches(['.', '!']).to_lowercase();
        WORDS.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(decision, _)| *decision)
    }

    /// The worksheet's own word.
    #[must_use]
    pub fn word(self) -> &'static str {
        WORDS.iter().find(|(decision, _)| *decision == self).map_or("", |(_, words)| words[0])
    }

    /// Every word that is known, for messages: the worksheet's own with what may stand for each.
    #[must_use]
    pub fn words() -> String {
        let one = |words: &[&str]| format!("{} (or {})", words[0], words[1..].join(", "));
        WORDS.map(|(_, words)| one(words)).join("; ")
    }
}

/// A line of a worksheet.
#[derive(Clone, Debug)]
pub struct ReviewedRow {
    /// Whose access, or which identity.
    pub id: String,
    /// Their address, as on the worksheet.
    pub address: Option<String>,
    /// What was decided, verbatim; none where the cell is empty.
    pub decision: Option<String>,
    /// Who decided.
    pub reviewer: Option<String>,
    /// When.
    pub on: Option<NaiveDate>,
    /// Where it is followed up.
    pub ticket: Option<String>,
    /// What was said about it.
    pub comment: Option<String>,
    /// Where it stands.
    pub source: Source,
}

/// Every line of every worksheet of this table: of people's access, or of identities without a person, which have no address.
pub(in crate::facts) fn rows(data: &Dataset, table: Table) -> Result<Vec<ReviewedRow>> {
    let Some(frame) = data.frame(table) else { return Ok(Vec::new()) };
    let rows = Rows::of(frame)?;
    let address = table.position("address").map(|_| rows.text("address")).transpose()?;
    let (id, decision) = (rows.text("id")?, rows.text("decision")?);
    let (reviewer, on) = (rows.text("reviewer")?, rows.day("reviewed_on")?);
    let (ticket, comment) = (rows.text("ticket")?, rows.text("comment")?);
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let row = |row| ReviewedRow {
        id: id.get(row).unwrap_or_default().to_owned(),
        address: owned(address.and_then(|address| address.get(row))),
        decision: owned(decision.get(row)),
        reviewer: owned(reviewer.get(row)),
        on: on.get(row),
        ticket: owned(ticket.get(row)),
        comment: owned(comment.get(row)),
        source: rows.source(row),
    };
    Ok((0..rows.len()).map(row).collect())
}
