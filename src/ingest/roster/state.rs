//! Whether somebody is there, by the cells of one row.

use chrono::NaiveDate;

use super::cell::unless_unreadable;
use super::columns::{Columns, States, says_yes};
use super::end_date::{Days, Ended};
use super::leaving::{filled_for_few, says_anything, speaks_of_leaving};
use super::name_mark;
use super::no_day::is_nothing;
use super::status::{Statuses, standing};
use super::units;
use crate::data::roster_words::{StatusWord, normal};
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
    reasons: Vec<usize>,
    remarks: Vec<usize>,
    /// Those of them that are about leaving by their names, and are filled for few.
    of_leaving: Vec<usize>,
    ended: Vec<usize>,
    units: Vec<usize>,
    unassigned: Option<usize>,
    /// Whether others are said to be there: then an empty cell is no way to say so.
    says_who_is_there: bool,
    /// Whether the columns that should say so are empty for everybody, and no last day stands anywhere.
    is_blank: bool,
    /// Whether they are, and last days stand there.
    has_days_only: bool,
    /// Whether everybody has a reason why they left.
    is_of_leavers: bool,
}

impl Reader {
    pub(super) fn of(csv: &Delimited, columns: &Columns) -> Self {
        let statuses = Statuses::new();
        let states = columns.states.clone();
        let mut says_who_is_there = false;
        let decides: Vec<(usize, States)> = states
            .iter()
            .filter(|(_, kind)| matches!(kind, States::Words | States::Positive | States::Control))
            .copied()
            .collect();
        let mut has_days = false;
        let (mut is_blank, mut is_of_leavers) = (!decides.is_empty(), !columns.reasons.is_empty());
        if !decides.is_empty() || is_of_leavers {
            // Only the words matter: what is wrong with a record is reported when it is read.
            let mut passed_over = Batch::new(crate::model::Table::Roster);
            csv.each_record(&mut passed_over, |row, _, _| {
                says_who_is_there |= decides.iter().any(|(at, kind)| {
                    let cell = row.text(Some(*at)).unwrap_or_default();
                    word(&statuses, *kind, cell) == Some(Standing::Here)
                });
                let is_filled =
                    |at: &usize| row.text(Some(*at)).is_ok_and(|cell| !is_nothing(cell) && !cell.is_empty());
                is_blank &= !decides.iter().any(|(at, _)| is_filled(at));
                has_days |= columns.ended.iter().any(is_filled);
                is_of_leavers &= columns.reasons.iter().any(is_filled) || !has_address(row, columns.address);
                Ok(())
            });
        }
        let (is_blank, has_days_only) = (is_blank && !has_days, is_blank && has_days);
        let of_leaving = filled_for_few(csv, &columns.remarks);
        let (reasons, remarks, ended) = (columns.reasons.clone(), columns.remarks.clone(), columns.ended.clone());
        let (units, unassigned) = (columns.units.clone(), columns.unassigned);
        Self {
            statuses,
            states,
            reasons,
            remarks,
            of_leaving,
            ended,
            units,
            unassigned,
            says_who_is_there,
            is_blank,
            has_days_only,
            is_of_leavers,
        }
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
        decided = self.without_an_application(decided, row);
        if matches!(decided.standing, None | Some(Standing::Here))
            && let Some((at, cell)) = self.remark(row).or_else(|| units::of_leavers(row, &self.units, &self.statuses))
        {
            return Said { standing: Some(Standing::Unknown), text: cell.to_owned(), column: Some(at), since: None };
        }
        if decided.standing.is_none()
            && let Some((at, cell)) = self.reason((row, line), batch)
        {
            let standing = if self.is_of_leavers { Standing::Gone } else { Standing::Unknown };
            return Said { standing: Some(standing), text: cell.to_owned(), column: Some(at), since: None };
        }
        if decided.standing.is_none() && (self.says_who_is_there || self.is_blank) {
            decided.standing = Some(Standing::Unknown);
            decided.column = self.states.first().map(|(at, _)| *at);
        }
        decided
    }
}

