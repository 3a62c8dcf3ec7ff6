//! By what two files are compared, and whether the rows of one stand in the other.

use std::collections::{BTreeMap, BTreeSet};

use crate::ingest::merge::TableFiles;
use crate::model::{Kind, Role};

/// What a row is about; every other dimension says how it was served.
const WHOSE: [&str; 10] = [
    "day",
    "minute",
    "model",
    "key_name",
    "key_id",
    "workspace_name",
    "workspace_id",
    "organization_id",
    "product",
    "user_id",
];

/// Of these the ids, which a copy for others is given without.
pub(super) const IDS: [&str; 4] = ["key_id", "workspace_id", "organization_id", "user_id"];
/// Of these what names nobody.
const NOBODY: [&str; 4] = ["day", "minute", "model", "product"];

/// Columns of a table by which two files are compared.
pub(super) struct Compared {
    /// What a row is about, as far as both sides state ids.
    pub(super) whose: Vec<usize>,
    /// The same without the model; nothing where then nobody would be named.
    pub(super) served: Option<Vec<usize>>,
    /// The same without ids, where names are stated.
    pub(super) names: Option<Vec<usize>>,
    /// When alone.
    pub(super) times: Vec<usize>,
}

impl Compared {
    pub(super) fn of(parts: &TableFiles, sides: [&(usize, Vec<usize>); 2]) -> Self {
        let states = |column: usize, (at, rows): &(usize, Vec<usize>)| {
            rows.iter().any(|&row| parts.each[*at].batch.value(column, row).is_some())
        };
        let is_stated = |column: usize| sides.into_iter().all(|side| states(column, side));
        let columns = |is_wanted: &dyn Fn(&str, usize) -> bool| -> Vec<usize> {
            let all = WHOSE.iter().filter_map(|name| Some((*name, parts.table.position(name)?)));
            all.filter(|(name, column)| is_wanted(name, *column)).map(|(_, column)| column).collect()
        };
        let names_somebody = |without: &dyn Fn(&str) -> bool| {
            !columns(&|name, column| !NOBODY.contains(&name) && !without(name) && is_stated(column)).is_empty()
        };
        let is_whose = |name: &str, column: usize| !IDS.contains(&name) || is_stated(column);
        Self {
            whose: columns(&is_whose),
            served: names_somebody(&|_| false)
                .then(|| columns(&|name, column| name != "model" && is_whose(name, column))),
            names: names_somebody(&|name| IDS.contains(&name)).then(|| columns(&|name, _| !IDS.contains(&name))),
            times: columns(&|name, _| WHOSE[..2].contains(&name)),
        }
    }
}

/// Whether every row of one side may stand on the other: it has as many of each kind, by these columns.
pub(super) fn may_be_contained(
    parts: &TableFiles,
    copy: &(usize, Vec<usize>),
    kept: &(usize, Vec<usize>),
    columns: &[usize],
) -> bool {
    let count = |(at, rows): &(usize, Vec<usize>)| {
        let batch = &parts.each[*at].batch;
        let mut counts: BTreeMap<Vec<Option<i128>>, u64> = BTreeMap::new();
        for &row in rows {
            *counts.entry(columns.iter().map(|&column| batch.value(column, row)).collect()).or_default() +=
                batch.count(row);
        }
        counts
    };
    let (own, others) = (count(copy), count(kept));
    own.iter().all(|(row, count)| others.get(row).is_some_and(|other| count <= other))
}

/// Whether every row of one side stands on the other, by these columns and all measures. Sums of several rows are compared as they
/// are, by how many rows they are of and their fingerprint.
pub(super) fn is_contained(
    parts: &TableFiles,
    copy: &(usize, Vec<usize>),
    kept: &(usize, Vec<usize>),
    columns: &[usize],
) -> bool {
    let measures: Vec<usize> = parts.each[copy.0].batch.with_role(Role::Measure).collect();
    let count = |(at, rows): &(usize, Vec<usize>)| {
        let batch = &parts.each[*at].batch;
        let mut counts: BTreeMap<Vec<Option<i128>>, usize> = BTreeMap::new();
        for &row in rows {
            let whose = columns.iter().map(|&column| batch.value(column, row));
            let amounts = measures.iter().map(|&measure| Some(batch.value(measure, row).unwrap_or(0)));
            let rows = batch.count(row);
            let fingerprint = if rows > 1 { batch.fingerprint(row, &measures) } else { 0 };
            let sum = [Some(i128::from(rows)), Some(fingerprint as u64 as i128), Some((fingerprint >> 64) as i128)];
            *counts.entry(whose.chain(amounts).chain(sum).collect()).or_default() += 1;
        }
        counts
    };
    let (own, others) = (count(copy), count(kept));
    own.iter().all(|(row, count)| others.get(row).is_some_and(|other| count <= other))
}

/// The first column in which the words of one side differ from the other's, and a word of each.
pub(super) fn difference(
    parts: &TableFiles,
    copy: &(usize, Vec<usize>),
    kept: &(usize, Vec<usize>),
) -> Option<(&'static str, String, String)> {
    let columns = parts.table.columns().iter().enumerate();
    columns.filter(|(_, one)| one.role == Role::Dimension && one.kind == Kind::Text).find_map(|(column, one)| {
        let words = |(at, rows): &(usize, Vec<usize>)| -> BTreeSet<Option<&str>> {
            rows.iter().map(|&row| parts.text(*at, column, row)).collect()
        };
        let (own, others) = (words(copy), words(kept));
        let shown = |word: &Option<&str>| word.unwrap_or_default().to_owned();
        let (mine, theirs) = (own.difference(&others).next()?, others.difference(&own).next()?);
        Some((one.name, shown(mine), shown(theirs)))
    })
}

/// Whether a file names keys or workspaces by id: then two names are two things.
pub(super) fn names_by_id(parts: &TableFiles, at: usize) -> bool {
    let batch = &parts.each[at].batch;
    IDS.iter()
        .filter_map(|name| parts.table.position(name))
        .any(|id| batch.present[id] && (0..batch.rows()).any(|row| batch.value(id, row).is_some()))
}
