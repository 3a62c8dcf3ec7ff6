//! A quarter of a small organization: who joined, what they did, who left, and what was used.

use serde_json::{Value, json};

use super::{TimelineSubject, Timelines};
use crate::analyze::testing::{activity, data, days, invite, key, member, page, usage, with, workspace};
use crate::facts::{Facts, as_of, unlisted};
use crate::model::{Dataset, Period, SampleLine};

type Files = Vec<(&'static str, String)>;

fn by(name: &str, created: &str, home: Option<&str>, creator: Value) -> Value {
    with(key(name, created, home), json!({ "created_by": creator }))
}

fn user(local: &str) -> Value {
    json!({"type": "user", "id": format!("user_{local}")})
}

fn files() -> Files {
    let keys = [
        by("search", "2026-07-05", Some("wrkspc_Prod"), user("ann")),
        by("other", "2026-01-05", None, user("gone")),
        with(by("nobodys", "2026-01-05", None, Value::Null), json!({"expires_at": "2026-12-31T00:00:00Z"})),
        with(
            by("anns", "2026-01-06", None, user("ok")),
            json!({"principal": {"type": "user_actor", "user_id": "user_ann"}}),
        ),
    ];
    let archived = json!({"archived_at": "2026-08-20T09:00:00Z"});
    let place = json!({"type": "workspace_member", "workspace_id": "wrkspc_Prod", "user_id": "user_ann", "workspace_role": "workspace_developer"});
    let lost = days("2026-08-01", "2026-08-02");
    vec![
        ("in.json", page(&[place])),
        ("invites.json", page(&[with(invite("ann@example.com", "user", "2026-07-20"), json!({"status": "accepted"}))])),
        ("keys.json", page(&keys)),
        ("members.json", page(&[member("ann@example.com", "user"), member("ok@example.com", "admin")])),
        (
            "roster.csv",
            "email,status,last_day\nann@example.com,active,\ngone@example.com,terminated,2026-08-03\n".to_owned(),
        ),
        ("spaces.json", page(&[workspace("Prod"), with(workspace("Old"), archived)])),
        ("usage.csv", usage(&[("search", "Prod", days("2026-07-10", "2026-09-30")), ("lost", "Lab", lost)])),
    ]
}

/// Events: invited and let in, single sign-on off for two hours, somebody removed.
fn feed() -> String {
    let sso = |at: &str, local: &str, on: bool| activity(at, "org_sso_toggled", local, json!({ "enabled": on }));
    let removed = json!({"deleted_user_id": "user_gone", "deleted_user_email": "gone@example.com"});
    let events = [
        activity("2026-07-01T08:00:00Z", "platform_cost_report_viewed", "ok", json!({})),
        activity("2026-08-01T09:00:00Z", "org_user_invite_sent", "ok", json!({"invited_email": "ann@example.com"})),
        activity("2026-08-02T11:30:00Z", "org_user_invite_accepted", "ann", json!({"invite_id": "invite_ann"})),
        sso("2026-08-03T10:00:00Z", "ann", false),
        sso("2026-08-03T11:55:00Z", "ok", true),
        activity("2026-08-01T10:00:00Z", "claude_project_created", "gone", json!({})),
        activity("2026-08-04T10:00:00Z", "org_user_deleted", "ok", removed),
        activity("2026-09-30T10:00:00Z", "platform_cost_report_viewed", "ok", json!({})),
    ];
    events.iter().map(|event| format!("{event}\n")).collect()
}

/// `time what [file:line]` of every line.
fn written(lines: &[SampleLine]) -> Vec<String> {
    let place = |line: &SampleLine| {
        let all = line.evidence.iter().map(|one| format!("{}:{}", one.file, one.line.unwrap_or_default()));
        all.collect::<Vec<_>>().join(" ")
    };
    lines.iter().map(|one| format!("{} {} [{}]", one.at.as_deref().unwrap_or("-"), one.what, place(one))).collect()
}

/// What is derived of the third quarter.
fn quarter(files: &Files) -> (Dataset, Facts, Period) {
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let (data, period) = (data(&files), "2026-Q3".parse().unwrap());
    let facts = Facts::derive(&data, period, as_of(&data).unwrap()).unwrap();
    (data, facts, period)
}

fn of(files: &Files, whose: impl for<'a> Fn(&'a Facts) -> TimelineSubject<'a>) -> Vec<String> {
    let (data, facts, period) = quarter(files);
    written(&Timelines::read(&data, &facts, period, &[whose(&facts)]).unwrap()[0])
}

fn of_unlisted(files: &Files, what: &str) -> Vec<String> {
    let (data, facts, period) = quarter(files);
    let found = unlisted(what, &data, &facts).unwrap();
    written(&Timelines::read(&data, &facts, period, &[TimelineSubject::Unlisted(&found[0])]).unwrap()[0])
}

