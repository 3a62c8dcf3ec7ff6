//! The pages of one list, and its age next to another's.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveTime};

use super::super::ended::ended;
use super::super::names::PathName;
use super::super::{TableFiles, has_id, last_event_time};
use super::{Turns, id_of};

/// Lists that lose more than half of so many objects at once are no two days of one list.
const FEWEST_FOR_A_SHARE: usize = 5;

/// The pages of one list, as they were saved at one time.
#[derive(Debug)]
pub(super) struct List {
    pub(super) parts: Vec<usize>,
    pub(super) is_whole: bool,
    /// Of its first part that is no copy of another page.
    pub(super) name: PathName,
    /// From when it is at the earliest, in microseconds: the latest date in the names of its parts, and whatever happened in it.
    pub(super) dated: Option<i128>,
    pub(super) last: Option<i128>,
    /// Its objects and when they were made.
    pub(super) made: BTreeMap<Vec<i128>, Option<i128>>,
    /// Objects that it lists as archived, expired or deleted.
    pub(super) over: BTreeSet<Vec<i128>>,
    /// Lists that are earlier editions of this one.
    pub(super) earlier: BTreeSet<usize>,
    pub(super) later: BTreeSet<usize>,
}

impl List {
    /// The list of some parts, of which `copies` of pages say nothing of when it was made.
    pub(super) fn of(parts: &TableFiles, mut own: Vec<usize>, copies: &BTreeSet<usize>, is_whole: bool) -> Self {
        own.sort_by_key(|at| copies.contains(at));
        let made_at = parts.table.event_time_columns().first().and_then(|name| parts.table.position(name));
        let (mut made, mut over) = (BTreeMap::new(), BTreeSet::new());
        for &at in &own {
            let part = &parts.each[at];
            for row in (0..part.batch.rows()).filter(|&row| has_id(part, row)) {
                made.insert(id_of(part, row), made_at.and_then(|column| part.batch.value(column, row)));
                if ended(parts, at, row) {
                    over.insert(id_of(part, row));
                }
            }
        }
        let last = own.iter().filter_map(|&at| last_event_time(&parts.each[at])).max();
        let originals = own.iter().filter(|at| !copies.contains(*at));
        let dates = originals.filter_map(|&at| PathName::of(&parts.each[at].path).time.date).max();
        let end = dates.and_then(|date| date.checked_add_days(Days::new(1)));
        let dated = end.map(|end| i128::from(end.and_time(NaiveTime::MIN).and_utc().timestamp_micros()));
        let dated = dated.map(|dated| last.map_or(dated, |last| dated.max(last)));
        let name = PathName::of(own.first().map_or("", |&at| parts.each[at].path.as_str()));
        Self { parts: own, is_whole, name, dated, last, made, over, earlier: BTreeSet::new(), later: BTreeSet::new() }
    }

    /// Whether both list the same objects for the most part.
    pub(super) fn is_of_one_list_with(&self, other: &Self) -> bool {
        let shared = self.shared(other);
        shared > 0 && shared * 2 >= self.made.len().min(other.made.len())
    }

    pub(super) fn shares_most_with(&self, other: &Self) -> bool {
        self.shared(other) * 2 > self.made.len().min(other.made.len())
    }

    pub(super) fn shared(&self, other: &Self) -> usize {
        self.made.keys().filter(|id| other.made.contains_key(*id)).count()
    }

    /// Whether somebody of this list was there when the other was made, and is not in it.
    pub(super) fn has_left(&self, other: &Self) -> bool {
        self.gone_in(other).any(|(_, made)| made.is_some() && made <= other.last)
    }

    /// Whether another list lacks so many of this one's objects that it is hardly the same list some time later.
    pub(super) fn loses_most_in(&self, other: &Self) -> bool {
        let gone = self.gone_in(other).count();
        gone >= FEWEST_FOR_A_SHARE && gone * 2 > self.made.len()
    }

    /// Objects of this list, not over, that another does not have.
    pub(super) fn gone_in<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (&'a Vec<i128>, Option<i128>)> {
        let absent = self.made.iter().filter(|(id, _)| !other.made.contains_key(*id) && !self.over.contains(*id));
        absent.map(|(id, made)| (id, *made))
    }

    /// Whether this list is earlier or later than another; `None` where nothing tells.
    pub(super) fn age(&self, other: &Self, parts: &TableFiles, turns: &Turns) -> Option<Ordering> {
        let by_date = self.dated.zip(other.dated).map(|(a, b)| a.cmp(&b)).filter(|order| order.is_ne());
        if let (Some(own), Some(then)) = (self.edition(parts), other.edition(parts)) {
            // Files that hold several lists say when each was read: nothing else knows better, also of a copy.
            return Some(own.cmp(&then)).filter(|order| order.is_ne());
        }
        by_date
            .or_else(|| self.name.time.age(&other.name.time))
            .or_else(|| turns.order(parts, &self.parts, &other.parts))
            // Whoever a filter leaves out has not left.
            .or_else(|| {
                self.by_objects(other).filter(|_| !self.is_part_of(other, parts) && !other.is_part_of(self, parts))
            })
    }

    /// Whether everything in this list stands in another, and says there what it says here: the list after somebody left, or one that was
    /// asked for by role, workspace or department. Nothing in the two tells which.
    pub(super) fn is_part_of(&self, other: &Self, parts: &TableFiles) -> bool {
        if self.made.len() >= other.made.len() || !self.made.keys().all(|id| other.made.contains_key(id)) {
            return false;
        }
        let columns = 0..parts.table.columns().len();
        let says =
            |part: usize, row: usize| columns.clone().map(move |column| parts.each[part].batch.value(column, row));
        let rows = |list: &Self| -> Vec<(usize, usize)> {
            let each = |&at: &usize| (0..parts.each[at].batch.rows()).map(move |row| (at, row));
            let all = list.parts.iter().flat_map(each);
            all.filter(|&(at, row)| has_id(&parts.each[at], row)).collect()
        };
        let others: BTreeMap<Vec<i128>, (usize, usize)> =
            rows(other).into_iter().map(|(at, row)| (id_of(&parts.each[at], row), (at, row))).collect();
        rows(self).into_iter().all(|(at, row)| {
            // A column that is not stated contradicts nothing.
            others.get(&id_of(&parts.each[at], row)).is_some_and(|&(other, then)| {
                says(at, row).zip(says(other, then)).all(|(own, theirs)| own.is_none() || own == theirs)
            })
        })
    }

    /// When it was read, where its file holds several lists and says so.
    fn edition(&self, parts: &TableFiles) -> Option<i64> {
        parts.each[*self.parts.first()?].batch.edition
    }

    /// Who was there before another list was made and is not in it had left by then.
    pub(super) fn by_objects(&self, other: &Self) -> Option<Ordering> {
        match (self.has_left(other), other.has_left(self)) {
            (true, true) => return None,
            (true, false) => return Some(Ordering::Less),
            (false, true) => return Some(Ordering::Greater),
            (false, false) => {}
        }
        self.last.zip(other.last).map(|(a, b)| a.cmp(&b)).filter(|order| order.is_ne())
    }
}
