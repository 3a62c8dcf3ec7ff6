//! What a file states of a day that is over, next to what another file of its kind states of it, which counts.
//!
//! A later export of the same organization has the same sums of such a day. Where it has others, the two may be of two organizations,
//! or one of them shows a part: then money is in no sum, and a check says how much.

use std::collections::{BTreeMap, BTreeSet};

use super::bills;
use super::part::{LEAST_PERCENT, is_hundredfold};
use super::{DayRows, FileGrain, FileRows};
use crate::model::{Kind, Money, OtherSums, Role};

/// Rows of one grain.
#[derive(Clone, Copy)]
pub(super) struct Side {
    /// The file (position among the parts).
    pub(super) at: usize,
    /// The first of its rows.
    pub(super) row: usize,
    pub(super) sum: i128,
    /// Records that it is of.
    pub(super) rows: u64,
}

/// What does not count, and what counts in its stead.
#[derive(Clone, Copy)]
pub(super) struct Against {
    pub(super) own: Side,
    pub(super) other: Side,
}

/// A day can still grow after the last one with rows: an export may have been made early on the next.
const OPEN_DAYS: i128 = 2;
/// A correction moves a day or two, and by little.
const FEWEST_DAYS: usize = 3;
const LEAST_USD: Money = Money::from_cents(100);
const LEAST_TOKENS: u128 = 10_000;

#[derive(Default)]
struct Sums {
    days: BTreeSet<i128>,
    own: i128,
    other: i128,
    /// How far they are apart, row by row: what one has more here and less there does not cancel.
    apart: u128,
    /// Whether one is a hundred times the other on every day.
    is_hundredfold: bool,
    lines: Option<(u64, u64)>,
}

/// Remarks on files whose sums of days that are over differ from those that count.
pub(super) fn remark(
    parts: &[FileRows],
    shapes: &[FileGrain],
    decided: &[Vec<DayRows>],
) -> Vec<(usize, usize, OtherSums)> {
    let mut all: BTreeMap<(usize, usize), Sums> = BTreeMap::new();
    for Against { own, other } in decided.iter().flatten().flat_map(|held| &held.against) {
        let Some(day) = parts[own.at].batch.value(super::super::DAY_COLUMN, own.row) else { continue };
        let last = shapes[own.at].last_day().min(shapes[other.at].last_day());
        if last.is_none_or(|last| day > last - OPEN_DAYS) {
            continue;
        }
        let slack = shapes[own.at].slack_of(own.rows).saturating_add(shapes[other.at].slack_of(other.rows));
        // Rows that were cut alike were rounded alike.
        let is_cut_alike = own.rows == other.rows && shapes[own.at].rounded && shapes[other.at].rounded;
        let moved = if is_cut_alike { 0 } else { slack.unsigned_abs() };
        let apart = own.sum.abs_diff(other.sum).saturating_sub(moved);
        let is_hundredfold = is_hundredfold(own.sum.min(other.sum), own.sum.max(other.sum), slack);
        let sums = all.entry((own.at, other.at)).or_insert(Sums { is_hundredfold, ..Sums::default() });
        sums.is_hundredfold &= is_hundredfold;
        sums.days.insert(day);
        sums.apart = sums.apart.saturating_add(apart);
        (sums.own, sums.other) = (sums.own.saturating_add(own.sum), sums.other.saturating_add(other.sum));
        let lines = (parts[own.at].batch.lines[own.row], parts[other.at].batch.lines[other.row]);
        sums.lines = Some(sums.lines.map_or(lines, |first| first.min(lines)));
    }
    all.into_iter().filter_map(|((at, other), sums)| Some((at, other, remark_on(parts, (at, other), &sums)?))).collect()
}

fn remark_on(parts: &[FileRows], (at, other): (usize, usize), sums: &Sums) -> Option<OtherSums> {
    let table = parts[at].batch.table;
    let is_money = parts[at].batch.with_role(Role::Measure).any(|column| table.columns()[column].kind == Kind::Money);
    let (net, larger) = (sums.own.abs_diff(sums.other), sums.own.max(sums.other).unsigned_abs());
    let apart = net.max(sums.apart);
    let least = if is_money { LEAST_USD.units().unsigned_abs() } else { LEAST_TOKENS };
    let is_bill = bills::is_bill(&parts[at]);
    if is_bill && bills::age(&parts[at], &parts[other]).is_some() {
        // A correction.
        return None;
    }
    // Nothing that a bill says of a day moves by itself.
    let percent = if is_bill { 0 } else { LEAST_PERCENT.unsigned_abs() };
    let is_much = |apart: u128| apart >= least && apart.saturating_mul(100) > larger.saturating_mul(percent);
    let (line, other_line) = sums.lines.filter(|_| is_much(apart) && sums.days.len() >= FEWEST_DAYS)?;
    Some(OtherSums {
        line,
        other_file: parts[other].file,
        other_line,
        days: sums.days.len() as u64,
        is_row_by_row: !is_much(net),
        is_hundredfold: is_money && sums.is_hundredfold,
        usd: is_money.then(|| (Money::from_units(sums.own), Money::from_units(sums.other))),
        tokens: if is_money { None } else { u64::try_from(sums.own).ok().zip(u64::try_from(sums.other).ok()) },
    })
}
