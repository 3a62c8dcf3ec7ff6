//! People whom exports of use name, judged next to those whom audit events name: Claude Code, the analytics and spend reports of
//! claude.ai and Claude Enterprise, and gateways. Where no events were given they are the only ones who are looked at.

mod found;
mod judge;
mod person;
#[cfg(test)]
mod tests;

use judge::{Judge, Own};

use super::{Analyzer, Context, Outcome, activity};
use crate::model::{Finding, counted};

/// The check that says it.
const CHECK: &str = activity::off_roster_actor::ANALYZER.id;

/// Adds what exports of use say to the check of people who acted.
pub(super) fn add(outcome: Outcome, analyzer: &Analyzer, cx: &Context) -> Outcome {
    if analyzer.id != CHECK || cx.facts.people.named_use.is_empty() {
        return outcome;
    }
    let Own { population, findings, notes } = Judge::of(cx).all();
    match outcome {
        Outcome::Assessed { population: acted, findings: mut known, notes: mut said } => {
            findings.into_iter().for_each(|one| join(&mut known, one));
            said.extend(notes);
            // Nobody of whom both tell is counted twice.
            Outcome::Assessed { population: acted + population, findings: known, notes: said }
        }
        Outcome::NotAssessed { why, .. } if !findings.is_empty() => {
            let first = format!("only use was judged, the audit events were not: {why}");
            let notes = std::iter::once(first).chain(notes).collect();
            Outcome::Assessed { population, findings: findings.into_iter().map(|(one, _)| one).collect(), notes }
        }
        Outcome::NotAssessed { why, needs } => {
            let judged = format!("of use, {} judged, and nothing was found", are(population));
            let judged = Some(judged).filter(|_| population > 0);
            let why: Vec<String> = std::iter::once(why).chain(judged).chain(notes).collect();
            Outcome::NotAssessed { why: why.join("; "), needs }
        }
        other @ Outcome::NotApplicable { .. } => other,
    }
}

/// `1 person was`, `12 people were`.
fn are(people: u64) -> String {
    format!("{} {}", counted(people, "person"), if people == 1 { "was" } else { "were" })
}

/// Takes what was found of somebody by use: into the finding that events gave of them, where there is one.
fn join(known: &mut Vec<Finding>, (own, used): (Finding, String)) {
    let is_same = |one: &&mut Finding| {
        one.subject.name.is_some() && one.subject.name == own.subject.name
            || one.subject.id.is_some() && one.subject.id == own.subject.id
    };
    match known.iter_mut().find(is_same) {
        Some(one) => {
            one.message = format!("{}. Exports of use name them too: {used}", one.message);
            one.evidence.extend(own.evidence);
        }
        None => known.push(own),
    }
}
