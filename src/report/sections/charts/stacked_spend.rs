//! Spend a day by workspace and by model, the largest on their own and the others in one.

use std::collections::BTreeMap;

use super::{KnownDays, chart as drawing, percent, source};
use crate::facts::{Facts, SpendRow};
use crate::model::{Chart, ChartData, Money, Period, Series, StackedChart, dollars};

/// Names that have a colour of their own; a seventh would not be distinguished (Okabe and Ito's palette has eight colours, of
/// which black and yellow do not stand on paper).
const MOST_SERIES: usize = 6;
/// Name of what the others are summed up in.
const OTHERS: &str = "others";
/// Characters of a name in a sentence.
const LONGEST_NAME: usize = 60;

pub(super) fn charts(facts: &Facts, period: Period, known: &KnownDays) -> Vec<Chart> {
    let rows: Vec<&SpendRow> = facts.spend.series.rows.iter().filter(|row| period.contains(row.day)).collect();
    let days = known.drawn(period);
    let source = source(facts, &days, period);
    let one = |id, title, name: fn(&SpendRow) -> &str| {
        let (series, caption) = stacked(&rows, period, name);
        let data = StackedChart { days: days.clone(), series, marks: Vec::new() };
        drawing(id, title, caption, source.clone(), ChartData::Stacked(data))
    };
    vec![
        one("spend-by-workspace", "Daily spend by workspace", |row| {
            if row.workspace.is_empty() { "no workspace stated" } else { &row.workspace }
        }),
        one("spend-by-model", "Daily spend by model", |row| {
            if row.model.is_empty() { "no model (searches, code execution)" } else { &row.model }
        }),
    ]
}

/// The series, largest first, and what is to be seen in them.
fn stacked(rows: &[&SpendRow], period: Period, name: fn(&SpendRow) -> &str) -> (Vec<Series>, String) {
    let days = usize::try_from(period.days()).unwrap_or_default();
    let mut sums: BTreeMap<&str, (Money, Vec<Money>)> = BTreeMap::new();
    for row in rows {
        let (sum, amounts) = sums.entry(name(row)).or_insert_with(|| (Money::ZERO, vec![Money::ZERO; days]));
        let at = usize::try_from((row.day - period.start).num_days()).unwrap_or_default();
        *sum += row.amount;
        amounts[at] += row.amount;
    }
    let mut largest: Vec<(&str, (Money, Vec<Money>))> = sums.into_iter().collect();
    largest.sort_by(|a, b| b.1.0.cmp(&a.1.0).then(a.0.cmp(b.0)));
    let total: Money = largest.iter().map(|(_, (sum, _))| *sum).sum();
    let caption = caption(&largest, total);
    // A band for the others that holds one name would hide what it could say.
    let own = if largest.len() > MOST_SERIES + 1 { MOST_SERIES } else { largest.len() };
    let rest = largest.split_off(own.min(largest.len()));
    let mut series: Vec<Series> =
        largest.into_iter().map(|(name, (_, amounts))| Series { name: name.to_owned(), sums_up: 0, amounts }).collect();
    if !rest.is_empty() {
        let amounts = (0..days).map(|day| rest.iter().map(|(_, (_, amounts))| amounts[day]).sum()).collect();
        series.push(Series { name: format!("{} {OTHERS}", rest.len()), sums_up: rest.len() as u64, amounts });
    }
    (series, caption)
}

fn caption(largest: &[(&str, (Money, Vec<Money>))], total: Money) -> String {
    let named = |(name, (sum, _)): &(&str, (Money, Vec<Money>))| {
        let short: String = name.chars().take(LONGEST_NAME).collect();
        let cut = if short.len() < name.len() { "…" } else { "" };
        percent(*sum, total).map(|percent| format!("«{short}{cut}» {percent} %"))
    };
    let shares: Vec<String> = largest.iter().take(3).filter_map(named).collect();
    let total = dollars(total);
    match (largest, shares.as_slice()) {
        ([one], _) => format!("All of {total} belongs to «{}».", one.0.chars().take(LONGEST_NAME).collect::<String>()),
        (_, []) => format!("{total} in all."),
        (_, shares) => {
            let most = if shares.len() < largest.len() { "Most" } else { "All" };
            format!("{most} of {total}: {}.", shares.join(", "))
        }
    }
}
