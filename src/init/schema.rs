//! The JSON Schema of the policy, with the checks of the catalogue.

use serde_json::{Map, Value, json};

use crate::analyze::{self, Analyzer};
use crate::policy;

/// The schema of `clade.toml`, for editors: every section with its keys, and every check with its thresholds and their defaults.
#[must_use]
pub fn schema() -> Value {
    let ids: Vec<&str> = analyze::ALL.iter().map(|analyzer| analyzer.id).collect();
    let checks: Map<String, Value> =
        analyze::ALL.iter().map(|analyzer| (analyzer.id.to_owned(), check(analyzer))).collect();
    let mut schema = policy::schema();
    schema["definitions"] = json!({
        // A rule of the policy is spoken of as a check is. Editors offer the words of the catalogue.
        "check-id": { "anyOf": [{ "enum": ids }, { "type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$" }] },
        "checks": {
            "type": "object", "properties": checks, "additionalProperties": any("A rule of this policy.", Map::new()),
        },
        "enabled": { "type": "boolean", "default": true, "description": "Whether the check runs." },
        "reason": { "type": "string", "pattern": "\\S", "description": "Why the check is off (`enabled = false`)." },
        "switch": {
            "dependencies": { "reason": { "required": ["enabled"], "properties": { "enabled": { "const": false } } } },
            "if": { "required": ["enabled"], "properties": { "enabled": { "const": false } } },
            "then": { "required": ["reason"] },
        },
    });
    schema
}

fn check(analyzer: &Analyzer) -> Value {
    let threshold = |limit: &analyze::Threshold| {
        let about = format!("{}; {}", limit.unit, limit.source);
        let about = about.trim_start_matches("; ");
        (
            limit.name.to_owned(),
            json!({ "type": "number", "minimum": 0, "default": limit.default, "description": about }),
        )
    };
    any(&format!("{}.", analyzer.title), analyzer.thresholds.iter().map(threshold).collect())
}

/// A check: it is on and has thresholds, or it is off with a reason.
fn any(about: &str, thresholds: Map<String, Value>) -> Value {
    let mut properties = thresholds;
    for key in ["enabled", "reason"] {
        properties.insert(key.to_owned(), json!({ "$ref": format!("#/definitions/{key}") }));
    }
    json!({
        "type": "object",
        "description": about,
        "properties": properties,
        "additionalProperties": false,
        "allOf": [{ "$ref": "#/definitions/switch" }],
    })
}
