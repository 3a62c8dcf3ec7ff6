//! The activity feed of the Compliance API: lines for the newer part, saved pages for the older one, some days in both.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use anyhow::{Context, Result};
use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use crate::admin_json::{pages, save};
use crate::base::FEED_DAYS;
use crate::calendar::{at, number, stamp};
use crate::events::{Event, log_days, routine, story};
use crate::key::Actor;
use crate::org::{AGENT, Org};
use crate::rng::Rng;
use crate::truth::Truth;

/// Writes the feed, newest first, and counts the events of the quarter. `busy`: events on a working day.
pub(crate) fn write(org: &Org, folder: &Path, busy: u64, truth: &mut Truth) -> Result<()> {
    let story = story(org);
    let start = org.quarter.start;
    let path = folder.join("activities.jsonl");
    let mut lines = BufWriter::new(File::create(&path).with_context(|| format!("cannot write {}", path.display()))?);
    let mut older = Vec::new();
    for day in log_days(org, FEED_DAYS).rev() {
        let events = day_events(org, day, busy, &story);
        if day >= start {
            truth.feed_events += events.len() as u64;
            for event in &events {
                writeln!(lines, "{event}")?;
            }
        }
        // The pages were fetched a week into the quarter: those days are in both.
        if day < start + Days::new(7) {
            older.extend(events);
        }
    }
    lines.flush()?;
    save(&folder.join("activities_before.json"), pages(&older, 500))
}

fn day_events(org: &Org, day: NaiveDate, busy: u64, story: &[Event]) -> Vec<Value> {
    let mut events: Vec<Event> = routine(org, day, busy, "feed")
        .into_iter()
        .map(|(when, person, dice)| everyday(org, when, person, dice))
        .collect();
    let (from, to) = (at(day, 0), at(day + Days::new(1), 0));
    let begin = story.partition_point(|(when, ..)| *when < from);
    let end = story.partition_point(|(when, ..)| *when < to);
    events.extend_from_slice(&story[begin..end]);
    events.sort_by_key(|(when, ..)| *when);
    let mut rng = Rng::new(org.seed, "activity", &[number(day)]);
    let mut records: Vec<Value> = events
        .into_iter()
        .map(|(when, actor, kind, fields)| {
            let mut record = json!({
                "id": rng.id("activity"), "created_at": stamp(when), "organization_id": org.id, "organization_uuid": org.uuid,
                "actor": org.actor(actor), "type": kind,
            });
            let Value::Object(fields) = fields else { return record };
            if kind.ends_with("login_failed") {
                let Actor::Person(person) = actor else { return record };
                let person = &org.people[person];
                record["actor"] = json!({"type": "unauthenticated_user_actor", "unauthenticated_email_address": person.email,
                    "ip_address": person.ip, "user_agent": AGENT});
            }
            for (name, value) in fields {
                record[name] = value;
            }
            record
        })
        .collect();
    records.reverse();
    records
}

fn everyday(org: &Org, when: chrono::NaiveDateTime, person: usize, dice: u64) -> Event {
    let mut rng = Rng::new(org.seed, "content", &[number(when.date()), person as u64, dice]);
    let (kind, fields) = match dice {
        0..=49 => ("sso_login_succeeded", json!({"auth_method": "sso"})),
        50..=51 => ("sso_login_failed", json!({})),
        52..=84 => ("claude_chat_created", json!({"claude_chat_id": rng.id("claude_chat"), "claude_project_id": null})),
        85..=92 => ("claude_file_uploaded", json!({"claude_file_id": rng.id("claude_file")})),
        93..=96 => ("user_logged_out", json!({})),
        _ if org.people[person].role == "admin" => ("platform_cost_report_viewed", json!({})),
        _ => ("claude_project_created", json!({"claude_project_id": rng.id("claude_proj")})),
    };
    (when, Actor::Person(person), kind, fields)
}
