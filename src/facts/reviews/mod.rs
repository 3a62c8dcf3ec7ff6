//! What people are asked to decide about, and what they decided: actions of administrators in the log, and identities without a person.

mod actions;
mod carried_out;
mod identities;
mod identity_decisions;
mod identity_words;
mod log_decisions;
mod log_words;

pub use actions::{Actions, ReviewGroup, Reviewed};
pub use identities::Identity;
pub use identity_decisions::Identities;
pub use identity_words::IdentityVerdict;
pub use log_decisions::{LogDecision, LogDecisions};
pub use log_words::LogVerdict;

use anyhow::Result;

use super::credentials::Credentials;
use super::keys::KeyFacts;
use super::lists::Lists;
use super::log::LogFacts;
use super::people::{Decision, Overruled, PeopleFacts, ReviewedRow, access, review};
use crate::model::{AccessRow, Dataset, Period, ReviewResult, Table};

/// What people are asked to decide about, and what they decided.
#[derive(Clone, Debug)]
pub struct ReviewFacts {
    /// Who has access to what.
    pub access: Vec<AccessRow>,
    /// Every line of every worksheet about it.
    pub lines: Vec<ReviewedRow>,
    /// What counts of them.
    pub reviewed: Vec<ReviewedRow>,
    /// What does not, since something else counts.
    pub overruled: Overruled,
    /// What became of the access review; none without a worksheet that decides anything.
    pub access_review: Option<ReviewResult>,
    /// What administrators did in the period.
    pub actions: Actions,
    /// What reviewers decided about it.
    pub log_decisions: LogDecisions,
    /// Identities without a person, and what reviewers decided about them.
    pub identities: Identities,
}

/// The rooms that reviews are made of.
pub(super) struct Rooms<'a> {
    pub(super) lists: &'a Lists,
    pub(super) log: &'a LogFacts,
    pub(super) keys: &'a KeyFacts,
    pub(super) people: &'a PeopleFacts,
    pub(super) credentials: &'a Credentials,
}

impl ReviewFacts {
    pub(super) fn read(data: &Dataset, rooms: &Rooms, period: Period) -> Result<Self> {
        let Rooms { lists, log, keys, people, credentials } = *rooms;
        let sources = access::Sources { lists, people: &people.roster, activity: &log.activity, key_uses: &keys.uses };
        let access = access::rows(data, &sources)?;
        let mut lines = review::rows(data, Table::AccessReview)?;
        review::mend_ids(&mut lines, &access);
        let (reviewed, overruled) = review::counting(lines.clone(), Decision::of);
        Ok(Self {
            access_review: review::result(data, (lists, &people.departures), &access, &reviewed),
            access,
            lines,
            reviewed,
            overruled,
            actions: Actions::of(&log.events, lists, period),
            log_decisions: LogDecisions::read(data)?,
            identities: Identities::read(
                data,
                (lists, credentials, keys),
                (&log.activity, &people.departures, &log.key_events),
            )?,
        })
    }
}
