//! Reviews of identities without a person that leave some out, in which people decided about their own, or that were not carried out.

#[cfg(test)]
mod tests;

use anyhow::Result;
use chrono::{Days, NaiveDate, TimeDelta};

use crate::analyze::review_quality::{ALIKE, Made, alike, old, overruled, put_off, unreasoned};
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::facts::{Decision, Identity, IdentityVerdict, ReviewedRow, is_privileged_role, reviewer_named};
use crate::model::{Control, Finding, IdentityKind, Severity, Subject, SubjectKind, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "incomplete-identity-review",
    title: "Reviews of non-human identities that are incomplete, not independent or not carried out",
    control: Control::LeastPrivilege,
    severity: Severity::Medium,
    reads: &[&[Table::Keys, Table::ServiceAccounts, Table::FederationRules, Table::Invites, Table::Settings]],
    population: "identities without a person that are to be reviewed",
    thresholds: &[
        ALIKE,
        Threshold {
            name: "rotate_within_days",
            default: 14.0,
            unit: "days",
            source: "the overlap that `incomplete-rotation` allows old and new key",
        },
        Threshold {
            name: "review_within_days",
            default: 95.0,
            unit: "days",
            source: "CIS Controls v8.1, 5.5: an inventory with review dates every quarter, which has up to 92 days, and three days of grace",
        },
    ],
    explain: Explain {
        finds: "In a filled-in non-human-identities.csv: keys, service accounts, federation rules and invitations without a decision; words \
                that are none; people who decided about what they made themselves; what was to be revoked and is still live (high), and \
                keys that were to be rotated and are still active more than `rotate_within_days` later; decisions more than \
                `review_within_days` before the report's instant; and (low) decisions without a reviewer or a day, decisions that are put off \
                (medium where all are), exceptions and power over the organization that stay without a ticket or comment, and more than \
                `rows_decided_alike` rows with the same word, reviewer and day and no comment. Of several decisions about one identity that of \
                the latest day counts, of one day the one that reaches furthest.",
        matters: "Identities without a person stay when people leave and tasks end. A review proves something only if it covers all of them, \
                  somebody else decided, and what was decided was done.",
        remedy: &[
            "Let somebody else decide about {name}, and fill in decision, reviewer and day on the worksheet non-human-identities.csv",
            "Where it was to be revoked or rotated: do so in the Console (Settings > API keys, Service accounts, Workload identity, Members)",
            "Run again with --review and the whole worksheet",
        ],
        caveats: "The worksheet is compared with the lists of this run: what was made after it has no decision yet, and is named apart. Whether \
                  a decision of the lists' last day or later was carried out they cannot show.",
    },
    run,
};

/// So many names and places of a finding.
const SHOWN: usize = 5;

fn run(cx: &Context) -> Result<Outcome> {
    let all = &cx.facts.reviews.identities;
    if all.decided().next().is_none() {
        let why = match all.reviewed.len() {
            0 => "no worksheet with decisions about identities without a person was given",
            _ => "the worksheet of identities without a person has no decision: nobody has filled it in",
        };
        return Ok(Outcome::NotApplicable {
            why: why.to_owned(),
            needs: vec![Table::IdentityReview.how_to_export().to_owned()],
        });
    }
    let mut findings: Vec<Finding> = undecided(cx).into_iter().collect();
    let (mut made, mut powerful, mut undated) = (Vec::new(), Vec::new(), Vec::new());
    for identity in &all.all {
        let Some((verdict, row)) = all.on(&identity.id) else { continue };
        made.push(Made {
            decision: verdict.id(),
            about: identity.label(),
            reviewer: row.reviewer.as_deref(),
            on: row.on,
            ticket: row.ticket.as_deref(),
            comment: row.comment.as_deref(),
            source: row.source,
        });
        powerful.extend(is_powerful(identity).then_some(row.source));
        undated.extend(row.day_doubt().map(|_| row.source));
        let doubts = doubts(cx, identity, verdict, row).into_iter();
        findings.extend(doubts.map(|(severity, why)| doubt(cx, identity, row, severity, &why)));
    }
    findings.extend(alike(cx, &ANALYZER, &made));
    findings.extend(put_off(cx, &ANALYZER, &made));
    findings.extend(unreasoned(cx, &ANALYZER, &made, |one| powerful.contains(&one.source)));
    let within = cx.limit(&ANALYZER, const { ANALYZER.threshold("review_within_days") });
    let title = "The review of non-human identities is overdue";
    made.retain(|one| !undated.contains(&one.source));
    findings.extend(old((cx, &ANALYZER), Severity::Medium, title, &within, &made));
    let others = all.decided().filter(|row| all.of_id(&row.id).is_none()).count();
    let others =
        (others > 0).then(|| format!("{} about what is no longer live, or not listed", counted(others, "decision")));
    let notes = overruled(&all.overruled).into_iter().chain(others).collect();
    Ok(Outcome::Assessed { population: all.all.len() as u64, findings, notes })
}

