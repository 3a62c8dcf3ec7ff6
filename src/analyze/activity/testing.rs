//! For the tests of these checks: events of 3 August 2026.

use serde_json::{Value, json};

use crate::analyze::Analyzer;
use crate::analyze::testing::{activity, ask_with, with};
use crate::policy::Policy;

/// An event at a time of day, `10:00`.
pub(crate) fn event(time: &str, kind: &str, local: &str, fields: Value) -> Value {
    on("2026-08-03", time, kind, local, fields)
}

/// The same on another day.
pub(crate) fn on(day: &str, time: &str, kind: &str, local: &str, fields: Value) -> Value {
    let at = format!("{day}T{time}:00Z");
    let id = format!("activity_{day}_{time}_{kind}_{local}_{}", fields.to_string().len());
    with(with(activity(&at, kind, local, json!({})), json!({"id": id})), fields)
}

/// Lines of the feed.
pub(crate) fn feed(events: &[Value]) -> String {
    events.iter().map(|event| format!("{event}\n")).collect()
}

/// What a check says of a feed.
pub(crate) fn said(analyzer: &'static Analyzer, events: &[Value]) -> Vec<String> {
    ask_with(analyzer, &[("feed.jsonl", &feed(events))], &Policy::default())
}

/// `severity subject` of what a check finds in a feed.
pub(crate) fn in_feed(analyzer: &'static Analyzer, events: &[Value]) -> Vec<String> {
    let short = |line: String| line.split(": ").next().unwrap_or_default().to_owned();
    said(analyzer, events).into_iter().map(short).collect()
}

/// An audit-log export of `ann`: time of day, event, `event_info`.
pub(crate) fn log(rows: &[(&str, &str, &str)]) -> String {
    let mut csv = "created_at,actor_info,event,event_info,entity_info,ip_address,user_agent\n".to_owned();
    for (time, event, info) in rows {
        csv.push_str(&format!(
            "2026-08-03T{time}:00Z,\"{{'name': 'Ann', 'uuid': 'a1', 'metadata': {{'email_address': 'ann@example.com'}}}}\",{event},\"{info}\",{{}},198.51.100.7,curl/8\n"
        ));
    }
    csv
}
