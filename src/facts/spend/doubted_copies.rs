//! Rows of usage and cost that may be those of another file under another name: both count, and nothing else may rest on the difference.

use std::collections::BTreeMap;

use crate::facts::Lists;
use crate::model::{Dataset, PossibleCopy};

/// Whether rows may be a copy: what lists name both was not renamed.
#[must_use]
pub fn may_be_copy(lists: &Lists, one: &PossibleCopy) -> bool {
    let is_listed = |name: &str| match one.what.as_str() {
        "key" => lists.keys.iter().any(|key| key.name == name),
        "workspace" => is_workspace(lists, name),
        _ => false,
    };
    !is_listed(&one.own) || !is_listed(&one.other)
}

/// Workspaces whose rows may be another one's: by their names, the name that stands for both, which is the listed one where one is.
#[must_use]
pub fn doubted_workspaces(data: &Dataset, lists: &Lists) -> BTreeMap<String, String> {
    let all = data.remarks.iter().flat_map(|remarks| &remarks.possible_copies);
    let doubted = all.filter(|one| one.what == "workspace" && may_be_copy(lists, one));
    let mut stands_for: BTreeMap<String, String> = BTreeMap::new();
    for one in doubted {
        let rank = |name: &&String| (!is_workspace(lists, name), (*name).clone());
        let [kept, other] =
            if rank(&&one.own) <= rank(&&one.other) { [&one.own, &one.other] } else { [&one.other, &one.own] };
        stands_for.entry(other.clone()).or_insert_with(|| kept.clone());
    }
    let last = |name: &String| {
        // Each step leads to a name that is listed, or smaller: to its end in as many steps as there are names.
        (0..stands_for.len()).fold(name.clone(), |name, _| stands_for.get(&name).cloned().unwrap_or(name))
    };
    stands_for.iter().map(|(name, other)| (name.clone(), last(other))).collect()
}

fn is_workspace(lists: &Lists, name: &str) -> bool {
    lists.workspaces.iter().any(|workspace| workspace.name == name)
}
