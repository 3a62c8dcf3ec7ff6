//! Decisions in words that nobody knows: they decide nothing.

use std::collections::BTreeMap;

use super::ANALYZER;
use crate::analyze::Context;
use crate::analyze::wording::some_of;
use crate::facts::{Decision, ReviewedRow};
use crate::model::{Finding, Subject, counted};

/// So many words and people are named, and rows stand in the evidence.
const SHOWN: usize = 5;

/// One finding about all of them: who writes one such word writes it in many rows.
pub(super) fn unknown(cx: &Context) -> Option<Finding> {
    let word = |row: &ReviewedRow| row.decision.clone().filter(|word| Decision::of(word).is_none());
    let rows: Vec<&ReviewedRow> = cx.facts.reviews.reviewed.iter().filter(|row| word(row).is_some()).collect();
    if rows.is_empty() {
        return None;
    }
    let mut words: BTreeMap<String, usize> = BTreeMap::new();
    rows.iter().filter_map(|row| word(row)).for_each(|word| *words.entry(word).or_default() += 1);
    let words = words.iter().map(|(word, count)| format!("«{word}» ({})", counted(count, "row")));
    let people = some_of(rows.iter().map(|row| row.address.as_deref().unwrap_or(&row.id)), SHOWN);
    let observed =
        format!("{} in words that are not known: {}", counted(rows.len(), "decision"), some_of(words, SHOWN));
    let message = format!("{observed}. Nothing is decided about {people}. Known: {}", Decision::words());
    let title = "The access review has decisions in unknown words";
    let mut finding = ANALYZER.finding(Subject::organization(), title, message);
    finding.event = Some("unknown words".to_owned());
    finding.observed = Some(observed);
    let one =
        |row: &&ReviewedRow| row.source.evidence(cx.data, format!("{}: {}", row.id, word(row).unwrap_or_default()));
    finding.evidence = rows.iter().take(SHOWN).map(one).collect();
    Some(finding)
}
