//! Lists of people as HR systems, directories and people write them: an address, and perhaps whether somebody is there.

mod person;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use person::{below, named, note_people};

use super::super::Ingestor;
use super::columns::{Columns, States, is_mail, is_of_remarks, is_once_each, layout};
use super::effective::History;
use super::end_date::{Days, Ended};
use super::no_roster::{self, is_member_role};
use super::sections::Sections;
use super::snapshots::Snapshots;
use super::state::{Reader, Said};
use super::status::is_leaving;
use super::{Person, is_of_a_provider};
use crate::data::roster_words::normal;
use crate::ingest::batch::Batch;
use crate::ingest::document::Document;
use crate::ingest::seats::is_translated;
use crate::ingest::text::delimited::{Delimited, canonical};
use crate::ingest::text::instant::parse_roster_instant;
use crate::ingest::worksheets;
use crate::model::{SAYS_OF_NOBODY, Standing, Table};

/// Recognizes lists with a column of addresses that say who is there, or that name people, and are neither a provider's export
/// nor one of Claude's own.
pub const INGESTOR: Ingestor = Ingestor {
    id: "roster-list",
    title: "Hand-made roster or HR list (CSV)",
    table: Table::Roster,
    signature: &["Email", "Name", "Status"],
    claims: |document| {
        document.delimited().is_some_and(is_of_people)
            && !is_of_a_provider(document)
            && !is_translated(document)
            && !OF_A_GATEWAY.iter().all(|name| document.mentions(name))
            && !OTHERS.iter().any(|name| document.mentions(name))
    },
    read,
};

/// What users of a gateway have: they are no directory's.
const OF_A_GATEWAY: [&str; 3] = ["user_email", "user_role", "max_budget"];
/// Columns of other exports that also have addresses: Claude's own (members, spend, Claude Code), logs and events.
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
    "ip_address",
    "IP",
    "event",
    "event_type",
    "event_name",
    "action",
    "activity",
    "timestamp",
    "user_agent",
];
/// Ids of the organization's own objects: a list that has them is its own, and no roster.
const OWN_IDS: [&str; 6] = ["user_", "invite_", "apikey_", "wrkspc_", "svac_", "activity_"];

/// So many records are looked at to know what a list is of.
const SAMPLE: usize = 50;

fn is_of_people(csv: &Delimited) -> bool {
    if worksheets::table_of(csv).is_some() {
        return false;
    }
    // A record in place of the header: a list without one.
    if csv.header.iter().any(|name| name.contains('@') || is_own_id(name)) {
        return false;
    }
    // Most exports end here, before a record of theirs is looked at.
    if OTHERS.iter().any(|name| csv.has(name)) {
        return false;
    }
    let cells = csv.first_records(SAMPLE);
    let is_ours = cells.iter().flatten().any(|cell| is_own_id(cell));
    // `actor_email_address_s`, `actorEmailAddress`: whoever acts, a log has them.
    let is_actors = |part: &str| {
        part.eq_ignore_ascii_case("actor")
            || part.strip_prefix("actor").is_some_and(|rest| rest.starts_with(char::is_uppercase))
    };
    let has_actors = csv.header.iter().any(|name| name.split(|c: char| !c.is_alphanumeric()).any(is_actors));
    if is_ours || has_actors {
        return false;
    }
    let columns = Columns::of(csv);
    let Some(address) = columns.address else { return false };
    if holds_whole_lines(csv, &cells, address) {
        return false;
    }
    let known_by_name = is_mail(&csv.header[address]);
    let known_by_cells = csv.header.len() > 1 && columns.says_something() && is_once_each(&cells, address);
    (known_by_name || known_by_cells) && !has_our_roles(csv, &columns, &cells) && no_roster::what(csv).is_none()
}

