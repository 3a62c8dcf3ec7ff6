//! Which of several lists of one source holds: the newer one, by what the rows and the member list prove.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::{DateTime, NaiveTime, Utc};
use polars::prelude::DataFrame;

use super::{Member, PEOPLE_LIST, People, RosterRow};
use crate::facts::frame::Rows;
use crate::model::{Dataset, NamedTime, Standing, normalize_address};

/// One file of people.
#[derive(Clone, Debug, Default)]
pub struct RosterList {
    /// Index of the file among the inputs.
    pub file: u32,
    /// Who made it.
    pub provider: String,
    /// Lists with the same number are of one source.
    pub group: usize,
    /// The newer list of the same source, an index into [`People::lists`]; none where this one holds.
    pub older_than: Option<usize>,
    /// What shows that it is older.
    pub why: String,
    /// Whether the newer list has so many of its people that who is missing there has left.
    pub absence_is_proven: bool,
    /// Whether the newer list has few of its people: an extract (who joined in a quarter) holds for whom it has, and says nothing of
    /// the others.
    pub newer_is_extract: bool,
    /// Lists of the same source and the same people of which it is not known which is the newer.
    pub rivals: Vec<usize>,
    /// Whether everybody on it has left or has a last day: who is missing there has not left, and nobody there is present for it.
    pub is_of_departures: bool,
    /// When it was taken, where somebody wrote that down.
    taken: Option<DateTime<Utc>>,
    /// The time in its name.
    named: NamedTime,
    /// When the last thing happened that it reports.
    latest: Option<DateTime<Utc>>,
    kind: String,
    layout: BTreeSet<String>,
}

impl RosterList {
    /// Whether no newer list of the same source is there.
    #[must_use]
    pub const fn holds(&self) -> bool {
        self.older_than.is_none()
    }

    /// Whether it is of accounts, and not of people and their employment.
    #[must_use]
    pub fn is_directory(&self) -> bool {
        self.provider != PEOPLE_LIST
    }

    /// Whether both are of one source: of one provider in one form; of hand-made lists most columns are the same.
    fn is_as(&self, other: &Self) -> bool {
        let shared = self.layout.intersection(&other.layout).count();
        let all = self.layout.union(&other.layout).count();
        self.kind == other.kind && self.provider == other.provider && shared * 10 >= all * 6
    }
}

/// Two lists have the same people from this share on of the shorter one; else they are parts of one list.
const SAME_PEOPLE: (usize, usize) = (1, 2);
/// A newer list proves absence if it has at least this share of the older one's people: not so many leave at once.
const STILL_THERE: (usize, usize) = (3, 4);
/// A newer list with less than this share of the older one's number of people is an extract.
const EXTRACT: (usize, usize) = (1, 2);
/// So many people who changed in one direction only, and none in the other, show which list is newer.
const ONE_WAY: usize = 2;

/// The files, while it is decided which of them hold.
pub(super) struct Lists {
    pub(super) all: Vec<RosterList>,
    by_file: BTreeMap<u32, usize>,
}

impl Lists {
    /// Every list but those of these files.
    pub(super) fn of(data: &Dataset, frame: &DataFrame, apart: &BTreeSet<u32>) -> Result<Self> {
        let rows = Rows::of(frame)?;
        let (provider, layout) = (rows.text("provider")?, rows.text("layout")?);
        let (signed_in, changed) = (rows.instant("last_sign_in")?, rows.instant("changed_at")?);
        let mut lists = Self { all: Vec::new(), by_file: BTreeMap::new() };
        for row in (0..rows.len()).filter(|row| !apart.contains(&rows.source(*row).file)) {
            let file = rows.source(row).file;
            let at = *lists.by_file.entry(file).or_insert(lists.all.len());
            if at == lists.all.len() {
                let input = data.inputs.get(file as usize);
                let kind = input.and_then(|input| input.kind.clone()).unwrap_or_default();
                let taken = input.and_then(|input| data.taken_files.get(&input.path)).copied();
                let named = input.and_then(|input| data.named_times.get(&input.path)).copied().unwrap_or_default();
                let names = layout.get(row).unwrap_or_default().split(' ').map(str::to_owned);
                let provider = provider.get(row).unwrap_or_default().to_owned();
                let layout = names.collect();
                lists.all.push(RosterList { file, provider, kind, layout, taken, named, ..RosterList::default() });
            }
            let list = &mut lists.all[at];
            list.latest = list.latest.max(signed_in.get(row)).max(changed.get(row));
        }
        for at in 0..lists.all.len() {
            let same = (0..at).find(|before| lists.all[*before].is_as(&lists.all[at]));
            lists.all[at].group = same.map_or(at, |before| lists.all[before].group);
        }
        Ok(lists)
    }

