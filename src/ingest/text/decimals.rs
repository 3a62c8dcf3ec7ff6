//! Which sign is decimal in the numbers of a file: `12,345` is twelve dollars or twelve thousand, depending on the locale of a machine
//! that nobody knows. All numbers of a file come from the same machine, so the cells decide that can be only one of the two. Where
//! none does, nothing is guessed.

use std::cell::OnceCell;

use super::delimited::{Delimited, Row};
use super::number::{Amount, Sign, is_shortened, parse_count, read_amount};
use super::sink::{Sink, Unheard};
use crate::ingest::cell::Reject;
use crate::model::Money;

/// The numbers of one file.
#[derive(Debug)]
pub struct Decimals<'a> {
    csv: &'a Delimited<'a>,
    money: Vec<usize>,
    counts: Vec<usize>,
    /// Whether the export writes a decimal point whatever the locale: then only a spreadsheet makes commas of them.
    writes_points: bool,
    /// What the file decides; asked for at the first cell that needs it, since that reads the file once more.
    found: OnceCell<Found>,
}

/// The cells that decide.
#[derive(Debug, Default)]
struct Found {
    point: Option<String>,
    comma: Option<String>,
    /// What its amounts show of it, point and comma.
    by_amounts: [bool; 2],
    /// The first cell with a comma that decides nothing.
    open_comma: Option<String>,
}

impl<'a> Decimals<'a> {
    /// The numbers of an export that is written with decimal points.
    #[must_use]
    pub const fn of(csv: &'a Delimited<'a>, money: Vec<usize>, counts: Vec<usize>) -> Self {
        Self { csv, money, counts, writes_points: true, found: OnceCell::new() }
    }

    /// The numbers of an export that follows the locale of a browser.
    #[must_use]
    pub const fn of_a_locale(csv: &'a Delimited<'a>, money: Vec<usize>, counts: Vec<usize>) -> Self {
        Self { csv, money, counts, writes_points: false, found: OnceCell::new() }
    }

    /// Dollars: `0.07`, `$0.07`, `1,234.50`, and with a decimal comma `0,07` or `1.234,50`. Nothing in an empty cell.
    ///
    /// # Errors
    /// A reject where the cell is no amount, or one of two and the file does not say which.
    pub fn dollars(&self, row: &Row, column: Option<usize>) -> Result<Option<Money>, Reject> {
        let text = row.text(column)?;
        if text.is_empty() {
            return Ok(None);
        }
        let amount = read_amount(text).map_err(|error| row.reject(column, error.to_string()))?;
        let read = match (amount, self.sign_of(&amount)) {
            (Amount::Certain(amount, _), _) => Some(amount),
            (Amount::Either { point, .. }, Some(Sign::Point)) => Some(point),
            (Amount::Either { comma, .. }, Some(Sign::Comma)) => Some(comma),
            (Amount::Either { .. }, None) => None,
        };
        read.map(Some).ok_or_else(|| {
            row.reject(column, "ambiguous amount: nothing in the file shows whether its comma or point is decimal")
        })
    }

    /// A count: digits, perhaps grouped by thousands. Nothing in an empty cell.
    ///
    /// # Errors
    /// A reject where the cell is no whole number in the file's way of writing numbers.
    pub fn count(&self, row: &Row, column: Option<usize>) -> Result<Option<i64>, Reject> {
        let text = row.text(column)?;
        if text.is_empty() {
            return Ok(None);
        }
        let no_count = || match is_shortened(text) {
            true => row.reject(column, "a number that a spreadsheet has shortened: its last digits are lost"),
            false => row.reject(column, "not a count"),
        };
        let count = parse_count(text).ok_or_else(no_count)?;
        // A count is no fraction, so `1.234` is grouped, unless the amounts show that the point is decimal.
        let shown = |sign: Sign| {
            let [point, comma] = self.found.get_or_init(|| self.decide()).by_amounts;
            if sign == Sign::Point { point && !comma } else { comma && !point }
        };
        if group_sign(text).is_some_and(shown) { Err(no_count()) } else { Ok(Some(count)) }
    }

