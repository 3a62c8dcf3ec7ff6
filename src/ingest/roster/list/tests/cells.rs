//! What the cells of a row, reasons, flags of accounts, last days and headings between people say of whether somebody is there.

use super::read;
use crate::ingest::load_bytes;
use crate::ingest::testing::table_rows;
use crate::model::Table;

#[test]
fn cells_that_say_it_otherwise() {
    for (file, rows) in [
        // A date in a column that asks whether.
        (
            "Name,Email,Terminated\nA,a@example.com,\nB,b@example.com,2026-04-30\nC,c@example.com,no\nD,d@example.com,x\n",
            "a@example.com - -|b@example.com gone 2026-04-30|c@example.com here -|d@example.com gone -",
        ),
        // Locked out is not gone.
        (
            "Name,Email,Enabled,LockedOut\nA,a@example.com,True,True\nB,b@example.com,False,False\n",
            "a@example.com between -|b@example.com gone -",
        ),
        // Came back: began after the end.
        (
            "Name,Email,Status,Hire Date,Termination Date\nA,a@example.com,Active,2025-02-01,2024-01-31\nB,b@example.com,Active,2023-02-01,2024-01-31\n",
            "a@example.com here -|b@example.com here 2024-01-31",
        ),
        // A cell that is no date costs itself.
        (
            "Name,Email,Status,End Date\nA,a@example.com,Active,soon\nB,b@example.com,Terminated,soon\nC,c@example.com,Active,\n",
            "a@example.com unknown -|b@example.com gone -|c@example.com here -",
        ),
        // Only leavers are marked; or one has no mark where others have.
        ("Name,Email,Status\nA,a@example.com,\nB,b@example.com,left\n", "a@example.com - -|b@example.com gone -"),
        (
            "Name,Email,Status\nA,a@example.com,\nB,b@example.com,left\nC,c@example.com,active\n",
            "a@example.com unknown -|b@example.com gone -|c@example.com here -",
        ),
        // Codes that nobody explains.
        (
            "Name,Email,Status\nA,a@example.com,1\nB,b@example.com,0\n",
            "a@example.com unknown -|b@example.com unknown -",
        ),
        // A kind of employment that reports its end.
        (
            "Name,Email,Employment Type\nA,a@example.com,Contractor\nB,b@example.com,Terminated\n",
            "a@example.com here -|b@example.com gone -",
        ),
    ] {
        assert_eq!(read(file).0.join("|"), rows, "{file}");
    }
}

/// Fault: A status column that is empty for everybody made everybody present
/// Outcome: Nobody's status is known, unless last days say who left
#[test]
fn a_status_that_is_empty_for_everybody() {
    for (file, rows) in [
        ("Name,Email,Status\nA,a@example.com,\nB,b@example.com,\n", "a@example.com unknown -|b@example.com unknown -"),
        (
            "Name,Email,Enabled\nA,a@example.com,\nB,b@example.com,-\n",
            "a@example.com unknown -|b@example.com unknown -",
        ),
        (
            "Name,Email,Status,End Date\nA,a@example.com,,\nB,b@example.com,,\n",
            "a@example.com unknown -|b@example.com unknown -",
        ),
        (
            "Name,Email,Status,End Date\nA,a@example.com,,\nB,b@example.com,,2026-04-30\n",
            "a@example.com - -|b@example.com - 2026-04-30",
        ),
        ("Name,Email,Suspended\nA,a@example.com,\nB,b@example.com,\n", "a@example.com - -|b@example.com - -"),
        ("Name,Email,End Date\nA,a@example.com,\nB,b@example.com,\n", "a@example.com - -|b@example.com - -"),
    ] {
        let (read, notes) = read(file);
        assert_eq!(read.join("|"), rows, "{file}");
        assert_eq!(
            notes.iter().any(|note| note.contains("whether they are there is not known")),
            rows.contains("unknown"),
            "{notes:?}"
        );
    }
}

/// Fault: An empty cell in the status column of a provider's export made its user present
/// Outcome: The status of that user is not known
#[test]
fn a_provider_s_empty_status_is_not_known() {
    for file in [
        "userPrincipalName,displayName,accountEnabled\na@example.com,A,\n",
        "User principal name,Display name,Block credential\na@example.com,A,\n",
        "First Name,Email Address,Org Unit Path,Status\nA,a@example.com,/,\n",
        "User,Login,Status,Authentication Source\nA,a@example.com,,Okta\n",
    ] {
        let data = load_bytes(vec![("people.csv".to_owned(), file.as_bytes().to_vec())]).unwrap();
        assert_eq!(table_rows(&data, Table::Roster, &["addresses", "standing"]), ["a@example.com unknown"], "{file}");
    }
}

