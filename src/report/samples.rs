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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Evidence, Severity, Subject};
    use crate::report::tests::{finding, key};

    fn person(id: Option<&str>, name: &str) -> Subject {
        Subject { kind: SubjectKind::User, id: id.map(str::to_owned), name: Some(name.to_owned()), workspace: None }
    }

    /// Whether a finding about a subject is one about Ann, whose id is `user_1`.
    fn is_about_ann(subject: Subject) -> bool {
        let found = [finding("rule", Severity::High, subject)];
        !findings_about("user_1", Some("Ann@example.com"), &found, &[]).is_empty()
    }

    #[test]
    fn a_finding_is_about_whom_it_names_by_id_or_address() {
        assert!(is_about_ann(person(Some("user_1"), "somebody")), "the id says who it is");
        assert!(!is_about_ann(person(Some("user_2"), "ann@example.com")), "also where an address says another");
        assert!(is_about_ann(person(None, "ann@Example.com")), "without an id the address does");
        assert!(!is_about_ann(person(None, "bo@example.com")));
        assert!(!is_about_ann(person(None, "Ann")), "a name distinguishes nobody");
        assert!(
            !is_about_ann(Subject { kind: SubjectKind::ApiKey, ..person(None, "ann@example.com") }),
            "a key is no person"
        );
        let nameless = [finding("rule", Severity::High, person(None, "no address"))];
        assert!(findings_about("user_1", Some("no address"), &nameless, &[]).is_empty(), "nor does what is no address");
    }

    #[test]
    fn open_findings_stand_first_with_three_places_and_accepted_ones_with_the_reason() {
        let place = |line| Evidence { file: "a.json".to_owned(), line: Some(line), record: String::new() };
        let of = |rule: &str, message: &str| Finding {
            id: "0123456789".to_owned(),
            message: message.to_owned(),
            evidence: (1..=5).map(place).collect(),
            ..finding(rule, Severity::High, key("apikey_1", "one"))
        };
        let accepted = Suppressed {
            finding: of("stale-key", "Not used."),
            reason: "spare".to_owned(),
            approved_by: None,
            expires: None,
        };
        let lines = findings_about("apikey_1", Some("one"), &[of("old-key", "Too old.")], &[accepted]);
        assert_eq!(
            lines.iter().map(|line| line.what.as_str()).collect::<Vec<_>>(),
            [
                "finding `old-key` 0123456789 (high): Too old.",
                "suppressed finding `stale-key` 0123456789 (high): Not used.; suppressed because: spare",
            ]
        );
        assert!(lines.iter().all(|line| line.at.is_none() && line.evidence == [1, 2, 3].map(place)));
    }
}
