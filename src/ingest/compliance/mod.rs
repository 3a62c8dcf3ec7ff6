//! What the Compliance API says of an organization next to its activities: people, settings, security posture.

pub mod compliance_settings;
pub mod compliance_state;
pub mod compliance_users;
pub mod review_cases;
pub mod security_posture;
