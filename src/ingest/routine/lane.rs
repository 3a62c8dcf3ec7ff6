//! The fast lane of an audit log: what a record's cells mean is looked up by their bytes, quotes included, and decoded once only.
//!
//! A record that is unusual in any way, or no routine event, takes the way of every record of every other file.

use foldhash::fast::FixedState;
use indexmap::IndexMap;

use super::keys::{content_key, mixed, text_key};
use super::{Actor, RawEvent, Routine};
use crate::ingest::text::delimited::raw::{Raw, unquoted};
use crate::ingest::text::instant::parse_instant;
use crate::ingest::text::nothing::of_cell;
use crate::model::{mask_secrets, text_fingerprint};

/// Bytes of cells of a column that are remembered at a time.
const MOST_BYTES: usize = 8 << 20;
/// Who did what from where: so many are remembered at a time.
const MOST_SIGHTS: usize = 1 << 18;

/// The columns of an audit log, by their places in the header.
#[derive(Clone, Copy, Debug)]
pub(in crate::ingest) struct Columns {
    pub(in crate::ingest) at: Option<usize>,
    pub(in crate::ingest) event: Option<usize>,
    pub(in crate::ingest) actor: Option<usize>,
    pub(in crate::ingest) event_info: Option<usize>,
    pub(in crate::ingest) entity_info: Option<usize>,
    pub(in crate::ingest) ip: Option<usize>,
    pub(in crate::ingest) agent: Option<usize>,
    pub(in crate::ingest) platform: Option<usize>,
    pub(in crate::ingest) device: Option<usize>,
}

/// How cells are decoded; nothing where they cannot be.
#[derive(Clone, Copy, Debug)]
pub(in crate::ingest) struct Decoders {
    pub(in crate::ingest) source: &'static str,
    pub(in crate::ingest) actor: fn(&str) -> Option<Actor>,
    /// A dictionary as JSON; empty for an empty one.
    pub(in crate::ingest) json: fn(&str) -> Option<String>,
    /// Puts device, entity and event together, each as JSON or empty.
    pub(in crate::ingest) details: fn(&mut String, [&str; 3]),
}

/// Cells of a column by their bytes, and what they mean; nothing for what cannot be decoded.
#[derive(Debug)]
struct Cells<T> {
    known: IndexMap<Box<[u8]>, Option<T>, FixedState>,
    bytes: usize,
}

impl<T> Default for Cells<T> {
    fn default() -> Self {
        Self { known: IndexMap::default(), bytes: 0 }
    }
}

impl<T> Cells<T> {
    /// The number of a cell that can be decoded.
    fn number(&mut self, cell: &[u8], decode: impl Fn(&str) -> Option<T>) -> Option<usize> {
        let number = self.known.get_index_of(cell).unwrap_or_else(|| {
            self.bytes += cell.len();
            let content = unquoted(cell);
            let meant = std::str::from_utf8(&content).ok().and_then(|text| decode(text.trim()));
            self.known.insert_full(cell.into(), meant).0
        });
        self.known[number].as_ref().map(|_| number)
    }

    fn at(&self, number: usize) -> Option<&T> {
        self.known.get_index(number)?.1.as_ref()
    }

    const fn is_full(&self) -> bool {
        self.bytes > MOST_BYTES
    }
}

/// A text, and its key.
#[derive(Debug)]
struct DecodedRow {
    text: String,
    key: u64,
}

impl DecodedRow {
    fn of(text: &str) -> Option<Self> {
        Some(Self { text: text.to_owned(), key: text_key(Some(text)) })
    }

    /// Of a cell that holds no name.
    fn of_cell(text: &str) -> Option<Self> {
        Self::of(of_cell(text))
    }
}

/// What the cells of one file mean, as far as one worker has seen them.
#[derive(Debug, Default)]
pub(in crate::ingest) struct Lane {
    sighted: Sighted,
    /// With secrets masked.
    event_info: Cells<DecodedRow>,
    entity_info: Cells<DecodedRow>,
    devices: Cells<DecodedRow>,
    platforms: Cells<DecodedRow>,
    /// Numbers of a device, entity info and event info: the fingerprint of the three as details, and their key.
    details: IndexMap<[u32; 3], (u64, u64), FixedState>,
    joined: String,
}

/// Who did what from where.
#[derive(Debug, Default)]
struct Sighted {
    events: Cells<DecodedRow>,
    actors: Cells<(Actor, u64)>,
    ips: Cells<DecodedRow>,
    agents: Cells<DecodedRow>,
    /// Numbers of an event, actor, address and agent, and the code of the sight; none where the event is not routine.
    sights: IndexMap<[u32; 4], Option<u32>, FixedState>,
    /// The four cells by their bytes, one behind the other, and what they mean: one look for five.
    together: IndexMap<Box<[u8]>, Option<Sight>, FixedState>,
    bytes: usize,
    joined: Vec<u8>,
}

/// The code of what an event says of who did what from where, and the keys of its parts.
type Sight = (u32, [u64; 4]);

impl Lane {
    /// Folds a record, if it is a routine event that is written as usual.
    pub(in crate::ingest) fn take(
        &mut self,
        (raw, line): (&Raw, u64),
        columns: &Columns,
        decoders: &Decoders,
        routine: &mut Routine,
    ) -> bool {
        self.take_if_usual((raw, line), columns, decoders, routine).is_some()
    }

