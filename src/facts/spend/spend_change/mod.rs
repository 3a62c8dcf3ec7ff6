//! What some days cost against others, by whom and by cause.

mod causes;
mod period;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rayon::prelude::*;

use super::row::SpendRow;
use super::token_use::TokenUse;
use crate::facts::Facts;
use crate::model::{Contributor, Money, Period, SpendChange, SubjectKind};

/// Contributors that are named.
const NAMED: usize = 8;
/// Parts of one that a ratio of two amounts is counted in.
const PARTS: i128 = 1_000_000_000;

/// Whose money or tokens a row reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spender<'a> {
    /// Workspace, as in the spend series.
    pub workspace: &'a str,
    /// Key, as in the spend series.
    pub key: &'a str,
    /// Its id, where the export states it.
    pub key_id: Option<&'a str>,
    /// Model, by its API id where the price table knows it.
    pub model: &'a str,
    /// Whether the export distinguishes workspaces.
    pub by_workspace: bool,
    /// Whether the export distinguishes keys.
    pub by_key: bool,
}

/// By what a change is distinguished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Keys, where exports distinguish them; else workspaces.
    Key,
    /// Workspaces.
    Workspace,
    /// Models.
    Model,
}

/// What days are expected to cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// So much, with the composition of the days before.
    Usd(Money),
    /// As much a day as the days before.
    PerDay,
    /// As much as the days before, however many they are.
    Same,
}

/// Days, and what is to be expected of them.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The days to explain.
    pub days: Period,
    /// The days that tell the composition of what is expected, and its amount where that is not given.
    pub before: BTreeSet<NaiveDate>,
    /// Those days in words.
    pub with: String,
    /// What the days were expected to cost.
    pub expected: Expected,
    /// Lower and upper end of that.
    pub band: Option<(Money, Money)>,
    /// By what contributors are distinguished.
    pub by: By,
}

impl Compared {
    /// What lies on the days of either side, of what is in the order of days.
    fn among<'a, T: Sync>(
        &'a self,
        all: &'a [T],
        day: impl Fn(&T) -> NaiveDate + Sync + Send + Copy + 'a,
    ) -> impl ParallelIterator<Item = &'a T> {
        debug_assert!(all.is_sorted_by_key(&day), "rows of spend and uses are in the order of their days");
        let first = self.before.first().map_or(self.days.start, |day| self.days.start.min(*day));
        let last = self.before.last().map_or(self.days.end, |day| self.days.end.max(*day));
        let from = all.partition_point(|one| day(one) < first);
        let to = from + all[from..].partition_point(|one| day(one) <= last);
        all[from..to].par_iter().filter(move |one| self.holds(day(one)))
    }

    /// Whether a day is of either side.
    fn holds(&self, day: NaiveDate) -> bool {
        self.days.contains(day) || self.before.contains(&day)
    }
}

impl Facts {
    /// Explains what some days cost, of the rows that `holds` takes.
    #[must_use]
    pub fn spend_change(&self, compared: &Compared, holds: impl Fn(&Spender) -> bool + Sync) -> SpendChange {
        self.change_among(compared, &[], holds)
    }

    /// The same of a key, which is also judged by its usage at list price on days whose cost names no keys.
    #[must_use]
    pub fn key_spend_change(&self, compared: &Compared, holds: impl Fn(&Spender) -> bool + Sync) -> SpendChange {
        self.change_among(compared, self.spend.series.keys_alongside(), holds)
    }

    fn change_among(
        &self,
        compared: &Compared,
        alongside: &[SpendRow],
        holds: impl Fn(&Spender) -> bool + Sync,
    ) -> SpendChange {
        let rows = |all| compared.among(all, |row: &SpendRow| row.day).filter(|row| holds(&row.spender()));
        let uses = compared
            .among(&self.spend.tokens, |one: &TokenUse| one.day)
            .filter(|one| one.is_used() && holds(&one.spender(self.spend.prices.model_id(&one.model))));
        let (rows, uses): (Vec<&SpendRow>, Vec<&TokenUse>) =
            rayon::join(|| rows(&self.spend.series.rows).chain(rows(alongside)).collect(), || uses.collect());
        self.change_of(compared, &rows, &uses)
    }

    /// The same of rows and uses of these days that were picked already.
    fn change_of(&self, compared: &Compared, rows: &[&SpendRow], uses: &[&TokenUse]) -> SpendChange {
        let Compared { days, before, .. } = compared;
        let after: Vec<&SpendRow> = rows.iter().copied().filter(|row| days.contains(row.day)).collect();
        let before: Vec<&SpendRow> = rows.iter().copied().filter(|row| before.contains(&row.day)).collect();
        let sum = |rows: &[&SpendRow]| rows.iter().map(|row| row.amount).sum::<Money>();
        let (actual, former) = (sum(&after), sum(&before));
        let ratio = match compared.expected {
            Expected::Usd(expected) => ratio(expected, former),
            Expected::PerDay => {
                i128::from(days.days()) * PARTS / i128::try_from(compared.before.len().max(1)).unwrap_or(1)
            }
            Expected::Same => PARTS,
        };
        let expected = match compared.expected {
            Expected::Usd(expected) => expected.round_to_cents(),
            Expected::PerDay | Expected::Same => former.scaled(ratio, PARTS).round_to_cents(),
        };
        let impact = actual.round_to_cents() - expected;
        let window = causes::Window { compared, ratio, after: &after, before: &before, expected, impact };
        let left_out = self.left_out(days, uses);
        let (parts, unattributed) = match &left_out {
            Some(said) => (None, Some(format!("the sums are without {said}"))),
            None => causes::parts(self, &window, uses),
        };
        let (contributors, others_usd) = self.contributors(compared.by, &window);
        SpendChange {
            days: *days,
            actual_usd: actual.round_to_cents(),
            expected_usd: expected,
            expected_low_usd: compared.band.map(|band| band.0.round_to_cents()),
            expected_high_usd: compared.band.map(|band| band.1.round_to_cents()),
            impact_usd: impact,
            impact_percent: percent(impact, expected).filter(|_| left_out.is_none()),
            compared_with: compared.with.clone(),
            is_estimated: after.iter().chain(&before).any(|row| row.estimated),
            parts,
            unattributed,
            left_out,
            contributors,
            others_usd,
        }
    }

