//! Usage covers the third quarter of 2026; `user_ok` is a member.

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{activity, ask, cost, days, found, key, member, outcome, page, usage, with};
use crate::policy::Policy;

fn by(name: &str, creator: &str) -> Value {
    with(key(name, "2026-01-05", None), json!({"created_by": {"type": "user", "id": creator}}))
}

fn members() -> String {
    page(&[member("ok@example.com", "developer")])
}

/// `user_gone` was removed on 10 August.
fn removal() -> String {
    let whom = json!({"deleted_user_id": "user_gone", "deleted_user_email": "gone@example.com"});
    activity("2026-08-10T08:00:00Z", "org_user_deleted", "ok", whom).to_string() + "\n"
}

fn until(day: &str) -> Vec<String> {
    days("2026-07-01", day)
}

#[test]
fn used_on_a_later_day() {
    let keys = page(&[
        by("used-after", "user_gone"),
        by("ok-same-day", "user_gone"),
        by("ok-before", "user_gone"),
        by("ok-member", "user_ok"),
        with(by("ok-service", "svac_1"), json!({"created_by": {"type": "service_account", "id": "svac_1"}})),
        with(by("ok-ownerless", ""), json!({"created_by": null})),
    ]);
    let usage = usage(&[
        ("used-after", "Default", until("2026-08-12")),
        ("ok-same-day", "Default", until("2026-08-10")),
        ("ok-before", "Default", until("2026-07-20")),
        ("ok-member", "Default", until("2026-09-30")),
        ("ok-service", "Default", until("2026-09-30")),
        ("ok-ownerless", "Default", until("2026-09-30")),
    ]);
    let row = |day: &str, usd| (day.to_owned(), "used-after", "apikey_used-after", "", usd);
    let cost = cost(&[row("2026-08-10", 100.0), row("2026-08-11", 1.5), row("2026-08-12", 2.0)]);
    let (members, removal) = (members(), removal());
    let files = [
        ("keys.json", keys.as_str()),
        ("members.json", &members),
        ("usage.csv", &usage),
        ("cost.csv", &cost),
        ("feed.jsonl", &removal),
    ];
    assert_eq!(
        ask(&ANALYZER, &files),
        [
            "critical used-after: created by gone@example.com (user_gone), removed by ok@example.com on 2026-08-10, activity feed. Used on 2 days after that (2026-08-11 to 2026-08-12). It has cost $3.50 since then. The key still works. Expected: no use after 2026-08-10"
        ]
    );
    let Outcome::Assessed { population, findings, .. } = outcome(&ANALYZER, &files, &Policy::default()) else {
        panic!("assessed")
    };
    assert_eq!(population, 4);
    let found = &findings[0];
    assert_eq!(found.period.unwrap().to_string(), "2026-08-11 to 2026-08-12");
    assert_eq!(found.impact_usd.unwrap().to_grouped(), "3.50");
    let evidence: Vec<&str> = found.evidence.iter().map(|one| one.file.as_str()).collect();
    assert_eq!(evidence, ["keys.json", "feed.jsonl", "usage.csv", "usage.csv"]);
}

#[test]
fn the_state_of_the_key_is_told() {
    let personal = json!({"principal": {"type": "user_actor", "user_id": "user_gone"}});
    let keys = page(&[
        with(by("personal", "user_gone"), personal),
        by("claude_code_key_gone_r4Tb", "user_gone"),
        with(by("archived", "user_gone"), json!({"status": "archived"})),
    ]);
    let names = ["personal", "claude_code_key_gone_r4Tb", "archived"];
    let usage = usage(&names.map(|name| (name, "Default", until("2026-08-12"))));
    let (members, removal) = (members(), removal());
    let files =
        [("keys.json", keys.as_str()), ("members.json", &members), ("usage.csv", &usage), ("feed.jsonl", &removal)];
    let lines = ask(&ANALYZER, &files);
    assert_eq!(lines.len(), 3);
    for (line, says) in
        lines.iter().zip(["It is a personal key that should", "Claude Code key that should", "The key is archived now"])
    {
        assert!(line.contains(says), "{line}");
    }
}

