//! Spend limits of the organization and its workspaces, as far as the exports prove them.
//!
//! A list of limits says what is in force. Effective limits are each member's own, also where the organization hands them down: they bind
//! that member's spend and say nothing about the organization's. Events of the feed prove that a limit was set; they name neither the limit nor the workspace, so a removal that follows
//! leaves it open which one is gone.

mod changes;
mod events;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
pub use changes::{LimitChange, LimitMove};
use chrono::{DateTime, Utc};
pub use events::{LimitEvent, LimitEvents};

use crate::facts::frame::{Rows, Source};
use crate::facts::lists::DEFAULT_WORKSPACE;
use crate::facts::log::Events as Found;
use crate::facts::names::WorkspaceNames;
use crate::model::{Dataset, Money, Table};

/// An entry of a list of limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpendLimit {
    /// Dollars; none is an explicit statement that there is no limit, unless no entry of the list has an amount.
    pub amount: Option<Money>,
    /// Whether it is switched on in a list that states no amount of any entry: how high it is, and whether it is a limit, is not known.
    pub is_amount_unstated: bool,
    /// `daily`, `weekly`, `monthly`, as exported.
    pub period: Option<String>,
    /// Whether it is switched on.
    pub is_enabled: bool,
    /// When it was made, where the list says; it bound nothing before.
    pub created_at: Option<DateTime<Utc>>,
    /// When it was last changed, where the list says.
    pub updated_at: Option<DateTime<Utc>>,
    /// Whether another list has the same limit with other content, and nothing shows which of the two is the newer one.
    pub is_contradicted: bool,
    /// Whether nothing says that its amount is in cents, as it was read.
    pub unit_is_unstated: bool,
    /// Where it stands.
    pub source: Source,
}

/// The limit that binds a member in a period, and the member's spend so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberLimit {
    /// The member's id.
    pub id: String,
    /// The member's address, where known.
    pub address: Option<String>,
    /// The member's name, where known.
    pub name: Option<String>,
    /// `daily`, `weekly`, `monthly`.
    pub period: String,
    /// Dollars; none is no limit.
    pub amount: Option<Money>,
    /// The member's own spend in the period so far; zero also where the API could not say.
    pub spent: Option<Money>,
    /// What it is handed down from: `organization`, `seat_tier`, …
    pub handed_down_by: Option<String>,
    /// Where it stands.
    pub source: Source,
}

impl SpendLimit {
    /// Whether it holds anything back.
    #[must_use]
    pub const fn is_in_force(&self) -> bool {
        self.is_enabled && self.amount.is_some()
    }

    /// `$1,500.00 monthly`, and why it is not in force, where it is not.
    #[must_use]
    pub fn says(&self) -> String {
        let period = self.period.as_deref().unwrap_or("without a period");
        match self.amount {
            None if self.is_amount_unstated => format!("an amount that its list does not state, {period}"),
            None => format!("no limit, {period}"),
            Some(amount) if self.is_enabled => format!("${} {period}", amount.to_grouped()),
            Some(amount) => format!("${} {period}, switched off", amount.to_grouped()),
        }
    }
}

/// What is known of spend limits.
#[derive(Clone, Debug, Default)]
pub struct SpendLimits {
    /// Entries of the list for the organization as a whole.
    pub organization: Vec<SpendLimit>,
    /// Entries of the list for the usage tier: Anthropic's ceiling, which rises with the tier and which nobody here chose.
    pub usage_tier: Vec<SpendLimit>,
    workspaces: BTreeMap<String, Vec<SpendLimit>>,
    /// What exports of spend call a workspace that no list names, by its id.
    unlisted: BTreeMap<String, String>,
    /// Entries of the list for people, groups and services.
    pub others: u64,
    /// What binds members who are still there, by period.
    pub members: Vec<MemberLimit>,
    /// What the activity feed says is set.
    pub events: LimitEvents,
    /// What the activity feed says was changed, in the order of time.
    pub changes: Vec<LimitChange>,
}

impl SpendLimits {
    pub(in crate::facts) fn read(data: &Dataset, found: &Found) -> Result<Self> {
        let mut limits = Self { events: LimitEvents::of(found), changes: changes::changes(found), ..Self::default() };
        limits.add_listed(data)?;
        limits.members = members(data)?;
        Ok(limits)
    }

