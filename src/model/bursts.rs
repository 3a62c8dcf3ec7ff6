//! Many instants in a short time.

use std::ops::Range;

use chrono::{DateTime, Duration, Utc};

/// The bursts among instants in order: windows that hold enough of them, both ends included, joined where they overlap.
#[must_use]
pub fn bursts(times: &[DateTime<Utc>], least: f64, window: Duration) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut end = 0;
    for start in 0..times.len() {
        while end < times.len() && times[end] - times[start] <= window {
            end += 1;
        }
        if ((end - start) as f64) < least {
            continue;
        }
        match found.last_mut() {
            Some(last) if start < last.end => last.end = last.end.max(end),
            _ => found.push(start..end),
        }
    }
    found
}
