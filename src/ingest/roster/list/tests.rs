//! Lists of people in many forms: which tables are one, and what is reported of them.

mod cells;
mod columns;
mod leaving;

use crate::ingest::load_bytes;
use crate::ingest::testing::table_rows;
use crate::model::Table;

#[test]
fn a_row_has_the_addresses_of_columns_that_say_so() {
    let file = "Name;E-mail Address;Other address;Notes;Line Manager Email;Replaces\n\
                Ana;ana@example.com;a.lima@example.com;also ana@example.org;boss@example.com;old@example.com\n\
                Bea;bea@example.com;;;boss@example.com;bea@example.com\n";
    let data = load_bytes(vec![("people.csv".to_owned(), file.as_bytes().to_vec())]).unwrap();
    let rows = table_rows(&data, Table::Roster, &["addresses", "contact_addresses"]);
    assert_eq!(rows, ["ana@example.com a.lima@example.com -", "bea@example.com -"]);
    let notes = &data.inputs[0].notes;
    let said = "addresses in columns that do not say whose they are: they are nobody's, and not read: Notes, Replaces";
    assert!(notes.iter().any(|note| note == said), "{notes:?}");
}

/// Fault: Where two lists stand side by side in one sheet, the people of the second were those of the first
/// Outcome: A second column of the same name says nothing of whose the addresses in it are
#[test]
fn a_second_column_of_the_same_name() {
    let file = "Name,Email,,Name,Email\nA,a@example.com,,B,b@example.com\nC,c@example.com,,,\n";
    assert_eq!(read(file).0, ["a@example.com - -", "c@example.com - -"]);
}

/// `address standing last-day` of every row, and what is reported for columns.
fn read(file: &str) -> (Vec<String>, Vec<String>) {
    let data = load_bytes(vec![("people.csv".to_owned(), file.as_bytes().to_vec())]).unwrap();
    assert_eq!(data.inputs[0].kind.as_deref(), Some("roster-list"), "{file}\n{:?}", data.inputs[0].notes);
    assert!(data.rejections.is_empty(), "{:?}", data.rejections);
    (table_rows(&data, Table::Roster, &["addresses", "standing", "ended_on"]), data.inputs[0].notes.clone())
}

fn kind(file: &str) -> Option<String> {
    let data = load_bytes(vec![("people.csv".to_owned(), file.as_bytes().to_vec())]).unwrap();
    data.inputs[0].kind.clone()
}

#[test]
fn what_was_not_read_is_named() {
    let (_, notes) = read("Name,Email,Status,Department,Flurb\nA,a@example.com,Active,X,Y\n");
    assert!(notes.contains(&"columns not read: Flurb".to_owned()), "{notes:?}");
    assert!(notes.contains(&"columns that say nothing of who is there, not read: Department".to_owned()), "{notes:?}");
    let data = load_bytes(vec![("p.csv".to_owned(), b"Name,Email,Status,Flurb\nA,a@example.com,Active,Y\n".to_vec())])
        .unwrap();
    assert_eq!(data.remarks[0].unknown_columns, ["Flurb"]);
}

#[test]
fn a_directory_that_does_not_say_who_is_off() {
    for file in [
        "primaryEmail\na@example.com\n",
        "SamAccountName,UserPrincipalName\na,a@example.com\n",
        "primaryEmail,orgUnitPath\na@example.com,/\n",
    ] {
        let (rows, notes) = read(file);
        assert_eq!(rows, ["a@example.com unknown -"], "{file}");
        assert!(notes.iter().any(|note| note.contains("does not say which accounts are switched off")), "{notes:?}");
    }
}

#[test]
fn what_is_no_roster() {
    for file in [
        // The organization's own lists.
        "id,email,name,role,added_at\nuser_01AnnAAAAAAAAAAAAAAAAA,a@example.com,A,admin,2026-01-05T09:00:00Z\n",
        "id,email,role,status,invited_at,expires_at\ninvite_01AnnAAAAAAAAAAAAAAAAA,a@example.com,user,pending,2026-01-05T09:00:00Z,\n",
        "user_01AnnAAAAAAAAAAAAAAAAA,a@example.com,A,admin\nuser_01BobAAAAAAAAAAAAAAAAA,b@example.com,B,user\n",
        "email,name,role\na@example.com,A,admin\nb@example.com,B,developer\n",
        // Logs and events.
        "timestamp,user,email,event\n2026-01-05T09:00:00Z,A,a@example.com,login\n",
        "Date,Username,Application,IP address,Status\n2026-01-05,a@example.com,Mail,203.0.113.7,Success\n",
        "Email,Action,Name\na@example.com,login,A\n",
        // Tables with addresses that are not one for each.
        "Name,Besteller,Menge,Status\nX,a@example.com,1,offen\nY,a@example.com,2,offen\nZ,a@example.com,2,offen\n",
        "Name,Phone\nA,1\n",
        // Lines in quotes: their cells are not apart.
        "\"Name,Email,Status\"\n\"A,a@example.com,Active\"\n\"B,b@example.com,Terminated\"\n",
        "\"Name;Email;Status\"\n\"A;a@example.com;Active\"\n\"B;b@example.com;Terminated\"\n",
        "\"Name\tEmail\tStatus\",\n\"A\ta@example.com\tActive\",\n\"B\tb@example.com\tTerminated\",\n",
    ] {
        assert_ne!(kind(file).as_deref(), Some("roster-list"), "{file}");
    }
}

/// Fault: A file whose lines stand in quotes was read as a list of people of whom everybody is there
/// Outcome: It is no list of people; one with a comma in the name of a column is
#[test]
fn a_comma_in_the_name_of_a_column() {
    let file = "Name,\"Email (work, private)\",Status\nA,a@example.com,Active\nB,b@example.com; b@example.org,Left\n";
    assert_eq!(read(file).0, ["a@example.com here -", "b@example.com b@example.org gone -"]);
}
