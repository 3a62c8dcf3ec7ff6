//! Settings that were switched off, and on again.

use std::collections::BTreeSet;
use std::fmt;

use chrono::{DateTime, Utc};

use super::events::{Event, Events};

/// The type of event that switches single sign-on. Source: Anthropic's activity reference.
pub const SSO_SWITCH: &str = "org_sso_toggled";
/// The fields in which it says whether it is on: the first that it has counts. Source: as above, and support article 9970975 for those
/// of the audit-log export.
pub const SSO_FIELDS: [&str; 3] = ["enabled", "sso_enforced", "is_enabled"];

/// A time in which something was off.
#[derive(Clone, Debug)]
pub struct OffInterval {
    /// What was off.
    pub what: &'static str,
    /// The event that switched it off.
    pub off: Event,
    /// The event that switched it on again.
    pub on: Option<Event>,
}

impl OffInterval {
    /// Whether it was off at some time from one instant to another.
    #[must_use]
    pub fn overlaps(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> bool {
        self.off.at <= to && self.on.as_ref().is_none_or(|on| from <= on.at)
    }
}

/// `the Compliance API was off from 2026-08-03 10:00 to 2026-08-06 11:00 UTC`
impl fmt::Display for OffInterval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MINUTE: &str = "%Y-%m-%d %H:%M";
        let from = self.off.at.format(MINUTE);
        match &self.on {
            Some(on) => write!(f, "{} was off from {from} to {} UTC", self.what, on.at.format(MINUTE)),
            None => write!(f, "{} is off since {from} UTC, as far as is on record", self.what),
        }
    }
}

/// The times in which a setting was off, by the first of these fields that an event has. Switching off what is off already, and on what is on, changes nothing.
pub(in crate::facts) fn off_intervals(
    events: &Events,
    setting: &str,
    fields: &[&str],
    what: &'static str,
) -> Vec<OffInterval> {
    let own: Vec<&Event> = events.notable.iter().filter(|event| event.name == setting).collect();
    // Every organization has a switch of its own.
    let organizations: BTreeSet<Option<&str>> = own.iter().map(|event| event.organization()).collect();
    let of = |organization| own.iter().copied().filter(move |event| event.organization() == organization);
    organizations.into_iter().flat_map(|organization| off_among(of(organization), fields, what)).collect()
}

fn off_among<'a>(events: impl Iterator<Item = &'a Event>, fields: &[&str], what: &'static str) -> Vec<OffInterval> {
    let mut all = Vec::new();
    let mut open: Option<&Event> = None;
    let interval = |off: &Event, on: Option<&Event>| OffInterval { what, off: off.clone(), on: on.cloned() };
    for event in events {
        match (fields.iter().find_map(|field| event.flag(field)), open) {
            (Some(false), None) => open = Some(event),
            (Some(true), Some(off)) => {
                all.push(interval(off, Some(event)));
                open = None;
            }
            _ => {}
        }
    }
    all.extend(open.map(|off| interval(off, None)));
    all
}

/// The times in which single sign-on was off.
#[must_use]
pub fn sso_off(events: &Events) -> Vec<OffInterval> {
    off_intervals(events, SSO_SWITCH, &SSO_FIELDS, "single sign-on")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{SSO_FIELDS, SSO_SWITCH, sso_off};
    use crate::analyze::testing::{activity, facts};

    #[test]
    fn every_spelling_of_the_switch_is_a_time_without_it() {
        let switch = |at: &str, field: &str, value: bool| activity(at, SSO_SWITCH, "ann", json!({field: value}));
        for off in SSO_FIELDS {
            for on in SSO_FIELDS {
                let events: [Value; 2] =
                    [switch("2026-08-03T10:00:00Z", off, false), switch("2026-08-03T12:00:00Z", on, true)];
                let feed = events.map(|event| event.to_string()).join("\n");
                let times = sso_off(&facts(&[("feed.jsonl", &feed)]).log.events);
                assert_eq!(times.len(), 1, "{off}, {on}");
                assert!(times[0].on.is_some(), "{off}, {on}");
            }
        }
        let other = activity("2026-08-03T10:00:00Z", SSO_SWITCH, "ann", json!({"state": "off"})).to_string();
        assert!(sso_off(&facts(&[("feed.jsonl", &other)]).log.events).is_empty(), "which way is not known");
    }
}
