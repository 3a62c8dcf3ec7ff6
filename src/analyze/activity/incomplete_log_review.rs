//! Reviews of the log in which people decided about what they did themselves, or which nobody signed.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use crate::analyze::review_quality::{ALIKE, Made, alike};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::{LogDecision, LogVerdict, ReviewGroup, reviewer_named};
use crate::model::{Control, Finding, Severity, Subject, SubjectKind, Table, counted, normalize_address};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "incomplete-log-review",
    title: "Reviews of the log that are not independent or not signed",
    control: Control::AuditLogReview,
    severity: Severity::Medium,
    reads: &[&[Table::Events]],
    population: "rows of administrator actions with a decision",
    thresholds: &[ALIKE],
    explain: Explain {
        finds: "In a filled-in log-review.csv: people who decided about their own actions; and (low) decisions without a reviewer, without a \
                day, or for follow-up or as an incident without a ticket or comment, and more than `rows_decided_alike` rows with \
                the same word, reviewer and day and no comment. Rows without a decision, and decisions that do not count (a \
                word that is not known, a day before the event), are no finding: the control then needs review, and says how many.",
        matters: "A review of the log is worth what it shows: that somebody else looked, who and when, and what came of it.",
        remedy: &[
            "Let somebody else decide about the rows, and fill in decision, reviewer and day on the worksheet log-review.csv",
            "Name the ticket of every follow-up and incident",
            "Run again with --review and the whole worksheet",
        ],
        caveats: "A reviewer is known by an address, or by the name of a listed member. Decisions that somebody makes on behalf of the actor \
                  are like any other. The worksheet states days only: how long somebody looked is not known.",
    },
    run,
};

/// So many rows stand in the evidence.
const SHOWN: usize = 10;

fn run(cx: &Context) -> Result<Outcome> {
    let log = &cx.facts.reviews.log_decisions;
    if log.decided().next().is_none() {
        let why = match log.rows.len() {
            0 => "no worksheet with decisions about the log was given",
            _ => "the worksheet of the log has no decision: nobody has filled it in",
        };
        return Ok(Outcome::NotApplicable {
            why: why.to_owned(),
            needs: vec![Table::LogReview.how_to_export().to_owned()],
        });
    }
    let made = made(cx);
    let mut findings = own_actions(cx, &made);
    let is_open = |one: &&Counted| one.verdict != LogVerdict::Expected && !is_said(one.row);
    findings.extend(gap(cx, "no reviewer", "name no reviewer", made.iter().filter(|one| one.row.reviewer.is_none())));
    findings.extend(gap(cx, "no day", "have no day", made.iter().filter(|one| one.row.on.is_none())));
    findings.extend(gap(
        cx,
        "no ticket",
        "are for follow-up or incidents and have neither ticket nor comment",
        made.iter().filter(is_open),
    ));
    let rows: Vec<Made> = made.iter().map(Counted::made).collect();
    findings.extend(alike(cx, &ANALYZER, &rows));
    let other = log.others(&cx.facts.reviews.actions);
    let notes = (other > 0).then(|| format!("{} about events that are not in this run", counted(other, "decision")));
    let population = made.iter().map(|one| one.row.source).collect::<BTreeSet<_>>().len() as u64;
    Ok(Outcome::Assessed { population, findings, notes: notes.into_iter().collect() })
}

/// A line that decides about a group.
struct Counted<'a> {
    group: &'a ReviewGroup,
    verdict: LogVerdict,
    row: &'a LogDecision,
}

impl<'a> Counted<'a> {
    fn made(&self) -> Made<'a> {
        Made {
            decision: self.verdict.id(),
            about: &self.group.id,
            reviewer: self.row.reviewer.as_deref(),
            on: self.row.on,
            ticket: self.row.ticket.as_deref(),
            comment: self.row.comment.as_deref(),
            source: self.row.source,
        }
    }
}

/// Every line that counts, once for each group that it decides about.
fn made<'a>(cx: &'a Context) -> Vec<Counted<'a>> {
    let each = cx.facts.reviews.actions.groups.iter().flat_map(|group| {
        let decisions = group.events.iter().filter_map(|event| cx.facts.reviews.log_decisions.on(group, event));
        let by_line: BTreeMap<_, _> = decisions.map(|(verdict, row)| (row.source, (verdict, row))).collect();
        by_line.into_values().map(move |(verdict, row)| Counted { group, verdict, row })
    });
    each.collect()
}

fn is_said(row: &LogDecision) -> bool {
    [&row.ticket, &row.comment].into_iter().flatten().any(|text| !text.trim().is_empty())
}

/// A finding for everybody who decided about what they did themselves.
fn own_actions(cx: &Context, made: &[Counted]) -> Vec<Finding> {
    let mut own: BTreeMap<String, Vec<&Counted>> = BTreeMap::new();
    for one in made {
        let Some(reviewer) = one.row.reviewer.as_deref().map(|name| reviewer_named(&cx.facts.reviews.access, name))
        else {
            continue;
        };
        let actor = normalize_address(&one.group.actor).unwrap_or_else(|| one.group.actor.trim().to_owned());
        if reviewer.eq_ignore_ascii_case(&actor) {
            own.entry(actor).or_default().push(one);
        }
    }
    let finding = |(who, rows): (String, Vec<&Counted>)| {
        let kinds: BTreeSet<&str> = rows.iter().map(|one| one.group.event.as_str()).collect();
        let few: Vec<&str> = kinds.iter().take(3).copied().collect();
        let more = kinds.len().saturating_sub(few.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let observed = format!("decided about own actions in {}", counted(rows.len(), "row"));
        let message = format!("{who} {observed} ({}{more}). Expected: decided by somebody else", few.join(", "));
        let member = cx.facts.lists.member_at(&who);
        let subject = Subject {
            kind: SubjectKind::User,
            id: member.map(|member| member.id.clone()),
            name: Some(who.clone()),
            workspace: None,
        };
        let mut finding = ANALYZER.finding(subject, format!("{who} reviewed their own actions in the log"), message);
        finding.observed = Some(observed);
        finding.threshold = Some("decided by somebody else".to_owned());
        finding.evidence = evidence(cx, &rows);
        finding
    };
    own.into_iter().map(finding).collect()
}

/// A low finding about decisions that lack something.
fn gap<'a>(cx: &Context, id: &str, what: &str, rows: impl Iterator<Item = &'a Counted<'a>>) -> Option<Finding> {
    let rows: Vec<&Counted> = rows.collect();
    if rows.is_empty() {
        return None;
    }
    let observed = format!("{} {what}", counted(rows.len(), "decision"));
    let message = format!("{observed}. Expected: decision, reviewer and day, and where it is followed up");
    let mut finding = ANALYZER.finding(Subject::organization(), "The review of the log is not signed", message);
    if id == "no ticket" {
        "The review of the log leaves open what came of it".clone_into(&mut finding.title);
    }
    finding.severity = Severity::Low;
    finding.event = Some(id.to_owned());
    finding.observed = Some(observed);
    finding.evidence = evidence(cx, &rows);
    Some(finding)
}

fn evidence(cx: &Context, rows: &[&Counted]) -> Vec<crate::model::Evidence> {
    let record = |one: &&Counted| {
        let by = one.row.reviewer.as_deref().unwrap_or("nobody named");
        one.row.source.evidence(cx.data, format!("{}: {}, by {by}", one.row.id, one.verdict.id()))
    };
    rows.iter().take(SHOWN).map(record).collect()
}
