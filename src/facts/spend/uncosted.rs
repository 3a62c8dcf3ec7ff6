//! Use that cost exports leave out although they cover its days: an export that was filtered to a workspace or to keys.
//!
//! A cost export has a row for every use, however small. Where it names workspaces (and keys) as usage does, and every one of them, what
//! only usage knows is not free of charge: the export was filtered, and usage at list price stands in for what it lacks.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::row::SpendRow;
use super::token_use::TokenUse;
use crate::model::Money;

/// The tier whose cost the cost exports leave out.
pub(super) const UNCOSTED_TIER: &str = "priority";
/// Less than this may be rounded away, or be left out as no use.
const LEAST: Money = Money::from_cents(100);

/// Workspaces, and keys in workspaces, that usage knows and no cost export does; by the first day of the month, since exports are made by
/// the month, each with filters of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uncosted {
    /// Workspaces of which no cost export has a row in the month.
    workspaces: BTreeSet<(NaiveDate, String)>,
    /// Keys of other workspaces: workspace and key.
    keys: BTreeSet<(NaiveDate, String, String)>,
}

impl Uncosted {
    /// What `reported`, the rows of the cost exports, leaves out of `uses`.
    pub(super) fn of(reported: &[SpendRow], uses: &[TokenUse]) -> Self {
        let mut all = Self::default();
        if !reported.iter().all(|row| row.by_workspace) {
            return all;
        }
        let mut costs: BTreeMap<NaiveDate, Vec<&SpendRow>> = BTreeMap::new();
        let mut used: BTreeMap<NaiveDate, Vec<&TokenUse>> = BTreeMap::new();
        let days: BTreeSet<NaiveDate> = reported.iter().map(|row| row.day).collect();
        reported.iter().for_each(|row| costs.entry(month(row.day)).or_default().push(row));
        let counted = uses.iter().filter(|one| one.is_used() && one.by_workspace && days.contains(&one.day));
        counted.for_each(|one| used.entry(month(one.day)).or_default().push(one));
        for (month, uses) in used {
            all.add(month, costs.get(&month).map_or(&[][..], Vec::as_slice), &uses);
        }
        all
    }

    fn add(&mut self, month: NaiveDate, reported: &[&SpendRow], uses: &[&TokenUse]) {
        let costed: BTreeSet<&str> = reported.iter().map(|row| row.workspace.as_str()).collect();
        let workspaces = lacking(&costed, uses.iter().map(|one| (one.workspace.as_str(), *one)));
        self.workspaces.extend(workspaces.into_iter().map(|name| (month, name.to_owned())));
        if reported.iter().all(|row| row.by_key) && uses.iter().all(|one| one.by_key) {
            let of_row = reported.iter().filter(|row| !row.key.is_empty());
            let costed: BTreeSet<(&str, &str)> = of_row.map(|row| (row.workspace.as_str(), row.key.as_str())).collect();
            let keyed = uses.iter().filter(|one| !one.key.is_empty());
            let keys = lacking(&costed, keyed.map(|one| ((one.workspace.as_str(), one.key.as_str()), *one)));
            self.keys.extend(keys.into_iter().map(|(of, key)| (month, of.to_owned(), key.to_owned())));
        }
    }

    /// Whether the cost exports leave this out.
    pub(super) fn holds(&self, day: NaiveDate, workspace: &str, key: &str) -> bool {
        let month = month(day);
        let is_key = || self.keys.contains(&(month, workspace.to_owned(), key.to_owned()));
        !self.workspaces.is_empty() && self.workspaces.contains(&(month, workspace.to_owned()))
            || !self.keys.is_empty() && is_key()
    }

    /// Whether the cost exports leave a workspace out in any month.
    pub(super) fn has_workspace(&self, name: &str) -> bool {
        self.workspaces.iter().any(|(_, workspace)| workspace == name)
    }
}

