use serde_json::json;

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{activity, ask, days, found, member, outcome, page, with};
use crate::policy::Policy;

const ANALYTICS: &str = "Name,Email,Role,Seat Tier,Last Active,Days Active,Estimated Spend (USD)\n";

fn analytics(rows: &[&str]) -> String {
    format!("{ANALYTICS}{}\nBusy,busy@example.com,User,Standard,2026-09-30,20,1.00\n", rows.join("\n"))
}

fn members(rows: &[&str]) -> String {
    format!("Name,Email,Role,Status,Seat Tier\n{}\n", rows.join("\n"))
}

#[test]
fn seats_by_their_last_active_day() {
    let analytics = analytics(&[
        "A,idle@example.com,User,Premium,2026-06-30,0,0.00",
        "B,edge@example.com,User,Standard,2026-07-02,0,0.00",
        "C,unassigned@example.com,User,Unassigned,2026-05-01,0,0.00",
        "D,never@example.com,User,Standard,,0,0.00",
    ]);
    assert_eq!(
        ask(&ANALYZER, &[("analytics.csv", &analytics)]),
        [
            "low idle@example.com: premium seat, last active 2026-06-30, 92 days before the data ends by the analytics of members. Allowed: 90 days (default)"
        ]
    );
    let list = members(&["A,idle@example.com,User,Pending,Premium"]);
    assert_eq!(found(&ANALYZER, &[("analytics.csv", &analytics), ("members.csv", &list)]), [""; 0], "not accepted yet");
    let list = members(&["A,idle@example.com,User,Active,Unassigned"]);
    assert_eq!(found(&ANALYZER, &[("analytics.csv", &analytics), ("members.csv", &list)]), [""; 0], "no seat today");
    let users = json!({"data": [{"user": {"type": "user", "id": "user_a", "email_address": "idle@example.com"}, "chat_metrics": {},
        "claude_code_metrics": {}, "web_search_count": 0, "last_activity_date": "2026-09-12"}], "next_page": null})
    .to_string();
    assert_eq!(found(&ANALYZER, &[("analytics.csv", &analytics), ("users.json", &users)]), [""; 0], "seen elsewhere");
}

/// Events of somebody else every few days of half a year.
fn feed(own: &[(&str, &str)]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for day in days("2026-04-01", "2026-09-30").into_iter().step_by(2) {
        lines.push(activity(&format!("{day}T09:00:00Z"), "claude_chat_created", "busy", json!({})).to_string());
    }
    lines
        .extend(own.iter().map(|(who, day)| {
            activity(&format!("{day}T10:00:00Z"), "claude_chat_created", who, json!({})).to_string()
        }));
    lines.join("\n")
}

#[test]
fn seats_by_audit_events() {
    let list = members(&[
        "A,silent@example.com,User,Active,Standard",
        "B,old@example.com,User,Active,Standard",
        "C,seen@example.com,User,Active,Standard",
        "D,new@example.com,User,Active,Standard",
        "E,nobody-knows@example.com,User,Active,Standard",
    ]);
    let new = with(member("new@example.com", "user"), json!({"added_at": "2026-08-01T00:00:00Z"}));
    let known = page(&[member("silent@example.com", "user"), member("seen@example.com", "user"), new]);
    let feed = feed(&[("old", "2026-05-02"), ("seen", "2026-08-02")]);
    let files = [("seats.csv", list.as_str()), ("members.json", &known), ("feed.jsonl", &feed)];
    assert_eq!(found(&ANALYZER, &files), ["low old@example.com", "low silent@example.com"]);
    let Outcome::Assessed { population, notes, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!() };
    assert_eq!(population, 3);
    assert_eq!(
        notes,
        [
            "1 seat not judged: no export covers 90 days of them, or none says when they joined: nobody-knows@example.com"
        ]
    );
    assert_eq!(
        found(&ANALYZER, &[("seats.csv", &list), ("members.json", &known)]),
        ["not assessed"],
        "nothing covers the days"
    );
}

#[test]
fn words_that_nobody_knows() {
    let list = members(&["A,a@example.com,User,Active,Zugewiesen", "B,b@example.com,User,Deaktiviert,Premium"]);
    assert_eq!(
        ask(&ANALYZER, &[("s.csv", &list)]),
        [
            "not assessed: not judged, because this version does not know the words: a@example.com (seat zugewiesen), b@example.com \
             (status deaktiviert)"
        ]
    );
}
