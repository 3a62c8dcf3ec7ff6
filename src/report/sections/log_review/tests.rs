//! A feed of August to October; the period is the third quarter of 2026.

use serde_json::{Value, json};

use super::log_review;
use crate::analyze::testing::{activity, data, key, member, page, with};
use crate::facts::{Facts, as_of};
use crate::model::{Change, LogReview, Period};

fn review(files: &[(&str, &str)]) -> LogReview {
    let data = data(files);
    let period: Period = "2026-Q3".parse().unwrap();
    let as_of = as_of(&data).unwrap();
    log_review(&data, &Facts::derive(&data, period, as_of).unwrap(), period).unwrap()
}

fn lines(events: &[Value]) -> String {
    events.iter().map(|event| format!("{event}\n")).collect()
}

fn at(day: &str, kind: &str, local: &str, fields: Value) -> Value {
    activity(&format!("{day}T10:15:00Z"), kind, local, fields)
}

#[test]
fn events_by_hour_of_the_week_and_by_kind() {
    let feed = lines(&[
        at("2026-08-03", "claude_chat_created", "ann", json!({})),
        at("2026-08-10", "claude_chat_created", "ben", json!({})),
        at("2026-08-09", "org_sso_toggled", "ann", json!({"enabled": false})),
        at("2026-08-04", "some_type_of_next_year", "ann", json!({})),
        at("2026-10-05", "claude_chat_created", "ann", json!({})),
    ]);
    let review = review(&[("feed.jsonl", &feed)]);
    assert_eq!((review.activity_by_hour.len(), review.activity_by_hour[0].len()), (7, 24));
    assert_eq!((review.activity_by_hour[0][10], review.activity_by_hour[6][10]), (2, 1), "Mondays and a Sunday");
    assert_eq!(review.activity_by_hour.iter().flatten().sum::<u64>(), 4, "of the period only");
    let kinds: Vec<String> = review
        .kinds
        .iter()
        .map(|kind| format!("{} {} {} {:?}", kind.sensitivity, kind.topic, kind.action, kind.events))
        .collect();
    assert_eq!(kinds, ["administration sso changed [1]", "unknown  other [1]", "everyday content made [2]"]);
}

#[test]
fn what_both_sources_tell_of_is_one_event() {
    let feed = lines(&[at("2026-08-03", "claude_project_created", "ann", json!({}))]);
    let log = "created_at,actor_info,event,event_info,entity_info,ip_address,user_agent\n\
               2026-08-03T10:15:01Z,\"{'name': 'Ann', 'uuid': 'u-1', 'metadata': {'email_address': 'ann@example.com'}}\",project_created,{},{},198.51.100.7,x\n";
    let review = review(&[("feed.jsonl", &feed), ("log.csv", log)]);
    assert_eq!(review.sources.iter().map(|source| source.events).collect::<Vec<_>>(), [1, 1]);
    assert_eq!((review.reported_twice, review.activity_by_hour[0][10]), (1, 1));
    assert_eq!(review.kinds[0].events, [1, 1]);
}

fn change(field: &str, before: Option<&str>, after: Option<&str>) -> Change {
    Change { field: field.to_owned(), before: before.map(str::to_owned), after: after.map(str::to_owned) }
}

