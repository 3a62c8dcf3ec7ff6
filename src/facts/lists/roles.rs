//! Roles, however they are written.

/// A role as sentences have it: a list that leaves it out does not say that there is none.
#[must_use]
pub fn role_in_words(role: Option<&str>) -> &str {
    role.unwrap_or("not stated")
}

/// Whether a role is admin, owner, `primary_owner` or `membership_admin`.
#[must_use]
pub fn is_privileged_role(role: &str) -> bool {
    matches!(normalize_role(role).as_str(), "admin" | "owner" | "primary_owner" | "membership_admin")
}

/// A role as the API writes it: lists for people write `Primary Owner`.
#[must_use]
pub fn normalize_role(role: &str) -> String {
    role.trim().to_lowercase().replace([' ', '-'], "_")
}
