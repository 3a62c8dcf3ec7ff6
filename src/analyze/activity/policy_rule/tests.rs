//! Rules over small feeds and logs.

use serde_json::{Value, json};

use super::super::testing::{event, feed, log};
use super::run;
use crate::analyze::testing::{as_baseline, member, page, policy, report};
use crate::analyze::{Context, Outcome};
use crate::facts::Facts;
use crate::model::{Report, Status};

/// A rule with examples that fit it.
fn rule(asks: &str, hit: &str, miss: &str) -> String {
    format!(
        "[hours]\nfrom = 07:00:00\nto = 19:00:00\nutc_offset = \"+00:00\"\n[[rules]]\nid = \"own-rule\"\ntitle = \"Own\"\nseverity = \"medium\"\n\
         control = \"audit-log-review\"\nremedy = [\"Ask {{name}}\"]\n{asks}\n[[rules.example]]\nfinds = true\nevent = '''{hit}'''\n\
         [[rules.example]]\nfinds = false\nevent = '''{miss}'''\n"
    )
}

const HIT: &str = r#"{"type": "integration_user_connected", "created_at": "2026-08-03T10:00:00Z"}"#;
const MISS: &str = r#"{"type": "org_domain_removed", "created_at": "2026-08-03T10:00:00Z"}"#;
const CONNECTED: &str = "when = { type = [\"integration_user_connected\"] }";

fn judged(text: &str, files: &[(&str, &str)]) -> Outcome {
    let policy = policy(text);
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    let data = crate::ingest::load_bytes_as(files, &policy.reading()).unwrap();
    let as_of = crate::facts::as_of(&data).unwrap();
    let period = crate::facts::default_period(&data, as_of).unwrap();
    let facts = Facts::derive(&data, period, as_of).unwrap();
    let cx = Context {
        data: &data,
        facts: &facts,
        policy: &policy,
        period,
        as_of,
        baseline: None,
        judged: &crate::analyze::Judged::default(),
        spenders: crate::analyze::SpenderWords::CONSOLE,
        catalogue: crate::analyze::ALL,
        spend_panel: None,
    };
    run(&cx, &policy.rules()[0])
}

fn said(text: &str, files: &[(&str, &str)]) -> Vec<String> {
    match judged(text, files) {
        Outcome::Assessed { findings, .. } => {
            assert!(findings.iter().all(|finding| !finding.evidence.is_empty()));
            findings.iter().map(|f| format!("{} {}: {}", f.severity.id(), f.subject.label(), f.message)).collect()
        }
        Outcome::NotAssessed { why, .. } | Outcome::NotApplicable { why, .. } => vec![format!("not assessed: {why}")],
    }
}

fn connected(time: &str, who: &str, kind: &str) -> Value {
    event(time, "integration_user_connected", who, json!({"integration_type": kind, "mcp_server_name": "tickets"}))
}

#[test]
fn an_event_with_all_that_is_known_of_it() {
    let rule = rule(CONNECTED, HIT, MISS);
    let events = feed(&[connected("10:00", "ann", "github")]);
    assert_eq!(
        said(&rule, &[("feed.jsonl", &events)]),
        [
            "medium ann@example.com: integration_user_connected by ann@example.com on 2026-08-03 10:00 UTC, about tickets, from 198.51.100.7, \
          with Mozilla/5.0. Expected: no such event, by the policy's rule in line 5"
        ]
    );
    let changed = json!({"user_id": "user_bob", "previous_role": "user", "current_role": "billing"});
    let roles = rule.replace("integration_user_connected", "claude_user_role_updated");
    let said = said(&roles, &[("feed.jsonl", &feed(&[event("10:00", "claude_user_role_updated", "ann", changed)]))]);
    assert!(said[0].contains("about user_bob, role: \"user\" -> \"billing\""), "{said:?}");
}

#[test]
fn what_both_sources_tell_is_one_event_with_two_places() {
    let rule =
        rule("when = { type = [\"project_visibility_changed\"] }", &log_event("project_visibility_changed"), MISS);
    let shared = event("10:00", "claude_project_sharing_updated", "ann", json!({"audience": [{"type": "users"}]}));
    let log = log(&[("10:00", "project_visibility_changed", "{'updated_privacy': 'private'}")]);
    let files = [("feed.jsonl", feed(&[shared])), ("log.csv", log)];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let Outcome::Assessed { findings, population, .. } = judged(&rule, &files) else { panic!("assessed") };
    assert_eq!((findings.len(), population), (1, 1));
    let places: Vec<&str> = findings[0].evidence.iter().map(|place| place.file.as_str()).collect();
    assert_eq!(places, ["feed.jsonl", "log.csv"]);
}

fn log_event(name: &str) -> String {
    json!({"event": name, "created_at": "2026-08-03T10:00:00Z", "event_info": {}}).to_string()
}

