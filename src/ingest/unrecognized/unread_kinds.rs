//! Kinds of export that are known and fill no table: a word on what they are, and what to give in their place.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::ingest::document::Document;
use crate::ingest::roster::{graph, no_roster, okta_api};
use crate::ingest::text::json::Record;
use crate::ingest::worksheets::DECISION;

/// A kind that is not read.
struct UnreadKind {
    /// What it is.
    what: &'static str,
    /// What is read in its place.
    instead: &'static str,
    is: fn(&Document) -> bool,
}

/// Sources: the official Python SDK 2.14, the Compliance API's documentation, documentation of LiteLLM, AWS and FOCUS.
const KINDS: [UnreadKind; 18] = [
    UnreadKind {
        what: "requests to increase a spend limit (Admin API)",
        instead: "the limits themselves are read: /spend_limits and /spend_limits/effective",
        is: |d| object(d, |r| is_of(r, "spend_limit_increase_request", "slir_")),
    },
    UnreadKind {
        what: "activity by user (Enterprise analytics, /analytics/users)",
        instead: "who is a member is read from /users, and what they did from the activity feed",
        is: |d| {
            object(d, |r| {
                r.object("user").is_some_and(|user| user.has("id")) && !r.has("results") && has_part(r, "_metrics")
            })
        },
    },
    UnreadKind {
        what: "daily summaries (Enterprise analytics, /analytics/summaries)",
        instead: "usage and cost are read from /analytics/usage and /analytics/cost",
        is: |d| object(d, |r| has_part(r, "active_user_count") || has_part(r, "active_users")),
    },
    UnreadKind {
        what: "organizations (Compliance API, /compliance/organizations)",
        instead: "their members are read from /compliance/organizations/{id}/users, their settings from …/settings",
        is: |d| object(d, |r| has_only(r, &["uuid", "name"], &["id", "created_at", "type"])),
    },
    UnreadKind {
        what: "members of a group (/rbac_groups/{id}/members)",
        instead: "which group it is of stands in none of its records: put `rbac_group_id` into each of them",
        is: |d| object(d, |r| has_only(r, &["user_id", "email"], &["created_at", "type", "name"])),
    },
    UnreadKind {
        what: "permissions of a role (/rbac_roles/{id}/permissions)",
        instead: "the roles are read from /rbac_roles",
        is: |d| object(d, |r| r.has("action") && r.object("resource").is_some_and(|resource| resource.has("type"))),
    },
    UnreadKind {
        what: "cases of policy review (Compliance API)",
        instead: "API keys in exports are found in every file",
        is: |d| object(d, |r| r.has("policy_categories") && (r.has("enforcement_action") || r.has("respond_by"))),
    },
    UnreadKind {
        what: "skills",
        instead: "their changes are read from the activity feed",
        is: |d| object(d, |r| is_of(r, "skill", "skill_")),
    },
    UnreadKind {
        what: "connectors",
        instead: "their changes are read from the activity feed",
        is: |d| object(d, |r| is_of(r, "connector", "connector_") || is_of(r, "mcp_server", "mcpsrv_")),
    },
    UnreadKind {
        what: "plugins",
        instead: "their changes are read from the activity feed",
        is: |d| object(d, |r| is_of(r, "plugin", "plugin_")),
    },
    UnreadKind {
        what: "external encryption keys (Admin API)",
        instead: "their changes are read from the activity feed",
        is: |d| object(d, |r| is_of(r, "external_key", "ekey_")),
    },
    UnreadKind {
        what: "who is assigned to an application (Okta, /apps/{id}/users)",
        instead: "who is not assigned need not have left: give all users, /users",
        is: |d| object(d, okta_api::is_assignment),
    },
    UnreadKind {
        what: "members of a group (Microsoft Graph)",
        instead: "who is not in it need not have left: give all users, /users with accountEnabled",
        is: |d| object(d, |r| r.has("userPrincipalName")) && graph::is_of_a_group(d),
    },
    UnreadKind {
        what: "keys of a LiteLLM gateway without their hashes",
        instead: "they are read from /key/list?return_full_object=true, or from the table LiteLLM_VerificationToken with `token`",
        is: |d| {
            d.mentions("key_alias") && (d.mentions("max_budget") || d.mentions("team_id") || d.mentions("total_spend"))
        },
    },
    UnreadKind {
        what: "hashes of keys of a LiteLLM gateway alone",
        instead: "they are read from /key/list?return_full_object=true",
        is: |d| {
            d.json().is_some_and(|json| json.stated_number("total_count").is_some() && json.numbered_pages().is_some())
        },
    },
    UnreadKind {
        what: "spend of a LiteLLM gateway without days, keys and models",
        instead: "it is read from /user/daily/activity, /spend/logs?summarize=false and LiteLLM_DailyUserSpend",
        is: |d| {
            object(d, |r| {
                r.has("group_by_day") || r.has("spend") && r.has("startTime") && r.has("models") && r.has("users")
            })
        },
    },
    UnreadKind {
        what: "a cost and usage report of AWS without its days or its cost",
        instead: "CUR 2.0 is read with line_item_usage_start_date and line_item_unblended_cost",
        is: |d| d.mentions("line_item_usage_type") || d.mentions("lineItem/UsageType"),
    },
    UnreadKind {
        what: "a FOCUS bill of a cloud without its days or categories",
        instead: "FOCUS is read with ChargePeriodStart and ChargeCategory",
        is: |d| d.mentions("BilledCost") && d.mentions("ServiceName"),
    },
];