fn of_key(files: &Files, name: &str) -> Vec<String> {
    of(files, |facts| TimelineSubject::Key(facts.lists.keys.iter().find(|key| key.name == name).unwrap()))
}

fn of_workspace(files: &Files, id: &str) -> Vec<String> {
    of(files, |facts| TimelineSubject::Workspace(facts.lists.workspaces.iter().find(|one| one.id == id).unwrap()))
}

const SHORT: &str =
    "; the exports that would show it do not cover the whole period (the latest days: 2026-07-10 to 2026-09-30)";

#[test]
fn a_key_from_its_creation_to_its_last_use() {
    let spend =
        format!("- spend in the period: $0.62, estimated at list price{SHORT} [usage.csv:2 usage.csv:3 usage.csv:84]");
    assert_eq!(
        of_key(&files(), "search"),
        [
            "- listed: status `active`, workspace `Prod`, hint `sk-ant-api03-R2D...igAA` [keys.json:1]",
            "2026-07-05T12:00:00Z created by `ann@example.com` (`user_ann`), according to the list [keys.json:1]",
            "2026-07-10 first use on record [usage.csv:2]",
            "2026-09-30 last use on record, in workspace `Prod` [usage.csv:84]",
            &spend,
        ]
    );
    let nobodys = of_key(&files(), "nobodys");
    assert_eq!(
        nobodys[1],
        "2026-01-05T12:00:00Z created by somebody not named in the list, according to the list [keys.json:1]"
    );
    assert_eq!(nobodys[2], "2026-12-31T00:00:00Z expires, according to the list [keys.json:1]");
    assert_eq!(nobodys[3], format!("- no use on record that certainly belongs to it{SHORT} [keys.json:1]"));
    let unused: Files = files().into_iter().filter(|(name, _)| *name != "usage.csv").collect();
    let said = of_key(&unused, "search");
    assert_eq!(
        said.last().unwrap(),
        "- no usage or cost export names keys: its use and spend are not known [keys.json:1]"
    );
}

#[test]
fn a_member_by_lists_and_events() {
    let mut all = files();
    all.push(("feed.jsonl", feed()));
    assert_eq!(
        of(&all, |facts| TimelineSubject::Member(facts.lists.member("user_ann").unwrap())),
        [
            "- listed: role `user`, name `ann` [members.json:1]",
            "- in workspace `Prod` as `workspace_developer` [in.json:1]",
            "- made key `search` (`apikey_search`, status `active`) [keys.json:1]",
            "- is the account of key `anns` (`apikey_anns`, status `active`) [keys.json:1]",
            "- roster of `list`: there, status `active` [roster.csv:2]",
            "2025-01-08T09:00:00Z joined, according to the list [members.json:1]",
            "2026-07-20T12:00:00Z invited as `user`; the invite is `accepted` [invites.json:1]",
            "2026-08-01T09:00:00Z `org_user_invite_sent` by `ok@example.com` [feed.jsonl:2]",
            "2026-08-02T11:30:00Z accepted the invitation that `ok@example.com` sent on 2026-08-01, 1 d 2 h later [feed.jsonl:3]",
            "2026-08-02T11:30:00Z first event of their own on record: `org_user_invite_accepted` [feed.jsonl:3]",
            "2026-08-02T11:30:00Z `org_user_invite_accepted`, as the actor [feed.jsonl:3]",
            "2026-08-03T10:00:00Z switched single sign-on off; on again by `ok@example.com` on 2026-08-03 11:55, 1 h 55 min later [feed.jsonl:4]",
            "2026-08-03T10:00:00Z last activity on record: `org_sso_toggled` [feed.jsonl:4]",
            "2026-08-03T10:00:00Z `org_sso_toggled`, as the actor [feed.jsonl:4]",
        ]
    );
    let sheet = "group,id,name,address,decision,reviewer,reviewed_on,ticket\nmember,user_ann,ann,ann@example.com,appropriate,boss@example.com,2026-09-01,\n";
    all.push(("sheet.csv", sheet.to_owned()));
    let reviewed = of(&all, |facts| TimelineSubject::Member(facts.lists.member("user_ann").unwrap()));
    let line = "2026-09-01 access reviewed by `boss@example.com`: `appropriate` [sheet.csv:2]";
    assert_eq!(reviewed.last().unwrap(), line);
    let silent = of(&files(), |facts| TimelineSubject::Member(facts.lists.member("user_ok").unwrap()));
    assert_eq!(silent.last().unwrap(), "- no activity on record; there are no audit events [members.json:1]");
}

