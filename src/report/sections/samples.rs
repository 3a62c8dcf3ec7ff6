//! Samples of keys and members for the auditor, drawn by a rule that anybody can repeat.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use sha2::{Digest, Sha256};

use super::lifecycle::{TimelineSubject, Timelines};
use crate::facts::Facts;
use crate::model::{Dataset, Period, Sample, SampleItem, Table, hex};

/// How much to draw, and by what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draw {
    /// How many of each population.
    pub size: u64,
    /// What the draw depends on.
    pub seed: String,
}

/// A sample of the keys and one of the members, each with its life. `damaged` says of which table something is missing.
///
/// # Errors
/// When a frame lacks a column, which would be a mistake in `ingest`.
pub fn samples(
    data: &Dataset,
    facts: &Facts,
    period: Period,
    draw: &Draw,
    damaged: &BTreeMap<Table, String>,
) -> Result<Vec<Sample>> {
    let lists = &facts.lists;
    let keys: BTreeMap<&str, TimelineSubject> =
        lists.keys.iter().map(|key| (key.id.as_str(), TimelineSubject::Key(key))).collect();
    let members: BTreeMap<&str, TimelineSubject> =
        lists.members.iter().map(|member| (member.id.as_str(), TimelineSubject::Member(member))).collect();
    let populations = [(Table::Keys, keys), (Table::Members, members)];
    let drawn: Vec<Vec<(String, &str)>> = populations.iter().map(|(_, all)| drawn(all.keys().copied(), draw)).collect();
    let picked: Vec<TimelineSubject> = populations
        .iter()
        .zip(&drawn)
        .flat_map(|((_, all), ids)| ids.iter().filter_map(|(_, id)| all.get(id).copied()))
        .collect();
    let mut timelines = Timelines::read(data, facts, period, &picked)?.into_iter();
    let mut samples = Vec::new();
    for ((table, all), ids) in populations.iter().zip(drawn) {
        let item = |((sha256, id), lines): ((String, &str), _)| SampleItem {
            id: id.to_owned(),
            name: all.get(id).and_then(|one| one.name()),
            sha256,
            lines,
        };
        let absent = (!data.has(*table)).then(|| format!("no export lists {}", table.title()));
        samples.push(Sample {
            of: table.title().to_owned(),
            population: all.len() as u64,
            size: draw.size,
            seed: draw.seed.clone(),
            partial: absent.or_else(|| damaged.get(table).cloned()),
            items: ids.into_iter().zip(timelines.by_ref()).map(item).collect(),
        });
    }
    Ok(samples)
}

/// The ids with the smallest hashes, the smallest first.
fn drawn<'a>(ids: impl Iterator<Item = &'a str>, draw: &Draw) -> Vec<(String, &'a str)> {
    let hashed: BTreeSet<(String, &str)> = ids.map(|id| (hash(&draw.seed, id), id)).collect();
    hashed.into_iter().take(usize::try_from(draw.size).unwrap_or(usize::MAX)).collect()
}

/// SHA-256 of the seed, a line feed and the id, in lower-case hexadecimal.
fn hash(seed: &str, id: &str) -> String {
    hex(&Sha256::digest(format!("{seed}\n{id}")))
}
