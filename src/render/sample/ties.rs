//! Lists next to the activity feed.

use super::exports;
use crate::model::{ListTie, OtherList, Part, TieDifference};

/// A list with differences, one with another list beside it, one that nothing proves.
pub(super) fn ties() -> Vec<ListTie> {
    let part = |what: &str, count| Part { what: what.to_owned(), count };
    let tie = |table: &str, listed: u64, in_force: Part, others: Vec<Part>| ListTie {
        table: table.to_owned(),
        title: table.replace('_', " "),
        listed,
        in_force,
        left_out: others.clone(),
        others,
        proof: exports::populations().into_iter().find(|proof| proof.table == table),
        differences: Vec::new(),
        beside: Vec::new(),
    };
    let mut all = vec![
        tie("api_keys", 60, part("active", 48), vec![part("archived <b>", 12)]),
        tie("members", 37, part("members", 37), Vec::new()),
        tie("workspaces", 8, part("active", 6), vec![part("archived", 2)]),
        tie("invites", 2, part("pending", 1), vec![part("=accepted", 1)]),
    ];
    let row = |id: &str, name: Option<&str>, effect| TieDifference {
        id: id.to_owned(),
        name: name.map(str::to_owned),
        why: "created on 2026-08-13, not ended since, and not listed".to_owned(),
        effect,
    };
    all[0].differences = vec![row("apikey_01Gone", None, -1), row("apikey_01New", Some("[x](javascript:alert(1))"), 1)];
    all[1].beside = vec![OtherList {
        title: "claude.ai seats".to_owned(),
        entries: 37,
        shared: 0,
        both: 36,
        only_listed: vec!["ines@northwind.example".to_owned()],
        only_there: vec!["<script>@northwind.example".to_owned()],
    }];
    all
}
