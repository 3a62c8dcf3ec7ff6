//! Texts with labels in place of names, and back.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::dictionary::{Dictionary, Mode, words};
use super::group::Grouped;
use super::key_file::KeyFile;
use super::walk::Place;
use super::words::of_sentences;
use super::{finding_id, spot};
use crate::model::Report;

/// Texts of ours, hashes, and ids of checks: by type and field. Everything else is a text of somebody.
const OURS: [(&str, &[&str]); 22] = [
    ("Report", &["schema_version", "pseudonymized"]),
    ("Tool", &["name", "version", "catalogue_sha256"]),
    ("PolicyInfo", &["sha256"]),
    ("ControlResult", &["title", "population_of", "checks"]),
    ("CheckResult", &["id", "title", "of"]),
    ("Basis", &["definition"]),
    ("NotAssessed", &["rule", "needs"]),
    ("NotComparable", &["rule"]),
    ("UnusedSuppression", &["rule"]),
    ("Past", &["rule"]),
    ("Input", &["kind", "sha256", "first", "last"]),
    ("Coverage", &["table", "title"]),
    ("Fingerprint", &["table", "kind", "grouping", "measures"]),
    ("ListTie", &["table", "title"]),
    ("PopulationProof", &["table", "title"]),
    ("Comparison", &["sha256", "tool_version"]),
    ("Chart", &["id", "title", "source"]),
    ("LooserThreshold", &["check", "threshold", "requirement", "asks"]),
    ("KindCount", &["topic", "action", "sensitivity", "types"]),
    ("Frameworks", &["soc2", "iso27001", "nist80053", "more"]),
    ("Digest", &["sha256"]),
    ("", &["rule", "sha256"]),
];
/// Names of one word of so few letters are looked for where they are named only.
const SHORT: usize = 3;

/// What is exchanged for what.
pub(super) struct Labels {
    dictionary: Dictionary,
    /// What the entries of the dictionary are exchanged for; by entry.
    texts: Vec<String>,
    /// Ids of findings.
    findings: BTreeSet<String>,
    /// Known texts that occurred, in lower case.
    pub(super) used: BTreeSet<String>,
}

impl Labels {
    /// Of the known texts; the words of the report's own titles are words of ours.
    pub(super) fn new(known: &BTreeMap<String, Grouped>, report: &Report) -> Self {
        let titles = report.checks.iter().map(|check| check.title.as_str());
        let sentences = of_sentences(titles.chain(report.controls.iter().map(|control| control.title.as_str())));
        let mut dictionary = Dictionary::default();
        for (index, (text, one)) in known.iter().enumerate() {
            dictionary.insert(&one.form.text, mode(text, &one.form.text, &sentences), index);
        }
        let (texts, used) = (known.keys().cloned().collect(), BTreeSet::new());
        Self { dictionary, texts, findings: findings(report), used }
    }

    /// The way back for a report.
    pub(super) fn backwards(key: &KeyFile, report: &Report) -> Self {
        Self { findings: findings(report), ..Self::of_file(key) }
    }

    /// The way back for what has no findings.
    pub(super) fn of_file(key: &KeyFile) -> Self {
        let mut dictionary = Dictionary::default();
        key.labels().keys().enumerate().for_each(|(index, label)| dictionary.insert(label, Mode::Free, index));
        let texts = key.labels().values().cloned().collect();
        Self { dictionary, texts, findings: BTreeSet::new(), used: BTreeSet::new() }
    }

    /// Notes what a text needs labels for.
    pub(super) fn note(&mut self, place: Place<'_>, text: &str) {
        if !is_ours(place) {
            let known = self.found(text).into_iter().filter_map(|(_, what)| what);
            let used: Vec<String> = known.filter_map(|index| self.texts.get(index).cloned()).collect();
            self.used.extend(used);
        }
    }

    /// Takes the labels from the file.
    pub(super) fn take(&mut self, key: &KeyFile) {
        let labels: BTreeMap<String, &String> =
            key.labels().iter().map(|(label, text)| (text.to_lowercase(), label)).collect();
        for text in &mut self.texts {
            if let Some(label) = labels.get(text.as_str()) {
                text.clone_from(label);
            }
        }
    }

