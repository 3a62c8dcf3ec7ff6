//! Decisions of a reviewer, as a worksheet states them.

mod count;

use anyhow::Result;
use chrono::NaiveDate;

pub(super) use self::count::{decisions, result};
use super::frame::{Rows, Source};
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

/// The words for every decision: the worksheet's own first, then what reviewers write instead.
const WORDS: [(Decision, &[&str]); 5] = [
    (
        Decision::Appropriate,
        &["appropriate", "approve", "approved", "keep", "retain", "ok", "yes", "certify", "certified"],
    ),
    (Decision::Modified, &["modified", "modify", "change", "changed", "reduce", "reduced"]),
    (Decision::Revoked, &["revoked", "revoke", "remove", "removed", "deny", "denied"]),
    (Decision::Deferred, &["deferred", "defer", "pending", "later"]),
    (Decision::Exception, &["exception", "exceptions", "accept", "accepted"]),
];

impl Decision {
    /// What a cell of the worksheet decides.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let word = text.trim().to_lowercase();
        WORDS.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(decision, _)| *decision)
    }

    /// The words of the worksheet.
    #[must_use]
    pub fn words() -> Vec<&'static str> {
        WORDS.iter().filter_map(|(_, words)| words.first().copied()).collect()
    }
}

/// A line of a worksheet.
#[derive(Clone, Debug)]
pub struct ReviewedRow {
    /// Whose access.
    pub id: String,
    /// Their address, as on the worksheet.
    pub address: Option<String>,
    /// What was decided, verbatim; none where the cell is empty.
    pub decision: Option<String>,
    /// Who decided.
    pub reviewer: Option<String>,
    /// When.
    pub on: Option<NaiveDate>,
    /// Where it stands.
    pub source: Source,
}

/// Every line of every worksheet.
pub(super) fn rows(data: &Dataset) -> Result<Vec<ReviewedRow>> {
    let Some(frame) = data.frame(Table::AccessReview) else { return Ok(Vec::new()) };
    let rows = Rows::of(frame)?;
    let (id, address, decision) = (rows.text("id")?, rows.text("address")?, rows.text("decision")?);
    let (reviewer, on) = (rows.text("reviewer")?, rows.day("reviewed_on")?);
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let row = |row| ReviewedRow {
        id: id.get(row).unwrap_or_default().to_owned(),
        address: owned(address.get(row)),
        decision: owned(decision.get(row)),
        reviewer: owned(reviewer.get(row)),
        on: on.get(row),
        source: rows.source(row),
    };
    Ok((0..rows.len()).map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_decide_and_others_do_not() {
        assert_eq!(Decision::of(" Keep "), Some(Decision::Appropriate));
        assert_eq!(Decision::of("REVOKED"), Some(Decision::Revoked));
        assert_eq!([Decision::of("?"), Decision::of("keep or revoke"), Decision::of("")], [None; 3]);
        assert_eq!(Decision::words(), ["appropriate", "modified", "revoked", "deferred", "exception"]);
    }
}
