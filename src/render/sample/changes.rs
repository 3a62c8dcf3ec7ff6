//! Grants and removals, some of hostile names.

use crate::model::{AccessChange, AccessChanges, ChangeBasis, ChangeKind, Evidence};

/// One of every way in which a change is known.
pub(super) fn access_changes() -> AccessChanges {
    let change = |at: &str, kind, whom: &str, what: &str, basis| AccessChange {
        at: at.parse().unwrap(),
        is_day: basis == ChangeBasis::Roster,
        kind,
        whom: whom.to_owned(),
        whom_id: format!("id_{}", whom.len()),
        what: what.to_owned(),
        workspace: None,
        by: (basis == ChangeBasis::Event).then(|| "mara@northwind.example".to_owned()),
        departed_on: None,
        lag_hours: None,
        basis,
        evidence: vec![Evidence { file: "activities.jsonl".into(), line: Some(12), record: "event".into() }],
        findings: Vec::new(),
    };
    let mut left = change(
        "2026-08-05T06:00:00Z",
        ChangeKind::Left,
        "[x](javascript:alert(1))@northwind.example",
        "removed",
        ChangeBasis::Event,
    );
    (left.departed_on, left.lag_hours) = (Some("2026-08-03".parse().unwrap()), Some(30.0));
    left.findings = vec!["0011223344".to_owned()];
    let mut all = AccessChanges {
        basis: vec!["No log covers the whole period.".to_owned()],
        counts: Vec::new(),
        changes: vec![
            change("2026-07-03T10:00:00Z", ChangeKind::Joined, "omar@northwind.example", "→ user", ChangeBasis::Event),
            change("2026-07-04T10:00:00Z", ChangeKind::KeyCreated, "=billing-prod", "API key made", ChangeBasis::List),
            left,
            change("2026-08-09T00:00:00Z", ChangeKind::Left, "ines@northwind.example", "last day", ChangeBasis::Roster),
        ],
    };
    all.count();
    all
}
