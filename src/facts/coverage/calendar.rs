//! On which days the series have rows.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::NaiveDate;

use crate::facts::frame::{Rows, Source};
use crate::facts::log::EventHours;
use crate::model::{Dataset, Evidence, Table};

/// Days with rows per series, and where the first and the last stand.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    days: BTreeMap<Table, BTreeMap<NaiveDate, Source>>,
}

impl Calendar {
    pub(in crate::facts) fn read(data: &Dataset, hours: &EventHours) -> Result<Self> {
        let mut calendar = Self::default();
        for table in [Table::Usage, Table::Cost, Table::EnterpriseUsage, Table::EnterpriseCost] {
            let Some(frame) = data.frame(table) else { continue };
            let rows = Rows::of(frame)?;
            let days = calendar.days.entry(table).or_default();
            let day = rows.day("day")?;
            for row in 0..rows.len() {
                if let Some(day) = day.get(row) {
                    days.entry(day).or_insert_with(|| rows.source(row));
                }
            }
        }
        if data.has(Table::Events) {
            let days = calendar.days.entry(Table::Events).or_default();
            for hour in &hours.rows {
                let first = days.entry(hour.hour.date_naive()).or_insert(hour.source);
                *first = hour.source.min(*first);
            }
        }
        Ok(calendar)
    }

    /// Days on which a series has rows.
    #[must_use]
    pub fn days(&self, table: Table) -> BTreeSet<NaiveDate> {
        self.days.get(&table).map(|days| days.keys().copied().collect()).unwrap_or_default()
    }

    /// A row of the first and a row of the last day.
    #[must_use]
    pub fn edges(&self, data: &Dataset, table: Table) -> Vec<Evidence> {
        let Some(days) = self.days.get(&table) else { return Vec::new() };
        let edges = [("first", days.first_key_value()), ("last", days.last_key_value())];
        let evidence = |(which, edge): (&str, Option<(&NaiveDate, &Source)>)| {
            edge.map(|(day, source)| source.evidence(data, format!("a row of the {which} day, {day}")))
        };
        edges.into_iter().filter_map(evidence).collect()
    }
}
