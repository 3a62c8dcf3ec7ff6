//! Lists of keys that are another organization's: nobody who made their keys is known here, and none of their workspaces.

use std::collections::{BTreeMap, BTreeSet};

use super::Departures;
use crate::facts::lists::{Key, Lists};

/// One creator who is unknown may have left long ago, in a workspace that was archived.
const FEWEST_CREATORS: usize = 2;

/// What one file says of its keys.
#[derive(Default)]
struct Stated<'a> {
    creators: BTreeSet<&'a str>,
    knows_creator: bool,
    workspaces: BTreeSet<&'a str>,
    knows_workspace: bool,
}

/// The files of which neither a creator nor a workspace is known. Without lists of members and of workspaces nothing is.
pub(super) fn foreign_keys(lists: &Lists, departures: &Departures) -> BTreeSet<u32> {
    if lists.members.is_empty() || lists.workspaces.is_empty() {
        return BTreeSet::new();
    }
    let mut files: BTreeMap<u32, Stated> = BTreeMap::new();
    for key in &lists.keys {
        let file = files.entry(key.source.file).or_default();
        if let Some(creator) = creator(key) {
            file.creators.insert(creator);
            file.knows_creator |= is_known(departures, creator);
        }
        if let Some(workspace) = &key.workspace_id {
            file.workspaces.insert(workspace);
            file.knows_workspace |= lists.workspace(workspace).is_some();
        }
    }
    let is_foreign = |file: &Stated| {
        let is_said = file.creators.len() >= FEWEST_CREATORS && !file.workspaces.is_empty();
        is_said && !file.knows_creator && !file.knows_workspace
    };
    files.into_iter().filter(|(_, file)| is_foreign(file)).map(|(file, _)| file).collect()
}

/// The person who made a key.
fn creator(key: &Key) -> Option<&str> {
    let is_person = key.creator_type.as_deref().is_none_or(|kind| kind == "user");
    key.creator_id.as_deref().filter(|_| is_person && !key.is_creator_unclear)
}

/// Whether any export knows a person: as a member, as one who was, or by an address.
fn is_known(departures: &Departures, creator: &str) -> bool {
    departures.is_member(creator)
        || departures.of_id(creator).is_some()
        || departures.addresses_of(creator).next().is_some()
}
