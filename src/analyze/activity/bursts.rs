//! Many events in a short time.

use chrono::Duration;

use crate::facts::Event;

/// The bursts among events in order of time: windows that hold enough of them, joined where they overlap.
pub(super) fn bursts<'a>(events: &[&'a Event], least: f64, window: Duration) -> Vec<Vec<&'a Event>> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut end = 0;
    for start in 0..events.len() {
        while end < events.len() && events[end].at - events[start].at <= window {
            end += 1;
        }
        if ((end - start) as f64) < least {
            continue;
        }
        match found.last_mut() {
            Some(last) if start < last.1 => last.1 = last.1.max(end),
            _ => found.push((start, end)),
        }
    }
    found.into_iter().map(|(start, end)| events[start..end].to_vec()).collect()
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
