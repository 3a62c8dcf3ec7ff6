//! The same dollars are told once, of the finest that explains most of them.

use super::Whose;

/// What happened to one series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Once {
    /// Whose money.
    pub whose: Whose,
    /// First and last of the days by which it is told whether two are the same.
    pub days: (usize, usize),
    /// Its dollars, above zero.
    pub dollars: f64,
}

/// Share of an event that others must explain for it not to be told again.
const EXPLAINED: f64 = 0.5;

/// The events to tell, as places in the list. Keys have to come before the wholes that they are part of, models last: those whose
/// dollars are told of something finer are left out, and many fine ones are folded into the whole.
#[must_use]
pub fn tell_once(events: &[Once]) -> Vec<usize> {
    let mut told: Vec<usize> = Vec::new();
    for (at, event) in events.iter().enumerate() {
        let is_finer = |part: &usize| is_part(&events[*part], event);
        let mut parts: Vec<f64> = told.iter().filter(|part| is_finer(part)).map(|part| events[*part].dollars).collect();
        parts.sort_by(|a, b| b.total_cmp(a));
        let is_model = event.whose == Whose::Model;
        // Two that explain it are told themselves; where it takes more, it is an event of the whole.
        let explained: f64 = parts.iter().take(if is_model { parts.len() } else { 2 }).sum();
        if explained >= EXPLAINED * event.dollars {
            continue;
        }
        if !is_model {
            told.retain(|part| !is_finer(part));
        }
        told.push(at);
    }
    told
}

fn is_part(part: &Once, whole: &Once) -> bool {
    part.days.0 <= whole.days.1
        && whole.days.0 <= part.days.1
        && match (part.whose, whole.whose) {
            (Whose::Key(workspace), Whose::Workspace(one)) => workspace == one,
            (Whose::Key(_) | Whose::Workspace(_), Whose::Whole) => true,
            (_, Whose::Model) => part.whose != Whose::Model,
            _ => false,
        }
}
