//! Settings that are wrong on the day of the export, each next to one that looks alike.

use chrono::Days;
use serde_json::{Value, json};

use crate::org::Org;
use crate::plant::choice;

/// Plants them all.
pub(crate) fn plant(org: &mut Org) {
    let modes = [json!("jit_advanced"), json!("jit_permissive"), json!("login_only")];
    let mode = modes[choice(org, "provisioning", 3)].clone();
    let ranges = [json!(["198.51.100.0/24", "0.0.0.0/0"]), json!(["0.0.0.0/1", "128.0.0.0/1"]), json!([])];
    let ranges = ranges[choice(org, "ranges", 3)].clone();
    let session = [json!(90 * 86_400), json!(30 * 86_400 + 1), Value::Null][choice(org, "session", 3)].clone();
    for (rule, name, value) in [
        ("sso-not-enforced", "sso_console_enforced", json!(false)),
        ("provisioning-without-offboarding", "sso_provisioning_mode", mode),
        ("no-ip-allowlist", "ip_allowlist_ip_ranges", ranges),
        ("long-session", "account_session_duration_seconds", session),
        ("public-sharing-allowed", "public_projects_enabled", json!(true)),
        ("invite-domains-open", "allowed_invite_domains", json!([])),
        ("permission-bypass-allowed", "claude_code_desktop_bypass_permissions_enabled", json!(true)),
        ("connector-default-allow", "connector_tools_default_always_allow", json!(true)),
    ] {
        org.settings.insert(name, value);
        org.truth.expect(rule, setting(name));
    }
    org.truth.decoy("sso-not-enforced", setting("sso_claude_ai_enforced"), "required since the last quarter");
    org.truth.decoy("public-sharing-allowed", setting("project_sharing_enabled"), "inside the organization");
    // Egress where nothing is executed reaches nothing.
    org.settings.insert("code_execution_network_egress_enabled", json!(true));
    if choice(org, "execution", 2) == 0 {
        org.truth.expect("code-execution-egress", setting("code_execution_network_egress_enabled"));
    } else {
        org.settings.insert("code_execution_enabled", json!(false));
        let why = "code execution is off";
        org.truth.decoy("code-execution-egress", setting("code_execution_network_egress_enabled"), why);
    }
    org.settings.insert("data_retention_periods", json!({"all": {"type": "indefinite"}}));
    org.truth.expect_with_policy("retention-outside-policy", &[setting("data_retention_periods")]);
    attestations(org);
}

fn attestations(org: &mut Org) {
    let (over, later) = (org.quarter.last(), org.quarter.end + Days::new(90));
    org.attested.push(("ip_allowlist", Some(("accepted_risk", over))));
    org.attested.push(("session_duration", Some(("control_failed", later))));
    for control in ["ip_allowlist", "session_duration"] {
        org.truth.expect("lapsed-attestation", setting(control));
    }
    org.truth.decoy("lapsed-attestation", setting("code_execution_network_egress"), "an accepted risk within its date");
}

fn setting(name: &str) -> (&str, Option<String>, &str) {
    ("setting", Some(name.to_owned()), name)
}
