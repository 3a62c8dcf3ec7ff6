//! What the name of a key says.

use std::collections::BTreeMap;

use chrono::Duration;

use super::{Own, Remedy, finding, keys_in_scope};
use crate::analyze::keys::duplicate_key_name;
use crate::analyze::{Analyzer, Context};
use crate::facts::GatewayKey;
use crate::facts::names::descriptive;
use crate::facts::names::environment::{Named, environments_in};
use crate::model::Confidence;

/// A key without a name, or with one that says nothing.
pub(super) fn undescriptive(cx: &Context, analyzer: &Analyzer) -> Own {
    let mut own = Own::default();
    for key in keys_in_scope(cx) {
        let why = match &key.name {
            None => Some("it has no alias".to_owned()),
            Some(name) => {
                descriptive::undescriptive(name, &cx.facts.lists).map(|why| format!("the alias «{name}» {why}"))
            }
        };
        let found = why.map(|why| {
            let remedy = Remedy::Update("\"key_alias\":\"<environment>-<service>\"");
            let mut found = finding(cx, analyzer, key, ("has no descriptive name", why), remedy);
            found.observed = Some(key.label().to_owned());
            found.threshold = Some("a name that says service and environment".to_owned());
            found
        });
        own.add(found);
    }
    own
}

/// One name on several keys; a young one may be the successor of its namesake.
pub(super) fn duplicate(cx: &Context, analyzer: &Analyzer) -> Own {
    let limit =
        cx.limit(&duplicate_key_name::ANALYZER, const { duplicate_key_name::ANALYZER.threshold("overlap_days") });
    let overlap = Duration::days(limit.days());
    let (mut own, mut by_name) = (Own::default(), BTreeMap::<&str, Vec<&GatewayKey>>::new());
    for key in keys_in_scope(cx) {
        own.add(None);
        let is_young = key.created_at.is_none_or(|at| cx.as_of - at <= overlap);
        if let Some(name) = key.name.as_deref().filter(|_| !is_young) {
            by_name.entry(name.trim()).or_default().push(key);
        }
    }
    for keys in by_name.into_values().filter(|keys| keys.len() > 1) {
        let hints: Vec<&str> = keys.iter().map(|key| key.hint.as_deref().unwrap_or(&key.id)).collect();
        let message = format!("{} keys that work have the name: {}. Expected: one", keys.len(), hints.join(", "));
        let remedy = Remedy::Update("\"key_alias\":\"<environment>-<service>\"");
        let mut found = finding(cx, analyzer, keys[0], ("shares its name with another key", message), remedy);
        found.subject.id = Some(format!("{}:{}", keys[0].gateway, keys[0].label()));
        found.evidence = keys.iter().map(|key| super::record(cx, key)).collect();
        (found.observed, found.threshold) = (Some(format!("{} keys", keys.len())), Some("one".to_owned()));
        own.findings.push(found);
    }
    own
}

/// A key whose name says another environment than the name of its team.
pub(super) fn environment_mismatch(cx: &Context, analyzer: &Analyzer) -> Own {
    let mut own = Own::default();
    for key in keys_in_scope(cx) {
        let (Some(name), Some(team)) = (&key.name, &key.team_name) else { continue };
        let of_key = environments_in(name, Named::Key, cx.policy);
        let of_team = environments_in(team, Named::Workspace, cx.policy);
        let ([(environment, word)], [(other, team_word)]) = (of_key.as_slice(), of_team.as_slice()) else { continue };
        let differs = (environment != other).then(|| {
            let message = format!(
                "its name says «{word}», the name of its team «{team}» says «{team_word}». Expected: keys of one environment in a team of it"
            );
            let mut found = finding(cx, analyzer, key, ("is of another environment than its team", message), Remedy::Exchange);
            found.confidence = Confidence::Medium;
            (found.observed, found.threshold) = (Some(word.clone()), Some(team_word.clone()));
            found
        });
        own.add(differs);
    }
    own
}