/// Lists whose records have ids of their own, by the beginning of these ids: what they are of, and how such a list is read.
const BY_IDS: [(&str, &str, &str); 6] = [
    ("apikey_", "API keys", "JSON, or a table with at least id, name, status and created_at"),
    ("svac_", "service accounts", "JSON, as the Admin API gives it"),
    ("user_", "members", "JSON, or a table with at least id, email, name and role"),
    ("invite_", "invitations", "JSON, or a table with at least id, email, role, status and invited_at"),
    ("wrkspc_", "workspaces", "JSON, or a table with at least id, name and created_at"),
    ("fdrl_", "federation rules", "JSON, as the Admin API gives it"),
];
/// So many records are looked at.
const SAMPLE: usize = 20;

/// A word on a table of the organization's own objects that lacks columns, by the ids in its first column of ids.
pub(super) fn word_by_ids(document: &Document) -> Option<String> {
    // A worksheet is known by what it lacks.
    let csv = document.delimited().filter(|csv| !DECISION.iter().any(|name| csv.has(name)))?;
    let records = csv.first_records(SAMPLE);
    let columns = records.first()?.len();
    // A list has each of its things once; what names one twice is a log of what they did.
    let is_list = |at: usize| records.iter().map(|record| &record[at]).collect::<BTreeSet<_>>().len() == records.len();
    let is_of = |prefix: &str, at: usize| records.iter().all(|record| record[at].starts_with(prefix)) && is_list(at);
    let own = |at: usize| BY_IDS.iter().find(|(prefix, ..)| is_of(prefix, at));
    let (_, what, how) = (0..columns).find_map(own)?;
    Some(format!("a table of {what} that lacks columns: they are read from {how}"))
}

/// Names of the sections of a policy.
const OF_A_POLICY: [&str; 8] =
    ["[organization]", "[environments", "[services.", "[limits", "[access", "[settings", "[checks.", "[[suppress]]"];

/// A word on a policy among the exports.
pub(super) fn policy(text: &[u8]) -> Option<&'static str> {
    let text = std::str::from_utf8(text).ok()?;
    let has_section = text.lines().map(str::trim).any(|line| OF_A_POLICY.iter().any(|name| line.starts_with(name)));
    let has_value =
        text.lines().any(|line| line.split_once(" = ").is_some_and(|(name, _)| !name.contains(['"', '{', ','])));
    (has_section && has_value)
        .then_some("a policy: no export; it counts where it is given with --policy, or stands where the program runs")
}

/// A word on a file of such a kind.
pub(super) fn word(document: &Document) -> Option<String> {
    let known = KINDS.iter().find(|known| (known.is)(document)).map(|known| (known.what, known.instead));
    let (what, instead) = known.or_else(|| no_roster::what(document.delimited()?))?;
    Some(format!("{what}: not read; {instead}"))
}

fn object(document: &Document, is: impl Fn(&Record) -> bool) -> bool {
    document.first().is_some_and(|record| is(&record))
}

fn is_of(record: &Record, kind: &str, prefix: &str) -> bool {
    let text = |field: &str| record.get(field).and_then(Value::as_str);
    text("type") == Some(kind) || text("id").is_some_and(|id| id.starts_with(prefix))
}

/// Whether a field's name ends so.
fn has_part(record: &Record, ending: &str) -> bool {
    record.fields().keys().any(|name| name.ends_with(ending))
}

/// Whether a record has these fields, and next to them none but those.
fn has_only(record: &Record, fields: &[&str], others: &[&str]) -> bool {
    let known = |name: &String| fields.contains(&name.as_str()) || others.contains(&name.as_str());
    fields.iter().all(|field| record.has(field)) && record.fields().keys().all(known)
}

#[cfg(test)]
mod tests {
    use super::super::super::recognize;
    use super::*;

