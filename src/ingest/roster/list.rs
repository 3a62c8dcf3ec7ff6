//! Hand-made lists and HR exports: an address column, perhaps a status or an end date.

use super::super::Ingestor;
use super::end_date::EndDates;
use super::{Person, full_name, is_of_a_provider, truth};
use crate::ingest::batch::Batch;
use crate::ingest::document::Document;
use crate::ingest::text::delimited::canonical;
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
/// Columns that name somebody else: whose address is theirs, and no alias of the row's person.
const SOMEBODY_ELSE: &[&str] = &[
    "manager",
    "supervisor",
    "reportsto",
    "approver",
    "sponsor",
    "assistant",
    "delegate",
    "owner",
    "lead",
    "createdby",
    "contact",
    "buddy",
    "partner",
    "recruiter",
    "requester",
];
const NAME: &[&str] = &["Name", "Full Name", "Display Name", "Employee", "First Name", "Last Name", "Surname"];
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
    // Whatever else holds an address is an alias: hand-made lists call such columns as they like.
    let is_further = |at: &usize| {
        let name = canonical(&csv.header[*at]);
        Some(*at) != address && !SOMEBODY_ELSE.iter().any(|other| name.contains(other))
    };
    let further: Vec<usize> = (0..csv.header.len()).filter(is_further).collect();
    let status = csv.column(STATUS);
    let negated = status.is_some_and(|at| canonical(&csv.header[at]) == "disabled");
    let ended = EndDates::of(csv, csv.column(ENDED));
    let (name, given, family) = (csv.column(&NAME[..4]), csv.column(&NAME[4..5]), csv.column(&NAME[5..]));
    let employee = csv.column(&["Employee ID", "Employee Number", "Personnel Number", "ID"]);
    csv.each_record(batch, |row, line, batch| {
        let state = row.text(status)?;
        let ended_on = ended.read(row, batch)?;
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
        // What is no UTF-8 in a column of no interest costs nothing.
        person
            .addresses
            .extend(further.iter().filter_map(|at| row.text(Some(*at)).ok()).filter(|cell| cell.contains('@')));
        person.push("list", line, batch)
    });
    ended.note(batch);
    batch.note_absent_columns(csv, &[NAME, STATUS, ENDED]);
}

#[cfg(test)]
mod tests {
    use crate::ingest::load_bytes;
    use crate::model::Table;

    #[test]
    fn every_address_of_a_row_is_its_person_s_but_the_manager_s() {
        let file = "Name;E-mail Address;Other address;Notes;Line Manager Email\n\
                    Ana;ana@example.com;a.lima@example.com;also ana@example.org;boss@example.com\n";
        let data = load_bytes(vec![("people.csv".to_owned(), file.as_bytes().to_vec())]).unwrap();
        let frame = data.frame(Table::Roster).unwrap();
        let addresses = frame.column("addresses").unwrap().str().unwrap().get(0).unwrap();
        assert_eq!(addresses, "ana@example.com a.lima@example.com ana@example.org");
    }
}
