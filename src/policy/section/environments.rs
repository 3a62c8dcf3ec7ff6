//! `[environments]`: how names tell environments, and which key or workspace belongs to which.

use std::collections::BTreeMap;

use super::{Cell, Policy, Result};
use crate::policy::Pattern;
use crate::policy::error::{shown, unknown};
use crate::policy::shape::{Field, Kind, may};

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
pub(in crate::policy) struct Environments {
    /// Whole words of a name, lower case.
    words: BTreeMap<Environment, Vec<String>>,
    /// Patterns over a whole name.
    patterns: Vec<(Pattern, Environment)>,
    /// Keys by name or id.
    keys: BTreeMap<String, Environment>,
    /// Workspaces by name or id.
    workspaces: BTreeMap<String, Environment>,
}

impl Environments {
    /// The one environment whose patterns match; patterns of two tell nothing, as words of two do.
    fn by_pattern(&self, name: &str) -> Option<Environment> {
        let mut matching =
            self.patterns.iter().filter(|(pattern, _)| pattern.matches(name)).map(|(_, environment)| *environment);
        let first = matching.next()?;
        matching.all(|other| other == first).then_some(first)
    }
}

pub(super) fn fields() -> Vec<Field> {
    let about = "Words of names, or patterns over whole names, next to the built-in words.";
    let maps = [
        may("keys", Kind::Map(&ENVIRONMENT), "Environments of keys, by name or id, exactly as written."),
        may("workspaces", Kind::Map(&ENVIRONMENT), "Environments of workspaces, by name or id, exactly as written."),
    ];
    environment_ids().into_iter().map(|id| may(id, Kind::Texts, about)).chain(maps).collect()
}

const ENVIRONMENT: Kind = Kind::Word(environment_ids);

pub(super) fn read(section: &Cell<'_>, policy: &mut Policy) -> Result<()> {
    let mut environments = Environments::default();
    let mut taken: Vec<(String, Environment)> = Vec::new();
    for entry in section.entries()? {
        let environment = match (entry.key, Environment::from_id(entry.key)) {
            ("keys", _) => {
                environments.keys = mapped(&entry.cell)?;
                continue;
            }
            ("workspaces", _) => {
                environments.workspaces = mapped(&entry.cell)?;
                continue;
            }
            (_, Some(environment)) => environment,
            (_, None) => return Err(entry.unknown()),
        };
        for (text, cell) in entry.cell.texts()? {
            let folded = text.to_lowercase();
            if let Some((_, other)) = taken.iter().find(|(word, _)| *word == folded) {
                return Err(cell.fault(&format!(
                    "`{}` already means {}; a word has one environment",
                    shown(&text),
                    other.id()
                )));
            }
            let pattern = cell.pattern(&text)?;
            if pattern.is_wild() {
                environments.patterns.push((pattern, environment));
            } else {
                environments.words.entry(environment).or_default().push(folded.clone());
            }
            taken.push((folded, environment));
        }
    }
    policy.environments = environments;
    Ok(())
}

pub(super) fn environment_ids() -> Vec<&'static str> {
    Environment::ALL.into_iter().map(Environment::id).collect()
}

fn mapped(section: &Cell<'_>) -> Result<BTreeMap<String, Environment>> {
    let mut map = BTreeMap::new();
    for entry in section.entries()? {
        let environment = one(&entry.cell, &entry.cell.text()?)?;
        map.insert(entry.name()?, environment);
    }
    Ok(map)
}

/// The environment that a text of this cell names.
pub(super) fn one(cell: &Cell<'_>, text: &str) -> Result<Environment> {
    Environment::from_id(text).ok_or_else(|| cell.fault(&unknown("environment", text, &environment_ids(), "")))
}

/// What an explicit map says: the id counts before the name, which two things can share.
fn found(map: &BTreeMap<String, Environment>, name: Option<&str>, id: Option<&str>) -> Option<Environment> {
    [id, name].into_iter().flatten().find_map(|known_as| map.get(known_as).copied())
}

impl Policy {
    /// The environment that `[environments.keys]` gives a key, by id, else by name. Certain: it infers nothing.
    #[must_use]
    pub fn environment_of_key(&self, name: Option<&str>, id: Option<&str>) -> Option<Environment> {
        found(&self.environments.keys, name, id)
    }

    /// The environment that `[environments.workspaces]` gives a workspace, by id, else by name. Certain: it infers nothing.
    #[must_use]
    pub fn environment_of_workspace(&self, name: Option<&str>, id: Option<&str>) -> Option<Environment> {
        found(&self.environments.workspaces, name, id)
    }

    /// The keys of `[environments.keys]`, by name or id as written, sorted.
    pub fn mapped_keys(&self) -> impl Iterator<Item = &str> {
        self.environments.keys.keys().map(String::as_str)
    }

    /// The workspaces of `[environments.workspaces]`, by name or id as written, sorted.
    pub fn mapped_workspaces(&self) -> impl Iterator<Item = &str> {
        self.environments.workspaces.keys().map(String::as_str)
    }

    /// The environment whose patterns (entries with `*` or `?`) cover a key's or a workspace's whole name; none where patterns
    /// of two environments do. An inference from a name, as words are.
    #[must_use]
    pub fn environment_by_pattern(&self, name: &str) -> Option<Environment> {
        self.environments.by_pattern(name)
    }

    /// Words, lower case, that mean this environment next to the built-in ones.
    #[must_use]
    pub fn environment_words(&self, environment: Environment) -> &[String] {
        self.environments.words.get(&environment).map_or(&[], Vec::as_slice)
    }
}
