//! Reviews that leave people out, or in which people decided about themselves.

mod doubts;
#[cfg(test)]
mod tests;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::{NaiveDate, TimeDelta};

use crate::analyze::review_quality::{ALIKE, Made, alike, overruled, put_off, unreasoned};
use crate::analyze::wording::some_of;
use crate::analyze::{Analyzer, Context, Explain, Outcome, list_is_cut};
use crate::facts::{Decision, ReviewedRow, Source, joined_after};
use crate::model::{
    AccessGroup, AccessRow, CarriedOut, Control, Finding, ReviewResult, Severity, Subject, SubjectKind, Table, counted,
    normalize_address,
};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "incomplete-access-review",
    title: "Access reviews that are incomplete or not independent",
    control: Control::LeastPrivilege,
    severity: Severity::Medium,
    // Without a worksheet there is no review to look at: that is no gap of the exports.
    reads: &[&[Table::Members]],
    population: "members and service accounts to be reviewed",
    thresholds: &[ALIKE],
    explain: Explain {
        finds: "In a filled-in worksheet: members and live service accounts without a decision; decisions that are none of the words \
                appropriate, modified, revoked, deferred, exception (or what reviewers write instead: keep, remove, …); decisions \
                without a reviewer or a day; reviewers who decided about themselves; and members who are still listed although the \
                decision was to revoke (high) on a day before the lists end. Low: decisions that are put off (medium where all are), exceptions \
                and privileged roles that stay without a ticket or comment, and more than `rows_decided_alike` rows with the same word, \
                reviewer and day and no comment. Of several decisions about one person that of the latest day counts, of one day the one that \
                reaches furthest. Of several doubts about one row each is found. Rows about people who are gone are counted, and no finding.",
        matters: "A review proves something only if it covers everybody, somebody else decided, and what was decided was done.",
        remedy: &[
            "Let somebody else decide about {name}, and fill in decision, reviewer and day on the worksheet access-review.csv",
            "Where access was to be revoked: Console > Settings > Members > {name} > Remove; or Admin API: DELETE \
             /v1/organizations/users/{id}",
            "Run again with --review and the whole worksheet",
        ],
        caveats: "The worksheet is compared with the lists of this run: somebody who joined after it was made has no decision yet, and is \
                  counted apart. Whether a \
                  decision of the lists' last day or later was carried out they cannot show: a note counts these.",
    },
    run,
};

const THRESHOLD: &str = "everybody decided about, by somebody else";

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(cut) = list_is_cut(cx, Table::Members) {
        return Ok(cut);
    }
    let Some(result) = &cx.facts.reviews.access_review else {
        let why = match cx.facts.reviews.reviewed.len() {
            0 => "no worksheet with a reviewer's decisions was given",
            _ => "the worksheet has no decision: nobody has filled it in",
        };
        return Ok(Outcome::NotApplicable {
            why: why.to_owned(),
            needs: vec![Table::AccessReview.how_to_export().to_owned()],
        });
    };
    let mut findings = undecided(cx, result).into_iter().collect::<Vec<_>>();
    for reviewed in &cx.facts.reviews.reviewed {
        let row = cx.facts.reviews.access.iter().find(|row| row.id == reviewed.id);
        let doubts = doubts::doubts(cx, reviewed, row).into_iter();
        findings.extend(doubts.map(|(severity, why)| doubt(cx, reviewed, row, severity, &why)));
    }
    findings.extend(words::unknown(cx));
    let (made, privileged) = (made(cx), privileged(cx));
    findings.extend(alike(cx, &ANALYZER, &made));
    findings.extend(put_off(cx, &ANALYZER, &made));
    findings.extend(unreasoned(cx, &ANALYZER, &made, |one| privileged.contains(&one.source)));
    let later =
        cx.facts.reviews.reviewed.iter().filter(|reviewed| is_revoked(reviewed) && is_later(cx, reviewed)).count();
    let later = (later > 0).then(|| {
        let last = last_day(cx);
        let decisions = format!("{} to revoke access", counted(later, "decision"));
        format!("not checked: {decisions}, dated {last} or later, or not dated; only later lists show whether access was removed")
    });
    let others = (result.others > 0)
        .then(|| format!("{} about people who are no longer listed", counted(result.others, "decision")));
    let done = (!result.carried_out.is_empty()).then(|| {
        let all: Vec<String> = result.carried_out.iter().map(CarriedOut::sentence).collect();
        format!("access taken away as decided: {}", all.join("; "))
    });
    let since = (result.joined_since > 0).then(|| {
        format!("{} joined after the last decision: not counted as a gap", counted(result.joined_since, "member"))
    });
    let unread: Vec<String> = possibly_decided(cx).into_values().collect();
    let unread = (!unread.is_empty())
        .then(|| format!("perhaps decided about, in rows that could not be read: {}", some_of(&unread, 5)));
    let notes = [result.equation()].into_iter().chain(overruled(&cx.facts.reviews.overruled));
    let notes = notes.chain(others).chain(done).chain(later).chain(since).chain(unread).collect();
    Ok(Outcome::Assessed { population: result.population, findings, notes })
}

