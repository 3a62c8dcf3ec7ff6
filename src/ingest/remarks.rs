//! What is remarkable about a file beside its rows: cut ends, whole keys, objects that two files state differently.

use std::collections::BTreeMap;

use super::batch::Ending;
use super::merge::{Fate, Part, Parts, pages};
use crate::model::{Conflict, Input, Role, Table, find_secrets, mask_secrets};

/// Whole keys in a file, by line.
pub(super) fn secrets(text: &[u8]) -> Vec<(u64, String)> {
    let (mut line, mut counted) = (1_u64, 0);
    let found = find_secrets(text).into_iter();
    let located = found.map(|(at, masked)| {
        line += text[counted..at].iter().filter(|b| **b == b'\n').count() as u64;
        counted = at;
        (line, masked)
    });
    located.collect()
}

/// How a file breaks off, in words.
pub(super) const fn cut(ending: Ending) -> Option<&'static str> {
    match ending {
        Ending::Broken => Some("ends inside a record, or cannot be read in part"),
        Ending::MoreFollow => Some("says that more pages follow, and they are not there"),
        Ending::Unstated | Ending::Whole => None,
    }
}

/// The part that keeps the files of a table from making a whole one.
pub(super) fn cut_part(parts: &Parts) -> Option<&Part> {
    let broken = parts.each.iter().find(|part| part.batch.ending == Ending::Broken);
    broken.or_else(|| pages::unfollowed(parts))
}

/// [`cut_part`] with its reason, for checks that must not take absence from it for evidence.
pub(super) fn cut_list(parts: &Parts, inputs: &[Input]) -> Option<String> {
    let part = cut_part(parts)?;
    let path = inputs.get(part.file as usize).map_or("", |input| input.path.as_str());
    Some(format!("{path} {}", cut(part.batch.ending)?))
}

/// The records that count, by id: part and row. Only where some do not, and what they say is no news of itself.
pub(super) struct Kept(BTreeMap<Vec<Option<i128>>, (usize, usize)>);

impl Kept {
    pub(super) fn of(parts: &Parts, fates: &[Vec<Fate>]) -> Self {
        let mut kept = BTreeMap::new();
        // Spend so far and the last change of a conversation are measured anew with every export; usage and cost have no ids.
        let is_open = matches!(parts.table, Table::EffectiveLimits | Table::Conversations | Table::Usage | Table::Cost);
        if is_open || !fates.iter().flatten().any(|fate| *fate == Fate::Restated) {
            return Self(kept);
        }
        for (at, part) in parts.each.iter().enumerate() {
            let ids: Vec<usize> = part.batch.with_role(Role::Id).collect();
            let rows = (0..part.batch.rows()).filter(|&row| fates[at][row] == Fate::Accepted);
            kept.extend(rows.map(|row| (id_of(part, &ids, row), (at, row))));
        }
        Self(kept)
    }
}

fn id_of(part: &Part, ids: &[usize], row: usize) -> Vec<Option<i128>> {
    ids.iter().map(|&id| part.batch.value(id, row)).collect()
}

/// Objects of a part that another file states otherwise, with the record that counts. Columns that one of the two leaves open do not
/// conflict: older shapes have fewer fields.
pub(super) fn conflicts(parts: &Parts, fates: &[Vec<Fate>], kept: &Kept, at: usize) -> Vec<Conflict> {
    let Some(part) = parts.each.get(at) else { return Vec::new() };
    let ids: Vec<usize> = part.batch.with_role(Role::Id).collect();
    let restated = (0..part.batch.rows()).filter(|&row| fates[at][row] == Fate::Restated && !kept.0.is_empty());
    let conflict = |row: usize| {
        let &(other, other_row) = kept.0.get(&id_of(part, &ids, row)).filter(|(other, _)| *other != at)?;
        let other = &parts.each[other];
        let column = parts.table.columns().iter().enumerate().find(|(column, _)| {
            let (a, b) = (part.batch.value(*column, row), other.batch.value(*column, other_row));
            // What shape a record has is no statement about the object.
            let is_shape = parts.table.columns()[*column].name == "has_expiry_field";
            a.is_some() && b.is_some() && a != b && !is_shape
        })?;
        let id = ids.iter().filter_map(|&id| parts.text(at, id, row)).collect::<Vec<_>>().join(" ");
        let kept = (other.file, other.batch.lines[other_row]);
        Some(Conflict { line: part.batch.lines[row], id: mask_secrets(&id).into_owned(), column: column.1.name, kept })
    };
    restated.filter_map(conflict).collect()
}
