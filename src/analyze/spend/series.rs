//! Daily spend of the organization, its workspaces, keys and models.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::analyze::Context;
use crate::facts::{SpendRow, SpendSeries, from_month_end};
use crate::model::{Money, Period, Subject, SubjectKind};

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
            Self::Workspace(workspace) => row.workspace == *workspace,
            Self::Key { workspace, key } => row.workspace == *workspace && row.key == *key,
            Self::Model(model) => row.model == *model,
        }
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
        match self {
            Self::Organization => "the organization".to_owned(),
            Self::Workspace(workspace) => format!("workspace {workspace}"),
            Self::Key { key, .. } if key.is_empty() => "use without a key".to_owned(),
            Self::Key { key, .. } => format!("key {key}"),
            Self::Model(model) => format!("model {model}"),
        }
    }

    /// As the subject of a finding; a key by its id where use or a list tells it.
    pub(super) fn subject(&self, cx: &Context) -> Subject {
        let lists = &cx.facts.lists;
        match self {
            Self::Organization => Subject::organization(),
            Self::Model(model) => Subject {
                kind: SubjectKind::Model,
                id: Some(model.clone()),
                name: Some(model.clone()),
                workspace: None,
            },
            Self::Workspace(name) => {
                let id = lists
                    .workspaces
                    .iter()
                    .find(|workspace| workspace.name == *name)
                    .map(|workspace| workspace.id.clone());
                Subject { kind: SubjectKind::Workspace, id, name: Some(name.clone()), workspace: Some(name.clone()) }
            }
            Self::Key { workspace, key } => {
                let stated =
                    cx.facts.spend.rows.iter().filter(|row| self.holds(row)).find_map(|row| row.key_id.clone());
                let named: Vec<_> = lists.keys.iter().filter(|listed| listed.name == *key).collect();
                let at_home = named.iter().filter(|listed| lists.workspace_name(listed) == Some(workspace.as_str()));
                let ids: Vec<String> = if named.len() == 1 {
                    named.iter().map(|k| k.id.clone()).collect()
                } else {
                    at_home.map(|k| k.id.clone()).collect()
                };
                let by_name = ids.first().filter(|_| ids.len() == 1).cloned();
                let name = (!key.is_empty()).then(|| key.clone());
                Subject { kind: SubjectKind::ApiKey, id: stated.or(by_name), name, workspace: Some(workspace.clone()) }
            }
        }
    }
}

/// Dollars per day of one entity, from the first day with spend in the organization to the last, zeros included.
pub(super) struct DailySpend {
    /// First day.
    pub(super) start: NaiveDate,
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
        self.start.checked_add_days(chrono::Days::new(at as u64)).unwrap_or(self.start)
    }

    /// Days to the nearest month end: 0 on the last day of a month, 1 on the first.
    pub(super) fn month_end_distances(&self) -> Vec<usize> {
        (0..self.amounts.len()).map(|at| from_month_end(self.day(at))).collect()
    }
}

/// The series of every entity.
pub(super) fn daily(spend: &SpendSeries) -> BTreeMap<Entity, DailySpend> {
    let Some(extent) = spend.extent() else { return BTreeMap::new() };
    let mut all: BTreeMap<Entity, DailySpend> = BTreeMap::new();
    for row in &spend.rows {
        let mut entities = vec![Entity::Organization, Entity::Workspace(row.workspace.clone())];
        entities.extend(row.by_key.then(|| Entity::Key { workspace: row.workspace.clone(), key: row.key.clone() }));
        entities.extend((!row.model.is_empty()).then(|| Entity::Model(row.model.clone())));
        let at = usize::try_from((row.day - extent.start).num_days()).unwrap_or_default();
        for entity in entities {
            let series = all.entry(entity).or_insert_with(|| empty(extent));
            series.amounts[at] += row.amount;
        }
    }
    all
}

fn empty(extent: Period) -> DailySpend {
    DailySpend { start: extent.start, amounts: vec![Money::ZERO; usize::try_from(extent.days()).unwrap_or_default()] }
}