    /// What the sums of either side leave out, where that is much of the use of a side: what seems to change may be that a model has a price, or
    /// a cost export, on one side alone.
    fn left_out(&self, days: &Period, uses: &[&TokenUse]) -> Option<String> {
        let of = |after: bool| uses.iter().copied().filter(move |one| days.contains(one.day) == after);
        let is_much = |after| self.spend.unpriced_among(of(after)).is_considerable();
        if is_much(true) || is_much(false) { self.spend.unpriced_among(uses.iter().copied()).says() } else { None }
    }

    /// The id of the only listed workspace of that name.
    fn workspace_id(&self, name: &str) -> Option<String> {
        self.lists.workspace_named(name).map(|one| one.id.clone())
    }

    /// The largest changes and the sum of the others; together they are the impact.
    fn contributors(&self, by: By, window: &causes::Window) -> (Vec<Contributor>, Money) {
        let all_keys = window.after.iter().chain(window.before).all(|row| row.by_key);
        let by = if by == By::Key && !all_keys { By::Workspace } else { by };
        let mut changes: BTreeMap<(&str, &str), Change> = BTreeMap::new();
        let earlier = window.before.iter().map(|row| (*row, -row.amount.scaled(window.ratio, PARTS)));
        for (row, usd) in window.after.iter().map(|row| (*row, row.amount)).chain(earlier) {
            let change = changes.entry(by.grain(row)).or_default();
            change.usd += usd;
            change.ids.extend(row.key_id.as_deref());
        }
        let mut ranked: Vec<((&str, &str), Change)> = changes.into_iter().collect();
        ranked.sort_by(|a, b| b.1.usd.units().abs().cmp(&a.1.usd.units().abs()).then_with(|| a.0.cmp(&b.0)));
        let named: Vec<Contributor> = ranked
            .into_iter()
            .map(|(grain, change)| by.contributor(self, grain, &change))
            .filter(|one| one.usd != Money::ZERO)
            .take(NAMED)
            .collect();
        let others = window.impact - named.iter().map(|one| one.usd).sum();
        (named, others)
    }
}

impl SpendRow {
    /// Whose money it reports.
    #[must_use]
    pub fn spender(&self) -> Spender<'_> {
        Spender {
            workspace: &self.workspace,
            key: &self.key,
            key_id: self.key_id.as_deref(),
            model: &self.model,
            by_workspace: self.by_workspace,
            by_key: self.by_key,
        }
    }
}

impl TokenUse {
    /// Whose tokens it reports, the model by the name that is given.
    #[must_use]
    pub fn spender<'a>(&'a self, model: &'a str) -> Spender<'a> {
        Spender {
            workspace: &self.workspace,
            key: &self.key,
            key_id: self.key_id.as_deref(),
            model,
            by_workspace: self.by_workspace,
            by_key: self.by_key,
        }
    }
}

/// How often one amount holds another, in [`PARTS`]; nothing of nothing.
fn ratio(whole: Money, part: Money) -> i128 {
    if part <= Money::ZERO { 0 } else { (whole.to_f64() / part.to_f64() * PARTS as f64).round() as i128 }
}

/// To a tenth; none where nothing was expected.
pub(super) fn percent(impact: Money, expected: Money) -> Option<f64> {
    (expected > Money::ZERO).then(|| (1000.0 * impact.to_f64() / expected.to_f64()).round() / 10.0)
}

/// What one contributor changed by, and the ids that its rows state.
#[derive(Default)]
struct Change<'a> {
    usd: Money,
    ids: BTreeSet<&'a str>,
}

impl By {
    fn grain(self, row: &SpendRow) -> (&str, &str) {
        match self {
            Self::Key => (&row.workspace, &row.key),
            Self::Workspace => (&row.workspace, ""),
            Self::Model => (&row.model, ""),
        }
    }

    fn contributor(self, facts: &Facts, (whole, key): (&str, &str), change: &Change) -> Contributor {
        let named = |name: &str| (!name.is_empty()).then(|| name.to_owned());
        let (kind, id, name) = match self {
            // A name that two keys share is nobody's id.
            Self::Key => {
                let only = change.ids.first().filter(|_| change.ids.len() == 1);
                (SubjectKind::ApiKey, only.map(|id| (*id).to_owned()), named(key))
            }
            Self::Workspace => (SubjectKind::Workspace, facts.workspace_id(whole), named(whole)),
            Self::Model => (SubjectKind::Model, named(whole), named(whole)),
        };
        Contributor { kind, id, name, usd: change.usd.round_to_cents() }
    }
}