/// Fault: The flags of Active Directory's accounts were not read: disabled accounts counted as present
/// Outcome: The second bit says that an account is disabled; what is no number of flags is not known
#[test]
fn flags_of_accounts() {
    let flags = [
        ("512", "here"),
        ("514", "gone"),
        ("544", "here"),
        ("546", "gone"),
        ("66048", "here"),
        ("66050", "gone"),
        ("66082", "gone"),
        ("514.0", "gone"),
        ("0x202", "gone"),
        ("0x200", "here"),
        ("NormalAccount, AccountDisable", "gone"),
        ("NormalAccount, DontExpirePassword", "here"),
        ("0", "unknown"),
        ("x", "unknown"),
        ("", "unknown"),
    ];
    for name in ["userAccountControl", "User Account Control"] {
        let rows = flags.iter().enumerate().map(|(n, (flags, _))| format!("N{n},n{n}@example.com,\"{flags}\"\n"));
        let (read, _) = read(&format!("Name,Mail,{name}\n{}", rows.collect::<String>()));
        for ((flags, standing), row) in flags.iter().zip(read) {
            assert!(row.ends_with(&format!(" {standing} -")), "{flags}: {row}");
        }
    }
    let expired = "cn,mail,userAccountControl,accountExpires\nA,a@example.com,512,9223372036854775807\nB,b@example.com,512,0\n\
                   C,c@example.com,512,134222400000000000\n";
    assert_eq!(read(expired).0, ["a@example.com here -", "b@example.com here -", "c@example.com here 2026-05-03"]);
}

/// Fault: A mark on a name, as «Ann Lee (Terminated)», was part of the name: whoever had left passed for present
/// Outcome: The mark says it where no column does; next to one that says that they are there it is not known who is there
#[test]
fn marks_on_names() {
    let marked = |header: &str, rows: [&str; 2]| {
        let file = format!("{header}\n{}\n{}\n", rows[0], rows[1]);
        let data = load_bytes(vec![("people.csv".to_owned(), file.into_bytes())]).unwrap();
        table_rows(&data, Table::Roster, &["name", "standing", "status_column"]).join("|")
    };
    for (header, rows, expected) in [
        (
            "Worker,Employee ID,Email - Work,Department",
            ["Ann Lee (Terminated),1,a@example.com,X", "Bob Moss,2,b@example.com,X"],
            "Ann Lee gone Worker|Bob Moss - -",
        ),
        (
            "Name,Email,Department",
            ["ZZ_Ann Lee,a@example.com,X", "Bob Moss (On Leave),b@example.com,X"],
            "Ann Lee unknown Name|Bob Moss between Name",
        ),
        (
            "Name,Email,Status",
            ["Ann Lee (Terminated),a@example.com,Active", "Bob Moss (Left),b@example.com,Terminated"],
            "Ann Lee unknown Name|Bob Moss gone Status",
        ),
        (
            "First name,Last name,Email,Department",
            ["Ann,Lee [left],a@example.com,X", "Bob,Moss (Contractor),b@example.com,X"],
            "Ann Lee gone Last name|Bob Moss (Contractor) - -",
        ),
    ] {
        assert_eq!(marked(header, rows), expected, "{header}");
    }
}

/// Fault: Who lost an application, or was assigned to it again, had left on the day of Okta's report of unassignments
/// Outcome: Who is assigned is there; of who is not it is not known
#[test]
fn lost_applications_end_no_employment() {
    for (file, rows) in [
        (
            "fullName,assigneeOktaUsername,assigneeAppUsername,unassignedOn,assignmentStatus\n\
             A,a@example.com,a@example.com,2026-08-01T09:00:00Z,UNASSIGNED\nB,b@example.com,b@example.com,2026-08-01T09:00:00Z,ASSIGNED\n",
            "a@example.com unknown -|b@example.com here -",
        ),
        (
            "Name,Email,Unassigned On\nA,a@example.com,2026-08-01\nB,b@example.com,\n",
            "a@example.com unknown -|b@example.com here -",
        ),
        (
            "Name,Email,Assignment Status\nA,a@example.com,Inactive\nB,b@example.com,Active\n",
            "a@example.com gone -|b@example.com here -",
        ),
    ] {
        assert_eq!(read(file).0.join("|"), rows, "{file}");
    }
}
