//! Reviews of access that are too long ago, or were of other people.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use anyhow::Result;
use chrono::NaiveDate;

use crate::analyze::review_quality::{Made, old};
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::facts::{Decision, ReviewedRow};
use crate::model::{Confidence, Control, Evidence, Severity, Subject, Table};
use crate::policy::AccessReview;

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "overdue-access-review",
    title: "An access review that is overdue or incomplete",
    control: Control::LeastPrivilege,
    severity: Severity::High,
    reads: &[&[Table::Members]],
    population: "last access reviews",
    thresholds: &[Threshold {
        name: "review_within_days",
        default: 95.0,
        unit: "days",
        source: "NIST SP 800-53 r5 AC-2 j and AC-6(7): a quarter, which has up to 92 days, and three days of grace",
    }],
    explain: Explain {
        finds: "The last review, in `[access.review]` of the policy or by the decisions of a filled-in worksheet, when it lies more than `review_within_days` before the report's instant, or when \
                the number of members it counted fits neither the members of today nor those of its day: today's without whoever \
                was added since, and with those whom events show to have been removed since. Also decisions that are older than that, next \
                to newer ones about others (medium). What is put off is no review.",
        matters: "A review is where roles that are no longer needed end; people who were not on its list keep theirs.",
        remedy: &[
            "Give access-review.csv of this report to whoever answers for each member, and record their decisions",
            "Carry them out: Console > Members > (name) > Role or Remove; or Admin API: POST or DELETE /v1/organizations/users/…",
            "Record the review in clade.toml: [access.review] on, reviewer, population",
        ],
        caveats: "The policy is the only record of the review: nothing shows that it was done well. Members who were removed since are \
                  known from audit events only: where those do not reach back to the review, a larger number than today's has medium \
                  confidence. Equal numbers may be of different people.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let Some((review, evidence)) = last_review(cx) else {
        let why = "neither the policy nor a worksheet records an access review; add [access.review] with its day and population";
        return Ok(Outcome::NotAssessed { why: why.to_owned(), needs: vec![Table::AccessReview] });
    };
    let (review, is_by_worksheet) = (&review, evidence.line.is_some());
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("review_within_days") });
    let age = (cx.as_of_day() - review.on).num_days();
    let is_overdue = age > limit.days();
    let cut = cx.facts.populations.wholeness.cuts.get(&Table::Members);
    let difference = if cut.is_none() { difference(cx, review) } else { None };
    let mut notes = Vec::new();
    if review.population.is_none() && !is_by_worksheet {
        notes.push("the review's population is not recorded and was not compared with the member list".to_owned());
    } else if let Some(why) = cut {
        notes.push(format!("the review's population was not compared: the list of members is incomplete: {why}"));
    }
    let mut findings = Vec::new();
    if is_overdue || difference.is_some() {
        let by = review.reviewer.as_ref().map_or_else(String::new, |reviewer| format!(" by {reviewer}"));
        let mut says = vec![format!(
            "last access review on {}{by}, {} before {}",
            review.on,
            crate::model::counted(age, "day"),
            cx.as_of_day()
        )];
        says.extend(difference.as_ref().map(|difference| difference.says.clone()));
        let title = if is_overdue { "The access review is overdue" } else { "The access review covered other members" };
        let message = format!("{}. Allowed: {limit}, and the members of the review's day", says.join(". "));
        let mut finding = ANALYZER.finding(Subject::organization(), title, message);
        let is_sure = is_overdue || difference.as_ref().is_none_or(|difference| difference.is_proven);
        finding.confidence = if is_sure { Confidence::High } else { Confidence::Medium };
        let counted = review
            .population
            .map_or_else(String::new, |population| format!(", {}", crate::model::counted(population, "member")));
        finding.observed = Some(format!("{}{counted}", crate::model::counted(age, "day")));
        finding.threshold =
            Some(format!("{limit}, and {}", crate::model::counted(cx.facts.lists.members.len(), "member")));
        finding.evidence = vec![evidence];
        findings.push(finding);
    }
    // The worksheets of several quarters decide together: each person by the latest.
    if !is_overdue && is_by_worksheet {
        let title = "Decisions of the access review are overdue";
        findings.extend(old((cx, &ANALYZER), Severity::Medium, title, &limit, &decided(cx)));
    }
    Ok(Outcome::Assessed { population: 1, findings, notes })
}

