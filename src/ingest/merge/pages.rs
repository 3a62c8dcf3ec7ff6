//! Pages that were saved one a file.
//!
//! A page says that more follow, and never which: no field of the next one names it. What follows is known by what stands in it (it
//! goes on where the page ends, or holds the page's end and what lies behind), by the names of the files, and by their folder. A
//! file that is whole ends its own list and no other. In other folders and archives only what stands in the files proves it, and names
//! may speak against it.

mod elsewhere;
mod followed;
mod numbered;
mod page;

use std::cmp::Ordering;
use std::collections::BTreeSet;

pub(in crate::ingest) use self::followed::name_followers;
pub(super) use self::page::times;
use self::page::{Order, Page, is_copy, is_first_of_month, largest_step, month, order, page};
use super::{FileRows, TableFiles};
use crate::ingest::batch::Ending;
use crate::model::Table;

/// Days of a report between two pages that show nothing missing: days without use have no row.
const QUIET_DAYS: i128 = 3;
/// Microseconds of an hour: events of two pages may always lie so far apart.
const HOUR: i128 = 3_600_000_000;
const DAY: i128 = 24 * HOUR;

/// What is missing next to a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ingest) enum Gap {
    /// It says that more pages follow, and none of the files is the next one; the path of one that might have been.
    Unfollowed(Option<String>),
    /// Other pages of its list, by number.
    Pages(Vec<u32>),
}

/// The pages of which something is missing next to them, with what. Copies of one file are one page.
pub(in crate::ingest) fn gaps(parts: &TableFiles) -> Vec<(usize, Gap)> {
    let is_paged = parts.each.iter().any(is_open);
    // Times and ids of a large log are looked at only where a page says that more follow.
    if !is_paged && (is_log(parts.table) || is_report(parts.table)) {
        return Vec::new();
    }
    let pages = Pages::of(parts);
    let followed: BTreeSet<&str> = (0..parts.each.len())
        .filter(|&at| is_open(&parts.each[at]) && pages.follower(at).is_some())
        .map(|at| parts.each[at].sha256.as_str())
        .collect();
    let mut gaps = Vec::new();
    for (at, part) in parts.each.iter().enumerate() {
        if is_open(part) && !followed.contains(part.sha256.as_str()) {
            let other = pages.similar(at).map(|other| parts.each[other].path.clone());
            gaps.push((at, Gap::Unfollowed(other)));
        }
    }
    let open = (0..parts.each.len()).filter(|&at| is_open(&parts.each[at]) && pages.beside(at).is_none());
    let joined: Vec<(usize, usize)> = open.filter_map(|at| Some((at, pages.elsewhere(at)?))).collect();
    gaps.extend(pages.missing(&joined).into_iter().map(|(last, missing)| (last, Gap::Pages(missing))));
    gaps
}

/// The part in which a list goes on behind each of its parts.
pub(super) fn next_pages(parts: &TableFiles) -> Vec<Option<usize>> {
    let pages = Pages::of(parts);
    (0..parts.each.len()).map(|at| if is_open(&parts.each[at]) { pages.follower(at) } else { None }).collect()
}

/// Lets pages of one report that share a day carry the same columns: a page of few rows may state less than the report was grouped
/// by, and would be taken for a coarser report of that day.
pub(super) fn join(parts: &mut TableFiles) {
    if !is_report(parts.table) || !parts.each.iter().any(is_open) {
        return;
    }
    let pages = Pages::of(parts);
    let pairs: Vec<(usize, usize)> = (0..parts.each.len())
        .filter(|&at| is_open(&parts.each[at]))
        .flat_map(|at| pages.behind(at).map(move |next| (at, next)))
        .filter(|&(at, next)| pages.share_a_day(at, next))
        .collect();
    // Once forth and once back, so that the first and the last page of several learn of each other.
    for &(at, next) in pairs.iter().chain(pairs.iter().rev()) {
        let carried = |at: usize| parts.each[at].batch.present.iter();
        let both: Vec<bool> = carried(at).zip(carried(next)).map(|(a, b)| *a || *b).collect();
        parts.each[at].batch.present.clone_from(&both);
        parts.each[next].batch.present = both;
    }
}

