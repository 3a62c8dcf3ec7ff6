//! What reviewers decided about identities without a person, as worksheets state it.

use anyhow::Result;

use super::carried_out::carried_out;
use super::identities::{Identity, Origins, identities};
use super::identity_words::IdentityVerdict;
use crate::facts::credentials::Credentials;
use crate::facts::keys::KeyFacts;
use crate::facts::lists::Lists;
use crate::facts::log::{Activity, KeyEvents};
use crate::facts::people::{Departures, Overruled, ReviewedRow, review};
use crate::model::{CarriedOut, Dataset, Table};

/// Identities without a person, and what worksheets decide about them.
#[derive(Clone, Debug, Default)]
pub struct Identities {
    /// The identities, by kind, name and id.
    pub all: Vec<Identity>,
    /// The lines that count, in the order of the inputs.
    pub reviewed: Vec<ReviewedRow>,
    /// What does not count, since something else does.
    pub overruled: Overruled,
    /// Decisions to revoke of which exports show that it was done.
    pub carried_out: Vec<CarriedOut>,
}

impl Identities {
    pub(in crate::facts) fn read(
        data: &Dataset,
        (lists, credentials, keys): (&Lists, &Credentials, &KeyFacts),
        (activity, departures, events): (&Activity, &Departures, &KeyEvents),
    ) -> Result<Self> {
        let all = identities(&Origins { lists, credentials, keys, activity, departures });
        let lines = review::rows(data, Table::IdentityReview)?;
        let (reviewed, overruled) = review::counting(lines, IdentityVerdict::of);
        let carried_out = carried_out(data, (&all, &reviewed), events, credentials);
        Ok(Self { all, reviewed, overruled, carried_out })
    }

    /// The identity of this id.
    #[must_use]
    pub fn of_id(&self, id: &str) -> Option<&Identity> {
        self.all.iter().find(|identity| identity.id == id)
    }

    /// Lines with something in the cell of the decision.
    pub fn decided(&self) -> impl Iterator<Item = &ReviewedRow> {
        self.reviewed.iter().filter(|row| row.decision.is_some())
    }

    /// Lines about an identity that count, whatever they decide.
    pub fn about<'a>(&'a self, id: &str) -> impl Iterator<Item = &'a ReviewedRow> {
        self.decided().filter(move |row| row.id == id)
    }

    /// What they decide; none where nobody knows the words of the latest day.
    #[must_use]
    pub fn on(&self, id: &str) -> Option<(IdentityVerdict, &ReviewedRow)> {
        self.about(id).find_map(|row| Some((IdentityVerdict::of(row.decision.as_deref()?)?, row)))
    }
}
