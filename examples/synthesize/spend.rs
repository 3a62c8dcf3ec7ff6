//! What everything cost, added up the way the exports say it: by workspace and month, and by key.

use std::collections::BTreeMap;

use chrono::{Datelike, Months};

use crate::calendar::days;
use crate::console_csv::charges;
use crate::org::Org;
use crate::usage::rows;

/// Cents of the quarter.
pub(crate) struct Spend {
    /// By workspace, the dearest month.
    pub(crate) peak: BTreeMap<usize, u64>,
    /// By workspace, the whole quarter.
    pub(crate) workspace: BTreeMap<usize, u64>,
    /// By key.
    pub(crate) key: BTreeMap<usize, u64>,
    /// The organization's dearest month.
    pub(crate) dearest: u64,
    /// All of it.
    pub(crate) total: u64,
}

/// More keys than these are not added up row by row: none of them matters, and the sums need not be exact.
const MANY: usize = 3000;

/// Adds it up.
pub(crate) fn spend(org: &Org) -> Spend {
    let (mut months, mut key) = (BTreeMap::<(usize, u32), u64>::new(), BTreeMap::<usize, u64>::new());
    for month in org.quarter.months() {
        if org.keys.len() > MANY {
            for usage in org.keys.iter().flat_map(|key| &key.uses) {
                let (from, to) = (usage.from.max(month), usage.to.min(month + Months::new(1)));
                let days = u64::try_from((to - from).num_days()).unwrap_or(0);
                *months.entry((usage.workspace, month.month())).or_default() += usage.cents * days;
            }
            continue;
        }
        for day in days(month, month + Months::new(1)) {
            for row in rows(org, day) {
                let cents: u64 = charges(org, day, &row).iter().map(|(_, cents)| cents).sum();
                *months.entry((row.usage.workspace, month.month())).or_default() += cents;
                *key.entry(row.key).or_default() += cents;
            }
        }
    }
    let (mut peak, mut workspace, mut all) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::<u32, u64>::new());
    for ((place, month), cents) in months {
        let dearest: &mut u64 = peak.entry(place).or_default();
        *dearest = (*dearest).max(cents);
        *workspace.entry(place).or_default() += cents;
        *all.entry(month).or_default() += cents;
    }
    let (dearest, total) = (all.values().copied().max().unwrap_or(0), all.values().sum());
    Spend { peak, workspace, key, dearest, total }
}