    /// Finds the lists of people who left. Each is a source of its own: it is no newer or older edition of a list of everybody.
    pub(super) fn set_apart_departures(&mut self, people: &People) {
        let mut departures = vec![true; self.all.len()];
        for row in people.persons.iter().flat_map(|person| &person.rows) {
            departures[row.list] &= row.is_gone || row.standing.is_none() && row.ended_on.is_some();
        }
        let count = self.all.len();
        for (at, list) in self.all.iter_mut().enumerate().filter(|(at, _)| departures[*at]) {
            (list.is_of_departures, list.group) = (true, count + at);
        }
    }

    /// The list of a file that has rows.
    pub(super) fn at(&self, file: u32) -> usize {
        self.by_file.get(&file).copied().unwrap_or_default()
    }

    /// Decides over every two lists of one source.
    pub(super) fn decide(&mut self, people: &People, members: &[Member], as_of: DateTime<Utc>) {
        for row in people.persons.iter().flat_map(|person| &person.rows) {
            let list = &mut self.all[row.list];
            list.latest = list.latest.max(happened(row, as_of));
        }
        let joined: BTreeMap<usize, DateTime<Utc>> = joined(people, members);
        for a in 0..self.all.len() {
            for b in a + 1..self.all.len() {
                if self.all[a].group == self.all[b].group {
                    self.decide_two(a, b, people, &joined);
                }
            }
        }
        // Of three lists the newest holds: whoever is older than an older one is older than the newest.
        for at in 0..self.all.len() {
            while let Some(next) = self.all[at].older_than.and_then(|newer| self.all[newer].older_than) {
                self.all[at].older_than = Some(next);
            }
        }
    }

    fn decide_two(&mut self, a: usize, b: usize, people: &People, joined: &BTreeMap<usize, DateTime<Utc>>) {
        let two = Two::of(a, b, people, joined);
        if two.both * SAME_PEOPLE.1 < two.of_a.min(two.of_b) * SAME_PEOPLE.0 || two.both == 0 {
            return;
        }
        let (latest_a, latest_b) = (self.all[a].latest, self.all[b].latest);
        let by_dates = latest_a.zip(latest_b).filter(|(a, b)| a != b);
        let by_notes = self.all[a].taken.zip(self.all[b].taken).filter(|(a, b)| a != b);
        // What somebody wrote down, what is in the lists, what the files are called, who is gone.
        let by_names = self.all[a].named.age(&self.all[b].named);
        let taken = by_notes.map(|(a, b)| (b > a, format!("it was taken on {}", a.min(b).date_naive())));
        let dated = || by_dates.map(|(a, b)| (b > a, format!("it has nothing after {}", a.min(b).date_naive())));
        let named = || {
            let b_is_newer = by_names? == Ordering::Less;
            Some((b_is_newer, self.all[if b_is_newer { a } else { b }].named.says()))
        };
        let gone = || {
            let b_is_newer = two.one_way()?;
            Some((b_is_newer, "people who are gone in the other are present in it".to_owned()))
        };
        let newer = taken.or_else(dated).or_else(named).or_else(gone);
        let Some((b_is_newer, why)) = newer else {
            // A list of far fewer people is a part of the other.
            let longer = two.of_a.max(two.of_b);
            if two.both * STILL_THERE.1 < longer * STILL_THERE.0 {
                return;
            }
            if two.differ {
                self.all[a].rivals.push(b);
                self.all[b].rivals.push(a);
            } else {
                // Copies: either says what the other says.
                self.all[a].absence_is_proven = true;
            }
            return;
        };
        let (older, newer) = if b_is_newer { (a, b) } else { (b, a) };
        let (of_older, of_newer) = if b_is_newer { (two.of_a, two.of_b) } else { (two.of_b, two.of_a) };
        let age = |at: usize| (self.all[at].taken, self.all[at].latest, self.all[at].named.date);
        let is_newest = self.all[older].older_than.is_none_or(|known| age(newer) > age(known));
        if is_newest {
            let list = &mut self.all[older];
            (list.older_than, list.why) = (Some(newer), why);
            list.absence_is_proven = two.both * STILL_THERE.1 >= of_older * STILL_THERE.0;
            list.newer_is_extract = of_newer * EXTRACT.1 < of_older * EXTRACT.0;
        }
    }
}

