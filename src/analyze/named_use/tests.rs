//! Leavers and strangers in every kind of export that names people, next to those who are there.

use serde_json::json;

use crate::analyze::activity::off_roster_actor::ANALYZER;
use crate::analyze::testing::{activity, any_data, days, found_in, judge, member, page, usage};
use crate::analyze::{Outcome, stated};
use crate::model::Confidence;
use crate::policy::Policy;

/// Somebody, and the days of their use.
type Use<'a> = (&'a str, &'a [&'a str]);
/// How an export is written.
type Export = fn(&[Use]) -> (&'static str, String);

const ROSTER: &str = "email,name,status,last day\nok-ann@example.com,Ann,active,\nok-bob@example.com,Bob,active,\nok-cem@example.com,Cem,active,\ngone-tom@example.com,Tom,terminated,2026-08-31\ngone-kim@example.com,Kim,terminated,\n";

fn code(uses: &[Use]) -> (&'static str, String) {
    let row = |who: &str, day: &str| {
        json!({"date": format!("{day}T00:00:00Z"), "actor": {"type": "user_actor", "email_address": format!("{who}@example.com")},
            "organization_id": "o", "customer_type": "api", "terminal_type": "vscode",
            "core_metrics": {"num_sessions": 2, "lines_of_code": {"added": 1, "removed": 0}, "commits_by_claude_code": 0, "pull_requests_by_claude_code": 0},
            "tool_actions": {}, "model_breakdown": []})
    };
    let rows: Vec<_> = uses.iter().flat_map(|(who, days)| days.iter().map(move |day| row(who, day))).collect();
    ("code.json", json!({"data": rows, "has_more": false, "next_page": null}).to_string())
}

fn team(uses: &[Use]) -> (&'static str, String) {
    let rows: String = uses.iter().map(|(who, _)| format!("{who}@example.com,1.50,12\n")).collect();
    ("team.csv", format!("User,Spend this Month (USD),Lines this Month\n{rows}"))
}

fn spend(uses: &[Use]) -> (&'static str, String) {
    let head = "user_email,account_uuid,product,model,total_requests,total_prompt_tokens,total_completion_tokens,total_net_spend_usd,total_gross_spend_usd";
    let rows: String = uses
        .iter()
        .map(|(who, _)| format!("{who}@example.com,u,Chat,claude-sonnet-4-6,3,244,50,1.50,1.50\n"))
        .collect();
    ("spend-report.csv", format!("{head}\n{rows}"))
}

fn active(uses: &[Use]) -> (&'static str, String) {
    let row = |(who, days): &Use| {
        json!({"user": {"type": "user", "id": format!("user_{who}"), "email_address": format!("{who}@example.com")},
            "chat_metrics": {"message_count": 3}, "claude_code_metrics": {}, "web_search_count": 0, "last_activity_date": days.last()})
    };
    ("analytics.json", json!({"data": uses.iter().map(row).collect::<Vec<_>>(), "next_page": null}).to_string())
}

fn enterprise(uses: &[Use]) -> (&'static str, String) {
    let row = |who: &str, day: &str| {
        let next = day.parse::<chrono::NaiveDate>().unwrap() + chrono::Days::new(1);
        json!({"actor": {"type": "user_actor", "user_id": format!("user_{who}"), "email_address": format!("{who}@example.com"), "deleted": false},
            "uncached_input_tokens": 5, "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0},
            "cache_read_input_tokens": 0, "output_tokens": 6, "total_tokens": 11, "requests": 8,
            "server_tool_use": {"web_search_requests": 0}, "product": "chat", "model": "claude-opus-5-5",
            "starting_at": format!("{day}T00:00:00Z"), "ending_at": format!("{next}T00:00:00Z")})
    };
    let rows: Vec<_> = uses.iter().flat_map(|(who, days)| days.iter().map(move |day| row(who, day))).collect();
    let page =
        json!({"data": rows, "data_refreshed_at": "2026-11-01T05:00:00Z", "organization_id": "o", "next_page": null});
    ("by_user.json", page.to_string())
}

fn gateway(uses: &[Use]) -> (&'static str, String) {
    let head = "id,user_id,date,api_key,model,model_group,custom_llm_provider,endpoint,prompt_tokens,completion_tokens,cache_read_input_tokens,cache_creation_input_tokens,spend,api_requests";
    let row = |who: &str, day: &str| {
        format!(
            "{day}{who},{who}@example.com,{day},hash-{who},claude-sonnet-4-6,s,anthropic,/v1/messages,10,2,0,0,0.06,5\n"
        )
    };
    let rows: String = uses.iter().flat_map(|(who, days)| days.iter().map(move |day| row(who, day))).collect();
    ("daily.csv", format!("{head}\n{rows}"))
}

fn members() -> String {
    page(&["ok-ann", "ok-bob", "ok-cem"].map(|who| member(&format!("{who}@example.com"), "user")))
}

const DAILY: &[&str] = &["2026-08-30", "2026-09-01", "2026-09-29", "2026-09-30"];
const BEFORE: &[&str] = &["2026-08-30", "2026-08-31"];
const THERE: [Use; 3] = [("ok-ann", DAILY), ("ok-bob", DAILY), ("ok-cem", DAILY)];

/// What is said where one more is named: `severity confidence name`, and the notes; in place of all, why nothing was assessed.
fn said(export: Export, more: Use, others: &[(&str, &str)]) -> (Vec<String>, String) {
    let (name, text) = export(&[THERE.as_slice(), &[more]].concat());
    let members = members();
    // Where the exports end does not hang on this one.
    let keys = usage(&[("k", "Default", days("2026-07-01", "2026-09-30"))]);
    let own = [(name, text.as_str()), ("users.json", members.as_str()), ("roster.csv", ROSTER), ("usage.csv", &keys)];
    outcome(&[&own, others].concat())
}

fn outcome(files: &[(&str, &str)]) -> (Vec<String>, String) {
    match judge(&ANALYZER, &any_data(files), &Policy::default(), None) {
        Outcome::Assessed { findings, notes, .. } => {
            assert!(findings.iter().all(|one| !one.evidence.is_empty() && !one.remediation.is_empty()), "{findings:?}");
            let line = |one: &crate::model::Finding| {
                format!("{} {} {}", one.severity.id(), one.confidence.id(), one.subject.label())
            };
            (findings.iter().map(line).collect(), notes.join("; "))
        }
        Outcome::NotAssessed { why, .. } | Outcome::NotApplicable { why, .. } => (Vec::new(), why),
    }
}

/// Fault: Somebody who left, or is in no list, used Claude Code, claude.ai, Claude Enterprise or a gateway for weeks, and no check looked at the exports that name them
/// Outcome: Use after the last day is found with its days, a last active day counts too; strangers are found with medium confidence; whom a file without days names is named in a note, with the file
#[test]
fn every_export_that_names_people_is_asked_who_had_left() {
    let dated: [(Export, &str); 4] =
        [(code, "code.json"), (active, "analytics.json"), (enterprise, "by_user.json"), (gateway, "daily.csv")];
    for (export, file) in dated {
        let is_gateway = file == "daily.csv";
        let (found, _) = said(export, ("gone-tom", DAILY), &[]);
        assert_eq!(found, ["high medium gone-tom@example.com"], "{file}: after the last day");
        let (found, _) = said(export, ("gone-tom", &["2026-09-01"]), &[]);
        assert_eq!(found, ["medium medium gone-tom@example.com"], "{file}: on the day after it alone");
        let (found, notes) = said(export, ("gone-tom", BEFORE), &[]);
        assert_eq!(found, [""; 0], "{file}: up to the last day: {notes}");
        assert!(!notes.contains("gone-tom"), "{file}: {notes}");
        let (found, notes) = said(export, ("gone-kim", DAILY), &[]);
        assert!(
            found.is_empty()
                && notes.contains(&format!("nothing says on which day they left: gone-kim@example.com (in {file})")),
            "{file}: {found:?} {notes}"
        );
        let (found, notes) = said(export, ("stranger", DAILY), &[]);
        if is_gateway {
            assert!(found.is_empty() && notes.contains("need not be: stranger@example.com (in daily.csv)"), "{notes}");
        } else {
            assert_eq!(found, ["high medium stranger@example.com"], "{file}: in no list");
            let (found, notes) = said(export, ("stranger", BEFORE), &[]);
            assert!(
                found.is_empty() && notes.contains("may have left between their last use and the list: stranger@"),
                "{file}: {notes}"
            );
        }
        let (found, notes) = said(export, ("ok-ann", DAILY), &[]);
        assert!(found.is_empty() && !notes.contains("not judged by use"), "{file}: {found:?} {notes}");
    }
    for (export, file) in [(team as Export, "team.csv"), (spend, "spend-report.csv")] {
        for (who, says) in [("gone-tom", ", left 2026-08-31)"), ("stranger", ")")] {
            let (found, notes) = said(export, (who, DAILY), &[]);
            let wanted = format!("because the file does not say on which days: {who}@example.com (in {file}{says}");
            assert!(found.is_empty() && notes.contains(&wanted), "{file}, {who}: {found:?} {notes}");
        }
        let (found, notes) = said(export, ("ok-ann", DAILY), &[]);
        assert!(found.is_empty() && !notes.contains("not judged by use"), "{file}: {found:?} {notes}");
    }
}

#[test]
fn what_is_said_of_a_leaver_names_the_days_and_how_it_is_known() {
    let (name, text) = code(&[THERE.as_slice(), &[("gone-tom", DAILY)]].concat());
    let (again, more) = gateway(&[("gone-tom", &["2026-09-12"])]);
    let files = [(name, text.as_str()), (again, &more), ("users.json", &members()), ("roster.csv", ROSTER)];
    let Outcome::Assessed { findings, notes, population } =
        judge(&ANALYZER, &any_data(&files), &Policy::default(), None)
    else {
        panic!("assessed")
    };
    assert_eq!((findings.len(), population), (1, 4));
    let one = &findings[0];
    assert_eq!(one.title, "gone-tom@example.com used Claude Code and LiteLLM after leaving");
    assert_eq!(
        one.message,
        "roster: last day 2026-08-31, «terminated», and is in no list of members. Used after that: Claude Code on 3 days \
         (2026-09-01 to 2026-09-30), and LiteLLM on 2026-09-12. Expected: no use after 2026-08-31"
    );
    assert!(notes[0].starts_with("only use was judged, the audit events were not: "), "{notes:?}");
    let outcome = Outcome::Assessed { findings: Vec::new(), notes: notes.clone(), population };
    assert!(stated::unjudged(ANALYZER.id, &outcome).is_some(), "the check is partial");
}

/// Fault: Two organizations in one folder: people of the one were strangers to the other's lists
/// Outcome: Where the lists know fewer than half of whom an export names, nobody of it is a stranger, and those are named
#[test]
fn lists_that_know_few_of_an_export_make_no_strangers_of_its_people() {
    let files = |uses: &[Use]| {
        let (name, text) = code(uses);
        let keys = usage(&[("k", "Default", days("2026-07-01", "2026-09-30"))]);
        outcome(&[(name, text.as_str()), ("users.json", &members()), ("usage.csv", &keys)])
    };
    let strangers: [Use; 3] = [("s1", DAILY), ("s2", DAILY), ("s3", DAILY)];
    let (found, notes) = files(&[&THERE[..2], &strangers].concat());
    assert!(found.is_empty() && notes.contains("fewer than half of the people whom the file names: s1@"), "{notes}");
    let (found, _) = files(&[&THERE[..], &strangers].concat());
    assert_eq!(found.len(), 3, "half of them");
    let cut = json!({"data": [member("ok-ann@example.com", "user")], "has_more": true, "last_id": "x"}).to_string();
    let (name, text) = code(&[("ok-ann", DAILY), ("s1", DAILY)]);
    let keys = usage(&[("k", "Default", days("2026-07-01", "2026-09-30"))]);
    let (found, why) = outcome(&[(name, &text), ("users.json", &cut), ("usage.csv", &keys)]);
    assert!(found.is_empty(), "a list without its last page: {why}");
}

#[test]
fn who_acts_in_events_too_is_one_finding_and_one_person() {
    let act = |who: &str, day: &str| {
        activity(&format!("{day}T10:00:00Z"), "claude_chat_created", who, json!({})).to_string() + "\n"
    };
    let feed = act("ok-ann", "2026-09-30") + &act("stranger", "2026-09-29");
    let (found, _) = said(code, ("stranger", DAILY), &[("feed.jsonl", &feed)]);
    assert_eq!(found, ["high high stranger@example.com"]);
    let removed = activity(
        "2026-08-20T10:00:00Z",
        "org_user_deleted",
        "ok-ann",
        json!({"deleted_user_id": "user_gone-lea", "deleted_user_email": "gone-lea@example.com"}),
    );
    let feed = format!("{removed}\n{}", act("ok-ann", "2026-09-30"));
    let (found, _) = said(code, ("gone-lea", DAILY), &[("feed.jsonl", &feed)]);
    assert_eq!(found, [format!("high {} gone-lea@example.com", Confidence::High.id())], "an event says when");
    let (found, notes) = said(gateway, ("gone-lea", DAILY), &[("feed.jsonl", &feed)]);
    assert_eq!(found, [""; 0], "whoever was removed from the Console may still work here: {notes}");
}

#[test]
fn seats_are_members_and_a_listed_key_of_a_gateway_is_judged_with_the_key() {
    let (name, text) = spend(&[("ok-dot", DAILY)]);
    let seats = "Name,Email,Role,Status,Seat Tier\nDot,ok-dot@example.com,User,Active,Standard\n";
    let (found, why) = outcome(&[(name, text.as_str()), ("members.csv", seats), ("roster.csv", ROSTER)]);
    assert!(found.is_empty() && !why.contains("ok-dot"), "{why}");
    let keys = "token,key_alias,key_name,blocked,created_at,created_by,user_id,team_id,team_alias,models,expires,last_active,last_rotation_at,max_budget,spend\n\
                hash-gone-tom,prod-tom,sk-...abcd,f,2026-01-01 00:00:00,default_user_id,gone-tom@example.com,,,{},2027-01-01 00:00:00,2026-09-30 12:00:00,,100,1\n";
    let (found, _) = said(gateway, ("gone-tom", DAILY), &[("keys.csv", keys)]);
    assert_eq!(found, [""; 0]);
    let departure = crate::analyze::ALL.iter().find(|one| one.id == "key-used-after-departure").unwrap();
    let (name, text) = gateway(&[("gone-tom", DAILY)]);
    let files = [(name, text.as_str()), ("keys.csv", keys), ("roster.csv", ROSTER), ("users.json", &members())];
    assert_eq!(found_in(departure, &files), ["critical prod-tom"]);
}
