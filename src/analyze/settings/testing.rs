//! For the tests next to the checks of settings.

use serde_json::{Value, json};

use crate::analyze::Analyzer;
use crate::analyze::testing::{ask, ask_with, policy};

/// The settings of `org_1` as the Compliance API exports them.
pub(super) fn export(settings: &[(&str, Value)]) -> String {
    export_of("org_1", settings)
}

/// The settings of an organization.
pub(super) fn export_of(organization: &str, settings: &[(&str, Value)]) -> String {
    let settings: Vec<Value> = settings.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
    json!({"type": "effective_organization_settings", "organization_id": organization, "api_keys": [], "settings": settings}).to_string()
}

/// `severity subject: message` of what a check finds in some settings, or that it is not assessed and why.
pub(super) fn look(analyzer: &'static Analyzer, settings: &[(&str, Value)]) -> Vec<String> {
    ask(analyzer, &[("settings.json", &export(settings))])
}

/// The same under a policy.
pub(super) fn look_with(analyzer: &'static Analyzer, settings: &[(&str, Value)], text: &str) -> Vec<String> {
    ask_with(analyzer, &[("settings.json", &export(settings))], &policy(text))
}

/// That no export states a setting.
pub(super) fn absent(names: &str) -> String {
    format!("not assessed: no export states {names}; settings that administrators cannot change are left out of it")
}
