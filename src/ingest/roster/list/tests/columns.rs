//! What columns are taken for, by their names in many languages and by what stands in them.

use super::read;

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

/// Fault: Who had left by a column of notes, or by a last day in a column of an unknown name, counted as present without a word
/// Outcome: Words about leaving, and days that only some have, leave open whether somebody is there; other remarks do not
#[test]
fn leaving_that_stands_in_another_column() {
    let standing = |header: &str, cell: &str| {
        let file = format!("Name,Email,{header}\nA,a@example.com,\nB,b@example.com,{cell}\nC,c@example.com,\n");
        read(&file).0[1].split(' ').nth(1).unwrap().to_owned()
    };
    for (header, cell) in [
        ("Notes", "left 14 Aug"),
        ("Bemerkung", "ausgeschieden zum 14.08.2026"),
        ("備考", "8/14退職"),
        ("Info", "resigned on 14 Aug"),
        ("Relocated", "14-Aug-2026"),
        ("Relocated", "14.8.26"),
        ("Relocated", "\"Aug 14, 2026\""),
        ("Relocated", "2026年8月14日"),
        ("Relocated", "14 août 2026"),
        ("Deactivated by", "it.admin"),
        ("Offboarding ticket", "HR-4711"),
        ("Terminated By", "J. Doe"),
        ("Exit Interview", "done"),
    ] {
        assert_eq!(standing(header, cell), "unknown", "{header}: {cell}");
    }
    for (header, cell) in [
        ("Notes", "parental leave until March"),
        ("Notes", "left-handed mouse"),
        ("Info", "works from home"),
        ("Desk", "A 14"),
        ("Offboarding ticket", "none"),
        ("Offboarding ticket", "no"),
        ("Offboarding ticket", "n/a"),
    ] {
        assert_eq!(standing(header, cell), "-", "{header}: {cell}");
    }
    let everybody = "Name,Email,Deactivated by\nA,a@example.com,it.admin\nB,b@example.com,it.admin\n";
    assert_eq!(read(everybody).0, ["a@example.com - -", "b@example.com - -"], "of everybody");
    let (rows, notes) =
        read("Name,Email,Status,Notes\nA,a@example.com,Active,left 14 Aug\nB,b@example.com,Active,likes tea\n");
    assert_eq!(rows, ["a@example.com unknown -", "b@example.com here -"]);
    assert!(notes.iter().any(|note| note.ends_with("which leave open who is there: Notes")), "{notes:?}");
}

#[test]
fn names_of_columns_in_the_field() {
    for (file, rows) in [
        (
            "Name,Email,Relieving Date\nA,a@example.com,\nB,b@example.com,14-Aug-2026\n",
            ["a@example.com - -", "b@example.com - 2026-08-14"],
        ),
        (
            "Name,Email,LWD\nA,a@example.com,\nB,b@example.com,2026-08-14\n",
            ["a@example.com - -", "b@example.com - 2026-08-14"],
        ),
        (
            "Name;E-Mail;Firma;Vertrag bis\nA;a@example.com;X;31.12.2026\nB;b@example.com;X;30.06.2026\n",
            ["a@example.com - 2026-12-31", "b@example.com - 2026-06-30"],
        ),
        ("Name,Email,在籍\nA,a@example.com,○\nB,b@example.com,×\n", ["a@example.com here -", "b@example.com gone -"]),
        (
            "Name,Email,Still here\nA,a@example.com,✓\nB,b@example.com,✗\n",
            ["a@example.com here -", "b@example.com gone -"],
        ),
        (
            "Associate ID,Legal First Name,Work Contact: Work Email,Position Status\n1,A,a@example.com,Active\n2,B,b@example.com,Terminated\n",
            ["a@example.com here -", "b@example.com gone -"],
        ),
    ] {
        assert_eq!(read(file).0, rows, "{file}");
    }
}

/// Fault: Whoever had filled in the form in which a colleague's leaving is reported had left
/// Outcome: The address that is another in every row, or is called the leaver's, is the person's; the requester's is nobody's
#[test]
fn forms_in_which_somebody_s_leaving_is_told() {
    for (header, cells) in [
        (
            "ID,Email,Name,Leaver name,Leaver email,Last working day",
            ["1,boss@x.example,Boss Bee,Ann Lee,ann@x.example", "2,boss@x.example,Boss Bee,Bob Moss,bob@x.example"],
        ),
        (
            "ID,Email,Name,Leaver name,Leaver email,Last working day",
            ["1,boss@x.example,Boss Bee,Ann Lee,ann@x.example", "2,other@x.example,Otto Oak,Bob Moss,bob@x.example"],
        ),
        (
            "ID,Email,Reported as,Employee name,Employee email,Last day",
            ["1,boss@x.example,x,Ann Lee,ann@x.example", "2,boss@x.example,y,Bob Moss,bob@x.example"],
        ),
    ] {
        let file = format!("{header}\n{},2026-06-30\n{},2026-06-30\n", cells[0], cells[1]);
        let data = crate::ingest::load_bytes(vec![("people.csv".to_owned(), file.into_bytes())]).unwrap();
        let rows =
            crate::ingest::testing::table_rows(&data, crate::model::Table::Roster, &["addresses", "name", "ended_on"]);
        assert_eq!(rows, ["ann@x.example Ann Lee 2026-06-30", "bob@x.example Bob Moss 2026-06-30"], "{header}");
    }
    // One person's two addresses, and two rows of one person.
    let two = "Name,Email,Employee email\nA,a@example.com,a@example.com\nB,b@example.com,b@example.com\n";
    assert_eq!(read(two).0, ["a@example.com - -", "b@example.com - -"]);
    let logins = "Name,Email,Login,Status\nA,a@example.com,a1@example.com,Left\nB,b@example.com,b1@example.com,Active\nA,a@example.com,a2@example.com,Active\n";
    assert_eq!(read(logins).0[0], "a@example.com a1@example.com gone -");
}
