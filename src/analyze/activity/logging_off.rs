//! When logging was off.

use chrono::{DateTime, Utc};

use super::Context;
use crate::facts::Event;

/// The setting, with the field of each kind of logging. Source: Anthropic's activity reference; the audit-log export has the same
/// event, whose fields are not documented.
const SETTING: &str = "org_compliance_api_settings_updated";
const FIELDS: [(&str, &str); 2] = [
    ("compliance_api_enabled", "the Compliance API"),
    ("compliance_api_logging_enabled", "logging of the Compliance API"),
];

/// A time without logging.
pub(super) struct Off<'a> {
    /// What was off.
    pub(super) what: &'static str,
    /// The event that switched it off.
    pub(super) off: &'a Event,
    /// The event that switched it on again.
    pub(super) on: Option<&'a Event>,
}

impl Off<'_> {
    /// Until when, as far as is known.
    pub(super) fn until(&self, cx: &Context) -> DateTime<Utc> {
        self.on.map_or(cx.as_of, |on| on.at).max(self.off.at)
    }
}

/// Whether an event is about logging itself.
pub(super) fn is_setting(event: &Event) -> bool {
    event.name == SETTING
}

/// Every time without logging, in order.
pub(super) fn intervals<'a>(cx: &'a Context) -> Vec<Off<'a>> {
    let mut all: Vec<Off> = Vec::new();
    for (field, what) in FIELDS {
        let mut open: Option<&Event> = None;
        for event in cx.facts.events.notable.iter().filter(|event| is_setting(event)) {
            match (event.flag(field), open) {
                (Some(false), None) => open = Some(event),
                (Some(true), Some(off)) => {
                    all.push(Off { what, off, on: Some(event) });
                    open = None;
                }
                _ => {}
            }
        }
        all.extend(open.map(|off| Off { what, off, on: None }));
    }
    // One event can switch both off: it is one time without logging.
    all.sort_by_key(|one| (one.off.at, one.off.source, one.until(cx)));
    all.dedup_by(|later, earlier| {
        let is_same = later.off.source == earlier.off.source;
        if is_same {
            earlier.on = later.on;
        }
        is_same
    });
    all
}

/// How many events of the setting say nothing about what became of it.
pub(super) fn untold(cx: &Context) -> usize {
    let is_untold = |event: &&Event| is_setting(event) && FIELDS.iter().all(|(field, _)| event.flag(field).is_none());
    cx.facts.events.within(cx.period).filter(is_untold).count()
}
