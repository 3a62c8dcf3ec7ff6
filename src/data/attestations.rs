//! Which line of the checklist an attested control bears on.

use crate::model::Control;

/// Identifiers that the documentation of the Compliance API names (manage-claude/compliance-security-posture/overview, November
/// 2026; they are the same for all organizations), each with the line of the checklist that it is part of. What is not here is
/// listed as it stands: a guess at what somebody attested would put words into their mouth.
const CONTROLS: [(&str, Control); 3] = [
    // Whoever leaves the identity provider cannot sign in any more.
    ("sso_enabled", Control::Offboarding),
    ("oauth_conditional_access", Control::LeastPrivilege),
    ("allowed_invite_domains", Control::LeastPrivilege),
];

/// The line of the checklist that an attested control bears on, if one is known.
#[must_use]
pub fn attested_control(id: &str) -> Option<Control> {
    CONTROLS.iter().find(|(known, _)| *known == id).map(|(_, control)| *control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_documented_names_are_mapped() {
        assert_eq!(attested_control("sso_enabled"), Some(Control::Offboarding));
        for other in ["single_sign_on", "SSO_ENABLED", "", "key-rotation"] {
            assert_eq!(attested_control(other), None, "{other}");
        }
    }
}
