//! Two accounts of one person, whose addresses differ by a tag: an event that states an id is about that account.

use serde_json::{Value, json};

use super::super::ANALYZER;
use super::{event, feed};
use crate::analyze::testing::{found, member, page, with};

fn accounts() -> Vec<Value> {
    let tagged = json!({"id": "user_tagged", "email": "rosa+test@example.com"});
    vec![
        member("ok@example.com", "admin"),
        member("rosa@example.com", "user"),
        with(member("rosa@example.com", "admin"), tagged),
    ]
}

fn contradicted(listed: &[Value], events: &[Value]) -> Vec<String> {
    let (list, feed) = (page(listed), feed(events));
    found(&ANALYZER, &[("members.json", &list), ("feed.json", &feed)])
}

/// Fault: What befell one account of a person was said of their other one, whose address is the same but for a tag
/// Outcome: An event that states an id is about that id
#[test]
fn an_event_is_about_the_account_whose_id_it_states() {
    let raised = |id: &str, address: &str| {
        let fields = json!({"user_id": id, "user_email": address, "previous_role": "user", "current_role": "admin"});
        event("2026-08-09T09:00:00Z", "claude_user_role_updated", fields)
    };
    assert_eq!(contradicted(&accounts(), &[raised("user_tagged", "rosa+test@example.com")]), [""; 0]);
    // The near misses: the other account, and nobody's id.
    let wrong = ["high rosa@example.com"];
    assert_eq!(contradicted(&accounts(), &[raised("user_rosa", "rosa@example.com")]), wrong);
    let by_address = event(
        "2026-08-09T09:00:00Z",
        "claude_user_role_updated",
        json!({"user_email": "rosa@example.com", "previous_role": "user", "current_role": "admin"}),
    );
    assert_eq!(contradicted(&accounts()[..2], &[by_address]), wrong);
    let gone = json!({"deleted_user_id": "user_tagged", "deleted_user_email": "rosa+test@example.com"});
    let gone = event("2026-09-01T09:00:00Z", "org_user_deleted", gone);
    assert_eq!(contradicted(&accounts()[..2], std::slice::from_ref(&gone)), [""; 0], "the other one stays");
    assert_eq!(contradicted(&accounts(), &[gone]).len(), 1, "listed as if not");
}

/// Where list and feed call everybody otherwise, the address is what they have in common.
#[test]
fn a_feed_with_other_ids_is_read_by_addresses() {
    let other = |address: &str, role: &str| {
        let fields = json!({"id": format!("usr-{}", &address[..2])});
        with(member(address, role), fields)
    };
    let listed = [other("ok@example.com", "admin"), other("rosa@example.com", "user")];
    let gone = json!({"deleted_user_id": "user_rosa", "deleted_user_email": "rosa@example.com"});
    let gone = event("2026-09-01T09:00:00Z", "org_user_deleted", gone);
    assert_eq!(contradicted(&listed, &[gone]), ["high rosa@example.com"]);
}
