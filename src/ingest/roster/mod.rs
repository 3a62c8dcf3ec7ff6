//! Rosters: who the identity provider or HR knows, and who is disabled there. One file per provider.

mod cell;
mod columns;
mod directory;
mod effective;
mod end_date;
pub mod entra;
pub mod google;
pub mod google_api;
pub mod graph;
mod leaving;
pub mod list;
pub mod microsoft365;
mod name_mark;
mod no_day;
pub(super) mod no_roster;
mod number;
pub mod okta_api;
pub mod okta_assignments;
pub mod okta_health;
pub mod scim;
mod sections;
mod snapshots;
mod state;
mod status;
mod units;

use chrono::{DateTime, NaiveDate, Utc};

use super::batch::{Batch, Cell, Reject};
use super::document::Document;

use super::text::delimited::{Delimited, Row};
use crate::data::roster_words::{HeaderWord, headers, normal};
use crate::data::yes_no_word;
use crate::model::{Standing, normalize_address};

/// Columns that mark each provider's export; the hand-made list takes what none of them claims.
const ENTRA: &[&str] = &["userPrincipalName", "accountEnabled"];
const MICROSOFT365: &[&str] = &["User principal name", "Block credential"];
const GOOGLE: &[&str] = &["Email Address", "Org Unit Path", "Status"];
const OKTA_HEALTH: &[&str] = &["Login", "Status", "Authentication Source"];
const OKTA_ASSIGNMENTS: &[&str] = &["Login", "Application name", "Assigned on"];

fn is_of_a_provider(document: &Document) -> bool {
    [ENTRA, MICROSOFT365, GOOGLE, OKTA_HEALTH, OKTA_ASSIGNMENTS].iter().any(|columns| document.has_columns(columns))
}

/// Names of providers: who says what of somebody. A list of accounts and a list of people are written by hand or by systems that
/// nothing tells.
const ACTIVE_DIRECTORY: &str = "Active Directory";
const GOOGLE_WORKSPACE: &str = "Google Workspace";
const ACCOUNT_LIST: &str = "account list";
const PEOPLE_LIST: &str = "list";

/// One person as a roster states them.
#[derive(Debug, Default)]
struct Person<'a> {
    id: Option<&'a str>,
    /// Raw address cells; each may hold several, see [`addresses_in`].
    addresses: Vec<&'a str>,
    /// Raw cells of addresses that may be another person's: where a password is reset to, where they are reached at home.
    contacts: Vec<&'a str>,
    name: Option<String>,
    employee_id: Option<&'a str>,
    status: Option<&'a str>,
    /// The column or field of the status.
    status_column: Option<&'a str>,
    standing: Option<Standing>,
    started_on: Option<NaiveDate>,
    ended_on: Option<NaiveDate>,
    last_sign_in: Option<DateTime<Utc>>,
    changed_at: Option<DateTime<Utc>>,
    layout: Option<&'a str>,
}

impl Person<'_> {
    fn push(self, provider: &'static str, line: u64, batch: &mut Batch) -> Result<(), Reject> {
        let mut addresses = different(&self.addresses);
        let mut contacts = different(&self.contacts);
        contacts.retain(|contact| !addresses.contains(contact));
        // Somebody without any other address is known by it.
        if addresses.is_empty() {
            std::mem::swap(&mut addresses, &mut contacts);
        }
        if addresses.is_empty() {
            let cells = self.addresses.iter().find(|cell| !cell.is_empty()).copied().unwrap_or_default();
            // Whoever it is may be known by the name, whether the cell is empty or says «N/A».
            let name = self.name.as_deref().unwrap_or_default();
            let why = "no mail address in any address column";
            return Err(match cells.is_empty() && !name.is_empty() {
                true => Reject::new("name", name, why),
                false => Reject::new("address", cells, why).about(name),
            });
        }
        let is_damaged = self.employee_id.is_some_and(number::is_damaged);
        if is_damaged {
            batch.note(
                "some employee numbers were turned into powers of ten by a spreadsheet (1.00024E+15): they are of nobody, and not read",
            );
        }
        let employee_id = self.employee_id.filter(|_| !is_damaged);
        batch.push(
            line,
            &[
                Cell::text(self.id),
                Cell::text(Some(provider)),
                Cell::text(Some(addresses.join(" "))),
                Cell::text(Some(contacts.join(" "))),
                Cell::text(self.name),
                Cell::text(employee_id),
                Cell::text(self.status),
                Cell::text(self.status_column.filter(|_| self.standing.is_some())),
                Cell::text(self.standing.map(Standing::id)),
                Cell::day(self.started_on),
                Cell::day(self.ended_on.filter(|day| !no_day::is_no_day(*day))),
                Cell::instant(self.last_sign_in),
                Cell::instant(self.changed_at),
                Cell::text(self.layout),
            ],
        );
        Ok(())
    }
}

