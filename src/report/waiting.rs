//! For which exports how many checks wait.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{CheckResult, CheckStatus, Finding, NotAssessed, Table};

/// The check that names exports that are not there.
const MISSING_EXPORT: &str = "missing-export";

/// The titles of the exports that checks wait for, each with how many checks could not be assessed for want of it.
pub(super) fn checks_by_export<'a>(
    checks: &[CheckResult],
    not_assessed: &'a [NotAssessed],
) -> BTreeMap<&'a str, usize> {
    let is_open = |check: &&CheckResult| check.status == CheckStatus::NotAssessed;
    let open: BTreeSet<&str> = checks.iter().filter(is_open).map(|check| check.id.as_str()).collect();
    let mut waiting = BTreeMap::new();
    for one in not_assessed.iter().filter(|one| open.contains(one.rule.as_str())) {
        for need in &one.needs {
            *waiting.entry(need.as_str()).or_default() += 1;
        }
    }
    waiting
}

/// Says in the findings about missing exports how many checks wait for each: only when all checks have run is it known.
pub(super) fn count_in(findings: &mut [Finding], checks: &[CheckResult], not_assessed: &[NotAssessed]) {
    let waiting = checks_by_export(checks, not_assessed);
    for finding in findings.iter_mut().filter(|finding| finding.rule == MISSING_EXPORT) {
        let table = Table::ALL.into_iter().find(|table| finding.subject.name.as_deref() == Some(table.id()));
        if let Some(count) = table.and_then(|table| waiting.get(table.title())) {
            let said = finding.message.trim_end_matches('.');
            finding.message = format!("{said}. Checks that cannot be assessed without it: {count}.");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Control, Severity, Subject, SubjectKind};
    use crate::report::tests::finding;
    use crate::report::verdict::tests::check;

    /// Fault: One missing export was said to block 44 checks in its finding, and 45 among the statements of the report
    /// Outcome: Both count the checks that were not assessed for want of it
    #[test]
    fn one_export_has_one_count() {
        let waits = |rule: &str, needs: &[&str]| NotAssessed {
            rule: rule.to_owned(),
            why: String::new(),
            needs: needs.iter().map(|need| (*need).to_owned()).collect(),
        };
        let check = |id: &str, status| check(id, Control::KeyRotation, status, 0);
        let (events, cost) = (Table::Events.title(), Table::Cost.title());
        let checks = [
            check("a", CheckStatus::NotAssessed),
            check("b", CheckStatus::NotAssessed),
            check("c", CheckStatus::NotApplicable),
        ];
        let not_assessed = [waits("a", &[events]), waits("b", &[events, cost]), waits("c", &[cost])];
        assert_eq!(checks_by_export(&checks, &not_assessed), [(events, 2), (cost, 1)].into());
        let about = |table: Table| {
            let subject =
                Subject { kind: SubjectKind::File, id: None, name: Some(table.id().to_owned()), workspace: None };
            let mut found = finding(MISSING_EXPORT, Severity::Medium, subject);
            found.message = format!("No file with {}.", table.title());
            found
        };
        let mut findings =
            [about(Table::Events), about(Table::Keys), finding("a", Severity::Low, Subject::organization())];
        let other = findings[2].message.clone();
        count_in(&mut findings, &checks, &not_assessed);
        assert!(findings[0].message.ends_with(". Checks that cannot be assessed without it: 2."));
        assert_eq!(findings[1].message, format!("No file with {}.", Table::Keys.title()), "no check waits for it");
        assert_eq!(findings[2].message, other);
    }
}
