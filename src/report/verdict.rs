//! The verdict on a control: what its checks found, and what they could not look at.

use super::items::{Reads, items};
use crate::data;
use crate::model::{CheckResult, CheckStatus, Control, ControlResult, Finding, Severity, Verdict, counted, counted_of};

/// So many findings a control's summary names.
const NAMED: usize = 2;

/// Every control, in the order of the checklist.
pub(super) fn all(checks: &[CheckResult], open: &[Finding], reads: &Reads) -> Vec<ControlResult> {
    Control::ALL.into_iter().map(|control| one(control, checks, open, reads)).collect()
}

fn one(control: Control, checks: &[CheckResult], open: &[Finding], reads: &Reads) -> ControlResult {
    let checks: Vec<&CheckResult> = checks.iter().filter(|check| check.control == control).collect();
    let counted =
        |finding: &&Finding| finding.severity > Severity::Info && checks.iter().any(|check| check.id == finding.rule);
    let findings: Vec<&Finding> = open.iter().filter(counted).collect();
    let entry = data::control(control);
    let items = items(&checks, &findings, reads);
    let case = Case { control, checks, findings };
    let status = case.verdict();
    ControlResult {
        id: control,
        title: entry.title.to_owned(),
        status,
        summary: case.summary(status),
        population: items.population,
        population_of: items.of,
        exceptions: items.exceptions,
        checks: case.checks.iter().map(|check| check.id.clone()).collect(),
        attestations: Vec::new(),
        frameworks: entry.frameworks(),
    }
}

/// What is known about one control.
struct Case<'a> {
    control: Control,
    checks: Vec<&'a CheckResult>,
    /// Open findings of its checks above info.
    findings: Vec<&'a Finding>,
}

impl<'a> Case<'a> {
    fn verdict(&self) -> Verdict {
        // A name is descriptive or it is not: its checks know no worse than low, and that is what this control is about.
        let failing = if self.control == Control::KeyNaming { Severity::Low } else { Severity::Medium };
        if self.findings.iter().any(|finding| finding.severity >= failing) {
            Verdict::Fail
        } else if self.of_status(CheckStatus::Assessed).next().is_none() || self.has_looked_at_nothing() {
            Verdict::NotAssessed
        } else if self.findings.is_empty() && self.gaps().is_empty() {
            Verdict::Pass
        } else {
            Verdict::Attention
        }
    }

    fn of_status(&self, status: CheckStatus) -> impl Iterator<Item = &'a CheckResult> {
        self.checks.iter().copied().filter(move |check| check.status == status)
    }

    /// Checks that did not look, whatever kept them from it.
    fn gaps(&self) -> Vec<&'a str> {
        let blind = |check: &&&CheckResult| match check.status {
            CheckStatus::NotAssessed | CheckStatus::Disabled => true,
            CheckStatus::Assessed => check.partial.is_some(),
            // A question that does not arise leaves no gap.
            CheckStatus::NotApplicable => false,
        };
        self.checks.iter().filter(blind).map(|check| check.id.as_str()).collect()
    }

    /// Whether what could be assessed is about no item at all, while other checks had nothing to look at: a search for whole keys in all files
    /// says nothing of rotation where no key is listed.
    fn has_looked_at_nothing(&self) -> bool {
        let has_none =
            self.findings.is_empty() && self.of_status(CheckStatus::Assessed).all(|check| check.population == 0);
        has_none && self.of_status(CheckStatus::NotAssessed).next().is_some()
    }

    /// The check with the largest population, the first of equals.
    fn broadest(&self) -> Option<&'a CheckResult> {
        self.of_status(CheckStatus::Assessed)
            .reduce(|most, check| if check.population > most.population { check } else { most })
    }

    fn summary(&self, verdict: Verdict) -> String {
        let gaps = self.gap_clause();
        match verdict {
            Verdict::Fail | Verdict::Attention if !self.findings.is_empty() => {
                let gaps = gaps.map(|clause| format!(" {clause}.")).unwrap_or_default();
                format!("{}.{gaps}", self.worst())
            }
            Verdict::NotAssessed if self.checks.is_empty() => "No check serves this control yet.".to_owned(),
            Verdict::NotAssessed => gaps.map_or_else(String::new, |clause| format!("{clause}.")),
            _ => {
                let over = self
                    .broadest()
                    .map_or_else(String::new, |check| format!(" over {}", counted_of(check.population, &check.of)));
                let ran = self.of_status(CheckStatus::Assessed).count();
                let gaps = gaps.map(|clause| format!(" {clause}.")).unwrap_or_default();
                format!("Nothing found by {}{over}.{gaps}", counted(ran, "check"))
            }
        }
    }

    /// The worst findings by their titles, and how many more there are.
    fn worst(&self) -> String {
        let mut words: Vec<String> = self.findings.iter().take(NAMED).map(|finding| finding.title.clone()).collect();
        let more = self.findings.len().saturating_sub(NAMED);
        words.extend((more > 0).then(|| format!("and {more} more")));
        words.join("; ")
    }

    /// `Disabled by the policy: 1 of 5 checks (c). Not assessed: 2`, nothing where all could.
    fn gap_clause(&self) -> Option<String> {
        let ids = |status| self.of_status(status).map(|check| check.id.as_str()).collect::<Vec<_>>();
        let (blind, disabled) = (ids(CheckStatus::NotAssessed), ids(CheckStatus::Disabled));
        let all = counted(self.checks.len(), "check");
        let mut clauses = Vec::new();
        // What the policy switched off stands first: a reader must not miss that somebody chose not to look.
        if !disabled.is_empty() {
            clauses.push(format!("Disabled by the policy: {} of {all} ({})", disabled.len(), listed(&disabled)));
        }
        if !blind.is_empty() {
            let of_all = if disabled.is_empty() { format!(" of {all}") } else { String::new() };
            clauses.push(format!("Not assessed: {}{of_all}", blind.len()));
        }
        let idle = ids(CheckStatus::NotApplicable);
        if !idle.is_empty() {
            clauses.push(format!("Not configured: {}", counted(idle.len(), "check")));
        }
        let partial = self.of_status(CheckStatus::Assessed).find_map(|check| check.partial.as_deref());
        clauses.extend(partial.map(|why| format!("Judged in part: {}", why.trim_start_matches("not judged: "))));
        (!clauses.is_empty()).then(|| clauses.join(". "))
    }
}

/// `a, b and c`.
fn joined<T: AsRef<str>>(parts: &[T]) -> String {
    let parts: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
    match parts.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => parts.concat(),
    }
}

/// The first three; a summary is a sentence, and the whole list stands elsewhere in the report.
fn listed(ids: &[&str]) -> String {
    const SHOWN: usize = 3;
    if ids.len() <= SHOWN + 1 {
        return joined(ids);
    }
    format!("{} and {} more", ids[..SHOWN].join(", "), ids.len() - SHOWN)
}

#[cfg(test)]
pub(super) mod tests;
