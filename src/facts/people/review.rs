//! Decisions of a reviewer, as a worksheet states them.

#[cfg(test)]
mod tests;

mod carried_out;
mod count;
mod counting;
mod was;

use anyhow::Result;
use chrono::{Days, NaiveDate};

pub(in crate::facts) use self::count::{decisions, result};
pub use self::count::{joined_after, reviewer_named};
pub use self::counting::Overruled;
pub(in crate::facts) use self::counting::counting;
pub use self::was::Was;
use crate::data::decision_words::{About, LANGUAGES, decision};
use crate::facts::frame::{Rows, Source};
use crate::model::{AccessRow, Dataset, Table, normalize_address};

/// What may be decided about somebody's access; the furthest reaching last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// It stays as it is.
    Appropriate,
    /// It stays although it should not.
    Exception,
    /// To be decided later.
    Deferred,
    /// It was changed.
    Modified,
    /// It was taken away.
    Revoked,
}

impl Decision {
    /// Every decision with the worksheet's own word.
    const ALL: [(Self, &'static str); 5] = [
        (Self::Appropriate, "appropriate"),
        (Self::Modified, "modified"),
        (Self::Revoked, "revoked"),
        (Self::Deferred, "deferred"),
        (Self::Exception, "exception"),
    ];

    /// What a cell of the worksheet decides.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let own = decision(About::Access, text)?;
        let own = if own == DISABLED { "revoked" } else { own };
        Self::ALL.iter().find(|(_, word)| *word == own).map(|(decision, _)| *decision)
    }

    /// Whether a cell asks only that what it is about is switched off, as a key may be.
    #[must_use]
    pub fn only_disables(text: &str) -> bool {
        decision(About::Access, text) == Some(DISABLED)
    }

    /// The worksheet's own word.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(decision, _)| *decision == self).map_or("", |(_, word)| word)
    }

    /// The worksheet's own words, for messages, and in which languages others are known.
    #[must_use]
    pub fn words() -> String {
        let own = Self::ALL.map(|(_, word)| word).join(", ");
        format!("{own}, or what reviewers write for them in {LANGUAGES}")
    }
}

/// Taken away, as long as nobody switches it on again.
const DISABLED: &str = "disabled";

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
    /// What the worksheet says that it was when it was made.
    pub was: Was,
    /// The last day of the lists that the worksheet was made of.
    pub made_on: Option<NaiveDate>,
    /// Where it stands.
    pub source: Source,
}

/// A review takes no longer than so many days after its worksheet was made.
const LONGEST: u64 = 180;

impl ReviewedRow {
    /// Why the day of the decision cannot be the one on which it was made: nobody decides on a worksheet that is not there yet, or long
    /// after.
    #[must_use]
    pub fn day_doubt(&self) -> Option<String> {
        let (on, made) = self.on.zip(self.made_on)?;
        let latest = made.checked_add_days(Days::new(LONGEST)).unwrap_or(NaiveDate::MAX);
        match () {
            () if on < made => Some(format!("decided on {on}, before the worksheet was made, of lists until {made}")),
            () if on > latest => Some(format!(
                "decided on {on}, more than {LONGEST} days after the lists of the worksheet, until {made}"
            )),
            () => None,
        }
    }

    /// The day that tells which of several decisions is the latest: its own where it can be one, else that of the lists that the
    /// worksheet was made of, before which nobody decided.
    #[must_use]
    pub fn order(&self) -> Option<NaiveDate> {
        self.on.filter(|_| self.day_doubt().is_none()).or(self.made_on).or(self.on)
    }

    /// How many of the cells that a reviewer fills in say something.
    fn stated(&self) -> usize {
        let texts = [&self.reviewer, &self.ticket, &self.comment].map(Option::as_deref);
        let is_said = |text: &Option<&str>| text.is_some_and(|text| !text.trim().is_empty());
        texts.iter().filter(|text| is_said(text)).count() + usize::from(self.on.is_some())
    }

    /// Whether it decides that access stays.
    #[must_use]
    pub fn stays(&self) -> bool {
        let decision = self.decision.as_deref().and_then(Decision::of);
        matches!(decision, Some(Decision::Appropriate | Decision::Exception))
    }
}

/// Every line of every worksheet of this table: of people's access, or of identities without a person, which have no address.
pub(in crate::facts) fn rows(data: &Dataset, table: Table) -> Result<Vec<ReviewedRow>> {
    let Some(frame) = data.frame(table) else { return Ok(Vec::new()) };
    let rows = Rows::of(frame)?;
    let own = |name: &str| table.position(name).map(|_| rows.text(name)).transpose();
    let address = own("address")?;
    let [role, privileged, workspaces] = [own("was_role")?, own("was_privileged")?, own("was_workspaces")?];
    let [access, status] = [own("was_access")?, own("was_status")?];
    let made_on = rows.day("made_on")?;
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
        was: Was::of([role, privileged, workspaces, access, status].map(|column| column.and_then(|one| one.get(row)))),
        made_on: made_on.get(row),
        source: rows.source(row),
    };
    Ok((0..rows.len()).map(row).collect())
}

/// Gives rows whose id was cut on its way (`user_01Ab…`) the whole one of the only person who has their address.
pub(in crate::facts) fn mend_ids(reviewed: &mut [ReviewedRow], access: &[AccessRow]) {
    for row in reviewed.iter_mut().filter(|row| !access.iter().any(|one| one.id == row.id)) {
        let begin = row.id.trim_end_matches(['…', '.']);
        let Some(address) = row.address.as_deref().and_then(normalize_address) else { continue };
        let is_theirs = |one: &&AccessRow| {
            one.id.starts_with(begin) && normalize_address(&one.address).as_deref() == Some(address.as_str())
        };
        let mut theirs = access.iter().filter(is_theirs);
        if let (Some(one), None) = (theirs.next(), theirs.next()) {
            row.id.clone_from(&one.id);
        }
    }
}