#[test]
fn the_key_as_the_actor_of_an_event() {
    let keys = page(&[by("acts", "user_gone"), by("ok-quiet", "user_gone")]);
    let usage = usage(&[("ok-quiet", "Default", until("2026-07-20")), ("x", "Default", until("2026-09-30"))]);
    let read = json!({"actor": {"type": "api_actor", "api_key_id": "apikey_acts"}});
    let feed = removal() + &activity("2026-09-20T08:00:00Z", "compliance_api_accessed", "nobody", read).to_string();
    let members = members();
    let files =
        [("keys.json", keys.as_str()), ("members.json", &members), ("usage.csv", &usage), ("feed.jsonl", &feed)];
    let line = ask(&ANALYZER, &files).remove(0);
    assert!(line.contains("Used on 1 day after that (2026-09-20). The key still works"), "{line}");
    assert_eq!(found(&ANALYZER, &files), ["critical acts"]);
}

#[test]
fn the_roster_where_no_event_tells() {
    let roster = "Name,Email,Status,End date\nG,gone@example.com,terminated,2026-08-10\nO,ok@example.com,active,\n";
    let keys = page(&[by("used-after", "user_gone"), by("ok-until-then", "user_gone")]);
    let usage =
        usage(&[("used-after", "Default", until("2026-09-30")), ("ok-until-then", "Default", until("2026-08-10"))]);
    let seen = activity("2026-07-01T08:00:00Z", "claude_chat_created", "gone", json!({})).to_string();
    let members = members();
    let files = [
        ("keys.json", keys.as_str()),
        ("members.json", &members),
        ("usage.csv", &usage),
        ("roster.csv", roster),
        ("feed.jsonl", &seen),
    ];
    let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!("assessed") };
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].message.contains("roster: last day 2026-08-10, «terminated». Used on 51 days after that"));
    assert_eq!(findings[0].confidence, crate::model::Confidence::Medium);
    let listed = page(&[member("ok@example.com", "developer"), member("gone@example.com", "developer")]);
    let files = [files[0], ("members.json", &listed), files[2], files[3], files[4]];
    assert_eq!(found(&ANALYZER, &files), [""; 0], "still a member: another check");
}

#[test]
fn whoever_came_back_has_not_left() {
    let keys = page(&[by("ok-back", "user_gone")]);
    let usage = usage(&[("ok-back", "Default", until("2026-09-30"))]);
    let back = activity("2026-08-20T08:00:00Z", "org_user_invite_accepted", "gone", json!({})).to_string();
    let feed = removal() + &back;
    let files = [("keys.json", keys.as_str()), ("usage.csv", &usage), ("feed.jsonl", &feed)];
    assert_eq!(found(&ANALYZER, &files), [""; 0]);
    let again = page(&[with(member("gone@example.com", "user"), json!({"id": "user_new"}))]);
    let removal = removal();
    let files = [files[0], files[1], ("members.json", again.as_str()), ("feed.jsonl", &removal)];
    assert_eq!(found(&ANALYZER, &files), [""; 0], "under another id");
}

#[test]
fn what_cannot_be_told() {
    let usage_of = |name| usage(&[(name, "Default", until("2026-09-30"))]);
    let keys = page(&[by("ok-unknown", "user_stranger")]);
    let (usage, members, removal) = (usage_of("ok-unknown"), members(), removal());
    let files =
        [("keys.json", keys.as_str()), ("members.json", &members), ("usage.csv", &usage), ("feed.jsonl", &removal)];
    let line = ask(&ANALYZER, &files).remove(0);
    assert!(line.starts_with("not assessed: not judged: 1 key of creators in no member list"), "{line}");
    assert_eq!(ask(&ANALYZER, &files[..3]), ["not assessed: no export of audit events or identity-provider roster"]);

    let twin = |id: &str, creator| with(by("twin", creator), json!({"id": id}));
    let keys = page(&[twin("apikey_1", "user_gone"), twin("apikey_2", "user_ok")]);
    let usage = usage_of("twin");
    let files = [("keys.json", keys.as_str()), files[1], ("usage.csv", &usage), files[3]];
    let Outcome::Assessed { findings, notes, .. } = outcome(&ANALYZER, &files, &Policy::default()) else {
        panic!("assessed")
    };
    assert!(findings.is_empty() && notes.len() == 1 && notes[0].contains("«twin»"), "{notes:?}");
}