    /// The sign that is decimal in an amount that can be two.
    fn sign_of(&self, amount: &Amount) -> Option<Sign> {
        match amount {
            Amount::Certain(..) => None,
            Amount::Either { written, .. } => {
                let found = self.found.get_or_init(|| self.decide());
                self.decided().or_else(|| {
                    // An export that nobody has opened has points only.
                    let untouched = found.comma.is_none() && found.point.is_none() && found.open_comma.is_none();
                    (self.writes_points && *written == Sign::Point && untouched).then_some(Sign::Point)
                })
            }
        }
    }

    /// The decimal sign, where all cells that show one show the same.
    fn decided(&self) -> Option<Sign> {
        let found = self.found.get_or_init(|| self.decide());
        match (&found.point, &found.comma) {
            (Some(_), None) => Some(Sign::Point),
            (None, Some(_)) => Some(Sign::Comma),
            _ => None,
        }
    }

    /// Says how numbers were read, if the file had to decide and had commas.
    pub fn note<S: Sink>(&self, batch: &mut S) {
        let Some(found) = self.found.get() else { return };
        match (&found.point, &found.comma) {
            // The locale of a browser is nothing to remark.
            (None, Some(_)) if !self.writes_points => {}
            (None, Some(cell)) => batch.note(format!("numbers read with a decimal comma, which {cell} shows")),
            (Some(point), Some(comma)) => batch.note(format!(
                "numbers with a decimal point, {point}, and with a decimal comma, {comma}: use the export as it was downloaded"
            )),
            (None, None) => {
                if let Some(cell) = &found.open_comma {
                    batch.note(format!(
                        "numbers like {cell}, and none shows whether its comma is decimal: use the export as it was downloaded"
                    ));
                }
            }
            (Some(_), None) => {}
        }
    }

    /// Looks through the whole file for numbers that can be read in one way only.
    fn decide(&self) -> Found {
        let mut found = Found::default();
        if self.csv.is_part() {
            // Only the whole file decides.
            self.csv.unfit.set(true);
            return found;
        }
        // Only the numbers matter: what is wrong with a record is said when it is read.
        let mut passed_over = Unheard::default();
        self.csv.each_record(&mut passed_over, |row, _, _| {
            for (column, is_money) in
                self.money.iter().map(|at| (at, true)).chain(self.counts.iter().map(|at| (at, false)))
            {
                let Ok(text) = row.text(Some(*column)) else { continue };
                let sign = if is_money {
                    match read_amount(text) {
                        Ok(Amount::Certain(_, sign)) => sign,
                        Ok(Amount::Either { written: Sign::Comma, .. }) => {
                            found.open_comma.get_or_insert_with(|| text.to_owned());
                            None
                        }
                        _ => None,
                    }
                } else {
                    // What groups a count is not decimal.
                    parse_count(text).and_then(|_| group_sign(text)).map(Sign::other)
                };
                found.by_amounts[0] |= is_money && sign == Some(Sign::Point);
                found.by_amounts[1] |= is_money && sign == Some(Sign::Comma);
                match sign {
                    Some(Sign::Point) => drop(found.point.get_or_insert_with(|| text.to_owned())),
                    Some(Sign::Comma) => drop(found.comma.get_or_insert_with(|| text.to_owned())),
                    None => {}
                }
            }
            Ok(())
        });
        found
    }
}

