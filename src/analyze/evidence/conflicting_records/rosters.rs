//! People of whom two rosters say different things.

use std::collections::{BTreeMap, BTreeSet};

use super::super::file_subject;
use super::ANALYZER;
use crate::analyze::Context;
use crate::analyze::wording::some_of;
use crate::facts::{RosterPerson, RosterRow};
use crate::model::{Evidence, Finding, Severity, counted};

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
            let mut differ = Vec::new();
            for person in &people.persons {
                let states = |list: usize| -> BTreeSet<bool> {
                    person.rows.iter().filter(|row| row.list == list).map(RosterRow::is_here).collect()
                };
                let (in_one, in_other) = (states(at), states(rival));
                if in_one.contains(&true) == in_other.contains(&true) && in_one.is_empty() == in_other.is_empty() {
                    continue;
                }
                let rows = person.rows.iter().filter(|row| row.list == at || row.list == rival);
                let address = person.addresses.first().map_or("", String::as_str);
                differ.push(address);
                let says = |row: &RosterRow| format!("{address}: {}", row.status.as_deref().unwrap_or("listed"));
                evidence.extend(rows.map(|row| row.source.evidence(cx.data, says(row))));
            }
            let is_member = |address: &&str| cx.facts.people.departures.is_member_address(address);
            let has_members = differ.iter().any(is_member);
            let people = counted(differ.len(), "person");
            let message = format!(
                "{one} and {other} are lists of one source, differ in {people}, and nothing in them shows which is the newer: whether \
                 these people are there is not judged: {}",
                some_of(differ, SHOWN)
            );
            let mut finding = ANALYZER.finding(file_subject(one), format!("{one} contradicts {other}"), message);
            // Each of them may have left and still have access.
            if has_members {
                finding.severity = Severity::High;
            }
            finding.observed = Some(people);
            finding.threshold = Some("one current list per source".to_owned());
            evidence.truncate(SHOWN * 2);
            finding.evidence = evidence;
            findings.push(finding);
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::{ask, member, page};
    use crate::analyze::{ALL, Analyzer};

    fn check(id: &str) -> &'static Analyzer {
        ALL.iter().find(|one| one.id == id).unwrap()
    }

    fn roster(status: &str) -> String {
        format!(
            "login,displayName,status\nann@example.com,Ann,ACTIVE\nbob@example.com,Bob,ACTIVE\nhugo@example.com,Hugo,{status}\n\
             carla@example.com,Carla,ACTIVE\n"
        )
    }

    fn notes(day: &str) -> String {
        format!("[[export]]\npath = \"okta.csv\"\nat = {day}\n")
    }

    /// Fault: Of two rosters of two quarters nothing said which is the newer one although `exports.toml` did, and who left since was not found
    /// Outcome: The later one holds; where nothing tells, the finding names who they differ in, and is high where a member is among them
    #[test]
    fn two_rosters_of_one_source() {
        let members = ["ann", "bob", "hugo", "carla"].map(|name| member(&format!("{name}@example.com"), "user"));
        let (users, there, gone) = (page(&members), roster("ACTIVE"), roster("DEPROVISIONED"));
        let (older, newer) = (notes("2026-07-01T08:00:00Z"), notes("2026-10-01T08:00:00Z"));
        let files = |notes: bool, is_gone_later: bool| -> Vec<(&str, &str)> {
            let (first, second) = if is_gone_later { (&there, &gone) } else { (&gone, &there) };
            let mut files = vec![("users.json", users.as_str()), ("a/okta.csv", first), ("b/okta.csv", second)];
            if notes {
                files.extend([("a/exports.toml", older.as_str()), ("b/exports.toml", &newer)]);
            }
            files
        };
        let [orphaned, conflicting] = ["orphaned-member", "conflicting-records"].map(check);
        let left = ask(orphaned, &files(true, true));
        assert!(left.len() == 1 && left[0].contains("hugo@example.com"), "{left:?}");
        assert_eq!(ask(orphaned, &files(true, false)), [""; 0], "back since");
        for is_gone_later in [true, false] {
            assert_eq!(ask(conflicting, &files(true, is_gone_later)), [""; 0], "known");
            let found = ask(conflicting, &files(false, is_gone_later));
            assert!(
                found.len() == 1 && found[0].starts_with("high ") && found[0].contains("hugo@example.com"),
                "{found:?}"
            );
        }
    }

    #[test]
    fn a_day_in_the_name_of_a_roster_says_which_is_newer() {
        let members = ["ann", "bob", "hugo", "carla"].map(|name| member(&format!("{name}@example.com"), "user"));
        let (users, there, gone) = (page(&members), roster("ACTIVE"), roster("DEPROVISIONED"));
        let [orphaned, conflicting] = ["orphaned-member", "conflicting-records"].map(check);
        for (older, newer) in [
            ("okta_2026-07-01.csv", "okta_2026-10-01.csv"),
            ("z/2026-07-01/okta.csv", "a/2026-10-01/okta.csv"),
            ("2026-Q2/okta.csv", "2026-Q3/okta.csv"),
            ("hr_July.csv", "hr_december.csv"),
            ("people_sept.csv", "people_oct.csv"),
            ("employees_Aug2026.csv", "employees_Dec2026.csv"),
            ("employees_Dec2025.csv", "employees_Mar2026.csv"),
            ("mitarbeiter_juli.csv", "mitarbeiter_oktober.csv"),
            ("q2/okta.csv", "q3/okta.csv"),
            ("hr_old.csv", "hr.csv"),
            ("hr.csv", "hr_new.csv"),
        ] {
            let left = [("users.json", users.as_str()), (older, &there), (newer, &gone)];
            let found = ask(orphaned, &left);
            assert!(found.len() == 1 && found[0].contains("hugo@example.com"), "{older} {found:?}");
            let back = [("users.json", users.as_str()), (older, &gone), (newer, &there)];
            assert_eq!(ask(orphaned, &back), [""; 0], "{newer}: back since");
            assert_eq!((ask(conflicting, &left), ask(conflicting, &back)), (Vec::new(), Vec::new()), "{newer}");
        }
        let same = [("users.json", users.as_str()), ("a_2026-07-01.csv", &there), ("b_2026-07-01.csv", &gone)];
        assert_eq!(ask(conflicting, &same).len(), 1, "two of one day");
        // More than half a year apart: which year is meant nobody knows.
        let months = [("users.json", users.as_str()), ("hr_january.csv", &there), ("hr_december.csv", &gone)];
        assert_eq!(ask(conflicting, &months).len(), 1, "of two years, perhaps");
    }
}