#[test]
fn a_key_that_ended_is_judged_by_its_use_in_the_period() {
    let keys =
        page(&[with(by("ok-long-ago", "user_gone"), json!({"status": "archived"})), by("used-after", "user_gone")]);
    let whom = json!({"deleted_user_id": "user_gone"});
    let feed = activity("2026-05-10T08:00:00Z", "org_user_deleted", "ok", whom).to_string();
    let spring = days("2026-04-01", "2026-05-20");
    let usage = usage(&[
        ("ok-long-ago", "Default", spring.clone()),
        ("used-after", "Default", spring),
        ("x", "Default", days("2026-04-01", "2026-09-30")),
    ]);
    let files = [("keys.json", keys.as_str()), ("usage.csv", &usage), ("feed.jsonl", &feed)];
    assert_eq!(found(&ANALYZER, &files), ["critical used-after"]);
}

/// Fault: Keys whose list names their creators in no readable words: «assessed, 0 of 0», and nothing said of the key of somebody who had left
/// Outcome: They are named as not judged, and where there are no others the check is not assessed
#[test]
fn keys_of_nobody_knows_whom_are_not_judged() {
    let lost = |name: &str| with(by(name, ""), json!({"created_by": "[Record]"}));
    let usage = usage(&[("lost", "Default", until("2026-08-12")), ("ok-member", "Default", until("2026-08-12"))]);
    let (members, removal) = (members(), removal());
    let judge = |keys: &[Value]| {
        let keys = page(keys);
        let files =
            [("keys.json", keys.as_str()), ("members.json", &members), ("usage.csv", &usage), ("feed.jsonl", &removal)];
        match outcome(&ANALYZER, &files, &Policy::default()) {
            Outcome::Assessed { population, findings, notes } => {
                format!("{population} {} {}", findings.len(), notes.join(" / "))
            }
            Outcome::NotAssessed { why, .. } | Outcome::NotApplicable { why, .. } => why,
        }
    };
    let why = "not judged, because the list names their creators in no words that say whom it means: «lost» (created by «[Record]»)";
    assert_eq!(judge(&[lost("lost")]), why);
    assert_eq!(judge(&[lost("lost"), by("ok-member", "user_ok")]), format!("1 0 {why}"));
}

/// Fault: Neither an event nor a dated roster said when people left: the keys of those who are there were «assessed, 0 findings»
/// Outcome: Not assessed where none of those who are gone could be judged, and partial where some could
#[test]
fn nobody_says_when_they_left() {
    let keys = page(&[by("theirs", "user_lost"), by("ok-member", "user_ok")]);
    let usage = usage(&["theirs", "ok-member"].map(|name| (name, "Default", until("2026-09-30"))));
    let roster = "Name,Email,Status\nO,ok@example.com,active\n";
    let members = members();
    let files =
        [("keys.json", keys.as_str()), ("members.json", &members), ("usage.csv", &usage), ("roster.csv", roster)];
    let why = "not judged: 1 key of creators in no member list, because neither an event nor a roster says since when";
    assert_eq!(ask(&ANALYZER, &files), [format!("not assessed: {why}")]);
    let both = page(&[by("theirs", "user_lost"), by("ok-before", "user_gone"), by("ok-member", "user_ok")]);
    let removal = removal();
    let files = [("keys.json", both.as_str()), files[1], files[2], ("feed.jsonl", &removal)];
    let report = crate::analyze::testing::report(&files, &Policy::default(), None);
    let check = report.checks.iter().find(|check| check.id == ANALYZER.id).unwrap();
    assert_eq!(check.population, 2);
    assert!(check.partial.as_deref().is_some_and(|said| said.contains(why)), "{check:?}");
}

