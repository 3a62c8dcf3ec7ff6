//! How the spend of the days before became that of the period, by workspace.

use std::collections::BTreeMap;

use chrono::Days;

use super::super::spend::SpendSeries;
use super::{KnownDays, chart as drawing, dollars, percent};
use crate::model::{Chart, ChartData, DayState, Money, Period, Step, Waterfall};

/// Steps of their own; the rest is one more.
const MOST_STEPS: usize = 8;

/// The drawing; none where the days before are not as well known as those of the period.
pub(super) fn chart(spend: &SpendSeries, period: Period, known: &KnownDays) -> Option<Chart> {
    let before = before(period)?;
    if [before, period].into_iter().any(|span| known.drawn(span).iter().any(|day| day.state == DayState::NoRows)) {
        return None;
    }
    let sum =
        |span: Period| -> Money { spend.rows.iter().filter(|row| span.contains(row.day)).map(|r| r.amount).sum() };
    let mut changes: BTreeMap<&str, Money> = BTreeMap::new();
    for row in &spend.rows {
        let change = changes.entry(&row.workspace).or_default();
        if period.contains(row.day) {
            *change += row.amount;
        } else if before.contains(row.day) {
            *change += Money::ZERO - row.amount;
        }
    }
    let changes = changes.into_iter().map(|(name, amount)| Step { label: name.to_owned(), amount }).collect();
    let total = |span: Period| Step { label: span.label(), amount: sum(span) };
    let falls = Waterfall { before: total(before), steps: largest(changes), after: total(period) };
    let caption = caption(&falls);
    let source = format!(
        "US dollars, {before} against {period}, as many days; each step is what a workspace spent more or less."
    );
    Some(drawing("spend-change", "How spend changed, by workspace", caption, source, ChartData::Waterfall(falls)))
}

/// As many days before the period as it has.
fn before(period: Period) -> Option<Period> {
    let days = u64::try_from(period.days()).ok()?;
    Period::new(period.start.checked_sub_days(Days::new(days))?, period.start.pred_opt()?)
}

/// The largest changes in either direction, the rest as one; what did not change is no step.
pub(super) fn largest(mut steps: Vec<Step>) -> Vec<Step> {
    steps.retain(|step| step.amount != Money::ZERO);
    steps.sort_by(|a, b| b.amount.units().abs().cmp(&a.amount.units().abs()).then_with(|| a.label.cmp(&b.label)));
    let own = if steps.len() > MOST_STEPS + 1 { MOST_STEPS } else { steps.len() };
    let rest = steps.split_off(own);
    if !rest.is_empty() {
        let amount = rest.iter().map(|step| step.amount).sum();
        steps.push(Step { label: format!("{} others", rest.len()), amount });
    }
    steps
}

/// Up or down, by how much, and what made most of it.
fn caption(falls: &Waterfall) -> String {
    let (before, after) = (falls.before.amount, falls.after.amount);
    let change = after - before;
    let (word, amount) = match change {
        change if change > Money::ZERO => ("rose by", change),
        change if change < Money::ZERO => ("fell by", Money::ZERO - change),
        _ => return format!("Spend stayed at {}.", dollars(after)),
    };
    let share = percent(amount, before).map_or_else(String::new, |percent| format!(" ({percent} %)"));
    let most = falls.steps.first().map_or_else(String::new, |step| {
        let sign = if step.amount > Money::ZERO { "+" } else { "" };
        format!("; the largest part is «{}» with {sign}{}", step.label, dollars(step.amount))
    });
    format!("Spend {word} {}{share}, from {} to {}{most}.", dollars(amount), dollars(before), dollars(after))
}
