//! Whether a name says what a key is for.

mod vocabulary;

use self::vocabulary::{EMPTY_WORDS, NO_SERVICE, PHRASES};
use super::environment::{is_of_another_language, words_beside_environment};
use super::words::words;
use crate::facts::lists::{Lists, Member};
use crate::policy::Policy;

/// Rows of the usual keyboards, forwards; runs are also looked for backwards.
const KEYBOARD_ROWS: [&str; 5] = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop"];
/// Shortest run of keys that is no word.
const SHORTEST_RUN: usize = 4;
/// Local parts of mailboxes that belong to a role: a key called `support` is named for what it does.
const ROLES: [&str; 22] = [
    "admin",
    "billing",
    "bot",
    "contact",
    "data",
    "dev",
    "engineering",
    "finance",
    "hello",
    "help",
    "hr",
    "info",
    "it",
    "legal",
    "marketing",
    "office",
    "ops",
    "platform",
    "sales",
    "security",
    "support",
    "team",
];

/// Why a key's name does not say what the key is for, if it does not: neither the words of an environment, nor whose API it is, nor that
/// nobody may use it, say so. Names that Claude Code gives are fine.
#[must_use]
pub fn undescriptive(name: &str, lists: &Lists) -> Option<String> {
    if let Some(why) = says_nothing(name, lists) {
        return Some(why);
    }
    if is_claude_codes(name) {
        return None;
    }
    let says_something = |word: &String| !is_empty_word(word) && !NO_SERVICE.contains(&word.as_str());
    if !without_phrases(&words(name)).iter().any(says_something) {
        return Some("names no service".to_owned());
    }
    let beside = words_beside_environment(name, &Policy::default());
    let rest: Vec<String> = without_phrases(&beside).into_iter().filter(|word| !is_of_another_language(word)).collect();
    (!rest.iter().any(says_something)).then(|| "names an environment and no service".to_owned())
}

/// Why a name, or what is left of it next to environment and edition, has no word of its own.
#[must_use]
pub fn says_nothing(name: &str, lists: &Lists) -> Option<String> {
    if is_claude_codes(name) {
        return None;
    }
    let left: Vec<String> = words(name).into_iter().filter(|word| !is_empty_word(word)).collect();
    if left.is_empty() {
        return Some("has no word of its own".to_owned());
    }
    let letters: String = left.concat();
    let letter = letters.chars().next()?;
    if letters.chars().all(|c| c == letter) {
        return Some("is one repeated letter".to_owned());
    }
    if left.iter().all(|word| is_keyboard_run(word)) {
        return Some("is a run of the keyboard".to_owned());
    }
    let person = lists.members.iter().find(|member| is_name_of(&left, member));
    person.map(|member| format!("is only the name of a person ({})", member.address))
}

fn is_claude_codes(name: &str) -> bool {
    name.starts_with("claude_code_key_")
}

/// The words of a name without those phrases that say what is to be done with the key, and not what it is for.
fn without_phrases(words: &[String]) -> Vec<String> {
    let (mut left, mut at) = (Vec::new(), 0);
    while at < words.len() {
        let stands_here = |phrase: &&&[&str]| {
            words[at..].len() >= phrase.len() && words[at..].iter().zip(**phrase).all(|(a, b)| a == b)
        };
        match PHRASES.iter().filter(stands_here).map(|phrase| phrase.len()).max() {
            Some(length) => at += length,
            None => {
                left.push(words[at].clone());
                at += 1;
            }
        }
    }
    left
}

/// Whether a word says nothing, be it several that are written as one: `mykey`, `newtestkey`.
fn is_empty_word(word: &str) -> bool {
    word.is_empty() || EMPTY_WORDS.iter().any(|empty| word.strip_prefix(empty).is_some_and(is_empty_word))
}

/// A run from either end of a row, or most of one: four in a row from the middle are words (`wert`); also typed twice.
fn is_keyboard_run(word: &str) -> bool {
    let is_run = |word: &str| {
        KEYBOARD_ROWS.iter().any(|row| {
            let backwards: String = row.chars().rev().collect();
            [*row, &backwards].into_iter().any(|row| {
                word.len() >= SHORTEST_RUN && row.starts_with(word) || word.len() > SHORTEST_RUN && row.contains(word)
            })
        })
    };
    let half = word.len() / 2;
    let twice = word.is_char_boundary(half) && word[..half] == word[half..] && is_run(&word[..half]);
    is_run(word) || twice
}

/// Whether words are a member's name or the local part of their address, also in the genitive (`janes key`) and with initials.
/// A role's mailbox is no person.
fn is_name_of(left: &[String], member: &Member) -> bool {
    let local = words(member.address.split(['@', '+']).next().unwrap_or_default());
    let is_role = |word: &String| ROLES.contains(&word.as_str());
    if local.iter().any(is_role) {
        return false;
    }
    let own: Vec<String> = words(member.name.as_deref().unwrap_or_default()).into_iter().chain(local).collect();
    let is_own = |word: &str| word.chars().count() > 1 && own.iter().any(|own| own == word);
    let is_initial =
        |word: &str| word == "s" || own.iter().any(|own| own.starts_with(word)) && word.chars().count() == 1;
    // `janedoe`, `doejane`
    let joined = |word: &str| {
        let all = || own.iter().filter(|own| own.chars().count() > 1);
        all().any(|first| word.strip_prefix(first.as_str()).is_some_and(|rest| all().any(|own| own == rest)))
    };
    let fits =
        |word: &String| is_own(word) || joined(word) || is_initial(word) || word.strip_suffix('s').is_some_and(is_own);
    left.iter().all(fits) && left.iter().any(|word| word.chars().count() > 1)
}
