//! The log-review worksheet of an earlier run, with a reviewer's decisions.

use crate::ingest::Ingestor;
use crate::ingest::batch::{Batch, Cell};
use crate::ingest::document::Document;
use crate::ingest::worksheets::{self, Filled, unguarded};
use crate::model::{Table, worksheet as sheet};

/// Recognizes the worksheet in any order of its columns, whatever else people added.
pub const INGESTOR: Ingestor = Ingestor {
    id: "log-review",
    title: "Log-review worksheet, filled in (CSV)",
    table: Table::LogReview,
    signature: &[
        sheet::ID,
        sheet::ACTOR,
        sheet::EVENT,
        sheet::EVENT_KEYS,
        sheet::DECISION,
        sheet::REVIEWER,
        sheet::REVIEWED_ON,
        sheet::TICKET,
    ],
    claims: |document| document.delimited().and_then(worksheets::table_of) == Some(Table::LogReview),
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(csv) = document.delimited() else { return };
    let (id, keys) = (csv.column(worksheets::ID), csv.column(worksheets::EVENT_KEYS));
    let filled = Filled::of(csv);
    csv.each_record(batch, |row, line, batch| {
        let own = row.text(id)?;
        if own.is_empty() {
            return Err(row.reject(id, "no id: which events were reviewed is not known"));
        }
        let [decision, reviewer, on, ticket, comment, _] = filled.cells(row, line, batch)?;
        let own = Cell::text(Some(unguarded(own)));
        batch.push(line, &[own, row.cell(keys)?, decision, reviewer, on, ticket, comment]);
        Ok(())
    });
    filled.note(csv, &[], batch);
    batch.note_absent_columns(csv, &[worksheets::EVENT_KEYS]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::testing::rows;

    #[test]
    fn decisions_in_the_worksheet_and_in_one_that_a_spreadsheet_saved() {
        let comma = "id,actor,event,count,event_keys,decision,reviewer,reviewed_on,ticket,comment\n\
                     log-abcdefgh,ana@example.com,org_sso_toggled,2,aabb ccdd,expected,boss@example.com,2026-10-07,SEC-1,\"planned, CAB\"\n\
                     log-bcdefghi,=b@example.com,org_user_deleted,1,bbcc,,,,,\n";
        assert_eq!(
            rows(&INGESTOR, comma),
            [
                "2: id=log-abcdefgh event_keys=aabb ccdd decision=expected reviewer=boss@example.com reviewed_on=2026-10-07 ticket=SEC-1 comment=planned, CAB",
                "3: id=log-bcdefghi event_keys=bbcc",
            ]
        );
        let semicolon = "Decision;Reviewed by;Date;Our risk class;ID;Event;Who;E-mail\n\
                         Incident;boss;10/27/2026;3;log-abcdefgh;org_sso_toggled;ana;soc@example.com\n;;;;;x;y;\n;;soon;;log-x;x;y;\n";
        assert_eq!(
            rows(&INGESTOR, semicolon),
            [
                "2: id=log-abcdefgh decision=Incident reviewer=boss reviewed_on=2026-10-27",
                "3: rejected: ID: no id: which events were reviewed is not known",
                "4: id=log-x",
            ]
        );
    }

    #[test]
    fn headers_that_reviewers_translated() {
        for header in [
            "Kennung;Akteur;Ereignis;Entscheidung;Prüfer;Geprüft am;Vorgang;Bemerkung",
            "identifiant;auteur;événement;décision;vérifié par;vérifié le;ticket;commentaire",
            "identificador;autor;evento;decisión;revisado por;fecha;ticket;comentario",
            "id;attore;evento;decisione;verificato da;verificato il;ticket;commento",
            "id;uitgevoerd door;gebeurtenis;beslissing;beoordelaar;beoordeeld op;ticket;opmerking",
            "id;инициатор;событие;решение;проверил;дата;заявка;комментарий",
        ] {
            let text = format!("{header}\nlog-abc;ana;org_sso_toggled;erwartet;boss@example.com;2026-10-07;T-1;ok\n");
            assert_eq!(
                rows(&INGESTOR, &text),
                [
                    "2: id=log-abc decision=erwartet reviewer=boss@example.com reviewed_on=2026-10-07 ticket=T-1 comment=ok"
                ],
                "{header}"
            );
        }
    }

    #[test]
    fn what_is_no_worksheet_of_the_log() {
        for header in [
            "id,actor,event,decision",
            "id,actor,event,reviewer,status",
            "created_at,actor,event,ip_address",
            // Somebody added columns to the worksheet of the access review.
            "group,id,address,decision,reviewer,event,actor",
        ] {
            let text = format!("{header}\n1,2,3,4\n");
            assert!(!(INGESTOR.claims)(&Document::open(text.as_bytes())), "{header}");
        }
    }
}
