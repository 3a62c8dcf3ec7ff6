//! Further addresses of people: whether the member who has one is the person on the roster, or a colleague whose address it was.

use std::collections::BTreeSet;

use super::{Member, People, Presence, RosterPerson, numbers};
use crate::model::normalize_address;

impl People {
    /// The main address of somebody of whom a member's address is only a further one, where they may be two people: they are called
    /// otherwise, or, where names do not tell, the other has an account under the main address. Who offboards somebody gives their
    /// address to a colleague.
    #[must_use]
    pub fn lent_by(&self, member: &Member, accounts: &BTreeSet<String>) -> Option<&str> {
        let address = normalize_address(&member.address)?;
        if self.by_main.contains_key(&address) {
            return None;
        }
        let holders = self.by_other.get(&address)?.iter().filter_map(|at| self.persons.get(*at));
        let holders: Vec<&RosterPerson> = holders.collect();
        let own = numbers::words(member.name.as_deref().unwrap_or_default());
        let names = |person: &RosterPerson| -> BTreeSet<String> {
            person.names.iter().flat_map(|name| numbers::words(name)).collect()
        };
        let has_account = |person: &RosterPerson| {
            let mains = person.addresses.iter().filter(|one| self.by_main.contains_key(one.as_str()));
            person.presence == Presence::Here && mains.into_iter().any(|main| accounts.contains(main))
        };
        let may_be_another = |person: &&RosterPerson| {
            let theirs = names(person);
            let is_silent = own.is_empty() || theirs.is_empty();
            if is_silent { has_account(person) } else { !numbers::may_be_called(&own, &theirs) }
        };
        let first = holders.first()?;
        holders.iter().all(may_be_another).then(|| first.addresses.first().map(String::as_str))?
    }
}
