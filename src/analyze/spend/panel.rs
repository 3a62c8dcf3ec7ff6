//! The daily series of an organization with what they let expect: several checks judge the same ones.

use std::collections::BTreeMap;

use super::known_days::daily_known;
use super::series::{DailySpend, Entity, Together};
use crate::analyze::Context;
use crate::stats::panel::Panel;

/// Every series of spend.
pub(crate) struct DailySeries {
    series: BTreeMap<Entity, DailySpend>,
    together: Together,
}

impl DailySeries {
    /// What exports and policy of a run make of them.
    pub(in crate::analyze) fn of(cx: &Context) -> Self {
        let series = daily_known(cx);
        Self { together: Together::of(&series), series }
    }

    /// What they let expect.
    pub(in crate::analyze) fn panel(&self) -> SpendPanel<'_> {
        SpendPanel { series: &self.series, together: &self.together, panel: self.together.panel() }
    }
}

/// Every series of spend with what it lets expect.
pub(crate) struct SpendPanel<'a> {
    /// The series by entity.
    pub(super) series: &'a BTreeMap<Entity, DailySpend>,
    /// The same in the order of the panel.
    pub(super) together: &'a Together,
    /// What they let expect.
    pub(super) panel: Panel<'a>,
}

/// Asks the series that were made ready for all checks; else makes them for this question.
pub(super) fn with_panel<R>(cx: &Context, ask: impl FnOnce(&SpendPanel) -> R) -> R {
    match cx.spend_panel {
        Some(shared) => ask(shared),
        None => ask(&DailySeries::of(cx).panel()),
    }
}
