//! Who is who: the roster joined to persons, who left and how that is known, when somebody was last seen, what each person can
//! reach, and what reviewers decided and the organization attested about it.

pub(super) mod access;
mod administrators;
pub(super) mod attestations;
mod departures;
pub(super) mod last_seen;
pub(super) mod review;
pub(super) mod roster;
pub(super) mod seats;

pub use departures::{Departure, Departures, Removal};
pub(super) use last_seen::own_key_use;
pub use review::{Decision, ReviewedRow, reviewer_named};
pub use roster::{Disagreement, People, Presence, RosterList, RosterPerson, RosterRow};
pub use seats::Seat;
