//! Of which organizations the events of a feed are: one key can read those of all organizations below a parent.

use super::batch::Batch;
use super::organization_counts::{OfOrganizations, One};
use crate::model::{EventOrganizations, Table, counted};

/// So many are named in a note.
const NAMED: usize = 5;

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
