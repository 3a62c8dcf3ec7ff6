//! When logging was off, by its own settings: that nothing is on record then proves nothing.

#[cfg(test)]
mod tests;

use std::fmt;

use chrono::{DateTime, Duration, NaiveDate, Utc};

use super::events::{Event, Events};

/// The setting, with the field of each kind of logging. Source: Anthropic's activity reference; the audit-log export has the same
/// event, whose fields are not documented.
const SETTING: &str = "org_compliance_api_settings_updated";
const FIELDS: [(&str, &str); 2] = [
    ("compliance_api_enabled", "the Compliance API"),
    ("compliance_api_logging_enabled", "logging of the Compliance API"),
];
/// From so many hours on the days of an interval count as not covered; what happened in a shorter one is a caveat.
const DARK_HOURS: i64 = 24;
/// How many intervals a caveat names.
const NAMED: usize = 3;

/// A time without logging.
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
    /// Until when, as far as is known.
    #[must_use]
    pub fn until(&self, as_of: DateTime<Utc>) -> DateTime<Utc> {
        self.on.as_ref().map_or(as_of, |on| on.at).max(self.off.at)
    }

    /// Whether logging was off at some time from one instant to another.
    #[must_use]
    pub fn overlaps(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> bool {
        self.off.at <= to && self.on.as_ref().is_none_or(|on| from <= on.at)
    }

    fn darkens(&self, day: NaiveDate) -> bool {
        let is_long = self.on.as_ref().is_none_or(|on| on.at - self.off.at >= Duration::hours(DARK_HOURS));
        is_long && self.off.at.date_naive() <= day && self.on.as_ref().is_none_or(|on| day <= on.at.date_naive())
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

/// Every time without logging. It is the activity feed's logging: the audit-log export goes on.
#[derive(Clone, Debug, Default)]
pub struct LoggingOff(Vec<OffInterval>);

impl LoggingOff {
    pub(super) fn of(events: &Events) -> Self {
        let mut all: Vec<OffInterval> = Vec::new();
        for (field, what) in FIELDS {
            let mut open: Option<&Event> = None;
            let interval = |off: &Event, on: Option<&Event>| OffInterval { what, off: off.clone(), on: on.cloned() };
            for event in events.notable.iter().filter(|event| Self::is_setting(event)) {
                match (event.flag(field), open) {
                    (Some(false), None) => open = Some(event),
                    (Some(true), Some(off)) => {
                        all.push(interval(off, Some(event)));
                        open = None;
                    }
                    _ => {}
                }
            }
            all.extend(open.map(|off| interval(off, None)));
        }
        // One event can switch both off: it is one time without logging, as long as the longer.
        let end = |one: &OffInterval| one.on.as_ref().map_or(DateTime::<Utc>::MAX_UTC, |on| on.at);
        all.sort_by_key(|one| (one.off.at, one.off.source, end(one)));
        all.dedup_by(|later, earlier| {
            let is_same = later.off.source == earlier.off.source;
            if is_same {
                earlier.on = later.on.take();
            }
            is_same
        });
        Self(all)
    }

    /// Whether an event is about logging itself.
    #[must_use]
    pub fn is_setting(event: &Event) -> bool {
        event.name == SETTING
    }

    /// Whether an event of the setting says what became of it.
    #[must_use]
    pub fn is_told(event: &Event) -> bool {
        FIELDS.iter().any(|(field, _)| event.flag(field).is_some())
    }

    /// Every one, in order.
    #[must_use]
    pub fn intervals(&self) -> &[OffInterval] {
        &self.0
    }

    /// The one that an instant lies in.
    #[must_use]
    pub fn at(&self, at: DateTime<Utc>) -> Option<&OffInterval> {
        self.during(at, at).next()
    }

    /// Those that reach into a time.
    pub fn during(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> impl Iterator<Item = &OffInterval> {
        self.0.iter().filter(move |one| one.overlaps(from, to))
    }

    /// What whoever says until some instant that nothing happened must add.
    #[must_use]
    pub fn caveat(&self, until: DateTime<Utc>) -> Option<String> {
        let all: Vec<&OffInterval> = self.0.iter().filter(|one| one.off.at <= until).collect();
        let named: Vec<String> = all.iter().take(NAMED).map(ToString::to_string).collect();
        let more = all.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(", and {more} more time(s)") } else { String::new() };
        (!all.is_empty()).then(|| {
            format!("{}{more}: that the activity feed has nothing of that time proves nothing", named.join("; "))
        })
    }

    /// Whether logging was off on a day for so long that the feed does not cover it.
    pub(super) fn darkens(&self, day: NaiveDate) -> bool {
        self.0.iter().any(|one| one.darkens(day))
    }
}
