//! Suppressions that suppress nothing.

mod entries;

use anyhow::Result;

use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::model::{Control, Evidence, Finding, Severity, Subject, SubjectKind};
use crate::policy::{Policy, Suppression};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "unused-suppression",
    title: "Suppressions without effect",
    control: Control::EvidenceCompleteness,
    severity: Severity::Low,
    reads: &[],
    population: "suppressions",
    thresholds: &[],
    explain: Explain {
        finds: "Entries `[[suppress]]` of the policy that have no effect: no finding matches their rule and subject, their last day is \
                over, they have no reason or no approver, or the finding became worse than the severity or the value they accept. Not \
                found: a suppression whose check is disabled, could not be assessed, or read a list that is not whole, because \
                the finding may be there; and one of two that cover the same finding. A note names entries of the policy's maps (environments of \
                keys and workspaces, limits) that match nothing in the exports.",
        matters: "A suppression is an accepted risk. One that nobody approved, that outlived its date or whose subject is gone makes the \
                  record of accepted risks wrong, and may one day silence a finding that nobody looked at.",
        remedy: &[
            "Where the finding is mended or its subject gone: remove the entry from the policy",
            "Where it expired or the finding became worse: decide again; mend the finding, or write a new date or value with a new approval",
            "Where the reason or the approver is missing: have it approved and write down by whom, or remove the entry",
            "Where nothing matches and something should: compare rule and subject with the finding, letter case included",
        ],
        caveats: "A finding about one period is gone when another period is analyzed, and its suppression then matches nothing. This check \
                  cannot be suppressed itself; it can be disabled.",
    },
    run,
};

/// What can be said before the findings are known; the report, which tells the suppressed from the open ones, adds [`findings`].
fn run(cx: &Context) -> Result<Outcome> {
    let all = cx.policy.suppressions();
    let mut notes = Vec::new();
    let endless = all.iter().filter(|one| one.expires.is_none()).count();
    if endless > 0 {
        notes.push(format!("{endless} of {} suppressions have no last day (`expires`)", all.len()));
    }
    let boundless = all.iter().filter(|one| one.severity.is_none() && one.observed.is_none()).count();
    if boundless > 0 {
        notes.push(format!(
            "{boundless} of {} suppressions accept a finding however bad it gets (neither `severity` nor `observed`)",
            all.len()
        ));
    }
    notes.extend(entries::without_effect(cx));
    Ok(Outcome::Assessed { population: all.len() as u64, findings: Vec::new(), notes })
}

/// The findings about suppressions without effect, each with why; none where the check is disabled.
pub(crate) fn findings<'a>(policy: &Policy, idle: impl Iterator<Item = (&'a Suppression, &'a str)>) -> Vec<Finding> {
    let file = policy.info().file.unwrap_or_default();
    let enabled = policy.disabled(ANALYZER.id).is_none();
    idle.filter(|_| enabled).map(|(suppression, why)| finding(&file, suppression, why)).collect()
}

fn finding(file: &str, suppression: &Suppression, why: &str) -> Finding {
    let Suppression { rule, subject, line, .. } = suppression;
    let name = format!("{rule} for {subject}");
    let message =
        format!("the suppression of `{rule}` for «{subject}» {why}. Expected: every suppression has an effect");
    let subject = Subject { kind: SubjectKind::File, id: None, name: Some(name.clone()), workspace: None };
    let mut finding = ANALYZER.finding(subject, format!("The suppression of {name} has no effect"), message);
    finding.observed = Some(why.to_owned());
    finding.threshold = Some("every suppression has an effect".to_owned());
    finding.evidence =
        vec![Evidence { file: file.to_owned(), line: Some(*line), record: format!("[[suppress]] {name}") }];
    finding.fingerprint(None);
    finding
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyze::testing::{days, outcome, policy, usage};

    const ENTRY: &str = "[[suppress]]\nrule = \"stale-key\"\nsubject = \"k\"\n";

    #[test]
    fn notes_tell_what_never_ends() {
        let csv = usage(&[("k", "Default", days("2026-07-01", "2026-07-03"))]);
        let notes = |entries: &str| match outcome(&ANALYZER, &[("u.csv", &csv)], &policy(entries)) {
            Outcome::Assessed { population, findings, notes } => {
                assert!(findings.is_empty(), "the report finds them");
                (population, notes)
            }
            Outcome::NotAssessed { .. } | Outcome::NotApplicable { .. } => panic!("always assessed"),
        };
        assert_eq!(notes(""), (0, Vec::new()));
        let (population, found) = notes(ENTRY);
        assert!(population == 1 && found.len() == 2 && found[0].starts_with("1 of 1"), "{found:?}");
        assert_eq!(notes(&format!("{ENTRY}expires = 2027-01-31\nobserved = \"9 days\"")), (1, Vec::new()));
    }

    #[test]
    fn a_finding_points_into_the_policy() {
        let text = format!("# mine\n{ENTRY}");
        let policy = policy(&text);
        let idle = || policy.suppressions().iter().map(|one| (one, "has no reason"));
        let [finding] = findings(&policy, idle()).try_into().unwrap();
        assert_eq!((finding.evidence[0].file.as_str(), finding.evidence[0].line), ("clade.toml", Some(2)));
        assert!(finding.severity == Severity::Low && !finding.id.is_empty() && !finding.remediation.is_empty());
        assert!(finding.message.contains("`stale-key` for «k» has no reason"), "{}", finding.message);
    }
}
