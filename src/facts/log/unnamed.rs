//! Events of people that do not say who acted: they could be anybody's.

use anyhow::Result;
use chrono::{DateTime, Utc};

use super::activity::is_failed_sign_in;
use super::actor::is_person;
use super::events::{Event, Events, is_frequent};
use super::routine;
use crate::facts::frame::Source;
use crate::model::{Dataset, Period, normalize_address};

/// Events without a name, of one row or tally.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Nameless {
    first: DateTime<Utc>,
    last: DateTime<Utc>,
    count: u64,
    source: Source,
}

/// Events of people whose actor has neither an id nor a whole address. Failed sign-ins are nobody's.
#[derive(Clone, Debug, Default)]
pub struct UnnamedEvents(Vec<Nameless>);

impl UnnamedEvents {
    pub(in crate::facts) fn read(data: &Dataset, events: &Events) -> Result<Self> {
        // The log names nobody where the platform or the directory acted: there only what people do all day is somebody's.
        let is_somebodys = |event: &Event| event.by_feed || is_frequent(event.kind);
        let is_nameless = |event: &Event| {
            event.is_by_person() && event.actor.is_unnamed() && is_somebodys(event) && !is_failed_sign_in(event)
        };
        let own = events.by_row().into_iter().filter(|event| is_nameless(event));
        let mut all: Vec<Nameless> =
            own.map(|one| Nameless { first: one.at, last: one.at, count: 1, source: one.source }).collect();
        let folded = routine::actors(data)?.into_iter();
        let folded = folded.filter(|one| is_person(one.actor.kind.as_deref()) && one.actor.is_unnamed());
        all.extend(folded.map(|one| Nameless {
            first: one.first.0,
            last: one.last.0,
            count: one.count.max(1),
            source: one.first.1,
        }));
        all.sort_by_key(|one| (one.source, one.first));
        Ok(Self(all))
    }

    /// How many there are about a time, and where the first one stands. `None` where there are none.
    #[must_use]
    pub fn between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Option<(u64, Source)> {
        let mut own = self.0.iter().filter(|one| one.first <= to && from <= one.last).peekable();
        let source = own.peek()?.source;
        Some((own.map(|one| one.count).sum(), source))
    }

    /// The same of the days of a period.
    #[must_use]
    pub fn within(&self, period: Period) -> Option<(u64, Source)> {
        let [from, to] =
            [period.start, period.end.succ_opt()?].map(|day| day.and_time(chrono::NaiveTime::MIN).and_utc());
        self.between(from, to - chrono::Duration::microseconds(1))
    }
}

impl super::actor::EventActor {
    /// Whether neither an id nor a whole address says who it is.
    fn is_unnamed(&self) -> bool {
        self.id.is_none() && self.address.as_deref().and_then(normalize_address).is_none()
    }
}
