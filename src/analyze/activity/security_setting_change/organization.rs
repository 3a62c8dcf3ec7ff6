//! Changes of the organization's settings, each with its value before and now: whether the value now is the weaker one.

use serde_json::Value;

use super::events::Weaker;
use super::guards::{Guard, WeakerWhen, guard};
use crate::data::settings::setting_kind;
use crate::facts::{Event, Lasts, setting_value};
use crate::model::Retention;

/// Fields of a value that is an object with more than the state of a switch.
const STATE: [&str; 2] = ["is_enabled", "enabled"];

/// One setting that an event changed.
pub(super) struct Change<'a> {
    /// Its name as data/settings.tsv would spell it.
    pub(super) name: String,
    pub(super) was: &'a Value,
    pub(super) is: &'a Value,
    /// What it guards; nothing for features, and where nobody knows the name.
    pub(super) guard: Option<&'static Guard>,
}

/// What an event of the type [`super::events::ORGANIZATION`] changed.
pub(super) fn changes(event: &Event) -> impl Iterator<Item = Change<'_>> {
    event.updates().map(|(name, was, is)| {
        let name = name.trim().to_lowercase().replace([' ', '-'], "_");
        Change { guard: guard(&name), name, was, is }
    })
}

impl Change<'_> {
    /// Whether nobody knows which of its values is weaker.
    pub(super) fn is_unknown(&self) -> bool {
        let is_changed = self.was != self.is || self.is.is_null();
        self.guard.is_none() && setting_kind(&self.name).is_none() && is_changed
    }

    /// Whether it weakened what it guards.
    pub(super) fn weaker(&self) -> Weaker {
        let Some(guard) = self.guard else { return Weaker::No };
        if self.was.is_null() && self.is.is_null() {
            return Weaker::Unstated;
        }
        let weaker = match guard.weaker {
            WeakerWhen::Off => self.turned(false),
            WeakerWhen::On => self.turned(true),
            WeakerWhen::Longer => self.longer(),
            WeakerWhen::Wider => self.wider(),
            WeakerWhen::WithoutSync => self.without_sync(),
            WeakerWhen::KeptLonger => self.kept_longer(),
        };
        match weaker {
            Some(true) => Weaker::Yes,
            Some(false) => Weaker::No,
            None => Weaker::Unstated,
        }
    }

    /// Whether a switch is now what it was not before; the event reports a change, so what was need not be stated.
    fn turned(&self, to: bool) -> Option<bool> {
        Some(flag(self.is)? == to && flag(self.was) != Some(to))
    }

    fn longer(&self) -> Option<bool> {
        let [was, is] = [self.was, self.is].map(setting_value::lasts);
        Some(match (was?, is?) {
            (Lasts::Unlimited, _) => false,
            (Lasts::Seconds(_), Lasts::Unlimited) => true,
            (Lasts::Seconds(was), Lasts::Seconds(is)) => is > was,
        })
    }

    fn wider(&self) -> Option<bool> {
        // A list that is null is none: nothing is restricted.
        let list = |value: &Value| if value.is_null() { Some(Vec::new()) } else { setting_value::list(value) };
        let [was, is] = [list(self.was)?, list(self.is)?];
        Some(!was.is_empty() && (is.is_empty() || is.iter().any(|one| !was.contains(one))))
    }

    fn without_sync(&self) -> Option<bool> {
        let is_scim = |value: &Value| setting_value::mode(value).map(|mode| mode.starts_with("scim_"));
        match (is_scim(self.was), is_scim(self.is)) {
            (_, Some(true)) | (Some(false), _) => Some(false),
            (Some(true), Some(false)) => Some(true),
            _ => None,
        }
    }

    fn kept_longer(&self) -> Option<bool> {
        let [was, is] = [kept(self.was)?, kept(self.is)?];
        let longer = is.iter().map(|(kind, now)| {
            let of = |kind: &str| was.iter().find(|(other, _)| other == kind);
            let (_, before) = of(kind).or_else(|| of(ALL))?;
            now.is_longer_than(*before)
        });
        let longer: Vec<Option<bool>> = longer.collect();
        if longer.contains(&Some(true)) {
            return Some(true);
        }
        longer.iter().all(Option::is_some).then_some(false)
    }
}

/// A switch, alone or with what it switches.
fn flag(value: &Value) -> Option<bool> {
    setting_value::flag(value).or_else(|| STATE.iter().find_map(|field| setting_value::flag(value.get(*field)?)))
}

/// The kind of data that means every kind.
const ALL: &str = "all";

/// How long each kind of data is kept: one period, several, or a map of them.
fn kept(value: &Value) -> Option<Vec<(String, Retention)>> {
    match value {
        Value::Array(each) => Some(each.iter().map(kept).collect::<Option<Vec<_>>>()?.concat()),
        Value::Object(fields) if fields.contains_key("timescale") => {
            let kind = fields.get("data_type").and_then(Value::as_str).unwrap_or(ALL);
            let period = match fields.get("timescale")?.as_str()? {
                "indefinite" => Retention::Indefinite,
                unit => Retention::fixed(fields.get("duration")?.as_u64()?, unit)?,
            };
            Some(vec![(kind.to_owned(), period)])
        }
        Value::Object(_) => Some(setting_value::retention(value)?.into_iter().collect()),
        Value::String(text) => Some(vec![(ALL.to_owned(), Retention::parse(text)?)]),
        _ => None,
    }
}

/// `true -> false`
pub(super) fn shown(change: &Change) -> String {
    const LONGEST: usize = 40;
    let value = |value: &Value| {
        let text = if value.is_null() { "nothing".to_owned() } else { value.to_string() };
        let short: String = text.chars().take(LONGEST).collect();
        if short.len() < text.len() { format!("{short}…") } else { short }
    };
    format!("{} -> {}", value(change.was), value(change.is))
}