fn is_open(part: &FileRows) -> bool {
    part.batch.ending == Ending::MoreFollow
}

const fn is_report(table: Table) -> bool {
    table.is_summed() || matches!(table, Table::ClaudeCode)
}

pub(super) const fn is_log(table: Table) -> bool {
    matches!(table, Table::Events | Table::RequestLogs)
}

struct Pages<'a> {
    parts: &'a TableFiles,
    each: Vec<Page>,
}

impl<'a> Pages<'a> {
    fn of(parts: &'a TableFiles) -> Self {
        Self { parts, each: (0..parts.each.len()).map(|at| page(parts, at)).collect() }
    }

    /// The next page behind one that says that more follow.
    fn follower(&self, at: usize) -> Option<usize> {
        self.beside(at).or_else(|| self.elsewhere(at))
    }

    /// The next page in the same folder, or in the one that scripts make next to it.
    fn beside(&self, at: usize) -> Option<usize> {
        let others = || (0..self.each.len()).filter(|&next| self.is_other_of_kind(at, next));
        let own = &self.each[at];
        let named = || others().find(|&next| own.last_id.as_ref().is_some_and(|id| self.each[next].name.names(id)));
        let is_next = |next: usize| own.name.is_before(&self.each[next].name) || self.is_next_beside(at, next);
        let next = || others().find(|&next| is_next(next) && self.may_follow(at, next));
        let going_on = || others().find(|&next| self.goes_on(at, next));
        named().or_else(next).or_else(going_on)
    }

    /// Whether a file is named as the next page and lies in a folder beside, as some scripts make one for each answer: then none of its
    /// objects is of this page.
    fn is_next_beside(&self, at: usize, next: usize) -> bool {
        let (a, b) = (&self.each[at], &self.each[next]);
        a.name.is_before_beside(&b.name) && a.ids.is_disjoint(&b.ids)
    }

    /// Another file of the kind and folder that might be meant to be the next page.
    fn similar(&self, at: usize) -> Option<usize> {
        let folder = |at: usize| self.each[at].name.folder.as_str();
        (0..self.each.len()).find(|&next| self.is_other_of_kind(at, next) && folder(next) == folder(at))
    }

    fn is_other_of_kind(&self, at: usize, next: usize) -> bool {
        let (a, b) = (&self.parts.each[at], &self.parts.each[next]);
        at != next && a.kind == b.kind && a.sha256 != b.sha256
    }

    /// Whether a file that is named as the next page is none: it is about something else, states the same, or lies on the wrong side.
    fn may_follow(&self, at: usize, next: usize) -> bool {
        let (a, b) = (&self.each[at], &self.each[next]);
        if is_log(self.parts.table) || is_report(self.parts.table) {
            // A number without a word may be a month's.
            return a.name.is_page && b.name.is_page && self.is_behind(at, next) || self.goes_on(at, next);
        }
        a.scope == b.scope && !is_copy(a, b) && !self.is_out_of_order(at, next)
    }

    /// Whether the other file goes on where this one ends, or holds its end and more behind it.
    fn goes_on(&self, at: usize, next: usize) -> bool {
        let (a, b) = (&self.each[at], &self.each[next]);
        if a.name.folder != b.name.folder && !self.is_in_folder_beside(at, next) {
            return false;
        }
        match self.parts.table {
            table if is_report(table) => self.behind(at).any(|one| one == next),
            table if is_log(table) => self.is_behind(at, next) && self.is_near(at, next),
            // A whole list, not an earlier one, that has every object of this page.
            _ if !a.ids.is_empty() && a.ids.is_subset(&b.ids) => {
                let is_earlier = b.name.time.age(&a.name.time) == Some(Ordering::Less);
                !is_open(&self.parts.each[next]) && !is_earlier
            }
            _ if a.scope != b.scope || is_copy(a, b) => false,
            // Pages of one number each are distinguished by it; others with names of pages go on unless their order says no.
            _ if a.name.is_sibling(&b.name) => {
                (a.name.page.is_none() || b.name.page.is_none()) && !self.is_out_of_order(at, next)
            }
            _ => self.is_in_order(at, next),
        }
    }

