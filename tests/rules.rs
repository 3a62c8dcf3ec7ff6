//! Rules of a policy from outside: in the report, in `explain`, and refused where their examples are wrong.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

mod support;

use std::fs;

use serde_json::{Value, json};
use support::{Folder, program};

const POLICY: &str = r#"
[[rules]]
id = "vendor-connects"
title = "The vendor connected an integration"
severity = "high"
control = "least-privilege"
when = { type = ["integration_user_connected"] }
actor = { domain = ["vendor.example"] }
remedy = ["Ask {name} who agreed to it"]

[[rules.example]]
finds = true
event = '''{"type": "integration_user_connected", "created_at": "2026-08-03T10:00:00Z", "actor": {"email_address": "a@vendor.example"}}'''

[[rules.example]]
finds = false
event = '''{"type": "integration_user_connected", "created_at": "2026-08-03T10:00:00Z", "actor": {"email_address": "a@example.com"}}'''

[[rules]]
id = "key-is-live-again"
title = "A key switched on again"
severity = "medium"
control = "key-rotation"
when = { topic = ["key"], action = ["change"] }
where = [{ before = "status", one_of = ["inactive", "archived"] }, { after = "status", equals = "active" }]
threshold = { count = 2, within = "1h", by = "actor" }
remedy = ["Rotate the keys"]

[[rules.example]]
finds = true
event = '''[
  {"type": "platform_api_key_updated", "created_at": "2026-08-03T10:00:00Z", "actor": {"user_id": "u"}, "updates": [{"type": "status", "previous_value": "inactive", "current_value": "active"}]},
  {"type": "platform_api_key_updated", "created_at": "2026-08-03T11:00:00Z", "actor": {"user_id": "u"}, "updates": [{"type": "status", "previous_value": "inactive", "current_value": "active"}]}
]'''

[[rules.example]]
finds = false
event = '''{"type": "platform_api_key_updated", "created_at": "2026-08-03T10:00:00Z", "actor": {"user_id": "u"}, "updates": [{"type": "status", "previous_value": "active", "current_value": "inactive"}]}'''
"#;

fn event(at: &str, kind: &str, address: &str, fields: Value) -> String {
    let mut event = json!({"id": format!("activity_{at}_{address}"), "type": kind, "created_at": format!("2026-08-{at}Z"),
        "actor": {"type": "user_actor", "user_id": format!("user_{address}"), "email_address": address,
            "ip_address": "198.51.100.7", "user_agent": "Mozilla/5.0"}});
    event.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    event.to_string() + "\n"
}

fn feed() -> String {
    let live = |at: &str, who: &str, key: &str| {
        let update = json!({"type": "status", "previous_value": "inactive", "current_value": "active"});
        event(at, "platform_api_key_updated", who, json!({"api_key_id": key, "updates": [update]}))
    };
    [
        event("03T10:00:00", "integration_user_connected", "dev@vendor.example", json!({"integration_type": "github"})),
        event("03T10:01:00", "integration_user_connected", "ann@example.com", json!({"integration_type": "github"})),
        live("04T09:00:00", "ann@example.com", "apikey_1"),
        live("04T10:00:00", "ann@example.com", "apikey_2"),
        live("04T09:00:00", "bob@example.com", "apikey_3"),
        live("04T10:00:01", "bob@example.com", "apikey_4"),
    ]
    .concat()
}

fn report(folder: &Folder, out: &str, more: &[&str]) -> Value {
    let arguments =
        [&["exports", "--out", out, "-q", "--format", "json,md,html", "--policy", "own.toml"], more].concat();
    let output = program(&arguments, &folder.0);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&fs::read(folder.path(&format!("{out}/findings.json"))).unwrap()).unwrap()
}

fn own(report: &Value) -> Vec<String> {
    let found = |one: &Value| {
        let text = |field: &str| one[field].as_str().unwrap_or_default().to_owned();
        let evidence = one["evidence"].as_array().unwrap().len();
        format!(
            "{} {} {} {}: {} ({evidence})",
            text("status"),
            text("rule"),
            text("severity"),
            one["subject"]["name"],
            text("message")
        )
    };
    let rules = ["vendor-connects", "key-is-live-again"];
    let findings = report["findings"].as_array().unwrap().iter();
    findings.filter(|one| rules.contains(&one["rule"].as_str().unwrap())).map(found).collect()
}

