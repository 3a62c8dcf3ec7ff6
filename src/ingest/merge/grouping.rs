//! What two files of report rows have in common: how finely they cut time, and by what they group.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::DAY_COLUMN;
use crate::ingest::batch::Batch;
use crate::model::{Kind, Money, Role};

const MINUTE: &str = "minute";

/// How finely a file cuts time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Resolution {
    Day,
    Hour,
    Minute,
}

/// What decides between a file and the others.
pub(super) struct FileGrain {
    /// Positions of the dimensions it carries, without day and minute.
    pub dimensions: BTreeSet<usize>,
    /// Those of them that some row states.
    pub stated: BTreeSet<usize>,
    pub resolution: Resolution,
    /// Position of the minute of the day; none in tables by day.
    pub minute: Option<usize>,
    /// The organizations that it states.
    pub organizations: BTreeSet<i128>,
    /// Rows of each day.
    pub days: BTreeMap<i128, Vec<usize>>,
    /// Measures that say how much there is of it: a list price is no second amount, requests are no tokens.
    pub summed: Vec<usize>,
    /// Whether its amounts are rounded to cents, row by row.
    pub rounded: bool,
    /// How many earlier editions of it there are, where that is known: of bills.
    pub turn: usize,
}

/// A cent, in the unit of amounts.
const CENT: i128 = Money::from_cents(1).units();
/// How far rounding to cents moves a row.
const HALF_A_CENT: i128 = CENT / 2;

impl FileGrain {
    pub(super) fn of(batch: &Batch) -> Self {
        let minute = batch.table.position(MINUTE);
        let mut resolution = Resolution::Day;
        let mut days: BTreeMap<i128, Vec<usize>> = BTreeMap::new();
        for row in 0..batch.rows() {
            resolution = resolution.max(match minute.and_then(|column| batch.value(column, row)) {
                None => Resolution::Day,
                Some(minute) if minute % 60 == 0 => Resolution::Hour,
                Some(_) => Resolution::Minute,
            });
            if let Some(day) = batch.value(DAY_COLUMN, row) {
                days.entry(day).or_default().push(row);
            }
        }
        let carried = |column: &usize| batch.present[*column] && *column != DAY_COLUMN && Some(*column) != minute;
        let is_stated = |column: &usize| (0..batch.rows()).any(|row| batch.value(*column, row).is_some());
        let name = |column: usize| batch.table.columns()[column].name;
        let dimensions: BTreeSet<usize> = batch.with_role(Role::Dimension).filter(carried).collect();
        let is_sum = |column: &usize| !["list_price", "requests"].contains(&name(*column));
        let summed: Vec<usize> = batch.with_role(Role::Measure).filter(is_sum).collect();
        let is_money = |column: &&usize| batch.table.columns()[**column].kind == Kind::Money;
        let fractions = batch.folded.as_ref().map_or(&[][..], |folded| &folded.fractions);
        let whole_cents = |column: &usize| {
            !fractions.contains(column)
                && (0..batch.rows()).all(|row| batch.value(*column, row).unwrap_or(0) % CENT == 0)
        };
        let organization = batch.table.position("organization_id");
        let organizations = organization.map_or_else(BTreeSet::new, |column| {
            (0..batch.rows()).filter_map(|row| batch.value(column, row)).collect()
        });
        Self {
            organizations,
            stated: dimensions.iter().copied().filter(is_stated).collect(),
            dimensions,
            resolution,
            minute,
            days,
            rounded: summed.iter().any(|column| is_money(&column)) && summed.iter().filter(is_money).all(whole_cents),
            turn: 0,
            summed,
        }
    }

    pub(super) fn last_day(&self) -> Option<i128> {
        self.days.keys().next_back().copied()
    }

    /// How far rounding to cents may have moved a sum of so many records.
    pub(super) fn slack_of(&self, rows: u64) -> i128 {
        if self.rounded { HALF_A_CENT.saturating_mul(i128::from(rows)) } else { 0 }
    }

    /// How much a row states, to tell which of two files has more.
    pub(super) fn sum(&self, batch: &Batch, row: usize) -> i128 {
        self.summed.iter().filter_map(|&measure| batch.value(measure, row)).fold(0, i128::saturating_add)
    }
}

/// How rows of several files are compared.
pub(super) struct Grain {
    /// Columns, and the id that replaces a name where it is there: names change, and two keys can share one.
    columns: Vec<(usize, Option<usize>)>,
    /// Measures that every file carries.
    measures: Vec<usize>,
}

impl Grain {
    /// The grain of files that all carry these dimensions.
    pub(super) fn of<'a>(dimensions: &BTreeSet<usize>, batches: impl Iterator<Item = &'a Batch>) -> Self {
        let mut grain = Self { columns: Vec::new(), measures: Vec::new() };
        for (at, batch) in batches.enumerate() {
            if at == 0 {
                let id_of = |column: usize| {
                    let name = batch.table.columns()[column].name;
                    let id = batch.table.position(&format!("{}_id", name.strip_suffix("_name")?))?;
                    dimensions.contains(&id).then_some(id)
                };
                grain.columns.extend(batch.table.position(MINUTE).map(|minute| (minute, None)));
                grain.columns.extend(dimensions.iter().map(|&column| (column, id_of(column))));
                grain.measures = batch.with_role(Role::Measure).collect();
            }
            grain.measures.retain(|&measure| batch.present[measure]);
        }
        grain
    }

    /// Orders two rows by their grain.
    pub(super) fn compare(&self, a: (&Batch, usize), b: (&Batch, usize)) -> Ordering {
        let value = |(batch, row): (&Batch, usize), column, id: Option<usize>| {
            let named_by_id = id.is_some_and(|id| batch.value(id, row).is_some());
            if named_by_id { None } else { batch.value(column, row) }
        };
        let order = |&(column, id): &(usize, Option<usize>)| value(a, column, id).cmp(&value(b, column, id));
        self.columns.iter().map(order).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }

    /// What a list of rows states, equal where the lists are but for their order: how many rows, and their fingerprint by the measures
    /// that every file carries. A measure that is absent or zero says the same.
    pub(super) fn measures<'a>(&self, rows: impl Iterator<Item = (&'a Batch, usize)>) -> (u64, u128) {
        rows.fold((0, 0), |(count, fingerprint), (batch, row)| {
            (count + batch.count(row), fingerprint.wrapping_add(batch.fingerprint(row, &self.measures)))
        })
    }
}
