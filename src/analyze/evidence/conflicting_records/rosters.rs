//! People of whom two rosters say different things.

use std::collections::{BTreeMap, BTreeSet};

use super::super::file_subject;
use super::ANALYZER;
use crate::analyze::Context;
use crate::facts::{RosterPerson, RosterRow};
use crate::model::{Evidence, Finding, counted};

/// So many people stand in the evidence of one finding.
const SHOWN: usize = 5;

/// A person with the two rows.
type Pair<'a> = (&'a RosterPerson, &'a RosterRow, &'a RosterRow);

pub(super) fn findings(cx: &Context) -> Vec<Finding> {
    sources(cx).into_iter().chain(rivals(cx)).collect()
}

/// One finding for every two files of different sources that disagree.
fn sources(cx: &Context) -> Vec<Finding> {
    let mut pairs: BTreeMap<(u32, u32), Vec<Pair>> = BTreeMap::new();
    for person in &cx.facts.people.roster.persons {
        let rows = person.disagreement.and_then(|two| Some((person.rows.get(two.gone)?, person.rows.get(two.here)?)));
        let Some((gone, here)) = rows else { continue };
        pairs.entry((gone.source.file, here.source.file)).or_default().push((person, gone, here));
    }
    let finding = |((gone, here), pairs): ((u32, u32), Vec<Pair>)| {
        let (gone, here) = (cx.data.path(gone), cx.data.path(here));
        let people = counted(pairs.len(), "person");
        let message = format!("{people} left or disabled according to {gone} and present according to {here}");
        let mut finding = ANALYZER.finding(file_subject(here), format!("{here} contradicts {gone}"), message);
        finding.observed = Some(people);
        finding.threshold = Some("one state per person".to_owned());
        // Both are evidence: a list of HR and a directory are two sources, and neither is an older copy of the other.
        finding.remediation = vec![
            format!("Ask HR whether the people of whom {gone} says that they left have left"),
            format!(
                "If they have, disable their accounts in the directory behind {here}; if not, correct the source of {gone}"
            ),
        ];
        finding.evidence =
            pairs.iter().take(SHOWN).flat_map(|(person, gone, here)| both(cx, person, gone, here)).collect();
        finding
    };
    pairs.into_iter().map(finding).collect()
}

fn both(cx: &Context, person: &RosterPerson, gone: &RosterRow, here: &RosterRow) -> [Evidence; 2] {
    let address = person.addresses.first().map_or("", String::as_str);
    let says = |row: &RosterRow| {
        let last = row.ended_on.map_or_else(String::new, |day| format!(", last day {day}"));
        format!("{address}: {}{last}", row.status.as_deref().unwrap_or("listed"))
    };
    [gone.source.evidence(cx.data, says(gone)), here.source.evidence(cx.data, says(here))]
}

/// One finding for every two lists of one source of which none is known to be the newer, where they say different things.
fn rivals(cx: &Context) -> Vec<Finding> {
    let people = &cx.facts.people.roster;
    let mut findings = Vec::new();
    for (at, list) in people.lists.iter().enumerate().filter(|(_, list)| list.holds()) {
        for &rival in list.rivals.iter().filter(|rival| **rival > at && people.lists[**rival].holds()) {
            let (one, other) = (cx.data.path(list.file), cx.data.path(people.lists[rival].file));
            let mut evidence = Vec::new();
            let mut differ = 0;
            for person in &people.persons {
                let states = |list: usize| -> BTreeSet<bool> {
                    person.rows.iter().filter(|row| row.list == list).map(RosterRow::is_here).collect()
                };
                let (in_one, in_other) = (states(at), states(rival));
                if in_one.contains(&true) == in_other.contains(&true) && in_one.is_empty() == in_other.is_empty() {
                    continue;
                }
                differ += 1;
                let rows = person.rows.iter().filter(|row| row.list == at || row.list == rival);
                let address = person.addresses.first().map_or("", String::as_str);
                let says = |row: &RosterRow| format!("{address}: {}", row.status.as_deref().unwrap_or("listed"));
                evidence.extend(rows.map(|row| row.source.evidence(cx.data, says(row))));
            }
            let people = counted(differ, "person");
            let message = format!(
                "{one} and {other} are lists of one source, differ in {people}, and nothing in them shows which is the newer: whether \
                 these people are there is not judged"
            );
            let mut finding = ANALYZER.finding(file_subject(one), format!("{one} contradicts {other}"), message);
            finding.observed = Some(people);
            finding.threshold = Some("one current list per source".to_owned());
            evidence.truncate(SHOWN * 2);
            finding.evidence = evidence;
            findings.push(finding);
        }
    }
    findings
}
