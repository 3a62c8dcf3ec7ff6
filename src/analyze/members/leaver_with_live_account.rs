//! People who have left according to HR and whose account in the directory still works.

#[cfg(test)]
mod tests;

use anyhow::Result;

use super::{record, subject};
use crate::analyze::wording::day;
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::{Member, Presence, RosterPerson, RosterRow};
use crate::model::{Confidence, Control, Finding, Severity, SubjectKind, Table, normalize_address};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "leaver-with-live-account",
    title: "Leavers whose account in the directory still works",
    control: Control::Offboarding,
    severity: Severity::High,
    reads: &[&[Table::Members], &[Table::Roster]],
    population: "members on a list of people and in a directory",
    thresholds: &[],
    explain: Explain {
        finds: "Members whom a list of people (of HR) calls gone, or has no more, and whose account in a directory (Entra ID, Google \
                Workspace, Okta, Active Directory, a list of accounts) is on. Who has an account from after their last day has come back, \
                and is not found.",
        matters: "With single sign-on the account opens the organization: removing the member alone does not close the door, and the gap \
                  between HR and the directory is where offboarding failed.",
        remedy: &[
            "Disable the account of {name} in the directory and end its sessions",
            "Console > Members > {name} > Remove; or Admin API: DELETE /v1/organizations/users/{id}",
            "Find out why the leaver did not reach the directory: connect HR to it, or put it into the checklist of the last day",
        ],
        caveats: "Lists that were exported on different days differ by whoever left in between. Somebody who was hired again, or stays as a \
                  contractor, has a live account for a reason: where HR states no last day the confidence is medium.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::User);
    let lists = &cx.facts.people.roster.lists;
    let has = |directory: bool| lists.iter().any(|list| list.holds() && list.is_directory() == directory);
    if !has(true) || !has(false) {
        let why = "it compares a list of people with a directory, and only one of the two was given";
        let needs =
            if has(true) { "a list of people from HR, with the leavers" } else { "the users of the identity provider" };
        return Ok(Outcome::NotApplicable { why: why.to_owned(), needs: vec![needs.to_owned()] });
    }
    let (mut population, mut findings) = (0, Vec::new());
    for member in &cx.facts.lists.members {
        let Some(person) = normalize_address(&member.address).and_then(|own| cx.facts.people.roster.by_address(&own))
        else {
            continue;
        };
        let known = |directory: bool| person.rows.iter().any(|row| lists[row.list].is_directory() == directory);
        if !known(true) || !known(false) {
            continue;
        }
        population += 1;
        judged.add(&member.id);
        findings.extend(live(cx, member, person));
    }
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

/// The finding about a member who has left and whose account is on.
fn live(cx: &Context, member: &Member, person: &RosterPerson) -> Option<Finding> {
    let lists = &cx.facts.people.roster.lists;
    let is_live = |row: &&RosterRow| lists[row.list].is_directory() && lists[row.list].holds() && row.is_here();
    let account = person.rows.iter().find(is_live)?;
    let gone = match person.presence {
        Presence::Gone => person.gone_row(lists).filter(|row| !lists[row.list].is_directory())?,
        Presence::Former => person.rows.iter().rfind(|row| !lists[row.list].is_directory())?,
        Presence::Here | Presence::Unknown => return None,
    };
    // HR writes «leaver» weeks before the last day: until it is over the account has a reason.
    if gone.ended_on.is_some_and(|last| last >= cx.as_of.date_naive()) {
        return None;
    }
    let left = match (person.presence, gone.ended_on) {
        (Presence::Former, _) => "is no longer on the HR list".to_owned(),
        (_, Some(last)) => format!("left on {}", day(last)),
        (_, None) => format!("is marked «{}» by HR", gone.status.as_deref().unwrap_or("gone")),
    };
    let label = subject(member);
    let state = account.status.as_ref().map_or_else(|| "listed".to_owned(), |status| format!("«{status}»"));
    let title = format!("{} {left}, and the {} account still works", label.label(), account.provider);
    let message = format!(
        "{left} ({}). The account is {state} in {} ({}). Expected: no live account after the last day",
        cx.data.path(gone.source.file),
        account.provider,
        cx.data.path(account.source.file)
    );
    let mut finding = ANALYZER.finding(label, title, message);
    let is_dated = person.presence == Presence::Gone && gone.ended_on.is_some();
    finding.confidence = if is_dated { Confidence::High } else { Confidence::Medium };
    finding.observed = Some(left);
    finding.threshold = Some("no live account after the last day".to_owned());
    finding.evidence = vec![
        record(cx, member),
        gone.source.evidence(cx.data, format!("{}: {}", member.address, gone.status.as_deref().unwrap_or("listed"))),
        account
            .source
            .evidence(cx.data, format!("{}: {}", member.address, account.status.as_deref().unwrap_or("listed"))),
    ];
    Some(finding)
}