/// Everything without a decision, in one finding; what was made since the last one is named apart.
fn undecided(cx: &Context) -> Option<Finding> {
    let all = &cx.facts.reviews.identities;
    let open: Vec<&Identity> = all.all.iter().filter(|identity| all.on(&identity.id).is_none()).collect();
    let last = all.decided().filter(|row| row.day_doubt().is_none()).filter_map(|row| row.on).max();
    let is_new =
        |one: &Identity| one.created_at.map(|at| at.date_naive()).zip(last).is_some_and(|(made, last)| made > last);
    let (new, missing): (Vec<&Identity>, Vec<&Identity>) = open.into_iter().partition(|one| is_new(one));
    let unclear = missing.iter().filter(|identity| all.about(&identity.id).next().is_some()).count();
    let named: Vec<&str> = missing.iter().take(SHOWN).map(|identity| identity.label()).collect();
    let more = missing.len().saturating_sub(named.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let mut says = vec![format!("no decision about {}{more}", named.join(", "))];
    says.extend((unclear > 0).then(|| format!("{} with a word that is no decision", counted(unclear, "row"))));
    let new = new.len();
    says.extend(
        last.filter(|_| new > 0).map(|last| format!("{new} made after the last decision, of {last}, not counted")),
    );
    let observed = format!("{} of {} undecided", missing.len(), all.all.len());
    let message = format!("{}. {observed}. Expected: everything decided about", says.join("; "));
    let title = "The review of non-human identities is incomplete";
    let mut finding = ANALYZER.finding(Subject::organization(), title, message);
    finding.observed = Some(observed);
    finding.threshold = Some("everything decided about".to_owned());
    let places = missing.iter().take(SHOWN);
    finding.evidence =
        places.map(|one| one.source.evidence(cx.data, format!("{}: {}", one.id, one.kind.title()))).collect();
    (!missing.is_empty()).then_some(finding)
}

/// The last day that the lists can speak of.
fn last_day(cx: &Context) -> NaiveDate {
    (cx.as_of - TimeDelta::microseconds(1)).date_naive()
}

/// Whether it can do more than use models: administer, read everything, or act for others.
fn is_powerful(identity: &Identity) -> bool {
    match identity.kind {
        IdentityKind::AdminKey | IdentityKind::ComplianceKey | IdentityKind::ScopedKey => true,
        IdentityKind::FederationRule => identity.access.iter().any(|scope| scope.contains("admin")),
        IdentityKind::ServiceAccount | IdentityKind::Invite => {
            identity.access.iter().any(|role| is_privileged_role(role))
        }
        IdentityKind::ApiKey => false,
    }
}

/// Everything that is wrong with one decision.
fn doubts(cx: &Context, identity: &Identity, verdict: IdentityVerdict, row: &ReviewedRow) -> Vec<(Severity, String)> {
    let mut doubts = Vec::new();
    match row.reviewer.as_deref() {
        Some(reviewer) if is_own(cx, identity, reviewer) => {
            doubts.push((Severity::Medium, "decided by whoever made it".to_owned()));
        }
        None => doubts.push((Severity::Low, "the decision names no reviewer".to_owned())),
        Some(_) => {}
    }
    let last = last_day(cx);
    let on = row.on.map_or_else(String::new, |on| format!(" on {on}"));
    let is_over = |days: i64| {
        let days = Days::new(u64::try_from(days).unwrap_or_default());
        row.on.is_some_and(|on| on.checked_add_days(days).is_some_and(|due| due < last))
    };
    let is_key = matches!(
        identity.kind,
        IdentityKind::ApiKey | IdentityKind::AdminKey | IdentityKind::ComplianceKey | IdentityKind::ScopedKey
    );
    let within = cx.limit(&ANALYZER, const { ANALYZER.threshold("rotate_within_days") });
    // A key that was to be switched off is off.
    let is_off = identity.status == "inactive" && row.decision.as_deref().is_some_and(Decision::only_disables);
    if verdict == IdentityVerdict::Revoke && is_over(0) && !is_off {
        doubts.push((Severity::High, format!("to be revoked{on}, but still {} as of {last}", identity.status)));
    }
    let is_rotation = row.decision.as_deref().is_some_and(IdentityVerdict::is_rotation);
    if is_rotation && is_key && is_over(within.days()) {
        let says =
            format!("to be rotated{on}, but the old key is still {} as of {last}. Allowed: {within}", identity.status);
        doubts.push((Severity::Medium, says));
    }
    if row.on.is_none() {
        doubts.push((Severity::Low, "the decision has no day that can be read".to_owned()));
    }
    doubts.extend(row.day_doubt().map(|why| (Severity::Medium, why)));
    let more =
        row.was.more_access(&identity.access, &identity.status).filter(|_| verdict <= IdentityVerdict::Exception);
    doubts.extend(more.map(|more| {
        let severity = if is_powerful(identity) { Severity::Medium } else { Severity::Low };
        (severity, format!("decided about less than there is today: {more}"))
    }));
    let is_silent = [&row.ticket, &row.comment].into_iter().flatten().all(|text| text.trim().is_empty());
    if is_silent && is_powerful(identity) && verdict <= IdentityVerdict::Exception {
        doubts.push((
            Severity::Low,
            "it has power over the organization and stays, without a ticket or comment".to_owned(),
        ));
    }
    doubts
}

/// Whether a reviewer made it, or is whom it belongs to.
fn is_own(cx: &Context, identity: &Identity, reviewer: &str) -> bool {
    let reviewer = reviewer_named(&cx.facts.reviews.access, reviewer);
    let named = |name: &str| reviewer_named(&cx.facts.reviews.access, name).eq_ignore_ascii_case(&reviewer);
    let creator = identity.creator_id.as_deref();
    let address = creator.and_then(|id| cx.facts.lists.member(id)).map(|member| member.address.as_str());
    identity.owner.as_deref().is_some_and(named)
        || address.is_some_and(named)
        || creator.is_some_and(|id| id.eq_ignore_ascii_case(&reviewer))
}

fn doubt(cx: &Context, identity: &Identity, row: &ReviewedRow, severity: Severity, why: &str) -> Finding {
    let kind = match identity.kind {
        IdentityKind::ServiceAccount => SubjectKind::ServiceAccount,
        IdentityKind::FederationRule => SubjectKind::FederationRule,
        IdentityKind::Invite => SubjectKind::Invite,
        _ => SubjectKind::ApiKey,
    };
    let workspace = identity.workspace.clone().filter(|_| identity.kind == IdentityKind::ApiKey);
    let subject = Subject { kind, id: Some(identity.id.clone()), name: Some(identity.label().to_owned()), workspace };
    let title = format!("The review of {} {} is not valid", identity.kind.title(), identity.label());
    let mut finding =
        ANALYZER.finding(subject, title, format!("{why}. Expected: decided by somebody else, and carried out"));
    finding.severity = severity;
    finding.observed = Some(why.to_owned());
    let decision = row.decision.as_deref().unwrap_or("none");
    let by = row.reviewer.as_deref().unwrap_or("nobody named");
    finding.evidence = vec![
        row.source.evidence(cx.data, format!("{}: {decision}, by {by}", identity.id)),
        identity.source.evidence(cx.data, format!("{}: {}", identity.id, identity.kind.title())),
    ];
    finding
}
