//! What shows that a review was made without looking: all of it on one day, by one person, with one word and nothing said about it.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Analyzer, Context, Threshold};
use crate::facts::Source;
use crate::model::{Finding, Severity, Subject, counted};

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
    /// Who decided.
    pub(super) reviewer: Option<&'a str>,
    /// When.
    pub(super) on: Option<NaiveDate>,
    /// What was said about it.
    pub(super) comment: Option<&'a str>,
    /// Where it stands.
    pub(super) source: Source,
}

/// An observation, where all decisions of a review are alike and more than a few.
pub(super) fn alike(cx: &Context, analyzer: &'static Analyzer, made: &[Made]) -> Option<Finding> {
    let limit = cx.limit(analyzer, analyzer.threshold("rows_decided_alike"));
    let different: BTreeSet<_> = made.iter().map(|one| (one.decision, one.reviewer, one.on)).collect();
    let is_silent = made.iter().all(|one| one.comment.is_none_or(|comment| comment.trim().is_empty()));
    let first = made.first()?;
    if made.len() as f64 <= limit.value || different.len() > 1 || !is_silent {
        return None;
    }
    let by = first.reviewer.unwrap_or("nobody named");
    let on = first.on.map_or_else(|| "without a day".to_owned(), |on| format!("on {on}"));
    let rows = counted(made.len(), "row");
    let observed = format!("{rows} decided «{}» {on} by {by}, none with a comment", first.decision);
    let message = format!("{observed}. Nothing shows whether each was looked at. Observed from more than {limit}");
    let mut finding = analyzer.finding(Subject::organization(), "Every decision of a review is the same", message);
    finding.severity = Severity::Low;
    finding.event = Some("decided alike".to_owned());
    finding.observed = Some(observed);
    finding.threshold = Some(format!("more than {limit}"));
    let last = made.last().filter(|last| last.source != first.source);
    let evidence = [Some(first), last].into_iter().flatten();
    finding.evidence = evidence.map(|one| one.source.evidence(cx.data, format!("{}, by {by}", one.decision))).collect();
    Some(finding)
}
