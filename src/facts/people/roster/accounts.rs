//! Lists of accounts of another tool, next to a directory of everybody: who has an account in GitLab or Slack and is in no directory need
//! not be there any more, as nobody may have closed it.

use std::collections::BTreeSet;

use anyhow::Result;
use polars::prelude::DataFrame;

use super::{Member, People, Presence, RosterPerson};
use crate::facts::frame::Rows;

/// So many people a list has at least of which the share of another one's says something.
const FEWEST: usize = 4;

/// The files that have a number, a first or a last day of somebody: an employer keeps them, and a tool does not.
pub(super) fn of_employer(frame: &DataFrame) -> Result<BTreeSet<u32>> {
    let rows = Rows::of(frame)?;
    let (number, started, ended) = (rows.text("employee_id")?, rows.day("started_on")?, rows.day("ended_on")?);
    let has_any = |row: &usize| number.get(*row).is_some() || started.get(*row).is_some() || ended.get(*row).is_some();
    Ok((0..rows.len()).filter(has_any).map(|row| rows.source(row).file).collect())
}

impl People {
    /// Leaves open whether people are there whom only such lists have, and none of an employer's.
    pub(super) fn doubt_accounts(&mut self, members: &[Member], of_employer: &BTreeSet<u32>) {
        let directories: Vec<Option<usize>> =
            (0..self.lists.len()).map(|at| self.directory_beside(at, members, of_employer)).collect();
        for person in &mut self.persons {
            if person.presence != Presence::Here {
                continue;
            }
            let mut beside = person.rows.iter().filter(|row| self.lists[row.list].holds());
            let first = beside.next().and_then(|row| Some((row.list, directories[row.list]?)));
            if first.is_some() && beside.all(|row| directories[row.list].is_some()) {
                (person.presence, person.only_in) = (Presence::Unknown, first);
            }
        }
    }

    /// The directory of everybody beside which a list is one of accounts: the directory says of each whether they are there, has at least
    /// twice as many people, and nearly all of the list and most members.
    fn directory_beside(&self, at: usize, members: &[Member], of_employer: &BTreeSet<u32>) -> Option<usize> {
        let list = &self.lists[at];
        if !list.holds() || list.is_of_departures || of_employer.contains(&list.file) {
            return None;
        }
        let own: Vec<&RosterPerson> = self.persons.iter().filter(|person| is_in(person, at)).collect();
        let may_be = |other: &usize| {
            let directory = &self.lists[*other];
            directory.holds() && !directory.is_of_departures && directory.group != list.group
        };
        (0..self.lists.len()).filter(may_be).find(|&other| {
            let mut all = self.persons.iter().filter(|person| is_in(person, other));
            let says_of_each =
                all.clone().flat_map(|person| &person.rows).all(|row| row.list != other || row.standing.is_some());
            let shared = own.iter().filter(|person| is_in(person, other)).count();
            let known = self.members_in(other, members);
            own.len() >= FEWEST
                && all.by_ref().count() >= own.len() * 2
                && shared * 4 >= own.len() * 3
                && known * 4 >= members.len() * 3
                && self.members_in(at, members) < known
                && says_of_each
        })
    }

    /// How many members a list has.
    fn members_in(&self, list: usize, members: &[Member]) -> usize {
        members
            .iter()
            .filter(|member| self.by_address(&member.address).is_some_and(|person| is_in(person, list)))
            .count()
    }
}

fn is_in(person: &RosterPerson, list: usize) -> bool {
    person.rows.iter().any(|row| row.list == list)
}
