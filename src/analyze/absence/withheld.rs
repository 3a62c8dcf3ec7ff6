//! Members of whom it cannot be said whether they are there.

use std::collections::{BTreeMap, BTreeSet};

use crate::analyze::Context;
use crate::analyze::may_be_listed::MayBeListed;
use crate::analyze::wording::some_of;
use crate::data::mailboxes::free_mail;
use crate::data::roster_words::normal;
use crate::facts::{Member, RosterPerson, domain_of};
use crate::model::{Rejection, Table, counted, normalize_address};

/// So many are named in a sentence.
const NAMED: usize = 5;

/// So many members at one domain are no strays.
const FEWEST_OF_A_COMPANY: usize = 3;
/// Shorter accounts are anybody's.
const LEAST_ACCOUNT: usize = 4;

/// Members who are not judged, with why.
pub(in crate::analyze) struct Withheld<'a> {
    cx: &'a Context<'a>,
    rejected: BTreeMap<&'a str, &'a Rejection>,
    unknown: Vec<String>,
    in_rejected: Vec<String>,
    /// With whose further address it is.
    lent: Vec<String>,
    accounts: BTreeSet<String>,
    /// Domain and address.
    of_others: Vec<(String, String)>,
    newer: MayBeListed<'a>,
    joined_later: u64,
}

impl<'a> Withheld<'a> {
    pub(in crate::analyze) fn of(cx: &'a Context<'a>, members: &[&Member]) -> Self {
        let rejected = cx.data.rejected_mentions(Table::Roster);
        let newer = MayBeListed::of(cx, Table::Roster);
        let (unknown, in_rejected, lent, of_others) = Default::default();
        let accounts = members.iter().filter_map(|member| normalize_address(&member.address)).collect();
        Self { cx, rejected, unknown, in_rejected, lent, accounts, of_others, newer, joined_later: 0 }
    }

    /// Whether the roster has the member's address only as a further one of somebody who may be a colleague.
    pub(in crate::analyze) fn has_lent_address(&mut self, member: &Member) -> bool {
        let holder = self.cx.facts.people.roster.lent_by(member, &self.accounts);
        self.lent.extend(holder.map(|holder| format!("{} (of {holder})", member.address)));
        holder.is_some()
    }

    /// Whether somebody became a member after the roster was taken, which then cannot have them.
    pub(in crate::analyze) fn joined_later(&mut self, member: &Member) -> bool {
        let joined = self.newer.is_older_than(&member.address, member.added_at);
        self.joined_later += u64::from(joined);
        joined
    }

    /// A member whose rows say in words that nobody knows whether they are there, or contradict each other.
    pub(in crate::analyze) fn unknown(&mut self, member: &Member, person: &RosterPerson) {
        let lists = &self.cx.facts.people.roster.lists;
        let file = |list: usize| self.cx.data.path(lists[list].file);
        let why = match person.unknown_row(lists) {
            _ if person.only_in.is_some() => {
                let (list, directory) = person.only_in.unwrap_or_default();
                let (list, directory) = (file(list), file(directory));
                format!("only in {list}, and not in {directory}, which has nearly everybody else on it")
            }
            Some(row) => {
                let file = self.cx.data.path(row.source.file);
                match (&row.status, &row.status_column, row.ended_on) {
                    (Some(status), Some(column), _) => format!("«{status}» in column {column} of {file}"),
                    (_, _, Some(last)) => format!(
                        "last day {last} in {file}; only lists say which day it is, {}: give it with --as-of",
                        self.cx.as_of_day()
                    ),
                    _ => format!("{file} does not say"),
                }
            }
            None => {
                let files: Vec<&str> = person.rows.iter().map(|row| self.cx.data.path(row.source.file)).collect();
                let rivals = person.rows.iter().flat_map(|row| &lists[row.list].rivals);
                let rivals = rivals.map(|rival| self.cx.data.path(lists[*rival].file));
                let mut all: Vec<&str> = files.into_iter().chain(rivals).collect();
                all.sort_unstable();
                all.dedup();
                let newer = person.rows.iter().find_map(|row| lists[row.list].older_than);
                match (&all[..], newer) {
                    // A file does not contradict itself.
                    ([file], Some(newer)) => {
                        format!("only in {file}, and {} is newer", self.cx.data.path(lists[newer].file))
                    }
                    _ => format!("{} do not agree, and none is known to be the newest", all.join(" and ")),
                }
            }
        };
        self.unknown.push(format!("{} ({why})", member.address));
    }