#[test]
fn what_administrators_did_to_what() {
    let role = json!({"user_id": "user_ben", "user_email": "ben@example.com", "previous_role": "user", "current_role": "admin"});
    let updates = json!([{"type": "status", "previous_value": "active", "current_value": "inactive"}]);
    let feed = lines(&[
        at("2026-08-03", "claude_user_role_updated", "ann", role),
        at("2026-08-04", "platform_api_key_updated", "ann", json!({"api_key_id": "apikey_search", "updates": updates})),
        at(
            "2026-08-05",
            "platform_spend_limit_created",
            "ann",
            json!({"limit_usd": 500, "limit_action": "notify_only"}),
        ),
        at(
            "2026-08-06",
            "primary_owner_transferred",
            "ann",
            json!({"previous_owner_id": "user_ann", "new_owner_id": "user_ben"}),
        ),
        at("2026-08-07", "claude_chat_deleted", "ann", json!({"claude_chat_id": "c"})),
        at("2026-06-03", "org_sso_toggled", "ann", json!({"enabled": false})),
    ]);
    let keys = page(&[key("search", "2026-01-05", None)]);
    let members = page(&[member("ann@example.com", "admin"), member("ben@example.com", "admin")]);
    let review = review(&[("feed.jsonl", &feed), ("keys.json", &keys), ("members.json", &members)]);
    assert_eq!((review.actions.len(), review.actions_total), (4, 4), "neither everyday work nor before the period");
    let found: Vec<(Vec<&str>, &[Change])> = review
        .actions
        .iter()
        .map(|action| (action.objects.iter().map(String::as_str).collect(), action.changes.as_slice()))
        .collect();
    assert_eq!(
        found[0],
        (vec!["ben@example.com"], &[change("role", Some("user"), Some("admin"))][..]),
        "id and address are one"
    );
    assert_eq!(found[1], (vec!["key search"], &[change("status", Some("active"), Some("inactive"))][..]));
    let set = [change("limit_action", None, Some("notify_only")), change("limit_usd", None, Some("$5.00"))];
    assert_eq!(found[2], (vec![], &set[..]));
    assert_eq!(found[3].1, [change("owner_id", Some("user_ann"), Some("user_ben"))]);
    let first = &review.actions[0];
    assert_eq!((first.actor.as_str(), first.ip.as_deref()), ("ann@example.com", Some("198.51.100.7")));
    assert_eq!((first.at.as_str(), first.evidence[0].line), ("2026-08-03T10:15:00Z", Some(1)));
}

#[test]
fn what_is_new_needs_earlier_events() {
    let late = [
        at("2026-07-20", "claude_chat_created", "ann", json!({})),
        at("2026-08-04", "claude_chat_created", "new", json!({})),
        at("2026-08-05", "org_sso_toggled", "ann", json!({"enabled": false})),
    ];
    let alone = review(&[("feed.jsonl", &lines(&late))]);
    assert_eq!((alone.compared_since, alone.new_actors.len(), alone.new_types.len()), (None, 0, 0));
    let early = at("2026-06-01", "claude_chat_created", "ann", json!({}));
    let feed = lines(&[vec![early], late.to_vec()].concat());
    let joined = with(member("new@example.com", "user"), json!({"added_at": "2026-08-03T09:00:00Z"}));
    let members = page(&[member("ann@example.com", "admin"), joined]);
    let review = review(&[("feed.jsonl", &feed), ("members.json", &members)]);
    let news = |seen: &[crate::model::FirstSeen]| {
        seen.iter().map(|one| format!("{} {} ({}) {}", one.at, one.name, one.about, one.events)).collect::<Vec<_>>()
    };
    assert_eq!(review.compared_since.map(|day| day.to_string()).as_deref(), Some("2026-06-01"));
    assert_eq!(news(&review.new_actors), ["2026-08-04T10:15:00Z new@example.com (a member since 2026-08-03) 1"]);
    assert_eq!(news(&review.new_types), ["2026-08-05T10:00:00Z org_sso_toggled (administration) 1"]);
}

/// Whom only a source reports that begins later, nobody could have seen before: nobody is called new then.
#[test]
fn nobody_is_new_by_a_source_that_begins_in_the_period() {
    let feed = lines(&[
        at("2026-06-01", "claude_chat_created", "ann", json!({})),
        at("2026-08-04", "claude_chat_created", "new", json!({})),
    ]);
    let log = |first: &str| {
        let row = |day: &str, who: &str| {
            format!(
                "{day}T12:00:00Z,\"{{'name': 'X', 'uuid': 'u-{who}', 'metadata': {{'email_address': '{who}@example.com'}}}}\",project_created,{{}},{{}},198.51.100.7,x\n"
            )
        };
        let head = "created_at,actor_info,event,event_info,entity_info,ip_address,user_agent\n";
        format!("{head}{}{}", row(first, "ann"), row("2026-08-20", "late"))
    };
    let of = |first: &str| {
        let new = review(&[("feed.jsonl", &feed), ("log.csv", &log(first))]).new_actors;
        new.into_iter().map(|one| one.name).collect::<Vec<_>>()
    };
    assert_eq!(of("2026-06-02"), ["new@example.com", "late@example.com"], "both reach back far enough");
    assert_eq!(of("2026-08-01"), [""; 0], "the log does not");
}

