//! Daily spend of the organization, its workspaces, keys and models.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use foldhash::fast::FixedState;
use indexmap::IndexMap;

use crate::analyze::SpenderWords;
use crate::facts::{SpendRow, SpendSeries, from_month_end};
use crate::model::{Money, Period};
use crate::stats::panel::{Member, Panel, SeriesOwner};

/// Whose spend.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Entity {
    /// A key of a workspace: the finest, and the first to explain a jump.
    Key { workspace: String, key: String },
    /// A workspace.
    Workspace(String),
    /// The whole organization.
    Organization,
    /// A model, across workspaces.
    Model(String),
}

impl Entity {
    /// Whether its spend holds this row.
    pub(super) fn holds(&self, row: &SpendRow) -> bool {
        match self {
            Self::Organization => true,
            Self::Workspace(workspace) => row.workspace == workspace.as_str(),
            Self::Key { workspace, key } => {
                row.by_key && row.workspace == workspace.as_str() && row.key == key.as_str()
            }
            Self::Model(model) => row.model == model.as_str(),
        }
    }

    /// The rows that its spend is made of: of a key also usage at list price on days whose cost names no keys.
    pub(super) fn rows<'a>(&'a self, spend: &'a SpendSeries) -> impl Iterator<Item = &'a SpendRow> {
        let alongside = if matches!(self, Self::Key { .. }) { spend.keys_alongside() } else { &[] };
        spend.rows.iter().chain(alongside).filter(move |row| self.holds(row))
    }

    /// The entity that all its spend is also part of.
    pub(super) fn parent(&self) -> Option<Self> {
        match self {
            Self::Organization => None,
            Self::Key { workspace, .. } => Some(Self::Workspace(workspace.clone())),
            Self::Workspace(_) | Self::Model(_) => Some(Self::Organization),
        }
    }

    /// What people call it.
    pub(super) fn label(&self) -> String {
        self.label_in(&SpenderWords::CONSOLE)
    }

    /// What it is called where spenders have these names.
    pub(super) fn label_in(&self, words: &SpenderWords) -> String {
        match self {
            Self::Organization => words.organization.to_owned(),
            Self::Workspace(workspace) => format!("{} «{workspace}»", words.workspace),
            Self::Key { key, .. } if key.is_empty() => words.without_key.to_owned(),
            Self::Key { key, .. } => format!("{} «{key}»", words.key),
            Self::Model(model) => format!("model «{model}»"),
        }
    }
}

/// Dollars per day of one entity, from the first day with spend in the organization to the last, zeros included.
pub(super) struct DailySpend {
    /// The days, the same of every series.
    pub(super) days: Arc<[NaiveDate]>,
    /// Which of them the exports know.
    pub(super) known: Vec<bool>,
    /// One amount per day.
    pub(super) amounts: Vec<Money>,
}

impl DailySpend {
    /// As doubles, for statistics.
    pub(super) fn values(&self) -> Vec<f64> {
        self.amounts.iter().map(|amount| amount.to_f64()).collect()
    }

    /// The day at an index.
    pub(super) fn day(&self, at: usize) -> NaiveDate {
        self.days.get(at).copied().unwrap_or_default()
    }

    /// The days from one index to another, from the first that is known to the last; a day behind them where none is known.
    pub(super) fn known_period(&self, from: usize, to: usize) -> Option<Period> {
        let is_known = |at: &usize| self.known.get(*at) == Some(&true);
        let first = (from..self.days.len()).find(is_known)?;
        let last = (first..=to.max(first)).rev().find(is_known)?;
        Period::new(self.day(first), self.day(last))
    }

    /// How many days of a period are known.
    pub(super) fn known_in(&self, period: Period) -> usize {
        self.days.iter().zip(&self.known).filter(|(day, known)| **known && period.contains(**day)).count()
    }

    /// Days to the nearest month end: 0 on the last day of a month, 1 on the first.
    pub(super) fn month_end_distances(&self) -> Vec<usize> {
        (0..self.amounts.len()).map(|at| from_month_end(self.day(at))).collect()
    }
}

/// All series of an organization, as statistics take them: in the order of the entities, keys first.
pub(super) struct Together {
    entities: Vec<Entity>,
    members: Vec<Member>,
    first_weekday: usize,
    from_month_end: Vec<usize>,
}

