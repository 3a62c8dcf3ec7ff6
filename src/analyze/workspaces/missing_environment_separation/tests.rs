//! Workspaces by name, tag and policy.

use serde_json::json;

use super::ANALYZER;
use crate::analyze::testing::{ask, found, found_in, found_with, key, page, policy, with, workspace};

fn called(names: &[&str]) -> Vec<String> {
    let spaces: Vec<_> = names.iter().map(|name| workspace(name)).collect();
    ask(&ANALYZER, &[("spaces.json", &page(&spaces))])
}

#[test]
fn environments_that_are_not_apart() {
    let found = |names: &[&str]| called(names).remove(0);
    assert_eq!(
        found(&["Production", "Production EU", "Default", "Claude Code"]),
        "high organization: all live workspaces with a known environment belong to production (Production, Production EU). Threshold: 2 environments (default)"
    );
    assert!(
        found(&["Production", "Search"])
            .contains("to production (Production) (1 of 2 without a recognizable environment)")
    );
    assert!(found(&["Search", "Checkout"]).contains("none of the 2 live workspaces has a recognizable environment"));
    assert!(found(&["Default", "Claude Code"]).contains("there is no live workspace except Default and Claude Code"));
}

#[test]
fn environments_that_are_apart() {
    assert_eq!(called(&["Production", "Production EU", "Staging"]), [""; 0]);
    assert_eq!(called(&["prod-search", "dev-search", "Search"]), [""; 0]);
    assert_eq!(called(&["Live", "QA"]), [""; 0]);
}

#[test]
fn a_workspace_that_says_it_holds_both() {
    let lines = called(&["Prod and Dev", "Staging", "Production"]);
    assert_eq!(
        lines,
        ["high Prod and Dev: the name of workspace «Prod and Dev» says that it holds production and development"]
    );
    assert_eq!(called(&["Staging and Dev", "Staging", "Production"]), [""; 0], "production is not in it");
}

#[test]
fn archived_ones_do_not_count_and_tags_and_policy_do() {
    let old = with(workspace("Development"), json!({"archived_at": "2026-02-01T00:00:00Z"}));
    let spaces = page(&[workspace("Production"), old, workspace("Lab")]);
    let files = [("spaces.json", spaces.as_str())];
    assert_eq!(found(&ANALYZER, &files), ["high organization"]);
    let mapped = policy("[environments.workspaces]\n\"Lab\" = \"development\"\n");
    assert_eq!(found_with(&ANALYZER, &files, &mapped), [""; 0]);
    let tagged = page(&[workspace("Production"), with(workspace("Lab"), json!({"tags": {"env": "dev"}}))]);
    assert_eq!(found(&ANALYZER, &[("spaces.json", &tagged)]), [""; 0]);
    let three = policy("[checks.missing-environment-separation]\nleast_environments = 3\n");
    assert_eq!(found_with(&ANALYZER, &[("spaces.json", &tagged)], &three), ["high organization"]);
}

/// Fault: Workspaces whose names say no environment were «not separated» although each had keys of one environment alone
/// Outcome: They count as of the environment of their keys, with a note; keys of two in one workspace separate nothing
#[test]
fn workspaces_that_are_separated_by_their_keys() {
    let spaces = page(&[workspace("Nordlicht"), workspace("Werkbank")]);
    let [north, bench] = ["Nordlicht", "Werkbank"].map(|name| workspace(name)["id"].as_str().unwrap().to_owned());
    let check = |keys: &[(&str, &str)]| {
        let keys: Vec<_> = keys.iter().map(|(name, home)| key(name, "2026-01-05", Some(home))).collect();
        found(&ANALYZER, &[("spaces.json", &spaces), ("keys.json", &page(&keys))])
    };
    assert_eq!(check(&[("prod-a", &north), ("prod-b", &north), ("dev-a", &bench)]), [""; 0]);
    assert_eq!(check(&[("prod-a", &north), ("dev-a", &north), ("dev-b", &bench)]), ["high organization"]);
    assert_eq!(check(&[("prod-a", &north), ("prod-b", &bench)]), ["high organization"]);
    assert_eq!(check(&[("a", &north), ("b", &bench)]), ["high organization"]);
}

/// Fault: Workspaces whose empty `archived_at` a tool had made a text were rejected, and there was «no live workspace»
/// Outcome: An empty text is null; where a record cannot be read for another reason, the environments may be in it
#[test]
fn workspaces_that_could_not_be_read_may_be_the_others() {
    let written = |name: &str, archived: &str| with(workspace(name), json!({"archived_at": archived}));
    let asked = |archived: &str| {
        let spaces = [written("Production", ""), written("Development", archived)];
        found_in(&ANALYZER, &[("spaces.json", &page(&spaces))])
    };
    for null in ["", " ", "null", "None", "NaT", "0001-01-01T00:00:00Z"] {
        assert_eq!(asked(null), [""; 0], "{null:?}");
    }
    let said = asked("soon");
    assert!(said.len() == 1 && said[0].starts_with("not assessed: "), "{said:?}");
    assert_eq!(asked("2026-02-01T00:00:00Z"), ["high organization"], "archived, and read");
}
