//! Use of the third quarter of 2026, and names.

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{
    activity, ask, cost, days, found, found_with, key, outcome, page, policy, usage, with, workspace,
};
use crate::model::Confidence;
use crate::policy::Policy;

fn spaces() -> String {
    page(&[workspace("A"), workspace("B"), workspace("C")])
}

fn q3() -> Vec<String> {
    days("2026-07-01", "2026-09-30")
}

/// What is found among keys that are called like this.
fn named(names: &[&str]) -> Vec<String> {
    named_under(names, &Policy::default())
}

fn named_under(names: &[&str], policy: &Policy) -> Vec<String> {
    let keys: Vec<Value> = names
        .iter()
        .enumerate()
        .map(|(n, name)| with(key("k", "2026-01-05", None), json!({"id": format!("apikey_{n}"), "name": name})))
        .collect();
    let usage = usage(&[("another", "Default", days("2026-09-30", "2026-09-30"))]);
    found_with(&ANALYZER, &[("keys.json", &page(&keys)), ("usage.csv", &usage)], policy)
}

/// Fault: A key whose environment the policy states was «named for two environments» all the same
/// Outcome: What the policy says of a key wins over the words of its name
#[test]
fn the_policy_wins_over_names() {
    let name = "prod-dev-mailer";
    assert_eq!(named(&[name]).len(), 1);
    for text in [
        "[environments.keys]\n\"prod-dev-mailer\" = \"production\"\n",
        "[environments.keys]\n\"apikey_0\" = \"production\"\n",
        "[environments]\nproduction = [\"prod-dev-*\"]\n",
    ] {
        assert_eq!(named_under(&[name], &policy(text)), [""; 0], "{text}");
    }
}

/// Fault: A copy of a month in which a workspace was called otherwise made a high finding of each of its keys: used from two workspaces
/// Outcome: Rows that may be those of another file are no second workspace, and a note says so; what is used beside them is
#[test]
fn rows_that_may_be_a_copy_are_no_second_workspace() {
    let month = |workspace: &str, cents: f64| {
        let days = days("2026-07-01", "2026-07-31").into_iter().enumerate();
        days.map(|(at, day)| (day, "k", "apikey_k", workspace.to_owned(), cents + at as f64)).collect::<Vec<_>>()
    };
    let csv = |rows: Vec<(String, &'static str, &'static str, String, f64)>| {
        let rows: Vec<_> =
            rows.iter().map(|(day, key, id, space, usd)| (day.clone(), *key, *id, space.as_str(), *usd)).collect();
        cost(&rows)
    };
    let keys = page(&[key("k", "2026-01-05", Some("wrkspc_A"))]);
    let ask_of = |first: String, second: String| {
        let files = [("keys.json", keys.as_str()), ("spaces.json", &spaces()), ("a.csv", &first), ("b.csv", &second)]
            .map(|(name, text)| (name, text.to_owned()));
        let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
        let notes = match outcome(&ANALYZER, &files, &Policy::default()) {
            Outcome::Assessed { notes, .. } => notes.join("; "),
            _ => "not assessed".to_owned(),
        };
        (found(&ANALYZER, &files), notes)
    };
    for other in ["A2", "a", "wrkspc_A", "wrkspc_elsewhere"] {
        for (first, second) in [("A", other), (other, "A")] {
            let (found, notes) = ask_of(csv(month(first, 11.5)), csv(month(second, 11.5)));
            assert_eq!(found, [""; 0], "{first}, {second}: {notes}");
            let is_told = ["A2", "wrkspc_elsewhere"].contains(&other);
            assert_eq!(notes.contains("see possible-double-count"), is_told, "{first}, {second}: {notes}");
        }
    }
    // Two that are listed, amounts of its own, and a third workspace beside a doubtful one.
    let two = [month("A", 11.5), month("B", 3.25)].concat();
    for (first, second) in
        [(month("A", 11.5), month("B", 11.5)), (month("A", 11.5), month("A2", 3.25)), (two, month("A2", 11.5))]
    {
        let (found, notes) = ask_of(csv(first), csv(second));
        assert_eq!(found.len(), 1, "{notes}");
    }
}

/// Fault: A key of a service that the policy states was named for two environments by a word of the service's name
/// Outcome: Words of the stated service say no environment; those beside them, and of services called like an environment, do
#[test]
fn words_of_a_stated_service_are_no_environment() {
    let stated = "[services.dev-backlog]\nkeys = [\"*dev-backlog*\", \"apikey_1\"]\n";
    for (name, text, expected) in [
        ("prod-dev-backlog", "", "high"),
        ("prod-dev-backlog", stated, ""),
        ("prod-dev-backlog-2", stated, ""),
        ("prod-stage-dev-backlog", stated, "high"),
        ("prod-stage-dev-mailer", stated, "high"),
        ("prod-dev-mailer", stated, "high"),
        ("prod-dev-mailer", "[services.dev]\nkeys = [\"*-dev-*\"]\n", "high"),
    ] {
        let expected: Vec<String> = (!expected.is_empty()).then(|| format!("{expected} {name}")).into_iter().collect();
        assert_eq!(named_under(&[name], &policy(text)), expected, "{name}: {text}");
    }
    assert_eq!(named_under(&["other", "Prod Dev Backlog"], &policy(stated)), [""; 0], "stated by its id");
}

