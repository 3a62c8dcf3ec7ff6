//! Who is who: members, and what rosters say of them.

mod accounts;
mod aliases;
mod contacts;
mod held;
mod joining;
mod numbers;
mod of_members;
mod presence;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::{DateTime, NaiveDate, Utc};
use held::Lists;
pub use held::RosterList;
pub use presence::{Disagreement, Presence};

use crate::facts::frame::{Rows, Source};
use crate::facts::lists::Member;
use crate::model::{Dataset, Standing, Table, normalize_address};

/// Who made a list of people by hand or with a system that nothing tells, as `ingest` names them.
const PEOPLE_LIST: &str = "list";

/// One person of the rosters: rows with the same employee number, or with the main address of one among the addresses of the other.
#[derive(Clone, Debug, Default)]
pub struct RosterPerson {
    /// Normalized addresses, in the order met.
    pub addresses: Vec<String>,
    /// Every row about them, of newer and of older lists, in the order of the files.
    pub rows: Vec<RosterRow>,
    /// Their names, as written.
    pub names: Vec<String>,
    /// What the lists that hold say of them together.
    pub presence: Presence,
    /// The rows of two sources of which one says that they are gone, and the other that they are there.
    pub disagreement: Option<Disagreement>,
    /// The list of accounts that alone has them, and the directory of everybody that has not: indexes into [`People::lists`].
    pub only_in: Option<(usize, usize)>,
}

/// A row of a roster.
#[derive(Clone, Debug)]
pub struct RosterRow {
    /// Provider.
    pub provider: String,
    /// Status verbatim.
    pub status: Option<String>,
    /// The column of the status.
    pub status_column: Option<String>,
    /// What the status says; none where the row says nothing.
    pub standing: Option<Standing>,
    /// First day of employment or account, where the list has one.
    pub started_on: Option<NaiveDate>,
    /// Last day, where the list has one.
    pub ended_on: Option<NaiveDate>,
    /// Whether the row says that the person is gone: by its status, or by a last day that is over.
    pub is_gone: bool,
    /// Index of its list in [`People::lists`].
    pub list: usize,
    /// Where it stands.
    pub source: Source,
}

impl RosterRow {
    /// Whether the row says that the person is there: listed, and not in words that nobody knows.
    #[must_use]
    pub fn is_here(&self) -> bool {
        !self.is_gone && self.standing != Some(Standing::Unknown)
    }
}

impl RosterPerson {
    /// Whether they are gone, according to some list that holds and no other of its source.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.presence == Presence::Gone
    }
}

/// The rosters, by address.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// Everyone, in the order of the files; empty where a person was folded into another.
    pub persons: Vec<RosterPerson>,
    /// The files, in their order, and which of them hold.
    pub lists: Vec<RosterList>,
    /// Files that have nobody but members and say of nobody whether they are there, as indexes of inputs: none of their rows counts.
    pub of_members: BTreeSet<u32>,
    /// Those of them that stand in such a file which has not nearly all members: a list of contractors, or of people on leave, has nobody else.
    set_aside: BTreeMap<String, u32>,
    /// By the main address of a row: whoever has it anywhere is this person.
    by_main: BTreeMap<String, usize>,
    /// By the other addresses of a row, which people may share: a team's mailbox, a family's recovery address.
    by_other: BTreeMap<String, Vec<usize>>,
    by_employee: BTreeMap<String, Vec<usize>>,
    /// By an address at which somebody else may be reached.
    by_contact: BTreeMap<String, Vec<usize>>,
}

