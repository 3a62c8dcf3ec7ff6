//! Pages that were saved twice: a first try beside the run of a script, a browser's second download, a run that broke off beside a whole one.
//!
//! Copies of a page stand at one place of one list. A page of which nothing but copies is known in its list belongs to the list of the copy
//! behind which more is known; else the copy would be a list of its own, and its few objects another edition of the whole.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::super::TableFiles;
use super::super::names::PathName;
use super::holds_all;
use crate::ingest::batch::Ending;

/// Joins lists by copies of their pages: `list` is the list of each part, `nexts` the page behind it. Parts that came to a list only as
/// copies are returned: they say nothing of when it was made.
pub(super) fn join_copies(parts: &TableFiles, nexts: &[Option<usize>], list: &mut [usize]) -> BTreeSet<usize> {
    let pairs = page_copies(parts, nexts);
    let mut joined = BTreeSet::new();
    // Each round takes one list away.
    while let Some((copy, page)) = next_join(parts, nexts, list, &pairs) {
        let (from, to) = (list[copy], list[page]);
        let held: BTreeSet<&str> =
            (0..list.len()).filter(|&at| list[at] == to).map(|at| parts.each[at].sha256.as_str()).collect();
        for at in (0..list.len()).filter(|&at| list[at] == from).collect::<Vec<_>>() {
            list[at] = to;
            if held.contains(parts.each[at].sha256.as_str()) {
                joined.insert(at);
            }
        }
    }
    joined
}

/// A copy and the page that it is of.
struct PageCopy {
    copy: usize,
    page: usize,
    /// Whether both lie in one folder, and their names state one date.
    are_beside: bool,
}

/// Parts with the same bytes, of which one at least is a page of several.
fn page_copies(parts: &TableFiles, nexts: &[Option<usize>]) -> Vec<PageCopy> {
    let behind: BTreeSet<usize> = nexts.iter().flatten().copied().collect();
    let is_page = |at: usize| is_open(parts, at) || behind.contains(&at);
    let mut by_content: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (at, part) in parts.each.iter().enumerate() {
        by_content.entry((&part.sha256, part.kind, part.batch.edition)).or_default().push(at);
    }
    let mut pairs = Vec::new();
    for copies in by_content.values().filter(|copies| copies.len() > 1 && copies.iter().any(|&at| is_page(at))) {
        for &copy in copies {
            // One file may hold several answers.
            let others = copies.iter().filter(|&&at| parts.each[at].file != parts.each[copy].file);
            for &page in others.filter(|&&at| are_alike(parts, copy, at)) {
                let [a, b] = [copy, page].map(|at| PathName::of(&parts.each[at].path));
                let are_beside = a.folder == b.folder && a.time.date == b.time.date;
                pairs.push(PageCopy { copy, page, are_beside });
            }
        }
    }
    pairs
}

fn are_alike(parts: &TableFiles, a: usize, b: usize) -> bool {
    parts.each[a].batch.rows() == parts.each[b].batch.rows() && holds_all(parts, a, b) && holds_all(parts, b, a)
}

/// The next copy whose list belongs to that of its page: the list has nothing that the other has not, or goes on behind the copy in the same
/// folder. The fullest list is taken, of these one in the same folder.
fn next_join(
    parts: &TableFiles,
    nexts: &[Option<usize>],
    list: &[usize],
    pairs: &[PageCopy],
) -> Option<(usize, usize)> {
    let mut contents: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    for (at, own) in list.iter().enumerate().filter(|_| !pairs.is_empty()) {
        contents.entry(*own).or_default().insert(parts.each[at].sha256.as_str());
    }
    let goes_on = |at: usize| nexts[at].is_some_and(|next| list[next] == list[at]);
    let may_join = |one: &&PageCopy| {
        let (own, other) = (&contents[&list[one.copy]], &contents[&list[one.page]]);
        let is_within = other.len() > own.len() && own.is_subset(other);
        let is_end = || is_open(parts, one.copy) && !goes_on(one.copy) && goes_on(one.page) && one.are_beside;
        list[one.copy] != list[one.page] && (is_within || is_end())
    };
    let best = pairs
        .iter()
        .filter(may_join)
        .max_by_key(|one| (contents[&list[one.page]].len(), one.are_beside, Reverse((one.copy, one.page))))?;
    Some((best.copy, best.page))
}

fn is_open(parts: &TableFiles, at: usize) -> bool {
    parts.each[at].batch.ending == Ending::MoreFollow
}
