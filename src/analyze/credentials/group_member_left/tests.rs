use serde_json::json;

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::credentials::testing::{group, group_member};
use crate::analyze::testing::{ask, days, found, found_in, member, outcome, page, usage, with};
use crate::model::Confidence;
use crate::policy::Policy;

const ROSTER: &str = "Name,Email,Alias,Status\n\
    Ann,ann@example.com,,active\n\
    Bob,bob@example.com,,terminated\n\
    Chen,chen.new@example.com,chen@example.com,active\n\
    Dora,dora@example.com,,sabbatical-ish\n";

fn members(locals: &[&str]) -> String {
    page(&locals.iter().map(|local| group_member("builders", local)).collect::<Vec<_>>())
}

/// What is found about these people in one group, at the end of September.
fn of(locals: &[&str], roster: &str) -> Vec<String> {
    let usage = usage(&[("k", "A", days("2026-09-30", "2026-09-30"))]);
    found(&ANALYZER, &[("members.json", &members(locals)), ("roster.csv", roster), ("usage.csv", &usage)])
}

#[test]
fn people_who_left_and_people_who_did_not() {
    assert_eq!(of(&["ann", "bob", "eve"], ROSTER), ["high bob@example.com", "high eve@example.com"]);
    assert_eq!(of(&["ann", "ann+claude"], ROSTER), [""; 0], "one person, with a plus-tag");
    assert_eq!(of(&["chen"], ROSTER), [""; 0], "an alias");
    let later = "Name,Email,End date\nAnn,ann@example.com,2026-10-15\nBob,bob@example.com,2026-09-01\n";
    assert_eq!(of(&["ann", "bob"], later), ["high bob@example.com"], "a last day that lies ahead");
}

/// Fault: HR was to be asked first whether somebody has left of whom HR's own roster says so
/// Outcome: They are removed today; HR is asked where the address is merely absent
#[test]
fn who_is_called_gone_is_removed_and_who_is_absent_is_asked_about() {
    let usage = usage(&[("k", "A", days("2026-09-30", "2026-09-30"))]);
    let members = members(&["ann", "bob", "eve"]);
    let files = [("members.json", members.as_str()), ("roster.csv", ROSTER), ("usage.csv", &usage)];
    let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!() };
    let steps: Vec<(&str, &str)> =
        findings.iter().map(|one| (one.subject.label(), one.remediation[0].as_str())).collect();
    assert_eq!(steps.len(), 2);
    assert!(steps[0].1.starts_with("Remove them today: Organization settings > Groups > remove bob@"), "{steps:?}");
    assert!(findings[0].remediation.iter().all(|step| !step.contains("HR")), "{:?}", findings[0].remediation);
    assert_eq!(steps[1], ("eve@example.com", "Confirm with HR that eve@example.com has left"));
}

#[test]
fn one_finding_a_person_with_every_group() {
    let groups = page(&[group("builders", &["r"]), with(group("readers", &[]), json!({"source_type": "scim"}))]);
    let members =
        page(&[group_member("builders", "bob"), group_member("readers", "bob"), group_member("readers", "ann")]);
    let files = [("groups.json", groups.as_str()), ("members.json", &members), ("roster.csv", ROSTER)];
    assert_eq!(
        ask(&ANALYZER, &files),
        [
            "high bob@example.com: gone according to the roster («terminated»), but still in group «builders», group «readers» (filled by \
          the directory). Expected: active on the roster"
        ]
    );
}

#[test]
fn what_the_roster_does_not_say_is_not_judged() {
    let (members, roster) = (members(&["ann", "dora"]), ROSTER);
    let files = [("members.json", members.as_str()), ("roster.csv", roster)];
    let Outcome::Assessed { population, findings, notes } = outcome(&ANALYZER, &files, &Policy::default()) else {
        panic!()
    };
    assert_eq!((population, findings.len()), (1, 0));
    assert!(notes[0].contains("dora@example.com"), "{notes:?}");
    let strangers = self::members(&["xavier", "yan"]);
    assert!(
        ask(&ANALYZER, &[("members.json", &strangers), ("roster.csv", roster)])[0]
            .starts_with("not assessed: the roster knows none of the 2 people in groups")
    );
}

