//! Entries of the policy's maps that name no key and no workspace of the exports.

use std::collections::BTreeSet;

use crate::analyze::Context;
use crate::analyze::wording::some_of;
use crate::facts::{CLAUDE_CODE_WORKSPACE, DEFAULT_WORKSPACE};

/// So many are named in a sentence.
const NAMED: usize = 5;

/// A note for every map that has such entries. Where no export names keys or workspaces, nothing is said about them.
pub(super) fn without_effect(cx: &Context) -> Vec<String> {
    let mapped_keys: Vec<&str> = cx.policy.mapped_keys().collect();
    let (mapped, limited): (Vec<&str>, Vec<&str>) =
        (cx.policy.mapped_workspaces().collect(), cx.policy.limited_workspaces().collect());
    // Names are gathered of every row of spend: not for maps without an entry.
    let keys = if mapped_keys.is_empty() { BTreeSet::new() } else { keys(cx) };
    let workspaces = if mapped.is_empty() && limited.is_empty() { BTreeSet::new() } else { workspaces(cx) };
    let maps = [
        ("environments.keys", "key", mapped_keys, &keys),
        ("environments.workspaces", "workspace", mapped, &workspaces),
        ("limits.workspaces", "workspace", limited, &workspaces),
    ];
    let note = |(map, kind, entries, known): (&str, &str, Vec<&str>, &BTreeSet<&str>)| {
        let idle = entries.into_iter().filter(|entry| !known.is_empty() && !known.contains(entry));
        let named = |entry: &str| {
            let alike = known.iter().find(|one| one.trim().to_lowercase() == entry.trim().to_lowercase());
            alike.map_or_else(|| format!("«{entry}»"), |other| format!("«{entry}» (there is «{other}»)"))
        };
        let idle: Vec<String> = idle.map(named).collect();
        (!idle.is_empty())
            .then(|| format!("[{map}] of the policy names what is no {kind} of the exports: {}", some_of(&idle, NAMED)))
    };
    maps.into_iter().filter_map(note).collect()
}

/// Names and ids of keys, as lists, usage and cost have them.
fn keys<'a>(cx: &'a Context) -> BTreeSet<&'a str> {
    let facts = cx.facts;
    let listed = facts.lists.keys.iter().flat_map(|key| [key.id.as_str(), key.name.as_str()]);
    let spent = facts.spend.series.rows.iter().flat_map(|row| row.key_id.as_deref().into_iter().chain([&*row.key]));
    let used =
        facts.keys.uses.unknown.iter().flat_map(|one| [&one.key_id, &one.key_name]).flatten().map(String::as_str);
    listed.chain(spent).chain(used).filter(|name| !name.is_empty()).collect()
}

/// Names and ids of workspaces; two of them every organization has.
fn workspaces<'a>(cx: &'a Context) -> BTreeSet<&'a str> {
    let facts = cx.facts;
    let listed = facts.lists.workspaces.iter().flat_map(|one| [one.id.as_str(), one.name.as_str()]);
    let spent = facts.spend.series.rows.iter().map(|row| &*row.workspace);
    let of_keys = facts.lists.keys.iter().filter_map(|key| key.workspace_id.as_deref());
    let used = facts.keys.uses.unknown.iter().filter_map(|one| one.workspace.as_deref());
    let all: BTreeSet<&str> = listed.chain(spent).chain(of_keys).chain(used).filter(|name| !name.is_empty()).collect();
    if all.is_empty() { all } else { all.into_iter().chain([DEFAULT_WORKSPACE, CLAUDE_CODE_WORKSPACE]).collect() }
}

#[cfg(test)]
mod tests {
    use crate::analyze::Outcome;
    use crate::analyze::testing::judge;
    use crate::analyze::testing::{data, days, key, page, policy, usage, workspace};

    /// Fault: A limit or an environment for a misspelt name had no effect, and nothing said so
    /// Outcome: The entry is named, with the name that differs by its letter case
    #[test]
    fn entries_that_match_nothing() {
        let keys = page(&[key("search", "2026-01-05", Some("wrkspc_Prod"))]);
        let (spaces, usage) =
            (page(&[workspace("Prod")]), usage(&[("batch", "Old", days("2026-07-01", "2026-07-02"))]));
        let files = [("keys.json", keys.as_str()), ("spaces.json", &spaces), ("usage.csv", &usage)];
        let notes = |files: &[(&str, &str)], text: &str| match judge(
            &super::super::ANALYZER,
            &data(files),
            &policy(text),
            None,
        ) {
            Outcome::Assessed { notes, .. } => notes,
            _ => panic!("always assessed"),
        };
        for (text, said) in [
            (
                "[limits.workspaces]\n\"Prodd\" = 5\n\"Prod\" = 5\nwrkspc_Prod = 5\nDefault = 5\nOld = 5\n",
                &["[limits.workspaces] of the policy names what is no workspace of the exports: «Prodd»"][..],
            ),
            (
                "[environments.workspaces]\nprod = \"production\"\n",
                &[
                    "[environments.workspaces] of the policy names what is no workspace of the exports: «prod» (there is «Prod»)",
                ],
            ),
            (
                "[environments.keys]\nghost = \"staging\"\nsearch = \"staging\"\nbatch = \"staging\"\napikey_search = \"staging\"\n",
                &["[environments.keys] of the policy names what is no key of the exports: «ghost»"],
            ),
        ] {
            assert_eq!(notes(&files, text), said, "{text}");
        }
        assert_eq!(notes(&files[1..2], "[environments.keys]\nghost = \"staging\"\n"), [""; 0], "no export names keys");
    }
}
