//! Workspaces by name, tag and policy.

use serde_json::json;

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, found, found_in, found_with, key, outcome, page, policy, with, workspace};
use crate::policy::Policy;

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
    let spaces = page(&[workspace("Production"), old, workspace("Werkbank")]);
    let files = [("spaces.json", spaces.as_str())];
    assert_eq!(found(&ANALYZER, &files), ["medium organization"]);
    let mapped = policy("[environments.workspaces]\n\"Werkbank\" = \"development\"\n");
    assert_eq!(found_with(&ANALYZER, &files, &mapped), [""; 0]);
    let tagged = page(&[workspace("Production"), with(workspace("Werkbank"), json!({"tags": {"env": "dev"}}))]);
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

/// Fault: Environments called Preview, Playground, CI, e2e, Int or Abn, in Spanish PRE and DES, in Portuguese HML and DSV, were «not separated»
/// Outcome: They are known where nothing else stands beside them or at a name's end; production with others that tell nothing is medium
#[test]
fn words_and_abbreviations_of_environments() {
    for others in [
        &["Preview", "Local"][..],
        &["CI"],
        &["CI/CD"],
        &["Playground"],
        &["Lab"],
        &["e2e"],
        &["E2E EU"],
        &["OAT"],
        &["Int", "Abn"],
        &["search-abn"],
        &["search-pre"],
        &["PRE", "DES"],
        &["HML", "DSV"],
        &["search-sbx"],
        &["TST"],
        &["localhost"],
    ] {
        let names: Vec<&str> = ["Production"].into_iter().chain(others.iter().copied()).collect();
        assert_eq!(called(&names), [""; 0], "{names:?}");
    }
    for other in [
        "Pre-Sales",
        "AI Lab",
        "Research Lab",
        "Local Marketing",
        "International",
        "Int Sales",
        "ABN Amro",
        "CI Team",
        "Destination Guides",
        "Des Moines",
        "Preview Images",
        "Sits and Chairs",
        "Marketing",
    ] {
        let found = called(&["Production", other]);
        assert!(found.len() == 1 && found[0].starts_with("medium organization: "), "{other}: {found:?}");
    }
}

/// Fault: A workspace of a department or a customer («Demo Day», «Stage Entertainment») was the second environment, and no word of it
/// Outcome: Such a name counts only where keys or other workspaces bear it out; what counts by its name as what is noted
#[test]
fn names_of_departments_and_customers_do_not_separate() {
    for names in [
        &["Production", "Demo Day"][..],
        &["Production", "Sandbox VR", "Marketing"],
        &["Production EU", "Stage Entertainment"],
        &["Film Production", "Development (Fundraising)"],
        &["Devon Council", "Stage Entertainment", "Prodigy", "Live Nation", "Testament"],
        &["Production", "Quality (QA) for Devices"],
        &["Production", "Staging Concept GmbH"],
        &["Production", "Business Development", "Marketing"],
    ] {
        let found = called(names);
        assert!(found.len() == 1 && found[0].starts_with("medium organization: "), "{names:?}: {found:?}");
    }
    for names in [
        &["Production", "Demo Day", "Staging"][..],
        &["Production", "Dev Search", "Prod Search"],
        &["Production", "Dev: Search"],
        &["Production", "Search Dev"],
        &["Production", "Staging - Checkout"],
    ] {
        assert_eq!(called(names), [""; 0], "{names:?}");
    }
    let spaces = page(&[workspace("Production"), workspace("Dev Platform")]);
    let home = workspace("Dev Platform")["id"].as_str().unwrap().to_owned();
    let noted = |keys: &str, policy: &Policy| match outcome(
        &ANALYZER,
        &[("spaces.json", &spaces), ("keys.json", keys)],
        policy,
    ) {
        Outcome::Assessed { findings, notes, .. } => (findings.len(), notes.join(" / ")),
        _ => panic!(),
    };
    let of = |name: &str, home: &str| page(&[key(name, "2026-01-05", Some(home))]);
    let both = "counted by name: «Production» as production, «Dev Platform» as development".to_owned();
    assert_eq!(noted(&of("search", &home), &Policy::default()).0, 1);
    assert_eq!(noted(&of("dev-search", &home), &Policy::default()), (0, both.clone()), "its keys bear it out");
    let elsewhere = of("prod-platform", "wrkspc_Production");
    assert_eq!(noted(&elsewhere, &Policy::default()), (0, both), "it is of something that has keys elsewhere");
    let stated = policy("[environments.workspaces]\n\"Dev Platform\" = \"development\"\n");
    assert_eq!(noted(&of("search", &home), &stated), (0, "counted by name: «Production» as production".to_owned()));
}

/// Fault: A workspace that is called as a service of the policy was of the environment that the service's name has a word of
/// Outcome: Words of stated services say no environment, but for services that are called like an environment alone
#[test]
fn a_workspace_of_a_stated_service() {
    let spaces = page(&[workspace("Production"), workspace("Dev Search")]);
    let files = [("spaces.json", spaces.as_str()), ("keys.json", &page(&[key("prod-search", "2026-01-05", None)]))];
    assert_eq!(found(&ANALYZER, &files), [""; 0]);
    let stated = policy("[services.dev-search]\nkeys = [\"dev-search-*\"]\n");
    assert_eq!(found_with(&ANALYZER, &files, &stated), ["medium organization"]);
    let of_an_environment = policy("[services.dev]\nkeys = [\"dev-*\"]\n");
    assert_eq!(found_with(&ANALYZER, &files, &of_an_environment), [""; 0]);
}
