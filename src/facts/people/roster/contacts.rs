//! Addresses at which somebody else may be reached: where a password is reset to, private ones.

use std::collections::{BTreeMap, BTreeSet};

use super::{Member, People};
use crate::model::normalize_address;

impl People {
    /// Whose row states an address of a contact, by the address.
    pub(super) fn stated_contacts(&self, of_rows: Vec<(&str, &str)>) -> BTreeMap<String, BTreeSet<usize>> {
        let mut stated: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for (main, contacts) in of_rows {
            for contact in contacts.split_whitespace() {
                stated.entry(contact.to_owned()).or_default().extend(self.by_main.get(main));
            }
        }
        stated
    }

    /// Takes the addresses at which people are reached, each with the persons who state it. One person's, that is no other's and of
    /// no second member, is theirs. Any other is known, and is neither a sign that somebody is there nor that two are one.
    pub(super) fn take_contacts(&mut self, stated: BTreeMap<String, BTreeSet<usize>>, members: &[Member]) {
        let members: BTreeSet<String> =
            members.iter().filter_map(|member| normalize_address(&member.address)).collect();
        for (address, persons) in stated {
            if self.by_main.contains_key(&address) || self.by_other.contains_key(&address) {
                continue;
            }
            let only = persons.first().copied().filter(|_| persons.len() == 1);
            let own = only.filter(|at| {
                let has_account = self.persons[*at].addresses.iter().any(|own| members.contains(own));
                !(has_account && members.contains(&address))
            });
            match own {
                Some(at) => {
                    self.persons[at].addresses.push(address.clone());
                    self.by_other.entry(address).or_default().push(at);
                }
                None => drop(self.by_contact.insert(address, persons.into_iter().collect())),
            }
        }
    }

    /// The main address of somebody who states this address, in any spelling, as one at which they are reached, where it proves
    /// nothing of whose it is.
    #[must_use]
    pub fn contact_of(&self, address: &str) -> Option<&str> {
        let persons = self.by_contact.get(&normalize_address(address)?)?;
        persons.iter().find_map(|at| self.persons.get(*at)?.addresses.first()).map(String::as_str)
    }
}
