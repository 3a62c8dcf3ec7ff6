//! The period's spend against the days before it, by workspace and by model.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate};
use rayon::prelude::*;

use super::{By, Compared, Expected};
use crate::facts::Facts;
use crate::facts::spend::SpendRow;
use crate::facts::spend::TokenUse;
use crate::model::{PartChange, Period, PeriodChange, SpendChange, SubjectKind};

/// What was spent and used under one name.
#[derive(Default)]
struct Own<'a> {
    rows: Vec<&'a SpendRow>,
    uses: Vec<&'a TokenUse>,
}

impl Facts {
    /// The period against as many days before it; where the data does not reach back as far, its last month against its first.
    #[must_use]
    pub fn period_change(&self, period: Period) -> Option<PeriodChange> {
        let (compared, before) = self.compared_period(period, By::Workspace)?;
        let (total, (workspaces, models)) =
            rayon::join(|| self.spend_change(&compared, |_| true), || self.by_name(&compared));
        let part = |kind, id, name: &str, change: SpendChange| PartChange {
            kind,
            id,
            name: (!name.is_empty()).then(|| name.to_owned()),
            before_usd: change.expected_usd,
            after_usd: change.actual_usd,
            change_usd: change.impact_usd,
            parts: change.parts,
            left_out: change.left_out,
        };
        let of_workspace = |(name, own): (&&str, &Own)| {
            let change = self.change_of(&compared, &own.rows, &own.uses);
            part(SubjectKind::Workspace, self.workspace_id(name), name, change)
        };
        let of_model = |(name, own): (&&str, &Own)| {
            let change = self.change_of(&compared, &own.rows, &own.uses);
            part(SubjectKind::Model, (!name.is_empty()).then(|| (*name).to_owned()), name, change)
        };
        Some(PeriodChange {
            before,
            after: compared.days,
            total,
            workspaces: ranked(workspaces.par_iter().map(of_workspace).collect()),
            models: ranked(models.par_iter().map(of_model).collect()),
        })
    }

    /// What was spent and used on the compared days, by workspace and by model: once over all rows, not once for each name. Names
    /// that nothing was spent under are none.
    fn by_name(&self, compared: &Compared) -> (BTreeMap<&str, Own<'_>>, BTreeMap<&str, Own<'_>>) {
        let (mut workspaces, mut models) = (BTreeMap::<&str, Own>::new(), BTreeMap::<&str, Own>::new());
        for row in self.spend.series.rows.iter().filter(|row| compared.holds(row.day)) {
            workspaces.entry(row.workspace.as_str()).or_default().rows.push(row);
            models.entry(row.model.as_str()).or_default().rows.push(row);
        }
        for one in self.spend.tokens.iter().filter(|one| one.is_used() && compared.holds(one.day)) {
            if let Some(own) = workspaces.get_mut(one.workspace.as_str()) {
                own.uses.push(one);
            }
            if let Some(own) = models.get_mut(self.spend.prices.model_id(&one.model)) {
                own.uses.push(one);
            }
        }
        (workspaces, models)
    }

    /// What the period is held against.
    #[must_use]
    pub fn compared_period(&self, period: Period, by: By) -> Option<(Compared, Period)> {
        let data = self.spend.series.extent()?;
        let days = u64::try_from(period.days()).unwrap_or_default();
        let earlier =
            Period::new(period.start.checked_sub_days(Days::new(days))?, period.start.checked_sub_days(Days::new(1))?)?;
        let (before, after) = if data.start <= earlier.start { (earlier, period) } else { first_and_last(period)? };
        // A month that the data has not begun, or has not reached, is no month to compare.
        if data.start > before.start || data.end < after.start {
            return None;
        }
        let compared = Compared {
            days: after,
            before: before.each_day().collect(),
            with: before.to_string(),
            expected: Expected::Same,
            band: None,
            by,
        };
        Some((compared, before))
    }
}

/// First and last calendar month of a period of whole months; else its first and last four weeks.
fn first_and_last(period: Period) -> Option<(Period, Period)> {
    let month = |day: NaiveDate| -> Option<Period> {
        let start = day.with_day(1)?;
        Period::new(start, start.checked_add_months(Months::new(1))?.pred_opt()?)
    };
    let (first, last) = (month(period.start)?, month(period.end)?);
    if first.start == period.start && last.end == period.end {
        return (first != last).then_some((first, last));
    }
    let weeks = Days::new(27);
    let (first, last) = (
        Period::new(period.start, period.start.checked_add_days(weeks)?)?,
        Period::new(period.end.checked_sub_days(weeks)?, period.end)?,
    );
    (first.end < last.start).then_some((first, last))
}

fn ranked(mut parts: Vec<PartChange>) -> Vec<PartChange> {
    parts.retain(|one| one.before_usd != one.after_usd || one.after_usd.units() != 0);
    parts.sort_by(|a, b| b.change_usd.units().abs().cmp(&a.change_usd.units().abs()).then_with(|| a.name.cmp(&b.name)));
    parts
}
