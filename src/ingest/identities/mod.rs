//! Identities next to people and keys, as the Admin API lists them: service accounts, federation, groups and roles.

pub mod federation_issuers;
pub mod federation_rule_workspaces;
pub mod federation_rules;
pub mod rbac_group_members;
pub mod rbac_groups;
pub mod rbac_role_permissions;
pub mod rbac_roles;
pub mod service_accounts;
