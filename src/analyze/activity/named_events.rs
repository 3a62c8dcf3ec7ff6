//! Checks whose events each need an answer by their mere type, or by one field.

use crate::model::counted;
use anyhow::Result;

use super::{WITHOUT_VALUE, assessed_events, by_whom, finding_of, no_events};
use crate::analyze::{Analyzer, Context, Outcome};
use crate::facts::Event;

/// A type that a check finds.
pub(super) struct Named {
    /// The type.
    pub(super) name: &'static str,
    /// What it did, as a phrase.
    pub(super) says: &'static str,
    /// A field that must be true for it.
    pub(super) when: Option<&'static str>,
}

/// A type that is found whatever its fields say.
pub(super) const fn always(name: &'static str, says: &'static str) -> Named {
    Named { name, says, when: None }
}

/// Finds the events of these types, and of all others in the population nothing.
pub(super) fn judge(
    cx: &Context,
    analyzer: &Analyzer,
    named: &[Named],
    others: &[&str],
    threshold: &str,
) -> Result<Outcome> {
    if let Some(missing) = no_events(cx) {
        return Ok(missing);
    }
    let (mut population, mut unattributed, mut findings) = (0, 0, Vec::new());
    for event in cx.facts.log.events.within(cx.period) {
        let Some(one) = named.iter().find(|one| one.name == event.name) else {
            population += usize::from(others.contains(&event.name.as_str()));
            continue;
        };
        population += 1;
        match one.when.map(|field| event.flag(field)) {
            None | Some(Some(true)) => findings.push(finding(cx, analyzer, event, one.says, threshold)),
            Some(Some(false)) => {}
            Some(None) => unattributed += 1,
        }
    }
    Ok(assessed_events((population, unattributed), findings, |unsaid| {
        format!("{WITHOUT_VALUE}: {}", counted(unsaid, "change"))
    }))
}

fn finding(cx: &Context, analyzer: &Analyzer, event: &Event, says: &str, threshold: &str) -> crate::model::Finding {
    let subject = by_whom(cx, event);
    let domain = event.text("domain").map_or_else(String::new, |domain| format!(": {domain}"));
    let what = format!("{says}{domain}");
    let title = format!("{what} ({})", subject.label());
    let mut finding = finding_of(cx, analyzer, subject, title, event, &what);
    finding.message = format!("{}. Expected: {threshold}", finding.message);
    finding.threshold = Some(threshold.to_owned());
    finding
}
