//! Local parts of mailboxes, next to those of people.

use super::Mailboxes;

#[test]
fn a_mailbox_is_known_by_its_name_and_a_person_is_none() {
    let known = Mailboxes::default();
    // Local part, listed name, whether a function's, whether nobody's.
    for (local, name, function, nobodys) in [
        ("support", None, true, true),
        ("it-support", None, true, true),
        ("no-reply", None, true, true),
        ("platform-team", None, true, true),
        ("ai-platform", None, true, true),
        ("ai", Some("Ai Tanaka"), false, false),
        ("admin", Some("Administrator"), true, true),
        ("dev", Some("Dev Patel"), false, false),
        ("dev", None, true, true),
        ("svc-claude", None, false, true),
        ("svc_claude", Some("Claude service"), false, true),
        ("service.falcon", None, false, true),
        ("service.claude", None, true, true),
        ("breakglass", None, false, true),
        ("break-glass-2", None, false, true),
        ("claude-breakglass", None, false, true),
        ("emergency.admin", None, false, true),
        ("jane-admin", Some("Jane Doe"), false, false),
        ("svetlana.c", Some("Svetlana C"), false, false),
        ("svc", Some("S V C"), false, false),
        ("anna.glass", Some("Anna Glass"), false, false),
        ("ann", Some("Ann"), false, false),
    ] {
        assert_eq!(known.names_function(local, name), function, "{local} {name:?}: of a function");
        assert_eq!(known.is_nobodys(local, name), nobodys, "{local} {name:?}: nobody's");
    }
}
