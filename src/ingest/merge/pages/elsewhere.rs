//! The next page in another folder, in an archive, or under a name that has nothing to do with the page before it.
//!
//! What stands in the files has to prove it: a report goes on with the day on which the page ended or the next one, events with the
//! instants behind it, and of a list nothing else is there that could be the page, with other objects and no more of them. Names prove
//! nothing, and exclude what they call another's.

use std::collections::BTreeSet;

use super::{Pages, is_log, is_open, is_report};
use crate::model::Table;

impl Pages<'_> {
    /// The only file that can be the next page, wherever it lies; nothing where two can be it, or one that others wait for, too.
    pub(super) fn elsewhere(&self, at: usize) -> Option<usize> {
        let next = self.only(self.candidates(at))?;
        if is_report(self.parts.table) || is_log(self.parts.table) || self.is_next_by_number(at, next) {
            return Some(next);
        }
        let bytes = |at: usize| self.parts.each[at].sha256.as_str();
        let is_other_open = |other: &usize| is_open(&self.parts.each[*other]) && bytes(*other) != bytes(at);
        let mut others = (0..self.each.len()).filter(is_other_open);
        let is_wanted = others.any(|other| match self.beside(other) {
            Some(behind) => bytes(behind) == bytes(next),
            None => self.candidates(other).iter().any(|&one| bytes(one) == bytes(next)),
        });
        (!is_wanted).then_some(next)
    }

    /// The one file among some; copies of it are the same.
    fn only(&self, some: Vec<usize>) -> Option<usize> {
        let first = *some.first()?;
        some.iter().all(|&at| self.parts.each[at].sha256 == self.parts.each[first].sha256).then_some(first)
    }

    fn candidates(&self, at: usize) -> Vec<usize> {
        let others = || (0..self.each.len()).filter(|&next| self.is_other_of_kind(at, next));
        match self.parts.table {
            table if is_report(table) => others().filter(|&next| self.begins_where_ended(at, next)).collect(),
            table if is_log(table) => others().filter(|&next| self.is_next_of_log(at, next)).collect(),
            _ => {
                let numbered: Vec<usize> =
                    others().filter(|&next| self.is_next_by_number(at, next) && self.may_be_rest(at, next)).collect();
                let closed = |next: &usize| !is_open(&self.parts.each[*next]) && self.may_be_rest(at, *next);
                if numbered.is_empty() { others().filter(closed).collect() } else { numbered }
            }
        }
    }

    /// Whether a part of a report begins on the day on which another ends, or the next one, and goes on from there.
    fn begins_where_ended(&self, at: usize, next: usize) -> bool {
        let (a, b) = (&self.each[at], &self.each[next]);
        let (Some(&last), Some(&first), Some(&end)) =
            (a.times.iter().max(), b.times.iter().min(), b.times.iter().max())
        else {
            return false;
        };
        let goes_on = (last..=last + 1).contains(&first) && (end > last || !is_open(&self.parts.each[next]));
        goes_on && a.whose.is_same(&b.whose)
    }

    fn is_next_of_log(&self, at: usize, next: usize) -> bool {
        let (a, b) = (&self.each[at], &self.each[next]);
        let is_there = !a.times.is_empty() && !b.times.is_empty();
        is_there && a.whose.is_same(&b.whose) && self.is_behind(at, next) && self.is_near(at, next)
    }

    /// Whether a file can have the rest of a list: other objects, no more of them than the page before, of the same organization as far
    /// as addresses show, and in the same order.
    fn may_be_rest(&self, at: usize, next: usize) -> bool {
        let (a, b) = (&self.each[at], &self.each[next]);
        let are_of_one = || {
            let (own, other) = (self.domains(at), self.domains(next));
            own.is_empty() || other.is_empty() || !own.is_disjoint(&other)
        };
        a.name.time == b.name.time
            && a.whose.is_same(&b.whose)
            && (!a.whose.differs_in_number(&b.whose) || a.whose.is_before(&b.whose))
            && !b.ids.is_empty()
            && b.ids.len() <= a.ids.len()
            && a.ids.is_disjoint(&b.ids)
            && a.scope == b.scope
            && !self.is_out_of_order(at, next)
            && are_of_one()
    }

    fn is_next_by_number(&self, at: usize, next: usize) -> bool {
        self.each[at].whose.is_before(&self.each[next].whose)
    }

    /// The domains of the addresses in a list of people.
    fn domains(&self, at: usize) -> BTreeSet<&str> {
        let column = self.parts.table.position("address").filter(|_| self.parts.table == Table::Members);
        let rows = 0..self.parts.each[at].batch.rows();
        let addresses = rows.filter_map(|row| self.parts.text(at, column?, row));
        addresses.filter_map(|address| Some(address.rsplit_once('@')?.1)).collect()
    }
}
