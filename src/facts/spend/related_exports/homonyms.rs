//! Names that two organizations use for things of their own: both have a workspace «Production», and it is not the same one.

use std::collections::{BTreeMap, BTreeSet};

use super::{KEY_NAME, Name, WORKSPACE_NAME};
use crate::facts::lists::Lists;

/// Ids by name, as one list has them.
type Named<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// Names that join no exports: two lists of workspaces without one id in common have them, each for a workspace of its own. Names of keys
/// are such names only beside them: pages of one list of keys have no id in common either, and keys are made anew under their names.
pub(super) fn homonyms(lists: &Lists) -> BTreeSet<Name> {
    let workspaces = by_file(lists.workspaces.iter().map(|one| (one.source.file, one.name.as_str(), one.id.as_str())));
    let mut names: BTreeSet<Name> =
        of_lists_apart(&workspaces).into_iter().map(|name| (WORKSPACE_NAME, name.to_owned())).collect();
    if !names.is_empty() {
        let keys = by_file(lists.keys.iter().map(|one| (one.source.file, one.name.as_str(), one.id.as_str())));
        names.extend(of_lists_apart(&keys).into_iter().map(|name| (KEY_NAME, name.to_owned())));
    }
    names
}

fn by_file<'a>(all: impl Iterator<Item = (u32, &'a str, &'a str)>) -> BTreeMap<u32, Named<'a>> {
    let mut files: BTreeMap<u32, Named> = BTreeMap::new();
    for (file, name, id) in all.filter(|(_, name, id)| !name.is_empty() && !id.is_empty()) {
        files.entry(file).or_default().entry(name).or_default().insert(id);
    }
    files
}

/// Names that two lists share which have no id in common.
fn of_lists_apart<'a>(files: &BTreeMap<u32, Named<'a>>) -> BTreeSet<&'a str> {
    let ids = |named: &Named<'a>| -> BTreeSet<&'a str> { named.values().flatten().copied().collect() };
    let all: Vec<(&Named, BTreeSet<&str>)> = files.values().map(|named| (named, ids(named))).collect();
    let mut names = BTreeSet::new();
    for (at, (one, own)) in all.iter().enumerate() {
        for (other, theirs) in &all[..at] {
            if own.is_disjoint(theirs) {
                names.extend(one.keys().filter(|name| other.contains_key(*name)).copied());
            }
        }
    }
    names
}
