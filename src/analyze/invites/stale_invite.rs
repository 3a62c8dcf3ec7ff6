//! Invitations that nobody has accepted.

#[cfg(test)]
mod tests;

use anyhow::Result;
use chrono::Duration;

use super::{accepted_note, joined_since, may_have_joined, record, subject};
use crate::analyze::may_be_listed::MayBeListed;
use crate::analyze::{Analyzer, Context, Explain, Limit, Outcome, Threshold};
use crate::facts::{Invite, role_in_words};
use crate::model::{Control, Severity, SubjectKind, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "stale-invite",
    title: "Invites that nobody has accepted",
    control: Control::LeastPrivilege,
    severity: Severity::Low,
    reads: &[&[Table::Invites]],
    population: "invites that are neither accepted nor deleted",
    thresholds: &[Threshold {
        name: "stale_after_days",
        default: 30.0,
        unit: "days",
        source: "invites live 21 days (Admin API); a month leaves room for one that was sent again",
    }],
    explain: Explain {
        finds: "Invites that are pending for longer than `stale_after_days`, or past `expires_at` and not accepted. One that the list \
                calls expired gives nobody access and is found with severity info. Accepted and deleted invites are not found, nor \
                those whose address belongs to a member who joined after they were sent.",
        matters: "Who was invited and never came may not need the access; an open invite lets whoever reads the mailbox in.",
        remedy: &[
            "Ask who sent it whether {name} still needs access",
            "If not: Console > Members > Invites > {name} > Delete; or Admin API: DELETE /v1/organizations/invites/{id}",
            "If so: delete it and send a new one: Admin API: POST /v1/organizations/invites",
        ],
        caveats: "The list is of the day it was exported: what was accepted or deleted later is still pending in it, unless the member list \
                  shows that the person has joined. An invite that was sent again keeps the day on which it was first sent.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::Invite);
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("stale_after_days") });
    let (mut population, mut findings, mut accepted, mut undated) = (0, Vec::new(), 0, 0);
    let mut unread = MayBeListed::of(cx, Table::Members);
    for invite in &cx.facts.lists.invites {
        let is_expired = invite.status == "expired";
        if !invite.is_pending() && !is_expired {
            continue;
        }
        if joined_since(cx, invite).is_some() {
            accepted += usize::from(invite.is_pending());
            continue;
        }
        if may_have_joined(invite, &mut unread) {
            continue;
        }
        if invite.invited_at.is_none() && invite.expires_at.is_none() && !is_expired {
            undated += 1;
            continue;
        }
        population += 1;
        judged.add(&invite.id);
        let Some((says, observed)) = stale(cx, invite, limit) else { continue };
        let role = role_in_words(invite.role.as_deref());
        let label = subject(invite);
        let title = format!("Invite of {} was never accepted", label.label());
        let mut finding =
            ANALYZER.finding(label, title, format!("{says}. Role: {role}. Allowed: {limit}, or its expiry"));
        finding.severity = if is_expired { Severity::Info } else { Severity::Low };
        finding.observed = Some(observed);
        finding.threshold = Some(format!("{limit}, or its expiry"));
        finding.evidence = vec![record(cx, invite)];
        findings.push(finding);
    }
    let undated = (undated > 0).then(|| format!("not judged: {} without any date", counted(undated, "pending invite")));
    let notes = accepted_note(accepted).into_iter().chain(undated).chain(unread.note()).collect();
    Ok(Outcome::Assessed { population, findings, notes })
}

/// What is stale about an invite, and the value that was judged.
fn stale(cx: &Context, invite: &Invite, limit: Limit) -> Option<(String, String)> {
    let age = invite.invited_at.map(|at| cx.as_of - at);
    let is_old = age.is_some_and(|age| age > Duration::days(limit.days()));
    let sent = invite
        .invited_at
        .map(|at| format!("sent {}, {} before {}", at.date_naive(), counted(cx.days_since(at), "day"), cx.as_of_day()));
    let past =
        invite.expires_at.filter(|at| *at < cx.as_of).map(|at| format!("past its expiry of {}", at.date_naive()));
    if !is_old && past.is_none() && invite.status != "expired" {
        return None;
    }
    let observed = match (is_old, invite.invited_at) {
        (true, Some(at)) => counted(cx.days_since(at), "day"),
        _ => past.clone().unwrap_or_else(|| invite.status.clone()),
    };
    let parts: Vec<String> = [Some(invite.status.clone()), sent, past].into_iter().flatten().collect();
    Some((parts.join(", "), observed))
}