/// Whether a column holds several: every line stands in one pair of quotes, and nothing says which of its parts are people's.
fn holds_whole_lines(csv: &Delimited, cells: &[Vec<String>], column: usize) -> bool {
    let is_joined = |separator: char| {
        let parts = |text: &str| text.matches(separator).count();
        let wanted = parts(&csv.header[column]);
        let joined = cells.iter().filter(|record| parts(&record[column]) == wanted).count();
        wanted > 0 && joined * 2 > cells.len()
    };
    [',', ';', '\t', '|'].into_iter().any(is_joined)
}

fn is_own_id(text: &str) -> bool {
    OWN_IDS.iter().any(|prefix| {
        text.strip_prefix(prefix).is_some_and(|id| id.starts_with("01") && id.chars().all(char::is_alphanumeric))
    })
}

/// Whether the list says nothing of who is there, and gives everybody a role of the organization: it is the member list.
fn has_our_roles(csv: &Delimited, columns: &Columns, cells: &[Vec<String>]) -> bool {
    let Some(role) = csv.header.iter().position(|name| canonical(name) == "role") else { return false };
    !columns.has_states() && !cells.is_empty() && cells.iter().all(|record| is_member_role(&record[role]))
}

fn read(document: &Document, batch: &mut Batch) {
    let Some(csv) = document.delimited() else { return };
    let columns = Columns::of(csv);
    let provider = provider(csv, &columns);
    let days = Days::of(csv, columns.ended.clone(), columns.started.clone());
    let reader = Reader::of(csv, &columns);
    let layout = layout(csv);
    // A directory lists accounts that are switched off among the others: one that does not say which says nothing of any.
    let says_nothing = !columns.has_states() && is_directory(provider);
    let has_states = columns.has_states();
    let mut sections = Sections::of(csv.header.len());
    let (mut history, snapshots) = (History::of(csv), Snapshots::of(csv, &columns));
    let (mut nobodys, mut has_marks) = (BTreeSet::new(), false);
    csv.each_list_record(batch, columns.address, |row, line, batch| {
        if snapshots.pass_over(row, batch) {
            return Ok(());
        }
        if row.text(columns.address)?.is_empty() && !has_states {
            sections.take(row, batch);
        }
        let started_on = days.started(row, batch);
        let mut said = below(sections.now(), reader.read((row, line), &days, batch));
        // Who is on leave has a last day of work, and has not left.
        let is_on_leave = said.standing == Some(Standing::Between) && !is_leaving(&said.text);
        let ended = days.ended((row, line), if is_on_leave { &columns.worked } else { &[] }, batch);
        if says_nothing {
            said = Said { standing: Some(Standing::Unknown), ..said };
        }
        let said = reader.weighed(said, &ended, row);
        let (said, name, is_marked) = named(&reader, said, (row, line), columns.names, batch);
        has_marks |= is_marked;
        let on = match ended {
            Ended::On(day) => Some(day),
            _ => said.since,
        };
        let changed = columns.changed.iter().filter_map(|at| parse_roster_instant(row.text(Some(*at)).ok()?)).max();
        let mut person = Person {
            addresses: vec![row.text(columns.address)?],
            name: (!name.is_empty()).then_some(name),
            employee_id: Some(batch.optional(line, row.text(columns.number))),
            status: Some(&said.text),
            status_column: said.column.map(|at| csv.header[at].as_str()),
            standing: said.standing,
            started_on,
            // Who began after they ended has come back.
            ended_on: on.filter(|end| started_on.is_none_or(|start| start <= *end)),
            changed_at: changed,
            layout: Some(&layout),
            ..Person::default()
        };
        columns.further(row, &mut person);
        nobodys.extend(columns.with_others(row, &person.addresses));
        person.push(provider, line, batch).map(|()| history.take(row, &columns, (said.standing, on), batch))
    });
    history.resolve(batch);
    days.note(batch);
    reader.note(batch);
    note_people(csv, &nobodys, has_marks, batch);
    tell(csv, &columns, (says_nothing, has_marks || sections.now().is_some()), batch);
}

