//! What only a person can do: no automation passes a review.

use crate::model::{Control, ControlResult, Finding, LogReviewResult, ReviewResult, Severity, Verdict, counted};

/// What people decided, on the worksheets that were given.
#[derive(Clone, Copy, Default)]
pub(super) struct Decided<'a> {
    pub(super) access: Option<&'a ReviewResult>,
    pub(super) log: Option<&'a LogReviewResult>,
}

/// Says of the controls that end in human acts what is left for a person. Where checks found nothing, whether or not all of them could be
/// assessed, that is the verdict, unless a filled-in worksheet decides about everybody and everything; what `open` findings say stays. What
/// people found in the log is a verdict of its own, however little the checks found.
pub(super) fn require(controls: &mut [ControlResult], decided: Decided, open: &[Finding]) {
    for control in controls {
        if control.id == Control::AuditLogReview
            && let Some((verdict, why)) = decided.log.and_then(found_in_log)
        {
            control.status = control.status.min(verdict);
            control.summary = format!("{why} {}", control.summary).trim_end().to_owned();
        }
        let is_of_it = |finding: &Finding| finding.severity > Severity::Info && control.checks.contains(&finding.rule);
        let is_peoples = control.id == Control::AuditLogReview && has_follow_up(decided);
        let has_gaps = control.status == Verdict::Attention && !is_peoples && !open.iter().any(is_of_it);
        if control.status != Verdict::Pass && !has_gaps {
            continue;
        }
        let Some(missing) = missing(control.id, decided) else {
            if let Some(done) = done(control.id, decided).filter(|_| has_gaps) {
                control.summary = format!("{} {done}", control.summary).trim_start().to_owned();
            }
            continue;
        };
        control.status = Verdict::NeedsReview;
        control.summary = format!("{} {missing}", control.summary).trim_start().to_owned();
    }
}

/// The verdict of people who found something in the log.
fn found_in_log(log: &LogReviewResult) -> Option<(Verdict, String)> {
    let followed = format!("{} for follow-up", counted(log.follow_up, "row"));
    match (log.incidents, log.follow_up) {
        (0, 0) => None,
        (0, _) => Some((Verdict::Attention, format!("The review of the log left {followed}."))),
        (incidents, 0) => {
            Some((Verdict::Fail, format!("The review of the log found {}.", counted(incidents, "incident"))))
        }
        (incidents, _) => Some((
            Verdict::Fail,
            format!("The review of the log found {}, and left {followed}.", counted(incidents, "incident")),
        )),
    }
}

/// Whether people left rows of the log for follow-up: then their verdict is no gap of the checks.
fn has_follow_up(decided: Decided) -> bool {
    decided.log.is_some_and(|log| log.follow_up > 0)
}

/// What a worksheet that decides about everything says, where something else keeps a control from its best verdict.
fn done(control: Control, decided: Decided) -> Option<String> {
    match control {
        Control::AuditLogReview => decided
            .log
            .map(|log| format!("The review of the log decides about all of its {}.", counted(log.rows, "row"))),
        Control::LeastPrivilege => {
            let all = |review: &ReviewResult| format!("The access review decides about all {}.", review.population);
            decided.access.map(all)
        }
        _ => None,
    }
}

/// The record that is missing; `None` where no person is needed, or one has decided.
fn missing(control: Control, decided: Decided) -> Option<String> {
    match control {
        Control::AuditLogReview => of_log(decided.log),
        Control::LeastPrivilege => of_access(decided.access),
        _ => None,
    }
}

fn of_log(log: Option<&LogReviewResult>) -> Option<String> {
    let fill_in = "fill in log-review.csv and give it with --review";
    let Some(log) = log else {
        return Some(format!("There is no record of a human review of the log: {fill_in}."));
    };
    if log.decided() == 0 && log.others > 0 {
        return Some(format!(
            "The worksheet has {} about events that are not in this run, and none about those that are: {fill_in}.",
            counted(log.others, "decision")
        ));
    }
    if log.undecided == 0 && log.rows > 0 {
        return None;
    }
    let unclear = match log.unclear {
        0 => String::new(),
        unclear => format!(", {unclear} of them with a decision that does not count"),
    };
    Some(format!(
        "The review of the log has no decision about {} of {}{unclear}.",
        log.undecided,
        counted(log.rows, "row")
    ))
}

