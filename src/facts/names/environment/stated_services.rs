//! Words of services that the policy states: in a name they are the service's, and say no environment.

use super::super::words::words;
use super::vocabulary::is_of_an_environment;
use crate::policy::{Policy, Service};

/// The words of the services that a name may hold.
pub(super) struct Stated(Vec<Vec<String>>);

impl Stated {
    /// Of the service that a key belongs to.
    pub(super) fn of_key(name: &str, id: Option<&str>, policy: &Policy) -> Self {
        Self(policy.service_of(Some(name), id).and_then(service_words).into_iter().collect())
    }

    /// Of all services: no list says which of them a workspace is for.
    pub(super) fn of_workspace(policy: &Policy) -> Self {
        Self(policy.services().iter().filter_map(service_words).collect())
    }

    /// How many of these words, from the first on, are those of a service.
    pub(super) fn words_at(&self, words: &[String]) -> usize {
        self.0.iter().filter(|service| words.starts_with(service)).map(Vec::len).max().unwrap_or(0)
    }
}

/// The words of a service's name. Where they are nothing but words of environments, the policy sorts keys by environment in this way.
fn service_words(service: &Service) -> Option<Vec<String>> {
    let words = words(&service.name);
    let is_a_service = words.iter().any(|word| !is_of_an_environment(word));
    is_a_service.then_some(words)
}