/// What a row says happened: a beginning that lies in the past, an end that the status confirms.
fn happened(row: &RosterRow, as_of: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let ended = row.ended_on.filter(|_| row.standing == Some(Standing::Gone));
    let began = row.started_on.filter(|day| *day <= as_of.date_naive());
    ended.max(began).map(|day| day.and_time(NaiveTime::MIN).and_utc())
}

/// When the persons who are members joined.
fn joined(people: &People, members: &[Member]) -> BTreeMap<usize, DateTime<Utc>> {
    let one = |member: &Member| {
        let address = normalize_address(&member.address)?;
        Some((people.only_with(&address)?, member.added_at?))
    };
    members.iter().filter_map(one).collect()
}

/// Two lists of one source, compared person by person.
#[derive(Default)]
struct Two {
    of_a: usize,
    of_b: usize,
    both: usize,
    /// Gone in one and there in the other.
    gone_in_a: usize,
    gone_in_b: usize,
    /// Members that only one of them has, who joined after everybody whom the other has.
    new_in_a: usize,
    new_in_b: usize,
    differ: bool,
}

impl Two {
    fn of(a: usize, b: usize, people: &People, joined: &BTreeMap<usize, DateTime<Utc>>) -> Self {
        let mut two = Self::default();
        let (mut only_a, mut only_b) = (Vec::new(), Vec::new());
        let (mut last_a, mut last_b) = (None, None);
        for (at, person) in people.persons.iter().enumerate() {
            let is_here = |list: usize| {
                let rows = || person.rows.iter().filter(|row| row.list == list);
                rows().next().map(|_| rows().any(|row| row.is_here()))
            };
            let (in_a, in_b) = (is_here(a), is_here(b));
            two.of_a += usize::from(in_a.is_some());
            two.of_b += usize::from(in_b.is_some());
            let since = joined.get(&at).copied();
            match (in_a, in_b) {
                (Some(here_a), Some(here_b)) => {
                    two.both += 1;
                    two.gone_in_a += usize::from(!here_a && here_b);
                    two.gone_in_b += usize::from(here_a && !here_b);
                    (last_a, last_b) = (last_a.max(since), last_b.max(since));
                }
                (Some(_), None) => {
                    two.differ = true;
                    last_a = last_a.max(since);
                    only_a.extend(since);
                }
                (None, Some(_)) => {
                    two.differ = true;
                    last_b = last_b.max(since);
                    only_b.extend(since);
                }
                (None, None) => {}
            }
        }
        let new = |only: Vec<DateTime<Utc>>, other: Option<DateTime<Utc>>| {
            let is_new = !only.is_empty() && only.iter().all(|since| Some(*since) > other);
            if is_new { only.len() } else { 0 }
        };
        (two.new_in_a, two.new_in_b) = (new(only_a, last_b), new(only_b, last_a));
        two.differ |= two.gone_in_a + two.gone_in_b > 0;
        two
    }

    /// Whether B is the newer list, where every sign points the same way: people leave and seldom come back, and who is new in the
    /// organization is new on its lists.
    const fn one_way(&self) -> Option<bool> {
        let (to_a, to_b) = (self.gone_in_a + self.new_in_a, self.gone_in_b + self.new_in_b);
        match (to_a, to_b) {
            (0, b) if b >= ONE_WAY => Some(true),
            (a, 0) if a >= ONE_WAY => Some(false),
            _ => None,
        }
    }
}
