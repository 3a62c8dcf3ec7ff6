//! Environments, and what the policy says about which key or workspace belongs to which.

use std::collections::BTreeMap;

use super::Pattern;

/// Where a key or a workspace belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Environment {
    /// Serves customers.
    Production,
    /// The last stop before production.
    Staging,
    /// Where things are built.
    Development,
    /// Where things are tried: quality assurance, demonstrations.
    Testing,
}

impl Environment {
    /// Every environment.
    pub const ALL: [Self; 4] = [Self::Production, Self::Staging, Self::Development, Self::Testing];

    /// The word used in outputs and in the policy.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Staging => "staging",
            Self::Development => "development",
            Self::Testing => "testing",
        }
    }

    /// The environment with this id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|environment| environment.id() == id)
    }
}

/// The section `[environments]`.
#[derive(Clone, Debug, Default)]
pub(super) struct Environments {
    /// Whole words of a name, lower case.
    pub(super) words: BTreeMap<Environment, Vec<String>>,
    /// Patterns over a whole name.
    pub(super) patterns: Vec<(Pattern, Environment)>,
    /// Keys by name or id.
    pub(super) keys: BTreeMap<String, Environment>,
    /// Workspaces by name or id.
    pub(super) workspaces: BTreeMap<String, Environment>,
}

impl Environments {
    /// The one environment whose patterns match; patterns of two tell nothing, as words of two do.
    pub(super) fn by_pattern(&self, name: &str) -> Option<Environment> {
        let mut matching =
            self.patterns.iter().filter(|(pattern, _)| pattern.matches(name)).map(|(_, environment)| *environment);
        let first = matching.next()?;
        matching.all(|other| other == first).then_some(first)
    }
}

/// What an explicit map says: the id counts before the name, which two things can share.
pub(super) fn mapped(map: &BTreeMap<String, Environment>, name: Option<&str>, id: Option<&str>) -> Option<Environment> {
    [id, name].into_iter().flatten().find_map(|known_as| map.get(known_as).copied())
}
