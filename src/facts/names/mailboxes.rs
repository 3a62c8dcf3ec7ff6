//! Which addresses are mailboxes by their names: of a function, a group, a program or an emergency, and of no person.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::words::words;
use crate::data::mailboxes::{RoleWord, role_words};

/// Accounts that are kept sealed for an emergency, in one word or as one of several.
const SEALED: [&str; 2] = ["breakglass", "emergency"];
/// What accounts of programs begin with.
const OF_PROGRAMS: [&str; 2] = ["svc", "service"];

/// Names of mailboxes.
#[derive(Clone, Debug)]
pub struct Mailboxes {
    words: BTreeMap<&'static str, RoleWord>,
}

impl Default for Mailboxes {
    fn default() -> Self {
        Self { words: role_words() }
    }
}

impl Mailboxes {
    /// Whether a local part is a function's or a group's; a word that is also a given name is a person's where the listed name is.
    #[must_use]
    pub fn names_function(&self, local: &str, listed_name: Option<&str>) -> bool {
        let list = &self.words;
        let parts = words(local);
        // `no-reply` and `help.desk` are one word.
        let whole = parts.concat();
        if let Some(kind) = list.get(whole.as_str()) {
            return *kind != RoleWord::GivenName || !self.reads_as_person(&whole, listed_name);
        }
        let is_group = |word: &String| list.get(word.as_str()) == Some(&RoleWord::Group);
        let all_functions = !parts.is_empty() && parts.iter().all(|word| list.contains_key(word.as_str()));
        all_functions || parts.first().is_some_and(is_group) || parts.last().is_some_and(is_group)
    }

    /// Whether nobody in particular has it: the same, and accounts for an emergency and of programs, which are not for several people.
    #[must_use]
    pub fn is_nobodys(&self, local: &str, listed_name: Option<&str>) -> bool {
        let parts = words(local);
        let is_sealed = parts.iter().any(|word| SEALED.contains(&word.as_str()))
            || parts.windows(2).any(|two| SEALED.contains(&two.concat().as_str()));
        let is_program = parts.len() > 1 && parts.first().is_some_and(|word| OF_PROGRAMS.contains(&word.as_str()));
        is_sealed || is_program || self.names_function(local, listed_name)
    }

    /// Whether a listed name is that of a person called by this word: it stands next to another word that is no function.
    fn reads_as_person(&self, word: &str, listed_name: Option<&str>) -> bool {
        let name = words(listed_name.unwrap_or_default());
        name.iter().any(|part| part == word) && name.iter().any(|part| !self.words.contains_key(part.as_str()))
    }
}
