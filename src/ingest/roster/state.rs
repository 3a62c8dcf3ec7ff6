//! Whether somebody is there, by the cells of one row.

use chrono::NaiveDate;

use super::cell::unless_unreadable;
use super::columns::{Columns, States, says_yes};
use super::end_date::{Days, Ended};
use super::status::{Statuses, standing};
use crate::data::roster_words::StatusWord;
use crate::ingest::batch::Batch;
use crate::ingest::text::delimited::{Delimited, Row};
use crate::model::Standing;

/// What the status columns of a row say.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// Whether the person is there; none where the columns say nothing.
    pub(super) standing: Option<Standing>,
    /// As written: the cell that decided.
    pub(super) text: String,
    /// Its column.
    pub(super) column: Option<usize>,
    /// The day since when they are gone, where the cell is one.
    pub(super) since: Option<NaiveDate>,
}

/// Reads the status columns of a file.
pub(super) struct Reader {
    statuses: Statuses,
    states: Vec<(usize, States)>,
    /// Whether others are said to be there: then an empty cell is no way to say so.
    says_who_is_there: bool,
}

impl Reader {
    pub(super) fn of(csv: &Delimited, columns: &Columns) -> Self {
        let statuses = Statuses::new();
        let states = columns.states.clone();
        let mut says_who_is_there = false;
        let decides: Vec<(usize, States)> =
            states.iter().filter(|(_, kind)| matches!(kind, States::Words | States::Positive)).copied().collect();
        if !decides.is_empty() {
            // Only the words matter: what is wrong with a record is reported when it is read.
            let mut passed_over = Batch::new(crate::model::Table::Roster);
            csv.each_record(&mut passed_over, |row, _, _| {
                says_who_is_there |= decides.iter().any(|(at, kind)| {
                    let cell = row.text(Some(*at)).unwrap_or_default();
                    word(&statuses, *kind, cell) == Some(Standing::Here)
                });
                Ok(())
            });
        }
        Self { statuses, states, says_who_is_there }
    }

    /// What a row says. Of several columns one that says gone decides, then one that is not known, then one that says not yet.
    pub(super) fn read(&self, (row, line): (&Row, u64), days: &Days, batch: &mut Batch) -> Said {
        let mut decided = Said::default();
        for &(at, kind) in &self.states {
            let cell = unless_unreadable(row, line, at, batch);
            if cell.is_empty() {
                continue;
            }
            let mut said = Said { text: cell.to_owned(), column: Some(at), ..Said::default() };
            said.standing = word(&self.statuses, kind, cell);
            if kind == States::Negative && said.standing == Some(Standing::Unknown) {
                match days.read(cell, batch) {
                    Ended::On(day) => (said.standing, said.since) = (Some(Standing::Gone), Some(day)),
                    Ended::Nothing => said.standing = Some(Standing::Here),
                    Ended::Unreadable => {}
                }
            }
            if weight(said.standing) > weight(decided.standing) {
                decided = said;
            }
        }
        if decided.standing.is_none() && self.says_who_is_there {
            decided.standing = Some(Standing::Unknown);
            decided.column = self.states.first().map(|(at, _)| *at);
        }
        decided
    }
}

const fn weight(standing: Option<Standing>) -> u8 {
    match standing {
        None => 0,
        Some(Standing::Here) => 1,
        Some(Standing::Between) => 2,
        Some(Standing::Unknown) => 3,
        Some(Standing::Gone) => 4,
    }
}

/// What a cell of a column says; none where it says nothing of whether somebody is there.
fn word(statuses: &Statuses, kind: States, cell: &str) -> Option<Standing> {
    let class = || statuses.of(cell);
    let by_word = || class().map_or(Standing::Unknown, standing);
    let here_if = |here: bool| if here { Standing::Here } else { Standing::Gone };
    // Of a column called «status» a digit is a code that nobody explains.
    let is_code = cell.chars().all(|c| c.is_ascii_digit() || c == '.');
    match kind {
        States::Words => Some(match says_yes(cell).filter(|_| !is_code && cell.chars().count() > 1) {
            Some(here) if class().is_none() => here_if(here),
            _ => by_word(),
        }),
        States::Positive => Some(says_yes(cell).map_or_else(by_word, here_if)),
        States::Negative => Some(says_yes(cell).map_or_else(by_word, |gone| here_if(!gone))),
        States::Lock => says_yes(cell).filter(|locked| *locked).map(|_| Standing::Between),
        States::Sometimes => class().map(standing),
        States::Perhaps => match class() {
            Some(StatusWord::Here | StatusWord::Employment) => Some(Standing::Here),
            Some(StatusWord::Between) => Some(Standing::Between),
            Some(StatusWord::Gone) => Some(Standing::Gone),
            // What is switched off may be anything.
            Some(StatusWord::Barred) | None => Some(Standing::Unknown),
        },
    }
}