    /// Whether a row of a roster that could not be read names the member; then they may be there.
    pub(in crate::analyze) fn stands_in_a_rejected_row(&mut self, member: &Member) -> bool {
        let people = &self.cx.facts.people.roster;
        let own = normalize_address(&member.address);
        let aliases = people.own_addresses(&member.address);
        let by_address = own.as_deref().into_iter().chain(aliases).find_map(|one| self.rejected.get(one).copied());
        let Some(rejection) = by_address.or_else(|| self.by_name(member)) else { return false };
        self.in_rejected.push(format!("{} ({}, line {})", member.address, rejection.file, rejection.line));
        true
    }

    /// A row without any address, with a name that has all words of the member's, or with their account in place of the address.
    fn by_name(&self, member: &Member) -> Option<&'a Rejection> {
        let own = member.name.as_deref().map(words).unwrap_or_default();
        let is_own = |name: &str| !own.is_empty() && own.is_subset(&words(name));
        let account = account(&member.address);
        let is_named = |one: &&Rejection| match &*one.column {
            "name" => is_own(&one.value),
            "address" => {
                one.mentions.iter().any(|name| is_own(name))
                    || account.is_some() && account == self::account(&one.value)
            }
            _ => false,
        };
        self.cx.data.rejections_of(Table::Roster).find(is_named)
    }

    /// A member at a domain of which the roster has nobody, although several members are there: it is of another company.
    pub(in crate::analyze) fn is_of_another_company(&mut self, member: &Member, domains: &BTreeSet<String>) -> bool {
        let domain = domain_of(&member.address).filter(|domain| domains.contains(domain));
        self.of_others.extend(domain.iter().map(|domain| (domain.clone(), member.address.clone())));
        domain.is_some()
    }

    pub(in crate::analyze) fn len(&self) -> u64 {
        (self.unknown.len() + self.in_rejected.len() + self.lent.len() + self.of_others.len()) as u64
            + self.joined_later
    }

    /// What could not be judged, as a sentence, and whether that is most of the `known` members.
    pub(in crate::analyze) fn why(&self, known: usize) -> Option<(String, bool)> {
        let unknown = (!self.unknown.is_empty()).then(|| {
            format!(
                "the roster has an unknown status for {}: {}",
                counted(self.unknown.len(), "member"),
                some_of(&self.unknown, NAMED)
            )
        });
        let rejected = (!self.in_rejected.is_empty()).then(|| {
            format!(
                "{} may be on the roster, in rows that could not be read: {}",
                counted(self.in_rejected.len(), "member"),
                some_of(&self.in_rejected, NAMED)
            )
        });
        let lent = (!self.lent.is_empty()).then(|| {
            format!(
                "{} only a further address of somebody on the roster, who may be a colleague that was given it: {}",
                if self.lent.len() == 1 {
                    "1 member has".to_owned()
                } else {
                    format!("{} have", counted(self.lent.len(), "member"))
                },
                some_of(&self.lent, NAMED)
            )
        });
        let mut domains: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (domain, address) in &self.of_others {
            domains.entry(domain).or_default().push(address);
        }
        let others = domains.into_iter().map(|(domain, members)| {
            format!(
                "the roster has nobody at {domain}, so whether {} there have left is not known: {}; give the roster of that company too",
                counted(members.len(), "member"),
                some_of(members, NAMED)
            )
        });
        // Of another company nobody is judged at all: that comes first.
        let why: Vec<String> = others.chain(unknown).chain(rejected).chain(lent).chain(self.newer.note()).collect();
        (!why.is_empty()).then(|| (why.join("; "), self.unknown.len() * 2 > known))
    }
}

