use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::testing::{activity, ask, data, found, member, page};
use crate::facts::{Facts, as_of, default_period};

fn feed(count: usize) -> String {
    let at = |number: usize, local: &str, kind: &str| -> Value {
        activity(&format!("2026-08-{:02}T10:15:00Z", number % 28 + 1), kind, local, json!({"number": number}))
    };
    let kind = |number: usize| format!("platform_workspace_{}", ["created", "updated", "archived"][number % 3]);
    let each = (0..count).map(|number| at(number, &format!("admin{number}"), &kind(number)));
    each.map(|event| format!("{event}\n")).collect()
}

fn people() -> String {
    page(&[member("admin0@example.com", "admin"), member("boss@example.com", "admin")])
}

/// A worksheet of the feed: `line` of a row's number gives decision, reviewer, day, ticket and comment.
fn sheet(feed: &str, line: impl Fn(usize) -> String) -> String {
    let (people, mut text) =
        (people(), "id,actor,event,event_keys,decision,reviewer,reviewed_on,ticket,comment\n".to_owned());
    let data = data(&[("feed.jsonl", feed), ("people.json", &people)]);
    let as_of = as_of(&data).unwrap();
    let facts = Facts::derive(&data, default_period(&data, as_of).unwrap(), as_of).unwrap();
    for (number, group) in facts.reviews.actions.groups.iter().enumerate() {
        let keys: Vec<&str> = group.events.iter().map(|event| event.key.as_str()).collect();
        text.push_str(&format!("{},{},{},{},{}\n", group.id, group.actor, group.event, keys.join(" "), line(number)));
    }
    text
}

fn reported(count: usize, line: impl Fn(usize) -> String) -> Vec<String> {
    let (feed, people) = (feed(count), people());
    let sheet = sheet(&feed, line);
    found(&ANALYZER, &[("feed.jsonl", &feed), ("people.json", &people), ("sheet.csv", &sheet)])
}

const SIGNED: &str = "expected,boss@example.com,2026-10-07,,";

#[test]
fn a_signed_and_independent_review_has_no_finding() {
    assert_eq!(reported(4, |_| SIGNED.to_owned()), [""; 0]);
    // What nobody has decided yet, or in words that are none, leaves the control in need of review, and is no finding.
    assert_eq!(reported(4, |row| if row == 1 { ",,,,".to_owned() } else { SIGNED.to_owned() }), [""; 0]);
    assert_eq!(reported(4, |row| SIGNED.replace("expected", if row == 1 { "perhaps" } else { "ok" })), [""; 0]);
}

#[test]
fn own_actions_and_missing_signatures() {
    let own = |text: &'static str| move |row: usize| if row == 0 { text.to_owned() } else { SIGNED.to_owned() };
    assert_eq!(reported(4, own("expected,Admin0@Example.com,2026-10-07,,")), ["medium admin0@example.com"]);
    assert_eq!(reported(4, own("expected,admin1@example.com,2026-10-07,,")), [""; 0], "another one's");
    assert_eq!(reported(4, own("expected,,2026-10-07,,")), ["low organization"]);
    assert_eq!(reported(4, own("expected,boss@example.com,,,")), ["low organization"]);
    assert_eq!(reported(4, own("incident,boss@example.com,2026-10-07,,")), ["low organization"]);
    assert_eq!(reported(4, own("incident,boss@example.com,2026-10-07,SEC-1,")), [""; 0]);
    assert_eq!(reported(4, own("follow-up,boss@example.com,2026-10-07,,asked")), [""; 0]);
    assert_eq!(reported(4, own("follow-up,,,,")), ["low organization"; 3], "each gap is reported");
}

#[test]
fn all_alike_is_an_observation_from_a_page_on() {
    assert_eq!(reported(20, |_| SIGNED.to_owned()), [""; 0], "a page");
    assert_eq!(reported(21, |_| SIGNED.to_owned()), ["low organization"]);
    let but_one = |other: &'static str| move |row: usize| if row == 7 { other.to_owned() } else { SIGNED.to_owned() };
    for other in [
        "follow-up,boss@example.com,2026-10-07,SEC-1,",
        "expected,cy@example.com,2026-10-07,,",
        "expected,boss@example.com,2026-10-08,,",
        "expected,boss@example.com,2026-10-07,,asked Ann",
    ] {
        assert_eq!(reported(21, but_one(other)), [""; 0], "{other}");
    }
}

#[test]
fn without_a_worksheet_there_is_no_review_to_look_at() {
    let (feed, people) = (feed(3), people());
    let files = [("feed.jsonl", feed.as_str()), ("people.json", &people)];
    assert_eq!(ask(&ANALYZER, &files), ["not applicable: no worksheet with decisions about the log was given"]);
    let blank = sheet(&feed, |_| ",,,,".to_owned());
    let files = [files[0], files[1], ("sheet.csv", &blank)];
    assert_eq!(
        ask(&ANALYZER, &files),
        ["not applicable: the worksheet of the log has no decision: nobody has filled it in"]
    );
}
