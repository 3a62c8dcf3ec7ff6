//! What lists lack: people, keys and workspaces whom other exports know and the list does not have.
//!
//! A page of a list does not say that it is the second of two. What is missing shows elsewhere: keys in use, people who act, the
//! workspaces of active keys, and the numbers of the last report. One of them alone may be hidden from the list, which is a finding
//! of its own; several are a page that was not exported, and then the list proves nothing.

mod candidates;
mod last_report;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::{DateTime, Utc};

use crate::facts::coverage::Runs;
use crate::facts::frame::Source;
use crate::facts::gateways;
use crate::facts::keys::KeyUses;
use crate::facts::lists::Lists;
use crate::facts::log::Events;
use crate::facts::log::KeyEvents;
use crate::facts::people::Departures;
use crate::facts::people::People;
use crate::model::{Baseline, Dataset, Table, counted};

/// Fewer are hidden, lost or new one by one.
const FEWEST: u128 = 3;
/// And they are at least so large a part of what the list should have, in percent: a list of a thousand lacks a few for other reasons.
const LEAST_PERCENT: u128 = 5;
/// How many are named in a sentence.
const NAMED: usize = 3;

/// Somebody or something that a list lacks.
#[derive(Clone, Debug)]
pub struct Lacking {
    /// Its id, a person's address, or a key's name.
    pub id: String,
    /// Which exports know it, each with a row.
    pub known_from: Vec<(&'static str, Source)>,
    /// Whether it must be there on the day of the list: it acts or is used at the end of the data, or nothing ended it since.
    pub is_there: bool,
}

/// What one list lacks.
#[derive(Clone, Debug, Default)]
pub struct Gaps {
    /// Everything that other exports know, in order of ids.
    pub lacking: Vec<Lacking>,
    /// How many fewer it has than the last report leads to expect, and why that is known.
    pub shortage: Option<Shortage>,
}

/// How many fewer entries a list has than the last report and everything since lead to expect.
#[derive(Clone, Debug)]
pub struct Shortage {
    /// How many.
    pub missing: u64,
    /// How many the last report had.
    pub listed: u64,
    /// Whether nothing but a missing page explains it.
    pub is_certain: bool,
}

/// What the lists lack, and which are therefore not whole.
#[derive(Clone, Debug, Default)]
pub struct Wholeness {
    /// By list.
    pub gaps: BTreeMap<Table, Gaps>,
    /// Lists that are not whole, with why: what the files say themselves, and what others know.
    pub cuts: BTreeMap<Table, String>,
}

/// What is asked.
pub(in crate::facts) struct WholenessInputs<'a> {
    pub(in crate::facts) data: &'a Dataset,
    pub(in crate::facts) lists: &'a Lists,
    pub(in crate::facts) people: &'a People,
    pub(in crate::facts) departures: &'a Departures,
    pub(in crate::facts) events: &'a Events,
    pub(in crate::facts) key_events: &'a KeyEvents,
    pub(in crate::facts) key_uses: &'a KeyUses,
    pub(in crate::facts) feed: &'a Runs,
    pub(in crate::facts) as_of: DateTime<Utc>,
    pub(in crate::facts) baseline: Option<&'a Baseline>,
}

impl Wholeness {
    pub(in crate::facts) fn read(known: &WholenessInputs) -> Result<Self> {
        let mut all = Self { cuts: known.data.cut_lists.clone(), ..Self::default() };
        for table in [Table::Keys, Table::Members, Table::Workspaces] {
            if !known.data.has(table) {
                continue;
            }
            // Of whose list the others' events would know more, where they are of several organizations.
            let lacking =
                if known.data.event_organizations.is_empty() { candidates::of(table, known) } else { Vec::new() };
            let gaps = Gaps { lacking, shortage: last_report::shortage(table, known) };
            let is_elsewhere = || known.of_fewer_organizations(table);
            let unread = known.lists.unread.records(table);
            if let Some(why) = is_elsewhere().or_else(|| gaps.cut(known.listed(table), unread)) {
                let why = known.without_names(table).unwrap_or(why);
                all.cuts.entry(table).or_insert(why);
            }
            all.gaps.insert(table, gaps);
        }
        if let Some(why) = gateways::cut(known.data)? {
            all.cuts.entry(Table::GatewayKeys).or_insert(why);
        }
        Ok(all)
    }

