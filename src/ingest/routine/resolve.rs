//! Which routine events count where several files, or several records of one file, report them.
//!
//! The rules are those of rows, see [`super::super::merge`]: an event with an id counts where the latest export has it; events
//! without one count as often as the file that has them most often. Of an event with an id only instant, type, actor, network and
//! program are compared: other fields may differ unnoticed. An id of which one file makes a routine event and another one a row
//! counts as the row.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use indexmap::IndexSet;
use rayon::prelude::*;

use super::super::merge::{Disposition, FileRows, TableFiles, last_event_time};
use super::super::values::NO_TEXT;
use super::keys::id_key;
use super::{ACTOR_ADDRESS, COLUMNS, ObservationKey, Record};
use crate::model::{Conflict, normalize_address};

/// Microseconds of a second.
const SECOND: i64 = 1_000_000;

/// Whether an instant is another one without the fractions of its second.
const fn is_cut(at: i64, whole: i64) -> bool {
    at == whole - whole.rem_euclid(SECOND)
}

/// What becomes of the routine events.
pub(in crate::ingest) struct Resolved {
    /// By part and record.
    pub(in crate::ingest) dispositions: Vec<Vec<Disposition>>,
    /// Events that another file tells otherwise, with the part that they are in.
    pub(in crate::ingest) conflicts: Vec<(usize, Conflict)>,
    /// Parts with how many of their events another file, the first of which is named, states with more fields.
    pub(in crate::ingest) lesser: BTreeMap<usize, (u64, u32)>,
    /// Texts and sights of all files, and the code of every file's sights among them.
    pub(super) texts: IndexSet<Box<str>>,
    pub(super) sights: IndexSet<ObservationKey>,
    codes: Vec<Vec<u32>>,
}

impl Resolved {
    /// The sight of a record, among those of all files.
    pub(super) fn sight(&self, part: usize, record: &Record) -> usize {
        self.codes[part][record.sight as usize] as usize
    }

    pub(super) fn text(&self, code: u32) -> Option<&str> {
        self.texts.get_index(code as usize).map(AsRef::as_ref)
    }

    /// Nothing decided yet.
    fn shared(parts: &[FileRows]) -> Self {
        let mut all = Self {
            dispositions: parts.iter().map(|part| vec![Disposition::Accepted; part.batch.routine.len()]).collect(),
            conflicts: Vec::new(),
            lesser: BTreeMap::new(),
            texts: IndexSet::new(),
            sights: IndexSet::new(),
            codes: Vec::new(),
        };
        let small = |code: usize| u32::try_from(code).unwrap_or(NO_TEXT);
        for part in parts {
            let routine = &part.batch.routine;
            let texts: Vec<u32> =
                routine.texts.iter().map(|text| small(all.texts.insert_full(text.clone()).0)).collect();
            let shared = |code: u32| texts.get(code as usize).copied().unwrap_or(NO_TEXT);
            let sights = routine.sights.iter().map(|sight| small(all.sights.insert_full(sight.map(shared)).0));
            all.codes.push(sights.collect());
        }
        all
    }
}

/// A record that does not count, and where the one stands that does.
struct Lost {
    part: u32,
    record: u32,
    disposition: Disposition,
    kept: (u32, u64),
    column: &'static str,
    /// Whether the one that counts states the same and more.
    is_lesser: bool,
}

/// Decides over the routine events of every part.
pub(in crate::ingest) fn resolve(parts: &TableFiles) -> Resolved {
    let mut resolved = Resolved::shared(&parts.each);
    let mut found = parts.each.iter().filter(|part| part.batch.routine.len() > 0);
    let Some(first) = found.next() else { return resolved };
    // Events without an id are never those of the same file.
    if parts.copied.is_empty()
        && found.next().is_none()
        && first.batch.routine.records.iter().all(|record| record.key & 1 == 0)
    {
        return resolved;
    }
    let question = Question { parts: &parts.each, resolved: &resolved, ranks: ranks(&parts.each), rows: rows(parts) };
    // A share of the keys at a time, so that little stands next to the records themselves.
    let lost: Vec<Lost> = (0..=u8::MAX).into_par_iter().flat_map_iter(|share| question.lost(share)).collect();
    for one in lost {
        let (part, record) = (one.part as usize, one.record as usize);
        resolved.dispositions[part][record] = one.disposition;
        if one.is_lesser {
            let (count, file) = resolved.lesser.entry(part).or_insert((0, one.kept.0));
            *count += 1;
            *file = one.kept.0.min(*file);
        }
        if one.disposition == Disposition::Restated {
            let line = u64::from(parts.each[part].batch.routine.records[record].line);
            let id = format!("routine event of line {line}");
            resolved.conflicts.push((part, Conflict { line, id, column: one.column, kept: one.kept }));
        }
    }
    for &(part, record) in &parts.copied {
        resolved.dispositions[part][record] = Disposition::Duplicate;
    }
    resolved.conflicts.sort_by_key(|(part, one)| (*part, one.line, one.kept));
    resolved
}

/// The place of every part among them, that of the latest export being the highest.
fn ranks(parts: &[FileRows]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order
        .sort_by_cached_key(|&at| (last_event_time(&parts[at]), parts[at].batch.taken(), parts[at].sha256.clone(), at));
    let mut ranks = vec![0; parts.len()];
    order.into_iter().enumerate().for_each(|(rank, at)| ranks[at] = rank);
    ranks
}

/// The rows with an id, by its hash: file and line.
fn rows(parts: &TableFiles) -> Vec<(u64, u32, u64)> {
    let Some(id) = parts.table.position("id") else { return Vec::new() };
    let mut rows: Vec<(u64, u32, u64)> = Vec::new();
    for (at, part) in parts.each.iter().enumerate() {
        let key = |row: usize| Some((id_key(parts.text(at, id, row)?), part.file, part.batch.lines[row]));
        rows.extend((0..part.batch.rows()).filter_map(key));
    }
    rows.par_sort_unstable();
    rows
}

