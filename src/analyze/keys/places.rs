//! Active keys that serve one service in one environment of one workspace, and which of them replaced another.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};

use super::{active_keys, is_claude_code, last_possible_use, last_use};
use crate::analyze::{Context, Limit};
use crate::facts::Key;
use crate::facts::names::environment::environments_in_key;
use crate::facts::names::services::{KeyService, environment_of, of_key};
use crate::model::Confidence;
use crate::policy::Environment;

/// Where keys serve.
pub(super) struct Place<'a> {
    /// The service.
    pub(super) service: String,
    /// Of the keys or their workspace, where known.
    pub(super) environment: Option<Environment>,
    /// Name of the workspace.
    pub(super) workspace: &'a str,
    /// How sure it is that all these keys serve there.
    pub(super) confidence: Confidence,
    /// Oldest first; every one with a known day of creation.
    pub(super) keys: Vec<Serving<'a>>,
}

/// A key that serves.
pub(super) struct Serving<'a> {
    pub(super) key: &'a Key,
    pub(super) created: DateTime<Utc>,
    service: KeyService,
}

impl Serving<'_> {
    /// Whether its name ends in a bare number.
    pub(super) const fn is_numbered(&self) -> bool {
        self.service.edition.is_number()
    }
}

/// What tells that a key replaced another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Succession {
    /// Its name.
    Name,
    /// The use, which passed from one to the other.
    Handover,
}

impl Place<'_> {
    /// `service «search» in production, workspace Production`.
    pub(super) fn formatted(&self) -> String {
        let environment = self.environment.map_or("an unknown environment", Environment::id);
        format!("service «{}» in {environment}, workspace «{}»", self.service, self.workspace)
    }
}

/// Every place with active keys, and how many keys of a service could not be placed because their day of creation is unknown.
/// A key that is named for two environments is `shared-key`, whichever it serves. Keys of persons and of Claude Code serve nobody else, admin keys serve no model's requests.
pub(super) fn places<'a>(cx: &'a Context) -> (Vec<Place<'a>>, u64) {
    let (mut places, mut undated) = (BTreeMap::<_, Place>::new(), 0);
    let is_personal = |key: &Key| key.principal_type.as_deref() == Some("user") || is_claude_code(cx, key);
    for key in active_keys(cx).filter(|key| !key.organization_scoped && !is_personal(key)) {
        let Some(service) = of_key(key, &cx.facts.lists, cx.policy) else { continue };
        let Some(created) = key.created_at else {
            undated += 1;
            continue;
        };
        let environment = environment_of(key, &cx.facts.lists, cx.policy);
        if environment.is_none() && environments_in_key(&key.name, Some(&key.id), cx.policy).len() > 1 {
            continue;
        }
        let sure = environment.as_ref().map_or(Confidence::Low, |inferred| inferred.confidence).min(service.confidence);
        let environment = environment.map(|inferred| inferred.environment);
        let place = places.entry((service.spelling(), environment, key.workspace_id.as_deref())).or_insert(Place {
            service: service.name.clone(),
            environment,
            workspace: cx.facts.lists.workspace_name(key).unwrap_or_default(),
            confidence: sure,
            keys: Vec::new(),
        });
        place.confidence = place.confidence.min(sure);
        place.keys.push(Serving { key, created, service });
    }
    let mut places: Vec<Place> = places.into_values().collect();
    for place in &mut places {
        place.keys.sort_by(|a, b| (a.created, &a.key.id).cmp(&(b.created, &b.key.id)));
    }
    (places, undated)
}

/// The keys of a place that another one in use replaced, each with the first that did.
pub(super) fn replaced<'p, 'a>(
    cx: &Context,
    place: &'p Place<'a>,
    overlap: Limit,
) -> Vec<(&'p Serving<'a>, &'p Serving<'a>, Succession)> {
    let by = |at: usize, older| {
        let mut younger = place.keys[at + 1..].iter();
        younger.find_map(|younger| Some((older, younger, succession(cx, older, younger, overlap)?)))
    };
    place.keys.iter().enumerate().filter_map(|(at, older)| by(at, older)).collect()
}

/// Whether two keys are numbered and were made together: meant to work side by side.
pub(super) fn are_numbered_siblings(a: &Serving, b: &Serving, overlap: Limit) -> bool {
    (a.is_numbered() || b.is_numbered())
        && a.service.edition != b.service.edition
        && (a.created - b.created).abs() <= Duration::days(overlap.days())
}

fn succession(cx: &Context, older: &Serving, younger: &Serving, overlap: Limit) -> Option<Succession> {
    last_use(cx, younger.key)?;
    if older.service.stem != younger.service.stem || are_numbered_siblings(older, younger, overlap) {
        return None;
    }
    if younger.service.edition.follows(&older.service.edition) {
        return Some(Succession::Name);
    }
    let is_named_alike = older.service.edition == younger.service.edition;
    (is_named_alike && passed_over(cx, older.key, younger.key, overlap)).then_some(Succession::Handover)
}

/// Whether the use of one key ended about when that of another began, and the exports prove that it did.
fn passed_over(cx: &Context, older: &Key, younger: &Key, overlap: Limit) -> bool {
    let ended = last_use(cx, older).and(last_possible_use(cx, older));
    let began = cx.facts.keys.uses.of(&younger.id).and_then(|uses| uses.uses.iter().map(|one| one.first).min());
    let (Some(ended), Some(began)) = (ended, began) else { return false };
    let covered = cx.facts.coverage.key_use.latest(overlap.days());
    let is_over = covered.is_some_and(|covered| covered.idle_days(Some(ended)) > overlap.days());
    is_over && (began - ended).num_days().abs() <= overlap.days()
}
