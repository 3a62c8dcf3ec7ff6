//! Problems with credentials other than API keys, each next to something that looks alike and is none.

use chrono::Days;
use serde_json::{Value, json};

use crate::calendar::{office, stamp};
use crate::credentials::{account, compliance_key, issuer, rule};
use crate::org::{Org, PRODUCTION};
use crate::plant::{choice, happen};

/// Plants them all.
pub(crate) fn plant(org: &mut Org) {
    issuers(org);
    rules(org);
    accounts(org);
    keys(org);
    life_of_keys(org);
}

fn subject(org: &mut Org, check: &str, kind: &str, record: &Value, decoy: Option<&str>) {
    let text = |field: &str| record[field].as_str().unwrap_or_default().to_owned();
    let (id, name) = (text("id"), text("name"));
    match decoy {
        None => org.truth.expect(check, (kind, Some(id), &name)),
        Some(why) => org.truth.decoy(check, (kind, Some(id), &name), why),
    }
}

fn about_rule(org: &mut Org, check: &str, at: usize, decoy: Option<&str>) {
    let record = org.credentials.rules[at].clone();
    subject(org, check, "federation_rule", &record, decoy);
}

/// One issuer is weak in a way that the seed chooses; an archived one is weaker still.
fn issuers(org: &mut Org) {
    let weak = issuer(org, "legacy-builder", office(org.quarter.back(390), 80));
    let old = issuer(org, "former-builder", office(org.quarter.back(700), 80));
    let archived = stamp(office(org.quarter.back(120), 30));
    let change = match choice(org, "issuer", 3) {
        0 => ("check_jti", json!(false)),
        1 => ("max_jwt_lifetime_seconds", json!(86_400)),
        _ => ("jwks_polling_disabled_at", json!(archived)),
    };
    for record in &mut org.credentials.issuers {
        if record["id"] == weak.as_str() {
            record[change.0] = change.1.clone();
        }
        if record["id"] == old.as_str() {
            (record["check_jti"], record["archived_at"]) = (json!(false), json!(archived));
        }
    }
    let [strict, weak, old] = [0, 1, 2].map(|at| org.credentials.issuers[at].clone());
    let check = "weak-federation-issuer";
    subject(org, check, "federation_issuer", &weak, None);
    subject(org, check, "federation_issuer", &old, Some("archived"));
    subject(org, check, "federation_issuer", &strict, Some("as strict as it can be"));
}

/// A rule for everything, and rules that lead to what was archived.
fn rules(org: &mut Org) {
    let made = office(org.quarter.back(150), 70);
    let strict = org.credentials.issuers[0]["id"].as_str().unwrap_or_default().to_owned();
    let builder = org.service_accounts[0].0.clone();
    let wide = rule(org, "build-anything", &strict, &builder, made);
    org.credentials.rules[wide]["applies_to_all_workspaces"] = json!(true);
    about_rule(org, "federation-rule-everywhere", wide, None);
    let gone = rule(org, "build-anything-2025", &strict, &builder, made);
    org.credentials.rules[gone]["applies_to_all_workspaces"] = json!(true);
    org.credentials.rules[gone]["archived_at"] = json!(stamp(office(org.quarter.back(100), 70)));
    about_rule(org, "federation-rule-everywhere", gone, Some("archived"));
    about_rule(org, "federation-rule-everywhere", 0, Some("one workspace"));

    let retired = account(org, "nightly-importer-2025", made, Some(office(org.quarter.back(33), 15)));
    let dangling = rule(org, "nightly-importer", &strict, &retired, made);
    let production = json!([org.workspaces[PRODUCTION].id]);
    org.credentials.rules[dangling]["workspace_ids"] = production;
    about_rule(org, "dangling-federation-rule", dangling, None);
    about_rule(org, "dangling-federation-rule", 0, Some("its account and its workspace are live"));
}

/// A service account that nothing uses, next to a new one and an archived one.
fn accounts(org: &mut Org) {
    let check = "idle-service-account";
    account(org, "catalog-export", office(org.quarter.back(330), 25), None);
    account(org, "catalog-import", office(org.quarter.back(40), 25), None);
    let [.., idle, new] = &org.credentials.accounts[..] else { return };
    let (idle, new, archived) = (idle.clone(), new.clone(), org.credentials.accounts[0].clone());
    subject(org, check, "service_account", &idle, None);
    subject(org, check, "service_account", &new, Some("made 40 days ago"));
    subject(org, check, "service_account", &archived, Some("archived"));
}

/// A compliance key that deletes what people wrote, next to one that reads activities.
fn keys(org: &mut Org) {
    let check = "overscoped-compliance-key";
    compliance_key(org, "ediscovery-archive", 75, &["read:compliance_user_data", "delete:compliance_user_data"]);
    let [forwarder, archive] = [0, 1].map(|at| org.credentials.keys[at].clone());
    subject(org, check, "api_key", &archive, None);
    subject(org, check, "api_key", &forwarder, Some("reads activities and settings"));
}

/// Keys of the Compliance API that the checks of keys find, each with one thing wrong.
fn life_of_keys(org: &mut Org) {
    let reads: &[&str] = &["read:compliance_activities"];
    let plants: [(&str, &str, u64); 4] = [
        ("unrotated-key", "records-mirror", 140),
        ("key-without-expiry", "audit-dashboard", 50),
        ("orphaned-key", "chat-retention", 45),
        ("expiring-key-in-use", "alert-router", 80),
    ];
    for (check, name, days) in plants {
        let id = compliance_key(org, name, days, reads);
        let soon = stamp(office(org.quarter.end + Days::new(6), 0));
        let Some(record) = org.credentials.keys.last_mut() else { continue };
        match check {
            "key-without-expiry" => record["expires_at"] = Value::Null,
            "orphaned-key" => record["created_by_id"] = Value::Null,
            "expiring-key-in-use" => record["expires_at"] = json!(soon),
            _ => {}
        }
        let record = record.clone();
        subject(org, check, "api_key", &record, None);
        if check == "expiring-key-in-use" {
            let actor = json!({"type": "api_actor", "api_key_id": id, "ip_address": "192.0.2.210", "user_agent": "alert-router/2"});
            let fields = json!({"actor": actor, "request_method": "GET", "url": "/v1/compliance/activities"});
            happen(org, office(org.quarter.back(2), 300), 0, "compliance_api_accessed", fields);
        }
    }
    let forwarder = org.credentials.keys[0].clone();
    for (check, why) in [
        ("unrotated-key", "60 days old"),
        ("key-without-expiry", "expires"),
        ("orphaned-key", "made by a member"),
        ("expiring-key-in-use", "120 days left"),
    ] {
        subject(org, check, "api_key", &forwarder, Some(why));
    }
}