#[test]
fn one_key_used_from_two_workspaces() {
    let keys =
        page(&[key("stale-both", "2026-01-05", Some("wrkspc_A")), key("ok-one", "2026-01-05", Some("wrkspc_B"))]);
    let usage = usage(&[
        ("stale-both", "A", q3()),
        ("stale-both", "B", days("2026-08-01", "2026-09-30")),
        ("ok-one", "B", q3()),
    ]);
    let files = [("keys.json", keys.as_str()), ("spaces.json", &spaces()), ("usage.csv", &usage)];
    assert_eq!(ask(&ANALYZER, &files), ["high stale-both: used from 2 workspaces: A, B"]);
    let confidence = |files: &[(&str, &str)]| match outcome(&ANALYZER, files, &Policy::default()) {
        Outcome::Assessed { findings, .. } => findings[0].confidence,
        Outcome::NotAssessed { why, .. } | Outcome::NotApplicable { why, .. } => panic!("{why}"),
    };
    assert_eq!(confidence(&files), Confidence::Medium, "a key of that name may be missing from the list");
    let row = |day: &String, workspace: &'static str| (day.clone(), "stale-both", "apikey_stale-both", workspace, 1.0);
    let rows: Vec<_> = q3().iter().flat_map(|day| [row(day, "A"), row(day, "B")]).collect();
    assert_eq!(
        confidence(&[("keys.json", &keys), ("spaces.json", &spaces()), ("cost.csv", &cost(&rows))]),
        Confidence::High
    );
}

#[test]
fn a_key_that_was_moved_once() {
    let keys = page(&[key("ok-moved", "2026-01-05", Some("wrkspc_B"))]);
    let passes = usage(&[
        ("ok-moved", "A", days("2026-07-01", "2026-08-10")),
        ("ok-moved", "B", days("2026-08-10", "2026-09-30")),
    ]);
    let files = [("keys.json", keys.as_str()), ("spaces.json", &spaces()), ("usage.csv", &passes)];
    let Outcome::Assessed { findings, notes, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!() };
    assert!(findings.is_empty(), "its use passes over on one day");
    assert!(notes[0].contains("used from A until 2026-08-10, from B since 2026-08-10"), "{notes:?}");
    // The feed says so, and reports of the two exports differ by a day or two.
    let moved = json!({
        "api_key_id": "apikey_ok-moved",
        "updates": [{"type": "workspace", "previous_value": "wrkspc_A", "current_value": "wrkspc_B"}],
    });
    let feed = activity("2026-08-10T08:00:00Z", "platform_api_key_updated", "ok", moved).to_string();
    let overlaps = usage(&[
        ("ok-moved", "A", days("2026-07-01", "2026-08-12")),
        ("ok-moved", "B", days("2026-08-10", "2026-09-30")),
    ]);
    let reported =
        [("keys.json", keys.as_str()), ("spaces.json", &spaces()), ("usage.csv", &overlaps), ("feed.jsonl", &feed)];
    assert_eq!(found(&ANALYZER, &reported), [""; 0]);
    assert_eq!(found(&ANALYZER, &reported[..3]), ["high ok-moved"], "without the feed it looks shared");
    let thrice = usage(&[
        ("ok-moved", "A", days("2026-07-01", "2026-07-20")),
        ("ok-moved", "B", days("2026-07-21", "2026-08-20")),
        ("ok-moved", "C", days("2026-08-21", "2026-09-30")),
    ]);
    assert_eq!(found(&ANALYZER, &[files[0], files[1], ("usage.csv", &thrice)]), ["high ok-moved"], "three workspaces");
}

#[test]
fn two_keys_that_have_one_name() {
    let twin = |id: &str, home| with(key("x", "2026-01-05", Some(home)), json!({"id": id, "name": "ok-twin"}));
    let keys = page(&[twin("apikey_1", "wrkspc_A"), twin("apikey_2", "wrkspc_B")]);
    let usage = usage(&[("ok-twin", "A", q3()), ("ok-twin", "B", q3()), ("ok-twin", "C", q3())]);
    assert_eq!(found(&ANALYZER, &[("keys.json", &keys), ("spaces.json", &spaces()), ("usage.csv", &usage)]), [""; 0]);
}

