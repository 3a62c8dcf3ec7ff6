//! Names of settings that the documentation knows, and what each of them holds.

/// What a setting holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingKind {
    /// On or off.
    Flag,
    /// A length of time in seconds; null is no limit.
    Seconds,
    /// A text; null is none.
    Text,
    /// A list of texts.
    List,
    /// How members are provisioned.
    Mode,
    /// Retention periods by kind of data.
    Retention,
}

/// Ways of provisioning members; the SCIM ones remove who leaves the identity provider. Source: as of the table.
pub const PROVISIONING_MODES: [&str; 5] =
    ["jit_advanced", "jit_permissive", "login_only", "scim_advanced", "scim_permissive"];

/// What people attest of a control. Source: reference of the Compliance API, security posture, October 2026.
pub const ATTESTATION_STATUSES: [&str; 3] = ["completed", "accepted_risk", "control_failed"];

/// What a setting of this name holds; nothing where no documentation names it.
#[must_use]
pub fn setting_kind(name: &str) -> Option<SettingKind> {
    let rows = include_str!("settings.tsv").lines().filter(|line| !line.starts_with('#'));
    let (_, kind) = rows.filter_map(|line| line.split_once('\t')).find(|(known, _)| *known == name)?;
    Some(match kind {
        "flag" => SettingKind::Flag,
        "seconds" => SettingKind::Seconds,
        "list" => SettingKind::List,
        "mode" => SettingKind::Mode,
        "retention" => SettingKind::Retention,
        _ => SettingKind::Text,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_table_is_whole() {
        let rows: Vec<(&str, &str)> =
            include_str!("settings.tsv").lines().filter_map(|line| line.split_once('\t')).collect();
        let names: BTreeSet<&str> = rows.iter().map(|(name, _)| *name).collect();
        assert_eq!((names.len(), rows.len()), (72, 72));
        for (name, kind) in rows {
            assert!(["flag", "seconds", "text", "list", "mode", "retention"].contains(&kind), "{name}: {kind}");
            assert!(setting_kind(name).is_some(), "{name}");
        }
        assert_eq!(setting_kind("account_session_duration_seconds"), Some(SettingKind::Seconds));
        assert_eq!((setting_kind(""), setting_kind("sso"), setting_kind("SSO_ENABLED")), (None, None, None));
    }
}