#[test]
fn rows_to_decide_about_and_what_was_decided() {
    let role = |user: &str| json!({"user_id": user, "previous_role": "user", "current_role": "admin"});
    let feed = lines(&[
        at("2026-08-03", "claude_user_role_updated", "ann", role("user_ben")),
        at("2026-08-12", "claude_user_role_updated", "ann", role("user_cy")),
        at("2026-08-04", "claude_user_role_updated", "ben", role("user_cy")),
        at("2026-08-05", "org_sso_toggled", "ann", json!({"enabled": false})),
    ]);
    let members = page(&[member("ann@example.com", "admin"), member("ben@example.com", "admin")]);
    let files = [("feed.jsonl", feed.as_str()), ("members.json", &members)];
    let blank = review(&files);
    let listed: Vec<(&str, &str, u64)> =
        blank.rows.iter().map(|row| (row.actor.as_str(), row.event.as_str(), row.count)).collect();
    assert_eq!(
        listed,
        [
            ("ann@example.com", "claude_user_role_updated", 2),
            ("ben@example.com", "claude_user_role_updated", 1),
            ("ann@example.com", "org_sso_toggled", 1)
        ]
    );
    assert_eq!(
        (blank.rows[0].first.as_str(), blank.rows[0].last.as_str()),
        ("2026-08-03T10:15:00Z", "2026-08-12T10:15:00Z")
    );
    assert_eq!(
        blank.rows[0].objects,
        ["user_ben", "user_cy"].map(|id| if id == "user_ben" { "ben@example.com" } else { id })
    );
    assert_eq!(blank.actions.iter().filter(|action| action.row == blank.rows[0].id).count(), 2);
    let keys: std::collections::BTreeSet<&String> = blank.rows.iter().flat_map(|row| &row.event_keys).collect();
    assert_eq!(keys.len(), 4);
    assert!(blank.result.is_none());
    // Of the first row one event, of the second all, by two people; the third only with a word that is none.
    let sheet = format!(
        "id,actor,event,event_keys,decision,reviewer,reviewed_on\nx,a,e,{},expected,boss,2026-08-10\ny,a,e,{},expected,boss,2026-08-09\n\
         y,a,e,{},incident,cy,2026-08-09\nz,a,e,{},perhaps,cy,2026-08-09\n",
        blank.rows[0].event_keys[0],
        blank.rows[1].event_keys[0],
        blank.rows[1].event_keys[0],
        blank.rows[2].event_keys.join(" ")
    );
    let decided = review(&[files[0], files[1], ("sheet.csv", &sheet)]);
    let ids = |review: &LogReview| review.rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&decided), ids(&blank));
    let result = decided.result.unwrap();
    assert_eq!(result.equation(), "3 rows = 1 decided (0 expected + 0 for follow-up + 1 incident) + 2 undecided");
    assert_eq!((result.unclear, result.others, result.events), (1, 0, 4));
    assert_eq!((decided.rows[0].decided, &decided.rows[0].decision), (1, &None));
    assert_eq!(decided.rows[1].decision.as_ref().unwrap().decision, "incident", "of one day the worst counts");
    assert_eq!(decided.rows[2].unclear.as_deref(), Some("«perhaps» is not a known decision"));
    let week = |first: &str| result.weeks.iter().find(|week| week.first.to_string() == first).unwrap();
    assert_eq!((week("2026-08-03").events, week("2026-08-03").decided, week("2026-08-03").on), (3, 2, None));
    assert_eq!((week("2026-08-10").events, week("2026-08-10").decided), (1, 0));
    assert_eq!(
        (result.weeks[0].first.to_string().as_str(), result.weeks.last().unwrap().last.to_string().as_str()),
        ("2026-07-01", "2026-09-30")
    );
}

