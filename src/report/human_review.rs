//! What only a person can do: no automation passes a review.

use crate::model::{Control, ControlResult, ReviewResult, Verdict};

/// Says of the controls that end in human acts what is left for a person. Where checks found nothing, that is the verdict, unless a
/// filled-in worksheet decides about everybody; a worse verdict stays.
pub(super) fn require(controls: &mut [ControlResult], access: Option<&ReviewResult>) {
    for control in controls.iter_mut().filter(|control| control.status == Verdict::Pass) {
        let Some(missing) = missing(control.id, access) else { continue };
        control.status = Verdict::NeedsReview;
        control.summary = format!("{} {missing}", control.summary).trim_start().to_owned();
    }
}

/// The record that is missing; `None` where no person is needed, or one has decided.
fn missing(control: Control, access: Option<&ReviewResult>) -> Option<String> {
    match (control, access) {
        // The exports and worksheets of today record no reading of the log.
        (Control::AuditLogReview, _) => Some("There is no record of a human review of the log.".to_owned()),
        (Control::LeastPrivilege, None) => Some(
            "There is no record of a human access review: fill in access-review.csv and give it with --review."
                .to_owned(),
        ),
        (Control::LeastPrivilege, Some(review)) if review.undecided > 0 || review.reviewed == 0 => {
            Some(format!("The access review has decisions about {} of {}.", review.reviewed, review.population))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::verdict;

    fn required(status: Verdict, access: Option<&ReviewResult>) -> Vec<(Control, Verdict)> {
        let mut controls = verdict::all(&[], &[], &Default::default());
        controls.iter_mut().for_each(|control| control.status = status);
        require(&mut controls, access);
        controls.iter().filter(|one| one.status != status).map(|one| (one.id, one.status)).collect()
    }

    fn review(population: u64, undecided: u64) -> ReviewResult {
        ReviewResult { population, reviewed: population - undecided, undecided, ..ReviewResult::default() }
    }

    #[test]
    fn no_automation_passes_a_review() {
        let log = (Control::AuditLogReview, Verdict::NeedsReview);
        let roles = (Control::LeastPrivilege, Verdict::NeedsReview);
        for (what, access, expected) in [
            ("no worksheet", None, vec![roles, log]),
            ("a whole one", Some(review(12, 0)), vec![log]),
            ("one with gaps", Some(review(12, 3)), vec![roles, log]),
            ("one about nobody", Some(review(0, 0)), vec![roles, log]),
        ] {
            assert_eq!(required(Verdict::Pass, access.as_ref()), expected, "{what}");
        }
        for worse in [Verdict::Fail, Verdict::Attention, Verdict::NotAssessed] {
            assert_eq!(required(worse, None), [], "{} stays", worse.id());
        }
        let order = [Verdict::Fail, Verdict::Attention, Verdict::NotAssessed, Verdict::NeedsReview, Verdict::Pass];
        assert!(order.is_sorted(), "the worst first");
    }
}
