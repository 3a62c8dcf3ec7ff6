//! Use under the name of the day of the export counts for the workspace as it is called now.

use serde_json::json;

use crate::analyze::testing::{activity, facts};
use crate::facts::Facts;

const COST: &str = "usage_date_utc,model,workspace,api_key,token_type,cost_usd\n";
const LIST: &str = r#"{"data":[{"id":"wrkspc_1","type":"workspace","name":"Now","created_at":"2026-01-01T00:00:00Z","archived_at":null},{"id":"wrkspc_2","type":"workspace","name":"Other","created_at":"2026-01-01T00:00:00Z","archived_at":null}],"has_more":false}"#;

fn renamed(day: u32, id: &str, from: &str, to: &str) -> String {
    let updates = json!([{"type": "name", "previous_value": from, "current_value": to}]);
    let at = format!("2026-07-{day:02}T10:00:00Z");
    activity(&at, "platform_workspace_updated", &format!("{id}{day}"), json!({"workspace_id": id, "updates": updates}))
        .to_string()
        + "\n"
}

/// Dollars per workspace.
fn spent(facts: &Facts) -> Vec<String> {
    facts.totals.cost_usd.workspace.iter().map(|(name, amount)| format!("{name} {amount}")).collect()
}

fn read(rows: &str, feed: &str, list: &str) -> Vec<String> {
    spent(&facts(&[("cost.csv", &format!("{COST}{rows}")), ("feed.jsonl", feed), ("workspaces.json", list)]))
}

const ROWS: &str =
    "2026-07-01,m,First,k,t,1\n2026-07-02,m,Then,k,t,2\n2026-07-03,m,Now,k,t,4\n2026-07-04,m,Other,l,t,8\n";

#[test]
fn former_names_are_followed() {
    let feed = renamed(2, "wrkspc_1", "First", "Then") + &renamed(3, "wrkspc_1", "Then", "Now");
    assert_eq!(read(ROWS, &feed, LIST), ["Now 7", "Other 8"]);
    // No list: what the feed says last. The order of its events is time's, not the file's.
    let empty = r#"{"id":"org_1","type":"organization","name":"Example"}"#;
    let turned = renamed(3, "wrkspc_1", "Then", "Now") + &renamed(2, "wrkspc_1", "First", "Then");
    assert_eq!(read(ROWS, &turned, empty), ["Now 7", "Other 8"]);
}

#[test]
fn a_name_that_two_had_is_followed_to_neither() {
    let feed = renamed(2, "wrkspc_1", "First", "Now") + &renamed(3, "wrkspc_2", "First", "Other");
    assert_eq!(read(ROWS, &feed, LIST), ["First 1", "Now 4", "Other 8", "Then 2"]);
    // Nor is one that another workspace has now.
    let reused = renamed(2, "wrkspc_1", "Other", "Now");
    assert_eq!(read(ROWS, &reused, LIST), ["First 1", "Now 4", "Other 8", "Then 2"]);
    // Nor is one that another took later, which the list, being older, does not say.
    let later = renamed(2, "wrkspc_1", "Then", "Now") + &renamed(3, "wrkspc_2", "Other", "Then");
    assert_eq!(read(ROWS, &later, LIST), ["First 1", "Now 4", "Other 8", "Then 2"]);
    // Back again: the name is its own.
    let back = renamed(2, "wrkspc_1", "Now", "Then") + &renamed(3, "wrkspc_1", "Then", "Now");
    assert_eq!(read(ROWS, &back, LIST), ["First 1", "Now 6", "Other 8"]);
}
