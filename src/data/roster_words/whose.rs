//! Whose the addresses in a column are, by its name.

use std::collections::{BTreeMap, BTreeSet};

use super::{normal, rows};

/// Whose the addresses in a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// The person's of the row.
    Own,
    /// Those at which the person is reached, and perhaps somebody else: private ones, and where a password is reset to.
    Contact,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Address,
    Around,
    Contact,
}

/// Longer names are sentences.
const LONGEST: usize = 100;

/// What the words read so far say: whether one was of addresses, and one of contacts.
type Said = (bool, bool);

/// The words of which names of columns of addresses are made.
#[derive(Debug)]
pub struct AddressWords {
    parts: BTreeMap<Vec<char>, Part>,
    longest: usize,
}

impl AddressWords {
    /// The words of the table.
    #[must_use]
    pub fn new() -> Self {
        let mut parts = BTreeMap::new();
        for (kind, word) in rows(include_str!("../roster_addresses.tsv")) {
            let part = match kind {
                "address" => Part::Address,
                "contact" => Part::Contact,
                _ => Part::Around,
            };
            // A word that says that others may have the address says so in every language.
            let known = parts.entry(normal(word).chars().collect()).or_insert(part);
            if part == Part::Contact {
                *known = part;
            }
        }
        let longest = parts.keys().map(Vec::len).max().unwrap_or_default();
        Self { parts, longest }
    }

    /// Whose the addresses in a column of this name are; none where the name has any word that is no part of such names.
    ///
    /// Words stand in names with and without spaces (`workemail`, `Email_2`, `emails.0.address`), so the letters are looked at alone.
    #[must_use]
    pub fn of(&self, name: &str) -> Option<Whose> {
        let name = name.split('[').next().unwrap_or(name);
        let letters: Vec<char> = normal(name).chars().collect();
        if letters.len() > LONGEST {
            return None;
        }
        // What the letters up to each place say, in every way in which they are words.
        let mut said: Vec<BTreeSet<Said>> = vec![BTreeSet::new(); letters.len() + 1];
        said[0].insert((false, false));
        for at in 0..letters.len() {
            let here = said[at].clone();
            if here.is_empty() {
                continue;
            }
            if letters[at].is_ascii_digit() || letters[at] == '#' {
                said[at + 1].extend(&here);
            }
            for end in at + 1..=letters.len().min(at + self.longest) {
                if let Some(part) = self.parts.get(&letters[at..end]) {
                    let with = |(address, contact): &Said| {
                        (*address || *part == Part::Address, *contact || *part == Part::Contact)
                    };
                    said[end].extend(here.iter().map(with).collect::<Vec<_>>());
                }
            }
        }
        let ways = said.last()?;
        match () {
            () if ways.contains(&(true, true)) => Some(Whose::Contact),
            () if ways.contains(&(true, false)) => Some(Whose::Own),
            () => None,
        }
    }
}

impl Default for AddressWords {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_columns_of_the_person_s_own_addresses() {
        let words = AddressWords::new();
        for name in [
            "Email",
            "E-Mail",
            "Mail2",
            "Email_2",
            "Email.1",
            "Other email",
            "Other address",
            "Alias",
            "Aliases",
            "aliases.0",
            "emails.0.address",
            "nonEditableAliases.0",
            "proxyAddresses",
            "Proxy addresses",
            "onPremisesUserPrincipalName",
            "PrimarySmtpAddress",
            "profile.login",
            "profile.email",
            "Old e-mail address",
            "Email_x",
            "Okta username",
            "Claude login",
            "Leaver's email",
            "Email of employee",
            "Geschäftliche E-Mail-Adresse",
            "Weitere E-Mail",
            "Autre adresse e-mail",
            "Correo corporativo",
            "Indirizzo email aziendale",
            "Zakelijk e-mailadres",
            "Inny adres e-mail",
            "Рабочая почта",
            "社用メールアドレス",
            "公司邮箱",
            "회사 이메일",
        ] {
            assert_eq!(words.of(name), Some(Whose::Own), "{name}");
        }
        for name in [
            "Private email",
            "Personal e-mail",
            "Secondary Email",
            "Alternate email addresses",
            "Recovery Email",
            "Home email",
            "Private E-Mail",
            "E-mail personnel",
            "Correo personal",
            "E-mail pessoal",
            "Личная почта",
        ] {
            assert_eq!(words.of(name), Some(Whose::Contact), "{name}");
        }
    }

    #[test]
    fn names_that_do_not_say_whose_the_addresses_are() {
        let words = AddressWords::new();
        for name in [
            "",
            "2",
            "Name",
            "Notes",
            "Mentor",
            "Mentor Email",
            "Replaces",
            "Files transferred to",
            "Forward mail to",
            "forwardTo",
            "Forwarding address",
            "Mailbox delegated to",
            "Processed by",
            "Modified By",
            "Last edited by",
            "relations.0.value",
            "extensionAttribute1",
            "Team email",
            "Department email",
            "HR email",
            "Email approved by",
            "Your email",
            "CC",
            "Email CC",
            "Chef",
            "Successor",
            "Nachfolger",
            "Übergabe an",
            "E-Mail Mentor",
            "Remplaçant",
            "Project lead",
            "Recruiter",
            "Email (mentor)",
            "Work",
            "Private",
        ] {
            assert_eq!(words.of(name), None, "{name}");
        }
    }
}