impl Together {
    /// Of series that all begin and end on the same days.
    pub(super) fn of(series: &BTreeMap<Entity, DailySpend>) -> Self {
        let owners = Owners::of(series.keys());
        let members = series.iter().map(|(entity, own)| Member { whose: owners.whose(entity), values: own.values() });
        let any = series.values().next();
        Self {
            members: members.collect(),
            entities: series.keys().cloned().collect(),
            first_weekday: any.map_or(0, |any| any.day(0).weekday().num_days_from_monday() as usize),
            from_month_end: any.map_or_else(Vec::new, DailySpend::month_end_distances),
        }
    }

    /// What they let expect.
    pub(super) fn panel(&self) -> Panel<'_> {
        Panel::of(&self.members, self.first_weekday, &self.from_month_end)
    }

    /// Whose series that is.
    pub(super) fn entity(&self, at: usize) -> &Entity {
        &self.entities[at]
    }
}

/// Entities as statistics know them: workspaces by number.
pub(super) struct Owners<'a>(Vec<&'a str>);

impl<'a> Owners<'a> {
    /// The numbers of all workspaces that have entities.
    pub(super) fn of(entities: impl Iterator<Item = &'a Entity>) -> Self {
        let names = entities.filter_map(|entity| match entity {
            Entity::Key { workspace, .. } | Entity::Workspace(workspace) => Some(workspace.as_str()),
            Entity::Organization | Entity::Model(_) => None,
        });
        Self(names.collect::<BTreeSet<_>>().into_iter().collect())
    }

    /// Whose money an entity's is.
    pub(super) fn whose(&self, entity: &Entity) -> SeriesOwner {
        let number = |name: &str| self.0.binary_search(&name).unwrap_or_default();
        match entity {
            Entity::Key { workspace, .. } => SeriesOwner::Key(number(workspace)),
            Entity::Workspace(workspace) => SeriesOwner::Workspace(number(workspace)),
            Entity::Organization => SeriesOwner::Whole,
            Entity::Model(_) => SeriesOwner::Model,
        }
    }
}

/// The series of every entity.
pub(super) fn daily(spend: &SpendSeries) -> BTreeMap<Entity, DailySpend> {
    let Some(extent) = spend.extent() else { return BTreeMap::new() };
    let days: Arc<[NaiveDate]> = extent.each_day().collect();
    let empty = || DailySpend {
        days: Arc::clone(&days),
        known: vec![true; days.len()],
        amounts: vec![Money::ZERO; days.len()],
    };
    let at = |row: &SpendRow| usize::try_from((row.day - extent.start).num_days()).unwrap_or_default();
    let keys = || {
        let mut keys: Series<(&str, &str)> = Series::default();
        for row in spend.rows.iter().filter(|row| row.by_key).chain(spend.keys_alongside()) {
            keys.entry((&row.workspace, &row.key)).or_insert_with(empty).amounts[at(row)] += row.amount;
        }
        keys
    };
    let others = || {
        let mut whole = empty();
        let (mut workspaces, mut models): (Series<&str>, Series<&str>) = (Series::default(), Series::default());
        for row in &spend.rows {
            let at = at(row);
            let add = |series: &mut DailySpend| series.amounts[at] += row.amount;
            add(&mut whole);
            add(workspaces.entry(&row.workspace).or_insert_with(empty));
            if !row.model.is_empty() {
                add(models.entry(&row.model).or_insert_with(empty));
            }
        }
        (whole, workspaces, models)
    };
    let (keys, (whole, workspaces, models)) = rayon::join(keys, others);
    let key = |(workspace, key): (&str, &str)| Entity::Key { workspace: workspace.to_owned(), key: key.to_owned() };
    let keys = keys.into_iter().map(|(name, own)| (key(name), own));
    let workspaces = workspaces.into_iter().map(|(name, own)| (Entity::Workspace(name.to_owned()), own));
    let models = models.into_iter().map(|(name, own)| (Entity::Model(name.to_owned()), own));
    let whole = (!spend.rows.is_empty()).then_some((Entity::Organization, whole));
    keys.chain(workspaces).chain(models).chain(whole).collect()
}

/// Series by name, while they are added up.
type Series<K> = IndexMap<K, DailySpend, FixedState>;
