//! Invitations that would make somebody an admin or owner.

#[cfg(test)]
mod tests;

use anyhow::Result;

use super::{accepted_note, joined_since, record, subject};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::is_privileged_role;
use crate::model::{Confidence, Control, Severity, SubjectKind, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "privileged-invite",
    title: "Pending invites to an admin or owner role",
    control: Control::LeastPrivilege,
    severity: Severity::High,
    reads: &[&[Table::Invites]],
    population: "pending invites",
    thresholds: &[],
    explain: Explain {
        finds: "Invites with status `pending` to a role of admin, owner, primary_owner or membership_admin. Accepted, deleted and expired \
                ones are not found, nor those whose address belongs to a member who joined after they were sent.",
        matters: "Whoever reads that mailbox first becomes an administrator: an invite is a key that lies in a mail.",
        remedy: &[
            "Ask who sent it whether {name} is to administer the organization",
            "If not, or if nobody knows: Console > Members > Invites > {name} > Delete; or Admin API: DELETE /v1/organizations/invites/{id}",
            "Invite with the least role, and raise it once the person has signed in through SSO: Admin API: POST \
             /v1/organizations/users/… with a role",
        ],
        caveats: "The list is of the day it was exported: what was accepted or deleted later is still pending in it. An invite that is \
                  past its expiry and still called pending contradicts itself: it is found with severity low and medium confidence. The check cannot \
                  know which invites were approved: suppress one that was, with a reason and its expiry.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::Invite);
    let (mut population, mut findings, mut accepted, mut unstated) = (0, Vec::new(), 0, 0);
    for invite in cx.facts.lists.invites.iter().filter(|invite| invite.is_pending()) {
        if joined_since(cx, invite).is_some() {
            accepted += 1;
            continue;
        }
        // A list in which nobody has a role was made without the field.
        if invite.role.is_none() && cx.data.is_silent(Table::Invites, "role", invite.source.file) {
            unstated += 1;
            continue;
        }
        population += 1;
        if invite.role.is_some() {
            judged.add(&invite.id);
        }
        let Some(role) = invite.role.as_deref().filter(|role| is_privileged_role(role)) else { continue };
        let sent = invite.invited_at.map_or_else(String::new, |at| {
            format!(", sent {}, {} before {}", at.date_naive(), counted(cx.days_since(at), "day"), cx.as_of_day())
        });
        let is_past = invite.expires_at.is_some_and(|at| at < cx.as_of);
        let until = invite.expires_at.map_or_else(String::new, |at| {
            format!(". {} {}", if is_past { "Past its expiry of" } else { "Can be accepted until" }, at.date_naive())
        });
        let label = subject(invite);
        let title = format!("Invite of {} to role {role} is pending", label.label());
        let message = format!(
            "pending invite to role {role}{sent}{until}. Expected: no pending invite to an admin or owner role"
        );
        let mut finding = ANALYZER.finding(label, title, message);
        if is_past {
            // Nobody can accept it any more, whatever its status says.
            (finding.severity, finding.confidence) = (Severity::Low, Confidence::Medium);
        }
        finding.observed = Some(role.to_owned());
        finding.assignment.due = invite.expires_at.filter(|_| !is_past).map(|at| at.date_naive());
        finding.threshold = Some("no pending invite to an admin or owner role".to_owned());
        finding.evidence = vec![record(cx, invite)];
        findings.push(finding);
    }
    let unstated = (unstated > 0).then(|| {
        format!(
            "not judged, because their records do not say which role they give: {}",
            counted(unstated, "pending invite")
        )
    });
    Ok(Outcome::Assessed { population, findings, notes: unstated.into_iter().chain(accepted_note(accepted)).collect() })
}
