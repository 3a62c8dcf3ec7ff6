//! The organization's own attestations next to the verdicts. They never change one.

use crate::data::attested_control;
use crate::model::{AccessRow, Attestation, ControlResult, Verdict};

/// Gives who attested by address, where the member list has them: an id says nothing to a reader.
pub(super) fn name_people(attestations: &mut [Attestation], people: &[AccessRow]) {
    for by in attestations.iter_mut().filter_map(|one| one.by.as_mut()) {
        let known = people.iter().find(|row| row.id == *by && !row.address.is_empty());
        if let Some(person) = known {
            by.clone_from(&person.address);
        }
    }
}

/// Puts each attestation under the control that it bears on, with what it contradicts; what bears on none comes back.
pub(super) fn attach(controls: &mut [ControlResult], attestations: Vec<Attestation>) -> Vec<Attestation> {
    let mut others = Vec::new();
    for mut attestation in attestations {
        let known = attested_control(&attestation.control);
        match controls.iter_mut().find(|control| Some(control.id) == known) {
            Some(control) => {
                attestation.conflict = conflict(&attestation, control.status);
                control.attestations.push(attestation);
            }
            None => others.push(attestation),
        }
    }
    others
}

/// What was attested as done while a check fails, or as failed while every check passes. An accepted risk contradicts nothing.
fn conflict(attestation: &Attestation, verdict: Verdict) -> Option<String> {
    let contradicts = match attestation.attestation.as_str() {
        "completed" => verdict == Verdict::Fail,
        "control_failed" => verdict == Verdict::Pass,
        _ => false,
    };
    let finds = if verdict == Verdict::Fail { "fails" } else { "passes" };
    contradicts.then(|| {
        format!("attested as {}, and the control that it bears on {finds} in this report", attestation.attestation)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Control;
    use crate::report::verdict;

    fn attested(control: &str, attestation: &str) -> Attestation {
        Attestation {
            control: control.to_owned(),
            status: None,
            attestation: attestation.to_owned(),
            by: Some("user_1".to_owned()),
            on: None,
            review_on: None,
            conflict: None,
        }
    }

    fn beside(verdict: Verdict, attestation: &str) -> Option<String> {
        let mut controls = verdict::all(&[], &[], &Default::default());
        controls.iter_mut().for_each(|control| control.status = verdict);
        assert_eq!(attach(&mut controls, vec![attested("sso_enabled", attestation)]), []);
        assert!(controls.iter().all(|control| control.status == verdict), "an attestation never changes a verdict");
        let offboarding = controls.iter().find(|control| control.id == Control::Offboarding).unwrap();
        offboarding.attestations[0].conflict.clone()
    }

    #[test]
    fn a_contradiction_is_said_and_changes_nothing() {
        assert_eq!(
            beside(Verdict::Fail, "completed").as_deref(),
            Some("attested as completed, and the control that it bears on fails in this report")
        );
        assert_eq!(
            beside(Verdict::Pass, "control_failed").as_deref(),
            Some("attested as control_failed, and the control that it bears on passes in this report")
        );
        for (verdict, attestation) in [
            (Verdict::Pass, "completed"),
            (Verdict::Attention, "completed"),
            (Verdict::NotAssessed, "completed"),
            (Verdict::Fail, "accepted_risk"),
            (Verdict::Fail, "control_failed"),
            (Verdict::NotAssessed, "control_failed"),
            (Verdict::Fail, "Completed"),
        ] {
            assert_eq!(beside(verdict, attestation), None, "{} {attestation}", verdict.id());
        }
    }

    #[test]
    fn what_bears_on_no_control_comes_back_as_it_stands() {
        let mut controls = verdict::all(&[], &[], &Default::default());
        let other = attested("ip_allowlist", "completed");
        assert_eq!(attach(&mut controls, vec![other.clone()]), [other]);
        assert!(controls.iter().all(|control| control.attestations.is_empty()));
    }
}
