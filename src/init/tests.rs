//! The policy that `init` writes is one, whatever the exports hold.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::analyze::ALL;
use crate::analyze::testing::{data, facts, key, member, page, policy, with, workspace};
use crate::model::{Money, mask_secrets};
use crate::policy::{Environment, Policy};

/// The `#` taken away in front of every setting.
fn confirmed(text: &str) -> String {
    let setting = |line: &str| match line.strip_prefix('#') {
        Some(rest) if !rest.is_empty() && !rest.starts_with([' ', ':']) => rest.to_owned(),
        _ => line.to_owned(),
    };
    text.lines().map(|line| setting(line) + "\n").collect()
}

fn found(files: &[(&str, &str)]) -> Guesses {
    Guesses::from(&data(files), &facts(files)).unwrap()
}

#[test]
fn as_written_it_says_nothing() {
    let written = policy(&text(&Guesses::default()));
    assert!(written.organization().is_none() && written.domains().is_empty() && written.services().is_empty());
    assert!(written.suppressions().is_empty() && written.hours().is_none() && written.role_rules().is_empty());
    for analyzer in ALL {
        assert!(written.disabled(analyzer.id).is_none());
        assert!(analyzer.thresholds.iter().all(|limit| written.threshold(analyzer.id, limit.name).is_none()));
    }
}

#[test]
fn every_threshold_is_there_with_its_default() {
    let written = text(&Guesses::default());
    let confirmed = policy(&confirmed(&written));
    for analyzer in ALL {
        for limit in analyzer.thresholds {
            assert_eq!(confirmed.threshold(analyzer.id, limit.name), Some(limit.default), "{}", analyzer.id);
            assert!(written.contains(&format!("  # default: {}; {}", limit.unit, limit.source)), "{}", limit.name);
        }
        assert!(confirmed.disabled(analyzer.id).is_none());
    }
    assert!(!written.contains("Copy this file") && !written.contains("\n\n\n"));
    assert_eq!(confirmed.services().len(), 2, "the examples");
    assert!(confirmed.hours().is_some() && confirmed.suppressions().len() == 1);
}

#[test]
fn every_section_of_the_example_is_there() {
    let written = text(&Guesses::default());
    for line in EXAMPLE.lines().filter(|line| line.starts_with('[')) {
        assert!(written.lines().any(|one| one.trim_start_matches(['#', ' ']) == line), "{line}");
    }
    assert!(EXAMPLE.contains(&format!("\n{}\n", fill::EXAMPLE_SERVICE)));
}

#[test]
fn what_exports_tell_is_filled_in() {
    let members = ["ann@example.com", "bob@example.com", "Chen@Example.com", "dee@gmail.com"]
        .map(|address| member(address, if address.starts_with("ann") { "admin" } else { "user" }));
    let keys = [
        key("prod-search", "2026-05-01", Some("wrkspc_Production")),
        key("search-dev", "2026-05-01", Some("wrkspc_Atlas")),
        key("billing", "2026-05-01", Some("wrkspc_Production")),
        key("prod-and-dev-mailer", "2026-05-01", Some("wrkspc_Production")),
        key("claude_code_key_ann_x1", "2026-05-01", Some("wrkspc_Production")),
        with(key("prod-old", "2025-05-01", None), serde_json::json!({"status": "archived"})),
    ];
    let atlas = with(workspace("Atlas"), serde_json::json!({"tags": {"env": "dev"}}));
    let workspaces = [workspace("Production"), atlas, workspace("Research"), workspace("Default")];
    let limits = r#"{"data":[
{"id":"spl_1","type":"spend_limit","scope":{"type":"organization"},"amount":"5000050","currency":"USD","period":"monthly","is_enabled":true},
{"id":"spl_2","type":"spend_limit","scope":{"type":"workspace","workspace_id":"wrkspc_Production"},"amount":"2000000","currency":"USD","period":"monthly","is_enabled":true},
{"id":"spl_3","type":"spend_limit","scope":{"type":"workspace","workspace_id":"wrkspc_Atlas"},"amount":"100","currency":"USD","period":"monthly","is_enabled":false},
{"id":"spl_4","type":"spend_limit","scope":{"type":"organization"},"amount":"100","currency":"USD","period":"daily","is_enabled":true}],"next_page":null}"#;
    let guesses = found(&[
        ("users.json", &page(&members)),
        ("keys.json", &page(&keys)),
        ("workspaces.json", &page(&workspaces)),
        ("limits.json", limits),
    ]);
    let written = text(&guesses);
    assert!(
        written.contains(
            "#domains = [\"example.com\"]  # guess: domains of 4 members: example.com 3; left out: gmail.com 1\n"
        ),
        "{written}"
    );
    assert!(written.contains("# \"Research\" has no environment in its name or tags.\n"), "{written}");
    assert!(
        policy(&written).environment_of_workspace(Some("Production"), None).is_none(),
        "not before it is confirmed"
    );

    let confirmed = policy(&confirmed(&written));
    assert_eq!(confirmed.domains(), ["example.com"]);
    let environment = |name| confirmed.environment_of_workspace(Some(name), None);
    assert_eq!(environment("Production"), Some(Environment::Production));
    assert_eq!(environment("Atlas"), Some(Environment::Development), "by its tag");
    assert_eq!((environment("Research"), environment("Default"), environment("Playground")), (None, None, None));
    let services: Vec<&str> = confirmed.services().iter().map(|service| service.name.as_str()).collect();
    assert_eq!(services, ["billing", "search"]);
    assert_eq!(confirmed.services()[1].environments, [Environment::Production, Environment::Development]);
    assert!(confirmed.service_of(Some("search-dev"), None).is_some_and(|service| service.owner.is_none()));
    assert_eq!(confirmed.organization_limit(), Money::parse("50000.50").ok());
    assert_eq!(confirmed.workspace_limit("Production", None), Money::parse("20000").ok());
    assert_eq!(confirmed.workspace_limit("Atlas", None), None, "not in force");
    let [admins] = confirmed.role_rules() else { panic!("one role") };
    assert_eq!(
        (admins.role.as_str(), admins.addresses.as_slice()),
        ("admin", ["ann@example.com".to_owned()].as_slice())
    );
    assert_eq!(confirmed.access_review().and_then(|review| review.population), Some(4));
}

