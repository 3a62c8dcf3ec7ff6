//! Which days the exports cover: unbroken runs of days, the spans of single files, the first and last instant of everything, and
//! what later exports say about past days.

mod calendar;
pub(super) mod clock;
pub(super) mod file_spans;
mod past_days;
mod runs;

pub use calendar::Calendar;
pub use past_days::PastDays;
pub use runs::{Covered, EventRuns, Runs};
pub(super) use runs::{LONGEST_QUIET_DAYS, OF_KEY, OF_WORKSPACE, event_runs, feed_extent, naming_runs};
