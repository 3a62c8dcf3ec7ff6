//! The JSON Schema of the policy and the reader say the same: what one refuses for its key or its type, the other refuses too.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

mod support;

use clade_analyze::analyze::ALL;
use clade_analyze::init;
use clade_analyze::policy::{self, KnownCheck};
use jsonschema::Validator;
use serde_json::Value;
use support::root;

fn known() -> Vec<KnownCheck<'static>> {
    let known = |check: &'static clade_analyze::analyze::Analyzer| KnownCheck {
        id: check.id,
        thresholds: check.thresholds.iter().map(|limit| limit.name).collect(),
    };
    ALL.iter().map(known).collect()
}

fn validator() -> Validator {
    jsonschema::draft7::new(&init::schema()).unwrap()
}

/// What the reader says against a policy.
fn fault(text: &str) -> Option<String> {
    policy::parse("clade.toml", text.as_bytes(), &known()).err().map(|error| error.to_string())
}

/// A policy as editors hand it to the schema: dates are texts.
fn json(text: &str) -> Value {
    fn of(value: toml::Value) -> Value {
        match value {
            toml::Value::Datetime(stamp) => Value::String(stamp.to_string()),
            toml::Value::Array(items) => items.into_iter().map(of).collect(),
            toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, of(value))).collect(),
            other => serde_json::to_value(other).unwrap(),
        }
    }
    of(toml::Value::Table(text.parse().unwrap()))
}

