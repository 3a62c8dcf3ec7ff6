//! What a finding about spend carries: actual, expected, by whom and why.

use chrono::{Days, NaiveDate};

use super::series::Entity;
use crate::analyze::Context;
use crate::facts::{By, Compared, Expected, Spender};
use crate::model::{Money, Period, SpendChange};

/// Weeks before a jump whose weekdays tell what was to be expected.
const WEEKS: u64 = 4;

impl Entity {
    /// Whether money or tokens of these are its own.
    pub(super) fn takes(&self, one: &Spender) -> bool {
        match self {
            Self::Organization => true,
            Self::Workspace(workspace) => one.workspace == *workspace,
            Self::Key { workspace, key } => one.workspace == *workspace && one.key == *key,
            Self::Model(model) => one.model == *model,
        }
    }

    /// What its spend is made of.
    const fn made_of(&self) -> By {
        match self {
            Self::Organization | Self::Workspace(_) | Self::Model(_) => By::Key,
            Self::Key { .. } => By::Model,
        }
    }
}

/// A jump: its days against the same weekdays of the weeks before.
pub(super) fn jump(cx: &Context, of: &Entity, days: Period, expected: Money, upper: Money) -> SpendChange {
    // A jump may last for more than a week: its own days are no measure, nor are days of which no export says a thing.
    let weekdays = |day: NaiveDate| {
        let earlier = (1..).map_while(move |week| day.checked_sub_days(Days::new(7 * week)));
        earlier.filter(move |day| *day < days.start && !is_hole(cx, *day)).take(WEEKS as usize)
    };
    // What scatters by ratio scatters as far down as up.
    let low = Money::from_estimate(expected.to_f64() * expected.to_f64() / upper.to_f64());
    let compared = Compared {
        days,
        before: days.each_day().flat_map(weekdays).collect(),
        with: format!("the same weekdays of the {WEEKS} weeks before"),
        expected: Expected::Usd(expected),
        band: Some((low, upper)),
        by: of.made_of(),
    };
    change(cx, of, &compared)
}

/// Explains days of what is judged by these rows.
fn change(cx: &Context, of: &Entity, compared: &Compared) -> SpendChange {
    match of {
        Entity::Key { .. } => cx.facts.key_spend_change(compared, |one| of.takes(one)),
        _ => cx.facts.spend_change(compared, |one| of.takes(one)),
    }
}

/// Whether a day lies in a stretch of which no export says a thing.
fn is_hole(cx: &Context, day: NaiveDate) -> bool {
    cx.facts.coverage.holes.iter().any(|hole| hole.contains(day))
}

/// Days against earlier ones: against what these cost a day, or where the check itself says what is too much, against the rest.
pub(super) fn against(cx: &Context, of: &Entity, days: Period, before: Period, impact: Option<Money>) -> SpendChange {
    let rows = || of.rows(&cx.facts.spend.series).filter(|row| days.contains(row.day));
    let rest = |impact: Money| rows().map(|row| row.amount).sum::<Money>() - impact;
    let compared = Compared {
        days,
        before: before.each_day().filter(|day| !is_hole(cx, *day)).collect(),
        with: format!("the days of {before}"),
        expected: impact.map_or(Expected::PerDay, |impact| Expected::Usd(rest(impact))),
        band: None,
        by: of.made_of(),
    };
    change(cx, of, &compared)
}

/// The period against the days before it, or its last month against its first; none where the data has nothing to compare.
pub(super) fn of_period(cx: &Context, of: &Entity) -> Option<SpendChange> {
    let compared = cx.facts.compared_period(cx.period, of.made_of())?.0;
    Some(change(cx, of, &compared))
}

/// The weeks before a day whose use a later use is held against, from the first day of it on.
pub(super) fn weeks_before(day: NaiveDate, first: NaiveDate) -> Option<Period> {
    let weeks = day.checked_sub_days(Days::new(7 * WEEKS))?;
    Period::new(weeks.max(first), day.pred_opt()?)
}