fn of_access(access: Option<&ReviewResult>) -> Option<String> {
    match access {
        None => Some(
            "There is no record of a human access review: fill in access-review.csv and give it with --review."
                .to_owned(),
        ),
        Some(review) if review.undecided == 0 && review.deferred == 0 && review.reviewed > 0 => None,
        Some(review) => {
            let put_off = match review.deferred {
                0 => String::new(),
                deferred => format!(", and puts off {}", counted(deferred, "other")),
            };
            let decided = review.reviewed - review.deferred;
            Some(format!("The access review has decisions about {decided} of {}{put_off}.", review.population))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Subject;
    use crate::report::tests::finding;
    use crate::report::verdict;

    fn required(status: Verdict, decided: Decided) -> Vec<(Control, Verdict)> {
        let mut controls = verdict::all(&[], &[], &Default::default());
        controls.iter_mut().for_each(|control| control.status = status);
        require(&mut controls, decided, &[]);
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
            ("one that puts off", Some(ReviewResult { deferred: 1, ..review(12, 0) }), vec![roles, log]),
        ] {
            let decided = Decided { access: access.as_ref(), log: None };
            assert_eq!(required(Verdict::Pass, decided), expected, "{what}");
        }
        for worse in [Verdict::Fail, Verdict::NotAssessed] {
            assert_eq!(required(worse, Decided::default()), [], "{} stays", worse.id());
        }
        let order = [Verdict::Fail, Verdict::Attention, Verdict::NotAssessed, Verdict::NeedsReview, Verdict::Pass];
        assert!(order.is_sorted(), "the worst first");
    }

    /// Fault: Where one check could not be assessed, the control said `attention` before and after the review
    /// Outcome: It needs a review until every row has a decision; then the summary says that it has one, and what was not assessed
    #[test]
    fn a_check_that_is_not_assessed_hides_no_review() {
        let log =
            |undecided| LogReviewResult { rows: 4, expected: 4 - undecided, undecided, ..LogReviewResult::default() };
        let (open, half, whole) = (log(4), log(2), log(0));
        let followed = LogReviewResult { follow_up: 1, ..log(1) };
        let finding = |severity| finding("c", severity, Subject::organization());
        for (what, log, findings, expected, says) in [
            ("no worksheet", None, vec![], Verdict::NeedsReview, "There is no record of a human review"),
            ("an empty one", Some(&open), vec![], Verdict::NeedsReview, "no decision about 4 of 4 rows"),
            ("half of one", Some(&half), vec![], Verdict::NeedsReview, "no decision about 2 of 4 rows"),
            ("a whole one", Some(&whole), vec![], Verdict::Attention, "decides about all of its 4 rows"),
            ("a follow-up", Some(&followed), vec![], Verdict::Attention, "1 row for follow-up"),
            ("a finding of the checks", None, vec![finding(Severity::Low)], Verdict::Attention, "Not assessed: 1"),
            ("an info", None, vec![finding(Severity::Info)], Verdict::NeedsReview, "Not assessed: 1"),
        ] {
            let mut controls = verdict::all(&[], &[], &Default::default());
            controls.retain(|control| control.id == Control::AuditLogReview);
            let control = &mut controls[0];
            (control.status, control.checks) = (Verdict::Attention, vec!["c".to_owned()]);
            control.summary = "Nothing found by 24 checks. Not assessed: 1 of 25 checks.".to_owned();
            require(&mut controls, Decided { access: None, log }, &findings);
            assert_eq!(controls[0].status, expected, "{what}");
            assert!(controls[0].summary.contains(says), "{what}: {}", controls[0].summary);
            assert!(controls[0].summary.contains("Not assessed: 1 of 25"), "{what}");
        }
    }

    #[test]
    fn the_verdict_on_the_log_is_what_people_decided() {
        let of = |rows, expected, follow_up, incidents| LogReviewResult {
            rows,
            expected,
            follow_up,
            incidents,
            undecided: rows - expected - follow_up - incidents,
            ..LogReviewResult::default()
        };
        let other = LogReviewResult { rows: 4, undecided: 4, others: 9, ..LogReviewResult::default() };
        let whole = review(12, 0);
        for (what, log, expected) in [
            ("all expected", of(4, 4, 0, 0), Verdict::Pass),
            ("some undecided", of(4, 3, 0, 0), Verdict::NeedsReview),
            ("nothing to decide", of(0, 0, 0, 0), Verdict::NeedsReview),
            ("other events", other.clone(), Verdict::NeedsReview),
            ("a follow-up", of(4, 2, 1, 0), Verdict::Attention),
            ("an incident", of(4, 2, 1, 1), Verdict::Fail),
        ] {
            let found = required(Verdict::Pass, Decided { access: Some(&whole), log: Some(&log) });
            let found = found.first().map_or(Verdict::Pass, |(control, verdict)| {
                assert_eq!(*control, Control::AuditLogReview);
                *verdict
            });
            assert_eq!(found, expected, "{what}");
        }
        let incident = of(4, 3, 0, 1);
        let worse = required(Verdict::Attention, Decided { access: Some(&whole), log: Some(&incident) });
        assert_eq!(worse, [(Control::AuditLogReview, Verdict::Fail)]);
        assert!(
            of_log(Some(&other)).is_some_and(|why| why.contains("9 decisions about events that are not in this run"))
        );
    }

    /// What is left to do is said in numbers of people and rows.
    #[test]
    fn what_a_worksheet_lacks_is_counted() {
        let access = |review: &ReviewResult| of_access(Some(review)).unwrap_or_default();
        assert_eq!(access(&review(12, 3)), "The access review has decisions about 9 of 12.");
        let deferred = ReviewResult { deferred: 2, ..review(12, 3) };
        assert_eq!(access(&deferred), "The access review has decisions about 7 of 12, and puts off 2 others.");
        assert_eq!(
            access(&ReviewResult { deferred: 1, ..review(12, 0) }),
            "The access review has decisions about 11 of 12, and puts off 1 other."
        );
        assert_eq!(access(&review(1, 0)), "", "one person about whom somebody decided is a review");
        let log = |rows, undecided, unclear, others| {
            let log = LogReviewResult { rows, undecided, unclear, others, ..LogReviewResult::default() };
            of_log(Some(&log)).unwrap_or_default()
        };
        assert_eq!(log(4, 1, 0, 0), "The review of the log has no decision about 1 of 4 rows.");
        assert_eq!(
            log(4, 2, 1, 0),
            "The review of the log has no decision about 2 of 4 rows, 1 of them with a decision that does not count."
        );
        assert_eq!(
            log(4, 4, 0, 0),
            "The review of the log has no decision about 4 of 4 rows.",
            "nothing is about others"
        );
        assert!(log(4, 4, 0, 1).starts_with("The worksheet has 1 decision about events that are not in this run"));
        assert_eq!(log(4, 3, 0, 1), "The review of the log has no decision about 3 of 4 rows.", "some are about these");
        assert_eq!(log(1, 0, 0, 0), "");
    }
}
