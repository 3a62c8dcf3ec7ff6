//! How rosters and members fit together, and what a member's absence from a roster may mean.

use std::collections::BTreeSet;

use crate::analyze::Context;
use crate::facts::Member;
use crate::facts::names::mailboxes::Mailboxes;
use crate::model::normalize_address;

/// So many members make half of them missing a sign of a partial roster, and not of leavers.
const FEWEST_TO_COMPARE: usize = 10;

/// How the rosters and the members fit together.
pub(in crate::analyze) struct Fit<'a> {
    /// Domains of other companies, of which the roster has nobody.
    pub(in crate::analyze) others: BTreeSet<String>,
    pub(in crate::analyze) members: usize,
    pub(in crate::analyze) known: usize,
    /// Why the roster is not whole.
    pub(in crate::analyze) cut: Option<&'a str>,
    /// Whether the roster is a list of people who left.
    pub(in crate::analyze) has_departures_only: bool,
}

impl Fit<'_> {
    /// Whether absence from the roster says nothing.
    pub(in crate::analyze) const fn is_partial(&self) -> bool {
        self.cut.is_some() || self.has_departures_only || self.is_of_few()
    }

    pub(in crate::analyze) const fn is_of_few(&self) -> bool {
        self.members >= FEWEST_TO_COMPARE && self.known * 2 < self.members
    }

    /// Absence from a roster that knows few of the members is a weaker sign than a row that says so.
    pub(in crate::analyze) const fn is_thin(&self) -> bool {
        self.known * 5 < self.members * 4
    }
}

/// Under which other address somebody of the same whole name is there, who has no account of that one.
pub(in crate::analyze) fn goes_on_as(cx: &Context, member: &Member) -> Option<String> {
    let other = cx.facts.people.roster.namesake(member.name.as_deref()?)?;
    let own = normalize_address(&member.address);
    let has_account = |one: &Member| normalize_address(&one.address).as_deref() == Some(other);
    let is_another = own.as_deref() != Some(other) && !cx.facts.lists.members.iter().any(has_account);
    is_another.then(|| format!("; somebody of the same name is there as {other}"))
}

/// Why an absent member may be there after all: to follow that they are absent.
pub(in crate::analyze) fn perhaps(cx: &Context, member: &Member) -> Option<String> {
    let roster = &cx.facts.people.roster;
    if let Some(file) = roster.list_of_a_part(&member.address) {
        let file = cx.data.path(file);
        return Some(format!(
            "; stands in {file}, which says of nobody whether they are there: give it a column of last days, or of statuses"
        ));
    }
    if let Some(other) = roster.contact_of(&member.address) {
        return Some(format!("; a second, private or recovery address of {other}"));
    }
    let has_account = |other: &&str| {
        cx.facts.lists.members.iter().any(|one| normalize_address(&one.address).as_deref() == Some(*other))
    };
    let namesake = || roster.namesake(member.name.as_deref()?).filter(|other| !has_account(other));
    let other = roster.look_alike(&member.address, member.name.as_deref()).or_else(namesake)?;
    Some(format!("; {other} may be the same person's"))
}

/// That somebody is a mailbox by the address, which a list of people need not have: to follow that they are absent. A directory has them.
pub(in crate::analyze) fn mailbox(cx: &Context, member: &Member) -> Option<&'static str> {
    let address = normalize_address(&member.address)?;
    let (local, _) = address.rsplit_once('@')?;
    let has_directory = cx.facts.people.roster.lists.iter().any(|list| list.holds() && list.is_directory());
    let is_one = !has_directory && Mailboxes::default().is_nobodys(local, member.name.as_deref());
    is_one.then_some("; a mailbox, by its name: a list of people need not have it")
}
