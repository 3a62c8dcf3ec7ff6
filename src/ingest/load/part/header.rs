//! What a part says of itself: by whom and how it was folded, and what another run has to be to take it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::model::{Bound, Bounds, Reading, Table, hex};

/// The version of the shape of parts.
pub(in crate::ingest::load) const SCHEMA: u64 = 3;

/// The first line of a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::ingest::load) struct Header {
    /// [`SCHEMA`].
    schema: u64,
    /// Version of the program.
    program: String,
    /// SHA-256 of the names and kinds of all columns of all tables, lower-case hexadecimal.
    tables_sha256: String,
    /// The bounds within which the files were read, by name.
    bounds: BTreeMap<String, u64>,
    /// Types of events that are kept singly although they are routine.
    pub(in crate::ingest::load) single_events: BTreeSet<String>,
    /// Whether the rows behind cells are kept.
    pub(in crate::ingest::load) has_rows: bool,
}

impl Header {
    /// Of a part that this program writes.
    pub(in crate::ingest::load) fn of(reading: &Reading, has_rows: bool) -> Self {
        Self {
            schema: SCHEMA,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            tables_sha256: tables(),
            bounds: named(&reading.bounds),
            single_events: reading.singly.clone(),
            has_rows,
        }
    }

    /// The header on the first line of a part.
    ///
    /// # Errors
    /// Why this program cannot take the part.
    pub(super) fn read(line: &[u8]) -> Result<Self, String> {
        let damaged = || "its first line is damaged".to_owned();
        let value: Value = serde_json::from_slice(line).map_err(|_| damaged())?;
        let own = value.get("part").ok_or_else(damaged)?;
        let schema = own.get("schema").and_then(Value::as_u64).ok_or_else(damaged)?;
        if schema != SCHEMA {
            return Err(format!("its schema is {schema}, and this program reads {SCHEMA}: fold the exports again"));
        }
        let program = own.get("program").and_then(Value::as_str).unwrap_or_default();
        let (this, shown) = (env!("CARGO_PKG_VERSION"), program.chars().take(40).collect::<String>());
        if program != this {
            return Err(format!(
                "it was folded by version {shown}, and this is {this}: fold the exports again with this one, since versions read alike \
                 only by chance"
            ));
        }
        let header: Self = serde_json::from_value(own.clone()).map_err(|_| damaged())?;
        if header.tables_sha256 != tables() {
            return Err("it was folded into other tables than this program has: fold the exports again".to_owned());
        }
        Ok(header)
    }

    /// Why a run that reads so cannot take the part: its policy sets other bounds.
    pub(super) fn conflict(&self, reading: &Reading) -> Option<String> {
        let own = named(&reading.bounds);
        let other = own.iter().find(|(name, value)| self.bounds.get(*name) != Some(*value))?;
        let folded = self.bounds.get(other.0).map_or_else(|| "none".to_owned(), u64::to_string);
        Some(format!(
            "its files were read within `{}` = {folded}, and the policy says {}: leave [bounds] out of the policy, or give the exports \
             themselves",
            other.0, other.1
        ))
    }
}

fn named(bounds: &Bounds) -> BTreeMap<String, u64> {
    Bound::ALL.into_iter().map(|bound| (bound.name().to_owned(), bounds.of(bound))).collect()
}

/// What the columns of all tables are.
fn tables() -> String {
    let mut all = Sha256::new();
    for table in Table::ALL {
        all.update(table.id());
        table.columns().iter().for_each(|column| all.update(format!("\n{} {:?}", column.name, column.kind)));
    }
    hex(&all.finalize())
}
