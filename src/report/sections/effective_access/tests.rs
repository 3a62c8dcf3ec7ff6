//! Every way to a resource, and its near miss that leads nowhere.

use serde_json::{Value, json};

use super::effective_access;
use crate::analyze::credentials::testing::{account, group, group_member, issuer, list, permission, role, rule};
use crate::analyze::testing::{activity, as_of_facts, data, key, member, page, with, workspace};
use crate::model::EffectiveAccesses;
use crate::policy::Policy;

fn access(files: &[(&str, String)]) -> EffectiveAccesses {
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let data = data(&files);
    let (facts, _) = as_of_facts(&files);
    effective_access(&data, &facts, &Policy::default(), "2026-10-01T00:00:00Z".parse().unwrap())
}

/// `who → resource: by`.
fn says(files: &[(&str, String)]) -> Vec<String> {
    access(files).rows.iter().map(|row| format!("{} → {}: {}", row.principal, row.resource, row.by())).collect()
}

fn membership(workspace: &str, whom: &str, role: &str) -> Value {
    json!({"type": "workspace_member", "user_id": whom, "workspace_id": format!("wrkspc_{workspace}"), "workspace_role": role})
}

fn workspaces() -> (&'static str, String) {
    let archived = with(workspace("old"), json!({"archived_at": "2026-05-01T09:00:00Z"}));
    ("workspaces.json", page(&[workspace("prod"), workspace("dev"), archived]))
}

#[test]
fn roles_of_the_organization_count_in_workspaces_only_where_that_is_documented() {
    let users = page(
        &["admin", "billing", "developer", "user", "owner", "wizard"]
            .map(|role| member(&format!("{role}@example.com"), role)),
    );
    assert_eq!(
        says(&[("users.json", users), workspaces()]),
        [
            "admin@example.com → the organization: role admin: administers",
            "admin@example.com → dev: inherited role admin: administers",
            "admin@example.com → prod: inherited role admin: administers",
            "billing@example.com → the organization: role billing: sees cost and limits",
            "billing@example.com → dev: inherited role billing: sees cost and limits",
            "billing@example.com → prod: inherited role billing: sees cost and limits",
            "developer@example.com → the organization: role developer: manages keys",
            "owner@example.com → the organization: role owner: administers",
            "user@example.com → the organization: role user: uses Claude",
            "wizard@example.com → the organization: role wizard: not known",
        ]
    );
}

#[test]
fn several_ways_to_one_workspace_are_one_row_and_archived_ones_lead_nowhere() {
    let users = page(&[member("ann@example.com", "user")]);
    let members = page(&[
        membership("prod", "user_ann", "workspace_developer"),
        membership("old", "user_ann", "workspace_admin"),
        membership("dev", "user_gone", "workspace_user"),
    ]);
    let of_ann = json!({"created_by": {"type": "user", "id": "user_ann"}});
    let own = |name: &str, home: &str| with(key(name, "2026-05-01", Some(home)), of_ann.clone());
    let keys = page(&[
        own("checkout", "wrkspc_prod"),
        own("old-batch", "wrkspc_old"),
        with(own("revoked", "wrkspc_dev"), json!({"status": "archived"})),
        with(own("expired", "wrkspc_dev"), json!({"expires_at": "2026-05-02T00:00:00Z"})),
        with(key("free", "2026-05-01", None), json!({"created_by": {"type": "user", "id": "user_gone"}})),
    ]);
    let files = [("users.json", users), ("members.json", members), ("keys.json", keys), workspaces()];
    assert_eq!(
        says(&files),
        [
            "ann@example.com → the organization: role user: uses Claude",
            "ann@example.com → prod: workspace role workspace_developer: manages keys; key checkout: calls the API",
            "user_gone → Default: key free: calls the API",
            "user_gone → dev: workspace role workspace_user: uses Claude",
        ]
    );
    let all = access(&files);
    let reach = |name: &str| {
        let one = all.reach.iter().find(|one| one.resource == name).unwrap();
        [one.administrators, one.by_role, one.by_key_alone, one.without_person, one.gone]
    };
    assert_eq!(reach("prod"), [0, 1, 0, 0, 0]);
    assert_eq!(reach("Default"), [0, 0, 1, 0, 1]);
    assert_eq!(reach("dev"), [0, 1, 0, 0, 1]);
    let counted: u64 =
        all.reach.iter().map(|one| one.administrators + one.by_role + one.by_key_alone + one.without_person).sum();
    assert_eq!(counted, all.rows.len() as u64);
    assert!(all.rows.iter().all(|row| row.ways.iter().all(|way| way.evidence.line.is_some())));
}

