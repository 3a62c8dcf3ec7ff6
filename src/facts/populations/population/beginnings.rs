//! Feeds that say nothing of a population: no event of its kind, or no beginning of all that was made in their days.

use super::ListEntry;
use super::compare::Window;
use super::count::life;
use super::replay::{Change, LifecycleEvents, UNNAMED};
use crate::model::{Table, counted};

/// Objects from which on it is the feed that lacks events, and no single one that was hidden from it.
const LEAST_MADE: usize = 3;

impl Window<'_> {
    /// Why the feed says nothing of a population.
    pub(super) fn says_nothing_of(
        &self,
        table: Table,
        listed: &[ListEntry],
        lives: &LifecycleEvents,
    ) -> Option<String> {
        let is_reported = if table == Table::Members { self.replay.tells_people } else { self.replay.tells_console };
        if is_reported {
            return self.lacks_beginnings(listed, lives);
        }
        let what = if table == Table::Members { "the organization's people" } else { "the Console" };
        let is_new = |one: &ListEntry| self.is_inside(one.since) || self.is_inside(one.ended_at);
        let why = if listed.iter().any(is_new) {
            "it was probably exported with a filter"
        } else {
            "nothing happened to them in its days, or it was exported with a filter"
        };
        Some(format!("the feed has no event about {what}: {why}"))
    }

    /// Why it is no record of what was made: several objects were in its days, and it has the event of none.
    fn lacks_beginnings(&self, listed: &[ListEntry], lives: &LifecycleEvents) -> Option<String> {
        let made = || listed.iter().filter(|one| self.is_inside(one.since) && !self.is_admitted(one));
        let has_event = |one: &ListEntry| life(&one.ids, lives).iter().any(|step| step.change == Change::Created);
        let number = made().count();
        let is_lacking = number >= LEAST_MADE && !lives.contains_key(UNNAMED) && !made().any(has_event);
        is_lacking.then(|| {
            let objects = counted(number, "listed object");
            format!("the feed has the beginning of none of {objects} that began in its days: it was probably exported with a filter")
        })
    }
}
