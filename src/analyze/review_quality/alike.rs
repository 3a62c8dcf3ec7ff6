//! Decisions of one day, by one person, with one word and no comment.

use std::collections::BTreeMap;

use super::{ALIKE, Made, about_review};
use crate::analyze::{Analyzer, Context};
use crate::facts::reviewer_named;
use crate::model::{Finding, Severity, counted};

/// One row in so many with a comment, or with another word, shows that its reviewer looked at the rows; a comment on an admin is asked for.
const SHOWS_CARE: usize = 20;

/// An observation, where more than a few decisions are alike and their reviewer said hardly anything about others. Whoever decides about the
/// reviewer is none of them and changes nothing.
pub(in crate::analyze) fn alike(cx: &Context, analyzer: &'static Analyzer, made: &[Made]) -> Option<Finding> {
    let limit = cx.limit(analyzer, analyzer.threshold(ALIKE.name));
    let mut groups: BTreeMap<_, Vec<&Made>> = BTreeMap::new();
    let mut by_reviewer: BTreeMap<_, Vec<&Made>> = BTreeMap::new();
    for one in made {
        let reviewer = one.reviewer.map(|name| reviewer_named(&cx.facts.reviews.access, name));
        by_reviewer.entry(reviewer.clone()).or_default().push(one);
        if !one.has_comment() {
            groups.entry((one.decision, reviewer, one.on)).or_default().push(one);
        }
    }
    groups.retain(|(decision, reviewer, _), same| {
        let own = &by_reviewer[reviewer];
        let with_care = own.iter().filter(|one| one.has_comment() || one.decision != *decision).count();
        same.len() as f64 > limit.value && with_care * SHOWS_CARE <= own.len()
    });
    let says = groups.iter().map(|((decision, reviewer, on), same)| {
        let by = reviewer.as_deref().unwrap_or("nobody named");
        let on = on.map_or_else(|| "without a day".to_owned(), |on| format!("on {on}"));
        format!("{} of {} decided «{decision}» {on} by {by}", same.len(), counted(made.len(), "row"))
    });
    let says: Vec<String> = says.collect();
    let all: Vec<&Made> = groups.into_values().flatten().collect();
    if all.is_empty() {
        return None;
    }
    let observed = format!("{}, none with a comment", says.join("; "));
    let expected = format!("Nothing shows whether each was looked at. Observed from more than {limit}");
    let title = "Many decisions of a review are the same";
    let said = (Severity::Low, observed, expected);
    let mut finding = about_review((cx, analyzer), ("decided alike", title), said, &all);
    finding.threshold = Some(format!("more than {limit}"));
    Some(finding)
}
