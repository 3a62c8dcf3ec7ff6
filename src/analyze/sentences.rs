//! What checks say, in the form of sentences: checks write clauses, which also follow each other.

use super::Outcome;
use crate::model::{Finding, SubjectKind, capital, with_stop};

/// Titles, messages, notes and reasons with a capital first letter; messages with a full stop.
pub(super) fn finish(outcome: &mut Outcome) {
    match outcome {
        Outcome::Assessed { findings, notes, .. } => {
            findings.iter_mut().for_each(of_finding);
            notes.iter_mut().for_each(|note| *note = capital(note));
        }
        Outcome::NotAssessed { why, .. } | Outcome::NotApplicable { why, .. } => *why = capital(why),
    }
}

fn of_finding(finding: &mut Finding) {
    let (subject, rule) = (&finding.subject, finding.rule.as_str());
    let names: Vec<&str> = subject.name.iter().chain(&subject.id).map(String::as_str).chain([rule]).collect();
    // Whatever is called like a word keeps its own first letter; tables stand for files by words.
    let is_name = |text: &str| {
        subject.kind != SubjectKind::File && names.iter().any(|name| !name.is_empty() && text.starts_with(name))
    };
    let begun = |text: &str| if is_name(text) { text.to_owned() } else { capital(text) };
    let (title, message) = (begun(&finding.title), begun(&with_stop(&finding.message)));
    finding.title = title;
    finding.message = message;
}
