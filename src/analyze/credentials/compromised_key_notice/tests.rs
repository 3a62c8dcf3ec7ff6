use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::credentials::testing::{case, list};
use crate::analyze::testing::{ask, found, outcome, page, with, workspace};
use crate::policy::Policy;

fn of(change: Value) -> Vec<String> {
    found(&ANALYZER, &[("cases.json", &list(&[with(case("1"), change)]))])
}

#[test]
fn open_cases_about_a_compromised_key() {
    let closed = |reason: &str| json!({"status": {"type": "closed", "reason": {"type": reason}}});
    assert_eq!(of(json!({})), ["critical rvc_1"]);
    assert_eq!(of(json!({"policy_categories": ["fraud", "compromised_key"]})), ["critical rvc_1"]);
    for (change, why) in [
        (closed("responded"), "closed"),
        (closed("window_ended"), "closed, even if nobody answered"),
        (json!({"policy_categories": ["fraud"]}), "about something else"),
    ] {
        assert_eq!(of(change), [""; 0], "{why}");
    }
}

#[test]
fn the_message_says_where_and_what_was_done() {
    let change = json!({"enforcement_action": {"type": "key_disabled"}, "respond_by": "2026-10-12T00:00:00Z", "workspace_id": "wrkspc_A"});
    let cases = list(&[with(case("1"), change)]);
    let spaces = page(&[workspace("A")]);
    assert_eq!(
        ask(&ANALYZER, &[("cases.json", &cases), ("spaces.json", &spaces)]),
        [
            "critical rvc_1: open since 2026-09-20, about messages of workspace «A». Anthropic took the action key_disabled. Answer requested by 2026-10-12. Expected: no open case about a compromised key"
        ]
    );
}

#[test]
fn words_that_nobody_knows() {
    let cases = list(&[
        with(case("1"), json!({"status": {"type": "paused"}})),
        with(case("2"), json!({"policy_categories": null})),
        with(case("3"), json!({"policy_categories": ["weather"]})),
    ]);
    let Outcome::Assessed { population, findings, notes } =
        outcome(&ANALYZER, &[("cases.json", &cases)], &Policy::default())
    else {
        panic!()
    };
    assert_eq!((population, findings.len()), (1, 0));
    assert_eq!(
        notes,
        [
            "not judged, because their records do not say why they were opened: «rvc_2»",
            "not judged, because their status is neither open nor closed: rvc_1 (paused)",
        ]
    );
}
