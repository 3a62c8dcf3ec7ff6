//! Four quarters side by side, with what lies between them.

use super::*;
use crate::analyze::testing::{key, member, page, report};
use crate::policy::Policy;

/// A report over one key of an age, with its days moved to a quarter.
fn quarter(name: &str, compared_with: Option<&Baseline>) -> Baseline {
    let keys = page(&[key("billing-prod", "2025-01-01", None)]);
    let users = page(&[member("ann@example.com", "admin")]);
    let mut report = report(&[("keys.json", &keys), ("users.json", &users)], &Policy::default(), None);
    report.period = name.parse().unwrap();
    report.organization.id = Some("org_1".to_owned());
    report.baseline = compared_with.map(|last| crate::model::Comparison {
        file: "findings.json".to_owned(),
        sha256: last.sha256.clone(),
        tool_version: "0.1.0".to_owned(),
        period: last.report.period,
        as_of: last.report.as_of,
        new: 1,
        persisting: 2,
        worsened: 0,
        reopened: 3,
        resolved: 4,
        not_comparable: Vec::new(),
        unjudged: Vec::new(),
        history: Vec::new(),
        notes: Vec::new(),
    });
    Baseline { file: "findings.json".to_owned(), sha256: format!("{name:0<64}"), report }
}

#[test]
fn a_year_is_a_table_with_a_column_a_quarter() {
    let first = quarter("2026-Q1", None);
    let second = quarter("2026-Q2", Some(&first));
    let all = [first, second];
    let text = table::markdown(&all, &remarks(&all));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "# Controls from 2026-01-01 to 2026-06-30");
    assert_eq!(lines[2], "| Control | 2026-Q1 | 2026-Q2 |");
    let columns: Vec<usize> =
        lines.iter().filter(|line| line.starts_with('|')).map(|line| line.matches('|').count()).collect();
    assert!(columns.iter().all(|bars| *bars == 4), "{text}");
    for control in crate::model::Control::ALL {
        let title = crate::data::control(control).title;
        assert_eq!(lines.iter().filter(|line| line.starts_with(&format!("| {title} |"))).count(), 1, "{title}\n{text}");
    }
    assert!(text.contains("| New, persisting, reopened, resolved | – | 1, 2, 3, 4 |"), "{text}");
    assert!(text.contains("| Prepared by | not signed | not signed |"), "{text}");
    assert!(!text.contains("\n- "), "quarters that follow each other leave nothing to remark: {text}");
}

#[test]
fn what_lies_between_reports_is_remarked() {
    let first = quarter("2026-Q1", None);
    let mut third = quarter("2026-Q3", None);
    third.report.tool.catalogue_sha256 = "another".to_owned();
    third.report.policy.sha256 = Some("changed".to_owned());
    let said = remarks(&[first, third]).join("\n");
    for part in [
        "No report covers 2026-04-01 to 2026-06-30.",
        "whose checks or thresholds may differ",
        "The policy of 2026-Q3 is another than that of 2026-Q1.",
        "2026-Q3 was compared with no earlier report.",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let mut nameless = quarter("2026-Q2", None);
    nameless.report.organization.id = None;
    assert_eq!(remarks(&[quarter("2026-Q1", None), nameless])[0], "2026-Q2 does not say of which organization it is.");
    let (one, mut other) = (quarter("2026-Q1", None), quarter("2026-Q1", None));
    other.sha256 = "b".repeat(64);
    assert!(remarks(&[one, other])[0].contains("share days"));
}

#[test]
fn reports_that_do_not_belong_together_are_refused() {
    let of = |id: &str, name: &str| {
        let mut one = quarter(name, None);
        one.report.organization.id = Some(id.to_owned());
        one
    };
    let twice = refuse_strangers(&[of("org_1", "2026-Q1"), of("org_1", "2026-Q1")]).unwrap_err().to_string();
    assert!(twice.contains("is given twice"), "{twice}");
    let two = refuse_strangers(&[of("org_1", "2026-Q1"), of("org_2", "2026-Q2")]).unwrap_err().to_string();
    assert!(two.contains("two organizations"), "{two}");
    assert!(refuse_strangers(&[of("org_1", "2026-Q1"), of("org_1", "2026-Q2")]).is_ok());
}

#[test]
fn names_of_strangers_stay_inside_their_cell() {
    let mut one = quarter("2026-Q1", None);
    one.report.organization.name = Some("A|B\n# <script>".to_owned());
    let text = table::markdown(&[one], &[]);
    assert!(text.starts_with("# Controls of A\\|B \\# \\<script\\> from 2026-Q1\n"), "{text}");
}
