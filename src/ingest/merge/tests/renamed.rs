//! Keys and workspaces that were renamed between two exports.

use super::merged;
use crate::ingest::load_bytes;

const KEYS: &str = "usage_date_utc,model_version,api_key,workspace,usage_output_tokens\n";

fn csv(rows: &[&str]) -> String {
    format!("{KEYS}{}\n", rows.join("\n"))
}

/// An event of the feed that renames something.
fn renamed(event: &str, id: &str, from: &str, to: &str) -> String {
    format!(
        r#"{{"id":"activity_{from}{to}","type":"{event}","created_at":"2026-07-05T10:00:00Z","actor":{{"type":"user_actor"}},"{id}":"x","updates":[{{"type":"name","previous_value":"{from}","current_value":"{to}"}}]}}"#
    ) + "\n"
}

fn notes(files: &[&str]) -> String {
    let files = files.iter().enumerate().map(|(at, text)| (format!("{at}"), text.as_bytes().to_vec()));
    let data = load_bytes(files.collect()).unwrap();
    data.inputs.into_iter().flat_map(|input| input.notes).filter(|note| note.contains("renamed")).collect()
}

#[test]
fn a_key_counts_once_under_its_former_and_its_current_name() {
    let before = csv(&["2026-07-01,m,old,w,5", "2026-07-02,m,old,w,6", "2026-07-02,m,k,w,1"]);
    let after = csv(&["2026-07-01,m,new,w,5", "2026-07-02,m,new,w,6", "2026-07-02,m,k,w,1", "2026-07-03,m,new,w,7"]);
    let feed = renamed("platform_api_key_updated", "api_key_id", "old", "new");
    assert_eq!(merged(&[&before, &after, &feed]), "0/3/0 4/0/0 1/0/0 = 19");
    let twice = renamed("platform_api_key_updated", "api_key_id", "old", "mid")
        + &renamed("platform_api_key_updated", "api_key_id", "mid", "new");
    assert_eq!(merged(&[&before, &after, &twice]), "0/3/0 4/0/0 2/0/0 = 19");
}

#[test]
fn a_workspace_counts_once_under_both_names() {
    let before = csv(&["2026-07-01,m,k,old,5", "2026-07-01,m,l,old,6"]);
    let after = csv(&["2026-07-01,m,k,new,5", "2026-07-01,m,l,new,6"]);
    let feed = renamed("platform_workspace_updated", "workspace_id", "old", "new");
    assert_eq!(merged(&[&before, &after, &feed]), "0/2/0 2/0/0 1/0/0 = 11");
}

#[test]
fn what_is_not_proven_counts() {
    let before = csv(&["2026-07-01,m,old,w,5", "2026-07-02,m,old,w,6", "2026-07-03,m,old,w,6"]);
    let after = before.replace("old", "new");
    // Without the feed, with an event of another key, and with one of a workspace.
    assert_eq!(merged(&[&before, &after]), "3/0/0 3/0/0 = 34");
    assert!(notes(&[&before, &after]).contains("`old` are those of `new`"));
    let other = renamed("platform_api_key_updated", "api_key_id", "old", "other");
    assert_eq!(merged(&[&before, &after, &other]), "3/0/0 3/0/0 1/0/0 = 34");
    let feed = renamed("platform_api_key_updated", "api_key_id", "old", "new");
    // Other numbers, a further row, and both names in one file: two keys, or one whose days differ.
    let fewer = after.replace("w,5", "w,4");
    assert_eq!(merged(&[&before, &fewer, &feed]), "3/0/0 3/0/0 1/0/0 = 33");
    let both = format!("{after}2026-07-02,m,old,w,6\n");
    assert_eq!(merged(&[&before, &both, &feed]), "2/1/0 4/0/0 1/0/0 = 34");
    assert_eq!(notes(&[&before, &fewer]), "");
    // Two rows that happen to be equal are no news.
    assert_eq!(notes(&[&csv(&["2026-07-01,m,a,w,5"]), &csv(&["2026-07-01,m,b,w,5"])]), "");
}
