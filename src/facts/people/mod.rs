//! Who is who: the roster joined to persons, who left and how that is known, when somebody was last seen, whom exports of use name,
//! what each person can reach, and what reviewers decided and the organization attested about it.

pub(super) mod access;
mod administrators;
pub(super) mod attestations;
mod departures;
pub(super) mod foreign_lists;
pub(super) mod incomparable;
pub(super) mod last_seen;
mod named_use;
pub(super) mod review;
pub(super) mod roster;
mod seats;

pub use departures::{Departure, Departures, Removal};
pub(super) use last_seen::own_key_use;
pub use named_use::NamedUse;
pub use review::{Decision, Overruled, ReviewedRow, Was, joined_after, reviewer_named};
pub use roster::{Disagreement, People, Presence, RosterList, RosterPerson, RosterRow};
pub use seats::Seat;

use anyhow::Result;
use chrono::{DateTime, Utc};

use super::lists::{Lists, Member};
use super::log::Events;
use crate::model::{Dataset, ForeignList, Table};

/// Who is who, and who left.
#[derive(Clone, Debug)]
pub struct PeopleFacts {
    /// The roster, joined to persons.
    pub roster: People,
    /// Who left, when, and how we know.
    pub departures: Departures,
    /// Seats of claude.ai.
    pub seats: Vec<Seat>,
    /// Whom exports of use name, and when.
    pub named_use: Vec<NamedUse>,
    /// Lists of another organization.
    pub foreign_lists: Vec<ForeignList>,
    /// Accounts of claude.ai of people who are no listed members.
    pub only_on_claude_ai: Vec<Member>,
}

impl PeopleFacts {
    pub(super) fn read(
        data: &Dataset,
        lists: &Lists,
        events: &Events,
        as_of: DateTime<Utc>,
        foreign_lists: Vec<ForeignList>,
    ) -> Result<Self> {
        let (seats, only_on_claude_ai, roster, departures) = who_left(data, lists, events, as_of)?;
        let named_use = named_use::named_use(data)?;
        Ok(Self { departures, named_use, foreign_lists, seats, only_on_claude_ai, roster })
    }

    /// Whether a file lists keys of another organization although it was not set aside.
    #[must_use]
    pub fn has_foreign_keys(&self, file: u32) -> bool {
        self.foreign_lists.iter().any(|one| one.file == file && one.table == Table::Keys)
    }
}

/// Seats, accounts of claude.ai alone, persons, and who of them left.
fn who_left(
    data: &Dataset,
    lists: &Lists,
    events: &Events,
    as_of: DateTime<Utc>,
) -> Result<(Vec<Seat>, Vec<Member>, People, Departures)> {
    let seats = seats::seats(data)?;
    let only_on_claude_ai = seats::only_on_claude_ai(&seats, &lists.members);
    let roster = People::read(data, &lists.members, &only_on_claude_ai, as_of)?;
    let departures = Departures::read(data, lists, &roster, events)?;
    Ok((seats, only_on_claude_ai, roster, departures))
}
