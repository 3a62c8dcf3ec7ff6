//! What cells say of leaving: units, last days, reasons, headings and marks.

use super::read;
use crate::ingest::load_bytes;
use crate::ingest::testing::table_rows;
use crate::model::Table;

/// Fault: Who had been moved to a unit or department of former employees passed for present
/// Outcome: Whether they are there is not known
#[test]
fn units_of_former_employees() {
    for (file, rows) in [
        (
            "primaryEmail,suspended,archived,orgUnitPath\na@example.com,False,False,/Former Employees\nb@example.com,False,False,/Staff\n",
            "a@example.com unknown -|b@example.com here -",
        ),
        (
            "Name,Email,Department\nA,a@example.com,zz_Leavers\nB,b@example.com,Sales\n",
            "a@example.com unknown -|b@example.com - -",
        ),
        (
            "Name,Email,Status,Department\nA,a@example.com,Terminated,Former Employees\nB,b@example.com,Active,Alumni Relations\n",
            "a@example.com gone -|b@example.com here -",
        ),
    ] {
        assert_eq!(read(file).0.join("|"), rows, "{file}");
    }
    let google = "First Name [Required],Last Name [Required],Email Address [Required],Org Unit Path [Required],Status [READ ONLY]\n\
                  A,X,a@example.com,/Former Employees,Active\nB,X,b@example.com,/Staff,Active\nC,X,c@example.com,/Former Employees,Suspended\n";
    let data = load_bytes(vec![("people.csv".to_owned(), google.as_bytes().to_vec())]).unwrap();
    let rows = table_rows(&data, Table::Roster, &["addresses", "standing"]);
    assert_eq!(rows, ["a@example.com unknown", "b@example.com here", "c@example.com gone"]);
}

#[test]
fn a_last_day_decides_over_who_has_resigned() {
    for (status, day, standing) in [
        ("Resignation (Voluntary)", "", "unknown -"),
        ("Resignation (Voluntary)", "2026-05-01", "between 2026-05-01"),
        ("gekündigt", "2026-05-01", "between 2026-05-01"),
        ("Démissionnaire", "soon", "unknown -"),
        ("Terminated", "2026-05-01", "gone 2026-05-01"),
        ("Wibble", "2026-05-01", "unknown 2026-05-01"),
    ] {
        let (rows, _) = read(&format!("Name,Email,Employment Status,End date\nA,a@example.com,{status},{day}\n"));
        assert_eq!(rows, [format!("a@example.com {standing}")], "{status} {day}");
    }
}

/// Fault: The last day of work of somebody on leave made them a leaver
/// Outcome: It ends no employment of who is on leave; it does of who is leaving, and so does the end of an employment
#[test]
fn on_leave_with_a_last_day_of_work() {
    for (status, column, day) in [
        ("On Leave", "Last Day Worked", "-"),
        ("Parental Leave", "Last Day of Work", "-"),
        ("LOA", "Last Work Day", "-"),
        ("Elternzeit", "Last Date Worked", "-"),
        ("Serving Notice", "Last Day Worked", "2026-05-01"),
        ("Pending Termination", "Last Day of Work", "2026-05-01"),
        ("On Leave", "Termination Date", "2026-05-01"),
        ("On Leave", "End Date", "2026-05-01"),
        ("Active", "Last Day Worked", "2026-05-01"),
    ] {
        let (rows, _) = read(&format!("Name,Email,Status,{column}\nA,a@example.com,{status},2026-05-01\n"));
        assert!(rows[0].ends_with(&format!(" {day}")), "{status} {column}: {rows:?}");
    }
}

/// Fault: Who stood on a list of leavers, with a reason and without a day, counted as present
/// Outcome: They are gone; in a list of others, too, whoever has a reason is not known to be there
#[test]
fn reasons_for_leaving() {
    for (file, rows) in [
        (
            "Name,Email,Reason for leaving\nA,a@example.com,Resignation\nB,b@example.com,Retirement\n",
            "a@example.com gone -|b@example.com gone -",
        ),
        ("Name;E-Mail;Austrittsgrund\nA;a@example.com;Rente\n", "a@example.com gone -"),
        (
            "Name,Email,Reason for leaving\nA,a@example.com,Resignation\nB,b@example.com,\nC,c@example.com,n/a\n",
            "a@example.com unknown -|b@example.com - -|c@example.com - -",
        ),
        (
            "Name,Email,Last Day,Termination Reason\nA,a@example.com,2026-05-01,Resignation\nB,b@example.com,2027-05-01,Resignation\n",
            "a@example.com - 2026-05-01|b@example.com - 2027-05-01",
        ),
        (
            "Name,Email,Status,Termination Reason\nA,a@example.com,Active,Resignation\nB,b@example.com,Active,\n",
            "a@example.com here -|b@example.com here -",
        ),
        (
            "Name,Email,Reason\nA,a@example.com,New laptop\nB,b@example.com,New laptop\n",
            "a@example.com - -|b@example.com - -",
        ),
    ] {
        assert_eq!(read(file).0.join("|"), rows, "{file}");
    }
}

