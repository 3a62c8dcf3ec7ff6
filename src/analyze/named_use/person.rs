//! Exports of use name one person by several ids and addresses: who they are, and what they used when.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::facts::{Facts, NamedUse, Source};
use crate::model::{Period, Table, counted, normalize_address};

/// Somebody whom exports of use name.
pub(super) struct Person<'a> {
    /// Ids, as the exports have them.
    pub(super) ids: BTreeSet<&'a str>,
    /// Normalized addresses.
    pub(super) addresses: BTreeSet<String>,
    /// What they used.
    pub(super) uses: Vec<&'a NamedUse>,
}

/// Everybody whom exports of use name, in the order of their addresses.
pub(super) fn people(facts: &Facts) -> impl Iterator<Item = Person<'_>> {
    let mut all: BTreeMap<String, Person<'_>> = BTreeMap::new();
    for one in &facts.people.named_use {
        let address = address(facts, one);
        let Some(key) = address.clone().or_else(|| one.user.clone()) else { continue };
        let new = || Person { ids: BTreeSet::new(), addresses: BTreeSet::new(), uses: Vec::new() };
        let person = all.entry(key).or_insert_with(new);
        person.ids.extend(one.user.as_deref().filter(|id| !id.contains('@')));
        person.addresses.extend(address);
        person.uses.push(one);
    }
    all.into_values()
}

/// The address of whom an export names: its own, the gateway's for the id, or one under which any export knows the id.
fn address(facts: &Facts, one: &NamedUse) -> Option<String> {
    let by_id = |id: &str| {
        if one.is_of_gateway() {
            return facts.gateways.address(id).and_then(normalize_address);
        }
        facts.people.departures.addresses_of(id).next().map(str::to_owned)
    };
    one.address.clone().or_else(|| one.user.as_deref().and_then(by_id))
}

impl Person<'_> {
    /// What to call them.
    pub(super) fn label(&self) -> &str {
        let own = self.addresses.first().map(String::as_str);
        own.or_else(|| self.ids.first().copied()).unwrap_or_default()
    }

    /// Every name that a list may have them under.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().copied().chain(self.addresses.iter().map(String::as_str))
    }
}

/// The days on which somebody used one thing.
pub(super) struct Used<'a> {
    /// What.
    pub(super) what: &'a str,
    /// A row of each.
    pub(super) days: BTreeMap<NaiveDate, Source>,
    /// Whether only the last one is known.
    is_last_alone: bool,
}

/// What was used on days that count, each thing once; nothing where none does.
pub(super) fn used_on<'a>(uses: &[&'a NamedUse], counts: impl Fn(NaiveDate) -> bool) -> Vec<Used<'a>> {
    let mut all: BTreeMap<&str, Used<'a>> = BTreeMap::new();
    for one in uses {
        let days: BTreeMap<NaiveDate, Source> =
            one.days.iter().filter(|(day, _)| counts(**day)).map(|(day, source)| (*day, *source)).collect();
        if days.is_empty() {
            continue;
        }
        let new = || Used { what: one.what.as_str(), days: BTreeMap::new(), is_last_alone: true };
        let used = all.entry(one.what.as_str()).or_insert_with(new);
        used.days.extend(days);
        used.is_last_alone &= one.table == Table::SeatActivity;
    }
    all.into_values().collect()
}

impl Used<'_> {
    /// First and last day.
    pub(super) fn period(&self) -> Option<Period> {
        Period::new(*self.days.keys().next()?, *self.days.keys().next_back()?)
    }

    /// `Claude Code on 21 days (2026-09-01 to 2026-09-30)`; `Claude Enterprise, last on 2026-09-29`.
    pub(super) fn says(&self) -> String {
        let Some(period) = self.period() else { return self.what.to_owned() };
        if self.is_last_alone {
            return format!("{}, last on {}", self.what, period.end);
        }
        match self.days.len() {
            1 => format!("{} on {}", self.what, period.end),
            days => format!("{} on {} ({period})", self.what, counted(days, "day")),
        }
    }
}
