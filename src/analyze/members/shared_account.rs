//! Accounts that several people use.

#[cfg(test)]
mod tests;

use anyhow::Result;

use super::{accounts, record, subject, unknown_seats};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::names::mailboxes::Mailboxes;
use crate::facts::role_in_words;
use crate::model::{Confidence, Control, Severity, SubjectKind, Table, counted, normalize_address};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "shared-account",
    title: "Accounts that nobody in particular has",
    control: Control::LeastPrivilege,
    severity: Severity::Medium,
    reads: &[&[Table::Members, Table::Seats]],
    population: "members with an address, of the organization and of claude.ai",
    thresholds: &[],
    explain: Explain {
        finds: "Members whose address names a function instead of a person: the whole part before the @, without plus-tag, digits and \
                punctuation, is a word of an embedded list (support, admin, info, dev, no-reply, …; RFC 2142 and common names) or made of \
                such words only (it-support), or begins or ends with a word for a group (team-rocket, platform-team). A longer name (devon, infante), a \
                function next to other words (jane-admin, dev.patel) and a word that is also a given name, where the member's name reads \
                as a person's (dev: Dev Patel), are not found.",
        matters: "What a shared account does nobody has done: its password is known to people who left, and no event names who it was.",
        remedy: &[
            "Find out who signs in as {name}, and invite each of them by their own address",
            "Console > Members > {name} > Remove; or Admin API: DELETE /v1/organizations/users/{id}",
            "Give programs that used it a service account and a key of their own",
        ],
        caveats: "An address is only a sign: a person may be alone behind support@, and a shared account may bear a person's name. The \
                  list holds English words and some German, French and Spanish ones. Confidence is medium.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::User);
    let mailboxes = Mailboxes::default();
    let (mut population, mut findings, mut without) = (0, Vec::new(), 0);
    for member in accounts(cx) {
        let address = normalize_address(&member.address);
        let Some(local) = address.as_deref().and_then(|address| address.rsplit_once('@')).map(|(local, _)| local)
        else {
            without += 1;
            continue;
        };
        population += 1;
        judged.add(&member.id);
        if !mailboxes.names_function(local, member.name.as_deref()) {
            continue;
        }
        let role = role_in_words(member.role.as_deref());
        let label = subject(member);
        let title = format!("Member {} is an account for several people", label.label());
        let message = format!(
            "«{local}» names a function or a group, not a person. Role: {role}. Expected: a person's own address"
        );
        let mut finding = ANALYZER.finding(label, title, message);
        finding.confidence = Confidence::Medium;
        finding.observed = Some(local.to_owned());
        finding.threshold = Some("a person's own address".to_owned());
        finding.evidence = vec![record(cx, member)];
        findings.push(finding);
    }
    let notes = (without > 0).then(|| format!("not judged: {} without an address", counted(without, "member")));
    Ok(Outcome::Assessed { population, findings, notes: notes.into_iter().chain(unknown_seats(cx)).collect() })
}
