//! Of which organizations the events of a feed are: one key can read those of all organizations below a parent.

use super::batch::Batch;
use crate::model::{EventOrganizations, Table, counted};

/// So many organizations are kept apart; a feed of more is of none.
const MOST: usize = 1000;
/// So many are named in a note.
const NAMED: usize = 5;

/// The organizations that events name, in the order of their first event, and how many events of each.
#[derive(Clone, Debug, Default)]
pub(super) struct OfOrganizations(Vec<One>);

#[derive(Clone, Debug)]
struct One {
    id: Option<Box<str>>,
    uuid: Option<Box<str>>,
    count: u64,
}

impl One {
    /// Whether an id or a UUID of both is the same.
    fn is(&self, id: Option<&str>, uuid: Option<&str>) -> bool {
        let same = |own: Option<&str>, other: Option<&str>| own.is_some() && own == other;
        same(self.id.as_deref(), id) || same(self.uuid.as_deref(), uuid)
    }

    fn label(&self) -> &str {
        self.id.as_deref().or(self.uuid.as_deref()).unwrap_or_default()
    }
}

impl OfOrganizations {
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

/// How events of several organizations are read, where there are several: those of the one that the exports describe, else all, each with
/// its organization. Nothing where there is one.
pub(super) fn rule(batches: &[&Batch]) -> Option<EventOrganizations> {
    let mut all = OfOrganizations::default();
    batches.iter().for_each(|batch| all.absorb(&batch.event_organizations));
    let described: Vec<&str> = batches
        .iter()
        .filter(|batch| batch.table == Table::Organization)
        .flat_map(|batch| (0..batch.rows()).filter_map(|row| batch.text(0, row)))
        .collect();
    let [first, rest @ ..] = described.as_slice() else {
        return (all.0.len() > 1).then_some(EventOrganizations::Several);
    };
    let own = all.0.iter().find(|one| one.is(Some(first), Some(first)));
    match own {
        _ if rest.iter().any(|other| other != first) => (all.0.len() > 1).then_some(EventOrganizations::Several),
        Some(own) if all.0.len() > 1 => Some(EventOrganizations::Only(
            [&own.id, &own.uuid].into_iter().flatten().map(|id| id.to_string()).collect(),
        )),
        // Of one organization, which is another one by its id: its events may be named by an id of another kind.
        _ => (all.0.len() > 1).then_some(EventOrganizations::Several),
    }
}

impl Batch {
    /// Whether an event of this organization is left out, as another organization's; counted either way.
    pub(super) fn is_of_another(&mut self, id: Option<&str>, uuid: Option<&str>) -> bool {
        self.event_organizations.add(id, uuid);
        let EventOrganizations::Only(own) = &self.organizations_read else { return false };
        let is_own = |one: &str| own.iter().any(|own| own == one);
        (id.is_some() || uuid.is_some()) && !id.is_some_and(is_own) && !uuid.is_some_and(is_own)
    }

    /// Says of which organizations its events are, where there are several or it is of another one.
    pub(super) fn note_organizations(&mut self) {
        let says = |one: &One| format!("{} ({})", one.label(), counted(one.count, "event"));
        let is_own = |one: &&One| match &self.organizations_read {
            EventOrganizations::Only(own) => own.iter().any(|own| one.is(Some(own), Some(own))),
            _ => true,
        };
        let (own, others): (Vec<&One>, Vec<&One>) = self.event_organizations.0.iter().partition(is_own);
        let named = |all: &[&One]| {
            let more = if all.len() > NAMED { ", …" } else { "" };
            format!("{}{more}", all.iter().take(NAMED).map(|one| says(one)).collect::<Vec<_>>().join(", "))
        };
        let note = match &self.organizations_read {
            EventOrganizations::Only(_) if !others.is_empty() => Some(format!(
                "events of another organization than the one that the exports describe are left out: {}",
                named(&others)
            )),
            EventOrganizations::Several if own.len() > 1 => Some(format!(
                "events of {} organizations; no export says which one is audited: {}",
                own.len(),
                named(&own)
            )),
            _ => None,
        };
        if let Some(note) = note {
            self.note(note);
        }
    }

    /// The organizations that its events name.
    pub(super) fn organizations_of_events(&self) -> impl Iterator<Item = &str> {
        self.event_organizations.0.iter().map(One::label)
    }
}
