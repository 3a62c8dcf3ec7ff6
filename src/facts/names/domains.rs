//! Which mail domains are the organization's own.

use std::collections::{BTreeMap, BTreeSet};

use crate::data::mailboxes;
use crate::facts::lists::Member;
use crate::model::normalize_address;
use crate::policy::Policy;

/// What makes a domain of members the organization's own where the policy names none.
#[derive(Clone, Copy, Debug)]
pub struct OwnDomainRule {
    /// So many members.
    pub members: f64,
    /// So much of all members with an address, in percent.
    pub percent: f64,
}

/// The organization's mail domains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnDomains {
    /// The domains, in order; never none.
    pub domains: Vec<String>,
    /// Whether the policy names them; else they were inferred.
    pub by_policy: bool,
}

impl OwnDomains {
    /// Those of the policy.
    #[must_use]
    pub fn named(policy: &Policy) -> Option<Self> {
        let domains = policy.domains().to_vec();
        (!domains.is_empty()).then_some(Self { domains, by_policy: true })
    }

    /// Those that enough of the members have and no free mail provider gives out.
    #[must_use]
    pub fn inferred<'a>(members: impl IntoIterator<Item = &'a Member>, usual: OwnDomainRule) -> Option<Self> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for domain in members.into_iter().filter_map(|member| domain_of(&member.address)) {
            *counts.entry(domain).or_default() += 1;
        }
        let all: usize = counts.values().sum();
        let free = mailboxes::free_mail();
        let is_own = |(domain, count): &(String, usize)| {
            let count = *count as f64;
            count >= usual.members && count * 100.0 >= usual.percent * all as f64 && !free.contains_key(domain.as_str())
        };
        let domains: BTreeSet<String> = counts.into_iter().filter(is_own).map(|(domain, _)| domain).collect();
        (!domains.is_empty()).then(|| Self { domains: domains.into_iter().collect(), by_policy: false })
    }

    /// Whether a domain is one of them, or below one.
    #[must_use]
    pub fn contains(&self, domain: &str) -> bool {
        self.domains.iter().any(|own| {
            domain.strip_suffix(own.as_str()).is_some_and(|before| before.is_empty() || before.ends_with('.'))
        })
    }
}

/// The domain of an address, lower case; none where the text is no address.
#[must_use]
pub fn domain_of(address: &str) -> Option<String> {
    normalize_address(address)?.rsplit_once('@').map(|(_, domain)| domain.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn below_a_domain_and_beside_it() {
        let own = OwnDomains { domains: vec!["example.com".to_owned()], by_policy: true };
        assert!(own.contains("example.com") && own.contains("eu.example.com"));
        assert!(!own.contains("notexample.com") && !own.contains("example.com.evil.example") && !own.contains("com"));
    }
}
