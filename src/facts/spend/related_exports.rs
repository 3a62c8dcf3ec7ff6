//! Usage and cost exports that may be of another organization: they cover the same days and name no key or workspace that the others name.

mod homonyms;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::NaiveDate;
use foldhash::fast::FixedState;
use indexmap::IndexSet;

use crate::facts::frame::Rows;
use crate::facts::lists::{CLAUDE_CODE_WORKSPACE, DEFAULT_WORKSPACE, Lists};
use crate::model::{Dataset, Money, Table};

/// What rows of usage and cost name, and what joins exports: each a kind of name of its own.
const NAMES: [&str; 4] = ["key_id", "key_name", "workspace_id", "workspace_name"];

/// Where the names of keys stand in [`NAMES`].
const KEY_NAME: usize = 1;
/// Where the names of workspaces stand in [`NAMES`].
const WORKSPACE_NAME: usize = 3;
/// What workspaces of environments are called anywhere, in lower case.
const OF_ENVIRONMENTS: [&str; 16] = [
    "production",
    "prod",
    "live",
    "development",
    "dev",
    "staging",
    "stage",
    "test",
    "testing",
    "qa",
    "uat",
    "sandbox",
    "demo",
    "integration",
    "preprod",
    "playground",
];
/// So many keys of each make having none in common remarkable.
const SEVERAL: usize = 3;

/// Names that every organization has.
const EVERYBODYS: [&str; 2] = [DEFAULT_WORKSPACE, CLAUDE_CODE_WORKSPACE];

/// A name and its kind, by position in [`NAMES`].
type Name = (usize, String);

/// Exports that have names in common, directly or by the names of others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Related {
    /// Indices into the inputs, ascending.
    pub files: BTreeSet<u32>,
    /// The keys and workspaces that they name.
    pub names: BTreeSet<Name>,
    /// The days of their rows.
    pub days: BTreeSet<NaiveDate>,
    /// Their reported cost in dollars.
    pub usd: Money,
}

impl Related {
    fn absorb(&mut self, other: Self) {
        self.files.extend(other.files);
        self.names.extend(other.names);
        self.days.extend(other.days);
        self.usd += other.usd;
    }

    /// Whether something that both name joins them. Workspaces are called after environments everywhere: such a name joins nothing where both
    /// state several keys and have none in common. Of `homonyms` it is known that they are two things.
    fn shares_a_name(&self, other: &Self, homonyms: &BTreeSet<Name>) -> bool {
        let (few, many) = if self.names.len() <= other.names.len() { (self, other) } else { (other, self) };
        let shared = few.names.iter().filter(|name| many.names.contains(name) && !homonyms.contains(name));
        let mut shared = shared.peekable();
        let state_keys = |kind: usize| self.has_of(kind, SEVERAL) && other.has_of(kind, SEVERAL);
        let is_telling = |(kind, name): &Name| {
            *kind != WORKSPACE_NAME || !OF_ENVIRONMENTS.contains(&name.trim().to_lowercase().as_str())
        };
        shared.peek().is_some() && (shared.any(is_telling) || !(state_keys(0) || state_keys(1)))
    }

    /// Whether it has so many names of the kind at a position of [`NAMES`].
    fn has_of(&self, kind: usize, least: usize) -> bool {
        self.names.range((kind, String::new())..(kind + 1, String::new())).nth(least.saturating_sub(1)).is_some()
    }

    /// Whether some kind of name is used by both, so often by each that having none in common is remarkable.
    #[must_use]
    pub fn is_comparable(&self, other: &Self, least: usize) -> bool {
        (0..NAMES.len()).any(|kind| self.has_of(kind, least) && other.has_of(kind, least))
    }

    /// Days that both cover.
    #[must_use]
    pub fn common_days(&self, other: &Self) -> usize {
        self.days.intersection(&other.days).count()
    }
}

/// Groups of usage and cost exports, those with the most money first; exports that name nothing, or say whose they are, are in none. A
/// list joins what it has: keys and workspaces of one list are of one organization.
pub(in crate::facts) fn related_exports(data: &Dataset, lists: &Lists) -> Result<Vec<Related>> {
    let mut by_file: BTreeMap<u32, Related> = BTreeMap::new();
    for table in [Table::Usage, Table::Cost] {
        let Some(frame) = data.frame(table) else { continue };
        add_rows(&Rows::of(frame)?, table, &mut by_file)?;
    }
    let mut groups = Groups { homonyms: homonyms::homonyms(lists), ..Groups::default() };
    by_file.into_values().filter(|one| !one.names.is_empty()).chain(listed(lists)).for_each(|one| groups.add(one));
    let mut groups: Vec<Related> = groups.all.into_iter().filter(|group| !group.files.is_empty()).collect();
    groups.sort_by(|a, b| (b.usd, b.days.len(), &a.files).cmp(&(a.usd, a.days.len(), &b.files)));
    Ok(groups)
}

