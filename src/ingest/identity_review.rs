//! The worksheet of identities without a person of an earlier run, with a reviewer's decisions.

use crate::ingest::Ingestor;
use crate::ingest::batch::{Batch, Cell};
use crate::ingest::document::Document;
use crate::ingest::worksheets::{self, Filled, unguarded};
use crate::model::{Table, worksheet as sheet};

/// Recognizes the worksheet in any order of its columns, whatever else people added.
pub const INGESTOR: Ingestor = Ingestor {
    id: "identity-review",
    title: "Worksheet of non-human identities, filled in (CSV)",
    table: Table::IdentityReview,
    signature: &[
        sheet::KIND,
        sheet::ID,
        sheet::OWNER,
        sheet::PURPOSE,
        sheet::DECISION,
        sheet::REVIEWER,
        sheet::REVIEWED_ON,
        sheet::TICKET,
    ],
    claims: |document| document.delimited().and_then(worksheets::table_of) == Some(Table::IdentityReview),
    read,
};

/// What an identity was when the worksheet was made.
const WAS: [&[&str]; 2] = [worksheets::ACCESS, worksheets::STATUS];

fn read(document: &Document, batch: &mut Batch) {
    let Some(csv) = document.delimited() else { return };
    let id = csv.column(worksheets::ID);
    let was = WAS.map(|names| csv.column(names));
    let filled = Filled::of(csv);
    csv.each_record(batch, |row, line, batch| {
        let own = row.text(id)?;
        if own.is_empty() {
            return Err(row.reject(id, "no id: which identity was reviewed is not known"));
        }
        let [decision, reviewer, on, ticket, comment, made] = filled.cells(row, line, batch)?;
        let [access, status] = was.map(|column| worksheets::was(row, line, column, batch));
        let own = Cell::text(Some(unguarded(own)));
        batch.push(line, &[own, decision, reviewer, on, ticket, comment, access, status, made]);
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
        let comma = "kind,id,name,owner,purpose,decision,reviewer,reviewed_on,ticket,comment\n\
                     API key,apikey_1,prod-search,ana@example.com,search,rotate,boss@example.com,2026-10-07,SEC-1,next week\n\
                     service account,svac_1,'=x,,billing,,,,,\n";
        assert_eq!(
            rows(&INGESTOR, comma),
            [
                "2: id=apikey_1 decision=rotate reviewer=boss@example.com reviewed_on=2026-10-07 ticket=SEC-1 comment=next week",
                "3: id=svac_1",
            ]
        );
        let semicolon = "Decision;Reviewed by;Date;E-mail;ID;Purpose;Owner\nKeep;boss;10/27/2026;soc@example.com;apikey_1;x;y\n\
                         ;;;;;x;y\n;;soon;;apikey_2;x;y\n";
        assert_eq!(
            rows(&INGESTOR, semicolon),
            [
                "2: id=apikey_1 decision=Keep reviewer=boss reviewed_on=2026-10-27",
                "3: rejected: ID: no id: which identity was reviewed is not known",
                "4: id=apikey_2",
            ]
        );
    }

    #[test]
    fn headers_that_reviewers_translated() {
        for header in [
            "Art;Kennung;Verantwortlich;Zweck;Entscheidung;Prüfer;Geprüft am;Vorgang;Bemerkung",
            "type;identifiant;propriétaire;finalité;décision;vérifié par;vérifié le;ticket;commentaire",
            "tipo;identificador;responsable;finalidad;decisión;revisado por;fecha;ticket;comentario",
            "tipo;id;proprietario;scopo;decisione;verificato da;verificato il;ticket;commento",
            "soort;id;eigenaar;doel;beslissing;beoordelaar;beoordeeld op;ticket;opmerking",
            "вид;id;владелец;назначение;решение;проверил;дата;заявка;комментарий",
        ] {
            let text = format!("{header}\nkey;apikey_1;ana;search;Rotieren;boss@example.com;2026-10-07;T-1;ok\n");
            assert_eq!(
                rows(&INGESTOR, &text),
                [
                    "2: id=apikey_1 decision=Rotieren reviewer=boss@example.com reviewed_on=2026-10-07 ticket=T-1 comment=ok"
                ],
                "{header}"
            );
        }
    }

    #[test]
    fn what_is_no_worksheet_of_identities() {
        for header in [
            "id,owner,purpose,decision",
            "id,owner,purpose,reviewer,status",
            "id,owner,decision,reviewer",
            // Somebody added columns to the worksheets of the other reviews.
            "group,id,address,decision,reviewer,owner,purpose",
            "id,actor,event,decision,reviewer,owner,purpose",
        ] {
            let text = format!("{header}\n1,2,3,4\n");
            assert!(!(INGESTOR.claims)(&Document::open(text.as_bytes())), "{header}");
        }
    }
}
