//! Every form in which a value comes, and forms that say nothing.

use serde_json::{Value, json};

use super::value::{Lasts, flag, lasts, list, mode, retention};
use crate::analyze::testing::facts;

#[test]
fn flags() {
    for on in [json!(true), json!(1), json!(1.0), json!({"type": "enabled"}), json!({"enabled": true})] {
        assert_eq!(flag(&on), Some(true), "{on}");
    }
    for on in ["true", "TRUE", " True ", "1", "enabled", "Enabled", "on", "yes", "WAHR", "vrai", "required"] {
        assert_eq!(flag(&json!(on)), Some(true), "{on}");
    }
    for off in [json!(false), json!(0), json!({"type": "disabled"}), json!({"state": "off"})] {
        assert_eq!(flag(&off), Some(false), "{off}");
    }
    for off in ["false", "FALSE", "0", "disabled", "off", "no", "FALSCH", "not required"] {
        assert_eq!(flag(&json!(off)), Some(false), "{off}");
    }
    for neither in [
        Value::Null,
        json!(2),
        json!(-1),
        json!([]),
        json!([true]),
        json!({}),
        json!({"type": "paused"}),
        json!({"type": "enabled", "since": "2026"}),
    ] {
        assert_eq!(flag(&neither), None, "{neither}");
    }
    for neither in ["", "maybe", "partially", "null", "inherit", "2"] {
        assert_eq!(flag(&json!(neither)), None, "{neither}");
    }
}

#[test]
fn lengths_of_time() {
    for (value, seconds) in [
        (json!(43200), 43_200),
        (json!(43200.0), 43_200),
        (json!("43200"), 43_200),
        (json!("43200 seconds"), 43_200),
        (json!("720 minutes"), 43_200),
        (json!("12h"), 43_200),
        (json!("PT12H"), 43_200),
        (json!("30 Days"), 2_592_000),
        (json!("P30D"), 2_592_000),
        (json!("2 weeks"), 1_209_600),
    ] {
        assert_eq!(lasts(&value), Some(Lasts::Seconds(seconds)), "{value}");
    }
    for value in [Value::Null, json!("unlimited"), json!("No limit")] {
        assert_eq!(lasts(&value), Some(Lasts::Unlimited), "{value}");
    }
    for value in [json!(0), json!(-5), json!(1.5), json!(true), json!([]), json!({}), json!(1e300)] {
        assert_eq!(lasts(&value), None, "{value}");
    }
    for value in ["", "soon", "1 month", "P1M", "3m", "12 parsecs", "-3 days", "99999999999999999999 weeks"] {
        assert_eq!(lasts(&json!(value)), None, "{value}");
    }
}

#[test]
fn lists() {
    for (value, entries) in [
        (json!(["a.example", " b.example "]), vec!["a.example", "b.example"]),
        (json!("a.example, b.example"), vec!["a.example", "b.example"]),
        (json!("a.example;b.example\n"), vec!["a.example", "b.example"]),
        (json!("[\"a.example\"]"), vec!["a.example"]),
        (json!([]), vec![]),
        (json!(""), vec![]),
        (json!("[]"), vec![]),
    ] {
        assert_eq!(list(&value).unwrap(), entries, "{value}");
    }
    for value in [Value::Null, json!(3), json!([1]), json!([null]), json!([""]), json!({}), json!("[a"), json!(true)] {
        assert_eq!(list(&value), None, "{value}");
    }
}

#[test]
fn modes_and_retention() {
    assert_eq!(mode(&json!("SCIM Advanced")), Some("scim_advanced"));
    for value in [json!("scim"), json!(""), Value::Null, json!(true), json!("scim_experimental")] {
        assert_eq!(mode(&value), None, "{value}");
    }
    let shown = |value: Value| {
        let kept = retention(&value)?;
        Some(kept.iter().map(|(kind, kept)| format!("{kind} {kept}")).collect::<Vec<_>>().join(", "))
    };
    for (value, kept) in [
        (json!({"all": {"type": "fixed", "duration": 90, "timescale": "day"}}), Some("all 90 days")),
        (
            json!({"chats": {"duration": 3, "timescale": "month"}, "files": {"type": "indefinite"}}),
            Some("chats 3 months, files indefinite"),
        ),
        (json!("{\"all\": \"90 days\"}"), Some("all 90 days")),
        (json!({}), Some("")),
        (json!({"all": {"type": "fixed", "duration": 90, "timescale": "fortnight"}}), None),
        (json!({"all": {"type": "rolling"}}), None),
        (json!({"all": null}), None),
        (json!(90), None),
        (Value::Null, None),
    ] {
        assert_eq!(shown(value.clone()).as_deref(), kept, "{value}");
    }
}

fn export(organization: &str, on: bool) -> String {
    json!({
        "type": "effective_organization_settings", "organization_id": organization, "api_keys": [],
        "settings": [{"type": "boolean", "name": "sso_enabled", "value": on}, {"type": "boolean", "name": "chat_enabled", "value": true}],
    })
    .to_string()
}

/// `organization name value`, with `?` where two exports contradict each other.
fn shown(files: &[(&str, &str)]) -> Vec<String> {
    let settings = facts(files).settings;
    let line = |one: &super::Setting| {
        let doubt = if one.is_contested { "?" } else { "" };
        format!("{} {} {}{doubt}", one.organization.as_deref().unwrap_or("-"), one.name, one.shown())
    };
    settings.all.iter().map(line).collect()
}

#[test]
fn the_latest_export_counts() {
    let (on, off) = (export("org_1", true), export("org_1", false));
    let dated = [("2026-06-30/settings.json", off.as_str()), ("2026-09-30/settings.json", on.as_str())];
    assert_eq!(shown(&dated), ["org_1 chat_enabled true", "org_1 sso_enabled true"]);
    let turned = [("2026-06-30/settings.json", on.as_str()), ("2026-09-30/settings.json", off.as_str())];
    assert_eq!(shown(&turned), ["org_1 chat_enabled true", "org_1 sso_enabled false"]);
}

#[test]
fn exports_without_dates_contradict_each_other() {
    let (on, off) = (export("org_1", true), export("org_1", false));
    let lines = shown(&[("a.json", &on), ("b.json", &off)]);
    assert_eq!(lines[0], "org_1 chat_enabled true");
    assert!(lines[1].starts_with("org_1 sso_enabled ") && lines[1].ends_with('?'), "{lines:?}");
    assert_eq!(shown(&[("a.json", &on), ("b.json", &on)])[1], "org_1 sso_enabled true", "a copy");
}

#[test]
fn two_organizations_have_settings_of_their_own() {
    let (one, other) = (export("org_1", true), export("org_2", false));
    let state = json!({"type": "compliance_settings", "state": {"type": "enabled"}}).to_string();
    assert_eq!(
        shown(&[("one.json", &one), ("other.json", &other), ("state.json", &state)]),
        [
            "- compliance_api_state {\"type\":\"enabled\"}",
            "org_1 chat_enabled true",
            "org_1 sso_enabled true",
            "org_2 chat_enabled true",
            "org_2 sso_enabled false",
        ]
    );
}
