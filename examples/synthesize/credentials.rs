//! Credentials other than API keys: compliance keys, service accounts, and the federation that lets build jobs act as them.

use std::path::Path;

use anyhow::Result;
use chrono::NaiveDateTime;
use serde_json::{Value, json};

use crate::admin_json::save;
use crate::calendar::{office, stamp};
use crate::org::{Org, PRODUCTION};
use crate::rng::Rng;

/// Records as the lists have them.
#[derive(Clone, Default)]
pub(crate) struct Credentials {
    /// Service accounts next to the one that every organization has.
    pub(crate) accounts: Vec<Value>,
    /// Issuers of outside tokens.
    pub(crate) issuers: Vec<Value>,
    /// Federation rules.
    pub(crate) rules: Vec<Value>,
    /// Compliance keys.
    pub(crate) keys: Vec<Value>,
}

/// What every organization has: one strict issuer, one rule for one workspace, and a compliance key that reads activities.
pub(crate) fn ordinary(org: &mut Org) {
    let made = office(org.quarter.back(200), 60);
    let issuer = issuer(org, "github-actions", made);
    let workspaces = json!([org.workspaces[PRODUCTION].id]);
    let account = org.service_accounts[0].0.clone();
    let rule = rule(org, "deploy-production", &issuer, &account, made);
    org.credentials.rules[rule]["workspace_ids"] = workspaces;
    compliance_key(org, "siem-forwarder", 60, &["read:compliance_activities", "read:compliance_org_data"]);
}

/// Adds an issuer and returns its id.
pub(crate) fn issuer(org: &mut Org, name: &str, made: NaiveDateTime) -> String {
    let id = Rng::new(org.seed, name, &[]).id("fdis");
    org.credentials.issuers.push(json!({
        "id": id, "type": "federation_issuer", "name": name, "issuer_url": format!("https://{name}.example.net"),
        "jwks": {"type": "discovery"}, "check_jti": true, "max_jwt_lifetime_seconds": 900, "jwks_polling_disabled_at": null,
        "poll_status": null, "created_at": stamp(made), "updated_at": stamp(made), "archived_at": null,
        "created_by_actor_id": org.people[0].id,
    }));
    id
}

/// Adds a rule that names no workspace yet, and returns its place.
pub(crate) fn rule(org: &mut Org, name: &str, issuer: &str, account: &str, made: NaiveDateTime) -> usize {
    let id = Rng::new(org.seed, name, &[]).id("fdrl");
    org.credentials.rules.push(json!({
        "id": id, "type": "federation_rule", "name": name, "description": null, "issuer_id": issuer,
        "match": {"audience": null, "subject_prefix": format!("repo:example/{name}:*"), "claims": null, "condition": null},
        "target": {"type": "service_account", "service_account_id": account}, "oauth_scope": "workspace:inference",
        "token_lifetime_seconds": 600, "applies_to_all_workspaces": false, "workspace_id": null, "workspace_ids": [],
        "created_at": stamp(made), "updated_at": stamp(made), "archived_at": null, "created_by_actor_id": org.people[0].id,
    }));
    org.credentials.rules.len() - 1
}

/// Adds a service account and returns its id.
pub(crate) fn account(org: &mut Org, name: &str, made: NaiveDateTime, archived: Option<NaiveDateTime>) -> String {
    let id = Rng::new(org.seed, name, &[]).id("svac");
    org.credentials.accounts.push(json!({
        "id": id, "type": "service_account", "name": name, "description": null, "organization_role": "developer",
        "created_at": stamp(made), "updated_at": stamp(archived.unwrap_or(made)), "archived_at": archived.map(stamp),
        "created_by_actor_id": org.people[0].id,
    }));
    id
}

/// Adds a compliance key that was made so many days before the end of the quarter and lives half a year, and returns its id.
pub(crate) fn compliance_key(org: &mut Org, name: &str, days: u64, scopes: &[&str]) -> String {
    let id = Rng::new(org.seed, name, &[]).id("cak");
    let made = office(org.quarter.back(days), 140);
    org.credentials.keys.push(json!({
        "type": "compliance_api_key", "id": id, "name": name, "scopes": scopes, "is_active": true, "created_at": stamp(made),
        "created_by_id": org.people[0].id, "expires_at": stamp(made + chrono::TimeDelta::days(180)),
    }));
    id
}

/// Writes issuers and rules, and the workspaces of the first rule as a list of their own.
pub(crate) fn write(org: &Org, folder: &Path) -> Result<()> {
    let list = |records: &[Value]| format!("{:#}\n", json!({"data": records, "next_page": null}));
    save(&folder.join("federation_issuers.json"), list(&org.credentials.issuers))?;
    save(&folder.join("federation_rules.json"), list(&org.credentials.rules))?;
    let rule = &org.credentials.rules[0];
    let production = &org.workspaces[PRODUCTION];
    let enabled = json!({"type": "federation_rule_workspace", "federation_rule_id": rule["id"], "workspace_id": production.id,
        "workspace_name": production.name, "created_at": rule["created_at"], "created_by_actor_id": org.people[0].id});
    save(&folder.join("federation_rule_workspaces.json"), list(&[enabled]))
}