/// Fault: Keys of a list that states no workspace of any key were listed as access to Default
/// Outcome: Their workspace is said not to be known; a key whose list puts others into workspaces is Default's
#[test]
fn keys_whose_list_does_not_say_where_they_are_reach_no_default() {
    let of_ann = json!({"created_by": {"type": "user", "id": "user_ann"}});
    let own = |name: &str, home: Option<&str>| with(key(name, "2026-05-01", home), of_ann.clone());
    let stated = page(&[own("a", Some("wrkspc_prod")), own("b", None)]);
    let mut silent = [own("a", None), own("b", None)];
    silent.iter_mut().for_each(|key| drop(key.as_object_mut().unwrap().remove("workspace_id")));
    let ways = |keys: String| says(&[("keys.json", keys), workspaces()]);
    assert_eq!(ways(stated), ["user_ann → Default: key b: calls the API", "user_ann → prod: key a: calls the API"]);
    assert_eq!(ways(page(&silent)), ["user_ann → workspace not known: key a: calls the API; key b: calls the API"]);
}

#[test]
fn groups_give_what_their_roles_permit_and_what_is_not_exported_is_said() {
    let groups = list(&[
        group("reviewers", &["reading"]),
        group("unread", &["secret"]),
        with(group("unsaid", &[]), json!({"role_ids": null})),
    ]);
    let members =
        list(&[group_member("reviewers", "ann"), group_member("unread", "ann"), group_member("unsaid", "bob")]);
    let roles = list(&[role("reading"), role("secret")]);
    let permissions = list(&[permission("chat", "organization"), permission("always_allow", "connector")]);
    let files = [
        ("groups.json", groups),
        ("group-members.json", members),
        ("roles.json", roles),
        ("rbac_role_reading_permissions.json", permissions),
        ("users.json", page(&[member("ann@example.com", "managed"), member("bob@example.com", "managed")])),
    ];
    assert_eq!(
        says(&files),
        [
            "ann@example.com → the organization: group reviewers with role reading (chat): as permitted; role managed: not known; \
             group unread with role secret, whose permissions are not known: not known",
            "ann@example.com → connector con_1: group reviewers with role reading (always_allow): as permitted",
            "bob@example.com → the organization: role managed: not known; group unsaid, whose roles are not known: not known",
        ]
    );
}

#[test]
fn service_accounts_their_makers_and_outside_identities_reach_what_the_account_does() {
    let accounts = list(&[
        account("deploy", "2026-02-01"),
        with(account("old", "2026-02-01"), json!({"archived_at": "2026-05-01T09:00:00Z"})),
    ]);
    let members = page(&[membership("prod", "svac_deploy", "workspace_admin")]);
    let of_account = json!({
        "created_by": {"type": "user", "id": "user_ann"}, "workspace_id": null,
        "scope": {"type": "workspace", "workspace_id": "wrkspc_prod"},
        "principal": {"type": "service_account_actor", "service_account_id": "svac_deploy"}, "expires_at": null,
    });
    let keys = page(&[with(key("deploy-key", "2026-05-01", None), of_account)]);
    let rules = list(&[
        with(rule("from-ci", "prod"), json!({"oauth_scope": "workspace:inference workspace:admin"})),
        rule("elsewhere", "dev"),
        with(rule("dead", "prod"), json!({"archived_at": "2026-05-01T09:00:00Z"})),
        with(rule("everywhere", "prod"), json!({"applies_to_all_workspaces": true})),
        rule("to-archived", "old"),
    ]);
    let files = [
        ("accounts.json", accounts),
        ("members.json", members),
        ("keys.json", keys),
        ("issuers.json", list(&[issuer("ci")])),
        ("rules.json", rules),
        ("users.json", page(&[member("ann@example.com", "user")])),
        workspaces(),
    ];
    let acts = "acts as deploy with tokens of ci";
    assert_eq!(
        says(&files),
        [
            "ann@example.com → the organization: role user: uses Claude".to_owned(),
            "ann@example.com → prod: key of a service account deploy-key of deploy: calls the API".to_owned(),
            "deploy → the organization: role developer: manages keys".to_owned(),
            "deploy → prod: workspace role workspace_admin: administers; key deploy-key: calls the API".to_owned(),
            format!("elsewhere → dev: federation rule elsewhere: {acts}: calls the API"),
            format!("everywhere → dev: federation rule everywhere: {acts}: calls the API"),
            format!("everywhere → prod: federation rule everywhere: {acts}: calls the API"),
            format!("from-ci → prod: federation rule from-ci: {acts}: administers"),
        ]
    );
}

