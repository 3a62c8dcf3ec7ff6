//! When logging was off, by its own settings: that nothing is on record then proves nothing.

#[cfg(test)]
mod tests;

use crate::model::counted;
use chrono::{DateTime, Duration, NaiveDate, Utc};

use super::events::{Event, Events};
use super::switches::{OffInterval, off_intervals};

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

/// Whether the days that an interval touches count as not covered.
fn suppresses_coverage(one: &OffInterval, day: NaiveDate) -> bool {
    let is_long = one.on.as_ref().is_none_or(|on| on.at - one.off.at >= Duration::hours(DARK_HOURS));
    is_long && one.off.at.date_naive() <= day && one.on.as_ref().is_none_or(|on| day <= on.at.date_naive())
}

/// Every time without logging. It is the activity feed's logging: the audit-log export goes on.
#[derive(Clone, Debug, Default)]
pub struct LoggingOff(Vec<OffInterval>);

impl LoggingOff {
    pub(in crate::facts) fn of(events: &Events) -> Self {
        let mut all: Vec<OffInterval> =
            FIELDS.iter().flat_map(|(field, what)| off_intervals(events, SETTING, &[*field], what)).collect();
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
        Self::is_setting_type(&event.name)
    }

    /// Whether events of a type are about logging itself.
    #[must_use]
    pub fn is_setting_type(name: &str) -> bool {
        name == SETTING
    }

    /// Whether an event of the setting says what became of it.
    #[must_use]
    pub fn states_outcome(event: &Event) -> bool {
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
        let more = if more > 0 { format!(", and {}", counted(more, "more time")) } else { String::new() };
        (!all.is_empty())
            .then(|| format!("{}{more}: the absence of events in that time proves nothing", named.join("; ")))
    }

    /// Whether logging was off on a day for so long that the feed does not cover it.
    pub(in crate::facts) fn suppresses_coverage(&self, day: NaiveDate) -> bool {
        self.0.iter().any(|one| suppresses_coverage(one, day))
    }
}
