//! Whose list a path says that it is a part of.

use std::collections::BTreeSet;

use super::words::{ENDINGS, PAGE_WORDS, PLACE_WORDS, SAVED_WORDS};
use super::{MOST_PAGES, month_of, take_date, tokens, without_copies};

/// The words of a path that are not about pages, dates or how the file was saved, and the numbers of pages in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ingest::merge) struct Whose {
    words: BTreeSet<String>,
    numbers: Vec<u32>,
}

impl Whose {
    /// Of a path; the months of a report or log may lie in folders of their own.
    pub(in crate::ingest::merge) fn of(path: &str, by_month: bool) -> Self {
        let (mut words, mut numbers) = (BTreeSet::new(), Vec::new());
        let path = path.to_lowercase().replace('\\', "/").replace("!/", "/");
        let mut parts = path.split('/').peekable();
        while let Some(part) = parts.next() {
            let mut bare = part;
            while let Some((rest, _)) = bare.rsplit_once('.').filter(|(_, ending)| ENDINGS.contains(ending)) {
                bare = rest;
            }
            let mut tokens = tokens(&without_copies(bare));
            while take_date(&mut tokens).is_some() {}
            for at in 0..tokens.len() {
                let is_page_word = |word: &str| PAGE_WORDS.contains(&word);
                let number = |text: &str| text.parse().ok().filter(|number: &u32| *number < MOST_PAGES);
                // `page2`, `2` and, in the name of the file, whatever stands last; `tenant2` is another's.
                let is_page = tokens.len() == 1
                    || at.checked_sub(1).is_some_and(|before| is_page_word(&tokens[before]))
                    || parts.peek().is_none() && at + 1 == tokens.len();
                match (number(&tokens[at]), tokens[at].as_str()) {
                    (Some(number), _) if is_page => numbers.push(number),
                    (None, word) if is_page_word(word) || [&PLACE_WORDS[..], &SAVED_WORDS].concat().contains(&word) => {
                    }
                    (None, word) if by_month && month_of(word).is_some() => {}
                    (_, word) => {
                        let _ = words.insert(word.to_owned());
                    }
                }
            }
        }
        Self { words, numbers }
    }

    /// Whether nothing says that they are two lists.
    pub(in crate::ingest::merge) fn is_same(&self, other: &Self) -> bool {
        self.words == other.words
    }

    /// Whether both have numbers, and not the same ones.
    pub(in crate::ingest::merge) fn differs_in_number(&self, other: &Self) -> bool {
        !self.numbers.is_empty() && !other.numbers.is_empty() && self.numbers != other.numbers
    }

    /// Whether the other has the next number at one place, and the same ones elsewhere.
    pub(in crate::ingest::merge) fn is_before(&self, other: &Self) -> bool {
        let pairs = || self.numbers.iter().zip(&other.numbers);
        self.numbers.len() == other.numbers.len()
            && pairs().filter(|(a, b)| a != b).count() == 1
            && pairs().all(|(a, b)| a == b || *a + 1 == *b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_one_list() {
        let of = |path: &str| Whose::of(path, false);
        for (one, other, is_same, is_before) in [
            ("page1/users.json", "page2/users.json", true, true),
            ("users_1.json", "more.zip!/users_2.json", true, true),
            ("response.json", "download.json", true, false),
            ("users.json", "rest.zip!/users (1).json", true, false),
            ("in/1/users.json", "in/2/users.json", true, true),
            ("page1/users.json", "page3/users.json", true, false),
            ("acme/users.json", "beta/users.json", false, false),
            ("tenant1/users.json", "tenant2/users.json", false, false),
            ("users_acme.json", "users_beta.json", false, false),
            ("july/usage.json", "august/usage.json", false, false),
        ] {
            assert_eq!(
                (of(one).is_same(&of(other)), of(one).is_before(&of(other))),
                (is_same, is_before),
                "{one} {other}"
            );
            assert!(!of(other).is_before(&of(one)), "{one} {other}");
        }
        assert!(Whose::of("july/usage.json", true).is_same(&Whose::of("august/usage.json", true)));
        assert!(!Whose::of("acme/july.json", true).is_same(&Whose::of("beta/august.json", true)));
    }
}
