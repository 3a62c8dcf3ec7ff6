//! The environment that a key or a workspace belongs to, and how sure that is.

mod vocabulary;

use super::words::{pieces, words};
use crate::model::Confidence;
use crate::policy::{Environment, Policy};
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

/// Every environment that a name has words of, each with the word, in the order of the name.
#[must_use]
pub fn environments_in(name: &str, named: Named, policy: &Policy) -> Vec<(Environment, String)> {
    let mut found: Vec<(Environment, String)> = Vec::new();
    for said in reported(&words(name), named, policy) {
        if let Some(environment) = said.environment
            && !found.iter().any(|(other, _)| *other == environment)
        {
            found.push((environment, said.word));
        }
    }
    found
}

/// The words of a key's name that say no environment.
#[must_use]
pub fn words_beside_environment(name: &str, policy: &Policy) -> Vec<String> {
    let said = reported(&words(name), Named::Key, policy).into_iter();
    said.filter(|said| said.environment.is_none()).map(|said| said.word).collect()
}

/// The same with the digits that hang on them, and bare numbers.
#[must_use]
pub fn pieces_beside_environment(name: &str, policy: &Policy) -> Vec<String> {
    let pieces = pieces(name);
    // `stg1` says staging; a piece of several words (`b2b`) says none.
    let sole_word = |piece: &String| match words(piece).as_slice() {
        [word] => word.clone(),
        _ => piece.clone(),
    };
    let said = reported(&pieces.iter().map(sole_word).collect::<Vec<_>>(), Named::Key, policy).into_iter();
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
fn reported(words: &[String], named: Named, policy: &Policy) -> Vec<Said> {
    let mut all = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        if let Some((environment, word)) = prefixed(&words[at..]) {
            all.push(Said { at, word, environment: Some(environment) });
            at += 2;
            continue;
        }
        let behind_and = at.checked_sub(1).is_some_and(|before| words[before] == "and");
        let names_a_service = ends_a_compound(&words[..at], &words[at])
            || !behind_and
                && words.get(at + 1).is_some_and(|next| begins_a_service(&words[at], next, named == Named::Key));
        let environment = if names_a_service { None } else { of_word(&words[at], named, policy) };
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
fn by_name(name: &str, named: Named, policy: &Policy) -> Option<Inferred> {
    let inferred = |environment, basis| Some(Inferred { environment, confidence: Confidence::Medium, basis });
    if let Some(environment) = policy.environment_by_pattern(name) {
        return inferred(environment, "a pattern of the policy over its name".to_owned());
    }
    match environments_in(name, named, policy).as_slice() {
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
        None => by_name(name, Named::Key, policy),
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
    by_name(name, Named::Workspace, policy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> &'static str {
        of_key(name, None, &Policy::default()).map_or("-", |inferred| inferred.environment.id())
    }

    #[test]
    fn whole_words_tell_the_environment() {
        for (name, expected) in [
            ("prod-search", "production"),
            ("searchLive", "production"),
            ("stg1-search", "staging"),
            ("pre-production-search", "staging"),
            ("dev_search", "development"),
            ("delivery-search", "-"),
            ("docs-qa", "-"),
            ("prod-and-dev", "-"),
            ("nonprod-search", "testing"),
            ("non-prod-search", "testing"),
            ("live-search", "production"),
            ("live-chat", "-"),
            ("dev-live-chat", "development"),
            ("live-translate", "-"),
            ("prod-dev-portal", "production"),
            ("dev-production-planning", "development"),
            ("prod-stage-planner", "production"),
            ("prod-sandbox-runner", "production"),
            ("prod-dev-mailer", "-"),
            ("biz-dev-emails", "-"),
            ("prod-business-development", "production"),
            ("learning-and-development-coach", "-"),
            ("two-stage-ranker", "-"),
            ("prod-multi-stage-rag", "production"),
            ("cancer-staging-classifier", "-"),
            ("dev-video-production", "development"),
            ("post-production-notes", "-"),
            ("search-stage", "staging"),
            ("search-development", "development"),
            ("search-and-development", "development"),
            ("eu-production", "production"),
            ("prod-dev", "-"),
            ("prod-and-dev-tools", "-"),
            // In other languages these are names of services as well.
            ("mailer-entwicklung", "-"),
        ] {
            assert_eq!(key(name), expected, "{name:?}");
        }
    }

    #[test]
    fn a_tag_is_sure_and_a_name_is_not() {
        let policy = Policy::default();
        let tagged = of_workspace("Search", None, Some("prod"), &policy).unwrap();
        assert_eq!((tagged.environment, tagged.confidence), (Environment::Production, Confidence::High));
        let named = of_workspace("QA", None, None, &policy).unwrap();
        assert_eq!((named.environment, named.confidence), (Environment::Testing, Confidence::Medium));
        assert_eq!(of_workspace("Non-Prod", None, None, &policy).unwrap().environment, Environment::Testing);
    }

    /// Fault: Workspaces named Produktion, Abnahme and Entwicklung had no environment: «Environments are not separated»
    /// Outcome: The words of thirteen languages are known in names of workspaces
    #[test]
    fn workspaces_in_other_languages() {
        for (names, environment) in [
            (
                "Produktion|Produktivsystem|PRODUKTIV|Producción|Produccion|Produção|Produzione|Productie|Produkcja",
                "production",
            ),
            ("本番|本番環境|生产环境|正式环境|운영|운영환경|Produksjon|Boutique - Production", "production"),
            (
                "Abnahme|Recette|Préproduction|Preproducción|Homologação|Homologacao|Collaudo|Acceptatie|検証環境|预发布|스테이징",
                "staging",
            ),
            (
                "Entwicklung|Développement|Developpement|Desarrollo|Desenvolvimento|Sviluppo|Ontwikkeling|Utveckling|開発|开发环境|개발",
                "development",
            ),
            ("Business Development|Learning & Development|Research and Development|Video Production", "-"),
            ("Testumgebung|Pruebas|Testes|Collaudi e Test|测试环境|テスト", "testing"),
        ] {
            for name in names.split('|') {
                let inferred = of_workspace(name, None, None, &Policy::default());
                assert_eq!(inferred.map_or("-", |one| one.environment.id()), environment, "{name}");
            }
        }
        for name in [
            "Prod and Dev Tools",
            "Produkt",
            "Marketing",
            "Entwickler",
            "Abnahmen Vertrieb",
            "本",
            "Recettes de cuisine",
        ] {
            assert_eq!(of_workspace(name, None, None, &Policy::default()), None, "{name}");
        }
    }
}
