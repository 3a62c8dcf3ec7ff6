//! An event as far as two files can agree about it.

use super::super::TableFiles;
use super::super::objects::is_part;
use super::stand::{Place, Stand};
use super::{MINUTE, SECOND};
use crate::ingest::routine::text_key;
use crate::model::{network, normalize_address};

/// How alike two events of one time and type are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// Nothing of one contradicts the other.
    NoContradiction,
    /// They are about the same, in every field.
    Details,
}

/// What an event says of who did what from where; 0 where nothing is stated.
#[derive(Debug)]
pub(super) struct Sight {
    pub(super) stand: Stand,
    pub(super) event: u64,
    id: u64,
    address: u64,
    network: u64,
    /// Code of the text of every other field, of a row.
    details: Option<i128>,
    /// Of an everyday event, whose other fields are not kept: what stands for all that it says.
    whole: Option<u64>,
}

impl Sight {
    pub(super) fn of(parts: &TableFiles, stand: &Stand) -> Self {
        let batch = &parts.each[stand.part].batch;
        let ([event, id, address, place], details, whole) = match stand.place {
            Place::Row(row) => {
                let column = |name: &str| parts.table.position(name);
                let text = |name: &str| column(name).and_then(|column| parts.text(stand.part, column, row));
                let place = text("ip_address").and_then(network);
                let texts = [text("event"), text("actor_id"), text("actor_address")];
                let [event, id, address] = texts.map(|text| text.map(str::to_owned));
                ([event, id, address, place], column("details").and_then(|column| batch.value(column, row)), None)
            }
            Place::Routine(record) => {
                let (whole, texts) = batch.routine.seen(record).unzip();
                (texts.unwrap_or_default().map(|text| text.map(str::to_owned)), None, whole)
            }
        };
        let address = address.map(|address| normalize_address(&address).unwrap_or(address));
        let key = |text: Option<String>| text_key(text.as_deref());
        Self {
            stand: *stand,
            event: key(event),
            id: key(id),
            address: key(address),
            network: key(place),
            details,
            whole,
        }
    }

    /// Whether two events can be of one instant: a copy may have lost the fractions of its seconds, and where one of the files writes
    /// minutes only, the seconds.
    pub(super) fn is_at_time_of(&self, other: &Self, step: i64) -> bool {
        let (one, other) = (self.stand.at, other.stand.at);
        let is_cut = |to: i64| {
            let is_whole = one.rem_euclid(to) == 0 || other.rem_euclid(to) == 0;
            is_whole && one.div_euclid(to) == other.div_euclid(to)
        };
        one == other || is_cut(SECOND) || step == MINUTE && is_cut(MINUTE)
    }

    /// How alike two events are, if nothing contradicts.
    pub(super) fn is_like(&self, other: &Self, parts: &TableFiles) -> Option<Likeness> {
        let agree = |a: u64, b: u64| a == 0 || b == 0 || a == b;
        if !agree(self.id, other.id) || !agree(self.address, other.address) || !agree(self.network, other.network) {
            return None;
        }
        let text = |code: Option<i128>| code.and_then(|code| parts.named(code));
        match (text(self.details), text(other.details)) {
            _ if self.details == other.details && self.whole == other.whole => Some(Likeness::Details),
            (Some(one), Some(other)) if !is_part(one, other) => None,
            _ => Some(Likeness::NoContradiction),
        }
    }
}
