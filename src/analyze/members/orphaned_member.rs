//! Members whom the identity provider does not know, or has disabled.

#[cfg(test)]
mod tests;

use anyhow::Result;

use super::{record, subject};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::{Member, RosterPerson};
use crate::model::{Confidence, Control, Evidence, Severity, Table, normalize_address};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "orphaned-member",
    title: "Members who have left according to the roster",
    control: Control::Offboarding,
    severity: Severity::High,
    reads: &[&[Table::Members], &[Table::Roster]],
    population: "members with an address",
    thresholds: &[],
    explain: Explain {
        finds: "Members whose address is in no row of the roster, or only in rows that are disabled, suspended or past their last day; \
                critical for admins and owners. Addresses are compared trimmed, in lower case, without plus-tags, over every address \
                column of the roster; a person with another, active row is there.",
        matters: "Who has left keeps access to data, keys and spend until they are removed.",
        remedy: &[
            "Confirm with HR that {name} has left",
            "Console > Members > {name} > Remove; or Admin API: DELETE /v1/organizations/users/{id}",
            "Look at the keys they created: those without a principal keep working",
        ],
        caveats: "Contractors and service mailboxes may be missing from the roster on purpose; a roster of one department makes orphans of \
                  all others: absence from one that knows fewer than half of ten or more members is not judged, and the confidence is \
                  medium where it knows fewer than four fifths. A roster that knows none of the members is not judged at all.",
    },
    run,
};

/// So many members make half of them missing a sign of a partial roster, and not of leavers.
const FEWEST_TO_COMPARE: usize = 10;

fn run(cx: &Context) -> Result<Outcome> {
    let with_address = |member: &&Member| normalize_address(&member.address).is_some();
    let members: Vec<&Member> = cx.facts.lists.members.iter().filter(with_address).collect();
    let known = cx.facts.people.known(members.iter().copied());
    if known == 0 && !members.is_empty() {
        let why = format!(
            "the roster knows none of the {} members: it is of another organization, or lacks their addresses",
            members.len()
        );
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Roster] });
    }
    let is_partial = members.len() >= FEWEST_TO_COMPARE && known * 2 < members.len();
    let (mut findings, mut population) = (Vec::new(), 0);
    for member in &members {
        let person = cx.facts.people.by_address(&member.address);
        population += u64::from(person.is_some() || !is_partial);
        if person.is_some_and(|person| !person.is_gone()) || person.is_none() && is_partial {
            continue;
        }
        let role = member.role.as_deref().unwrap_or("none");
        let (says, evidence) = match person {
            Some(person) => gone(cx, person),
            None => (format!("in none of the {} persons of the roster", cx.facts.people.len()), None),
        };
        let label = subject(member);
        let title = format!("Member {} has left according to the roster", label.label());
        let mut finding = ANALYZER.finding(label, title, format!("{says}; still a member with role {role}"));
        finding.severity = if member.is_privileged() { Severity::Critical } else { Severity::High };
        // Absence from a roster that knows few of the members is a weaker sign than a row that says so.
        let is_thin = known * 5 < members.len() * 4;
        finding.confidence = if person.is_none() && is_thin { Confidence::Medium } else { Confidence::High };
        finding.observed = Some(if person.is_some() { "disabled" } else { "absent" }.to_owned());
        finding.threshold = Some("active in the roster".to_owned());
        finding.evidence = vec![record(cx, member)];
        finding.evidence.extend(evidence);
        findings.push(finding);
    }
    let without = cx.facts.lists.members.len() - members.len();
    let absent = members.len() - known;
    let notes = [
        (without > 0).then(|| format!("{without} member(s) without an address could not be judged")),
        is_partial.then(|| {
            format!(
                "the roster knows {known} of {} members: that {absent} are absent from it says nothing",
                members.len()
            )
        }),
    ];
    Ok(Outcome::Assessed { population, findings, notes: notes.into_iter().flatten().collect() })
}

/// What the roster's rows of a person say, with the row that says it.
fn gone(cx: &Context, person: &RosterPerson) -> (String, Option<Evidence>) {
    let Some(row) = person.disabled.first() else { return ("no active row in the roster".to_owned(), None) };
    let status = row.status.as_deref().map_or_else(|| "gone".to_owned(), |status| format!("«{status}»"));
    let since = row.ended_on.map_or_else(String::new, |day| format!(", last day {day}"));
    let says = format!("{status} in the roster ({}){since}", row.provider);
    let record = person.addresses.first().map_or_else(String::new, |address| format!("{address}: {status}{since}"));
    (says, Some(row.source.evidence(cx.data, record)))
}
