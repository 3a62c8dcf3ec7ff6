//! What happened: every event of the feed and the audit log once, what is only counted, when switches and logging were off, what
//! was done to keys and data, who was last seen when, and the timeline of a subject.

mod activity;
mod actor;
mod data_events;
mod ends;
mod event_hours;
mod events;
mod few_types;
mod key_events;
mod logging_off;
pub(super) mod routine;
mod sessions;
mod switches;
mod timeline;
mod unnamed;

pub use activity::{Activity, LastEvent};
pub use actor::EventActor;
pub(super) use actor::is_person;
pub use data_events::{DataChange, DataEvent, DataEvents};
pub use ends::EventEnds;
pub use event_hours::{EventHours, HourCount};
pub use events::{ActorSeen, Actors, Event, Events};
pub use few_types::{FewTypes, without_sign_ins};
pub use key_events::{KeyChange, KeyClass, KeyEvent, KeyEvents, KeyUpdate};
pub use logging_off::LoggingOff;
pub use sessions::{Session, sessions};
pub use switches::{OffInterval, SSO_FIELDS, SSO_SWITCH, sso_off};
pub use timeline::{TimelineEntry, timelines};
pub use unnamed::UnnamedEvents;

use anyhow::Result;

use crate::model::Dataset;

/// What happened.
#[derive(Clone, Debug)]
pub struct LogFacts {
    /// Everything that happened, each action once.
    pub events: Events,
    /// Keys made, changed and deleted.
    pub key_events: KeyEvents,
    /// Exports and deletions.
    pub data_events: DataEvents,
    /// Last event per actor.
    pub activity: Activity,
    /// Where the events of each source end.
    pub ends: EventEnds,
    /// Events by hour.
    pub hours: EventHours,
    /// When logging was off.
    pub logging_off: LoggingOff,
    /// Events of people that do not say who acted.
    pub unnamed: UnnamedEvents,
}

impl LogFacts {
    pub(super) fn read(data: &Dataset) -> Result<Self> {
        let events = Events::read(data)?;
        Ok(Self {
            key_events: KeyEvents::of(&events),
            data_events: DataEvents::found(&events),
            activity: Activity::read(data, &events)?,
            ends: EventEnds::read(data, &events)?,
            hours: EventHours::read(data, &events)?,
            logging_off: LoggingOff::of(&events),
            unnamed: UnnamedEvents::read(data, &events)?,
            events,
        })
    }
}
