use super::*;
use crate::ingest::load_bytes;
use crate::ingest::testing::table_rows;
use crate::model::{Dataset, Table};

fn load(text: &str) -> Dataset {
    load_bytes(vec![("people.txt".to_owned(), text.as_bytes().to_vec())]).unwrap()
}

/// `addresses standing` of every row.
fn people(text: &str) -> Vec<String> {
    table_rows(&load(text), Table::Roster, &["addresses", "standing"])
}

/// The same three people as many programs print them; Lena has left.
fn printed() -> [(&'static str, &'static str); 9] {
    [
        (
            "az ad user list -o table",
            "DisplayName    UserPrincipalName         AccountEnabled\n\
             -------------  ------------------------  --------------\n\
             Anna Adler     anna.adler@example.com    True\n\
             Boris Brandt   boris.brandt@example.com  True\n\
             Lena Lang      lena.lang@example.com     False\n",
        ),
        (
            "PowerShell, one blank between columns",
            "\nName         UserPrincipalName        Enabled\n\
             ----         -----------------        -------\n\
             Anna Adler   anna.adler@example.com      True\n\
             Boris Brandt boris.brandt@example.com    True\n\
             Lena Lang    lena.lang@example.com      False\n\n\n",
        ),
        (
            "PowerShell, names of columns next to each other",
            "Enabled UserPrincipalName        Name\n\
             ------- -----------------        ----\n\
             True    anna.adler@example.com   Anna Adler\n\
             True    boris.brandt@example.com Boris Brandt\n\
             False   lena.lang@example.com    Lena Lang\n",
        ),
        (
            "gcloud",
            "EMAIL                     NAME          SUSPENDED\n\
             anna.adler@example.com    Anna Adler    False\n\
             boris.brandt@example.com  Boris Brandt  False\n\
             lena.lang@example.com     Lena Lang     True\n",
        ),
        (
            "kubectl",
            "NAME           EMAIL                      STATUS     AGE\n\
             anna-adler     anna.adler@example.com     active     3y2d\n\
             boris-brandt   boris.brandt@example.com   active     2y\n\
             lena-lang      lena.lang@example.com      disabled   80d\n",
        ),
        (
            "dsquery * -attr",
            "  mail                        cn              enabled\n  \
               anna.adler@example.com      Anna Adler      TRUE\n  \
               boris.brandt@example.com    Boris Brandt    TRUE\n  \
               lena.lang@example.com       Lena Lang       FALSE\n",
        ),
        (
            "psql",
            " name         | email                    | active \n\
             --------------+--------------------------+--------\n \
              Anna Adler   | anna.adler@example.com   | t\n \
              Boris Brandt | boris.brandt@example.com | t\n \
              Lena Lang    | lena.lang@example.com    | f\n\
             (3 rows)\n\n",
        ),
        (
            "mysql",
            "+--------------+--------------------------+--------+\n\
             | name         | email                    | active |\n\
             +--------------+--------------------------+--------+\n\
             | Anna Adler   | anna.adler@example.com   |      1 |\n\
             | Boris Brandt | boris.brandt@example.com |      1 |\n\
             | Lena Lang    | lena.lang@example.com    |      0 |\n\
             +--------------+--------------------------+--------+\n",
        ),
        (
            "Markdown",
            "| Name | Email | Status |\n|---|:---|---|\n| Anna Adler | anna.adler@example.com | Active |\n\
             | Boris Brandt | boris.brandt@example.com | Active |\n| Lena Lang | lena.lang@example.com | Left |\n",
        ),
    ]
}

/// Fault: A table as a command line prints it, with columns aligned by spaces, was read as one column: whoever it called disabled counted as there
/// Outcome: The columns are those of the header or its line of dashes, where every line fits them
#[test]
fn tables_that_command_lines_print() {
    for (program, text) in printed() {
        for text in [text.to_owned(), text.replace('\n', "\r\n")] {
            let found = people(&text);
            let wanted = ["anna.adler@example.com here", "boris.brandt@example.com here", "lena.lang@example.com gone"];
            assert_eq!(found, wanted, "{program}");
            let data = load(&text);
            assert!(data.inputs[0].notes.iter().any(|note| note.contains("aligned")), "{program}: {:?}", data.inputs);
            assert_eq!((data.inputs[0].rows, data.inputs[0].rejected), (3, 0), "{program}");
        }
    }
}

/// Fault: The same, where a window was too narrow or a line does not fit: cells of one column were read as another's
/// Outcome: The file is no roster, and its note names the line, why, and what to give instead
#[test]
fn what_does_not_fit_its_columns_is_not_read() {
    for (program, text) in printed() {
        let is_drawn = text.contains('|');
        let broken = [
            text.replace("lena.lang@example.com", "lena.lang@exam…"),
            text.replace("lena.lang@example.com", "lena.lang@ex..."),
            if is_drawn {
                text.replace("Boris", "Bo|ris")
            } else {
                // Letters of double width: the columns are aligned on the screen, and not in the file.
                text.replace("lena.lang@example.com  ", "lena.lang@example.com")
                    .replace("anna.adler@", "            anna.adler@")
            },
        ];
        for text in broken {
            let data = load(&text);
            assert_eq!(data.inputs[0].kind, None, "{program}: {text}");
            let notes = data.inputs[0].notes.join("; ");
            assert!(
                notes.contains("aligned") && notes.contains("line ") && notes.contains("CSV"),
                "{program}: {notes}"
            );
        }
    }
}

#[test]
fn what_is_no_such_table() {
    for text in [
        "Email,Name\nanna@example.com,Anna  Adler\n",
        "Email;Name  x\nanna@example.com;Anna\n",
        "Email\tName\nanna@example.com\tAnna\n",
        "Email\nanna@example.com\nboris@example.com\n",
        "anna@example.com\n",
        "Dear all,\n\nplease  write to anna@example.com\n",
        "# People\n\n- anna@example.com\n",
        "{\"email\": \"anna@example.com\"}\n{\"a\":  1}\n",
        "Name | Email\nAnna | anna@example.com\n",
        "NAME    AGE\nx       1\n",
        "",
    ] {
        assert_eq!(read(text.as_bytes()), None, "{text}");
    }
    assert_eq!(people("Email\nanna@example.com\nboris@example.com\n").len(), 2, "a list of addresses alone is one");
}

#[test]
fn lines_and_quotes_stay_what_they_are() {
    let text = "\nNAME            EMAIL\n\nAnna \"Ann\" A    anna@example.com\nO'Hara          boris@example.com\n";
    let Some(Printed::Table(table)) = read(text.as_bytes()) else { panic!() };
    let wanted = "\nNAME\tEMAIL\n\n\"Anna \"\"Ann\"\" A\"\tanna@example.com\nO'Hara\tboris@example.com\n";
    assert_eq!(String::from_utf8(table).unwrap(), wanted);
}
