//! How many events of one sort are too many in a short time.

use std::collections::BTreeMap;
use std::fmt;

use chrono::Duration;

use super::EventView;
use super::condition::{path, values};
use crate::model::bursts;

/// So many events within a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Burst {
    /// How many.
    pub count: u64,
    /// Within which time; events at both ends of it belong to it.
    pub within: Duration,
    /// The time as the policy writes it.
    pub spelled: String,
    /// What they have in common.
    pub by: Of,
}

/// What the events of a burst have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Of {
    /// Nothing but the rule.
    All,
    /// The actor.
    Actor,
    /// The network address.
    IpAddress,
    /// What it is about.
    Object,
    /// The value of a field.
    Field(String),
}

impl Burst {
    /// The bursts among some of the events, which are in order of time. Events without the common thing belong to none.
    pub(super) fn among(&self, views: &[EventView], met: &[usize]) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for &at in met {
            if let Some(key) = self.key(&views[at]) {
                groups.entry(key).or_default().push(at);
            }
        }
        let of_group = |group: Vec<usize>| {
            let times: Vec<_> = group.iter().map(|&at| views[at].at).collect();
            let found = bursts(&times, self.count as f64, self.within);
            found.into_iter().map(move |burst| group[burst].to_vec()).collect::<Vec<_>>()
        };
        let mut found: Vec<Vec<usize>> = groups.into_values().flat_map(of_group).collect();
        found.sort();
        found
    }

    fn key(&self, event_view: &EventView) -> Option<String> {
        match &self.by {
            Of::All => Some(String::new()),
            Of::Actor => event_view.actor(),
            Of::IpAddress => event_view.ip.map(str::to_owned),
            Of::Object => event_view.objects().first().map(|name| (*name).to_owned()),
            Of::Field(name) => {
                let found = values(event_view, &path(name));
                found.first().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
            }
        }
    }
}

impl fmt::Display for Burst {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} or more within {}", self.count, self.spelled)?;
        match &self.by {
            Of::All => Ok(()),
            Of::Actor => f.write_str(" of one actor"),
            Of::IpAddress => f.write_str(" from one address"),
            Of::Object => f.write_str(" about one thing"),
            Of::Field(name) => write!(f, " with one `{name}`"),
        }
    }
}
