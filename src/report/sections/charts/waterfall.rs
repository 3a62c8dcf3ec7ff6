//! How the spend of the days before became that of the period: by cause, and by workspace.

use super::{chart as drawing, percent};
use crate::model::{Chart, ChartData, Money, Period, PeriodChange, Step, Waterfall, dollars};

/// Steps of their own; the rest is one more.
const MOST_STEPS: usize = 8;
/// Characters of a name in a sentence.
const LONGEST_NAME: usize = 60;

/// The drawings; none by cause where the exports do not tell, and none at all of sums that leave much usage out.
pub(super) fn charts(change: &PeriodChange) -> Vec<Chart> {
    if change.total.left_out.is_some() {
        return Vec::new();
    }
    let causes = change.total.parts.map(|parts| {
        let steps = parts.named().into_iter().map(|(name, amount)| Step { label: name.to_owned(), amount });
        // In the order in which causes are reported: it is that of the arithmetic.
        steps.filter(|step| step.amount != Money::ZERO).collect()
    });
    let workspaces = change.workspaces.iter().map(|part| {
        let label = part.name.as_deref().or(part.id.as_deref()).unwrap_or("no workspace stated");
        Step { label: label.to_owned(), amount: part.change_usd }
    });
    let basis = if change.total.is_estimated { " All or some of it is estimated at list prices." } else { "" };
    let windows = format!("US dollars, {} against {}.{basis}", change.before, change.after);
    let chart = |id, title, steps: Vec<Step>, source| {
        let total = |span: Period, amount| Step { label: label(span), amount };
        let (before, after) = (change.total.expected_usd, change.total.actual_usd);
        let falls = Waterfall { before: total(change.before, before), steps, after: total(change.after, after) };
        drawing(id, title, caption(&falls), source, ChartData::Waterfall(falls))
    };
    let by_cause = causes.map(|steps| {
        let why =
            "Causes from usage at list price: volume first, prices last; what list prices do not explain is shown separately.";
        chart("spend-change-by-cause", "Why spend changed", steps, format!("{windows} {why}"))
    });
    let by_workspace =
        chart("spend-change-by-workspace", "Where spend changed", largest(workspaces.collect()), windows.clone());
    by_cause.into_iter().chain([by_workspace]).collect()
}

/// `2026-Q3`, else both days.
fn label(span: Period) -> String {
    let label = span.label();
    if label.contains('_') { span.to_string() } else { label }
}

/// The largest changes in either direction, the rest as one; what did not change is no step.
fn largest(mut steps: Vec<Step>) -> Vec<Step> {
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
    let largest = falls.steps.iter().max_by_key(|step| step.amount.units().abs());
    let most = largest.map_or_else(String::new, |step| {
        let sign = if step.amount > Money::ZERO { "+" } else { "" };
        let name: String = step.label.chars().take(LONGEST_NAME).collect();
        format!("; the largest step is «{name}» with {sign}{}", dollars(step.amount))
    });
    let [before, after] = [&falls.before, &falls.after].map(|sum| format!("{} ({})", dollars(sum.amount), sum.label));
    format!("Spend {word} {}{share}, from {before} to {after}{most}.", dollars(amount))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_small_changes_are_one_step_and_the_sum_stays() {
        let step =
            |n: i64| Step { label: format!("{n:02}"), amount: Money::from_cents(if n % 2 == 0 { n } else { -n }) };
        let steps: Vec<Step> = (0..20).map(step).collect();
        let sum: Money = steps.iter().map(|step| step.amount).sum();
        let shown = largest(steps);
        assert_eq!((shown.len(), shown[0].label.as_str(), shown[8].label.as_str()), (9, "19", "11 others"));
        assert_eq!(shown.iter().map(|step| step.amount).sum::<Money>(), sum);
    }
}