    /// Whether a page lies under the same name in another folder of one folder: some scripts make one for each answer. A list that
    /// has objects of this page is another edition of it.
    fn is_in_folder_beside(&self, at: usize, next: usize) -> bool {
        let place = |at: usize| {
            let (folder, name) = self.parts.each[at].path.rsplit_once('/')?;
            Some((folder.rsplit_once('/').map_or("", |(parent, _)| parent), name))
        };
        let (a, b) = (&self.each[at], &self.each[next]);
        let is_edition = || a.name.time.date != b.name.time.date || !a.ids.is_disjoint(&b.ids) || a.ids.is_empty();
        place(at).is_some() && place(at) == place(next) && (is_log(self.parts.table) || !is_edition())
    }

    /// Parts of a report that can be the pages behind one: of its kind, and from its last day or the next one with rows.
    fn behind(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let last = self.each[at].times.iter().max().copied().unwrap_or(i128::MIN);
        let quiet = |at: usize| largest_step(&self.each[at].times).max(QUIET_DAYS);
        (0..self.each.len()).filter(move |&next| {
            let times = &self.each[next].times;
            let Some((&first, &end)) = times.iter().min().zip(times.iter().max()) else { return false };
            let begins_a_month = last != i128::MIN && first > last + 1 && is_first_of_month(first);
            let follows = first >= last && first.saturating_sub(last) <= quiet(at).max(quiet(next)) && !begins_a_month;
            let holds = first < last && end > last && !is_open(&self.parts.each[next]);
            self.is_other_of_kind(at, next) && (last == i128::MIN || follows || holds)
        })
    }

    fn share_a_day(&self, at: usize, next: usize) -> bool {
        self.each[at].times.iter().max().is_some_and(|last| self.each[next].times.iter().min() == Some(last))
    }

    /// Whether events lie behind this page in the order of its file: before it in time where the newest come first.
    fn is_behind(&self, at: usize, next: usize) -> bool {
        let (a, b) = (&self.each[at].times, &self.each[next].times);
        let extent = |times: &[i128]| times.iter().min().copied().zip(times.iter().max().copied());
        let (Some((oldest, newest)), Some((first, last))) = (extent(a), extent(b)) else { return b.is_empty() };
        let (falls, rises) = (a.first() >= a.last(), a.first() <= a.last());
        // The same instants on both sides, or a longer list around the end of this page.
        (falls && first < oldest || rises && last > newest) || (first == last && (first == oldest || first == newest))
    }

    /// Whether no more time lies between two pages of events than between events of one of them. A file that ends with a month was
    /// asked for so, and goes on in none of another month.
    fn is_near(&self, at: usize, next: usize) -> bool {
        let (a, b) = (&self.each[at].times, &self.each[next].times);
        let extent = |times: &[i128]| times.iter().min().copied().zip(times.iter().max().copied());
        let (Some((oldest, newest)), Some((first, last))) = (extent(a), extent(b)) else { return true };
        let gap = if last < oldest { oldest - last } else { (first - newest).max(0) };
        let edges = if last < oldest { (last, oldest) } else { (newest, first) };
        let crosses_a_month = gap > 0 && month(edges.0) != month(edges.1);
        let usual = largest_step(a).max(largest_step(b)).max(HOUR);
        gap <= if crosses_a_month { usual.min(DAY) } else { usual }
    }

    /// Whether both are in one order of time and the other goes on in it.
    fn is_in_order(&self, at: usize, next: usize) -> bool {
        let (a, b) = (&self.each[at].times, &self.each[next].times);
        let (Some(direction), Some(other)) = (order(a), order(b)) else { return false };
        let goes_on = match direction {
            Order::Rising => a.last() <= b.first(),
            Order::Falling => a.last() >= b.first(),
        };
        direction == other && goes_on
    }

    /// Whether both are in one order of time and the other does not go on in it.
    fn is_out_of_order(&self, at: usize, next: usize) -> bool {
        let (a, b) = (&self.each[at].times, &self.each[next].times);
        order(a).is_some() && order(a) == order(b) && !self.is_in_order(at, next)
    }
}
