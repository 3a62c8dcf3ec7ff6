//! How sure it is that somebody is gone of whom a row of a roster says so.

use chrono::TimeDelta;

use crate::analyze::Context;
use crate::data::roster_words::{StatusWord, normal, status_words};
use crate::facts::{RosterPerson, RosterRow};
use crate::model::{Confidence, Standing};

/// By the row that says so, and by the one that says otherwise, where there is one.
pub(in crate::analyze) fn certainty(cx: &Context, person: &RosterPerson, row: &RosterRow) -> Confidence {
    let lists = &cx.facts.people.roster.lists;
    // A day is over at its end, and an account may be there for another.
    let is_just_over = row.ended_on.is_some_and(|last| cx.as_of_day() - last == TimeDelta::days(1));
    // A last day that HR states outweighs an account that nobody switched off yet.
    let outweighs = |other: &RosterRow| {
        !lists[row.list].is_directory() && row.ended_on.is_some() && lists[other.list].is_directory()
    };
    let other = person.disagreement.and_then(|two| person.rows.get(two.here));
    let is_open = is_just_over || is_doubtful(cx, row) || other.is_some_and(|other| !outweighs(other));
    if is_open { Confidence::Medium } else { Confidence::High }
}

/// Whether a row that says that somebody is gone leaves a doubt: a status that says otherwise next to a last day that is over, a last
/// day that lies ahead, or a list of people who leave that does not say when.
fn is_doubtful(cx: &Context, row: &RosterRow) -> bool {
    let list = &cx.facts.people.roster.lists[row.list];
    // A kind of employment says nothing of whether it has ended.
    let is_kind = || row.status.as_ref().and_then(|text| status_words().get(&normal(text)).copied());
    let says_otherwise =
        matches!(row.standing, Some(Standing::Here | Standing::Between)) && is_kind() != Some(StatusWord::Employment);
    let lies_ahead = row.ended_on.is_some_and(|last| last > cx.as_of_day());
    let is_undated = row.ended_on.is_none() && list.is_of_departures && !list.is_directory();
    says_otherwise || lies_ahead || is_undated
}
