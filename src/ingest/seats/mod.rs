//! People and spend of claude.ai (Team and Enterprise plans), as its administrators download them. One file per kind.
//!
//! Seats stand apart from the members that the Admin API lists: neither has the other's ids, and none of their sums is in the totals.

pub mod claude_code_team;
pub mod claude_members;
pub mod claude_members_analytics;
pub mod claude_spend_report;
pub mod enterprise_users;
#[cfg(test)]
mod tests;
mod translated;

pub(super) use self::translated::is_translated;
use super::batch::{Batch, Cell, Reject};
use super::text::decimals::Decimals;
use super::text::delimited::{Delimited, Row};
use crate::model::normalize_address;

/// The columns that both lists of people have.
struct Person {
    name: Option<usize>,
    address: Option<usize>,
    role: Option<usize>,
    status: Option<usize>,
    seat_tier: Option<usize>,
}

impl Person {
    fn of(csv: &Delimited) -> Self {
        let translated_tier = || translated::seat_tier(csv).and_then(|at| csv.column(&[csv.header[at].as_str()]));
        Self {
            name: csv.column(translated::NAME),
            address: csv.column(translated::ADDRESS),
            role: csv.column(translated::ROLE),
            status: csv.column(translated::STATUS),
            seat_tier: csv.column(&["Seat Tier"]).or_else(translated_tier),
        }
    }

    /// The cells from `source` to `seat_tier`. Who was invited and has not come yet has no name, or `-`.
    fn cells<'a>(
        &self,
        source: &'static str,
        row: &Row<'a>,
        line: u64,
        batch: &mut Batch,
    ) -> Result<[Cell<'a>; 7], Reject> {
        let listed = row.text(self.address)?;
        let Some(address) = normalize_address(listed) else {
            return Err(row.reject(self.address, "no mail address"));
        };
        let name = Some(batch.optional(line, row.text(self.name))).filter(|name| *name != "-");
        Ok([
            Cell::text(Some(source)),
            Cell::text(Some(address)),
            Cell::text(Some(listed.trim().to_lowercase())),
            Cell::text(name),
            Cell::text(Some(id_of(row.text(self.role)?))),
            Cell::text(Some(translated::status(id_of(row.text(self.status)?)))),
            Cell::text(Some(id_of(row.text(self.seat_tier)?))),
        ])
    }
}

/// A label as the API writes its ids: `Primary Owner` and `Primary owner` are `primary_owner`. Translated labels stay translated.
fn id_of(label: &str) -> String {
    label.to_lowercase().replace(' ', "_")
}

/// A count, `-` and nothing for none.
fn count<'a>(decimals: &Decimals, row: &Row, column: Option<usize>) -> Result<Cell<'a>, Reject> {
    if row.text(column)? == "-" {
        return Ok(Cell::Null);
    }
    Ok(decimals.count(row, column)?.map_or(Cell::Null, Cell::Integer))
}

/// Dollars, `-` and nothing for none.
fn dollars<'a>(decimals: &Decimals, row: &Row, column: Option<usize>) -> Result<Cell<'a>, Reject> {
    if row.text(column)? == "-" {
        return Ok(Cell::Null);
    }
    Ok(decimals.dollars(row, column)?.map_or(Cell::Null, Cell::Money))
}