#[test]
fn what_no_export_lists_is_said() {
    let all = access(&[("keys.json", page(&[with(key("lost", "2026-05-01", None), json!({"created_by": null}))]))]);
    let basis = all.basis.join(" ");
    assert!(basis.contains("who has a role in the organization; who has a role in which workspace;"), "{basis}");
    assert!(basis.contains("1 active key states no creator"), "{basis}");
    assert!(all.rows.is_empty());
}

#[test]
fn who_left_is_marked_whether_the_list_still_has_them_or_not() {
    let roster = "email,status,end_date\nann@example.com,terminated,2026-06-30\nbob@example.com,active,\n".to_owned();
    let users = page(&[member("ann@example.com", "user"), member("bob@example.com", "user")]);
    let all = access(&[("users.json", users), ("roster.csv", roster)]);
    let left: Vec<(&str, bool)> = all.rows.iter().map(|row| (row.principal.as_str(), row.left.is_some())).collect();
    assert_eq!(left, [("ann@example.com", true), ("bob@example.com", false)]);
    assert_eq!(all.reach[0].gone, 1);
}

#[test]
fn keys_that_stop_with_their_owner_lead_nowhere_once_the_owner_was_removed() {
    let removed = activity(
        "2026-08-20T10:00:00Z",
        "org_user_deleted",
        "ann",
        json!({"deleted_user_id": "user_eve", "deleted_user_email": "eve@example.com"}),
    );
    let by_eve = |name: &str, home: &str| {
        with(key(name, "2026-05-01", Some(home)), json!({"created_by": {"type": "user", "id": "user_eve"}}))
    };
    let code = with(workspace("code"), json!({"name": "Claude Code"}));
    let files = [
        ("feed.jsonl", format!("{removed}\n")),
        ("keys.json", page(&[by_eve("laptop", "wrkspc_code"), by_eve("batch", "wrkspc_prod")])),
        ("workspaces.json", page(&[workspace("prod"), code])),
        ("users.json", page(&[member("ann@example.com", "user")])),
    ];
    let rows = access(&files).rows;
    let of_eve: Vec<(&str, bool)> = rows
        .iter()
        .filter(|row| row.principal_id == "user_eve")
        .map(|row| (row.resource.as_str(), row.left.is_some()))
        .collect();
    assert_eq!(of_eve, [("prod", true)]);
}

#[test]
fn a_key_of_every_workspace_is_never_lost_and_without_its_hint_not_judged() {
    let of_all = |name: &str, hint: Value| {
        let fields = json!({
            "created_by": {"type": "user", "id": "user_ann"}, "scope": {"type": "organization"}, "principal": null,
            "expires_at": null, "partial_key_hint": hint, "workspace_id": null,
        });
        with(key(name, "2026-05-01", None), fields)
    };
    let keys = page(&[of_all("wide", json!("sk-ant-api03-R2D...igAA")), of_all("veiled", json!(null))]);
    let by = |files: &[(&str, String)]| -> Vec<String> {
        access(files).rows.iter().map(|row| format!("{}: {}", row.resource, row.by())).collect()
    };
    let both = "key wide: calls the API; key veiled: not known";
    assert_eq!(by(&[("keys.json", keys.clone())]), [format!("the organization: {both}")]);
    assert_eq!(by(&[("keys.json", keys), workspaces()]), [format!("dev: {both}"), format!("prod: {both}")]);
}