#[test]
fn who_left_is_known_from_events_and_the_roster() {
    let mut all = files();
    all.push(("feed.jsonl", feed()));
    assert_eq!(
        of_unlisted(&all, "gone@example.com"),
        [
            "- in no list; known from the event that removed them, the roster, events [feed.jsonl:7]",
            "- roster of `list`: gone, status `terminated` [roster.csv:3]",
            "- made key `other` (`apikey_other`, status `active`) [keys.json:1]",
            "2026-08-01T10:00:00Z first event of their own on record: `claude_project_created` [feed.jsonl:6]",
            "2026-08-01T10:00:00Z last activity on record: `claude_project_created` [feed.jsonl:6]",
            "2026-08-01T10:00:00Z `claude_project_created`, as the actor [feed.jsonl:6]",
            "2026-08-03 last day, according to the roster of `list` [roster.csv:3]",
            "2026-08-04T10:00:00Z removed by ok@example.com on 2026-08-04, activity feed [feed.jsonl:7]",
            "2026-08-04T10:00:00Z `org_user_deleted` by `ok@example.com` [feed.jsonl:7]",
        ]
    );
    assert_eq!(
        of_unlisted(&all, "lost"),
        [
            "- in no list; known from token usage [usage.csv:86]",
            "2026-08-01 first use on record, in workspace `Lab` [usage.csv:85]",
            "2026-08-02 last use on record, in workspace `Lab` [usage.csv:86]",
        ]
    );
    assert_eq!(
        of_unlisted(&all, "Lab"),
        [
            "- in no list; known from usage or cost [usage.csv:85]",
            "2026-08-01 first use on record [usage.csv:85]",
            "2026-08-02 last use on record [usage.csv:86]",
        ]
    );
}

#[test]
fn a_workspace_and_what_was_spent_in_it() {
    let all = files();
    let spend = |what: &str, places: &str| format!("- spend in the period: {what}{SHORT} [{places}]");
    assert_eq!(
        of_workspace(&all, "wrkspc_Prod"),
        [
            "- listed: live, with 1 listed key and 1 listed member [spaces.json:1]",
            "2025-01-07T09:00:00Z created, according to the list [spaces.json:1]",
            "2026-07-10 first use on record [usage.csv:2]",
            "2026-09-30 last use on record [usage.csv:84]",
            &spend("$0.62, partly or fully estimated at list price", "usage.csv:2 usage.csv:3 usage.csv:84"),
        ]
    );
    assert_eq!(
        of_workspace(&all, "wrkspc_Old"),
        [
            "- listed: archived, with 0 listed keys and 0 listed members [spaces.json:1]",
            "2025-01-07T09:00:00Z created, according to the list [spaces.json:1]",
            "2026-08-20T09:00:00Z archived, according to the list [spaces.json:1]",
            &spend("nothing on record", "spaces.json:1"),
        ]
    );
    let namesakes = page(&[workspace("Prod"), with(workspace("Prod"), json!({"id": "wrkspc_2"}))]);
    let twice =
        all.into_iter().map(|(name, text)| (name, if name == "spaces.json" { namesakes.clone() } else { text }));
    let said = of_workspace(&twice.collect(), "wrkspc_2");
    assert!(said.last().unwrap().contains("several workspaces have its name: its spend is not known"), "{said:?}");
}

/// Single sign-on that nobody switched on again, and minutes.
#[test]
fn a_switch_is_told_with_what_became_of_it() {
    let said = |events: &[Value]| {
        let mut all = files();
        all.push(("feed.jsonl", events.iter().map(|event| format!("{event}\n")).collect()));
        let lines = of(&all, |facts| TimelineSubject::Member(facts.lists.member("user_ann").unwrap()));
        lines.into_iter().filter(|line| line.contains("switched")).collect::<Vec<_>>()
    };
    let sso = |at: &str, local: &str, on: bool| activity(at, "org_sso_toggled", local, json!({ "enabled": on }));
    let off = sso("2026-08-03T10:00:00Z", "ann", false);
    let forever =
        "2026-08-03T10:00:00Z switched single sign-on off; nothing on record switched it on again [feed.jsonl:1]";
    assert_eq!(said(std::slice::from_ref(&off)), [forever]);
    let soon = said(&[off.clone(), sso("2026-08-03T10:25:59Z", "ann", true)]);
    assert!(soon[0].contains("on 2026-08-03 10:25, 25 min later"), "{soon:?}");
    let late = said(&[off, sso("2026-08-06T12:30:00Z", "ok", true)]);
    assert!(late[0].contains("on 2026-08-06 12:30, 3 d 2 h later"), "{late:?}");
    assert_eq!(said(&[sso("2026-08-03T10:00:00Z", "ok", false)]), [""; 0], "somebody else did");
}
