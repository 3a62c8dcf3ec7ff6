//! What a reviewer fills in, on every worksheet alike.

use super::super::batch::{Batch, Cell, Reject};
use super::super::text::delimited::{Delimited, Row};
use super::columns::{filled_column, own};
use super::day_names::ON;
use super::days::ReviewDays;
use super::names::{COMMENT, DECISION, REVIEWER, TICKET};

/// Where a reviewer's columns stand.
#[derive(Debug)]
pub(in crate::ingest) struct Filled<'a> {
    decision: Option<usize>,
    reviewer: Option<usize>,
    ticket: Option<usize>,
    comment: Option<usize>,
    days: ReviewDays<'a>,
}

impl<'a> Filled<'a> {
    /// Of the worksheet with this header. Of several columns of one kind the first one counts in which somebody wrote.
    pub(in crate::ingest) fn of(csv: &'a Delimited<'a>) -> Self {
        Self {
            decision: filled_column(csv, DECISION),
            reviewer: filled_column(csv, REVIEWER),
            ticket: filled_column(csv, TICKET),
            comment: filled_column(csv, COMMENT),
            days: ReviewDays::of(csv, filled_column(csv, ON)),
        }
    }

    /// Decision, reviewer, day, ticket and comment of a row, and the last day of the lists that the worksheet was made of. A day that
    /// cannot be read is lost, and the decision stays.
    ///
    /// # Errors
    /// A reject where a cell is no text.
    pub(in crate::ingest) fn cells<'r>(
        &self,
        row: &Row<'r>,
        line: u64,
        batch: &mut Batch,
    ) -> Result<[Cell<'r>; 6], Reject> {
        let on = batch.optional(line, self.days.on(row));
        Ok([
            row.cell(self.decision)?,
            row.cell(self.reviewer)?,
            Cell::day(on),
            row.cell(self.ticket)?,
            row.cell(self.comment)?,
            Cell::day(self.days.made(row)),
        ])
    }

    /// Says which of the columns that a review can do without are not there, which of the worksheet's are none of ours and are not read, and
    /// how days were read. `was` are the columns of its kind that say what something was when the worksheet was made.
    pub(in crate::ingest) fn note(&self, csv: &Delimited, was: &[&[&str]], batch: &mut Batch) {
        batch.note_absent_columns(csv, &[&[ON, TICKET, COMMENT], was].concat());
        for name in own() {
            let _ = csv.column(&[name]);
        }
        let unread = csv.unread().into_iter().map(|at| csv.header[at].as_str()).filter(|name| !name.is_empty());
        let unread: Vec<&str> = unread.collect();
        if !unread.is_empty() {
            batch.note(format!("columns that somebody added or renamed, not read: {}", unread.join(", ")));
        }
        self.days.note(batch);
    }
}

/// The text behind the quote that guards a cell which a spreadsheet would run.
pub(in crate::ingest) fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'').unwrap_or(text)
}

/// What the worksheet says that something was when it was made: its text, `-` for an empty cell, nothing without the column.
pub(in crate::ingest) fn was<'r>(row: &Row<'r>, line: u64, column: Option<usize>, batch: &mut Batch) -> Cell<'r> {
    let text = unguarded(batch.optional(line, row.text(column)));
    match column {
        None => Cell::Null,
        Some(_) if text.is_empty() => Cell::text(Some(super::NONE)),
        Some(_) => Cell::text(Some(text)),
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::load_bytes;
    use crate::ingest::testing::table_rows;
    use crate::model::Table;

    /// Fault: A worksheet's day or reviewer under another name was not read, and nothing said so; the decision that was written next to an empty column counted as none
    /// Outcome: More names are known, of two columns of one kind the one counts that is filled in, and every column that is not read is named
    #[test]
    fn columns_that_somebody_renamed_or_added() {
        let row = |header: &str, cells: &str| {
            let text = format!("id,address,{header}\nuser_1,a@example.com,{cells}\n");
            let data = load_bytes(vec![("sheet.csv".to_owned(), text.into_bytes())]).unwrap();
            let found = table_rows(&data, Table::AccessReview, &["decision", "reviewer", "reviewed_on"]);
            let notes = data.inputs[0].notes.iter().find_map(|note| note.split_once("not read: "));
            (found.join(""), notes.map_or_else(String::new, |(_, columns)| columns.to_owned()))
        };
        for header in [
            "decision,reviewer,Review date",
            "decision,Approver,Date reviewed",
            "Décision,Réviseur,Date de révision",
            "decision,Reviewer name,decision date",
            "Entscheidung,Genehmiger,Datum der Prüfung",
            "review decision,Approved by,approved on",
            "Décision,Revu par,Revu le",
            "Décision,Validé par,Date de la décision",
            "Entscheidung,Überprüft von,Überprüft am",
            "decisión,Verificado por,Aprobado el",
            "decisione,Controllato da,Controllato il",
            "beslissing,Gecontroleerd door,Gecontroleerd op",
            "decyzja,Zatwierdził,Zatwierdzono dnia",
            "decisão,Aprovado por,Aprovado em",
            "решение,Утвердил,Проверено",
        ] {
            assert_eq!(
                row(header, "keep,boss,2026-10-06"),
                ("keep boss 2026-10-06".to_owned(), String::new()),
                "{header}"
            );
        }
        for (header, cells, found, unread) in [
            (
                "decision,reviewer,decision2,Second reviewer",
                "keep,boss,revoke,chief",
                "keep boss -",
                "decision2, Second reviewer",
            ),
            ("decision,reviewer,Entscheidung", ",boss,behalten", "behalten boss -", "decision"),
            ("decision,reviewer,Entscheidung", "keep,boss,behalten", "keep boss -", "Entscheidung"),
            ("decision,reviewer,Risk,privileged,workspaces,keys_owned", "keep,boss,3,no,,k", "keep boss -", "Risk"),
        ] {
            assert_eq!(row(header, cells), (found.to_owned(), unread.to_owned()), "{header}");
        }
    }
}