/// Tells which columns were taken for what, and which were not read.
fn tell(csv: &Delimited, columns: &Columns, (says_nothing, says_otherwise): (bool, bool), batch: &mut Batch) {
    let name = |at: usize| csv.header[at].as_str();
    let perhaps: Vec<&str> =
        columns.states.iter().filter(|(_, kind)| *kind == States::Perhaps).map(|(at, _)| name(*at)).collect();
    if !perhaps.is_empty() {
        batch.note(format!("columns that may say who is there, and are not known: {}", perhaps.join(", ")));
    }
    if says_nothing {
        batch.note(
            "it does not say which accounts are switched off: export it with the column that does (GAM: `suspended` and \
             `archived`; Active Directory: `Enabled`; Entra ID: `accountEnabled`)",
        );
    }
    let mut read = columns.read();
    let remarks = columns.remarks.iter().copied().filter(|at| is_of_remarks(name(*at)));
    let remarks: Vec<usize> = remarks.collect();
    read.extend(&remarks);
    let remarks: Vec<&str> = remarks.into_iter().map(name).collect();
    if !remarks.is_empty() {
        batch
            .note(format!("read for words about leaving alone, which leave open who is there: {}", remarks.join(", ")));
    }
    let unread = |at: &usize| !read.contains(at) && !name(*at).is_empty();
    let (plain, unknown): (Vec<usize>, Vec<usize>) =
        (0..csv.header.len()).filter(unread).partition(|at| columns.plain.contains(at));
    batch.note_unread_columns(csv, &plain, &unknown);
    tell_absent(csv, columns, batch);
    if columns.address.is_some() && !columns.has_states() && !says_nothing && !says_otherwise {
        batch.note(SAYS_OF_NOBODY);
    }
}

/// Tells what the list has no column of. A file cannot say whether one was cut out.
fn tell_absent(csv: &Delimited, columns: &Columns, batch: &mut Batch) {
    if csv.has("primaryEmail") {
        batch.note_absent_columns(csv, &[&["suspended"], &["suspensionTime"], &["archived"], &["archivalTime"]]);
    }
    let [name, given, family] = columns.names.map(|column| column.is_none());
    let absent = [
        (name && given && family, "name"),
        (name && given && !family, "given name"),
        (name && !given && family, "family name"),
        (columns.number.is_none(), "employee number"),
        (columns.states.is_empty(), "status"),
        (columns.ended.is_empty(), "end date"),
    ];
    let absent: Vec<&str> = absent.into_iter().filter(|(is_absent, _)| *is_absent).map(|(_, what)| what).collect();
    if !absent.is_empty() {
        batch.note(format!("columns not there, of which nothing is known or counted: {}", absent.join(", ")));
    }
}

/// Who made the list, as far as its columns tell: a directory, else a list of accounts or of people.
fn provider(csv: &Delimited, columns: &Columns) -> &'static str {
    let has = |names: &[&str]| names.iter().any(|name| csv.has(name));
    let is_account = |(at, kind): &(usize, States)| match kind {
        States::Positive | States::Negative | States::Lock => {
            let name = normal(&csv.header[*at]);
            ["enabled", "disabled", "suspend", "archiv", "block", "lock", "deactiv", "aktiviert", "gesperrt"]
                .iter()
                .any(|part| name.contains(part))
        }
        States::Words => ["account", "user", "login", "konto", "benutzer", "compte", "cuenta", "utente"]
            .iter()
            .any(|part| normal(&csv.header[*at]).contains(part)),
        States::Control => true,
        States::Sometimes | States::Perhaps => false,
    };
    match () {
        () if has(&["SamAccountName", "DistinguishedName", "ObjectGUID", "userAccountControl"]) => {
            super::ACTIVE_DIRECTORY
        }
        () if csv.header.iter().any(|name| name == "primaryEmail" || name.starts_with("primaryEmail ")) => {
            super::GOOGLE_WORKSPACE
        }
        () if !columns.states.is_empty() && columns.states.iter().all(is_account) => super::ACCOUNT_LIST,
        () => super::PEOPLE_LIST,
    }
}

fn is_directory(provider: &str) -> bool {
    [super::ACTIVE_DIRECTORY, super::GOOGLE_WORKSPACE].contains(&provider)
}