/// What stands before the `@` of an address, or the account that stands where one should: `NORDWIND\lena.lang`, `lena.lang(at)…`.
fn account(address: &str) -> Option<String> {
    let account = address.rsplit(['\\', '/']).next()?.split(['@', '(', '[', ' ']).next()?.trim().to_lowercase();
    (account.chars().count() >= LEAST_ACCOUNT).then_some(account)
}

/// Domains at which `FEWEST_OF_A_COMPANY` members or more are and nobody of the roster is. Free mail providers are nobody's company.
pub(in crate::analyze) fn domains_of_others(cx: &Context, members: &[&Member]) -> BTreeSet<String> {
    let people = &cx.facts.people.roster;
    let own: BTreeSet<String> =
        people.persons.iter().flat_map(|person| &person.addresses).filter_map(|one| domain_of(one)).collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for domain in members.iter().filter_map(|member| domain_of(&member.address)) {
        *counts.entry(domain).or_default() += 1;
    }
    let free = free_mail();
    let is_below =
        |one: &str, other: &str| one.strip_suffix(other).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    let is_own = |domain: &str| own.iter().any(|own| is_below(domain, own) || is_below(own, domain));
    let is_other = |domain: &String| !is_own(domain) && !free.contains_key(domain.as_str());
    counts.into_iter().filter(|(_, count)| *count >= FEWEST_OF_A_COMPANY).map(|(one, _)| one).filter(is_other).collect()
}

fn words(name: &str) -> BTreeSet<String> {
    name.split(|c: char| !c.is_alphanumeric()).map(normal).filter(|word| word.chars().count() > 1).collect()
}

/// Which lists are no rosters, because they have nobody but members.
pub(in crate::analyze) fn of_members(cx: &Context) -> Vec<String> {
    let people = &cx.facts.people.roster;
    let says = if people.is_empty() {
        "lists only members and says of nobody whether they are there, so it is no roster"
    } else {
        "says of nobody whether they are there, so it is no roster next to lists that do"
    };
    people.of_members.iter().map(|file| format!("{} {says}", cx.data.path(*file))).collect()
}

/// Why no roster is there to compare with, although some file is one.
pub(in crate::analyze) fn no_roster(cx: &Context, members: usize, known: usize) -> Option<String> {
    let people = &cx.facts.people.roster;
    if members > 0 && people.is_empty() && !people.of_members.is_empty() {
        return Some(format!(
            "{}: export the users of the identity provider with their status, disabled ones included",
            of_members(cx).join("; ")
        ));
    }
    if known == 0 && members > 0 && people.has_departures_only() {
        return Some(format!(
            "the roster lists only people who left, and none of them is one of the {}: who is there is not known; export the users of \
             the identity provider, or everybody whom HR employs",
            counted(members, "member")
        ));
    }
    if known == 0 && members > 0 {
        return Some(format!(
            "the roster knows none of the {members} members: it is of another organization, or lacks their addresses"
        ));
    }
    let says_nothing = || {
        let mut rows = people.persons.iter().flat_map(|person| &person.rows);
        rows.all(|row| row.standing.is_none() && row.ended_on.is_none())
    };
    let is_the_member_list = members > 0 && known == members && people.len() == members && says_nothing();
    is_the_member_list.then(|| {
        format!(
            "the roster lists exactly the {} of the organization and says of nobody whether they are there: it may be the member \
             list itself; export the users of the identity provider with their status, disabled ones included",
            counted(members, "member")
        )
    })
}