#[test]
fn a_threshold_makes_one_finding_of_a_burst() {
    let threshold = "threshold = { count = 3, within = \"10m\", by = \"actor\" }";
    let three: Vec<Value> = ["10:00", "10:05", "10:10"].map(|time| connected(time, "ann", "github")).into();
    let hit = json!(three).to_string();
    let rule = rule(&format!("{CONNECTED}\n{threshold}"), &hit, HIT);
    let said = |events: &[Value]| said(&rule, &[("feed.jsonl", &feed(events))]);
    let found = said(&three);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].contains("3 events of ann@example.com from 2026-08-03 10:00 UTC to 2026-08-03 10:10 UTC (in 10 min)"),
        "{found:?}"
    );
    let late: Vec<Value> = ["10:00", "10:05", "10:11"].map(|time| connected(time, "ann", "github")).into();
    assert_eq!(said(&late), [""; 0], "a minute more");
    let two = [connected("10:00", "ann", "a"), connected("10:01", "ann", "a"), connected("10:02", "bob", "a")];
    assert_eq!(said(&two), [""; 0], "of two people");
    let again: Vec<Value> =
        ["10:00", "10:05", "10:10", "12:00", "12:01", "12:02"].map(|time| connected(time, "ann", "github")).into();
    assert_eq!(said(&again).len(), 2);
    let by_ip = rule.replace("by = \"actor\"", "by = \"ip\"");
    assert_eq!(
        super::tests::said(&by_ip, &[("feed.jsonl", &feed(&two))])[0].split(':').next(),
        Some("medium 198.51.100.7")
    );
}

#[test]
fn roles_come_from_the_member_list() {
    let asks = format!("{CONNECTED}\nactor = {{ privileged = true }}");
    let text = rule(&asks, HIT, MISS).replacen("finds = true", "finds = true\nprivileged = true", 1);
    let events = feed(&[connected("10:00", "ann", "github"), connected("10:01", "bob", "github")]);
    let members = page(&[member("ann@example.com", "admin"), member("bob@example.com", "user")]);
    let found = said(&text, &[("feed.jsonl", &events), ("users.json", &members)]);
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("medium ann@example.com"), "{found:?}");
    assert_eq!(said(&text, &[("feed.jsonl", &events)]), ["not assessed: no export of organization members"]);
}

#[test]
fn what_could_not_be_seen_is_not_assessed() {
    let rule = rule(CONNECTED, HIT, MISS);
    assert_eq!(said(&rule, &[("keys.json", &page(&[]))]), ["not assessed: no export of audit events"]);
    let feed_only = rule.replace("integration_user_connected", "platform_api_key_created");
    let log = log(&[("10:00", "project_created", "{}")]);
    let said = said(&feed_only, &[("log.csv", &log)]);
    assert!(said[0].starts_with("not assessed: no event of the activity feed lies in the period"), "{said:?}");
}

fn reported(policy_text: &str, events: &[Value], last: Option<Report>) -> Report {
    report(&[("feed.jsonl", &feed(events))], &policy(policy_text), last.map(as_baseline))
}

#[test]
fn a_rule_is_a_check_like_others_in_the_report() {
    let text = rule(CONNECTED, HIT, MISS);
    let events = [connected("10:00", "ann", "github"), connected("11:00", "bob", "github")];
    let first = reported(&text, &events, None);
    let check = first.checks.iter().find(|check| check.id == "own-rule").unwrap();
    assert_eq!((check.population, check.findings, check.title.as_str()), (2, 2, "Own"));
    let own = |report: &Report| -> Vec<(Status, String)> {
        let own = report.findings.iter().filter(|finding| finding.rule == "own-rule");
        own.map(|finding| (finding.status, finding.id.clone())).collect()
    };
    assert_ne!(own(&first)[0].1, own(&first)[1].1, "a fingerprint for each event");
    let again = reported(&text, &events, Some(first.clone()));
    assert!(own(&again).iter().all(|(status, _)| *status == Status::Persisting), "{:?}", own(&again));
    let other = text.replace(CONNECTED, &format!("{CONNECTED}\nunless = [{{ field = \"x\", exists = true }}]"));
    let more = [events.as_slice(), &[connected("12:00", "cat", "github")]].concat();
    let changed = reported(&other, &more, Some(first));
    assert!(own(&changed).iter().any(|(status, _)| *status == Status::NotComparable), "{:?}", own(&changed));
    let suppressed = "[[suppress]]\nrule = \"own-rule\"\nsubject = \"ann@example.com\"\nreason = \"r\"\napproved_by = \"c@example.com\"\n";
    let accepted = reported(&format!("{text}{suppressed}"), &events, None);
    assert_eq!((own(&accepted).len(), accepted.suppressed.len()), (1, 1));
    let off = reported(&format!("{text}[checks.own-rule]\nenabled = false\nreason = \"r\"\n"), &events, None);
    assert_eq!(own(&off), []);
}

#[test]
fn a_rule_over_everything_changes_no_other_check() {
    let all = rule("when = { weight = [\"admin\", \"export\", \"sign-in\", \"reading\", \"everyday\"] }", HIT, UNKNOWN);
    let events: Vec<Value> = [
        "claude_chat_created",
        "claude_chat_deleted",
        "org_sso_toggled",
        "claude_file_uploaded",
        "integration_user_connected",
    ]
    .iter()
    .enumerate()
    .map(|(at, kind)| event(&format!("10:{at:02}"), kind, "ann", json!({"enabled": false})))
    .collect();
    let others = |report: &Report| -> Vec<String> {
        report
            .findings
            .iter()
            .filter(|finding| finding.rule != "own-rule")
            .map(|finding| finding.message.clone())
            .collect()
    };
    let with = reported(&all, &events, None);
    assert_eq!(with.checks.iter().find(|check| check.id == "own-rule").unwrap().findings, 5);
    assert_eq!(others(&with), others(&reported("", &events, None)));
}

const UNKNOWN: &str = r#"{"type": "news", "created_at": "2026-08-03T10:00:00Z"}"#;
