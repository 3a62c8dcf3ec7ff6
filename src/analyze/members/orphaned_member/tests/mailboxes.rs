//! Mailboxes that nobody in particular has, next to lists of people and to directories.

use serde_json::json;

use super::super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{days, member, outcome, page, usage, with};
use crate::policy::Policy;

/// Fault: `admin@`, `noreply@` and `breakglass@`, which no list of employees can have, had left for certain
/// Outcome: Next to a list of people they are found with medium confidence and said to be mailboxes; next to a directory, and where somebody is called so, nothing changes
#[test]
fn a_mailbox_that_a_list_of_people_lacks_has_hardly_left() {
    let hr = |name: &str| format!("{name},{name}@example.com,Active\n");
    let people = ["ann", "bo", "cy", "di", "ed", "fay", "gus", "hal"];
    let hr = format!("Name,Email,Status\n{}", people.map(hr).concat());
    let user = |name: &str| json!({"userName": format!("{name}@example.com"), "active": true});
    let directory =
        json!({"schemas": ["x"], "totalResults": people.len(), "startIndex": 1, "Resources": people.map(user)})
            .to_string();
    for (local, name, is_mailbox) in [
        ("admin", "Administrator", true),
        ("it-support", "IT Support", true),
        ("noreply", "noreply", true),
        ("svc-claude", "svc claude", true),
        ("breakglass", "Break Glass", true),
        ("emergency.admin", "Emergency", true),
        ("dev", "Dev Patel", false),
        ("tom.meier", "Tom Meier", false),
    ] {
        let mut all: Vec<_> = people.iter().map(|who| member(&format!("{who}@example.com"), "user")).collect();
        all.push(with(member(&format!("{local}@example.com"), "user"), json!({"name": name})));
        let (members, used) = (page(&all), usage(&[("k", "A", days("2026-09-30", "2026-09-30"))]));
        for (roster, text, is_list) in [("hr.csv", &hr, true), ("scim.json", &directory, false)] {
            let files = [("users.json", members.as_str()), (roster, text), ("usage.csv", &used)];
            let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &Policy::default()) else {
                panic!("{local}")
            };
            let [one] = &findings[..] else { panic!("{local}: {findings:?}") };
            let is_doubtful = is_mailbox && is_list;
            assert_eq!(
                one.message.contains("; a mailbox, by its name"),
                is_doubtful,
                "{local} {roster}: {}",
                one.message
            );
            assert_eq!(one.confidence.id(), if is_doubtful { "medium" } else { "high" }, "{local} {roster}");
            assert_eq!(one.remediation[0].starts_with("Find out who uses"), is_doubtful, "{local} {roster}");
        }
    }
}
