//! Keys that the list of API keys does not have: those of the Compliance API as the settings export lists them, and admin and scoped
//! keys that events made and none deleted since.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::{DateTime, Duration, Utc};

use crate::facts::frame::{Rows, Source};
use crate::facts::lists::Key;
use crate::facts::log::{EventActor, KeyChange, KeyClass, KeyEvent, KeyUpdate};
use crate::model::{Dataset, Table};

/// A key of an admin key's kind is listed and made at the same moment: the two ids are of one key.
const SAME_MOMENT_SECONDS: i64 = 5;

/// What kind of key it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherKeyKind {
    /// A key of the Compliance API.
    Compliance,
    /// A key with other scopes, of Claude Enterprise or of a service.
    Scoped,
    /// An admin key of the Console: full access to the Admin API, no scopes.
    Admin,
}

impl OtherKeyKind {
    /// For people.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Compliance => "compliance key",
            Self::Scoped => "scoped key",
            Self::Admin => "admin key",
        }
    }
}

/// A key that is no API key of a workspace.
#[derive(Clone, Debug)]
pub struct OtherKey {
    /// What kind of key it is.
    pub kind: OtherKeyKind,
    /// Its id.
    pub id: String,
    /// Its name, where an export states it.
    pub name: Option<String>,
    /// What it may do; none where no export says.
    pub scopes: Option<Vec<String>>,
    /// Whether it is switched on.
    pub is_active: bool,
    /// When it was made; none where no export says.
    pub created_at: Option<DateTime<Utc>>,
    /// Id of who made it, where its record or event states one.
    pub creator_id: Option<String>,
    /// Who made it, as the event says.
    pub made_by: Option<EventActor>,
    /// When it expires; none where it never does, and where no export says.
    pub expires_at: Option<DateTime<Utc>>,
    /// Whether its record is of the settings export, which states creator, expiry and state; an event does not.
    pub is_listed: bool,
    /// Where it stands.
    pub source: Source,
}

impl OtherKey {
    /// What to call it: the name, else the id.
    #[must_use]
    pub fn label(&self) -> &str {
        self.name.as_deref().filter(|name| !name.trim().is_empty()).unwrap_or(&self.id)
    }
}

/// Everything of the kind.
#[derive(Clone, Debug, Default)]
pub struct OtherKeys {
    /// Keys that are there, in order of ids.
    pub all: Vec<OtherKey>,
    /// Compliance keys that events made and that the settings export does not list: deleted without an event here, or made after
    /// the export.
    pub unconfirmed: Vec<OtherKey>,
}

pub(super) fn read(data: &Dataset, events: &[KeyEvent], listed_keys: &[Key]) -> Result<OtherKeys> {
    let listed = of_settings(data)?;
    let has_list = data.has(Table::Settings);
    let mut keys = OtherKeys::default();
    let mut made = made(events);
    for mut key in listed {
        if let Some(event) = made.remove(&key.id) {
            key.made_by = event.made_by;
        }
        keys.all.push(key);
    }
    for key in made.into_values().filter(|key| !is_api_key(key, listed_keys)) {
        match key.kind {
            OtherKeyKind::Compliance if has_list => keys.unconfirmed.push(key),
            _ => keys.all.push(key),
        }
    }
    keys.all.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(keys)
}

/// Whether the list of API keys has it under its other id: the API lists admin keys like any other.
fn is_api_key(key: &OtherKey, listed: &[Key]) -> bool {
    let same_moment = |other: &Key| {
        let between = key.created_at.zip(other.created_at).map(|(a, b)| (a - b).abs());
        between.is_some_and(|between| between <= Duration::seconds(SAME_MOMENT_SECONDS))
    };
    listed.iter().any(|other| other.id == key.id || other.organization_scoped && same_moment(other))
}

fn of_settings(data: &Dataset) -> Result<Vec<OtherKey>> {
    let Some(frame) = data.frame(Table::Settings) else { return Ok(Vec::new()) };
    let rows = Rows::of(frame)?;
    let (item, id, name) = (rows.text("item")?, rows.text("item_id")?, rows.text("key_name")?);
    let (scopes, is_active) = (rows.text("scopes")?, rows.flag("is_active")?);
    let (created, expires) = (rows.instant("created_at")?, rows.instant("expires_at")?);
    let creator = rows.text("creator_id")?;
    let key = |row| OtherKey {
        kind: OtherKeyKind::Compliance,
        id: id.get(row).unwrap_or_default().to_owned(),
        name: name.get(row).map(str::to_owned),
        scopes: scopes.get(row).and_then(|list| serde_json::from_str(list).ok()),
        is_active: is_active.get(row) != Some(false),
        created_at: created.get(row),
        creator_id: creator.get(row).map(str::to_owned),
        made_by: None,
        expires_at: expires.get(row),
        is_listed: true,
        source: rows.source(row),
    };
    Ok((0..rows.len()).filter(|&row| item.get(row) == Some("api_key")).map(key).collect())
}

/// Admin and scoped keys that events made or changed, and none deleted since, by id.
fn made(events: &[KeyEvent]) -> BTreeMap<String, OtherKey> {
    let mut keys: BTreeMap<String, OtherKey> = BTreeMap::new();
    for event in events.iter().filter(|event| event.class != KeyClass::Console) {
        let Some(id) = &event.key_id else { continue };
        match &event.change {
            KeyChange::Deleted => _ = keys.remove(id),
            KeyChange::Created => {
                let mut key = unknown(event, id);
                key.created_at = Some(event.at);
                key.creator_id.clone_from(&event.actor.id);
                key.made_by = Some(event.actor.clone());
                keys.insert(id.clone(), key);
            }
            KeyChange::Updated(updates) => {
                let key = keys.entry(id.clone()).or_insert_with(|| unknown(event, id));
                updates.iter().for_each(|update| apply(key, update));
            }
        }
    }
    for key in keys.values_mut().filter(|key| key.kind == OtherKeyKind::Scoped) {
        if key.scopes.iter().flatten().any(|scope| scope.contains("compliance")) {
            key.kind = OtherKeyKind::Compliance;
        }
    }
    keys
}

fn unknown(event: &KeyEvent, id: &str) -> OtherKey {
    OtherKey {
        kind: if event.class == KeyClass::Admin { OtherKeyKind::Admin } else { OtherKeyKind::Scoped },
        id: id.to_owned(),
        name: event.key_name.clone(),
        scopes: (!event.scopes.is_empty()).then(|| event.scopes.clone()),
        is_active: true,
        created_at: None,
        creator_id: None,
        made_by: None,
        expires_at: None,
        is_listed: false,
        source: event.source,
    }
}

fn apply(key: &mut OtherKey, update: &KeyUpdate) {
    match update.field.as_str() {
        "scopes" | "scope" | "permissions" => {
            let scopes = update.words();
            key.scopes = (!scopes.is_empty()).then_some(scopes);
        }
        "status" => key.is_active = update.to == "active",
        "is_active" => key.is_active = update.to != false,
        "name" => key.name = update.to.as_str().map(str::to_owned).or(key.name.take()),
        _ => {}
    }
}
