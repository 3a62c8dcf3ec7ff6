//! The audit-log export of Claude Enterprise: a zip with one CSV whose structured columns are Python literals.

use std::fs::File;
use std::path::Path;

use anyhow::{Context, Result};
use chrono::{Datelike, NaiveDateTime};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::calendar::{number, stamp};
use crate::events::{log_days, routine};
use crate::org::{AGENT, Org, Person};
use crate::rng::Rng;
use crate::truth::Truth;

/// How far the export reaches back.
const LOG_DAYS: u64 = 180;

const HEADER: [&str; 9] = [
    "created_at",
    "actor_info",
    "event",
    "event_info",
    "entity_info",
    "ip_address",
    "device_id",
    "user_agent",
    "client_platform",
];

/// Writes the zip and counts the rows of the quarter. `busy`: events on a working day.
pub(crate) fn write(org: &Org, folder: &Path, busy: u64, truth: &mut Truth) -> Result<()> {
    let path = folder.join("audit-log-export.zip");
    let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
    let last = org.quarter.last();
    let (year, month, day) = (u16::try_from(last.year())?, u8::try_from(last.month())?, u8::try_from(last.day())?);
    let time = DateTime::from_date_and_time(year, month, day, 12, 0, 0)
        .context("the zip format knows the years 1980 to 2107")?;
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(time);
    let mut zip = ZipWriter::new(file);
    zip.start_file("audit_logs.csv", options.unix_permissions(0o644).large_file(busy > 10_000))?;
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(zip);
    csv.write_record(HEADER)?;
    for day in log_days(org, LOG_DAYS) {
        let mut events = Vec::new();
        for (when, person, dice) in routine(org, day, busy, "log") {
            events.push((when, row(org, when, &org.people[person], dice)));
        }
        for person in org.people.iter().filter(|p| p.left.is_some_and(|left| left.date() == day)) {
            let when = person.left.context("has left")? + chrono::TimeDelta::microseconds(480_113);
            let entity = format!(
                "{{'type': 'account', 'uuid': '{}', 'name': {}, 'metadata': {{'email_address': '{}'}}}}",
                person.uuid,
                python(&person.name),
                person.email
            );
            events.push((when, record(when, &org.people[0], "org_user_deleted", "{}", &entity)));
        }
        events.sort_by_key(|(when, _)| *when);
        if day >= org.quarter.start {
            // The feed reports removals too: they are one action each.
            let reported_twice = org.people.iter().filter(|p| p.left.is_some_and(|left| left.date() == day)).count();
            truth.log_events += (events.len() - reported_twice) as u64;
        }
        for (_, record) in events {
            csv.write_record(record)?;
        }
    }
    let zip =
        csv.into_inner().map_err(|error| anyhow::anyhow!("cannot write {}: {}", path.display(), error.error()))?;
    zip.finish()?;
    Ok(())
}

fn row(org: &Org, when: NaiveDateTime, person: &Person, dice: u64) -> [String; 9] {
    let mut rng =
        Rng::new(org.seed, "log content", &[number(when.date()), u64::from(when.and_utc().timestamp_subsec_micros())]);
    let mut entity = |kind: &str, metadata: &str| {
        format!("{{'type': '{kind}', 'uuid': '{}', 'name': None, 'metadata': {metadata}}}", rng.uuid())
    };
    match dice {
        0..=44 => {
            let domain = person.email.split('@').nth(1).unwrap_or_default().to_lowercase();
            record(when, person, "user_signed_in_sso", &format!("{{'domain': '{domain}'}}"), "None")
        }
        45..=84 => {
            record(when, person, "conversation_created", "{}", &entity("chat_conversation", "{'project_uuid': None}"))
        }
        85..=92 => record(when, person, "file_uploaded", "{}", &entity("file", "None")),
        93..=96 => record(when, person, "user_signed_out", "{}", ""),
        _ => record(when, person, "project_created", "{}", &entity("chat_project", "{'is_private': True}")),
    }
}

fn record(when: NaiveDateTime, person: &Person, event: &str, info: &str, entity: &str) -> [String; 9] {
    let actor = format!(
        "{{'name': {}, 'uuid': '{}', 'metadata': {{'email_address': '{}'}}}}",
        python(&person.name),
        person.uuid,
        person.email
    );
    [
        stamp(when),
        actor,
        event.to_owned(),
        info.to_owned(),
        entity.to_owned(),
        person.ip.clone(),
        String::new(),
        AGENT.to_owned(),
        "web_claude_ai".to_owned(),
    ]
}

/// A string as Python prints it: single quotes, unless the text has one and no double quote.
fn python(text: &str) -> String {
    if text.contains('\'') && !text.contains('"') {
        format!("\"{text}\"")
    } else {
        format!("'{}'", text.replace('\'', "\\'"))
    }
}