/// The sign between the groups of a count; a count with a fraction of zeros (`12.0`) has none.
fn group_sign(text: &str) -> Option<Sign> {
    let at = text.find([',', '.'])?;
    let groups =
        text[at + 1..].split([',', '.']).all(|group| group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit()));
    let sign = if text.as_bytes()[at] == b',' { Sign::Comma } else { Sign::Point };
    (groups && !text.starts_with('0')).then_some(sign)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::batch::Batch;
    use crate::model::Table;

    /// What is read of each amount, with the counts next to them, and what is noted of the file.
    fn read(cells: &[(&str, &str)], by_locale: bool) -> (Vec<String>, Vec<String>) {
        let rows: String = cells.iter().map(|(money, count)| format!("\"{money}\",\"{count}\",x\n")).collect();
        let text = format!("cost,count,name\n{rows}");
        let csv = Delimited::open(text.as_bytes()).unwrap();
        let decimals = if by_locale {
            Decimals::of_a_locale(&csv, vec![0], vec![1])
        } else {
            Decimals::of(&csv, vec![0], vec![1])
        };
        let (mut batch, mut reported) = (Batch::new(Table::Usage), Vec::new());
        csv.each_record(&mut batch, |row, _, _| {
            let money = decimals.dollars(row, Some(0)).map(|amount| amount.map_or("-".to_owned(), |a| a.to_string()));
            let count = decimals.count(row, Some(1)).map(|count| count.map_or("-".to_owned(), |c| c.to_string()));
            let formatted = |read: Result<String, Reject>| {
                read.unwrap_or_else(|reject| reject.reason.split(':').next().unwrap().to_owned())
            };
            reported.push(format!("{} {}", formatted(money), formatted(count)));
            Ok(())
        });
        decimals.note(&mut batch);
        (reported, batch.notes)
    }

    fn money(cells: &[&str]) -> Vec<String> {
        let cells: Vec<(&str, &str)> = cells.iter().map(|cell| (*cell, "")).collect();
        read(&cells, false).0.into_iter().map(|reported| reported.strip_suffix(" -").unwrap().to_owned()).collect()
    }

    #[test]
    fn the_file_decides_and_not_the_cell() {
        for (cells, amounts) in [
            (&["3,50", "0,123", "12,345"][..], &["3.5", "0.123", "12.345"][..]),
            (&["3.50", "12,345"], &["3.5", "12345"]),
            (&["3.50", "12.345"], &["3.5", "12.345"]),
            (&["3,50", "12.345"], &["3.5", "12345"]),
            (&["12.345", "1.234.567"], &["12345", "1234567"]),
            (&["12,345", "1,234,567"], &["12345", "1234567"]),
            (&["1.234,5", "12,345"], &["1234.5", "12.345"]),
            (&["1234,567", "12,345"], &["1234.567", "12.345"]),
            (&["1 234,50", "12,345", "-12,345"], &["1234.5", "12.345", "-12.345"]),
            // Points only, as the export is written.
            (&["12.345", "7"], &["12.345", "7"]),
            // What nothing decides.
            (&["12,345", "7"], &["ambiguous amount", "7"]),
            (&["12,345", "12.345"], &["ambiguous amount", "ambiguous amount"]),
            (&["3,50", "3.50", "12,345"], &["3.5", "3.5", "ambiguous amount"]),
            (&["$0,07", "$12,345", "x"], &["0.07", "12.345", "not a decimal amount"]),
        ] {
            assert_eq!(money(cells), amounts, "{cells:?}");
        }
    }

    #[test]
    fn counts_decide_too_and_are_no_fractions() {
        let reported = |cells: &[(&str, &str)], by_locale| read(cells, by_locale).0;
        assert_eq!(reported(&[("12,345", "64,230"), ("", "1.234")], false), ["ambiguous amount 64230", "- 1234"]);
        assert_eq!(reported(&[("12,345", "64,230")], false), ["12345 64230"]);
        assert_eq!(reported(&[("12,345", "64.230"), ("", "1,234")], false), ["ambiguous amount 64230", "- 1234"]);
        assert_eq!(reported(&[("12,345", "64.230"), ("", "12.0")], false), ["12.345 64230", "- 12"]);
        assert_eq!(reported(&[("", "64.230"), ("", "64230")], false), ["- 64230", "- 64230"]);
        assert_eq!(reported(&[("0.07", "64.230")], false), ["0.07 not a count"]);
        assert_eq!(reported(&[("0,07", "64,230")], false), ["0.07 not a count"]);
        // A browser writes 1310 dollars as 1.310 in one half of the world.
        assert_eq!(reported(&[("1.310", "12")], true), ["ambiguous amount 12"]);
        assert_eq!(reported(&[("1.310,42", "64.230"), ("1.310", "12")], true), ["1310.42 64230", "1310 12"]);
    }

    #[test]
    fn it_says_what_decided() {
        assert_eq!(
            read(&[("3,50", ""), ("12,345", "")], false).1,
            ["numbers read with a decimal comma, which 3,50 shows"]
        );
        assert_eq!(read(&[("0.07", ""), ("12,345", "")], false).1, [""; 0]);
        assert!(read(&[("12,345", "")], false).1[0].contains("none shows whether its comma is decimal"));
        assert!(
            read(&[("3,50", ""), ("3.50", ""), ("1,234", "")], false).1[0]
                .starts_with("numbers with a decimal point, 3.50")
        );
        assert_eq!(read(&[("3,50", "")], false).1, [""; 0], "nothing had to be decided");
    }
}
