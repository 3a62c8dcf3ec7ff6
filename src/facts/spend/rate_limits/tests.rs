//! Values of workspaces next to the organization's.

use serde_json::{Value, json};

use crate::analyze::testing::{facts, page};

fn of_workspace(limits: Value) -> Value {
    json!({
        "type": "workspace_rate_limit", "workspace_id": "wrkspc_A", "rate_limit_id": "rl_1", "models": null,
        "group": {"id": "rlg_1", "type": "model_group", "display_name": "Claude Opus"}, "limits": limits,
    })
}

fn lower(limits: Value, organization: bool) -> Vec<bool> {
    let own = json!({
        "type": "rate_limit", "id": "rl_1", "group_type": "model_group",
        "limits": [{"type": "requests_per_minute", "value": 4000}],
    });
    let (list, own) = (page(&[of_workspace(limits)]), page(&[own]));
    let mut files = vec![("workspace.json", list.as_str())];
    files.extend(organization.then_some(("own.json", own.as_str())));
    facts(&files).spend.rate_limits.of("wrkspc_A").unwrap().iter().map(|limit| limit.is_lower).collect()
}

#[test]
fn lower_is_below_the_organizations_value() {
    let rpm = |value: i64, rest: Value| {
        crate::analyze::testing::with(json!({"type": "requests_per_minute", "value": value}), rest)
    };
    for (limit, organization, expected) in [
        (rpm(50, json!({"org_limit": 4000, "source": "workspace"})), false, true),
        (rpm(4000, json!({"org_limit": 4000, "source": "workspace"})), false, false),
        (rpm(4000, json!({"org_limit": 4000, "source": "organization"})), false, false),
        (rpm(50, json!({"org_limit": null, "source": "workspace"})), false, true),
        (rpm(50, json!({})), true, true),
        (rpm(4000, json!({})), true, false),
        (rpm(9000, json!({})), true, false),
    ] {
        assert_eq!(lower(json!([limit]), organization), [expected], "{limit}");
    }
}

#[test]
fn the_organizations_own_list_says_nothing_of_workspaces() {
    let own = json!({"type": "rate_limit", "id": "rl_1", "group_type": "batch", "limits": [{"type": "requests_per_minute", "value": 4}]});
    let limits = facts(&[("own.json", &page(&[own]))]).spend.rate_limits;
    assert!(!limits.knows_workspaces() && limits.of("wrkspc_A").is_none());
}