impl Reader {
    /// Why the person of a row left, and the column.
    fn reason<'a>(&self, (row, line): (&Row<'a>, u64), batch: &mut Batch) -> Option<(usize, &'a str)> {
        let cells = self.reasons.iter().map(|at| (*at, unless_unreadable(row, line, *at, batch)));
        cells.into_iter().find(|(_, cell)| !cell.is_empty() && !is_nothing(cell))
    }

    /// What a row says once its last day is known: a day says more than the reason of it, and decides over who has resigned; one that
    /// cannot be read leaves open whether somebody is there.
    pub(super) fn weighed(&self, said: Said, ended: &Ended, row: &Row) -> Said {
        if matches!(ended, Ended::On(_)) {
            if said.column.is_some_and(|at| self.reasons.contains(&at)) {
                return Said::default();
            }
            if said.standing == Some(Standing::Unknown) && self.statuses.of(&said.text) == Some(StatusWord::Leaving) {
                return Said { standing: Some(Standing::Between), ..said };
            }
        }
        if *ended != Ended::Unreadable || said.standing == Some(Standing::Gone) {
            return said;
        }
        let written = |at: &usize| Some((*at, row.text(Some(*at)).ok().filter(|text| !text.is_empty())?));
        let cell = self.ended.iter().find_map(written);
        let (column, text) = cell.map_or((said.column, said.text), |(at, text)| (Some(at), text.to_owned()));
        Said { standing: Some(Standing::Unknown), column, text, since: None }
    }

    /// What a row says, with the mark on the name in a column: alone the mark decides; a status that says that somebody is there or not
    /// yet gone next to one that says that they are leaves it open.
    pub(super) fn marked(&self, said: Said, name: &str, column: Option<usize>) -> (Said, Option<String>) {
        let Some(mark) = name_mark::of(name, &self.statuses) else { return (said, None) };
        let standing = match (said.standing, mark.standing) {
            (Some(Standing::Gone), _) => None,
            (Some(Standing::Here | Standing::Between), Standing::Gone) => Some(Standing::Unknown),
            (Some(before), now) if weight(Some(now)) <= weight(Some(before)) => None,
            (_, now) => Some(now),
        };
        let said = match standing {
            Some(standing) => Said { standing: Some(standing), text: name.to_owned(), column, since: None },
            None => said,
        };
        (said, Some(mark.name))
    }

    /// What a report of lost applications says: who lost one may be there, and may have got it again.
    fn without_an_application(&self, said: Said, row: &Row) -> Said {
        let Some(at) = self.unassigned else { return said };
        match said.standing {
            Some(Standing::Gone) if normal(&said.text) == "unassigned" => {
                Said { standing: Some(Standing::Unknown), ..said }
            }
            None => {
                let cell = row.text(Some(at)).unwrap_or_default();
                let is_nobody = cell.is_empty() || is_nothing(cell);
                let standing = if is_nobody { Standing::Here } else { Standing::Unknown };
                Said { standing: Some(standing), text: cell.to_owned(), column: Some(at), since: None }
            }
            _ => said,
        }
    }

    /// A remark that speaks of leaving, and its column.
    fn remark<'a>(&self, row: &Row<'a>) -> Option<(usize, &'a str)> {
        let mut cells = self.remarks.iter().filter_map(|at| Some((*at, row.text(Some(*at)).ok()?)));
        cells.find(|(at, cell)| {
            let is_of_leaver = self.of_leaving.contains(at) && says_anything(cell);
            is_of_leaver || speaks_of_leaving(cell) || self.is_in_unit_of_leavers(cell)
        })
    }

    /// Whether a name in a directory is below a unit of those who left or are switched off: `CN=Ann Lee,OU=Disabled Users,DC=example`.
    fn is_in_unit_of_leavers(&self, cell: &str) -> bool {
        let parts = cell.split([',', '/']).filter_map(|part| part.trim().split_once('='));
        let units = parts.filter(|(kind, _)| kind.eq_ignore_ascii_case("ou")).map(|(_, unit)| unit);
        let means_it = |word: &str| matches!(self.statuses.of(word), Some(StatusWord::Gone | StatusWord::Barred));
        units
            .into_iter()
            .any(|unit| unit.split(|c: char| !c.is_alphanumeric()).any(means_it) || speaks_of_leaving(unit))
    }

    /// What the reader of the report should know of the columns.
    pub(super) fn note(&self, batch: &mut Batch) {
        if self.is_blank {
            batch.note(
                "the columns that should say who is there are empty for everybody: whether they are there is not known",
            );
        }
        if self.has_days_only {
            batch.note(
                "the columns that should say who is there are empty for everybody: the end dates alone say who left",
            );
        }
        if self.is_of_leavers {
            batch.note("everybody on it has a reason why they left: it is read as a list of people who left");
        }
    }
}

fn has_address(row: &Row, column: Option<usize>) -> bool {
    row.text(column).is_ok_and(|cell| super::addresses_in(cell).next().is_some())
}

/// Whether an account is on, by its flags: the second bit is «disabled» (`ADS_UF_ACCOUNTDISABLE`). Tools write the number in
/// decimal or in hexadecimal, or the names of the flags.
fn control(cell: &str) -> Standing {
    let number = match cell.strip_prefix("0x").or_else(|| cell.strip_prefix("0X")) {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => cell.trim_end_matches(".0").parse().ok(),
    };
    match number {
        Some(flags) if flags & 2 == 2 => Standing::Gone,
        Some(flags) if flags != 0 => Standing::Here,
        Some(_) => Standing::Unknown,
        None if normal(cell).contains("accountdisable") => Standing::Gone,
        None if normal(cell).contains("normalaccount") => Standing::Here,
        None => Standing::Unknown,
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
        States::Control => Some(control(cell)),
        States::Lock => says_yes(cell).filter(|locked| *locked).map(|_| Standing::Between),
        // Kinds of employment are anybody's; one that speaks of leaving leaves open who is there.
        States::Sometimes => class().map(standing).or_else(|| speaks_of_leaving(cell).then_some(Standing::Unknown)),
        States::Perhaps => match class() {
            Some(StatusWord::Here | StatusWord::Employment) => Some(Standing::Here),
            Some(StatusWord::Between) => Some(Standing::Between),
            Some(StatusWord::Gone) => Some(Standing::Gone),
            // What is switched off may be anything.
            Some(StatusWord::Barred | StatusWord::Leaving) | None => Some(Standing::Unknown),
        },
    }
}
