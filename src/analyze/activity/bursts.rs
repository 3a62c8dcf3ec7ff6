//! Many events in a short time.

use chrono::Duration;

use crate::facts::Event;
use crate::model;

/// The bursts among events in order of time: windows that hold enough of them, joined where they overlap.
pub(super) fn bursts<'a>(events: &[&'a Event], least: f64, window: Duration) -> Vec<Vec<&'a Event>> {
    let times: Vec<_> = events.iter().map(|event| event.at).collect();
    model::bursts(&times, least, window).into_iter().map(|burst| events[burst].to_vec()).collect()
}

/// The most events within a window.
pub(super) fn busiest(events: &[&Event], window: Duration) -> usize {
    let mut end = 0;
    let within = |start: usize| {
        while end < events.len() && events[end].at - events[start].at <= window {
            end += 1;
        }
        end - start
    };
    (0..events.len()).map(within).max().unwrap_or(0)
}
