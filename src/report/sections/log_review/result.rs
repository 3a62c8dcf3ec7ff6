//! What became of the review of the log: counts, and the weeks with the day on which each was reviewed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate};

use crate::facts::{Facts, LogDecision, LogVerdict};
use crate::model::{Dataset, LogReviewResult, Period, ReviewedWeek};

/// Counts the decisions about this run's events; `None` where no worksheet has any.
pub(super) fn of(data: &Dataset, facts: &Facts, period: Period) -> Option<LogReviewResult> {
    let files: BTreeSet<&str> = facts.reviews.log_decisions.decided().map(|row| data.path(row.source.file)).collect();
    if files.is_empty() {
        return None;
    }
    let mut result = LogReviewResult {
        files: files.into_iter().map(str::to_owned).collect(),
        rows: facts.reviews.actions.groups.len() as u64,
        events: facts.reviews.actions.len() as u64,
        others: facts.reviews.log_decisions.others(&facts.reviews.actions) as u64,
        weeks: weeks(facts, period),
        ..LogReviewResult::default()
    };
    let mut used: Vec<&LogDecision> = Vec::new();
    for group in &facts.reviews.actions.groups {
        let each: Vec<(LogVerdict, &LogDecision)> =
            group.events.iter().filter_map(|event| facts.reviews.log_decisions.on(group, event)).collect();
        used.extend(each.iter().map(|(_, row)| *row));
        let worst = each.iter().map(|(verdict, _)| *verdict).max().filter(|_| each.len() == group.events.len());
        let counter = match worst {
            None => &mut result.undecided,
            Some(LogVerdict::Expected) => &mut result.expected,
            Some(LogVerdict::FollowUp) => &mut result.follow_up,
            Some(LogVerdict::Incident) => &mut result.incidents,
        };
        *counter += 1;
        let is_unclear = |event| {
            facts.reviews.log_decisions.on(group, event).is_none()
                && facts.reviews.log_decisions.about(group, event).next().is_some()
        };
        result.unclear += u64::from(worst.is_none() && group.events.iter().any(is_unclear));
    }
    let days = || used.iter().filter_map(|row| row.on);
    result.days = days().min().zip(days().max());
    let reviewers: BTreeSet<&str> = used.iter().filter_map(|row| Some(row.reviewer.as_deref()?.trim())).collect();
    result.reviewers = reviewers.into_iter().map(str::to_owned).collect();
    Some(result)
}

/// The Monday of a day's week.
fn monday(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday()))).unwrap_or(day)
}

/// Every calendar week that has a day of the period.
fn weeks(facts: &Facts, period: Period) -> Vec<ReviewedWeek> {
    // Whether each event is decided, and the day of it.
    let mut events: BTreeMap<NaiveDate, Vec<Option<Option<NaiveDate>>>> = BTreeMap::new();
    for group in &facts.reviews.actions.groups {
        for event in &group.events {
            let decided = facts.reviews.log_decisions.on(group, event).map(|(_, row)| row.on);
            events.entry(monday(event.at.date_naive())).or_default().push(decided);
        }
    }
    let later = |day: NaiveDate, days: u64| day.checked_add_days(Days::new(days));
    let mondays = std::iter::successors(Some(monday(period.start)), |day| later(*day, 7));
    let week = |first: NaiveDate| {
        let each = events.get(&first).map_or(&[][..], Vec::as_slice);
        let last = later(first, 6).unwrap_or(first).min(period.end);
        let days: Option<Vec<NaiveDate>> = each.iter().map(|decided| decided.flatten()).collect();
        let on = days.and_then(|days| days.into_iter().max());
        ReviewedWeek {
            first: first.max(period.start),
            last,
            events: each.len() as u64,
            decided: each.iter().flatten().count() as u64,
            on,
            after_days: on.map(|on| (on - last).num_days()),
        }
    };
    mondays.take_while(|day| *day <= period.end).map(week).collect()
}