/// The addresses in some cells, each once.
fn different(cells: &[&str]) -> Vec<String> {
    let mut addresses: Vec<String> = Vec::new();
    for part in cells.iter().flat_map(|cell| addresses_in(cell)) {
        if !addresses.contains(&part) {
            addresses.push(part);
        }
    }
    addresses
}

/// The addresses in a cell, normalized: separated by spaces, commas, semicolons or bars, or joined by `+`, as Microsoft 365 joins
/// proxy addresses. A `+` before the `@` belongs to the address.
fn addresses_in(cell: &str) -> impl Iterator<Item = String> {
    let mut parts = Vec::new();
    for part in cell.split([' ', ',', ';', '|', '\n']) {
        let (mut from, mut is_behind_at) = (0, false);
        for (at, c) in part.char_indices() {
            match c {
                '@' => is_behind_at = true,
                '+' if is_behind_at || has_scheme(&part[at + 1..]) => {
                    parts.push(&part[from..at]);
                    (from, is_behind_at) = (at + 1, false);
                }
                _ => {}
            }
        }
        parts.push(&part[from..]);
    }
    // Of `SIP:ann@example.com` and `X500:/o=…` neither is a mail address.
    let is_mail = |part: &&str| {
        let scheme = part.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        scheme.is_none_or(|scheme| matches!(scheme.trim_start_matches('<'), "smtp" | "mailto"))
    };
    parts.into_iter().filter(is_mail).filter_map(normalize_address).collect::<Vec<_>>().into_iter()
}

/// Whether a text begins as `smtp:` does.
fn has_scheme(text: &str) -> bool {
    let scheme = text.split_once(':').map_or("", |(scheme, _)| scheme);
    !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Tells which columns of a provider's export were not read: those that say nothing of who is there, and those that are new.
fn tell_unread(csv: &Delimited, batch: &mut Batch) {
    let names = headers();
    let unread: Vec<usize> = csv.unread().into_iter().filter(|at| !csv.header[*at].is_empty()).collect();
    let says_nothing = |at: &usize| {
        let word = columns::header_word(&names, &csv.header[*at]);
        let may_say =
            [HeaderWord::Status, HeaderWord::Positive, HeaderWord::Negative, HeaderWord::Lock, HeaderWord::End];
        word.is_some_and(|word| !may_say.contains(&word))
            || names.somebody_else.iter().any(|part| normal(&csv.header[*at]).contains(part))
    };
    let (plain, unknown): (Vec<usize>, Vec<usize>) = unread.into_iter().partition(says_nothing);
    batch.note_unread_columns(csv, &plain, &unknown);
}

/// Here or gone, by a cell that says whether an account is on; a cell that says neither is not known, and an empty one neither: the
/// provider fills it for everybody.
fn here_if(text: &str, says_on: bool) -> Standing {
    match yes_no_word(text) {
        Some(yes) if yes == says_on => Standing::Here,
        Some(_) => Standing::Gone,
        None => Standing::Unknown,
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

#[cfg(test)]
mod tests {
    use super::addresses_in;

    #[test]
    fn addresses_of_one_cell() {
        for (cell, addresses) in [
            ("SMTP:a@example.com+smtp:b@example.com", "a@example.com b@example.com"),
            ("SMTP:a.b@example.com+smtp:a@t.onmicrosoft.com+SIP:a@example.com", "a.b@example.com a@t.onmicrosoft.com"),
            ("a+tag@example.com+b@example.com", "a@example.com b@example.com"),
            ("a+claude@example.com", "a@example.com"),
            ("a@example.com; B@Example.com", "a@example.com b@example.com"),
            ("a@example.com|b@example.com,c@example.com", "a@example.com b@example.com c@example.com"),
            ("X500:/o=ex/cn=a+smtp:a@example.com", "a@example.com"),
            ("", ""),
            ("none", ""),
        ] {
            assert_eq!(addresses_in(cell).collect::<Vec<_>>().join(" "), addresses, "{cell}");
        }
    }
}
