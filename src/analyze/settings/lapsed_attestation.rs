//! Attestations that say the control fails, or that are past their review.

use anyhow::Result;

use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::data::settings::ATTESTATION_STATUSES;
use crate::facts::Source;
use crate::model::{Attestation, Control, Severity, Subject, SubjectKind, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "lapsed-attestation",
    title: "Attestations that have lapsed",
    control: Control::EvidenceCompleteness,
    severity: Severity::Medium,
    reads: &[&[Table::Attestations]],
    population: "attested controls",
    thresholds: &[],
    explain: Explain {
        finds: "Controls of the security posture whose attestation says `control_failed`, and attestations whose date of review is over at the end \
                of the data, whatever they say. An accepted risk within its date is no finding. Controls about which nobody attested anything \
                are not counted.",
        matters: "An attestation is somebody's word for a control. Past its review nobody stands by it, and one that says the control fails is an \
                  open point.",
        remedy: &[
            "claude.ai > Organization settings > Security posture > {name}: review the control and attest it anew",
            "If the control fails, mend it first; if the risk is accepted, say so there, with the next date of review",
        ],
        caveats: "What was attested is not checked against the exports here; a contradiction with a verdict is shown with the verdict. An attestation \
                  without a date of review cannot lapse.",
    },
    run,
};

const FAILED: &str = "control_failed";

fn run(cx: &Context) -> Result<Outcome> {
    let (mut population, mut findings, mut unclear) = (0, Vec::new(), Vec::new());
    for (attestation, source) in &cx.facts.attestations {
        let status = attestation.attestation.trim().to_lowercase();
        let lapsed = attestation.review_on.filter(|day| *day < cx.as_of_day());
        let what = match (status.as_str(), lapsed) {
            (FAILED, _) => "the organization attested that the control fails".to_owned(),
            (_, Some(day)) => format!("the attestation was to be reviewed on {day}"),
            (known, None) if ATTESTATION_STATUSES.contains(&known) => {
                population += 1;
                continue;
            }
            _ => {
                unclear.push(format!(
                    "the attestation «{}» of {} is not understood",
                    attestation.attestation, attestation.control
                ));
                continue;
            }
        };
        population += 1;
        findings.push(finding(cx, attestation, *source, &what));
    }
    if findings.is_empty() && !unclear.is_empty() {
        return Ok(Outcome::NotAssessed { why: unclear.join("; "), needs: Vec::new() });
    }
    let notes = unclear.into_iter().map(|why| format!("not judged: {why}")).collect();
    Ok(Outcome::Assessed { population, findings, notes })
}

fn finding(cx: &Context, attestation: &Attestation, source: Source, what: &str) -> crate::model::Finding {
    let name = Some(attestation.control.clone());
    let subject = Subject { kind: SubjectKind::Setting, id: name.clone(), name, workspace: None };
    let review = attestation.review_on.map_or_else(|| "none".to_owned(), |day| day.to_string());
    let by = attestation.by.as_deref().map_or_else(String::new, |by| format!(" by {by}"));
    let threshold = "an attestation that holds, within its date of review";
    let message =
        format!("{what}. Attested as {}{by}, review {review}. Expected: {threshold}", attestation.attestation);
    let title = format!("The attestation of {} has lapsed or says that it fails", attestation.control);
    let mut finding = ANALYZER.finding(subject, title, message);
    finding.observed = Some(format!("{}, review {review}", attestation.attestation));
    finding.threshold = Some(threshold.to_owned());
    let record = format!("{}: {}, review {review}", attestation.control, attestation.attestation);
    finding.evidence = vec![source.evidence(cx.data, record)];
    finding
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::analyze::testing::ask;

    /// A control, the status that was attested of it, and the day of its review.
    type Control<'a> = (&'a str, Option<(&'a str, Option<&'a str>)>);

    /// Controls with what was attested of them, next to data that ends on 2026-10-01.
    fn posture(controls: &[Control]) -> Vec<String> {
        let control = |(id, attested): &Control| {
            let attestation = attested.map_or(Value::Null, |(status, review)| {
                json!({"status": status, "review_date": review, "attested_at": "2026-10-01T08:00:00Z", "attested_by_id": "user_1"})
            });
            json!({"id": id, "status": "passed", "attestation": attestation})
        };
        let controls: Vec<Value> = controls.iter().map(control).collect();
        let text = json!({"type": "security_posture", "organization_id": "org_1", "controls": controls}).to_string();
        ask(&ANALYZER, &[("posture.json", &text)])
    }

    #[test]
    fn failed_and_past_their_review() {
        assert_eq!(
            posture(&[
                ("sso_enabled", Some(("control_failed", Some("2027-01-31")))),
                ("ip_allowlist", Some(("accepted_risk", Some("2026-09-30")))),
            ]),
            [
                "medium ip_allowlist: the attestation was to be reviewed on 2026-09-30. Attested as accepted_risk by user_1, review 2026-09-30. \
                 Expected: an attestation that holds, within its date of review",
                "medium sso_enabled: the organization attested that the control fails. Attested as control_failed by user_1, review 2027-01-31. \
                 Expected: an attestation that holds, within its date of review",
            ]
        );
    }

    #[test]
    fn within_their_date() {
        let fine = [
            ("ok-today", Some(("accepted_risk", Some("2026-10-01")))),
            ("ok-done", Some(("completed", Some("2027-01-31")))),
            ("ok-undated", Some(("completed", None))),
            ("ok-nothing-attested", None),
        ];
        assert_eq!(posture(&fine), [""; 0]);
    }

    #[test]
    fn words_that_nobody_knows() {
        let odd = ("odd", Some(("delegated", Some("2027-01-31"))));
        assert_eq!(posture(&[odd]), ["not assessed: the attestation «delegated» of odd is not understood"]);
        assert_eq!(posture(&[odd, ("late", Some(("completed", Some("2026-01-31"))))]).len(), 1);
        assert_eq!(posture(&[("late", Some(("delegated", Some("2026-01-31"))))]).len(), 1, "whatever it says");
    }
}
