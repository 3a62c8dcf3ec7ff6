//! What shows that a review was made without looking, or leaves to others what it was to decide: much of it decided on one day, by one
//! person, with one word and nothing said about it; decisions that are put off; exceptions without a reason; decisions of long ago.

mod alike;
mod open;
mod overruled;

pub(super) use alike::alike;
pub(super) use open::{old, put_off, unreasoned};
pub(super) use overruled::notes as overruled;

use chrono::NaiveDate;

use super::{Analyzer, Context, Threshold};
use crate::facts::{Decision, ReviewedRow, Source};
use crate::model::{Finding, Severity, Subject};

/// More rows than these, decided alike, are said.
pub(super) const ALIKE: Threshold = Threshold {
    name: "rows_decided_alike",
    default: 20.0,
    unit: "rows",
    source: "ours: a page of decisions, which nobody finds all alike by looking at each",
};

/// A decision, as far as it may be like others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Made<'a> {
    /// The worksheet's own word for it.
    pub(super) decision: &'static str,
    /// What it is about, as people know it.
    pub(super) about: &'a str,
    /// Who decided.
    pub(super) reviewer: Option<&'a str>,
    /// When.
    pub(super) on: Option<NaiveDate>,
    /// Where it is followed up.
    pub(super) ticket: Option<&'a str>,
    /// What was said about it.
    pub(super) comment: Option<&'a str>,
    /// Where it stands.
    pub(super) source: Source,
}

impl<'a> Made<'a> {
    /// What a row of the access review decides; nothing where it has no decision that is known.
    pub(super) fn about_access(row: &'a ReviewedRow) -> Option<Self> {
        Some(Self {
            decision: Decision::of(row.decision.as_deref()?)?.word(),
            about: row.address.as_deref().unwrap_or(&row.id),
            reviewer: row.reviewer.as_deref(),
            on: row.on,
            ticket: row.ticket.as_deref(),
            comment: row.comment.as_deref(),
            source: row.source,
        })
    }

    fn has_comment(&self) -> bool {
        self.comment.is_some_and(|comment| !comment.trim().is_empty())
    }

    fn has_ticket(&self) -> bool {
        self.ticket.is_some_and(|ticket| !ticket.trim().is_empty())
    }
}

/// A finding about the review as a whole, with the first and the last of the decisions that it is about.
fn about_review(
    (cx, analyzer): (&Context, &'static Analyzer),
    (event, title): (&str, &str),
    (severity, observed, expected): (Severity, String, String),
    made: &[&Made],
) -> Finding {
    let message = format!("{observed}. {expected}");
    let mut finding = analyzer.finding(Subject::organization(), title, message);
    finding.severity = severity;
    finding.event = Some(event.to_owned());
    finding.observed = Some(observed);
    let last = made.last().filter(|last| made.first().is_some_and(|first| first.source != last.source));
    let evidence = made.first().into_iter().chain(last);
    let by = |one: &Made| one.reviewer.unwrap_or("nobody named").to_owned();
    let one = |one: &&Made| one.source.evidence(cx.data, format!("{}, by {}", one.decision, by(one)));
    finding.evidence = evidence.map(one).collect();
    finding
}
