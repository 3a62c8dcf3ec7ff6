//! The script that fetches the exports. The program itself has no network code: it prints what somebody else reads and runs.

#[cfg(test)]
mod tests;

use chrono::Days;

use crate::model::Period;

/// Days before the period whose usage and events are fetched too: what is usual is learned from them.
const HISTORY_DAYS: u64 = 92;

const SCRIPT: &str = include_str!("collect/script.sh");

/// Which key reads a list.
#[derive(Clone, Copy)]
enum Key {
    Admin,
    Compliance,
}

/// How the next page of a list is asked for.
#[derive(Clone, Copy)]
enum Paging {
    /// With the id of the last record.
    AfterId,
    /// With the token that the page names.
    Page,
    /// There is one answer.
    None,
}

/// A list of the API: the folder or file that it goes to, its path, how it is paged and which key reads it.
struct List {
    name: &'static str,
    path: &'static str,
    paging: Paging,
    key: Key,
}

const fn list(name: &'static str, path: &'static str, paging: Paging, key: Key) -> List {
    List { name, path, paging, key }
}

/// The lists, in the order of fetching: those that hold ids of others first. `{id}` stands for every id of the list that is named before
/// the slash of `name`.
const LISTS: [List; 26] = [
    list("organization", "/v1/organizations/me", Paging::None, Key::Admin),
    list("users", "/v1/organizations/users?limit=1000", Paging::AfterId, Key::Admin),
    list("invites", "/v1/organizations/invites?limit=1000", Paging::AfterId, Key::Admin),
    list("api_keys", "/v1/organizations/api_keys?limit=1000", Paging::AfterId, Key::Admin),
    list("workspaces", "/v1/organizations/workspaces?include_archived=true&limit=1000", Paging::AfterId, Key::Admin),
    list("workspaces/members", "/v1/organizations/workspaces/{id}/members?limit=1000", Paging::AfterId, Key::Admin),
    list("workspaces/rate_limits", "/v1/organizations/workspaces/{id}/rate_limits", Paging::Page, Key::Admin),
    list("service_accounts", "/v1/organizations/service_accounts", Paging::Page, Key::Admin),
    list("service_accounts/workspaces", "/v1/organizations/service_accounts/{id}/workspaces", Paging::Page, Key::Admin),
    list("federation_issuers", "/v1/organizations/federation_issuers", Paging::Page, Key::Admin),
    list("federation_rules", "/v1/organizations/federation_rules", Paging::Page, Key::Admin),
    list("federation_rules/workspaces", "/v1/organizations/federation_rules/{id}/workspaces", Paging::Page, Key::Admin),
    list("rbac_groups", "/v1/organizations/rbac_groups", Paging::Page, Key::Admin),
    list("rbac_groups/members", "/v1/organizations/rbac_groups/{id}/members", Paging::Page, Key::Admin),
    list("rbac_roles", "/v1/organizations/rbac_roles", Paging::Page, Key::Admin),
    list("rbac_roles/permissions", "/v1/organizations/rbac_roles/{id}/permissions", Paging::Page, Key::Admin),
    list("spend_limits", "/v1/organizations/spend_limits", Paging::Page, Key::Admin),
    list("spend_limits_effective", "/v1/organizations/spend_limits/effective", Paging::Page, Key::Admin),
    list("rate_limits", "/v1/organizations/rate_limits", Paging::Page, Key::Admin),
    list("compliance_settings", "/v1/organizations/compliance_settings", Paging::None, Key::Admin),
    list(
        "activities",
        "/v1/compliance/activities?limit=5000&created_at.gte=${from}T00:00:00Z&created_at.lt=$end",
        Paging::AfterId,
        Key::Compliance,
    ),
    list("compliance_organizations", "/v1/compliance/organizations", Paging::Page, Key::Compliance),
    list("compliance_organizations/users", "/v1/compliance/organizations/{id}/users", Paging::Page, Key::Compliance),
    list(
        "compliance_organizations/settings",
        "/v1/compliance/organizations/{id}/settings",
        Paging::Page,
        Key::Compliance,
    ),
    list(
        "compliance_organizations/security_posture",
        "/v1/compliance/organizations/{id}/security_posture",
        Paging::Page,
        Key::Compliance,
    ),
    list("review_cases", "/v1/compliance/review/cases", Paging::Page, Key::Compliance),
];

/// Usage and cost: the current reports, and the older ones where an organization does not have those.
const REPORTS: &str = r#"span="starting_at=${from}T00:00:00Z&ending_at=$end&bucket_width=1d"
by="group_by[]=api_key_id&group_by[]=workspace_id&group_by[]=model"
price="group_by[]=service_tier&group_by[]=context_window&group_by[]=inference_geo"
beta=analytics-usage-cost-2026-08-24
pages usage "/v1/organizations/analytics/usage?$span&$by&$price" page "$admin" "$beta" ||
    pages usage_report "/v1/organizations/usage_report/messages?$span&limit=31&$by&$price" page "$admin"
pages cost "/v1/organizations/analytics/cost?$span&$by" page "$admin" "$beta" ||
    pages cost_report "/v1/organizations/cost_report?$span&limit=31&group_by[]=workspace_id&group_by[]=description" page "$admin""#;

/// The script, for the days of a period and those before it; without one it asks for `FROM` and `TO`.
#[must_use]
pub(crate) fn script(period: Option<Period>) -> String {
    let (from, to) = period.map_or_else(Default::default, |period| {
        let from = period.start.checked_sub_days(Days::new(HISTORY_DAYS)).unwrap_or(period.start);
        (from.to_string(), period.end.to_string())
    });
    let lists = LISTS.iter().map(fetch).collect::<Vec<_>>().join("\n");
    SCRIPT.replace("@FROM@", &from).replace("@TO@", &to).replace("@FETCH@", &format!("{lists}\n{REPORTS}"))
}

/// The command that fetches a list.
fn fetch(list: &List) -> String {
    let key = match list.key {
        Key::Admin => "\"$admin\"",
        Key::Compliance => "\"$compliance\"",
    };
    let command = |name: &str, path: &str| match list.paging {
        Paging::None => format!("one {name} \"{path}\" {key}"),
        Paging::AfterId => format!("pages {name} \"{path}\" after_id {key}"),
        Paging::Page => format!("pages {name} \"{path}\" page {key}"),
    };
    match list.name.split_once('/') {
        None => command(list.name, list.path),
        Some((of, what)) => {
            let inner = command(&format!("\"{of}_{what}/$id\""), &list.path.replace("{id}", "$id"));
            format!("for id in $(each {of}); do\n    {inner}\ndone")
        }
    }
}