impl People {
    /// Joins the rosters' rows to persons. A row is gone when its status says so, or when its last day is over at `as_of`. Of two
    /// lists of one source the newer one holds; `members` help to tell which that is.
    ///
    /// Where nothing but lists is dated, `as_of` may be the day on which the last member joined, long before the rosters were made: a
    /// last day behind it, without a status beside it, says neither that somebody is there nor that they are gone.
    pub(in crate::facts) fn read(
        data: &Dataset,
        members: &[Member],
        only_on_claude_ai: &[Member],
        as_of: DateTime<Utc>,
    ) -> Result<Self> {
        let mut people = Self::default();
        let Some(frame) = data.frame(Table::Roster) else { return Ok(people) };
        let apart = of_members::of_members(data, members.iter().chain(only_on_claude_ai))?;
        let mut lists = Lists::of(data, frame, &apart)?;
        let rows = Rows::of(frame)?;
        let (addresses, employee_id, provider) =
            (rows.text("addresses")?, rows.text("employee_id")?, rows.text("provider")?);
        let (contacts, mut of_rows) = (rows.text("contact_addresses")?, Vec::new());
        let mut further: Vec<joining::Addresses> = Vec::new();
        let (names, shared) = (rows.text("name")?, numbers::Shared::of(frame)?);
        let (status, status_column, standing) =
            (rows.text("status")?, rows.text("status_column")?, rows.text("standing")?);
        let (started_on, ended_on) = (rows.day("started_on")?, rows.day("ended_on")?);
        let dated = [Table::Usage, Table::Cost, Table::EnterpriseUsage, Table::EnterpriseCost, Table::Events];
        let is_day_of_lists = !dated.into_iter().any(|table| data.has(table));
        for row in (0..rows.len()).filter(|row| !apart.contains(&rows.source(*row).file)) {
            let mut own = addresses.get(row).unwrap_or_default().split_whitespace();
            let Some(main) = own.next() else { continue };
            of_rows.extend(Some(main).zip(contacts.get(row)));
            further.push((main, own.collect()));
            let at = people.place(main, shared.identity(employee_id.get(row)), names.get(row));
            let (standing, ended_on) = (standing.get(row).and_then(Standing::of), ended_on.get(row));
            let is_over = ended_on.is_some_and(|day| day < as_of.date_naive());
            let is_in_doubt = is_day_of_lists && standing.is_none() && ended_on.is_some() && !is_over;
            let standing = standing.or(is_in_doubt.then_some(Standing::Unknown));
            let source = rows.source(row);
            people.persons[at].rows.push(RosterRow {
                provider: provider.get(row).unwrap_or_default().to_owned(),
                status: status.get(row).map(str::to_owned),
                status_column: status_column.get(row).map(str::to_owned),
                standing,
                started_on: started_on.get(row),
                ended_on,
                is_gone: standing == Some(Standing::Gone) || is_over,
                list: lists.at(source.file),
                source,
            });
        }
        people.take_further(&further);
        people.take_contacts(people.stated_contacts(of_rows), members);
        lists.set_apart_departures(&people);
        lists.decide(&people, members, as_of);
        people.set_aside = of_members::in_lists_of_a_part(frame, &apart, members)?;
        (people.lists, people.of_members) = (lists.all, apart);
        people.decide_presence();
        people.doubt_accounts(members, &accounts::of_employer(frame)?);
        Ok(people)
    }

    /// Who is there, by all rows of each and the lists that count.
    fn decide_presence(&mut self) {
        let verdicts: Vec<_> = self.persons.iter().map(|person| presence::of(person, &self.lists)).collect();
        for (person, (presence, disagreement)) in self.persons.iter_mut().zip(verdicts) {
            (person.presence, person.disagreement) = (presence, disagreement);
        }
    }

    /// The person with this address, in any spelling; of several who share it one who is there.
    #[must_use]
    pub fn by_address(&self, address: &str) -> Option<&RosterPerson> {
        let address = normalize_address(address)?;
        if let Some(&at) = self.by_main.get(&address) {
            return self.persons.get(at);
        }
        let sharing = self.by_other.get(&address)?.iter().filter_map(|&at| self.persons.get(at));
        sharing.min_by_key(|person| person.presence)
    }

    /// Index of the person who alone has this address, in any spelling; none where several share it.
    #[must_use]
    pub fn only_with(&self, address: &str) -> Option<usize> {
        let address = normalize_address(address)?;
        let (main, others) = (self.by_main.get(&address), self.by_other.get(&address));
        let mut all = main.into_iter().chain(others.into_iter().flatten());
        let first = *all.next()?;
        all.all(|at| *at == first).then_some(first)
    }

    /// The addresses of the person who alone has this one, without those that they share with others.
    #[must_use]
    pub fn own_addresses(&self, address: &str) -> Vec<&str> {
        let Some(at) = self.only_with(address) else { return Vec::new() };
        let all = self.persons.get(at).map_or(&[][..], |person| &person.addresses);
        all.iter().map(String::as_str).filter(|other| self.only_with(other) == Some(at)).collect()
    }

