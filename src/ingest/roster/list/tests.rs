//! Lists of people in many forms.

use crate::ingest::load_bytes;
use crate::ingest::testing::table_rows;
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
fn columns_by_their_names_and_cells() {
    for (file, rows) in [
        // GAM: either column says gone, and the times say since when.
        (
            "primaryEmail,suspended,suspensionReason,suspensionTime,archived,archivalTime\na@example.com,False,,,False,\n\
             b@example.com,True,ADMIN,2026-04-27T19:23:44-07:00,False,\nc@example.com,False,,,True,2026-05-11T10:43:27-07:00\n",
            "a@example.com here -|b@example.com gone 2026-04-28|c@example.com gone 2026-05-11",
        ),
        // Active Directory.
        (
            "DistinguishedName,Enabled,GivenName,Name,ObjectClass,SamAccountName,Surname,UserPrincipalName\n\
             \"CN=A,DC=x\",True,A,A,user,a,X,a@example.com\n\"CN=B,DC=x\",False,B,B,user,b,X,b@example.com\n",
            "a@example.com here -|b@example.com gone -",
        ),
        // A region next to the status; reasons in brackets.
        (
            "Employee #,Name,Email,Employment Status,State,Termination Date\n1,A,a@example.com,Full-Time,CA,\n\
             2,B,b@example.com,Terminated (Voluntary),NY,\n3,C,c@example.com,On Leave,TX,\n4,D,d@example.com,Wibble,CA,\n",
            "a@example.com here -|b@example.com gone -|c@example.com between -|d@example.com unknown -",
        ),
        // Only `State`, which is the status.
        (
            "Name,Email,State\nA,a@example.com,Active\nB,b@example.com,Left\nC,c@example.com,Purple\n",
            "a@example.com here -|b@example.com gone -|c@example.com unknown -",
        ),
        ("Name,Email,State\nA,a@example.com,CA\nB,b@example.com,NY\n", "a@example.com - -|b@example.com - -"),
        // Systems of HR.
        (
            "EMPLOYEE_ID,EMPLOYEE_EMAIL,LEAVE_DATE\n1,a@example.com,\n2,b@example.com,2026-05-02\n",
            "a@example.com - -|b@example.com - 2026-05-02",
        ),
        (
            "Worker,Business Email,Last Day\nA,a@example.com,\nB,b@example.com,05/02/2026 \n",
            "a@example.com - -|b@example.com - 2026-05-02",
        ),
        (
            "Worker,Kontakt,Worker Status\nA,a@example.com,Active\nB,b@example.com,Terminated\n",
            "a@example.com here -|b@example.com gone -",
        ),
    ] {
        assert_eq!(read(file).0.join("|"), rows, "{file}");
    }
}

#[test]
fn columns_in_other_languages() {
    for (file, rows) in [
        (
            "Vorname;Nachname;E-Mail-Adresse;Mitarbeiterstatus;Austrittsdatum\nA;B;a@example.com;Aktiv;\nB;B;b@example.com;Ausgeschieden;30.04.2026\n",
            "a@example.com here -|b@example.com gone 2026-04-30",
        ),
        (
            "Name;E-Mail;Aktiv\nA;a@example.com;WAHR\nB;b@example.com;FALSCH\n",
            "a@example.com here -|b@example.com gone -",
        ),
        (
            "Prénom;Nom;Courriel;Statut;Date de sortie\nA;B;a@example.com;Actif;\nB;B;b@example.com;Sorti;30/04/2026\n",
            "a@example.com here -|b@example.com gone 2026-04-30",
        ),
        (
            "Nom;Adresse e-mail;Désactivé\nA;a@example.com;FAUX\nB;b@example.com;VRAI\n",
            "a@example.com here -|b@example.com gone -",
        ),
        (
            "Nombre;Correo electrónico;Estado;Fecha de baja\nA;a@example.com;Activo;\nB;b@example.com;Baja;13/04/2026\n",
            "a@example.com here -|b@example.com gone 2026-04-13",
        ),
        (
            "Nominativo;Email aziendale;Stato;Data cessazione\nA;a@example.com;In forza;\nB;b@example.com;Cessato;30/04/2026\n",
            "a@example.com here -|b@example.com gone 2026-04-30",
        ),
        (
            "Naam;Zakelijk e-mailadres;Status;Einddatum\nA;a@example.com;In dienst;\nB;b@example.com;Uit dienst;30-04-2026\n",
            "a@example.com here -|b@example.com gone 2026-04-30",
        ),
        (
            "Imię i nazwisko;Adres e-mail;Status zatrudnienia;Data zwolnienia\nA;a@example.com;Zatrudniony;\nB;b@example.com;Zwolniony;2026-04-30\n",
            "a@example.com here -|b@example.com gone 2026-04-30",
        ),
        (
            "Nome completo;E-mail corporativo;Situação;Data de desligamento\nA;a@example.com;Ativo;\nB;b@example.com;Desligado;30/04/2026\n",
            "a@example.com here -|b@example.com gone 2026-04-30",
        ),
        (
            "ФИО;Электронная почта;Статус;Дата увольнения\nА;a@example.com;Работает;\nБ;b@example.com;Уволен;30.04.2026\n",
            "a@example.com here -|b@example.com gone 2026-04-30",
        ),
        (
            "ФИО;Почта;Активен\nА;a@example.com;ИСТИНА\nБ;b@example.com;ЛОЖЬ\n",
            "a@example.com here -|b@example.com gone -",
        ),
    ] {
        assert_eq!(read(file).0.join("|"), rows, "{file}");
    }
}

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

