//! The organizations that events name.

use serde::{Deserialize, Serialize};

use crate::model::mask_secrets;

/// So many organizations are kept apart; a feed of more is of none.
const MOST: usize = 1000;
/// More events no file has.
const MOST_EVENTS: u64 = 1 << 48;

/// The organizations that events name, in the order of their first event, and how many events of each.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct OfOrganizations(pub(super) Vec<One>);

/// One of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct One {
    pub(super) id: Option<Box<str>>,
    pub(super) uuid: Option<Box<str>>,
    pub(super) count: u64,
}

impl One {
    /// Whether an id or a UUID of both is the same.
    pub(super) fn is(&self, id: Option<&str>, uuid: Option<&str>) -> bool {
        let same = |own: Option<&str>, other: Option<&str>| own.is_some() && own == other;
        same(self.id.as_deref(), id) || same(self.uuid.as_deref(), uuid)
    }

    /// Its id, else its UUID.
    pub(super) fn label(&self) -> &str {
        self.id.as_deref().or(self.uuid.as_deref()).unwrap_or_default()
    }
}

impl OfOrganizations {
    /// The same without whole secrets, for a file.
    pub(super) fn masked(&self) -> Self {
        let masked = |id: &Option<Box<str>>| id.as_ref().map(|id| mask_secrets(id).into());
        let one = |one: &One| One { id: masked(&one.id), uuid: masked(&one.uuid), count: one.count };
        Self(self.0.iter().map(one).collect())
    }

    /// The same, where a reader can have counted them.
    ///
    /// # Errors
    /// Why none has.
    pub(super) fn within_bounds(self) -> Result<Self, String> {
        let is_counted = self.0.len() <= MOST && self.0.iter().all(|one| one.count <= MOST_EVENTS);
        if is_counted { Ok(self) } else { Err("more organizations or events than a file can have".to_owned()) }
    }

    /// Counts an event; those that name no organization are of any.
    pub(super) fn add(&mut self, id: Option<&str>, uuid: Option<&str>) {
        self.add_many(id, uuid, 1);
    }

    /// Takes back an event that is read again in another way.
    pub(super) fn forget(&mut self, id: Option<&str>, uuid: Option<&str>) {
        if let Some(one) = self.0.iter_mut().find(|one| one.is(id, uuid)) {
            one.count = one.count.saturating_sub(1);
        }
    }

    fn add_many(&mut self, id: Option<&str>, uuid: Option<&str>, count: u64) {
        if id.is_none() && uuid.is_none() {
            return;
        }
        let owned = |text: Option<&str>| text.map(Into::into);
        let has_room = self.0.len() < MOST;
        match self.0.iter_mut().find(|one| one.is(id, uuid)) {
            Some(one) => {
                one.count += count;
                one.id = one.id.take().or_else(|| owned(id));
                one.uuid = one.uuid.take().or_else(|| owned(uuid));
            }
            None if has_room => self.0.push(One { id: owned(id), uuid: owned(uuid), count }),
            None => {}
        }
    }

    pub(super) fn absorb(&mut self, other: &Self) {
        other.0.iter().for_each(|one| self.add_many(one.id.as_deref(), one.uuid.as_deref(), one.count));
    }
}
