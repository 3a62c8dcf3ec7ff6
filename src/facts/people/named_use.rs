//! Whom exports of use name, and on which days: people, and no keys. What gateways and claude.ai call somebody is left as it stands.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::NaiveDate;
use polars::prelude::StringChunked;

use crate::facts::frame::{Rows, Source};
use crate::model::{Dataset, Kind, Role, Table, normalize_address};

/// What one export says that somebody used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedUse {
    /// What: `Claude Code`, `claude.ai`, or the name of a gateway.
    pub what: String,
    /// The kind of export.
    pub table: Table,
    /// The id that it has for them.
    pub user: Option<String>,
    /// Their normalized address, where it has one.
    pub address: Option<String>,
    /// The gateway's key by which they did.
    pub key: Option<String>,
    /// A row of every day.
    pub days: BTreeMap<NaiveDate, Source>,
    /// A row of every file that does not state the days.
    pub undated: BTreeMap<u32, Source>,
}

impl NamedUse {
    /// Whether it is a gateway's, whose users need be no members.
    #[must_use]
    pub fn is_of_gateway(&self) -> bool {
        self.table == Table::GatewayUse
    }
}

/// An export that names people: its table, what they used, and the columns of the day, of an id and of an address.
type Named = (Table, &'static str, Option<&'static str>, Option<&'static str>, Option<&'static str>);

/// A gateway says itself what it is called.
const TABLES: [Named; 7] = [
    (Table::EnterpriseUsage, "Claude Enterprise", Some("day"), Some("user_id"), None),
    (Table::EnterpriseCost, "Claude Enterprise", Some("day"), Some("user_id"), None),
    (Table::GatewayUse, "a gateway", Some("day"), Some("user_id"), None),
    (Table::SeatActivity, "Claude Enterprise", Some("last_active"), Some("user_id"), Some("address")),
    (Table::SeatSpend, "claude.ai", Some("day"), Some("user_id"), Some("address")),
    (Table::ClaudeCode, "Claude Code", Some("day"), None, Some("address")),
    (Table::ClaudeCodeTeam, "Claude Code", None, None, Some("user")),
];
/// Requests that a gateway refused are counted too: they used nothing.
const REFUSED_TOO: &str = "requests";

/// What distinguishes the uses of one table: gateway, key, id and address.
type Place<'a> = [Option<&'a str>; 4];
/// The days of a use, and the files that state none.
type When = (BTreeMap<NaiveDate, Source>, BTreeMap<u32, Source>);

/// All of it, in the order of tables and names.
pub(super) fn named_use(data: &Dataset) -> Result<Vec<NamedUse>> {
    let mut all = Vec::new();
    for named in &TABLES {
        all.extend(of_table(data, named)?);
    }
    Ok(all)
}

fn of_table(data: &Dataset, (table, what, day, id, address): &Named) -> Result<Vec<NamedUse>> {
    let Some(frame) = data.frame(*table) else { return Ok(Vec::new()) };
    let rows = Rows::of(frame)?;
    let text = |name: &Option<&str>| name.map(|name| rows.text(name)).transpose();
    let days = day.map(|name| rows.day(name)).transpose()?;
    let is_gateway = *table == Table::GatewayUse;
    let columns =
        [text(&is_gateway.then_some("gateway"))?, text(&is_gateway.then_some("key_id"))?, text(id)?, text(address)?];
    let is_claude = if is_gateway { Some(rows.flag("is_claude")?) } else { None };
    let is_used = measures(&rows, *table)?;
    let mut uses: BTreeMap<Place, When> = BTreeMap::new();
    for row in 0..rows.len() {
        let place: Place = columns.map(|column: Option<&StringChunked>| column?.get(row));
        let is_named = place[2].is_some() || place[3].is_some_and(|one| one.contains('@'));
        if !is_named || is_claude.is_some_and(|own| own.get(row) != Some(true)) || !is_used(row) {
            continue;
        }
        let (dated, undated) = uses.entry(place).or_default();
        let source = rows.source(row);
        match days.as_ref().and_then(|days| days.get(row)) {
            Some(day) => _ = dated.entry(day).or_insert(source),
            // Who states no last active day was not seen, and not seen on days that nobody knows.
            None if *table == Table::SeatActivity => {}
            None => _ = undated.entry(source.file).or_insert(source),
        }
    }
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let one = |([gateway, key, user, address], (days, undated)): (Place, When)| NamedUse {
        what: gateway.unwrap_or(what).to_owned(),
        table: *table,
        user: owned(user),
        address: address.and_then(normalize_address),
        key: owned(key),
        days,
        undated,
    };
    Ok(uses.into_iter().map(one).filter(|one| !one.days.is_empty() || !one.undated.is_empty()).collect())
}

/// Whether a row states any use: not where all that it counts is zero. A row that counts nothing names who was there.
fn measures<'a>(rows: &Rows<'a>, table: Table) -> Result<impl Fn(usize) -> bool + use<'a>> {
    let is_counted = |name: &str| table != Table::GatewayUse || name != REFUSED_TOO;
    let own = || table.columns().iter().filter(|column| column.role == Role::Measure && is_counted(column.name));
    let of = |kind: Kind| own().filter(move |column| column.kind == kind);
    let counts = of(Kind::Integer).map(|column| rows.integer(column.name)).collect::<Result<Vec<_>>>()?;
    let amounts = of(Kind::Money).map(|column| rows.money(column.name)).collect::<Result<Vec<_>>>()?;
    Ok(move |row: usize| {
        let counts = counts.iter().filter_map(|column| Some(column.get(row)? != 0));
        let amounts = amounts.iter().filter_map(|column| Some(column.get(row)? != crate::model::Money::ZERO));
        let mut stated = counts.chain(amounts).peekable();
        stated.peek().is_none() || stated.any(|is_some| is_some)
    })
}
