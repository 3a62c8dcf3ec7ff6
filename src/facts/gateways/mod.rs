//! Keys of gateways to Claude, and what was used through them. None of it is the Console's: its keys, its spend and its populations know
//! nothing of a gateway.

mod keys;
mod listing;
mod scope;
pub mod spend;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::{DateTime, NaiveDate, Utc};
pub use keys::GatewayKey;
pub use scope::Scope;
pub use spend::{GatewayRow, GatewayUses};

use super::frame::{Rows, Source};
use crate::model::{Dataset, Table, counted};

/// What gateways say.
#[derive(Clone, Debug, Default)]
pub struct GatewayFacts {
    /// Every listed key, deleted ones and sessions included.
    pub keys: Vec<GatewayKey>,
    /// Days on which keys were used, and Claude's rows.
    pub uses: GatewayUses,
    /// Addresses of users by their ids.
    addresses: BTreeMap<String, String>,
    /// Why the list of keys is not whole; nothing where it does not say so.
    pub lacking: Option<String>,
}

impl GatewayFacts {
    pub(super) fn read(data: &Dataset) -> Result<Self> {
        let uses = GatewayUses::read(data)?;
        let keys = keys::read(data, &uses)?;
        Ok(Self { lacking: lacking(data, keys.len())?, addresses: addresses(data)?, keys, uses })
    }

    /// Keys that work at an instant and may reach Claude: what checks judge.
    pub fn in_scope(&self, as_of: DateTime<Utc>) -> impl Iterator<Item = &GatewayKey> {
        self.keys.iter().filter(move |key| key.works(as_of) && !key.is_session() && key.scope != Scope::Others)
    }

    /// The gateways that list keys or use.
    #[must_use]
    pub fn names(&self) -> BTreeSet<&str> {
        let of_keys = self.keys.iter().map(|key| key.gateway.as_str());
        of_keys.chain(self.uses.rows.iter().map(|row| row.gateway.as_str())).collect()
    }

    /// The gateways of which it is known what was spent on Claude.
    #[must_use]
    pub fn with_spend(&self) -> BTreeSet<&str> {
        self.uses.rows.iter().map(|row| row.gateway.as_str()).collect()
    }

    /// The last day on which a key is known to have been used: by its own record, or by a row of use.
    #[must_use]
    pub fn last_use(&self, key: &GatewayKey) -> Option<NaiveDate> {
        key.last_active.map(|at| at.date_naive()).max(self.uses.of(&key.id).map(|days| days.last))
    }

    /// Until when the list of a file is known to go on: it was saved no earlier.
    #[must_use]
    pub fn known_until(&self, file: u32) -> Option<DateTime<Utc>> {
        let own = self.keys.iter().filter(|key| key.source.file == file);
        own.filter_map(|key| key.last_active.max(key.rotated_at).max(key.created_at)).max()
    }

    /// Whether the records of a file say when their keys were used: some key of it states it.
    #[must_use]
    pub fn tells_use(&self, file: u32) -> bool {
        self.keys.iter().any(|key| key.source.file == file && key.last_active.is_some())
    }

    /// The address of a user of the gateway: as some export has it, or because the id is one.
    #[must_use]
    pub fn address<'a>(&'a self, user: &'a str) -> Option<&'a str> {
        self.addresses.get(user).map(String::as_str).or_else(|| user.contains('@').then_some(user))
    }
}

/// Addresses of users, by their list and by the keys that state them.
fn addresses(data: &Dataset) -> Result<BTreeMap<String, String>> {
    let mut all = BTreeMap::new();
    for (table, id, address) in
        [(Table::GatewayKeys, "user_id", "user_address"), (Table::GatewayUsers, "id", "address")]
    {
        let Some(frame) = data.frame(table) else { continue };
        let rows = Rows::of(frame)?;
        let (id, address) = (rows.text(id)?, rows.text(address)?);
        let stated = (0..rows.len()).filter_map(|row| Some((id.get(row)?.to_owned(), address.get(row)?.to_owned())));
        all.extend(stated);
    }
    Ok(all)
}

/// That a page of the list of keys is missing: a page says how many keys there are.
fn lacking(data: &Dataset, listed: usize) -> Result<Option<String>> {
    if let Some(cut) = data.cut_lists.get(&Table::GatewayKeys) {
        return Ok(Some(cut.clone()));
    }
    let Some(frame) = data.frame(Table::GatewayKeys) else { return Ok(None) };
    let rows = Rows::of(frame)?;
    let total = rows.integer("listed_total")?;
    let most = (0..rows.len()).filter_map(|row| total.get(row)).max().and_then(|most| usize::try_from(most).ok());
    let most = most.filter(|most| *most > listed);
    Ok(most.map(|most| {
        let are = if most == 1 { "is" } else { "are" };
        format!("it says that there {are} {}, and has {listed}: pages are missing", counted(most, "key"))
    }))
}

/// Where the list of gateway keys is not whole, why.
pub(super) fn cut(data: &Dataset) -> Result<Option<String>> {
    lacking(data, data.frame(Table::GatewayKeys).map_or(0, |frame| frame.height()))
}

/// Days between the first and the last use of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UseDays {
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
    /// A row of the last day.
    pub source: Source,
}