struct Question<'a> {
    parts: &'a [FileRows],
    resolved: &'a Resolved,
    ranks: Vec<usize>,
    rows: Vec<(u64, u32, u64)>,
}

/// Part and index of a record.
type At = (u32, u32);

impl<'a> Question<'a> {
    fn record(&self, (part, record): At) -> &'a Record {
        &self.parts[part as usize].batch.routine.records[record as usize]
    }

    /// The records whose key begins with a byte, and which do not count.
    fn lost(&self, share: u8) -> Vec<Lost> {
        let begins = |key: u64| (key >> 56) as u8;
        let mut all: Vec<(u64, At)> = Vec::new();
        for (part, one) in (0_u32..).zip(self.parts) {
            let records = &one.batch.routine.records;
            let from = records.partition_point(|record| begins(record.key) < share);
            let own = records.iter().zip(0_u32..).skip(from).take_while(|(record, _)| begins(record.key) == share);
            all.extend(own.map(|(record, at)| (record.key, (part, at))));
        }
        all.sort_unstable();
        let from = self.rows.partition_point(|row| begins(row.0) < share);
        let mut rows = self.rows[from..].iter().peekable();
        let mut lost = Vec::new();
        for same in all.chunk_by(|a, b| a.0 == b.0) {
            let key = same[0].0;
            while rows.next_if(|row| row.0 < key).is_some() {}
            let mut same: Vec<At> = same.iter().map(|(_, at)| *at).collect();
            match rows.peek().filter(|row| row.0 == key) {
                Some(row) => lost.extend(same.into_iter().map(|at| self.restated(at, (row.1, row.2), "event"))),
                None if same.len() == 1 => {}
                None if key & 1 == 1 => self.one_of(&same, &mut lost),
                None => self.most_often(&mut same, &mut lost),
            }
        }
        lost
    }

    /// Of the records with one id the latest export's counts.
    fn one_of(&self, same: &[At], lost: &mut Vec<Lost>) {
        let Some(&latest) = same.iter().max_by_key(|at| (self.ranks[at.0 as usize], at.1)) else { return };
        // Of those that say nothing different the one that says most.
        let agreeing = same.iter().filter(|at| self.difference(**at, latest).is_none());
        let kept = agreeing.max_by_key(|at| (self.stated(**at), **at == latest)).copied().unwrap_or(latest);
        let stands = (self.parts[kept.0 as usize].file, u64::from(self.record(kept).line));
        lost.extend(same.iter().filter(|at| **at != kept).map(|&at| match self.difference(at, kept) {
            Some(column) => self.restated(at, stands, column),
            None => {
                let is_lesser = self.stated(at) < self.stated(kept);
                Lost {
                    part: at.0,
                    record: at.1,
                    disposition: Disposition::Duplicate,
                    kept: stands,
                    column: "",
                    is_lesser,
                }
            }
        }));
    }

    /// Of events without an id, distinguished by all that they say, those of the file that has most.
    fn most_often(&self, same: &mut [At], lost: &mut Vec<Lost>) {
        let content = |at: &At| (self.record(*at).at, self.record(*at).fingerprint);
        same.sort_by_key(|at| (content(at), *at));
        for same in same.chunk_by(|a, b| content(a) == content(b)) {
            let by_part = same.chunk_by(|a, b| a.0 == b.0);
            let Some(keeper) = by_part.max_by_key(|own| (own.len(), Reverse(own[0].0))).map(|own| own[0]) else {
                continue;
            };
            let kept = (self.parts[keeper.0 as usize].file, u64::from(self.record(keeper).line));
            let others = same.iter().filter(|at| at.0 != keeper.0);
            lost.extend(others.map(|at| Lost {
                part: at.0,
                record: at.1,
                disposition: Disposition::Duplicate,
                kept,
                column: "",
                is_lesser: false,
            }));
        }
    }

    /// How much a record states: its columns, and the fractions of its second.
    fn stated(&self, at: At) -> (usize, bool) {
        let record = self.record(at);
        let sight = self.resolved.sights.get_index(self.resolved.sight(at.0 as usize, record));
        let columns = sight.into_iter().flatten().filter(|code| **code != NO_TEXT).count();
        (columns, record.at.rem_euclid(SECOND) != 0)
    }

    const fn restated(&self, at: At, kept: (u32, u64), column: &'static str) -> Lost {
        Lost { part: at.0, record: at.1, disposition: Disposition::Restated, kept, column, is_lesser: false }
    }

    /// The first column in which two records differ. What one of them does not state is no difference: a copy with fewer columns.
    fn difference(&self, a: At, b: At) -> Option<&'static str> {
        let sight = |at: At| self.resolved.sights.get_index(self.resolved.sight(at.0 as usize, self.record(at)));
        let [first, second] = [a, b].map(|at| self.record(at).at);
        if first != second && !is_cut(first, second) && !is_cut(second, first) {
            return Some("at");
        }
        let (one, other) = sight(a).zip(sight(b))?;
        let is_one_address = |at: usize, a: u32, b: u32| {
            let of = |code: u32| self.resolved.text(code).and_then(normalize_address);
            at == ACTOR_ADDRESS && of(a).is_some_and(|a| Some(a) == of(b))
        };
        let differs = |at: usize, a: u32, b: u32| a != b && a != NO_TEXT && b != NO_TEXT && !is_one_address(at, a, b);
        (0..COLUMNS.len()).find(|&at| differs(at, one[at], other[at])).map(|at| COLUMNS[at])
    }
}