/// The first day of the month of a day.
fn month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// What usage names and cost does not; nothing where cost names what usage does not, since the two then may name one thing otherwise.
fn lacking<'a, N: Ord + Copy>(costed: &BTreeSet<N>, uses: impl Iterator<Item = (N, &'a TokenUse)>) -> BTreeSet<N> {
    let (mut used, mut sums): (BTreeSet<N>, BTreeMap<N, Money>) = Default::default();
    for (name, one) in uses {
        used.insert(name);
        if one.tier != UNCOSTED_TIER && !costed.contains(&name) {
            *sums.entry(name).or_default() += one.list_price.unwrap_or_default();
        }
    }
    if costed.is_empty() || !costed.is_subset(&used) {
        return BTreeSet::new();
    }
    sums.into_iter().filter(|(_, sum)| *sum >= LEAST).map(|(name, _)| name).collect()
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::{cost, days, facts, usage};

    /// Three dollars a day and key at list price, of ten days, by workspace and key.
    fn used(by: &[(&'static str, &'static str)]) -> String {
        let rows = by.iter().flat_map(|(workspace, key)| {
            std::iter::repeat_n((*key, *workspace, days("2026-08-01", "2026-08-10")), 400)
        });
        usage(&rows.collect::<Vec<_>>())
    }

    fn costed(by: &[(&'static str, &'static str)]) -> String {
        let rows = days("2026-08-01", "2026-08-10")
            .into_iter()
            .flat_map(|day| by.iter().map(move |(workspace, key)| (day.clone(), *key, "", *workspace, 3.0)));
        cost(&rows.collect::<Vec<_>>())
    }

    /// Fault: A cost export that was filtered to a workspace or a key was the whole spend of its days
    /// Outcome: Usage at list price stands in for what it leaves out, as an estimate
    #[test]
    fn what_a_filtered_cost_export_leaves_out_is_estimated() {
        for (cost, usage, reported, estimated) in [
            (&[("B", "l")][..], &[("A", "k"), ("B", "l")][..], "30", "30"),
            (&[("A", "k")], &[("A", "k"), ("A", "l")], "30", "30"),
            (&[("A", "k")], &[("A", "k"), ("A", "l"), ("B", "m")], "30", "60"),
            (&[("A", ""), ("A", "k")], &[("A", "k"), ("B", "m")], "60", "30"),
            // Whole, or named otherwise: nobody knows what is what.
            (&[("A", "k"), ("B", "l")], &[("A", "k"), ("B", "l")], "60", "0"),
            (&[("X", "k")], &[("A", "k"), ("B", "l")], "30", "0"),
            (&[("A", "x")], &[("A", "k"), ("A", "l")], "30", "0"),
            (&[("B", "l")], &[("A", "k")], "30", "0"),
            // Use without a key may be called otherwise.
            (&[("A", "k")], &[("A", "k"), ("A", "")], "30", "0"),
        ] {
            let totals = facts(&[("usage.csv", &used(usage)), ("cost.csv", &costed(cost))]).totals;
            let found = (totals.cost_usd.total.to_string(), totals.estimated_cost_usd.total.to_string());
            assert_eq!(found, (reported.to_owned(), estimated.to_owned()), "{cost:?} {usage:?}");
        }
    }

    #[test]
    fn the_priority_tier_has_no_cost_to_leave_out() {
        let all = used(&[("A", "k")]);
        let of_b: String = used(&[("B", "l")]).lines().skip(1).map(|line| format!("{line}\n")).collect();
        let usage = format!("{all}{}", of_b.replace(",standard,", ",priority,"));
        let totals = facts(&[("usage.csv", &usage), ("cost.csv", &costed(&[("A", "k")]))]).totals;
        assert_eq!(totals.estimated_cost_usd.total.to_string(), "0");
    }

    /// Fault: Of three months of cost one was exported with a filter, and counted as whole: its sum was a tenth of the truth, and a rise followed
    /// Outcome: What is left out is decided by the month: usage at list price stands in for it in that month alone
    #[test]
    fn a_filter_in_one_month_is_of_that_month() {
        let all = days("2026-07-01", "2026-08-31");
        let of = |workspace: &'static str, key: &'static str| std::iter::repeat_n((key, workspace, all.clone()), 400);
        let usage = usage(&of("A", "k").chain(of("B", "l")).collect::<Vec<_>>());
        let rows = |from: &str, to: &str, by: &[(&'static str, &'static str)]| -> Vec<_> {
            let days = days(from, to);
            days.into_iter().flat_map(|day| by.iter().map(move |(of, key)| (day.clone(), *key, "", *of, 3.0))).collect()
        };
        let july = cost(&rows("2026-07-01", "2026-07-31", &[("A", "k")]));
        let august = cost(&rows("2026-08-01", "2026-08-31", &[("A", "k"), ("B", "l")]));
        let totals = facts(&[("usage.csv", &usage), ("july.csv", &july), ("august.csv", &august)]).totals;
        let found = (totals.cost_usd.total.to_string(), totals.estimated_cost_usd.total.to_string());
        assert_eq!(found, ("279".to_owned(), "93".to_owned()));
    }
}
