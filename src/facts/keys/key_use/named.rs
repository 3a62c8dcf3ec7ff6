//! Listed keys by what rows of use say of them.

use std::collections::{BTreeMap, BTreeSet};

use super::rows::UsedName;
use crate::facts::keys::key_history::KeyHistory;
use crate::facts::lists::{Key, Lists};

/// A name as people take it for the same: without letter case, with single blanks.
pub(super) fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Listed keys by id, and by every name that they have or had, in the order of the list.
pub(super) struct NamedKeys<'a> {
    by_id: BTreeMap<&'a str, Vec<&'a Key>>,
    by_name: BTreeMap<&'a str, Vec<&'a Key>>,
    /// The same without letter case: where no key has a name as it is written.
    by_folded: BTreeMap<String, Vec<&'a Key>>,
}

impl<'a> NamedKeys<'a> {
    pub(super) fn of(
        lists: &'a Lists,
        history: &'a KeyHistory,
        stated: &'a BTreeMap<String, BTreeSet<String>>,
    ) -> Self {
        let (mut by_id, mut by_name) = (BTreeMap::<&str, Vec<&Key>>::new(), BTreeMap::<&str, Vec<&Key>>::new());
        // A name that a listed key has today is that key's, whatever it was before.
        let today: BTreeSet<&str> = lists.keys.iter().map(|key| key.name.trim()).collect();
        for key in &lists.keys {
            by_id.entry(&key.id).or_default().push(key);
            let stated = stated.get(&key.id).into_iter().flatten().map(String::as_str);
            let stated = stated.filter(|name| !today.contains(name));
            let names: BTreeSet<&str> = history.former_names(&key.id).chain([key.name.trim()]).chain(stated).collect();
            for name in names {
                by_name.entry(name).or_default().push(key);
            }
        }
        let mut by_folded: BTreeMap<String, Vec<&Key>> = BTreeMap::new();
        for (name, keys) in &by_name {
            by_folded.entry(folded(name)).or_default().extend(keys);
        }
        Self { by_id, by_name, by_folded }
    }

    /// Keys that use can be of: by its id, else those that have or had its name, as it is written, else in another letter case.
    pub(super) fn whose(&self, seen: &UsedName) -> &[&'a Key] {
        let called = |name: &str| self.by_name.get(name).or_else(|| self.by_folded.get(&folded(name)));
        let keys = match (&seen.key_id, seen.key_name.as_deref().map(str::trim)) {
            (Some(id), _) => self.by_id.get(id.as_str()),
            (None, Some(name)) => called(name),
            (None, None) => None,
        };
        keys.map_or(&[], Vec::as_slice)
    }
}
