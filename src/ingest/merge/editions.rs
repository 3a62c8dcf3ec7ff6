//! Lists that were saved more than once: editions of one list, of which the latest holds.
//!
//! Files of one kind that list the same objects for the most part are one list of several days. Which is the later one is known by the
//! date in the names of files or folders, by events (of somebody who was removed only the earlier list knows), or by what the lists
//! say: who joined before another list was made and is not in it had left by then, unless the whole of it stands in the other, as that
//! of a filter does. What only earlier editions list is gone; where nothing tells which is the later one, nobody can say who of them is
//! there, and that is said.

mod list;
mod page_copies;
mod turns;

use std::cmp::Ordering;
use std::collections::BTreeSet;

use self::list::List;
pub(in crate::ingest) use self::turns::Turns;
use super::pages::{self, Gap};
use super::{FileRows, TableFiles, has_id};
use crate::ingest::batch::Ending;
use crate::model::{Role, Table};

/// Which files are editions of one list, and in which order.
#[derive(Debug, Default)]
pub(in crate::ingest) struct Editions {
    /// The list that each part is a page of.
    list: Vec<usize>,
    lists: Vec<List>,
    /// Pairs of lists of which nobody can say which is the later one, with how many objects only one of them has.
    undated: Vec<(usize, usize, usize)>,
    /// Pairs of lists that share objects, and are not one list at two times: each lacks what the other had by then.
    apart: Vec<(usize, usize)>,
    /// What is missing next to a part.
    pub(in crate::ingest) gaps: Vec<(usize, Gap)>,
}

const fn has_editions(table: Table) -> bool {
    matches!(
        table,
        Table::Keys
            | Table::Members
            | Table::Workspaces
            | Table::WorkspaceMembers
            | Table::Invites
            | Table::ServiceAccounts
            | Table::FederationIssuers
            | Table::FederationRules
            | Table::FederationRuleWorkspaces
            | Table::RbacGroups
            | Table::RbacGroupMembers
            | Table::RbacRoles
            | Table::RbacRolePermissions
            | Table::ReviewCases
            | Table::SpendLimits
            | Table::Settings
            | Table::Attestations
            | Table::Seats
            | Table::GatewayKeys
            | Table::GatewayUsers
    )
}

impl Editions {
    pub(in crate::ingest) fn of(parts: &TableFiles, turns: &Turns) -> Self {
        let gaps = pages::gaps(parts);
        if !has_editions(parts.table) {
            return Self { gaps, ..Self::default() };
        }
        let mut editions = Self { list: (0..parts.each.len()).collect(), gaps, ..Self::default() };
        editions.gather(parts);
        for a in 0..editions.lists.len() {
            for b in a + 1..editions.lists.len() {
                editions.compare(parts, turns, a, b);
            }
        }
        editions.undo_circles();
        editions
    }

    /// Lists of which each is later than another one, in a circle, are in no order: else none of them would hold now.
    fn undo_circles(&mut self) {
        let behind = |lists: &[List], from: usize| {
            let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
            while let Some(at) = open.pop() {
                open.extend(lists[at].later.iter().copied().filter(|later| seen.insert(*later)));
            }
            seen
        };
        let reached: Vec<BTreeSet<usize>> = (0..self.lists.len()).map(|at| behind(&self.lists, at)).collect();
        for a in 0..self.lists.len() {
            for b in (a + 1..self.lists.len()).filter(|&b| reached[a].contains(&b) && reached[b].contains(&a)) {
                let is_ordered = self.lists[a].later.remove(&b) | self.lists[a].earlier.remove(&b);
                let _ = self.lists[b].later.remove(&a) | self.lists[b].earlier.remove(&a);
                let (one, other) = (&self.lists[a], &self.lists[b]);
                let only = one.gone_in(other).count() + other.gone_in(one).count();
                if is_ordered && only > 0 {
                    self.undated.push((a, b, only));
                }
            }
        }
    }

    /// Joins pages to lists.
    fn gather(&mut self, parts: &TableFiles) {
        let nexts = pages::next_pages(parts);
        for (at, next) in nexts.iter().enumerate() {
            let Some(next) = next.filter(|&next| !holds_all(parts, next, at)) else { continue };
            let (from, to) = (self.list[next], self.list[at]);
            self.list.iter_mut().filter(|list| **list == from).for_each(|list| *list = to);
        }
        let copies = page_copies::join_copies(parts, &nexts, &mut self.list);
        let firsts: BTreeSet<usize> = self.list.iter().copied().collect();
        let firsts: Vec<usize> = firsts.into_iter().collect();
        for list in &mut self.list {
            *list = firsts.binary_search(list).unwrap_or_default();
        }
        for at in 0..firsts.len() {
            let own: Vec<usize> = (0..parts.each.len()).filter(|&part| self.list[part] == at).collect();
            let is_damaged = |part: &usize| {
                matches!(parts.each[*part].batch.ending, Ending::Broken | Ending::Lacking)
                    || parts.each[*part].has_rejects
                    || self.gaps.iter().any(|(gap, _)| gap == part)
                    // A page of another list, saved next to the whole one.
                    || nexts[*part].is_some_and(|next| holds_all(parts, next, *part))
            };
            // A page behind which the list goes on, if not behind this copy of it.
            let goes_on = |part: usize| {
                let is_copy = |other: &&usize| parts.each[**other].sha256 == parts.each[part].sha256;
                parts.each[part].batch.ending != Ending::MoreFollow
                    || own.iter().filter(is_copy).any(|&copy| nexts[copy].is_some())
            };
            let is_whole = !own.iter().any(is_damaged) && own.iter().all(|&part| goes_on(part));
            self.lists.push(List::of(parts, own, &copies, is_whole));
        }
    }

