//! Which employee numbers are of one person.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use polars::prelude::DataFrame;

use crate::data::roster_words::normal;
use crate::facts::frame::Rows;

/// One person may stand in a list twice, under an old and a new address; a number that a list has next to so many main addresses is
/// a cost center, a placeholder or a damaged cell.
const TOO_MANY: usize = 3;

/// Numbers that are of nobody.
#[derive(Debug, Default)]
pub(super) struct Shared(BTreeSet<String>);

impl Shared {
    pub(super) fn of(frame: &DataFrame) -> Result<Self> {
        let rows = Rows::of(frame)?;
        let (addresses, numbers) = (rows.text("addresses")?, rows.text("employee_id")?);
        let mut with: BTreeMap<(u32, &str), BTreeSet<&str>> = BTreeMap::new();
        for row in 0..rows.len() {
            let main = addresses.get(row).and_then(|all| all.split_whitespace().next());
            if let Some((number, main)) = numbers.get(row).zip(main) {
                with.entry((rows.source(row).file, number)).or_default().insert(main);
            }
        }
        let shared = with.into_iter().filter(|(_, addresses)| addresses.len() >= TOO_MANY);
        Ok(Self(shared.map(|((_, number), _)| number.to_owned()).collect()))
    }

    /// The number, where it can be of one person: `N/A`, `-` and `0` are no numbers.
    pub(super) fn identity<'a>(&self, number: Option<&'a str>) -> Option<&'a str> {
        number.filter(|number| number.contains(|c| matches!(c, '1'..='9')) && !self.0.contains(*number))
    }
}

/// Whether a name may be of the person who has these names: they share a word, or one of them says nothing, or they are written in
/// different scripts. Two systems may give one number to two people.
pub(super) fn agree(known: &[String], name: Option<&str>) -> bool {
    let new = words(name.unwrap_or_default());
    let known: BTreeSet<String> = known.iter().flat_map(|name| words(name)).collect();
    let is_latin = |words: &BTreeSet<String>| words.iter().any(|word| word.is_ascii());
    new.is_empty() || known.is_empty() || !new.is_disjoint(&known) || is_latin(&new) != is_latin(&known)
}

/// Whether two may be one person by the words of their names: one of them says nothing, they are written in different scripts, or a
/// word of one stands in the other, as `lee` in `alee`.
pub(super) fn may_be_called(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let is_latin = |words: &BTreeSet<String>| words.iter().any(|word| word.is_ascii());
    let is_in =
        |word: &String, other: &String| word == other || word.chars().count() > 2 && other.contains(word.as_str());
    let share = one.iter().any(|word| other.iter().any(|own| is_in(word, own) || is_in(own, word)));
    one.is_empty() || other.is_empty() || share || is_latin(one) != is_latin(other)
}

/// Whether a name shares a word with these, or, where one of the two is not there, whether an address tells as much: `ann.lee`.
pub(super) fn share_a_word(known: &[String], name: Option<&str>, local: &str) -> bool {
    let new = words(name.unwrap_or_default());
    let known: BTreeSet<String> = known.iter().flat_map(|name| words(name)).collect();
    if new.is_empty() || known.is_empty() {
        return local.contains(['.', '_', '-']);
    }
    !new.is_disjoint(&known)
}

/// The words of a name that has more than a letter, without accents.
pub(super) fn words(name: &str) -> BTreeSet<String> {
    name.split(|c: char| !c.is_alphanumeric()).map(normal).filter(|word| word.chars().count() > 1).collect()
}

#[cfg(test)]
mod tests {
    use super::agree;

    #[test]
    fn names_of_one_person() {
        for (known, name) in [
            ("Ann Lee", "Lee, Ann"),
            ("Ann Lee", "Ann Moss"),
            ("Ann Lee", ""),
            ("", "Ann Lee"),
            ("Ann Lee", "A"),
            ("José Pérez", "PEREZ Jose"),
            ("Анна Ли", "Anna Li"),
        ] {
            assert!(agree(&[known.to_owned()], Some(name)), "{known} {name}");
        }
        for (known, name) in [("Ann Lee", "Bob Moss"), ("Ann", "Bob"), ("Анна Ли", "Борис Мох")] {
            assert!(!agree(&[known.to_owned()], Some(name)), "{known} {name}");
        }
        assert!(agree(&[], Some("Ann")) && agree(&["Ann".to_owned()], None));
    }
}
