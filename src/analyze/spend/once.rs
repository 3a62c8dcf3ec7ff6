//! The same dollars are told once, of the finest that explains most of them.

use super::series::Entity;
use crate::model::Period;

/// What happened to the spend of one entity.
pub(super) trait Event {
    /// Whose spend.
    fn entity(&self) -> &Entity;
    /// The days by which it is told whether two are the same.
    fn days(&self) -> Period;
    /// Its dollars, above zero.
    fn dollars(&self) -> f64;
}

/// Share of an event that others must explain for it not to be told again.
const EXPLAINED: f64 = 0.5;

/// Leaves out events whose dollars are told of something finer, and folds many fine ones into the whole.
pub(super) fn tell_once<E: Event>(events: Vec<E>) -> Vec<E> {
    let mut told: Vec<E> = Vec::new();
    // Keys come first, then workspaces, the organization, models: the order of the enum.
    for event in events {
        let mut parts: Vec<f64> = told.iter().filter(|part| is_part(*part, &event)).map(Event::dollars).collect();
        parts.sort_by(|a, b| b.total_cmp(a));
        let is_model = matches!(event.entity(), Entity::Model(_));
        // Two that explain it are told themselves; where it takes more, it is an event of the whole.
        let explained: f64 = parts.iter().take(if is_model { parts.len() } else { 2 }).sum();
        if explained >= EXPLAINED * event.dollars() {
            continue;
        }
        if !is_model {
            told.retain(|part| !is_part(part, &event));
        }
        told.push(event);
    }
    told
}

fn is_part<E: Event>(part: &E, whole: &E) -> bool {
    let (a, b) = (part.days(), whole.days());
    a.start <= b.end
        && b.start <= a.end
        && match (part.entity(), whole.entity()) {
            (Entity::Key { workspace, .. }, Entity::Workspace(w)) => workspace == w,
            (Entity::Key { .. } | Entity::Workspace(_), Entity::Organization) => true,
            (_, Entity::Model(_)) => !matches!(part.entity(), Entity::Model(_)),
            _ => false,
        }
}
