//! The service and the environment that a key is for: by the policy, else by its name.
//!
//! A name is taken apart into environment words, service and edition: `prod-search-2026q3` is the key of the third quarter for
//! `search` in production. Names that say nothing (`test-2`, `key`, a person's) have no service.

mod edition;
#[cfg(test)]
mod tests;

pub use edition::Edition;

use super::descriptive::says_nothing;
use super::environment::{self, Inferred, environments_in_key, pieces_beside_environment};
use super::words::pieces;
use crate::facts::lists::{Key, Lists};
use crate::model::Confidence;
use crate::policy::Policy;

/// The service of a key with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyService {
    /// What the policy calls it, else what the name says: `checkout-api`.
    pub name: String,
    /// High from the policy, medium from a name.
    pub confidence: Confidence,
    /// What the name says next to environment and edition; two keys of one service in the policy may differ here.
    pub stem: String,
    /// Which of the service's keys it is.
    pub edition: Edition,
}

impl KeyService {
    /// The name in one spelling: `Checkout API` and `checkout-api` are one service.
    #[must_use]
    pub fn spelling(&self) -> String {
        pieces(&self.name).join("-")
    }
}

/// Words that say that a key is for everything: no service.
const EVERYTHING: [&str; 4] = ["all", "common", "general", "shared"];

/// The service of a key, where policy or name tells one.
#[must_use]
pub fn of_key(key: &Key, lists: &Lists, policy: &Policy) -> Option<KeyService> {
    let mut left = pieces_beside_environment(&key.name, Some(&key.id), policy);
    let edition = Edition::take(&mut left);
    let stem = left.join("-");
    if let Some(service) = policy.service_of(Some(&key.name), Some(&key.id)) {
        return Some(KeyService { name: service.name.clone(), confidence: Confidence::High, stem, edition });
    }
    let tells = !left.iter().all(|piece| EVERYTHING.contains(&piece.as_str())) && says_nothing(&stem, lists).is_none();
    tells.then(|| KeyService { name: stem.clone(), confidence: Confidence::Medium, stem, edition })
}

/// The environment of a key: its own by policy or name, else that of its workspace. A name that says two has none.
#[must_use]
pub fn environment_of(key: &Key, lists: &Lists, policy: &Policy) -> Option<Inferred> {
    let own = environment::of_key(&key.name, Some(&key.id), policy);
    if own.is_some() || environments_in_key(&key.name, Some(&key.id), policy).len() > 1 {
        return own;
    }
    let home = lists.workspace(key.workspace_id.as_deref()?)?;
    environment::of_workspace(&home.name, Some(&home.id), home.tag_env.as_deref(), policy)
}