fn refused(text: &str) -> Vec<String> {
    validator().iter_errors(&json(text)).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn example() -> String {
    std::fs::read_to_string(root().join("clade.example.toml")).unwrap()
}

#[test]
fn policies_fit_the_schema() {
    let typical = std::fs::read_to_string(root().join("fixtures/typical/clade.toml")).unwrap();
    let begun = init::text(&init::Guesses::default());
    let set =
        |line: &str| line.strip_prefix('#').filter(|rest| !rest.starts_with([' ', ':'])).unwrap_or(line).to_owned();
    let confirmed: Vec<String> = begun.lines().map(set).collect();
    for text in [example(), typical, begun, confirmed.join("\n"), String::new()] {
        assert_eq!(fault(&text), None);
        assert!(refused(&text).is_empty(), "{:?}", refused(&text));
    }
    assert!(example().starts_with("#:schema ./clade.schema.json\n"));
    assert!(init::text(&init::Guesses::default()).starts_with("#:schema ./clade.schema.json\n"));
}

#[test]
fn mistakes_in_keys_and_types_are_refused_by_both() {
    for (was, is) in [
        ("[organization]", "[organisation]"),
        ("domains = [", "domain = ["),
        ("name = \"Example Corp\"", "name = 7"),
        ("production = [\"blue\"", "prod = [\"blue\""),
        ("[\"lab\"]", "{ a = 1 }"),
        ("\"legacy-billing\" = \"production\"", "\"legacy-billing\" = \"prod\""),
        ("owner = \"payments-team", "ownr = \"payments-team"),
        ("organization = 50000", "organization = \"50000\""),
        ("\"Production\" = 20000.50", "\"Production\" = [1]"),
        ("approved = [\"claude-opus-5\"", "approve = [\"claude-opus-5\""),
        ("discount_percent = 15", "discount = 15"),
        ("geos = [\"us\"]", "geos = \"us\""),
        ("population = 26", "population = 26.5"),
        ("from = 07:00:00", "from = 7"),
        ("utc_offset = \"+02:00\"", ""),
        ("sso_required = true", "sso_required = 1"),
        ("{ at_most = 43200 }", "{ at_least = 43200 }"),
        ("severity = \"low\" }", "severity = \"lowest\" }"),
        ("control = \"audit-log-review\"", "control = \"audit-log\""),
        ("when = { type = [\"integration_user_connected\"] }", "when = { weight = [\"heavy\"] }"),
        ("not = { address", "not = { adress"),
        ("not = { address = [\"lead@vendor.example\"] }", "not = { not = {} }"),
        ("field = \"integration_type\"", "fields = \"integration_type\""),
        ("by = \"actor\"", "per = \"actor\""),
        ("finds = false\nevent", "event"),
        ("[checks.stale-key]", "[checks.stale-keys]"),
        ("stale_after_days = 60", "stale_days = 60"),
        ("stale_after_days = 60", "stale_after_days = \"60\""),
        ("stale_after_days = 60", "stale_after_days = -60"),
        ("stale_after_days = 60", "reason = \"as agreed\""),
        ("enabled = false", "enabled = \"no\""),
        ("reason = \"Seats are", "# \"Seats are"),
        ("approved_by = { name", "approver = { name"),
        ("critical = 7", "urgent = 7"),
        ("file_bytes = 4_294_967_296 ", "file_size = 4_294_967_296 "),
        ("nesting = 64 ", "nesting = 640 "),
        ("rule = \"unrotated-key\"", ""),
        ("severity = \"high\"\nobserved", "severity = \"hihg\"\nobserved"),
        ("observed = \"365 days\"", "observed = 365"),
    ] {
        let text = example().replacen(was, is, 1);
        assert_ne!(text, example(), "{was}");
        assert!(fault(&text).is_some(), "{is}: the reader takes it");
        assert!(!refused(&text).is_empty(), "{is}: the schema takes it");
    }
}

/// A key of the schema: how a policy comes to it, with `@` for its value, and where that is.
struct Leaf {
    text: String,
    pointer: String,
}

/// Examples of a rule are read when the rule is whole.
const RULE: &str = "id = \"r\", title = \"t\", severity = \"low\", control = \"key-naming\", remedy = [\"r\"], when = { topic = [\"key\"] }";

fn leaves(schema: &Value, at: &Value, text: &str, pointer: &str, found: &mut Vec<Leaf>) {
    let at = at.pointer("/allOf/0").filter(|_| at["properties"].is_null()).unwrap_or(at);
    let at = match at["$ref"].as_str() {
        Some(reference) => schema.pointer(&reference[1..]).unwrap(),
        None => at,
    };
    if !pointer.is_empty() {
        found.push(Leaf { text: text.to_owned(), pointer: pointer.to_owned() });
    }
    let inner = |key: &str| match pointer {
        "" => format!("{key} = @"),
        "/rules/0" if key == "example" => text.replace('@', &format!("{{ {RULE}, example = @ }}")),
        _ => text.replace('@', &format!("{{ {key} = @ }}")),
    };
    for (key, property) in at["properties"].as_object().into_iter().flatten() {
        leaves(schema, property, &inner(key), &format!("{pointer}/{key}"), found);
    }
    if at["additionalProperties"].is_object() && at["properties"].is_null() {
        leaves(schema, &at["additionalProperties"], &inner("own"), &format!("{pointer}/own"), found);
    }
    if at["items"]["properties"].is_object() {
        leaves(schema, &at["items"], &text.replace('@', "[@]"), &format!("{pointer}/0"), found);
    }
}

#[test]
fn the_reader_and_the_schema_have_the_same_keys_and_types() {
    let (schema, validator) = (init::schema(), validator());
    let (mut found, mut disagreements) = (Vec::new(), Vec::new());
    leaves(&schema, &schema, "", "", &mut found);
    assert!(found.len() > 150, "{} keys", found.len());
    for Leaf { text, pointer } in &found {
        // Where the key stands: a complaint about the value is there or behind it, one about what is missing next to it before.
        let key = text[..text.find('@').unwrap()].trim_end_matches(['[', ' ', '=']);
        let column = key.rfind(' ').map_or(1, |space| space + 2);
        // No value of a policy is an instant with a zone.
        let instant = fault(&text.replace('@', "1979-05-27T07:32:00Z")).unwrap();
        assert!(instant.contains(" must be ") && instant.contains(", not a"), "{pointer}: {instant}");
        for value in ["true", "1.5", "-1", "\"x\"", "\"\"", "[]", "{}", "[1]", "[\"x\"]", "[\"x\", \"x\"]", "[{}]"] {
            let text = text.replace('@', value);
            let said = fault(&text).unwrap_or_default();
            let place = said.split(':').nth(2).and_then(|column| column.parse::<usize>().ok());
            let name = key.rsplit(['{', ' ']).find(|word| !word.is_empty()).unwrap();
            let reader = place.is_some_and(|place| place >= column) || said.contains(&format!("`{name}`"));
            let editor = validator
                .iter_errors(&json(&text))
                .any(|error| format!("{}/", error.instance_path()).starts_with(&format!("{pointer}/")));
            if editor && !reader || !editor && reader && said.contains(", not a") {
                disagreements.push(format!("{text}: schema {editor}, reader {said}"));
            }
        }
    }
    assert!(disagreements.is_empty(), "{}", disagreements.join("\n"));
}
