//! Many events in a short time.

use std::ops::Range;

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
    fullest(events, window).len()
}

/// The window with the most events, the first of such.
pub(super) fn fullest(events: &[&Event], window: Duration) -> Range<usize> {
    let (mut end, mut most) = (0, 0..0);
    for start in 0..events.len() {
        while end < events.len() && events[end].at - events[start].at <= window {
            end += 1;
        }
        if end - start > most.len() {
            most = start..end;
        }
    }
    most
}
