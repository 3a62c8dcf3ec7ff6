//! Settings of the organization that guard it, and which of their values is the weaker one. Names are those of `data/settings.tsv`.

use crate::model::Severity;

/// Which value of a setting is weaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WeakerWhen {
    /// It protects while it is on.
    Off,
    /// It exposes while it is on.
    On,
    /// It is a time within which one need not sign in.
    Longer,
    /// It is a list of what is let in: more is weaker, and an empty list lets in everything.
    Wider,
    /// Members are no longer made and removed by directory sync.
    WithoutSync,
    /// It says how long data is kept.
    KeptLonger,
}

/// A setting that guards something.
#[derive(Clone, Copy, Debug)]
pub(super) struct Guard {
    /// Its name.
    pub(super) name: &'static str,
    /// Its weaker value.
    pub(super) weaker: WeakerWhen,
    /// What a change to that did, as a phrase.
    pub(super) says: &'static str,
    /// How bad that is.
    pub(super) severity: Severity,
}

const fn off(name: &'static str, says: &'static str, severity: Severity) -> Guard {
    Guard { name, weaker: WeakerWhen::Off, says, severity }
}

const fn on(name: &'static str, says: &'static str, severity: Severity) -> Guard {
    Guard { name, weaker: WeakerWhen::On, says, severity }
}

use Severity::{Critical, High, Medium};

/// Every guard.
pub(super) const GUARDS: [Guard; 29] = [
    off("sso_enabled", "single sign-on switched off", Critical),
    off("sso_claude_ai_enforced", "single sign-on no longer required for claude.ai", Critical),
    off("sso_console_enforced", "single sign-on no longer required for the Console", Critical),
    off("compliance_api_state", "the Compliance API switched off", Critical),
    off("directory_sync_enabled", "directory sync switched off", High),
    off("ip_allowlist_enabled", "IP allowlist switched off", High),
    off("cmek_enabled", "the organization's own encryption key switched off", High),
    off("hipaa_compliance_enabled", "HIPAA compliance switched off", High),
    off("api_zero_data_retention_enabled", "zero data retention of the API switched off", High),
    off(
        "claude_enterprise_claude_code_zero_data_retention_enabled",
        "zero data retention of Claude Code switched off",
        High,
    ),
    off("claude_code_trusted_devices_required", "trusted devices no longer required for Claude Code", High),
    off("cowork_trusted_devices_required", "trusted devices no longer required for Cowork", High),
    off("content_redaction_enabled", "redaction of content switched off", Medium),
    off("access_transparency_enabled", "access transparency switched off", Medium),
    off("desktop_extension_allowlist_enabled", "allowlist of desktop extensions switched off", Medium),
    off("claude_science_managed_network_allowlist_enabled", "network allowlist of Claude Science switched off", Medium),
    off("claude_ai_skill_plugins_scanning_enabled", "scanning of skills and plugins switched off", Medium),
    on("claude_code_desktop_bypass_permissions_enabled", "Claude Code allowed to bypass permissions", High),
    on("claude_code_desktop_auto_permissions_enabled", "Claude Code allowed to grant permissions by itself", Medium),
    on("code_execution_network_egress_enabled", "executed code allowed to reach the network", Medium),
    on("connector_tools_default_always_allow", "tools of connectors allowed without asking", Medium),
    on("public_projects_enabled", "public projects allowed", Medium),
    on("claude_ai_chat_sharing_enabled", "sharing of chats allowed", Medium),
    on("frontier_data_use_enabled", "use of data by the provider allowed", Medium),
    Guard {
        name: "account_session_duration_seconds",
        weaker: WeakerWhen::Longer,
        says: "sessions made longer",
        severity: Medium,
    },
    Guard {
        name: "allowed_invite_domains",
        weaker: WeakerWhen::Wider,
        says: "more domains allowed for invitations",
        severity: Medium,
    },
    Guard { name: "ip_allowlist_ip_ranges", weaker: WeakerWhen::Wider, says: "IP allowlist widened", severity: High },
    Guard {
        name: "sso_provisioning_mode",
        weaker: WeakerWhen::WithoutSync,
        says: "members no longer made and removed by directory sync",
        severity: High,
    },
    KEPT,
];

/// What the events call retention is not documented: every name with that word that is none of the above.
const KEPT: Guard =
    Guard { name: "data_retention_periods", weaker: WeakerWhen::KeptLonger, says: "data kept longer", severity: High };

/// The guard of this name.
pub(super) fn guard(name: &str) -> Option<&'static Guard> {
    let named = GUARDS.iter().find(|guard| guard.name == name);
    named.or_else(|| name.contains("retention").then_some(&KEPT))
}