#[test]
fn two_workspaces_of_one_name_go_by_id() {
    let twin = |id: &str| with(workspace("Dev"), serde_json::json!({"id": id}));
    let guesses = found(&[("workspaces.json", &page(&[twin("wrkspc_1"), twin("wrkspc_2")]))]);
    let confirmed = policy(&confirmed(&text(&guesses)));
    assert_eq!(confirmed.environment_of_workspace(None, Some("wrkspc_2")), Some(Environment::Development));
    assert_eq!(confirmed.environment_of_workspace(Some("Dev"), None), None);
}

/// A name that means harm.
fn hostile() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(vec![
        "\"",
        "'",
        "\\",
        "\n",
        "\r",
        "#",
        "]",
        "[x]\n",
        "= 1",
        "\u{0}",
        "\u{1b}[31m",
        "\u{7f}",
        "\u{85}",
        "\u{202e}",
        "\u{feff}",
        ".",
        "*",
        "?",
        " ",
        "\t",
        "\"\"\"",
        "'''",
        "é",
        "日本",
        "\u{10ffff}",
        "prod",
        "dev",
        "api",
        "search",
        "live",
        "\u{2028}",
    ]);
    prop_oneof![proptest::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat()), any::<String>()]
}

proptest! {
    #[test]
    fn hostile_names_stay_names(names in proptest::collection::vec(hostile(), 1..5), workspace_name in hostile(), organization in hostile()) {
        let keys: Vec<_> = names
            .iter()
            .enumerate()
            .map(|(at, name)| {
                let fields = serde_json::json!({"name": name, "id": format!("apikey_{at}")});
                with(key("k", "2026-05-01", Some("wrkspc_x")), fields)
            })
            .collect();
        let home = with(workspace("x"), serde_json::json!({"name": workspace_name, "tags": {"env": format!("dev {workspace_name}")}}));
        let own = serde_json::json!({"type": "organization", "id": "org_1", "name": organization}).to_string();
        let members = names.iter().map(|name| member(&format!("a@{name}.example"), "admin")).collect::<Vec<_>>();
        let guesses = found(&[
            ("keys.json", &page(&keys)),
            ("workspaces.json", &page(&[home])),
            ("organization.json", &own),
            ("users.json", &page(&members)),
        ]);
        let written = text(&guesses);
        prop_assert!(written.chars().all(|c| c == '\n' || !c.is_control()), "{written:?}");
        prop_assert!(policy(&written).services().is_empty());
        let confirmed: Policy = policy(&confirmed(&written));
        let keys: BTreeSet<&str> = confirmed.services().iter().flat_map(|service| &service.keys).map(|one| one.as_str()).collect();
        let expected: BTreeSet<String> = guesses.services.iter().flat_map(|service| &service.keys).map(|one| mask_secrets(one).into_owned()).collect();
        // Where no name tells a service, the example stays.
        prop_assert!(expected.is_empty() || keys == expected.iter().map(String::as_str).collect());
        if let Some(name) = &guesses.organization {
            prop_assert_eq!(confirmed.organization(), Some(name.as_str()));
        }
    }
}
