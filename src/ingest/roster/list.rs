//! Hand-made lists and HR exports: an address column, perhaps a status or an end date.

use super::super::Ingestor;
use super::{Person, full_name, is_of_a_provider, truth};
use crate::ingest::batch::Batch;
use crate::ingest::document::Document;
use crate::ingest::text::{delimited::canonical, instant::parse_roster_instant};
use crate::model::Table;

/// Recognizes any list with an address column that is no export of a provider and none of Claude's own.
pub const INGESTOR: Ingestor = Ingestor {
    id: "roster-list",
    title: "Hand-made roster or HR list (CSV)",
    table: Table::Roster,
    marks: &["Email", "Name", "Status"],
    claims: |document| {
        document.delimited().is_some_and(|csv| ADDRESS.iter().any(|name| csv.has(name)))
            && !is_of_a_provider(document)
            && !OTHERS.iter().any(|name| document.mentions(name))
    },
    read,
};

const ADDRESS: &[&str] = &[
    "Email",
    "E-mail",
    "Email Address",
    "E-mail Address",
    "Mail",
    "User principal name",
    "Work Email",
    "Company Email",
    "Primary Email",
];
const OTHER_ADDRESSES: [&[&str]; 4] = [
    &["Alias", "Aliases", "Email Aliases"],
    &["Secondary Email", "Alternate Email", "Other Email"],
    &["Login", "Username"],
    &["User principal name"],
];
const STATUS: &[&str] =
    &["Status", "Employment Status", "Account Status", "Employee Status", "State", "Active", "Enabled", "Disabled"];
const ENDED: &[&str] = &[
    "End Date",
    "Termination Date",
    "Last Day",
    "Leave Date",
    "Left On",
    "Leaving Date",
    "Exit Date",
    "Offboarded",
    "Ended On",
];
/// Columns of Claude's own exports that also have addresses (members, spend, Claude Code).
const OTHERS: &[&str] = &[
    "Seat Tier",
    "product",
    "total_requests",
    "Lines this Month",
    "usage_date_utc",
    "actor_info",
    "model",
    "Last Active",
    "cost",
];
/// Words for people who are no longer there. Whole words, compared without case.
const GONE: &[&str] = &[
    "disabled",
    "inactive",
    "suspended",
    "terminated",
    "deprovisioned",
    "deactivated",
    "left",
    "leaver",
    "offboarded",
    "blocked",
    "archived",
    "former",
    "resigned",
    "departed",
    "exited",
    "deleted",
    "not active",
];

fn read(document: &Document, batch: &mut Batch) {
    let Some(csv) = document.delimited() else { return };
    let address = csv.column(ADDRESS);
    let others = OTHER_ADDRESSES.map(|names| csv.column(names));
    let status = csv.column(STATUS);
    let negated = status.is_some_and(|at| canonical(&csv.header[at]) == "disabled");
    let ended = csv.column(ENDED);
    let (name, given, family) = (
        csv.column(&["Name", "Full Name", "Display Name", "Employee"]),
        csv.column(&["First Name"]),
        csv.column(&["Last Name", "Surname"]),
    );
    let employee = csv.column(&["Employee ID", "Employee Number", "Personnel Number", "ID"]);
    csv.each_record(batch, |row, line, batch| {
        let state = row.text(status)?;
        let ended_on = match row.text(ended)? {
            nothing if is_nothing(nothing) => None,
            _ => row.parsed(ended, "a date", parse_roster_instant)?.map(|at| at.date_naive()),
        };
        let gone = GONE.iter().any(|word| state.eq_ignore_ascii_case(word));
        let disabled = truth(state).map(|yes| yes == negated).unwrap_or(gone);
        let mut person = Person {
            addresses: vec![row.text(address)?],
            name: full_name(row, name, given, family)?,
            employee_id: Some(row.text(employee)?),
            status: Some(state),
            disabled: (!state.is_empty()).then_some(disabled),
            ended_on,
            ..Person::default()
        };
        for column in others {
            person.addresses.push(row.text(column)?);
        }
        person.push("list", line, batch)
    });
}

/// How lists write that there is no end date.
fn is_nothing(text: &str) -> bool {
    ["-", "--", "n/a", "na", "none", "null", "never", "0000-00-00"].iter().any(|word| text.eq_ignore_ascii_case(word))
}