    fn add_listed(&mut self, data: &Dataset) -> Result<()> {
        let Some(frame) = data.frame(Table::SpendLimits) else { return Ok(()) };
        let rows = Rows::of(frame)?;
        let (scope, id, amount) = (rows.text("scope_type")?, rows.text("scope_id")?, rows.money("amount")?);
        let (period, enabled, limit_id) = (rows.text("period")?, rows.flag("is_enabled")?, rows.text("id")?);
        let conflicts = data.remarks.iter().flat_map(|remarks| &remarks.conflicts);
        let contradicted: BTreeSet<&str> = conflicts.map(|conflict| conflict.id.as_str()).collect();
        let (created, updated) = (rows.instant("created_at")?, rows.instant("updated_at")?);
        let is_unstated = |file: u32| data.remarks.get(file as usize).is_some_and(|remarks| remarks.unit_is_unstated);
        for row in 0..rows.len() {
            let limit = SpendLimit {
                amount: amount.get(row),
                is_amount_unstated: enabled.get(row) != Some(false)
                    && data.is_silent(Table::SpendLimits, "amount", rows.file(row)),
                period: period.get(row).map(str::to_owned),
                is_enabled: enabled.get(row) != Some(false),
                created_at: created.get(row),
                updated_at: updated.get(row),
                is_contradicted: limit_id.get(row).is_some_and(|id| contradicted.contains(id)),
                unit_is_unstated: is_unstated(rows.source(row).file),
                source: rows.source(row),
            };
            match (scope.get(row), id.get(row)) {
                (Some("organization"), _) => self.organization.push(limit),
                (Some("usage_tier"), _) => self.usage_tier.push(limit),
                (Some("workspace"), Some(id)) => self.workspaces.entry(id.to_owned()).or_default().push(limit),
                _ => self.others += 1,
            }
        }
        Ok(())
    }

    /// Entries of the list for a workspace.
    #[must_use]
    pub fn of_workspace(&self, id: &str) -> &[SpendLimit] {
        self.workspaces.get(id).map_or(&[], Vec::as_slice)
    }

    /// Entries of the list for a workspace that no list of workspaces names, by what exports of spend call it.
    pub fn of_unlisted<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a SpendLimit> {
        let own = self.unlisted.iter().filter(move |(_, called)| *called == name);
        own.flat_map(|(id, _)| self.of_workspace(id))
    }

    /// What exports of spend call the workspaces of the list of limits that no list of workspaces names.
    pub fn unlisted_workspaces(&self) -> impl Iterator<Item = &str> {
        self.unlisted.values().map(String::as_str)
    }

    /// Notes what exports of spend call the workspaces that no list names.
    pub(in crate::facts) fn name_unlisted(&mut self, is_listed: impl Fn(&str) -> bool, names: &WorkspaceNames) {
        let ids = self.workspaces.keys().filter(|id| !is_listed(id));
        let called = ids.map(|id| (id.clone(), names.label(None, Some(id)).unwrap_or(id).to_owned()));
        // Default cannot carry a limit: what is set on it is the organization's own puzzle.
        self.unlisted = called.filter(|(_, name)| name != DEFAULT_WORKSPACE).collect();
    }

    /// Whether the list has an entry for the organization or a workspace at all: else it may be one of people's limits only.
    #[must_use]
    pub fn lists_wholes(&self) -> bool {
        !self.organization.is_empty() || !self.usage_tier.is_empty() || !self.workspaces.is_empty()
    }

    /// Entries in force of workspaces, by their ids.
    pub fn in_force_of_workspaces(&self) -> impl Iterator<Item = &SpendLimit> {
        self.workspaces.values().flatten().filter(|limit| limit.is_in_force())
    }

    /// Entries of the organization and its workspaces of which the list does not state the amount.
    pub fn without_amount(&self) -> impl Iterator<Item = &SpendLimit> {
        self.organization.iter().chain(self.workspaces.values().flatten()).filter(|limit| limit.is_amount_unstated)
    }

    /// An entry in force of the organization or any workspace.
    #[must_use]
    pub fn any_in_force(&self) -> Option<&SpendLimit> {
        let mut all = self.organization.iter().chain(self.workspaces.values().flatten());
        all.find(|limit| limit.is_in_force())
    }
}

fn members(data: &Dataset) -> Result<Vec<MemberLimit>> {
    let Some(frame) = data.frame(Table::EffectiveLimits) else { return Ok(Vec::new()) };
    let rows = Rows::of(frame)?;
    let text = |name| rows.text(name);
    let (id, period, source_type) = (text("actor_id")?, text("period")?, text("source_type")?);
    let (address, name, deleted) = (text("address")?, text("name")?, rows.flag("deleted")?);
    let (amount, spent) = (rows.money("amount")?, rows.money("spent")?);
    let of_row = |row: usize| MemberLimit {
        id: id.get(row).unwrap_or_default().to_owned(),
        address: address.get(row).map(str::to_owned),
        name: name.get(row).map(str::to_owned),
        period: period.get(row).unwrap_or_default().to_owned(),
        amount: amount.get(row),
        spent: spent.get(row),
        handed_down_by: source_type.get(row).map(str::to_owned),
        source: rows.source(row),
    };
    Ok((0..rows.len()).filter(|&row| deleted.get(row) != Some(true)).map(of_row).collect())
}
