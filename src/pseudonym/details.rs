//! What the fields of an event and the values of a setting name.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::form::{Forms, form};
use super::kind::{Facet, Form, Kind};

/// What the name of a field says of its value, the first that fits.
const FIELDS: [(&str, Kind); 13] = [
    ("key_name", Kind::Key),
    ("workspace_name", Kind::Workspace),
    ("service_account_name", Kind::Account),
    ("group_name", Kind::Group),
    ("role_name", Kind::Role),
    ("organization_name", Kind::Organization),
    ("user_name", Kind::Person),
    ("full_name", Kind::Person),
    ("display_name", Kind::Person),
    ("hint", Kind::Key),
    ("domain", Kind::Domain),
    ("name", Kind::Object),
    ("title", Kind::Object),
];
/// Endings of fields whose values name a thing outside.
const OUTSIDE: [&str; 7] = ["url", "uri", "subject", "issuer", "audience", "project", "repository"];
/// Names of things that are public: the program, the model.
const PUBLIC: [&str; 6] = ["model", "event", "platform", "limiter", "plan", "product"];

/// Places of the service: ids behind them are seen as ids.
const OF_THE_SERVICE: [&str; 3] = ["anthropic.com", "claude.ai", "claude.com"];

/// Adds everything that the JSON text names.
pub(super) fn collect(json: &str, found: &mut BTreeSet<Forms>) {
    match serde_json::from_str(json) {
        Ok(value) => walk(&value, "", found),
        Err(_) => domains(json, found),
    }
}

fn walk(value: &Value, field: &str, found: &mut BTreeSet<Forms>) {
    match value {
        Value::Object(fields) => {
            // `{"type": "name", "previous_value": …, "current_value": …}`
            let changed = fields.get("type").and_then(Value::as_str).filter(|_| fields.contains_key("current_value"));
            together(fields, found);
            for (name, value) in fields {
                walk(value, if name.ends_with("_value") { changed.unwrap_or(name) } else { name }, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| walk(item, field, found)),
        Value::String(text) => {
            let field = field.to_lowercase();
            let is_public =
                PUBLIC.iter().any(|word| field.contains(word)) || OF_THE_SERVICE.iter().any(|at| text.contains(at));
            let kind = FIELDS.iter().find(|(ending, _)| field.ends_with(ending)).map(|(_, kind)| *kind);
            let kind = kind.or_else(|| OUTSIDE.iter().any(|ending| field.ends_with(ending)).then_some(Kind::Object));
            if let Some(kind) = kind.filter(|_| !is_public) {
                found.extend(form(kind, Facet::Main, text).map(|one| vec![one]));
            }
            domains(text, found);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// `deleted_user_id` and `deleted_user_email` are of one person.
fn together(fields: &Map<String, Value>, found: &mut BTreeSet<Forms>) {
    for (name, value) in fields {
        let Some(stem) = name.strip_suffix("email").or_else(|| name.strip_suffix("email_address")) else { continue };
        let (id, address) = (fields.get(&format!("{stem}id")).and_then(Value::as_str), value.as_str());
        let id = id.and_then(|id| form(Kind::Person, Facet::Id, id)).filter(|form| form.kind == Kind::Person);
        if let (Some(id), Some(address)) = (id, address.and_then(|one| form(Kind::Person, Facet::Main, one))) {
            found.insert(vec![id, address]);
        }
    }
}

/// Adds domains that stand alone: `allowed_invite_domains`.
fn domains(text: &str, found: &mut BTreeSet<Forms>) {
    let text = text.trim().trim_start_matches(['@', '*', '.']);
    let labels: Vec<&str> = text.split('.').collect();
    let is_label = |label: &&str| {
        !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-') && !label.starts_with('-')
    };
    let last = labels.last().copied().unwrap_or_default();
    if labels.len() > 1 && labels.iter().all(is_label) && last.len() > 1 && last.chars().all(char::is_alphabetic) {
        found.insert(vec![Form::new(Kind::Domain, Facet::Main, text)]);
    }
}