#[test]
fn absence_from_a_part_of_the_people_proves_nothing() {
    let many: Vec<String> = (0..12).map(|n| format!("p{n}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).chain(["ann", "bob"]).collect();
    assert_eq!(of(&many, ROSTER), ["high bob@example.com"], "only who is called gone");
    let broken = format!("{ROSTER}\"eve@example.com\n");
    let members = members(&["ann", "bob", "eve"]);
    let found = found_in(&ANALYZER, &[("members.json", &members), ("roster.csv", &broken)]);
    assert_eq!(found, ["high bob@example.com"], "eve stands in a row that could not be read");
}

/// Fault: «Not on the roster», at high confidence, of whom `orphaned-member` says that another address on it may be theirs, or that the roster lacks many
/// Outcome: What is a doubt there is one here: it lowers the confidence and stands in the message, or withholds the finding
#[test]
fn the_same_doubts_as_of_members() {
    let listed = |local: &str, name: &str| with(member(&format!("{local}@example.com"), "user"), json!({"name": name}));
    let here = ["ann", "cy", "di", "ed"];
    let row = |local: &&str| format!("{local} Somebody,{local}@example.com,,active\n");
    let rows: String = here.iter().map(row).collect();
    let with_rows = |more: &str| format!("Name,Email,Alias,Status\n{rows}{more}");
    let thin = vec!["fay", "gus"];
    for (locals, more, expected) in [
        (
            vec!["bo"],
            "",
            Some((Confidence::High, "not on the roster, but still in group rbac_group_builders. Expected")),
        ),
        (
            vec!["bo"],
            "Bo Berg,b.berg@example.com,,active\n",
            Some((Confidence::Medium, "; b.berg@example.com may be the same person's. Expected")),
        ),
        (vec!["bo"], "Bo Berg,b.berg@example.com,,left\n", Some((Confidence::High, "not on the roster, but still"))),
        (
            vec!["support"],
            "",
            Some((Confidence::Medium, "; a mailbox, by its name: a list of people need not have it. Expected")),
        ),
        (
            vec!["bo"],
            "Bo Berg,bo@example.com,,left\nBo Berg,b.berg@example.com,,active\n",
            Some((Confidence::Medium, "somebody of the same name is there as b.berg@example.com")),
        ),
        (thin, "", Some((Confidence::Medium, "not on the roster, which has 4 of 6 people in groups, but still"))),
        (vec!["bo"], "Xu Else,xu@example.com,bo@example.com,active\n", None),
    ] {
        let mut groups: Vec<_> = locals.iter().map(|local| group_member("builders", local)).collect();
        groups.extend(here.iter().map(|local| group_member("builders", local)));
        let (groups, roster) = (page(&groups), with_rows(more));
        let mut members: Vec<_> = here.iter().map(|local| listed(local, "")).collect();
        members.push(listed("bo", "Bo Berg"));
        let members = page(&members);
        let usage = usage(&[("k", "A", days("2026-09-30", "2026-09-30"))]);
        let files = [("g.json", groups.as_str()), ("m.json", &members), ("roster.csv", &roster), ("u.csv", &usage)];
        let Outcome::Assessed { findings, notes, .. } = outcome(&ANALYZER, &files, &Policy::default()) else {
            panic!()
        };
        match expected {
            Some((confidence, says)) => {
                assert!(!findings.is_empty() && findings[0].message.contains(says), "{says}: {findings:?}");
                assert_eq!(findings[0].confidence, confidence, "{says}");
            }
            None => assert!(findings.is_empty() && notes[0].contains("(of xu@example.com)"), "{notes:?} {findings:?}"),
        }
    }
}