/// Groups so far, and which of them state a name: thousands of files are not compared with each other.
#[derive(Debug, Default)]
struct Groups {
    /// A group that another one absorbed is empty.
    all: Vec<Related>,
    /// Names that two organizations use for things of their own.
    homonyms: BTreeSet<Name>,
    stating: BTreeMap<Name, BTreeSet<usize>>,
}

impl Groups {
    /// Adds an export, or a list, to the groups with which it shares a name; they are one from then on.
    fn add(&mut self, one: Related) {
        let stating: BTreeSet<usize> =
            one.names.iter().filter_map(|name| self.stating.get(name)).flatten().copied().collect();
        let joined: Vec<usize> =
            stating.into_iter().filter(|at| self.all[*at].shares_a_name(&one, &self.homonyms)).collect();
        // Names move from the smaller to the largest, so that none moves often.
        let largest = joined.iter().copied().max_by_key(|at| self.all[*at].names.len());
        let into = largest.unwrap_or(self.all.len());
        if largest.is_none() {
            self.all.push(Related::default());
        }
        self.note(&one, None, into);
        self.all[into].absorb(one);
        for from in joined.into_iter().filter(|at| *at != into) {
            let group = std::mem::take(&mut self.all[from]);
            self.note(&group, Some(from), into);
            self.all[into].absorb(group);
        }
    }

    /// Notes that what a group names is stated by another one from now on.
    fn note(&mut self, group: &Related, from: Option<usize>, into: usize) {
        for name in &group.names {
            let stating = self.stating.entry(name.clone()).or_default();
            from.iter().for_each(|from| {
                stating.remove(from);
            });
            stating.insert(into);
        }
    }
}

/// What the rows of a file say, names not yet copied.
#[derive(Default)]
struct Stated<'a> {
    names: IndexSet<(usize, &'a str), FixedState>,
    days: BTreeSet<NaiveDate>,
    usd: Money,
}

fn add_rows(rows: &Rows, table: Table, by_file: &mut BTreeMap<u32, Related>) -> Result<()> {
    let day = rows.day("day")?;
    let names = [rows.text(NAMES[0])?, rows.text(NAMES[1])?, rows.text(NAMES[2])?, rows.text(NAMES[3])?];
    let organization = rows.text("organization_id")?;
    let amount = (table == Table::Cost).then(|| rows.money("cost")).transpose()?;
    let mut stated: BTreeMap<u32, Stated> = BTreeMap::new();
    for row in (0..rows.len()).filter(|&row| organization.get(row).is_none()) {
        let one = stated.entry(rows.source(row).file).or_default();
        one.days.extend(day.get(row));
        one.usd += amount.as_ref().and_then(|amount| amount.get(row)).unwrap_or_default();
        let named = names.iter().enumerate().filter_map(|(kind, column)| Some((kind, column.get(row)?)));
        one.names.extend(named.filter(|(_, name)| !EVERYBODYS.contains(name)));
    }
    for (file, Stated { names, days, usd }) in stated {
        let names = names.into_iter().map(|(kind, name)| (kind, name.to_owned())).collect();
        by_file.entry(file).or_default().absorb(Related { files: BTreeSet::from([file]), names, days, usd });
    }
    Ok(())
}

/// What the lists name, one group a file.
fn listed(lists: &Lists) -> impl Iterator<Item = Related> {
    let mut by_file: BTreeMap<u32, Related> = BTreeMap::new();
    let mut add = |file: u32, kind: usize, name: &str| {
        if !name.is_empty() && !EVERYBODYS.contains(&name) {
            by_file.entry(file).or_default().names.insert((kind, name.to_owned()));
        }
    };
    for key in &lists.keys {
        add(key.source.file, 0, &key.id);
        add(key.source.file, 1, &key.name);
        add(key.source.file, 2, key.workspace_id.as_deref().unwrap_or_default());
    }
    for workspace in &lists.workspaces {
        add(workspace.source.file, 2, &workspace.id);
        add(workspace.source.file, 3, &workspace.name);
    }
    by_file.into_values()
}