/// Every decision that is one, as far as it may be like others.
fn made<'a>(cx: &'a Context) -> Vec<Made<'a>> {
    cx.facts.reviews.reviewed.iter().filter_map(Made::about_access).collect()
}

/// The rows about privileged roles: that nothing is said of one is found of each.
fn privileged(cx: &Context) -> BTreeSet<Source> {
    let is_privileged = |id: &str| cx.facts.reviews.access.iter().any(|row| row.id == id && row.is_privileged);
    cx.facts.reviews.reviewed.iter().filter(|row| is_privileged(&row.id)).map(|row| row.source).collect()
}

/// Everybody without a decision, in one finding: the review as a whole is not done.
fn undecided(cx: &Context, result: &ReviewResult) -> Option<Finding> {
    const SHOWN: usize = 5;
    let (rejected, last) = (possibly_decided(cx), result.days.map(|(_, last)| last));
    let is_missing = |row: &&AccessRow| {
        cx.facts.decisions(&row.id).next().is_none()
            && !joined_after(&cx.facts.lists, row, last)
            && !rejected.contains_key(row.id.as_str())
    };
    let missing: Vec<&AccessRow> = cx.facts.reviews.access.iter().filter(is_missing).collect();
    let named: Vec<&str> = missing.iter().take(SHOWN).map(|row| label(row)).collect();
    let more = missing.len().checked_sub(SHOWN).filter(|more| *more > 0);
    let more = more.map_or_else(String::new, |more| format!(" and {more} more"));
    let since = match result.joined_since {
        0 => String::new(),
        since => format!("; {} who joined after the last decision not counted", counted(since, "member")),
    };
    let equation = result.equation();
    let message =
        format!("no decision about {}{more}{since}. Decided: {equation}. Expected: {THRESHOLD}", named.join(", "));
    let mut finding = ANALYZER.finding(Subject::organization(), "The access review is incomplete", message);
    finding.observed = Some(format!("{} undecided", missing.len()));
    finding.threshold = Some(THRESHOLD.to_owned());
    let lists = &cx.facts.lists;
    let sources = missing.iter().filter_map(|row| Some((lists.member(&row.id)?.source, row.id.clone())));
    finding.evidence = sources.take(SHOWN).map(|(source, id)| source.evidence(cx.data, id)).collect();
    // Service accounts stand in no list of members: the worksheet itself is the place.
    if finding.evidence.is_empty() {
        finding
            .evidence
            .extend(cx.facts.reviews.reviewed.first().map(|row| row.source.evidence(cx.data, "the worksheet")));
    }
    (!missing.is_empty()).then_some(finding)
}

/// Who has no decision, but stands in a row of a worksheet that could not be read, with the place of that row.
fn possibly_decided<'a>(cx: &'a Context) -> BTreeMap<&'a str, String> {
    let rejected = cx.data.rejected_mentions(Table::AccessReview);
    let one = |row: &'a AccessRow| {
        let address = normalize_address(&row.address);
        let of = [Some(row.id.as_str()), address.as_deref()].into_iter().flatten();
        let rejection = of.filter_map(|one| rejected.get(one)).next()?;
        let is_open = cx.facts.decisions(&row.id).next().is_none();
        is_open.then(|| (row.id.as_str(), format!("{} ({}, line {})", label(row), rejection.file, rejection.line)))
    };
    cx.facts.reviews.access.iter().filter_map(one).collect()
}

/// The last day that the lists can speak of.
fn last_day(cx: &Context) -> NaiveDate {
    (cx.as_of - TimeDelta::microseconds(1)).date_naive()
}

fn is_revoked(reviewed: &ReviewedRow) -> bool {
    reviewed.decision.as_deref().and_then(Decision::of) == Some(Decision::Revoked)
}

/// Whether the lists end before what was decided could be carried out, or nobody knows: the decision has no day.
fn is_later(cx: &Context, reviewed: &ReviewedRow) -> bool {
    reviewed.on.is_none_or(|on| on >= last_day(cx))
}

fn doubt(cx: &Context, reviewed: &ReviewedRow, row: Option<&AccessRow>, severity: Severity, why: &str) -> Finding {
    let is_account =
        row.is_some_and(|row| row.group == AccessGroup::ServiceAccount) || reviewed.id.starts_with("svac_");
    let kind = if is_account { SubjectKind::ServiceAccount } else { SubjectKind::User };
    let name = row.map(|row| label(row).to_owned()).or_else(|| reviewed.address.clone());
    let subject = Subject { kind, id: Some(reviewed.id.clone()), name, workspace: None };
    let title = format!("The review of {} is not valid", subject.label());
    let mut finding = ANALYZER.finding(subject, title, format!("{why}. Expected: {THRESHOLD}"));
    finding.severity = severity;
    finding.observed = Some(why.to_owned());
    finding.threshold = Some(THRESHOLD.to_owned());
    let decision = reviewed.decision.as_deref().unwrap_or("none");
    let by = reviewed.reviewer.as_deref().unwrap_or("nobody named");
    finding.evidence = vec![reviewed.source.evidence(cx.data, format!("{}: {decision}, by {by}", reviewed.id))];
    finding
}

fn label(row: &AccessRow) -> &str {
    if row.address.is_empty() { row.name.as_deref().unwrap_or(&row.id) } else { &row.address }
}