    /// What is to be said of a list that lacks something, cut or not.
    #[must_use]
    pub fn note(&self, table: Table) -> Option<String> {
        self.gaps.get(&table)?.says()
    }
}

impl WholenessInputs<'_> {
    /// That the exports are of several organizations, and the list comes from fewer files: of some of them it has nobody.
    fn of_fewer_organizations(&self, table: Table) -> Option<String> {
        let ids: BTreeSet<&str> = self.lists.organizations.iter().filter_map(|(one, _)| one.id.as_deref()).collect();
        let files: BTreeSet<u32> = match table {
            Table::Members => self.lists.members.iter().map(|one| one.source.file).collect(),
            Table::Workspaces => self.lists.workspaces.iter().map(|one| one.source.file).collect(),
            _ => self.lists.keys.iter().map(|one| one.source.file).collect(),
        };
        (ids.len() > 1 && files.len() < ids.len()).then(|| {
            format!(
                "the exports are of {} organizations, and the list comes from {}",
                ids.len(),
                counted(files.len(), "file")
            )
        })
    }

    /// That a list of keys lacks no entries but their names, by which other exports name them.
    fn without_names(&self, table: Table) -> Option<String> {
        let keys = &self.lists.keys;
        let nameless = keys.iter().filter(|key| key.name.trim().is_empty()).count();
        (table == Table::Keys && nameless > 0).then(|| {
            format!(
                "{nameless} of its {} have no name: which of them other exports name is not known",
                counted(keys.len(), "key")
            )
        })
    }

    fn listed(&self, table: Table) -> usize {
        match table {
            Table::Members => self.lists.members.len(),
            Table::Workspaces => self.lists.workspaces.len(),
            _ => self.lists.keys.len(),
        }
    }
}

impl Gaps {
    /// Why the list is not whole, where that is certain enough to judge nothing by it. What it lacks may be among its records that could
    /// not be read.
    fn cut(&self, listed: usize, unread: u64) -> Option<String> {
        let there = self.lacking.iter().filter(|one| one.is_there).count();
        // A report of another hand may count anything.
        let is_much = |missing: u64| {
            let (missing, listed) = (u128::from(missing), listed as u128);
            missing >= FEWEST && missing * 100 >= (listed + missing) * LEAST_PERCENT
        };
        if is_much((there as u64).saturating_sub(unread)) {
            return self.of_others();
        }
        let shortage = self.shortage.as_ref().filter(|one| one.is_certain)?;
        is_much(shortage.missing).then(|| shortage.says())
    }

    fn says(&self) -> Option<String> {
        let parts: Vec<String> =
            self.of_others().into_iter().chain(self.shortage.as_ref().map(Shortage::says)).collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    /// `lacks 26 entries that other exports know: ann@example.com (activity feed), … and 23 more`.
    fn of_others(&self) -> Option<String> {
        let there: Vec<&Lacking> = self.lacking.iter().filter(|one| one.is_there).collect();
        let name = |one: &&Lacking| {
            let from: Vec<&str> = one.known_from.iter().map(|(from, _)| *from).collect();
            format!("{} ({})", one.id, from.join(", "))
        };
        let named: Vec<String> = there.iter().take(NAMED).map(name).collect();
        let more = there.len().saturating_sub(NAMED);
        let rest = if more == 0 { String::new() } else { format!(" and {more} more") };
        let noun = counted(there.len(), "entry");
        (!there.is_empty())
            .then(|| format!("it lacks {noun} that other exports show as present: {}{rest}", named.join(", ")))
    }
}

impl Shortage {
    pub(in crate::facts) fn says(&self) -> String {
        let Self { missing, listed, is_certain } = self;
        let doubt = if *is_certain { "" } else { " (they may have ended without an event in these exports)" };
        format!(
            "the last report listed {listed}; neither in this list nor ended by an event: {}{doubt}",
            counted(missing, "entry")
        )
    }
}
