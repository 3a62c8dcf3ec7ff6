//! Findings next to what administrators did, and what is left for a person to read.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Control, ControlResult, Finding, LogReview, Suppressed, counted};

/// So many actions stand in the report: more than anybody reads. Rows that are to be decided stand there all.
const MOST: usize = 10_000;

/// Says of every action and row which checks have a finding that points at it, and of the control how many have none, or what was
/// decided about them.
pub(super) fn attach(
    review: &mut LogReview,
    controls: &mut [ControlResult],
    open: &[Finding],
    suppressed: &[Suppressed],
) {
    type Found<'a> = BTreeSet<(&'a str, &'a str)>;
    let (mut by_event, mut by_place) = (BTreeMap::<&str, Found<'_>>::new(), BTreeMap::<_, Found<'_>>::new());
    for finding in open.iter().chain(suppressed.iter().map(|one| &one.finding)) {
        if let Some(event) = &finding.event {
            by_event.entry(event).or_default().insert((&finding.rule, &finding.id));
        }
        for place in &finding.evidence {
            by_place.entry((place.file.clone(), place.line)).or_default().insert((&finding.rule, &finding.id));
        }
    }
    // A page of JSON can have many events on one line: then the line tells nothing.
    let mut lines: BTreeMap<(String, Option<u64>), u64> = BTreeMap::new();
    for place in review.actions.iter().flat_map(|action| &action.evidence) {
        *lines.entry((place.file.clone(), place.line)).or_default() += 1;
    }
    let mut by_row: BTreeMap<String, (u64, Found<'_>)> = BTreeMap::new();
    for action in &mut review.actions {
        let places = action.evidence.iter().map(|place| (place.file.clone(), place.line));
        let own = places.filter(|place| place.1.is_some() && lines.get(place) == Some(&1));
        let by_place = own.filter_map(|place| by_place.get(&place)).flatten();
        let by_event = action.id.as_deref().and_then(|id| by_event.get(id)).into_iter().flatten();
        let found: Found<'_> = by_place.chain(by_event).copied().collect();
        let rules: BTreeSet<&str> = found.iter().map(|(rule, _)| *rule).collect();
        action.found_by = rules.into_iter().map(str::to_owned).collect();
        if !found.is_empty() {
            let row = by_row.entry(action.row.clone()).or_default();
            row.0 += 1;
            row.1.extend(found);
        }
    }
    for row in &mut review.rows {
        let Some((flagged, findings)) = by_row.remove(&row.id) else { continue };
        row.flagged = flagged;
        row.findings = findings.into_iter().map(|(rule, id)| format!("{rule} {id}")).collect();
    }
    // What rules found stands first; the rest stays in order of time.
    review.rows.sort_by_key(|row| row.flagged == 0);
    review.actions_found = review.actions.iter().filter(|action| !action.found_by.is_empty()).count() as u64;
    review.actions.truncate(MOST);
    let left = review.actions_total - review.actions_found;
    let rest = match &review.result {
        Some(result) if result.decided() > 0 => format!("reviewed in {}", result.equation()),
        _ => format!("{left} {} human review", if left == 1 { "needs" } else { "need" }),
    };
    let about = format!(
        " {}: {} flagged, {rest}.",
        counted(review.actions_total, "administrator action"),
        review.actions_found,
    );
    let reviewed = controls.iter_mut().filter(|control| control.id == Control::AuditLogReview);
    reviewed.for_each(|control| control.summary.push_str(&about));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AdminAction, Confidence, Evidence, Severity, Status, Subject};
    use crate::report::verdict;

    fn place(line: u64) -> Evidence {
        Evidence { file: "feed.jsonl".to_owned(), line: Some(line), record: String::new() }
    }

    fn action(id: &str, line: u64) -> AdminAction {
        AdminAction {
            id: Some(id.to_owned()),
            at: "2026-08-03T10:00:00Z".to_owned(),
            actor: "ann@example.com".to_owned(),
            event: "org_sso_toggled".to_owned(),
            objects: Vec::new(),
            changes: Vec::new(),
            ip: None,
            agent: None,
            row: String::new(),
            found_by: Vec::new(),
            evidence: vec![place(line)],
        }
    }

    fn finding(rule: &str, event: Option<&str>, line: u64) -> Finding {
        Finding {
            id: String::new(),
            rule: rule.to_owned(),
            control: Control::AuditLogReview,
            severity: Severity::High,
            confidence: Confidence::High,
            subject: Subject::organization(),
            title: String::new(),
            message: String::new(),
            period: None,
            event: event.map(str::to_owned),
            impact_usd: None,
            change: None,
            observed: None,
            threshold: None,
            evidence: vec![place(line)],
            remediation: Vec::new(),
            status: Status::Open,
            first_seen: None,
            severity_before: None,
            assignment: Default::default(),
            resolution: None,
        }
    }

    #[test]
    fn what_a_finding_points_at_and_what_is_left() {
        let actions = vec![action("a", 1), action("b", 2), action("c", 3), action("d", 3)];
        let mut review = LogReview { actions_total: 4, actions, ..LogReview::default() };
        let mut controls = verdict::all(&[], &[], &Default::default());
        let open = [finding("by-line", None, 2), finding("by-event", Some("d"), 3), finding("elsewhere", None, 9)];
        attach(&mut review, &mut controls, &open, &[]);
        let found: Vec<String> = review.actions.iter().map(|action| action.found_by.join("+")).collect();
        assert_eq!(found, ["", "by-line", "", "by-event"], "a line of two events tells nothing");
        let control = controls.iter().find(|control| control.id == Control::AuditLogReview).unwrap();
        assert!(control.summary.ends_with(" 4 administrator actions: 2 flagged, 2 need human review."));
    }
}
