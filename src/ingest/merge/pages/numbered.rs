//! Pages with numbers in their names.

use super::{Pages, is_log, is_open, is_report};
use crate::ingest::merge::names::missing_pages;
use crate::model::Table;

impl Pages<'_> {
    /// The last page of every list by its name, with the numbers of those that are not there; `joined` are pages that lie elsewhere,
    /// each with the page before it.
    pub(super) fn missing(&self, joined: &[(usize, usize)]) -> Vec<(usize, Vec<u32>)> {
        let mut groups = self.numbered();
        for (before, behind) in joined {
            let place = |at: &usize| groups.iter().position(|group| group.contains(at));
            if let Some((to, from)) = place(before).zip(place(behind)).filter(|(to, from)| to != from) {
                let moved = std::mem::take(&mut groups[from]);
                groups[to].extend(moved);
            }
        }
        groups.retain(|group| !group.is_empty());
        let missing = |group: &Vec<usize>| {
            let names = group.iter().map(|&at| &self.each[at].name);
            // Numbers of files of a log may be months.
            let is_paged = !is_log(self.parts.table) && group.iter().any(|&at| is_open(&self.parts.each[at]));
            missing_pages(names, is_paged)
        };
        let missing: Vec<Vec<u32>> = groups.iter().map(missing).collect();
        let bytes = |at: usize| self.parts.each[at].sha256.as_str();
        // A page that stands in a list which lacks nothing is no list of its own where it was saved again.
        let is_copy = |at: usize| {
            let whole =
                groups.iter().zip(&missing).filter(|(group, missing)| missing.is_empty() && !group.contains(&at));
            whole.flat_map(|(group, _)| group).any(|&other| bytes(other) == bytes(at))
        };
        let mut found = Vec::new();
        for (group, missing) in groups.iter().zip(&missing).filter(|(_, missing)| !missing.is_empty()) {
            if let (Some(&last), false) = (group.last(), group.iter().all(|&at| is_copy(at))) {
                found.push((last, missing.clone()));
            }
        }
        found
    }

    /// Parts whose names are siblings, in the order of their numbers; only of tables whose rows have no date in their names.
    fn numbered(&self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for at in 0..self.each.len() {
            if is_report(self.parts.table) || self.parts.table == Table::RequestLogs {
                continue;
            }
            let is_one = |group: &&mut Vec<usize>| {
                let first = group[0];
                self.parts.each[first].kind == self.parts.each[at].kind
                    && self.each[first].name.is_sibling(&self.each[at].name)
                    && self.each[first].name.time.date == self.each[at].name.time.date
            };
            match groups.iter_mut().find(is_one) {
                Some(group) => group.push(at),
                None => groups.push(vec![at]),
            }
        }
        self.join_beside(&mut groups);
        groups.iter_mut().for_each(|group| group.sort_by_key(|&at| (self.each[at].name.page, at)));
        groups
    }

    /// Puts pages of one list together that lie in folders of their own.
    fn join_beside(&self, groups: &mut Vec<Vec<usize>>) {
        let is_part = |one: &[usize], other: &[usize]| {
            one.iter().all(|&a| {
                other.iter().all(|&b| {
                    let (a, b) = (&self.each[a], &self.each[b]);
                    let both_are_pages = a.name.is_page && b.name.is_page && a.name.page != b.name.page;
                    both_are_pages && a.name.is_beside(&b.name) && a.ids.is_disjoint(&b.ids) && a.scope == b.scope
                })
            })
        };
        let mut at = 0;
        while at < groups.len() {
            match (0..at).find(|&other| is_part(&groups[other], &groups[at])) {
                Some(other) => {
                    let group = groups.remove(at);
                    groups[other].extend(group);
                }
                None => at += 1,
            }
        }
    }
}
