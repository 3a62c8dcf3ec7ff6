//! Sessions of an actor: from a sign-in, or the first act after a rest, to the last act before the next.

#[cfg(test)]
mod tests;

use chrono::{DateTime, Duration, Utc};

use super::timeline::TimelineEntry;
use crate::data::event_kinds::EventKinds;
use crate::facts::frame::Source;

/// A rest so long ends a session.
const REST_MINUTES: i64 = 30;

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its first event.
    pub from: DateTime<Utc>,
    /// Its last.
    pub to: DateTime<Utc>,
    /// How many there are.
    pub events: u64,
    /// The type of the sign-in that it begins with; none where it begins with something else.
    pub sign_in: Option<String>,
    /// Where its first event stands.
    pub source: Source,
}

/// The sessions in a timeline, which is in order of time and of single events: routine that is only counted is part of none. Neither is
/// what others did, and attempts of somebody who was not signed in.
pub fn sessions(events: &[TimelineEntry]) -> Vec<Session> {
    let kinds = EventKinds::embedded();
    let mut all: Vec<Session> = Vec::new();
    for event in events.iter().filter(|event| event.is_actor && !event.is_unauthenticated() && event.again.is_none()) {
        let names = kinds.of_log(&event.event);
        if names.iter().any(|name| name.ends_with("login_failed") || name.ends_with("login_initiated")) {
            continue;
        }
        let sign_in = names.iter().any(|name| name.ends_with("login_succeeded")).then(|| event.event.clone());
        match all.last_mut() {
            Some(last) if sign_in.is_none() && event.at - last.to <= Duration::minutes(REST_MINUTES) => {
                (last.to, last.events) = (event.at, last.events + 1);
            }
            // Both sources report one sign-in, and who signs in twice in a row has not been at work between.
            Some(last) if sign_in.is_some() && last.events == 1 && last.sign_in.is_some() && event.at == last.to => {
                last.events += 1;
            }
            _ => all.push(Session { from: event.at, to: event.at, events: 1, sign_in, source: event.source }),
        }
    }
    all
}