    /// Number of persons in the lists that hold.
    #[must_use]
    pub fn len(&self) -> usize {
        self.persons.iter().filter(|person| person.is_listed()).count()
    }

    /// Whether the rosters know nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// An address with the same part before the `@`, at another domain, of somebody who may have this name: a company has several
    /// domains, and a directory often a name of its own for one.
    #[must_use]
    pub fn look_alike(&self, address: &str, name: Option<&str>) -> Option<&str> {
        let address = normalize_address(address)?;
        let (local, _) = address.split_once('@')?;
        let is_called_so = |person: &&RosterPerson| numbers::share_a_word(&person.names, name, local);
        let alike = self.persons.iter().filter(|person| person.is_listed()).filter(is_called_so);
        let mut addresses = alike.flat_map(|person| &person.addresses);
        addresses.find(|other| other.split_once('@').is_some_and(|(own, _)| own == local)).map(String::as_str)
    }

    /// The address of the only person who is there and has this whole name, of two words or more.
    #[must_use]
    pub fn namesake(&self, name: &str) -> Option<&str> {
        let wanted = numbers::words(name);
        let is_so_called = |person: &&RosterPerson| {
            person.presence == Presence::Here && person.names.iter().any(|own| numbers::words(own) == wanted)
        };
        let mut namesakes = self.persons.iter().filter(is_so_called);
        let found = namesakes.next().filter(|_| wanted.len() > 1 && namesakes.next().is_none())?;
        found.addresses.first().map(String::as_str)
    }

    /// The file of a list of some members alone in which an address stands, as an index of inputs.
    #[must_use]
    pub fn list_of_a_part(&self, address: &str) -> Option<u32> {
        self.set_aside.get(&normalize_address(address)?).copied()
    }

    /// Whether every list that holds is of people who left: who is not on them has not left.
    #[must_use]
    pub fn has_departures_only(&self) -> bool {
        let mut holding = self.lists.iter().filter(|list| list.holds()).peekable();
        holding.peek().is_some() && holding.all(|list| list.is_of_departures)
    }

    /// How many of these members the lists that hold know, disabled ones included.
    pub fn known<'a>(&self, members: impl IntoIterator<Item = &'a Member>) -> usize {
        let is_known = |member: &&Member| self.by_address(&member.address).is_some_and(RosterPerson::is_listed);
        members.into_iter().filter(is_known).count()
    }
}

/// That some members have a roster's row that says nothing of them, and how many.
pub(in crate::facts) fn doubt<'a>(
    people: &People,
    members: impl IntoIterator<Item = &'a Member>,
    data: &Dataset,
) -> Option<String> {
    let rejected = data.rejected_mentions(Table::Roster);
    let is_unknown = |member: &&Member| match people.by_address(&member.address) {
        Some(person) if person.presence != Presence::Former => person.presence == Presence::Unknown,
        _ => normalize_address(&member.address).is_some_and(|address| rejected.contains_key(address.as_str())),
    };
    let unknown = members.into_iter().filter(is_unknown).count();
    (unknown > 0).then(|| format!("the roster has no known status for {}", crate::model::counted(unknown, "member")))
}

impl RosterPerson {
    /// Whether some list that holds has them, there or gone.
    #[must_use]
    pub fn is_listed(&self) -> bool {
        !self.addresses.is_empty() && self.presence != Presence::Former
    }

    /// The row that says they are gone, of the lists that hold, else of an older one: a list of people before a directory, then the
    /// latest last day.
    #[must_use]
    pub fn gone_row(&self, lists: &[RosterList]) -> Option<&RosterRow> {
        let disagreeing = self.disagreement.and_then(|two| self.rows.get(two.gone));
        let gone = self.rows.iter().filter(|row| row.is_gone);
        let rank = |row: &&RosterRow| (lists[row.list].holds(), !lists[row.list].is_directory(), row.ended_on);
        disagreeing.or_else(|| gone.max_by_key(rank))
    }

    /// The row that says in words that nobody knows whether they are there, of the lists that hold.
    #[must_use]
    pub fn unknown_row(&self, lists: &[RosterList]) -> Option<&RosterRow> {
        let holding = self.rows.iter().filter(|row| lists[row.list].holds());
        holding.filter(|row| !row.is_gone).find(|row| row.standing == Some(Standing::Unknown))
    }
}
