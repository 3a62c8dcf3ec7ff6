use serde_json::json;

use crate::analyze::credentials::testing::group_member;
use crate::analyze::testing::{key, member, page, report, with};
use crate::model::Severity;
use crate::policy::Policy;

/// People of a domain as the member list has them.
fn members(names: &[&str], domain: &str) -> String {
    page(&names.iter().map(|name| member(&format!("{name}@{domain}"), "user")).collect::<Vec<_>>())
}

fn roster(names: &[&str], domain: &str) -> String {
    let rows: String = names.iter().map(|name| format!("{name},{name}@{domain},Active\n")).collect();
    format!("Name,Email,Status\n{rows}")
}

/// Findings of medium severity and more, by rule and subject, and the notes of a file.
fn found(files: &[(&str, &str)], file: &str) -> (Vec<String>, Vec<String>) {
    let report = report(files, &Policy::default(), None);
    let of = |one: &crate::model::Finding| format!("{} {}", one.rule, one.subject.label());
    let graver = report.findings.iter().filter(|one| one.severity >= Severity::Medium);
    let rules = ["unrelated-exports", "orphaned-member", "group-member-left", "off-roster-actor", "external-member"];
    let found = graver.filter(|one| rules.contains(&one.rule.as_str())).map(of).collect();
    let notes = report.inputs.iter().filter(|input| input.path == file).flat_map(|input| input.notes.clone());
    (found, notes.filter(|note| note.starts_with("set aside")).collect())
}

const OURS: [&str; 4] = ["ok-1", "ok-2", "ok-3", "ok-4"];
const THEIRS: [&str; 3] = ["ann", "bo", "cy"];

/// Fault: A member list of a sister company, in the same folder, made all its people members who are unknown, inactive and absent
/// Outcome: It is set aside, and named with medium severity; what is known of one of its people, or that it is too small or alone, keeps it
#[test]
fn a_list_of_people_of_whom_nothing_is_known_is_set_aside() {
    let (ours, hr) = (members(&OURS, "example.com"), roster(&OURS, "example.com"));
    let theirs = members(&THEIRS, "fjord.example");
    let made_by =
        |id: &str| page(&[with(key("k", "2026-01-05", None), json!({"created_by": {"type": "user", "id": id}}))]);
    let own_key = made_by("user_ok-1");
    let their_key = made_by("user_ann");
    let both = roster(&["ok-1", "ok-2", "ok-3", "ok-4"], "example.com") + "Ann,ann@fjord.example,Active\n";
    let (two, free) = (members(&THEIRS[..2], "fjord.example"), members(&THEIRS, "gmail.com"));
    let renamed = members(&["ok-1", "ok-2", "new"], "fjord.example");
    for (what, files, is_set_aside) in [
        ("nobody is known", vec![("b.json", &theirs), ("hr.csv", &hr)], true),
        ("nor made a key", vec![("b.json", &theirs), ("hr.csv", &hr), ("keys.json", &own_key)], true),
        ("one made a key", vec![("b.json", &theirs), ("hr.csv", &hr), ("keys.json", &their_key)], false),
        ("one is on the roster", vec![("b.json", &theirs), ("hr.csv", &both)], false),
        ("two guests", vec![("b.json", &two), ("hr.csv", &hr)], false),
        ("free mail says nothing of an organization, and ids do", vec![("b.json", &free), ("hr.csv", &hr)], true),
        ("the same people at another domain", vec![("b.json", &renamed), ("hr.csv", &hr)], false),
        ("two lists and nothing else", vec![("b.json", &theirs)], false),
    ] {
        let mut all: Vec<(&str, &str)> = vec![("a.json", &ours)];
        all.extend(files.iter().map(|(name, text)| (*name, text.as_str())));
        let (found, notes) = found(&all, "b.json");
        let is_named = found.contains(&"unrelated-exports b.json".to_owned());
        assert_eq!((is_named, notes.len() == 1), (is_set_aside, is_set_aside), "{what}: {found:?} {notes:?}");
        if is_set_aside {
            assert_eq!(found.len(), 1, "{what}: {found:?}");
        }
    }
}

/// Fault: Members of a group of a sister company were thirty people who had left and were still in a group
/// Outcome: The list is set aside where another group's is known; alone it is judged
#[test]
fn members_of_a_group_of_another_organization() {
    let (ours, hr) = (members(&OURS, "example.com"), roster(&OURS, "example.com"));
    let group = |group: &str, names: &[&str], domain: &str| {
        let at = |name: &&str| with(group_member(group, name), json!({"email": format!("{name}@{domain}")}));
        page(&names.iter().map(at).collect::<Vec<_>>())
    };
    let (own, theirs) = (group("a", &OURS, "example.com"), group("b", &THEIRS, "fjord.example"));
    let base = [("a.json", ours.as_str()), ("hr.csv", &hr), ("theirs.json", &theirs)];
    let (found_beside, notes) = found(&[&base[..], &[("own.json", &own)]].concat(), "theirs.json");
    assert_eq!((found_beside, notes.len()), (vec!["unrelated-exports theirs.json".to_owned()], 1));
    let (_, notes) = found(&base, "theirs.json");
    assert_eq!(notes.len(), 0, "it may be the organization's only list of a group");
}
