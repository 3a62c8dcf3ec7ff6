//! The same dollars are reported once, of the finest that explains most of them.

use chrono::Datelike;

use super::series::{Entity, Owners};
use crate::model::Period;
use crate::stats::panel::{self, Once};

/// What happened to the spend of one entity.
pub(super) trait Event {
    /// Whose spend.
    fn entity(&self) -> &Entity;
    /// The days that decide whether two are the same.
    fn days(&self) -> Period;
    /// Its dollars, above zero.
    fn dollars(&self) -> f64;
}

/// Leaves out events whose dollars are reported for something finer, and folds many fine ones into the whole. Keys come first, then
/// workspaces, the organization, models: the order of the enum.
pub(super) fn report_once<E: Event>(events: Vec<E>) -> Vec<E> {
    let owners = Owners::of(events.iter().map(Event::entity));
    let day = |day: chrono::NaiveDate| usize::try_from(day.num_days_from_ce()).unwrap_or_default();
    let once = |event: &E| Once {
        whose: owners.whose(event.entity()),
        days: (day(event.days().start), day(event.days().end)),
        dollars: event.dollars(),
    };
    let all: Vec<Once> = events.iter().map(once).collect();
    let mut found = panel::report_once(&all);
    found.sort_unstable();
    let is_kept = |at: usize| found.binary_search(&at).is_ok();
    events.into_iter().enumerate().filter(|(at, _)| is_kept(*at)).map(|(_, event)| event).collect()
}
