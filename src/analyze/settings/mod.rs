//! Checks of the settings in force: what they are on the day of their export, next to what events say happened.

pub(super) mod code_execution_egress;
pub(super) mod connector_default_allow;
pub(super) mod invite_domains_open;
mod judge;
pub(super) mod lapsed_attestation;
pub(super) mod logging_not_on;
pub(super) mod long_session;
pub(super) mod no_ip_allowlist;
pub(super) mod permission_bypass_allowed;
pub(super) mod provisioning_without_offboarding;
pub(super) mod public_sharing_allowed;
pub(super) mod retention_outside_policy;
pub(super) mod setting_outside_policy;
pub(super) mod sso_not_enforced;
#[cfg(test)]
mod testing;