    fn take_if_usual(
        &mut self,
        (raw, line): (&Raw, u64),
        columns: &Columns,
        decoders: &Decoders,
        routine: &mut Routine,
    ) -> Option<()> {
        self.forget();
        let at = parse_instant(std::str::from_utf8(&unquoted(raw.cell(columns.at))).ok()?)?;
        let json = |cell: &str| {
            let json = (decoders.json)(cell)?;
            Some(DecodedRow { key: text_key(Some(&json)), text: mask_secrets(&json).into_owned() })
        };
        let device = |cell: &str| {
            let cell = of_cell(cell);
            let json = (!cell.is_empty()).then(|| serde_json::Value::String(cell.to_owned()).to_string());
            let masked = json.map(|json| mask_secrets(&json).into_owned());
            Some(DecodedRow { key: text_key(Some(cell)), text: masked.unwrap_or_default() })
        };
        let event_info = self.event_info.number(raw.cell(columns.event_info), json)?;
        let entity_info = self.entity_info.number(raw.cell(columns.entity_info), json)?;
        let device = self.devices.number(raw.cell(columns.device), device)?;
        let platform = self.platforms.number(raw.cell(columns.platform), DecodedRow::of_cell)?;
        let (sight, keys) = self.sighted.sight(raw, columns, decoders, routine)?;
        let (details, details_key) = self.details([device, entity_info, event_info], decoders)?;
        let [event, actor, ip, agent] = keys;
        let keys = [event, actor, ip, agent, self.platforms.at(platform)?.key, details_key];
        let content = routine.content(sight, details);
        routine.keep(line, at, sight, content, content_key(at.timestamp_micros(), keys));
        Some(())
    }

    /// The fingerprint and the key of what a device, an entity and an event say, by the numbers of their cells.
    fn details(&mut self, numbers: [usize; 3], decoders: &Decoders) -> Option<(u64, u64)> {
        let codes = numbers.map(|number| u32::try_from(number).unwrap_or(u32::MAX));
        if let Some(known) = self.details.get(&codes) {
            return Some(*known);
        }
        let [device, entity_info, event_info] = numbers;
        let all = [self.devices.at(device)?, self.entity_info.at(entity_info)?, self.event_info.at(event_info)?];
        (decoders.details)(&mut self.joined, all.map(|found| found.text.as_str()));
        let details = Some(self.joined.as_str()).filter(|details| !details.is_empty());
        let found = (text_fingerprint(details), mixed(all.map(|found| found.key)));
        self.details.insert(codes, found);
        Some(found)
    }

    /// Forgets what has grown too large. Numbers of cells are not kept from record to record, but for those of sights and details.
    fn forget(&mut self) {
        let mut forgets = self.details.len() > MOST_SIGHTS;
        for column in [&mut self.event_info, &mut self.entity_info, &mut self.devices, &mut self.platforms] {
            if column.is_full() {
                *column = Cells::default();
                forgets = true;
            }
        }
        if forgets {
            self.details.clear();
        }
        let Sighted { events, actors, ips, agents, sights, bytes, .. } = &self.sighted;
        let is_full = [events.is_full(), actors.is_full(), ips.is_full(), agents.is_full(), *bytes > MOST_BYTES];
        if is_full.contains(&true) || sights.len() > MOST_SIGHTS {
            self.sighted = Sighted::default();
        }
    }
}

impl Sighted {
    /// What a record says of who did what from where; nothing where it is not routine.
    fn sight(&mut self, raw: &Raw, columns: &Columns, decoders: &Decoders, routine: &mut Routine) -> Option<Sight> {
        self.joined.clear();
        for cell in [columns.event, columns.actor, columns.ip, columns.agent].map(|column| raw.cell(column)) {
            self.joined.extend(cell.len().to_ne_bytes());
            self.joined.extend(cell);
        }
        if let Some(known) = self.together.get(self.joined.as_slice()) {
            return *known;
        }
        let found = self.sight_of_cells(raw, columns, decoders, routine);
        self.bytes += self.joined.len();
        self.together.insert(self.joined.as_slice().into(), found);
        found
    }

    /// The same by what each of the cells means.
    fn sight_of_cells(
        &mut self,
        raw: &Raw,
        columns: &Columns,
        decoders: &Decoders,
        routine: &mut Routine,
    ) -> Option<Sight> {
        let actor = |cell: &str| {
            let actor = (decoders.actor)(cell)?;
            let key = actor.key();
            Some((actor, key))
        };
        let event =
            self.events.number(raw.cell(columns.event), |text| DecodedRow::of(text).filter(|_| !text.is_empty()))?;
        let actor = self.actors.number(raw.cell(columns.actor), actor)?;
        let ip = self.ips.number(raw.cell(columns.ip), DecodedRow::of_cell)?;
        let agent = self.agents.number(raw.cell(columns.agent), DecodedRow::of_cell)?;
        let (of_event, of_actor) = (self.events.at(event)?, self.actors.at(actor)?);
        let (of_ip, of_agent) = (self.ips.at(ip)?, self.agents.at(agent)?);
        let numbers = [event, actor, ip, agent].map(|number| u32::try_from(number).unwrap_or(u32::MAX));
        let sight = self.sights.get(&numbers).copied().unwrap_or_else(|| {
            let own = &of_actor.0;
            let seen = RawEvent {
                event: &of_event.text,
                source: decoders.source,
                actor_type: own.kind.as_deref(),
                actor_id: own.id.as_deref(),
                actor_address: own.address.as_deref(),
                ip_address: Some(&of_ip.text),
                user_agent: Some(&of_agent.text),
                ..RawEvent::default()
            };
            let sight = routine.takes(seen.event, false).then(|| routine.sight(&seen));
            self.sights.insert(numbers, sight);
            sight
        });
        Some((sight?, [of_event.key, of_actor.1, of_ip.key, of_agent.key]))
    }
}
