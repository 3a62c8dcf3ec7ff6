//! Rosters: who the identity provider or HR knows, and who is disabled there. One file per provider.

mod end_date;
pub mod entra;
pub mod google;
pub mod list;
pub mod microsoft365;
pub mod okta_api;
pub mod okta_assignments;
pub mod okta_health;

use chrono::{DateTime, NaiveDate, Utc};

use super::batch::{Batch, Cell, Reject};
use super::document::Document;

use super::text::delimited::Row;
use crate::model::normalize_address;

/// Columns that mark each provider's export; the hand-made list takes what none of them claims.
const ENTRA: &[&str] = &["userPrincipalName", "accountEnabled"];
const MICROSOFT365: &[&str] = &["User principal name", "Block credential"];
const GOOGLE: &[&str] = &["Email Address", "Org Unit Path", "Status"];
const OKTA_HEALTH: &[&str] = &["Login", "Status", "Authentication Source"];
const OKTA_ASSIGNMENTS: &[&str] = &["Login", "Application name", "Assigned on"];

fn is_of_a_provider(document: &Document) -> bool {
    [ENTRA, MICROSOFT365, GOOGLE, OKTA_HEALTH, OKTA_ASSIGNMENTS].iter().any(|columns| document.has_columns(columns))
}

/// One person as a roster states them.
#[derive(Debug, Default)]
struct Person<'a> {
    id: Option<&'a str>,
    /// Raw address cells; each may hold several, separated by spaces, commas or semicolons.
    addresses: Vec<&'a str>,
    name: Option<String>,
    employee_id: Option<&'a str>,
    status: Option<&'a str>,
    disabled: Option<bool>,
    ended_on: Option<NaiveDate>,
    last_sign_in: Option<DateTime<Utc>>,
}

impl Person<'_> {
    fn push(self, provider: &'static str, line: u64, batch: &mut Batch) -> Result<(), Reject> {
        let mut addresses: Vec<String> = Vec::new();
        for cell in &self.addresses {
            for part in cell.split([' ', ',', ';', '|']).filter_map(normalize_address) {
                if !addresses.contains(&part) {
                    addresses.push(part);
                }
            }
        }
        if addresses.is_empty() {
            let cells = self.addresses.iter().find(|cell| !cell.is_empty()).copied().unwrap_or_default();
            return Err(Reject::new("address", cells, "no mail address in any address column"));
        }
        batch.push(
            line,
            &[
                Cell::text(self.id),
                Cell::text(Some(provider)),
                Cell::text(Some(addresses.join(" "))),
                Cell::text(self.name),
                Cell::text(self.employee_id),
                Cell::text(self.status),
                self.disabled.map_or(Cell::Null, Cell::Flag),
                Cell::day(self.ended_on),
                Cell::instant(self.last_sign_in),
            ],
        );
        Ok(())
    }
}

/// A yes or no as directories write it; anything else is neither.
fn truth(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "y" | "1" => Some(true),
        "false" | "no" | "n" | "0" => Some(false),
        _ => None,
    }
}

/// Given and family name, or the display name.
fn full_name(
    row: &Row,
    display: Option<usize>,
    given: Option<usize>,
    family: Option<usize>,
) -> Result<Option<String>, Reject> {
    let joined = format!("{} {}", row.text(given)?, row.text(family)?);
    let name = [row.text(display)?, joined.trim()].into_iter().find(|name| !name.is_empty());
    Ok(name.map(str::to_owned))
}