    #[test]
    fn tables_of_ids_and_policies_are_told() {
        for (text, what) in [
            ("id,name,active\napikey_01A,a,TRUE\napikey_01B,b,FALSE\n", Some("a table of API keys that lacks columns")),
            ("name,id,x\nidle,svac_01A,1\n", Some("a table of service accounts that lacks columns")),
            ("id,name\n1,a\n", None),
            ("id,name\napikey_01A,a\nother,b\n", None),
        ] {
            let found = word_by_ids(&Document::open(text.as_bytes()));
            assert_eq!(found.is_some(), what.is_some(), "{text}");
            assert!(found.zip(what).is_none_or(|(found, what)| found.starts_with(what)), "{text}");
        }
        assert!(policy(b"# mine\n[[suppress]]\nrule = \"x\"\n").is_some());
        assert!(policy(b"[organization]\ndomains = [\"example.com\"]\n").is_some());
        for text in [&b"[{\"organization\": 1}]"[..], b"[organization]\n", b"[limits]\n\"a, b = c\""] {
            assert_eq!(policy(text), None);
        }
    }

    #[test]
    fn known_kinds_have_a_word_and_no_ingestor() {
        for (text, start) in [
            (
                r#"{"data":[{"id":"slir_1","type":"spend_limit_increase_request","actor":{"type":"user_actor"},"created_at":"2026-08-01T00:00:00Z"}]}"#,
                "requests to increase",
            ),
            (
                r#"{"data":[{"user":{"id":"user_1","email_address":"a@example.com"},"code_metrics":{}}]}"#,
                "activity by user",
            ),
            (r#"{"data":[{"starting_date":"2026-08-01","daily_active_user_count":3}]}"#, "daily summaries"),
            (
                r#"{"data":[{"uuid":"0b5a9c1e-1111-4222-8333-abcdefabcdef","name":"Acme","created_at":"2026-01-01T00:00:00Z"}]}"#,
                "organizations",
            ),
            (
                r#"{"data":[{"user_id":"user_1","email":"a@example.com","created_at":"2026-01-01T00:00:00Z"}],"next_page":null}"#,
                "members of a group",
            ),
            (
                r#"{"data":[{"action":"capability_access_all","resource":{"type":"organization"}}]}"#,
                "permissions of a role",
            ),
            (
                r#"{"data":[{"id":"case_1","policy_categories":["compromised_key"],"respond_by":null}]}"#,
                "cases of policy review",
            ),
            (r#"{"data":[{"id":"skill_1","type":"skill","display_title":"x"}]}"#, "skills"),
            (r#"{"data":[{"type":"connector","name":"x"}]}"#, "connectors"),
            (r#"{"data":[{"type":"plugin","name":"x"}]}"#, "plugins"),
            (
                r#"[{"id":"00u1","scope":"GROUP","status":"PROVISIONED","syncState":"SYNCHRONIZED","credentials":{"userName":"a@example.com"},"profile":{"email":"a@example.com"},"_links":{"app":{"href":"x"}}}]"#,
                "who is assigned to an application",
            ),
            (
                r#"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#directoryObjects","value":[{"id":"1","mail":"a@example.com","userPrincipalName":"a@example.com"}]}"#,
                "members of a group (Microsoft Graph)",
            ),
            (r#"[{"key_name":"sk-...abcd","key_alias":"ci","total_spend":10}]"#, "keys of a LiteLLM gateway without"),
            ("key_name,key_alias,team_id\nsk-...abcd,ci,t\n", "keys of a LiteLLM gateway without"),
            (r#"{"keys":["88dc"],"total_count":1,"current_page":1,"total_pages":1}"#, "hashes of keys"),
            (r#"[{"group_by_day":"2026-09-01T00:00:00+00:00","teams":[]}]"#, "spend of a LiteLLM gateway"),
            (r#"[{"startTime":"2026-09-01","spend":1,"users":{},"models":{}}]"#, "spend of a LiteLLM gateway"),
            ("line_item_usage_type,line_item_unblended_cost\nx,1\n", "a cost and usage report of AWS"),
            ("BilledCost,ServiceName,x\n1,Bedrock,y\n", "a FOCUS bill"),
        ] {
            let document = Document::open(text.as_bytes());
            assert!(recognize(&document).is_none(), "{text}");
            assert!(word(&document).is_some_and(|word| word.starts_with(start)), "{text}");
        }
        for text in
            [r#"{"x":1}"#, "a,b\n1,2\n", r#"[{"uuid":"1","name":"n","other":1}]"#, r#"[{"id":"1","type":"skilled"}]"#]
        {
            assert_eq!(word(&Document::open(text.as_bytes())), None, "{text}");
        }
    }
}