/// Fault: People below a heading «Terminated employees» counted as present, where no column says who is there
/// Outcome: The heading says it of the rows below; one in other words says that it is not known
#[test]
fn headings_between_people() {
    let rows = |headings: [&str; 2]| {
        let file = format!(
            "Name,Email,Department\n{},,\nA,a@example.com,X\nB,b@example.com,X\n{},,\nC,c@example.com,X\n",
            headings[0], headings[1]
        );
        let data = load_bytes(vec![("people.csv".to_owned(), file.into_bytes())]).unwrap();
        table_rows(&data, Table::Roster, &["standing"]).join(" ")
    };
    for (headings, standings) in [
        (["Active employees", "Terminated employees"], "here here gone"),
        (["Active (2)", "Leavers"], "here here gone"),
        (["Aktive Mitarbeiter", "Ausgeschieden"], "- - gone"),
        (["Former employees", "Sales"], "gone gone unknown"),
        (["Sales", "Engineering"], "- - -"),
        (["On leave", "Active"], "between between here"),
    ] {
        assert_eq!(rows(headings), standings, "{headings:?}");
    }
}

/// Fault: A mark that only leavers have, in a column of an unknown name (a cross, a number of a case, TRUE or nothing), was not looked at: they counted as there
/// Outcome: Whoever has such a mark is not known to be there, by name; everybody else is
#[test]
fn a_mark_that_few_have() {
    for (header, mark) in [
        ("nsAccountLock", "TRUE"),
        ("pwdAccountLockedTime", "000001010000Z"),
        ("Termd", "1"),
        ("Weg", "x"),
        ("Kontosperre", "TRUE"),
        ("Case", "HR-221"),
        ("Zzz", "†"),
    ] {
        let row = |n: usize| format!("P{n},p{n}@example.com,{}\n", if n == 5 { mark } else { "" });
        let file = format!("Name,Email,{header}\n{}", (0..8).map(row).collect::<String>());
        let (rows, _) = read(&file);
        for (n, row) in rows.iter().enumerate() {
            let here = row.ends_with(" - -") || row.ends_with(" here -");
            assert_eq!(here, n != 5, "{header}: {row}");
        }
    }
    // What a quarter or more have, or each in words of their own, sorts nobody: floors, telephones, nicknames.
    for cells in [["3", "", "", "3"], ["+49 1", "+49 2", "", "+49 4"]] {
        let file: String =
            cells.iter().enumerate().map(|(n, cell)| format!("P{n},p{n}@example.com,{cell}\n")).collect();
        let (rows, _) = read(&format!("Name,Email,Zzz\n{file}"));
        assert!(rows.iter().all(|row| row.ends_with(" - -")), "{rows:?}");
    }
    // 0 and 1, and nothing says which of them means gone.
    let switched: String = (0..8).map(|n| format!("P{n},p{n}@example.com,{}\n", u8::from(n == 5))).collect();
    let (rows, _) = read(&format!("Name,Email,konto_zu\n{switched}"));
    assert!(rows.iter().all(|row| row.ends_with(" unknown -")), "{rows:?}");
}

#[test]
fn a_unit_of_those_who_left() {
    let row = |name: &str, unit: &str| format!("\"CN={name},{unit},DC=example\",{name},{name}@example.com\n");
    for (unit, standing) in [
        ("OU=Users", "-"),
        ("OU=Berlin,OU=Staff", "-"),
        ("OU=Disabled Users", "unknown"),
        ("OU=Sales,OU=Leavers", "unknown"),
        ("ou=Ehemalige", "unknown"),
    ] {
        let file = format!("dn,cn,mail\n{}{}", row("ann", "OU=Users"), row("bob", unit));
        assert_eq!(
            read(&file).0,
            ["ann@example.com - -".to_owned(), format!("bob@example.com {standing} -")],
            "{unit}"
        );
    }
}