/// Fault: The roster says since when somebody is gone, and an earlier member list whose id the creator's is: «neither an event nor a roster says since when»
/// Outcome: Past editions of the member list tell whose an id is; where nothing does, that is the reason, and another roster is not asked for
#[test]
fn past_editions_of_the_member_list_tell_whose_an_id_is() {
    let keys = page(&[by("of-gone", "user_gone"), by("of-ok", "user_ok")]);
    let all = ["ok", "ann", "bob", "cem", "dot"].map(|name| member(&format!("{name}@example.com"), "developer"));
    let now = page(&all);
    let before = page(&[&all[..], &[member("gone@example.com", "developer")]].concat());
    let roster = |last: &str, status: &str| {
        let others = ["ok", "ann", "bob", "cem", "dot"].map(|name| format!("{name}@example.com,active,\n"));
        format!("work_email,status,last_day\n{}gone@example.com,{status},{last}\n", others.concat())
    };
    let used = |until: &str| {
        usage(&[
            ("of-gone", "Default", days("2026-07-01", until)),
            ("of-ok", "Default", days("2026-07-01", "2026-09-30")),
        ])
    };
    let critical = "critical of-gone: created by gone@example.com (user_gone), roster: last day 2026-08-31";
    let nameless =
        "not assessed: not judged: 1 key of creators in no member list, because no export says whose these ids are";
    let undated = "not assessed: not judged: 1 key of creators in no member list, because neither an event nor a roster says since when";
    let (left, undated_roster) = (roster("2026-08-31", "terminated"), roster("", "terminated"));
    for (what, with_before, roster, until, said) in [
        ("used until the end", true, &left, "2026-09-30", Some(critical)),
        ("used on the day after", true, &left, "2026-09-01", Some(critical)),
        ("used on the last day", true, &left, "2026-08-31", None),
        ("no earlier list", false, &left, "2026-09-30", Some(nameless)),
        ("no last day", true, &undated_roster, "2026-09-30", Some(undated)),
    ] {
        let used = used(until);
        let mut files = vec![
            ("2026-10-01/users.json", now.as_str()),
            ("keys.json", &keys),
            ("usage.csv", &used),
            ("roster.csv", roster),
        ];
        files.extend(with_before.then_some(("2026-08-01/users.json", before.as_str())));
        let found = ask(&ANALYZER, &files);
        assert_eq!(found.len(), usize::from(said.is_some()), "{what}: {found:?}");
        assert!(said.is_none_or(|said| found[0].starts_with(said)), "{what}: {found:?}");
    }
}

/// Fault: A key that an admin made for a service account was critical as soon as the admin left
/// Outcome: It goes on by right: medium, to be rotated since its maker may know the secret; a key of nobody and a personal one stay critical
#[test]
fn a_service_accounts_key_is_to_be_rotated() {
    for (what, principal, severity) in [
        ("service account", json!({"type": "service_account_actor", "service_account_id": "svac_1"}), "medium"),
        ("nobody", Value::Null, "critical"),
        ("personal", json!({"type": "user_actor", "user_id": "user_gone"}), "critical"),
    ] {
        let keys = page(&[with(by("k", "user_gone"), json!({"principal": principal}))]);
        let (usage, members, removal) = (usage(&[("k", "Default", until("2026-08-12"))]), members(), removal());
        let files =
            [("keys.json", keys.as_str()), ("members.json", &members), ("usage.csv", &usage), ("feed.jsonl", &removal)];
        let line = ask(&ANALYZER, &files).remove(0);
        assert!(line.starts_with(&format!("{severity} k: ")), "{what}: {line}");
        let is_rotated =
            line.contains("whoever made it may know the secret: rotate it. Expected: a new secret after 2026-08-10");
        assert_eq!(is_rotated, severity == "medium", "{what}: {line}");
    }
}
