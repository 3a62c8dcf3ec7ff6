//! The environment that a key or a workspace belongs to, and how sure that is.

mod abbreviations;
mod compound;
mod stated_services;
#[cfg(test)]
mod tests;
mod vocabulary;

use super::words::{pieces, words};
use crate::model::Confidence;
use crate::policy::{Environment, Policy};
pub use compound::goes_on_after_environment;
use stated_services::Stated;
use vocabulary::{PREFIXES, WORDS, WORKSPACE_WORDS, begins_a_service, ends_a_compound, in_another_language};

/// An environment with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inferred {
    /// The environment.
    pub environment: Environment,
    /// High from a tag or the policy, medium from a name.
    pub confidence: Confidence,
    /// What it rests on, for people: `tag env=prod`, `the word «prod» in its name`.
    pub basis: String,
}

/// What names tell. One rule for keys and workspaces; words that are also names of services count in workspaces only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// A key: `qa`, `test` and `demo` may be services.
    Key,
    /// A workspace: they are environments.
    Workspace,
}

/// Every environment that a workspace's name has words of, or a key's of which no id is known, each with the word, in the order of the name.
#[must_use]
pub fn environments_in(name: &str, named: Named, policy: &Policy) -> Vec<(Environment, String)> {
    let stated = match named {
        Named::Key => Stated::of_key(name, None, policy),
        Named::Workspace => Stated::of_workspace(policy),
    };
    each_once(reported(&abbreviations::words_of(name, named), named, &stated, policy))
}

/// Every environment that a key's name has words of: the words of the service that the policy states for it say none.
#[must_use]
pub fn environments_in_key(name: &str, id: Option<&str>, policy: &Policy) -> Vec<(Environment, String)> {
    each_once(reported(&words(name), Named::Key, &Stated::of_key(name, id, policy), policy))
}

fn each_once(said: Vec<Said>) -> Vec<(Environment, String)> {
    let mut found: Vec<(Environment, String)> = Vec::new();
    for said in said {
        if let Some(environment) = said.environment
            && !found.iter().any(|(other, _)| *other == environment)
        {
            found.push((environment, said.word));
        }
    }
    found
}

/// Whether a word is that of an environment in another language than English: in names of keys it may be a service's.
#[must_use]
pub fn is_of_another_language(word: &str) -> bool {
    in_another_language(word).is_some()
}

/// The words of a key's name that say no environment.
#[must_use]
pub fn words_beside_environment(name: &str, policy: &Policy) -> Vec<String> {
    let said = reported(&words(name), Named::Key, &Stated::of_key(name, None, policy), policy).into_iter();
    said.filter(|said| said.environment.is_none()).map(|said| said.word).collect()
}

/// The same with the digits that hang on them, and bare numbers.
#[must_use]
pub fn pieces_beside_environment(name: &str, id: Option<&str>, policy: &Policy) -> Vec<String> {
    let pieces = pieces(name);
    // `stg1` says staging; a piece of several words (`b2b`) says none.
    let sole_word = |piece: &String| match words(piece).as_slice() {
        [word] => word.clone(),
        _ => piece.clone(),
    };
    let stated = Stated::of_key(name, id, policy);
    let said = reported(&pieces.iter().map(sole_word).collect::<Vec<_>>(), Named::Key, &stated, policy).into_iter();
    said.filter(|said| said.environment.is_none()).map(|said| pieces[said.at].clone()).collect()
}

/// A word of a name, or two that say one environment together.
struct Said {
    /// Index of the first.
    at: usize,
    word: String,
    environment: Option<Environment>,
}

/// The words of a name, each with the environment that it says.
fn reported(words: &[String], named: Named, stated: &Stated, policy: &Policy) -> Vec<Said> {
    let mut all = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let of_service = stated.words_at(&words[at..]);
        if of_service > 0 {
            all.extend((at..at + of_service).map(|at| Said { at, word: words[at].clone(), environment: None }));
            at += of_service;
            continue;
        }
        if let Some((environment, word)) = prefixed(&words[at..]) {
            all.push(Said { at, word, environment: Some(environment) });
            at += 2;
            continue;
        }
        let behind_and = at.checked_sub(1).is_some_and(|before| words[before] == "and");
        let names_a_service = ends_a_compound(&words[..at], &words[at])
            || !behind_and
                && words.get(at + 1).is_some_and(|next| begins_a_service(&words[at], next, named == Named::Key));
        let abbreviated = || abbreviations::environment_at(words, at, named);
        let environment = if names_a_service { None } else { of_word(&words[at], named, policy).or_else(abbreviated) };
        all.push(Said { at, word: words[at].clone(), environment });
        at += 1;
    }
    all
}

fn prefixed(words: &[String]) -> Option<(Environment, String)> {
    let (first, second) = (words.first()?, words.get(1)?);
    let (_, environment) = PREFIXES.iter().find(|(prefix, _)| prefix == first)?;
    matches!(second.as_str(), "prod" | "production").then(|| (*environment, format!("{first}-{second}")))
}

fn of_word(word: &str, named: Named, policy: &Policy) -> Option<Environment> {
    let by_policy = Environment::ALL.into_iter().find(|e| policy.environment_words(*e).iter().any(|w| w == word));
    let built_in = WORDS.iter().find(|(_, words)| words.contains(&word)).map(|(environment, _)| *environment);
    let in_workspaces = || {
        let (environment, words) = WORKSPACE_WORDS;
        let is_one = words.contains(&word);
        is_one.then_some(environment).or_else(|| in_another_language(word)).filter(|_| named == Named::Workspace)
    };
    by_policy.or(built_in).or_else(in_workspaces)
}

/// The environment that a name tells: its pattern in the policy, else its words. A name with words of two has none of its own.
fn by_name(name: &str, words: impl FnOnce() -> Vec<(Environment, String)>, policy: &Policy) -> Option<Inferred> {
    let inferred = |environment, basis| Some(Inferred { environment, confidence: Confidence::Medium, basis });
    if let Some(environment) = policy.environment_by_pattern(name) {
        return inferred(environment, "a pattern of the policy over its name".to_owned());
    }
    match words().as_slice() {
        [(environment, word)] => inferred(*environment, format!("the word «{word}» in its name")),
        _ => None,
    }
}

/// The environment of a key: the policy's map, else its name.
#[must_use]
pub fn of_key(name: &str, id: Option<&str>, policy: &Policy) -> Option<Inferred> {
    match policy.environment_of_key(Some(name), id) {
        Some(environment) => {
            Some(Inferred { environment, confidence: Confidence::High, basis: "the policy".to_owned() })
        }
        None => by_name(name, || environments_in_key(name, id, policy), policy),
    }
}

/// The environment of a workspace: the policy's map, else its tag `env`, else its name.
#[must_use]
pub fn of_workspace(name: &str, id: Option<&str>, tag: Option<&str>, policy: &Policy) -> Option<Inferred> {
    let sure = |environment, basis| Some(Inferred { environment, confidence: Confidence::High, basis });
    if let Some(environment) = policy.environment_of_workspace(Some(name), id) {
        return sure(environment, "the policy".to_owned());
    }
    if let Some(tag) = tag
        && let [(environment, _)] = environments_in(tag, Named::Workspace, policy).as_slice()
    {
        return sure(*environment, format!("its tag env={tag}"));
    }
    by_name(name, || environments_in(name, Named::Workspace, policy), policy)
}