#[test]
fn names_of_two_environments() {
    for name in
        ["prod-and-dev-search", "prod-dev", "staging+prod", "StgAndProdSearch", "all-envs", "search-all-environments"]
    {
        assert_eq!(named(&[name]), [format!("high {name}")]);
    }
    for name in [
        "prod-live-search",
        "pre-prod-search",
        "docs-qa-prod",
        "dev-live-chat",
        "search",
        "prod-wallet",
        "all-hands-bot",
    ] {
        assert_eq!(named(&[name]), [""; 0], "{name}");
    }
    for name in ["prod-all", "staging-shared", "dev_all_2", "prod-shared-key"] {
        assert_eq!(named(&[name]), [format!("low {name}")]);
    }
}

/// Fault: A word of an environment inside a service's name was a second environment: `prod-dev-portal` in Production was shared, high
/// Outcome: What is known as a service is none; else it is medium where the first word is the workspace's own and the name goes on
#[test]
fn a_second_environment_that_may_be_of_the_service() {
    for (name, severity) in [
        ("prod-dev-docs", Some("medium")),
        ("prod-dev", Some("high")),
        ("prod+dev-docs", Some("high")),
        ("prod-and-dev-docs", Some("high")),
        ("dev-prod-docs", Some("high")),
        ("prod-dev-portal", None),
        ("prod-stage-planner", None),
    ] {
        let space = json!({"id": "wrkspc_P", "type": "workspace", "name": "Production", "created_at": "2026-01-05T09:00:00Z", "archived_at": null});
        let (keys, spaces) = (page(&[key(name, "2026-01-05", Some("wrkspc_P"))]), page(&[space]));
        let usage = usage(&[("other", "Production", q3())]);
        let files = [("keys.json", keys.as_str()), ("spaces.json", &spaces), ("usage.csv", &usage)];
        let expected: Vec<String> = severity.iter().map(|severity| format!("{severity} {name}")).collect();
        assert_eq!(found(&ANALYZER, &files), expected, "{name}");
    }
}

#[test]
fn names_of_two_services() {
    let known = |name| named(&["prod-api", "dev-worker", "prod-email-worker", name]);
    for name in [
        "prod-api+worker",
        "api & worker",
        "api, worker",
        "prod-api-and-worker",
        "ApiAndWorker",
        "shared-api-worker",
        "prod-shared-api-worker",
        "api / worker",
        "prod api / worker",
        "prod-api / prod-worker (2)",
        "api-worker-shared",
        "prod-api-worker-shared",
        "api-worker-shared-prod",
        "api-worker-shared-key",
        "worker-api-shared-2",
    ] {
        assert_eq!(known(name), [format!("high {name}")]);
    }
    for name in [
        "api/worker",
        "api-worker",
        "api+mailer",
        "worker+email-worker",
        "api and friends",
        "shared-api",
        "api-shared",
        "api / mailer",
        "mailer-sender-shared",
        "api-friends-shared",
    ] {
        assert_eq!(known(name), [""; 0], "{name}");
    }
}

#[test]
fn one_service_with_and_or_shared_in_its_name() {
    assert_eq!(named(&["track-and-trace", "shared-inbox-triage", "search"]), [""; 0]);
    assert_eq!(
        named(&["prod-track-and-trace", "dev-track-and-trace", "track", "trace"]),
        [""; 0],
        "others have the whole name"
    );
    assert_eq!(named(&["shared-inbox", "triage", "shared-inbox-triage"]), [""; 0], "«shared» belongs to the inbox");
    assert_eq!(named(&["shared-inbox", "triage", "triage-inbox-shared"]), [""; 0], "and there too");
    assert_eq!(named(&["api", "worker", "api-worker", "api-worker-shared"]), [""; 0], "another key is for the whole");
    let names = ["search-and-rank", "search", "rank"];
    assert_eq!(named(&names), ["high search-and-rank"]);
    let one = policy("[services.search-and-rank]\nkeys = [\"search-and-rank\"]\n");
    assert_eq!(named_under(&names, &one), [""; 0], "the policy knows it as one");
    let both = policy("[services.search]\nkeys = [\"s-*\"]\n[services.rank]\nkeys = [\"r-*\"]\n");
    assert_eq!(named_under(&["search+rank"], &both), ["high search+rank"], "the policy knows both");
}

#[test]
fn inactive_keys_are_not_judged() {
    let keys = page(&[with(key("prod-and-dev", "2026-01-05", None), json!({"status": "inactive"}))]);
    let usage = usage(&[("x", "A", q3())]);
    assert_eq!(found(&ANALYZER, &[("keys.json", &keys), ("usage.csv", &usage)]), [""; 0]);
    assert_eq!(ask(&ANALYZER, &[("keys.json", &keys)]), ["not assessed: no export of token usage or cost"]);
}
