//! Which events weaken which setting. Source: Anthropic's activity reference (lists of 2026-08-14 and 2026-09-26), and support article
//! 9970975 for the fields of the audit-log export.

use crate::data::settings::PROVISIONING_MODES;
use crate::facts::{Event, SSO_FIELDS, SSO_SWITCH};
use crate::model::Severity;

/// A type of event that can weaken something.
pub(super) struct SettingEvent {
    /// The type.
    pub(super) name: &'static str,
    /// When it does.
    test: Test,
    /// What it did, as a phrase.
    pub(super) says: &'static str,
    /// How bad that is.
    pub(super) severity: Severity,
    /// The type that puts another in its place.
    pub(super) replaced_by: Option<&'static str>,
}

/// When an event weakens its setting.
enum Test {
    /// Always.
    Always,
    /// When one of these fields is false.
    Off(&'static [&'static str]),
    /// When this field is true.
    On(&'static str),
    /// When directory sync made members before, and does not any more.
    LeavesScim,
    /// Unless the event says that it was so before.
    Turned,
}

/// Whether an event weakened its setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weaker {
    Yes,
    No,
    Unstated,
}

const fn always(name: &'static str, says: &'static str, replaced_by: Option<&'static str>) -> SettingEvent {
    SettingEvent { name, test: Test::Always, says, severity: Severity::High, replaced_by }
}

const fn off(name: &'static str, fields: &'static [&'static str], says: &'static str) -> SettingEvent {
    SettingEvent { name, test: Test::Off(fields), says, severity: Severity::High, replaced_by: None }
}

pub(super) const EVENTS: [SettingEvent; 17] = [
    SettingEvent { severity: Severity::Critical, ..off(SSO_SWITCH, &SSO_FIELDS, "single sign-on switched off") },
    always("org_sso_connection_deactivated", "sign-on connection deactivated", Some("org_sso_connection_activated")),
    always("org_sso_connection_deleted", "sign-on connection deleted", Some("org_sso_connection_activated")),
    always("org_domain_removed", "domain removed", Some("org_domain_verified")),
    always("org_ip_restriction_deleted", "IP restriction removed", Some("org_ip_restriction_created")),
    // The event does not say in which direction.
    SettingEvent { severity: Severity::Medium, ..always("org_ip_restriction_updated", "IP restriction changed", None) },
    always("org_data_residency_updated", "data residency changed", None),
    SettingEvent {
        test: Test::LeavesScim,
        ..always("org_sso_provisioning_mode_changed", "members no longer made and removed by directory sync", None)
    },
    SettingEvent {
        test: Test::On("magic_link_enabled"),
        ..always(
            "claude_pubsec_identity_configured",
            "sign-in by magic link switched on next to the identity provider",
            None,
        )
    },
    off(
        "org_magic_link_second_factor_toggled",
        &["enabled", "is_enabled"],
        "second factor of magic links switched off",
    ),
    off("org_connector_domain_guard_updated", &["enforced"], "domain guard of connectors switched off"),
    off("inference_hooks_config_updated", &["enabled"], "inspection of prompts switched off"),
    always("inference_hooks_config_deleted", "inspection of prompts deleted", None),
    always("org_claude_code_zero_data_retention_disabled", "zero data retention of Claude Code switched off", None),
    always(
        "platform_workspace_inference_data_retention_enabled",
        "retention of a workspace's requests switched on",
        Some("platform_workspace_inference_data_retention_disabled"),
    ),
    SettingEvent {
        test: Test::Turned,
        severity: Severity::Medium,
        ..always(
            "platform_workspace_inference_data_retention_disabled",
            "retention of a workspace's requests switched off",
            Some("platform_workspace_inference_data_retention_enabled"),
        )
    },
    always("org_external_key_deleted", "own encryption key deleted", Some("org_external_key_created")),
];

/// The type that reports changes of the organization's settings, each with its value before and now.
pub(super) const ORGANIZATION: &str = "claude_organization_settings_updated";

/// Types that make up the rest of the population: what strengthens a setting.
const STRONGER: [&str; 4] =
    ["org_sso_connection_activated", "org_domain_verified", "org_ip_restriction_created", "org_external_key_created"];

/// Whether a type is about a security setting.
pub(super) fn is_about(name: &str) -> bool {
    STRONGER.contains(&name) || name == ORGANIZATION || EVENTS.iter().any(|one| one.name == name)
}

impl SettingEvent {
    /// Whether the same type reports both directions.
    pub(super) const fn is_switch(&self) -> bool {
        matches!(self.test, Test::Off(_) | Test::On(_))
    }
}

/// Whether an event weakened a setting.
pub(super) fn weaker(event_type: &SettingEvent, event: &Event) -> Weaker {
    match event_type.test {
        Test::Always => Weaker::Yes,
        // It is off already where the value before was false.
        Test::Turned => {
            if event.flag("previous_value") == Some(false) {
                Weaker::No
            } else {
                Weaker::Yes
            }
        }
        Test::LeavesScim => leaves_scim(event),
        Test::Off(fields) => match fields.iter().find_map(|field| event.flag(field)) {
            Some(true) => Weaker::No,
            Some(false) => Weaker::Yes,
            None => Weaker::Unstated,
        },
        // The event reports other things too, and then says nothing of this one.
        Test::On(field) => {
            if event.flag(field) == Some(true) {
                Weaker::Yes
            } else {
                Weaker::No
            }
        }
    }
}

/// Whether directory sync made members before, and does not any more.
fn leaves_scim(event: &Event) -> Weaker {
    let is_scim = |field: &str| {
        let mode = event.text(field)?.trim().to_lowercase().replace([' ', '-'], "_");
        PROVISIONING_MODES.contains(&mode.as_str()).then(|| mode.starts_with("scim_"))
    };
    match (is_scim("previous_mode"), is_scim("new_mode")) {
        (_, Some(true)) | (Some(false), _) => Weaker::No,
        (Some(true), Some(false)) => Weaker::Yes,
        _ => Weaker::Unstated,
    }
}
