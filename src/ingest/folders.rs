//! Of which organization the exports of a folder are, where several organizations are given.
//!
//! Usage and cost exports of the Console do not say whose they are. Who keeps two organizations apart keeps each in a folder of its own,
//! with what the Admin API says about the organization in it.

use std::collections::{BTreeMap, BTreeSet};

use super::batch::Batch;
use crate::model::Table;

const ID_COLUMN: usize = 0;
const ORGANIZATION: &str = "organization_id";

/// An export: its path, and what was read from it.
pub(super) type Export<'a> = (&'a str, &'a mut Batch);

/// Lets exports of usage and cost that name no organization be of the one that is described in their folder or in the nearest folder
/// above it, or else anywhere in the nearest folder above that holds a description. Only where several organizations are given, and one
/// folder describes one.
///
/// `answers` says of paths whose answer they are, by their saved headers, and comes first.
pub(super) fn tell_organizations(exports: &mut [Export], answers: &BTreeMap<String, String>) {
    let mut described: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, batch) in exports.iter().filter(|(_, batch)| batch.table == Table::Organization) {
        let ids = (0..batch.rows()).filter_map(|row| batch.text(ID_COLUMN, row)).map(str::to_owned);
        described.entry(folder(path).to_owned()).or_default().extend(ids);
    }
    if described.values().flatten().chain(answers.values()).collect::<BTreeSet<_>>().len() < 2 {
        return;
    }
    for (path, batch) in exports.iter_mut() {
        if let Some(id) = answers.get(*path) {
            fill(batch, id);
            batch.also.iter_mut().for_each(|own| _ = fill(own, id));
            continue;
        }
        let Some((folder, ids)) = above(path)
            .find_map(|folder| Some((folder, described.get(folder)?.clone())))
            .or_else(|| above(path).find_map(|folder| Some((folder, within(&described, folder)?))))
        else {
            continue;
        };
        let (Some(id), 1) = (ids.first(), ids.len()) else { continue };
        let said = format!("of the organization {id}, which is the one described in {folder}");
        let also = batch.also.iter_mut().map(|own| usize::from(fill(own, id))).sum::<usize>();
        if fill(batch, id) || also > 0 {
            batch.note(said);
        }
    }
}

/// Whether the rows are an organization's of Anthropic's: a cloud's bill is of the account that pays it, and a gateway may reach several.
const fn is_of_console(table: Table) -> bool {
    table.is_summed() && !matches!(table, Table::CloudCost | Table::GatewayUse)
}

/// Writes an organization on rows that state none; whether there were any.
fn fill(batch: &mut Batch, id: &str) -> bool {
    let column = batch.table.position(ORGANIZATION).filter(|_| is_of_console(batch.table));
    let Some(column) = column.filter(|&column| (0..batch.rows()).any(|row| batch.value(column, row).is_none())) else {
        return false;
    };
    batch.fill(ORGANIZATION, id, ORGANIZATION);
    batch.present[column] = true;
    true
}

/// The organizations that a folder and those in it describe, if there are any.
fn within(described: &BTreeMap<String, BTreeSet<String>>, folder: &str) -> Option<BTreeSet<String>> {
    let is_in = |own: &str| {
        folder.is_empty() || own.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let ids: BTreeSet<String> =
        described.iter().filter(|(own, _)| is_in(own)).flat_map(|(_, ids)| ids).cloned().collect();
    (!ids.is_empty()).then_some(ids)
}

/// The folder of a file, and those above it.
fn above(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder(path)), |inner| (!inner.is_empty()).then(|| folder(inner)))
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