#[test]
fn columns_that_are_no_status_make_nobody_a_leaver() {
    for column in [
        "MFA Status",
        "Password Status",
        "License Status",
        "Marital Status",
        "Sync Status",
        "Visa status",
        "Training status",
        "2sv enrolled",
        "Familienstand",
        "Suspension reason",
        "VPN",
        "VPN Enabled",
        "Laptop status",
        "2FA Status",
        "objectType",
        "isGroup",
        "Mailbox status",
        "Invitation Status",
    ] {
        let file = format!("Name,Email,{column}\nA,a@example.com,Enabled\nB,b@example.com,Disabled\n");
        let (rows, notes) = read(&file);
        assert_eq!(rows, ["a@example.com - -", "b@example.com - -"], "{column}");
        assert!(notes.iter().any(|note| note.contains(column)), "{column}: {notes:?}");
    }
}

#[test]
fn columns_that_look_like_a_status_and_are_not_known() {
    for (column, cells, standing) in [
        ("HR-Kennzeichen", ["aktiv", "ausgeschieden"], ["here", "gone"]),
        ("Zugang", ["Enabled", "Disabled"], ["here", "unknown"]),
        ("Kontostatus neu", ["grün", "rot"], ["unknown", "unknown"]),
        ("Activity status", ["7", "9"], ["unknown", "unknown"]),
        ("is_employed_flag", ["P", "Q"], ["unknown", "unknown"]),
    ] {
        let file = format!("Name,Email,{column}\nA,a@example.com,{}\nB,b@example.com,{}\n", cells[0], cells[1]);
        let (rows, notes) = read(&file);
        let expected = [format!("a@example.com {} -", standing[0]), format!("b@example.com {} -", standing[1])];
        assert_eq!(rows, expected, "{column}");
        assert!(notes.iter().any(|note| note.ends_with(&format!("are not known: {column}"))), "{notes:?}");
    }
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

#[test]
fn a_column_that_may_say_who_is_there_is_not_passed_over() {
    for (column, cells, standings) in [
        // A name that no list of ours has, and words that sort people.
        ("Zustaendnis", ["drin", "drin", "drin", "raus"], ["unknown", "unknown", "unknown", "unknown"]),
        ("Aboard", ["Y", "Y", "N", "Y"], ["unknown", "unknown", "unknown", "unknown"]),
        // A name of addresses, without any.
        ("Account", ["unlocked", "locked", "blocked", "unlocked"], ["unknown", "between", "unknown", "unknown"]),
        ("Login", ["ann", "bea", "cem", "dov"], ["-"; 4]),
        // A day that only some have.
        ("Odchod", ["", "2026-05-02", "", ""], ["-", "unknown", "-", "-"]),
        // Names, numbers, one word for all, and what says nothing by its name.
        ("Jmeno", ["Petr", "Jana", "Petra", "Ota"], ["-"; 4]),
        ("Stock", ["3", "3", "3", "4"], ["-"; 4]),
        ("Mandant", ["AG", "AG", "AG", "AG"], ["-"; 4]),
        ("Department", ["Sales", "Sales", "Sales", "IT"], ["-"; 4]),
        // Known words of more languages.
        ("Stav", ["Aktivní", "Aktivní", "Rodičovská", "Ukončen"], ["here", "here", "between", "gone"]),
        ("Tila", ["Aktiivinen", "Vapaalla", "Päättynyt", "Aktiivinen"], ["here", "between", "gone", "here"]),
        ("Status", ["Ansatt", "Permisjon", "Sluttet", "Ansatt"], ["here", "between", "gone", "here"]),
        ("Státusz", ["Aktív", "GYES", "Kilépett", "Aktív"], ["here", "between", "gone", "here"]),
        ("Stare", ["Activ", "Preaviz", "Plecat", "Activ"], ["here", "between", "gone", "here"]),
        ("Статус працівника", ["Працює", "Декрет", "Звільнений", "Працює"], ["here", "between", "gone", "here"]),
        ("Κατάσταση", ["Ενεργός", "Ενεργός", "Αποχώρησε", "Ενεργός"], ["here", "here", "gone", "here"]),
        ("재직상태", ["재직", "휴직", "퇴직", "재직"], ["here", "between", "gone", "here"]),
        ("On payroll", ["Y", "Y", "N", "Y"], ["here", "here", "gone", "here"]),
        ("Left company", ["No", "No", "Yes", "No"], ["here", "here", "gone", "here"]),
    ] {
        let rows = ["a", "b", "c", "d"].iter().zip(cells);
        let rows: String = rows.map(|(one, cell)| format!("{one}@example.com,{cell}\n")).collect();
        let (read, _) = read(&format!("Email,{column}\n{rows}"));
        let expected = ["a", "b", "c", "d"].iter().zip(standings);
        let expected: Vec<_> = expected.map(|(one, standing)| format!("{one}@example.com {standing} -")).collect();
        assert_eq!(read, expected, "{column}");
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

/// Fault: A file whose lines stand in quotes was read as a list of people of whom everybody is there
/// Outcome: It is no list of people; one with a comma in the name of a column is
#[test]
fn a_comma_in_the_name_of_a_column() {
    let file = "Name,\"Email (work, private)\",Status\nA,a@example.com,Active\nB,b@example.com; b@example.org,Left\n";
    assert_eq!(read(file).0, ["a@example.com here -", "b@example.com b@example.org gone -"]);
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
