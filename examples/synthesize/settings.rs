//! The settings in force, what they were a quarter earlier, and what people attested about controls.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use crate::admin_json::save;
use crate::calendar::{office, stamp};
use crate::org::Org;

/// A control and what somebody attested about it: status, and the day of its review.
pub(crate) type Attested = (&'static str, Option<(&'static str, NaiveDate)>);

/// Settings of an organization in which nothing is wrong.
pub(crate) fn healthy() -> BTreeMap<&'static str, Value> {
    BTreeMap::from([
        ("access_transparency_enabled", json!(false)),
        ("account_session_duration_seconds", json!(30 * 86_400)),
        ("allowed_invite_domains", json!(["example.com", "example.org"])),
        ("chat_enabled", json!(true)),
        ("claude_ai_chat_sharing_enabled", json!(true)),
        ("claude_code_default_worker_pool_id", Value::Null),
        ("claude_code_desktop_bypass_permissions_enabled", json!(false)),
        ("claude_code_desktop_enabled", json!(true)),
        ("code_execution_enabled", json!(true)),
        ("code_execution_network_egress_enabled", json!(false)),
        ("connector_tools_default_always_allow", json!(false)),
        ("data_retention_periods", json!({"all": {"type": "fixed", "duration": 90, "timescale": "day"}})),
        ("directory_sync_enabled", json!(true)),
        ("disabled_admin_request_types", json!([])),
        ("hipaa_compliance_enabled", json!(false)),
        ("ip_allowlist_enabled", json!(true)),
        ("ip_allowlist_ip_ranges", json!(["198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32"])),
        ("project_sharing_enabled", json!(true)),
        ("public_projects_enabled", json!(false)),
        ("skill_sharing_enabled", json!(true)),
        ("sso_claude_ai_enforced", json!(true)),
        ("sso_console_enforced", json!(true)),
        ("sso_enabled", json!(true)),
        ("sso_provisioning_mode", json!("scim_advanced")),
        ("web_search_enabled", json!(true)),
    ])
}

/// Attestations that all hold.
pub(crate) fn attested(org: &Org) -> Vec<Attested> {
    let review = |days: u64| org.quarter.end + Days::new(days);
    vec![
        ("sso_enabled", Some(("completed", review(120)))),
        ("allowed_invite_domains", Some(("completed", review(60)))),
        // Reviewed on the very next day: not over yet.
        ("code_execution_network_egress", Some(("accepted_risk", review(0)))),
        ("oauth_conditional_access", None),
    ]
}

/// The settings now and at the beginning of the quarter, when single sign-on was not required yet.
pub(crate) fn write(org: &Org, compliance: &Path, admin: &Path) -> Result<()> {
    let mut before = org.settings.clone();
    before.insert("sso_claude_ai_enforced", json!(false));
    before.insert("web_search_enabled", json!(false));
    for (day, settings) in [(org.quarter.start, &before), (org.quarter.last(), &org.settings)] {
        save(&compliance.join(format!("settings_{day}.json")), format!("{:#}\n", export(org, day, settings)))?;
    }
    let state = if org.logging { "enabled" } else { "disabled" };
    let state = json!({"type": "compliance_settings", "state": {"type": state}});
    save(&admin.join("compliance_settings.json"), format!("{state:#}\n"))
}

/// The settings, and the compliance keys that there are on a day.
fn export(org: &Org, day: NaiveDate, settings: &BTreeMap<&'static str, Value>) -> Value {
    let entry = |(name, value): (&&str, &Value)| match *name {
        // The two types with one setting each leave its name out.
        "sso_provisioning_mode" => json!({"type": "provisioning_mode", "value": value}),
        "data_retention_periods" => json!({"type": "data_retention", "value": value}),
        "account_session_duration_seconds" => json!({"type": "integer", "name": name, "value": value}),
        name if value.is_boolean() => json!({"type": "boolean", "name": name, "value": value}),
        name if value.is_array() => json!({"type": "string_list", "name": name, "value": value}),
        name => json!({"type": "string", "name": name, "value": value}),
    };
    let day = day.to_string();
    let is_made = |key: &&Value| key["created_at"].as_str().is_some_and(|made| made < day.as_str());
    let keys = org.credentials.keys.iter().filter(is_made);
    json!({
        "type": "effective_organization_settings", "organization_id": org.uuid, "api_keys": keys.collect::<Vec<_>>(),
        "settings": settings.iter().map(entry).collect::<Vec<_>>(),
    })
}

/// The security posture.
pub(crate) fn write_posture(org: &Org, folder: &Path) -> Result<()> {
    let at = stamp(office(org.quarter.back(20), 60));
    let control = |(id, attested): &Attested| {
        let attestation = attested.map(|(status, review)| {
            json!({"status": status, "review_date": review.to_string(), "attested_at": at, "attested_by_id": org.people[0].id})
        });
        json!({"id": id, "display_name": id.replace('_', " "), "status": "passed", "rating": "passed", "attestation": attestation})
    };
    let controls: Vec<Value> = org.attested.iter().map(control).collect();
    let posture = json!({
        "type": "security_posture", "organization_id": org.uuid, "evaluated_at": stamp(office(org.quarter.back(1), 300)),
        "controls": controls,
    });
    save(&folder.join("security_posture.json"), format!("{posture:#}\n"))
}