/// A row names what its events changed, each change once, and six at most.
#[test]
fn changes_of_a_row_are_told_once_and_six_at_most() {
    let people = page(&[member("ann@example.com", "admin")]);
    let changed = |whom_to: &[(&str, &str)]| {
        let event = |(n, (whom, to)): (usize, &(&str, &str))| {
            let fields = json!({"user_id": format!("user_{whom}"), "previous_role": "user", "current_role": to});
            with(at("2026-08-03", "claude_user_role_updated", "ann", fields), json!({"id": format!("activity_{n}")}))
        };
        let feed = lines(&whom_to.iter().enumerate().map(event).collect::<Vec<_>>());
        let review = review(&[("people.json", &people), ("feed.jsonl", &feed)]);
        assert_eq!((review.rows.len(), review.rows[0].count), (1, whom_to.len() as u64));
        review.rows[0].changes.iter().map(|one| one.after.clone().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(changed(&[("ben", "admin"), ("cy", "admin"), ("dan", "owner")]), ["admin", "owner"]);
    let roles = ["a", "b", "c", "d", "e", "f", "g"].map(|role| ("ben", role));
    assert_eq!(changed(&roles[..6]), ["a", "b", "c", "d", "e", "f"]);
    assert_eq!(changed(&roles), ["a", "b", "c", "d", "e", "f"], "the seventh is in the list of events");
}

#[test]
fn requests_to_the_compliance_api_that_delete_are_reviewed_and_reading_ones_are_not() {
    let request = |day: &str, method: &str| {
        let url = "https://api.anthropic.com/v1/compliance/apps/chats/claude_chat_1";
        at(day, "compliance_api_accessed", "ann", json!({"request_method": method, "status_code": 404, "url": url}))
    };
    let feed = lines(&[request("2026-08-03", "DELETE"), request("2026-08-04", "GET"), request("2026-08-05", "delete")]);
    let review = review(&[("feed.jsonl", &feed)]);
    let days: Vec<&str> = review.actions.iter().map(|action| &action.at[..10]).collect();
    assert_eq!(days, ["2026-08-03", "2026-08-05"], "whether they were carried out or refused");
}

/// Fault: A row of more than 372 events lost its decision: its keys were cut as a name that is too long, and were those of no event
/// Outcome: They stay whole, and where something else cut them the row's id tells
#[test]
fn rows_of_many_events_keep_their_decision() {
    let people = page(&[member("ann@example.com", "admin")]);
    for (count, rows) in [(1, 1), (372, 1), (373, 1), (1000, 1), (1001, 2)] {
        let event = |n: usize| {
            let fields = json!({"id": format!("activity_{n:05}"), "user_id": format!("user_{n}")});
            with(at("2026-08-03", "org_user_deleted", "ann", json!({})), fields)
        };
        let feed = lines(&(0..count).map(event).collect::<Vec<_>>());
        let files = [("people.json", people.as_str()), ("feed.jsonl", &feed)];
        let blank = review(&files);
        assert_eq!(blank.rows.len(), rows, "{count}");
        // Whole; cut in the middle of a key; cut to a beginning that is no key; without the column's cells.
        let cuts: [fn(&str) -> String; 4] = [
            str::to_owned,
            |keys| keys.chars().take(keys.len().min(4096) - 3).collect(),
            |keys| format!("{}…", keys.chars().take(7).collect::<String>()),
            |_| String::new(),
        ];
        for cut in cuts {
            let row = |row: &crate::model::LogRow| {
                let keys = cut(&row.event_keys.join(" "));
                format!("{},ann,e,{keys},expected,boss,2026-08-10\n", row.id)
            };
            let decided: String = blank.rows.iter().map(row).collect();
            let sheet = format!("id,actor,event,event_keys,decision,reviewer,reviewed_on\n{decided}");
            let result = review(&[files[0], files[1], ("sheet.csv", &sheet)]).result.unwrap();
            assert_eq!((result.expected, result.undecided, result.others), (rows as u64, 0, 0), "{count}");
        }
    }
}

/// Fault: A word that nobody knows on the latest worksheet, and the older decision counted
/// Outcome: The row is undecided, and the word is said
#[test]
fn an_older_decision_does_not_stand_in_for_an_unknown_word() {
    let people = page(&[member("ann@example.com", "admin")]);
    let feed = lines(&[at("2026-08-03", "org_sso_toggled", "ann", json!({"enabled": false}))]);
    let files = [("people.json", people.as_str()), ("feed.jsonl", &feed)];
    let key = &review(&files).rows[0].event_keys[0];
    let head = "id,actor,event,event_keys,decision,reviewer,reviewed_on\n";
    for (first, second, expected, unclear) in [
        ("expected,boss,2026-08-10", "perhaps,boss,2026-10-10", 0, 1),
        ("perhaps,boss,2026-08-10", "expected,boss,2026-10-10", 1, 0),
        ("expected,boss,2026-08-10", "perhaps,boss,2026-08-10", 1, 0),
    ] {
        for turn in [[first, second], [second, first]] {
            let sheets = turn.map(|cells| format!("{head}x,a,e,{key},{cells}\n"));
            let all = [files[0], files[1], ("a.csv", &sheets[0]), ("b.csv", &sheets[1])];
            let result = review(&all).result.unwrap();
            assert_eq!((result.expected, result.unclear), (expected, unclear), "{turn:?}");
        }
    }
}
