//! What reviewers decided about identities without a person, as worksheets state it.

use anyhow::Result;

use super::carried_out::carried_out;
use super::identities::{Identity, Origins, identities};
use super::identity_words::IdentityVerdict;
use crate::facts::credentials::Credentials;
use crate::facts::keys::KeyUses;
use crate::facts::lists::Lists;
use crate::facts::log::{Activity, KeyEvents};
use crate::facts::people::{Departures, ReviewedRow, review};
use crate::model::{CarriedOut, Dataset, Table};

/// Identities without a person, and every line of every worksheet about them.
#[derive(Clone, Debug, Default)]
pub struct Identities {
    /// The identities, by kind, name and id.
    pub all: Vec<Identity>,
    /// The lines, in the order of the inputs.
    pub reviewed: Vec<ReviewedRow>,
    /// Decisions to revoke of which exports show that it was done.
    pub carried_out: Vec<CarriedOut>,
}

impl Identities {
    pub(in crate::facts) fn read(
        data: &Dataset,
        (lists, credentials, key_uses): (&Lists, &Credentials, &KeyUses),
        (activity, departures, events): (&Activity, &Departures, &KeyEvents),
    ) -> Result<Self> {
        let all = identities(&Origins { lists, credentials, key_uses, activity, departures });
        let reviewed = review::rows(data, Table::IdentityReview)?;
        let carried_out = carried_out(data, (&all, &reviewed), events, credentials);
        Ok(Self { all, reviewed, carried_out })
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

    /// Lines about an identity, whatever they decide.
    pub fn about<'a>(&'a self, id: &str) -> impl Iterator<Item = &'a ReviewedRow> {
        self.decided().filter(move |row| row.id == id)
    }

    /// What counts of them: the latest decision, of one day the one that reaches furthest.
    #[must_use]
    pub fn on(&self, id: &str) -> Option<(IdentityVerdict, &ReviewedRow)> {
        let made = self.about(id).filter_map(|row| Some((IdentityVerdict::of(row.decision.as_deref()?)?, row)));
        made.max_by_key(|(verdict, row)| (row.on, *verdict))
    }
}
