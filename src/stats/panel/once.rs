//! The same dollars are reported once, of the finest that explains most of them.

use super::SeriesOwner;

/// What happened to one series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Once {
    /// Whose money.
    pub whose: SeriesOwner,
    /// First and last of the days that decide whether two are the same.
    pub days: (usize, usize),
    /// Its dollars, above zero.
    pub dollars: f64,
}

/// Share of an event that others must explain for it not to be reported again.
const EXPLAINED: f64 = 0.5;

/// The events to tell, as places in the list. Keys have to come before the wholes that they are part of, models last: those whose
/// dollars are reported for something finer are left out, and many fine ones are folded into the whole.
#[must_use]
pub fn report_once(events: &[Once]) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for (at, event) in events.iter().enumerate() {
        let is_finer = |part: &usize| is_part(&events[*part], event);
        let mut parts: Vec<f64> =
            found.iter().filter(|part| is_finer(part)).map(|part| events[*part].dollars).collect();
        parts.sort_by(|a, b| b.total_cmp(a));
        let is_model = event.whose == SeriesOwner::Model;
        // Two that explain it are reported themselves; where it takes more, it is an event of the whole.
        let explained: f64 = parts.iter().take(if is_model { parts.len() } else { 2 }).sum();
        if explained >= EXPLAINED * event.dollars {
            continue;
        }
        if !is_model {
            found.retain(|part| !is_finer(part));
        }
        found.push(at);
    }
    found
}

fn is_part(part: &Once, whole: &Once) -> bool {
    part.days.0 <= whole.days.1
        && whole.days.0 <= part.days.1
        && match (part.whose, whole.whose) {
            (SeriesOwner::Key(workspace), SeriesOwner::Workspace(one)) => workspace == one,
            (SeriesOwner::Key(_) | SeriesOwner::Workspace(_), SeriesOwner::Whole) => true,
            (_, SeriesOwner::Model) => part.whose != SeriesOwner::Model,
            _ => false,
        }
}
