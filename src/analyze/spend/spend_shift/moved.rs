//! Where the dollars of a move came from, or went.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::series::Entity;
use crate::stats::shifts::Shift;

/// Share of a move that others must account for.
const MOVED: f64 = 0.5;
/// Lower over higher level from which a series took part, and does not merely scatter.
const TOOK_PART: f64 = 0.6;
/// Days to either side that are compared.
const WINDOW: usize = 28;
/// Days right beside a move in which whoever takes part has most of its change.
const WEEK: usize = 7;
/// Share of the new level under which a series had not begun, or has ended.
const NOTHING: f64 = 0.05;

/// Days before and after a move.
pub(super) fn windows(shift: &Shift) -> (Range<usize>, Range<usize>) {
    (shift.start.saturating_sub(WINDOW)..shift.start, shift.settled..(shift.settled + WINDOW).min(shift.end + 1))
}

fn mean(values: &[f64], days: Range<usize>) -> f64 {
    values[days.clone()].iter().sum::<f64>() / days.len().max(1) as f64
}

/// A day's mean before and after.
pub(super) fn levels(values: &[f64], shift: &Shift) -> (f64, f64) {
    let (before, after) = windows(shift);
    (mean(values, before), mean(values, after))
}

/// Whether the traffic moved: other keys (of other workspaces, for a workspace; other models, for a model) changed the other way
/// by as much, or the sum of the whole stayed.
pub(super) fn is_move(entity: &Entity, shift: &Shift, all: &BTreeMap<&Entity, Vec<f64>>) -> bool {
    let up = shift.per_day().signum();
    let is_partner = |other: &Entity| match (entity, other) {
        (Entity::Workspace(own), Entity::Key { workspace, .. }) => own != workspace,
        (Entity::Key { .. }, Entity::Key { .. }) | (Entity::Model(_), Entity::Model(_)) => entity != other,
        _ => false,
    };
    // Per workspace, what others lost less what they won: a rotation between two of them on the same days gave nothing away.
    let mut lost: BTreeMap<&str, f64> = BTreeMap::new();
    let partners = all.iter().filter(|(other, _)| is_partner(other));
    for (other, values) in partners.filter(|(_, values)| took_part(values, shift)) {
        let (before, after) = levels(values, shift);
        let place = if let Entity::Key { workspace, .. } = other { workspace.as_str() } else { "" };
        *lost.entry(place).or_default() += up * (before - after);
    }
    let opposite: f64 = lost.into_values().filter(|dollars| *dollars > 0.0).sum();
    let sum_stayed = entity.parent().and_then(|parent| all.get(&parent)).is_some_and(|values| {
        let (before, after) = levels(values, shift);
        // A small part of a large whole cannot be told from the whole's scatter.
        shift.per_day().abs() > 0.2 * before && up * (after - before) < MOVED * shift.per_day().abs()
    });
    opposite >= MOVED * shift.per_day().abs() || sum_stayed
}

/// Whether a series has another level behind the move, and has it from these days on: what changed weeks earlier or later in the windows
/// gave nothing and took nothing.
fn took_part(values: &[f64], shift: &Shift) -> bool {
    let (before, after) = levels(values, shift);
    let next_to =
        (shift.start.saturating_sub(WEEK)..shift.start, shift.settled..(shift.settled + WEEK).min(shift.end + 1));
    let week = (mean(values, next_to.0), mean(values, next_to.1));
    before.min(after) < TOOK_PART * before.max(after)
        && (week.1 - week.0) * (after - before).signum() >= MOVED * (after - before).abs()
}

/// Whether a whole moved because keys of it began, or ended.
pub(super) fn is_turnover(entity: &Entity, shift: &Shift, all: &BTreeMap<&Entity, Vec<f64>>) -> bool {
    let is_inside = |other: &Entity| match (entity, other) {
        (Entity::Workspace(own), Entity::Key { workspace, .. }) => own == workspace,
        // Which keys use a model is not in its series.
        (Entity::Organization | Entity::Model(_), Entity::Key { .. }) => true,
        _ => false,
    };
    let (low, high) = (|a: f64, b: f64| a.min(b), |a: f64, b: f64| a.max(b));
    let begun_or_ended: f64 = all
        .iter()
        .filter(|(other, _)| is_inside(other))
        .map(|(_, values)| levels(values, shift))
        .filter(|(before, after)| low(*before, *after) < NOTHING * high(*before, *after))
        .map(|(before, after)| shift.per_day().signum() * (after - before))
        .sum();
    begun_or_ended >= MOVED * shift.per_day().abs()
}
