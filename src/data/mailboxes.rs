//! Mailboxes that are nobody's in particular, and those that anybody can have.

use std::collections::BTreeMap;

/// What a word of the local part of an address tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleWord {
    /// A function; next to other words it may stand in a person's address (`jane-admin`).
    Function,
    /// A function that is also a given name.
    GivenName,
    /// A group, whatever stands next to it.
    Group,
}

/// Words that name a function and nobody in particular.
#[must_use]
pub fn role_words() -> BTreeMap<&'static str, RoleWord> {
    rows(include_str!("role_mailboxes.tsv"))
        .filter_map(|mut cells| {
            let (word, kind) = (cells.next()?, cells.nth(1));
            let kind = match kind {
                Some("given name") => RoleWord::GivenName,
                Some("with others") => RoleWord::Group,
                _ => RoleWord::Function,
            };
            Some((word, kind))
        })
        .collect()
}

/// Domains of providers that give addresses to anybody, with the provider.
#[must_use]
pub fn free_mail() -> BTreeMap<&'static str, &'static str> {
    rows(include_str!("free_mail.tsv"))
        .filter_map(|mut cells| Some((cells.next()?, cells.next()?)))
        .flat_map(|(provider, domains)| domains.split(' ').map(move |domain| (domain, provider)))
        .collect()
}

fn rows(table: &'static str) -> impl Iterator<Item = impl Iterator<Item = &'static str>> {
    table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole() {
        let (words, domains) = (role_words(), free_mail());
        assert_eq!((words.len(), domains.len()), (121, 319));
        assert_eq!(words.get("support"), Some(&RoleWord::Function));
        assert_eq!(words.get("dev"), Some(&RoleWord::GivenName));
        assert_eq!(words.get("team"), Some(&RoleWord::Group));
        assert_eq!(domains.get("googlemail.com"), Some(&"Gmail"));
        assert!(words.keys().all(|word| word.chars().all(|c| c.is_ascii_lowercase())));
        assert!(domains.keys().all(|domain| domain.contains('.')));
    }
}