    /// A text with labels in it.
    pub(super) fn exchanged(&self, place: Place<'_>, text: &str, key: &KeyFile) -> String {
        self.replaced(place, text, |id| finding_id::hidden(id, key))
    }

    /// A text with names in it.
    pub(super) fn restored(&self, place: Place<'_>, text: &str, key: &KeyFile) -> String {
        self.replaced(place, text, |id| finding_id::shown(id, key))
    }

    fn replaced(&self, place: Place<'_>, text: &str, finding: impl Fn(&str) -> String) -> String {
        if is_ours(place) {
            return text.to_owned();
        }
        let (mut out, mut copied) = (String::new(), 0);
        for (range, what) in self.found(text) {
            out.push_str(&text[copied..range.start]);
            match what.and_then(|index| self.texts.get(index)) {
                Some(other) => out.push_str(other),
                None => out.push_str(&finding(&text[range.clone()])),
            }
            copied = range.end;
        }
        out.push_str(&text[copied..]);
        out
    }

    /// What is exchanged in a text, from left to right, the longest first: entries of the dictionary, or ids of findings.
    fn found(&self, text: &str) -> Vec<(Range<usize>, Option<usize>)> {
        if let Some(index) = self.dictionary.whole(text) {
            return vec![(0..text.len(), Some(index))];
        }
        let mut all: Vec<(Range<usize>, Option<usize>)> =
            self.dictionary.find(text).into_iter().map(|(range, index)| (range, Some(index))).collect();
        let spotted = spot::spotted(text).into_iter();
        all.extend(spotted.filter_map(|(range, form)| Some((range, Some(self.dictionary.whole(&form.text)?)))));
        let ids = words(text).into_iter().filter(|word| self.findings.contains(&text[word.clone()]));
        all.extend(ids.map(|range| (range, None)));
        all.sort_by_key(|(range, what)| (range.start, std::cmp::Reverse(range.end), what.is_none()));
        let mut end = 0;
        all.retain(|(range, _)| {
            let is_free = range.start >= end;
            end = if is_free { range.end } else { end };
            is_free
        });
        all
    }
}

fn is_ours(place: Place<'_>) -> bool {
    OURS.iter().any(|(owner, fields)| *owner == place.owner && fields.contains(&place.field))
}

/// Where a text may be found: one of a single word that is a word of ours too, of few letters or of none only where it is named.
fn mode(lower: &str, text: &str, sentences: &BTreeSet<String>) -> Mode {
    let words = words(lower);
    let is_ours = words.iter().all(|word| sentences.contains(&lower[word.clone()]));
    let has_letters = lower.chars().any(char::is_alphabetic);
    let is_short = words.len() == 1 && lower.chars().count() <= SHORT;
    match words.len() == 1 && is_ours || is_short || !has_letters {
        false => Mode::Free,
        true if has_letters && text != lower => Mode::AsWritten,
        // A network address has no letters and is spotted.
        true => Mode::Named,
    }
}

/// Ids of findings and of open items, wherever one stands alone in a field.
fn findings(report: &Report) -> BTreeSet<String> {
    let suppressed = report.suppressed.iter().map(|one| &one.finding);
    let last = report.baseline.iter();
    let unjudged = last.clone().flat_map(|last| &last.unjudged).map(|one| &one.finding);
    let all = report.findings.iter().chain(&report.resolved).chain(suppressed).chain(unjudged);
    let mut ids: BTreeSet<String> = all.map(|finding| finding.id.clone()).collect();
    ids.extend(report.open_items.iter().map(|item| item.fingerprint.clone()));
    ids.extend(last.clone().flat_map(|last| &last.not_comparable).map(|one| one.id.clone()));
    ids.extend(last.flat_map(|last| &last.history).map(|one| one.id.clone()));
    ids.retain(|id| finding_id::is_one(id));
    ids
}