#[test]
fn rules_find_are_listed_and_count() {
    let folder = Folder::with(&[("exports/feed.jsonl", feed().as_bytes()), ("own.toml", POLICY.as_bytes())]);
    let first = report(&folder, "first", &[]);
    assert_eq!(
        own(&first),
        [
            "open vendor-connects high \"dev@vendor.example\": integration_user_connected by dev@vendor.example on 2026-08-03 10:00 UTC, from \
             198.51.100.7, with Mozilla/5.0. Expected: no such event, by the policy's rule in line 2. (1)",
            "open key-is-live-again medium \"ann@example.com\": 2 events of ann@example.com from 2026-08-04 09:00 UTC to 2026-08-04 10:00 UTC (in \
             1 h 0 min), the first platform_api_key_updated by ann@example.com, about apikey_1, status: \"inactive\" -> \"active\", from \
             198.51.100.7, with Mozilla/5.0. Threshold: 2 or more within 1h of one actor, by the policy's rule in line 19. (2)",
        ]
    );
    let ids: Vec<&str> =
        first["checks"].as_array().unwrap().iter().map(|check| check["id"].as_str().unwrap()).collect();
    assert_eq!(ids[ids.len() - 2..], ["vendor-connects", "key-is-live-again"]);
    let control = first["controls"].as_array().unwrap().iter().find(|one| one["id"] == "least-privilege").unwrap();
    assert_eq!((control["status"].as_str(), control["exceptions"].as_u64()), (Some("fail"), Some(1)));
    let again = report(&folder, "second", &["--baseline", "first"]);
    assert!(own(&again).iter().all(|one| one.starts_with("persisting ")), "{:?}", own(&again));
    let moved = format!("# another line\n{}", POLICY.replace("The vendor", "The other"));
    folder.write("own.toml", moved.as_bytes());
    let same = report(&folder, "third", &["--baseline", "first"]);
    assert!(
        own(&same).iter().all(|one| one.starts_with("persisting ")),
        "its words and its place are no definition: {:?}",
        own(&same)
    );
}

#[test]
fn rules_are_explained() {
    let folder = Folder::with(&[("own.toml", POLICY.as_bytes())]);
    let explain = |arguments: &[&str]| {
        let output = program(&[&["explain"], arguments].concat(), &folder.0);
        (
            output.status.code().unwrap(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let (code, text, _) = explain(&["key-is-live-again", "--policy", "own.toml"]);
    assert_eq!(code, 0);
    for part in [
        "key-is-live-again: A key switched on again\n",
        "From        [[rules]] in line 19 of the policy",
        "  Events with topic key and action change; where `status` before is one of",
        "2 or more within 1h of one actor.",
        "  1. Rotate the keys",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(
        explain(&["--policy", "own.toml"])
            .1
            .contains("The vendor connected an integration (rule of the policy, line 2)")
    );
    let (code, _, complaint) = explain(&["key-is-live-agin", "--policy", "own.toml"]);
    assert!(code == 2 && complaint.contains("did you mean `key-is-live-again`?"), "{complaint}");
    let (code, _, complaint) = explain(&["vendor-connects"]);
    assert!(code == 2 && complaint.contains("with --policy FILE its rules too"), "{complaint}");
}

#[test]
fn a_wrong_example_is_refused_before_anything_is_read() {
    let wrong = POLICY.replacen("finds = true", "finds = false", 1);
    let folder = Folder::with(&[("exports/feed.jsonl", feed().as_bytes()), ("own.toml", wrong.as_bytes())]);
    let output = program(&["exports", "--policy", "own.toml"], &folder.0);
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        complaint.contains("own.toml:12:9: the rule matches this example, which says that it must not"),
        "{complaint}"
    );
    assert!(complaint.contains("   12 | finds = false\n      |         ^^^^^"), "{complaint}");
    assert!(!folder.path("reports").exists());
}
