//! Findings next to what was drawn for the auditor.

use crate::model::{Finding, Sample, SampleLine, SubjectKind, Suppressed, normalize_address};

/// Places of a finding that a line names; the finding itself has them all.
const PLACES: usize = 3;

/// Gives every item the findings about it, open ones first.
pub(super) fn attach(samples: &mut [Sample], open: &[Finding], suppressed: &[Suppressed]) {
    for item in samples.iter_mut().flat_map(|sample| &mut sample.items) {
        item.lines.extend(findings_about(&item.id, item.name.as_deref(), open, suppressed));
    }
}

/// The findings about a key, a member or a workspace, as lines. A name distinguishes nobody, an address does.
#[must_use]
pub fn findings_about(id: &str, name: Option<&str>, open: &[Finding], suppressed: &[Suppressed]) -> Vec<SampleLine> {
    let address = name.and_then(normalize_address);
    let is_about = |finding: &&Finding| match (&finding.subject.id, finding.subject.kind) {
        (Some(other), _) => other == id,
        (None, SubjectKind::User) => {
            address.is_some() && finding.subject.name.as_deref().and_then(normalize_address) == address
        }
        (None, _) => false,
    };
    let found = open.iter().filter(is_about).map(|finding| line("finding", finding, ""));
    let accepted = suppressed.iter().filter(|one| is_about(&&one.finding));
    let accepted =
        accepted.map(|one| line("suppressed finding", &one.finding, &format!("; suppressed because: {}", one.reason)));
    found.chain(accepted).collect()
}

fn line(what: &str, finding: &Finding, more: &str) -> SampleLine {
    let Finding { rule, id, severity, message, .. } = finding;
    SampleLine {
        at: None,
        what: format!("{what} `{rule}` {id} ({}): {message}{more}", severity.id()),
        evidence: finding.evidence.iter().take(PLACES).cloned().collect(),
    }
}