    fn compare(&mut self, parts: &TableFiles, turns: &Turns, a: usize, b: usize) {
        let (one, other) = (&self.lists[a], &self.lists[b]);
        let kind = |list: &List| list.parts.first().map(|&part| parts.each[part].kind);
        if kind(one) != kind(other) || !one.is_of_one_list_with(other) || is_filter(parts, one, other) {
            return;
        }
        // Half of the objects, in other folders, may be two organizations' as well.
        if one.name.folder != other.name.folder
            && !one.shares_most_with(other)
            && one.name.time.age(&other.name.time).is_none()
        {
            self.apart.push((a, b));
            return;
        }
        let only = one.gone_in(other).count() + other.gone_in(one).count();
        let (lost, found) = (one.loses_most_in(other), other.loses_most_in(one));
        match one.age(other, parts, turns) {
            Some(Ordering::Less) if !lost => self.order(a, b),
            Some(Ordering::Greater) if !found => self.order(b, a),
            Some(_) => self.undated.push((a, b, only)),
            None if one.has_left(other) && other.has_left(one) => self.apart.push((a, b)),
            // Keys are archived and stay in the list: a part of it is a filter's, or a page.
            None if parts.table == Table::Keys && (one.is_part_of(other, parts) || other.is_part_of(one, parts)) => {}
            None if only > 0 && one.is_whole && other.is_whole => self.undated.push((a, b, only)),
            None => {}
        }
    }

    fn order(&mut self, earlier: usize, later: usize) {
        self.lists[later].earlier.insert(earlier);
        self.lists[earlier].later.insert(later);
    }

    /// Of two parts with a row of one object that of the higher rank counts, where both are editions of one list.
    pub(super) fn rank(&self, part: usize) -> (bool, usize) {
        (!self.is_past(part), self.list(part).map_or(0, |list| list.earlier.len()))
    }

    /// Whether a later edition, which is whole, says everything that there is.
    pub(in crate::ingest) fn is_past(&self, part: usize) -> bool {
        self.list(part).is_some_and(|list| list.later.iter().any(|&later| self.lists[later].is_whole))
    }

    /// Whether it is known which of two parts is the later edition.
    pub(in crate::ingest) fn are_ordered(&self, a: usize, b: usize) -> bool {
        self.list(a).zip(self.list.get(b)).is_some_and(|(a, b)| a.earlier.contains(b) || a.later.contains(b))
    }

    /// Whether two parts list other things for the most part, and are whole: lists of two organizations.
    pub(in crate::ingest) fn are_apart(&self, a: usize, b: usize) -> bool {
        let (Some(&a), Some(&b)) = (self.list.get(a), self.list.get(b)) else { return false };
        let (one, other) = (&self.lists[a], &self.lists[b]);
        let is_known = self.apart.contains(&(a.min(b), a.max(b)));
        a != b && one.is_whole && other.is_whole && (is_known || !one.is_of_one_list_with(other))
    }

    /// The part that holds now instead of a past one.
    pub(in crate::ingest) fn successor(&self, part: usize) -> Option<usize> {
        let later = self.list(part).filter(|_| self.is_past(part))?.later.iter();
        let latest =
            later.filter(|&&later| self.lists[later].is_whole).max_by_key(|&&later| self.lists[later].earlier.len())?;
        self.lists[*latest].parts.first().copied()
    }

    /// Pairs of parts of which nobody can say which is the later list, with how many objects only one of them has.
    pub(in crate::ingest) fn undated(&self) -> impl Iterator<Item = (usize, usize, usize)> + '_ {
        let first = |list: usize| self.lists[list].parts.first().copied();
        // Of lists that a later one replaces the order does not matter.
        let is_current = |list: usize| self.lists[list].later.iter().all(|&later| !self.lists[later].is_whole);
        let current = self.undated.iter().filter(move |(a, b, _)| is_current(*a) && is_current(*b));
        current.filter_map(move |&(a, b, only)| Some((first(a)?, first(b)?, only)))
    }

    fn list(&self, part: usize) -> Option<&List> {
        self.list.get(part).and_then(|&list| self.lists.get(list))
    }
}

/// Whether a part lists everything that another lists: a copy or a longer list, and no page behind it.
fn holds_all(parts: &TableFiles, whole: usize, part: usize) -> bool {
    let ids = |at: usize| -> BTreeSet<Vec<i128>> {
        let part = &parts.each[at];
        (0..part.batch.rows()).filter(|&row| has_id(part, row)).map(|row| id_of(part, row)).collect()
    };
    let own = ids(part);
    !own.is_empty() && own.is_subset(&ids(whole))
}

fn id_of(part: &FileRows, row: usize) -> Vec<i128> {
    part.batch.with_role(Role::Id).map(|id| part.batch.value(id, row).unwrap_or(i128::MIN)).collect()
}

/// Whether one of two lists of keys was asked for by workspace or creator: it is a part of the other whatever its age.
fn is_filter(parts: &TableFiles, one: &List, other: &List) -> bool {
    let values = |list: &List, name: &str| -> BTreeSet<Option<i128>> {
        let rows = list.parts.iter().flat_map(|&at| (0..parts.each[at].batch.rows()).map(move |row| (at, row)));
        let column = parts.table.position(name);
        rows.filter_map(|(at, row)| Some(parts.each[at].batch.value(column?, row))).collect()
    };
    parts.table == Table::Keys
        && ["workspace_id", "creator_id"].iter().any(|name| {
            let (a, b) = (values(one, name), values(other, name));
            (a.len() == 1) != (b.len() == 1) && (a.is_subset(&b) || b.is_subset(&a))
        })
}
