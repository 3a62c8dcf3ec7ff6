//! Services that keys are named for, and names that join two of them.

use std::collections::BTreeSet;

use crate::analyze::Context;
use crate::facts::names::environment::words_beside_environment;
use crate::facts::names::words::words;
use crate::policy::Policy;

/// What other keys and the policy know as services.
pub(super) struct Services {
    by_key: Vec<Named>,
    by_policy: Vec<Vec<String>>,
}

/// A key and what it is named for.
struct Named {
    id: String,
    service: Vec<String>,
    says_shared: bool,
}

/// Words that are no part of a service's name.
const NOISE: [&str; 4] = ["shared", "key", "keys", "v"];

impl Services {
    pub(super) fn of(cx: &Context) -> Self {
        let named = |key: &crate::facts::Key| Named {
            id: key.id.clone(),
            service: service_words(&key.name, cx.policy),
            says_shared: words(&key.name).iter().any(|word| word == "shared"),
        };
        let by_key = cx.facts.lists.keys.iter().map(named).collect();
        Self { by_key, by_policy: cx.policy.services().iter().map(|service| words(&service.name)).collect() }
    }

    /// Two services that a name joins, neither inside the other.
    pub(super) fn two_in(&self, name: &str, key_id: &str, policy: &Policy) -> Option<(String, String)> {
        // A slash between blanks joins two, one inside a word is a path.
        let name = &name.replace(" / ", " + ");
        let own = service_words(name, policy);
        let all = words(name);
        if self.in_policy(&own) || self.in_policy(&all) {
            return None;
        }
        let by_sign = parts(name, &['+', '&', ','], None, policy);
        let by_word = parts(name, &['+', '&', ','], Some("and"), policy);
        // The whole name with its «and» is what another key is named for too: the name of one service.
        let is_one = by_sign.len() < 2 && self.by_key.iter().any(|other| other.id != key_id && other.service == own);
        let known = if by_word.len() > 1 {
            let known = by_word.into_iter().filter(|part| !is_one && self.knows(part, key_id, false));
            known.collect::<BTreeSet<_>>()
        } else if says_shared_at_an_end(&all) && !self.knows(&own, key_id, true) {
            self.cut_into_two(&own, key_id)?
        } else {
            return None;
        };
        let [first, second, ..] = known.iter().collect::<Vec<_>>()[..] else { return None };
        let inside = |a: &[String], b: &[String]| b.windows(a.len()).any(|window| window == a);
        (!inside(first, second) && !inside(second, first)).then(|| (first.join("-"), second.join("-")))
    }

    fn in_policy(&self, service: &[String]) -> bool {
        self.by_policy.iter().any(|known| known == service)
    }

    /// Whether another key or the policy knows this service. A key that says «shared» itself proves none: in `shared-inbox` the
    /// word may belong to the service.
    fn knows(&self, part: &[String], but_key: &str, unshared: bool) -> bool {
        let other = |key: &Named| key.id != but_key && key.service == part && !(unshared && key.says_shared);
        !part.is_empty() && (self.by_key.iter().any(other) || self.in_policy(part))
    }

    /// `shared-api-worker`: a cut at which both sides are services.
    fn cut_into_two(&self, own: &[String], key_id: &str) -> Option<BTreeSet<Vec<String>>> {
        (1..own.len())
            .map(|at| BTreeSet::from([own[..at].to_vec(), own[at..].to_vec()]))
            .find(|parts| parts.iter().all(|part| self.knows(part, key_id, true)))
    }
}

/// Whether «shared» stands before or behind the services, an environment or «key» aside.
fn says_shared_at_an_end(all: &[String]) -> bool {
    all.iter().take(2).chain(all.iter().rev().take(3)).any(|word| word == "shared")
}

/// The services between these signs, and between this word.
fn parts(name: &str, signs: &[char], word: Option<&str>, policy: &Policy) -> Vec<Vec<String>> {
    let by_sign = name.split(|c| signs.contains(&c)).map(|part| service_words(part, policy));
    let by_word =
        by_sign.flat_map(|part| part.split(|w| Some(w.as_str()) == word).map(<[_]>::to_vec).collect::<Vec<_>>());
    by_word.filter(|part| !part.is_empty()).collect()
}

/// The words of a name that say the service: no environment, no «shared», no «key», no version.
fn service_words(name: &str, policy: &Policy) -> Vec<String> {
    words_beside_environment(name, policy).into_iter().filter(|word| !NOISE.contains(&word.as_str())).collect()
}