/// Every decision about somebody who is listed, but those of days that cannot be theirs.
fn decided<'a>(cx: &'a Context) -> Vec<Made<'a>> {
    let listed: BTreeSet<&str> = cx.facts.reviews.access.iter().map(|row| row.id.as_str()).collect();
    let is_listed = |row: &&ReviewedRow| listed.contains(row.id.as_str()) && row.day_doubt().is_none();
    cx.facts.reviews.reviewed.iter().filter(is_listed).filter_map(Made::about_access).collect()
}

/// The later of the review that the policy records and the last decision on a worksheet, with its place. Whether a worksheet is
/// whole is another check's question: it counts nobody here.
fn last_review(cx: &Context) -> Option<(AccessReview, Evidence)> {
    let by_policy = cx.policy.access_review().map(|review| {
        let file = cx.policy.info().file.unwrap_or_else(|| "clade.toml".to_owned());
        let by = review.reviewer.as_ref().map_or_else(String::new, |reviewer| format!(" by {reviewer}"));
        let counted = review
            .population
            .map_or_else(String::new, |population| format!(", {}", crate::model::counted(population, "member")));
        let record = format!("[access.review] on {}{by}{counted}", review.on);
        (review.clone(), Evidence { file, line: None, record })
    });
    // What is put off, and what nobody understands, is no review.
    let is_decided = |row: &&ReviewedRow| {
        let decision = row.decision.as_deref().and_then(Decision::of);
        decision.is_some_and(|decision| decision != Decision::Deferred)
    };
    let decided = cx.facts.reviews.reviewed.iter().filter(is_decided);
    let last = decided.filter_map(|row| Some((row.on?, row))).max_by_key(|(on, _)| *on);
    let by_worksheet = last.map(|(on, row)| {
        let record = format!("{}: decided on {on}", row.id);
        (AccessReview { on, reviewer: row.reviewer.clone(), population: None }, row.source.evidence(cx.data, record))
    });
    by_policy.into_iter().chain(by_worksheet).max_by_key(|(review, _)| review.on)
}

/// How the number of a review differs from that of the members.
struct Difference {
    says: String,
    is_proven: bool,
}

/// Compares the number of a review with the members of today and with those of its day, as far as both are known.
fn difference(cx: &Context, review: &AccessReview) -> Option<Difference> {
    let reviewed = review.population?;
    let members = &cx.facts.lists.members;
    let today = members.len() as u64;
    let added = |is_since: &dyn Fn(NaiveDate) -> bool| {
        members.iter().filter(|member| member.added_at.is_some_and(|at| is_since(at.date_naive()))).count() as u64
    };
    let left_since = cx.facts.people.departures.all().filter(|one| {
        !one.is_member && one.removal.as_ref().is_some_and(|removal| removal.at.date_naive() >= review.on)
    });
    let (joined, left) = (added(&|day| day > review.on), left_since.count() as u64);
    // Who joined on the day of the review may have been in it or not, and so may somebody who joined later and is gone.
    let (fewest, most) = (today - added(&|day| day >= review.on), today - joined + left);
    if reviewed == today || (fewest..=most).contains(&reviewed) {
        return None;
    }
    let then = if fewest == most { fewest.to_string() } else { format!("{fewest} to {most}") };
    let says = format!(
        "It covered {}, but there were {then} on that day and there are {today} now",
        crate::model::counted(reviewed, "member")
    );
    // Fewer than those who have been there ever since: nobody's leaving explains that.
    let sees_all = cx.facts.coverage.events.covers(review.on, last_day(cx));
    Some(Difference { says, is_proven: reviewed < fewest || sees_all })
}

/// The last day that the data says something about.
fn last_day(cx: &Context) -> NaiveDate {
    cx.as_of_day().pred_opt().unwrap_or_else(|| cx.as_of_day())
}
