//! The feed and the log report the same events: no check, count or line may take one for two.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{TimelineSubject, Timelines, log_review};
use crate::analyze::activity::testing::{feed, on};
use crate::analyze::testing::{as_of_facts, data, member, outcome, page};
use crate::analyze::{ALL, Outcome};
use crate::data::event_kinds::EventKinds;
use crate::facts::{UnlistedKind, unlisted};
use crate::model::Table;
use crate::policy::Policy;

/// A log row of `stale-eve`, who is on no list: day, time with seconds, event.
fn log(rows: &[(String, String, &str)]) -> String {
    let mut csv = "created_at,actor_info,event,event_info,entity_info,ip_address,user_agent\n".to_owned();
    for (day, time, event) in rows {
        csv.push_str(&format!(
            "{day}T{time}Z,\"{{'name': 'Eve', 'uuid': 'e1', 'metadata': {{'email_address': 'Stale-Eve@example.com'}}}}\",{event},{{}},{{}},198.51.100.7,curl/8\n"
        ));
    }
    csv
}

/// Every event that the log has one word for and the feed another or the same, one an hour, reported by both.
fn both() -> (Vec<Value>, Vec<(String, String, &'static str)>) {
    let kinds = EventKinds::embedded();
    let mut feed = Vec::new();
    let mut log = Vec::new();
    let pairs = kinds.logged().filter(|(_, names)| names.len() == 1);
    for (place, (word, names)) in pairs.enumerate() {
        let (day, hour) = (format!("2026-08-{:02}", 3 + place / 24), place % 24);
        feed.push(on(&day, &format!("{hour:02}:10"), names[0], "stale-eve", json!({})));
        log.push((day, format!("{hour:02}:10:01"), word));
    }
    (feed, log)
}

#[test]
fn no_check_counts_one_event_twice() {
    let (events, rows) = both();
    assert!(events.len() > 100, "{} kinds of event", events.len());
    let (feed, log) = (feed(&events), log(&rows));
    let members = page(&[member("ok-ann@example.com", "admin"), member("ok-bob@example.com", "user")]);
    let once: &[(&str, &str)] = &[("feed.jsonl", &feed), ("users.json", &members)];
    // The log's file is read before the feed's, and behind it.
    for name in ["audit.csv", "zlog.csv"] {
        let twice: &[(&str, &str)] = &[("feed.jsonl", &feed), ("users.json", &members), (name, &log)];
        for analyzer in ALL.iter().filter(|one| one.reads.iter().any(|group| group.contains(&Table::Events))) {
            let said = |files: &[(&str, &str)]| match outcome(analyzer, files, &Policy::default()) {
                Outcome::Assessed { population, findings, .. } => {
                    let findings: Vec<(String, Option<String>)> =
                        findings.into_iter().map(|one| (one.subject.label().to_owned(), one.observed)).collect();
                    Some((population, findings))
                }
                _ => None,
            };
            // Silence is judged by the rate of a source of its own, and the log is a second source.
            if analyzer.id != "audit-log-gap" {
                assert_eq!(said(twice), said(once), "{} with {name}", analyzer.id);
            }
        }
    }
}

#[test]
fn nothing_else_counts_it_twice() {
    let (events, rows) = both();
    let (feed, both) = (feed(&events), log(&rows));
    let members = page(&[member("ok-ann@example.com", "admin")]);
    let reported = |files: &[(&str, &str)]| {
        let (facts, period) = as_of_facts(files);
        let data = data(files);
        let actors: BTreeMap<Option<String>, u64> =
            facts.log.events.actors.all.iter().map(|one| (one.address.clone(), one.count)).collect();
        let review = log_review(&data, &facts, period).unwrap();
        let found = unlisted("stale-eve@example.com", &data, &facts).unwrap();
        assert_eq!(found.iter().map(|one| one.kind).collect::<Vec<_>>(), [UnlistedKind::Person]);
        let lines = Timelines::read(&data, &facts, period, &[TimelineSubject::Unlisted(&found[0])]).unwrap();
        let dated = lines[0].iter().filter(|line| line.at.is_some()).count();
        (actors, facts.totals.audit_events.total, review.actions_total, facts.log.events.notable.len(), dated)
    };
    let members = ("users.json", members.as_str());
    let once = reported(&[("feed.jsonl", &feed), members]);
    assert_eq!(once.0.values().sum::<u64>(), events.len() as u64);
    for name in ["audit.csv", "zlog.csv"] {
        assert_eq!(reported(&[("feed.jsonl", &feed), members, (name, &both)]), once, "{name}");
    }
    let later: Vec<_> = rows.iter().map(|(day, _, word)| (day.clone(), "23:59:30".to_owned(), *word)).take(1).collect();
    let other = log(&later);
    assert_eq!(
        reported(&[("feed.jsonl", &feed), members, ("l.csv", &other)]).1,
        once.1 + 1,
        "another event is another"
    );
}
