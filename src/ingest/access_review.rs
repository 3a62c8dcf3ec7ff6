//! The access-review worksheet of an earlier run, with a reviewer's decisions.

use crate::ingest::Ingestor;
use crate::ingest::batch::{Batch, Cell};
use crate::ingest::document::Document;
use crate::ingest::worksheets::{self, Filled, unguarded};
use crate::model::{Table, worksheet as sheet};

/// Recognizes the worksheet in any order of its columns, whatever else people added.
pub const INGESTOR: Ingestor = Ingestor {
    id: "access-review",
    title: "Access-review worksheet, filled in (CSV)",
    table: Table::AccessReview,
    signature: &[
        sheet::GROUP,
        sheet::ID,
        sheet::ADDRESS,
        sheet::DECISION,
        sheet::REVIEWER,
        sheet::REVIEWED_ON,
        sheet::TICKET,
    ],
    claims: |document| document.delimited().and_then(worksheets::table_of) == Some(Table::AccessReview),
    read,
};

/// What somebody was when the worksheet was made.
const WAS: [&[&str]; 3] = [worksheets::ROLE, worksheets::PRIVILEGED, worksheets::WORKSPACES];

fn read(document: &Document, batch: &mut Batch) {
    let Some(csv) = document.delimited() else { return };
    let (id, address) = (csv.column(worksheets::ID), csv.column(worksheets::ADDRESS));
    let was = WAS.map(|names| csv.column(names));
    let filled = Filled::of(csv);
    csv.each_record(batch, |row, line, batch| {
        let person = row.text(id)?;
        if person.is_empty() {
            return Err(row.reject(id, "no id: whose access was reviewed is not known"));
        }
        let [decision, reviewer, on, ticket, comment, made] = filled.cells(row, line, batch)?;
        let [role, privileged, workspaces] = was.map(|column| worksheets::was(row, line, column, batch));
        let (id, address) = (Cell::text(Some(unguarded(person))), Cell::text(Some(unguarded(row.text(address)?))));
        batch.push(line, &[id, address, decision, reviewer, on, ticket, comment, role, privileged, workspaces, made]);
        Ok(())
    });
    filled.note(csv, &[&WAS[..], &[worksheets::MADE]].concat(), batch);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::testing::rows;

    #[test]
    fn decisions_in_the_worksheet_and_in_one_that_a_spreadsheet_saved() {
        let comma = "group,id,address,decision,reviewer,reviewed_on,ticket\n\
                     member,user_1,ana@example.com,appropriate,boss@example.com,2026-10-07,SEC-1\n\
                     member,user_2,'=b@example.com,,,,\n";
        assert_eq!(
            rows(&INGESTOR, comma),
            [
                "2: id=user_1 address=ana@example.com decision=appropriate reviewer=boss@example.com reviewed_on=2026-10-07 ticket=SEC-1",
                "3: id=user_2 address==b@example.com",
            ]
        );
        let semicolon = "ID;Address;Decision;Reviewer;Reviewed on;Remarks\nuser_1;ana@example.com;Revoked;boss;10/27/2026;x\n;a;;;;\n\
                         user_2;b@example.com;;;soon;\n";
        assert_eq!(
            rows(&INGESTOR, semicolon),
            [
                "2: id=user_1 address=ana@example.com decision=Revoked reviewer=boss reviewed_on=2026-10-27 comment=x",
                "3: rejected: ID: no id: whose access was reviewed is not known",
                "4: id=user_2 address=b@example.com",
            ]
        );
    }

    #[test]
    fn headers_that_reviewers_translated() {
        for header in [
            "Gruppe;ID;Name;Adresse;Entscheidung;Prüfer;Geprüft am;Ticket",
            "group;id;name;E-Mail-Adresse;Entscheidung;geprüft von;Datum;Vorgang",
            "groupe;identifiant;nom;adresse e-mail;décision;vérifié par;vérifié le;ticket",
            "grupo;identificador;nombre;correo electrónico;decisión;revisado por;fecha;ticket",
            "gruppo;ID;nome;indirizzo email;decisione;verificato da;verificato il;ticket",
            "groep;id;naam;e-mailadres;beslissing;beoordelaar;beoordeeld op;ticket",
            "группа;ID;имя;адрес;решение;проверил;дата;заявка",
        ] {
            let text =
                format!("{header}\nmember;user_1;Ana;ana@example.com;Entzogen;boss@example.com;2026-10-07;T-1\n");
            assert_eq!(
                rows(&INGESTOR, &text),
                [
                    "2: id=user_1 address=ana@example.com decision=Entzogen reviewer=boss@example.com reviewed_on=2026-10-07 ticket=T-1"
                ],
                "{header}"
            );
        }
    }

    #[test]
    fn what_is_no_worksheet() {
        for header in
            ["id,address,decision", "id,email,reviewer,status", "name,email,status", "id,adresse,entscheidung"]
        {
            let text = format!("{header}\n1,a@example.com,x,y\n");
            assert!(!(INGESTOR.claims)(&Document::open(text.as_bytes())), "{header}");
        }
    }
}
