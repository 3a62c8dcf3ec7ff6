//! Turns of phrase that messages of all groups share.

use chrono::{Datelike, NaiveDate};

use crate::model::Period;

/// A day for people: `18 Aug 2026`.
pub(super) fn day(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}

/// Days for people: `18 Aug 2026`, `18 to 20 Aug 2026`, `30 Aug to 2 Sep 2026`.
pub(super) fn days(period: Period) -> String {
    let (start, end) = (period.start, period.end);
    if start == end {
        return day(end);
    }
    let shown = if (start.year(), start.month()) == (end.year(), end.month()) {
        "%-d"
    } else if start.year() == end.year() {
        "%-d %b"
    } else {
        "%-d %b %Y"
    };
    format!("{} to {}", start.format(shown), day(end))
}

/// The first step of who may have left, in the remedy of the checks that find leavers.
pub(super) const CONFIRM_WITH_HR: &str = "Confirm with HR that {name} has left";

/// Steps for somebody whom the roster itself calls gone: nobody is to be asked before they are removed.
pub(super) fn remove_today(steps: &mut Vec<String>) {
    let (asks, _) = CONFIRM_WITH_HR.split_once('{').unwrap_or_default();
    steps.retain(|step| !step.starts_with(asks));
    steps.iter_mut().take(1).for_each(|step| *step = format!("Remove them today: {step}"));
}

/// ``  `eu`, `us`  ``.
pub(super) fn coded<T: std::fmt::Display>(words: impl IntoIterator<Item = T>) -> String {
    words.into_iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// `«A», «B»`.
pub(super) fn quoted<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(|name| format!("«{name}»")).collect::<Vec<_>>().join(", ")
}

/// `a, b and 3 more`: the first `shown`, and how many more there are.
pub(super) fn some_of<T: ToString>(all: impl IntoIterator<Item = T>, shown: usize) -> String {
    let all: Vec<String> = all.into_iter().map(|one| one.to_string()).collect();
    match all.len().checked_sub(shown) {
        None | Some(0) => all.join(", "),
        Some(more) => format!("{} and {more} more", all[..shown].join(", ")),
    }
}
