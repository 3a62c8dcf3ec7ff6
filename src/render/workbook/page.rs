//! One sheet of the workbook: the header stays in sight, every column can be filtered, decisions are chosen from a list.
//!
//! Rows come one after the other and are kept by the writer alone: a table of 50,000 members is not held as texts of ours as well, and cells of
//! one row, which the writer keeps together, are written together.

use std::borrow::Cow;

use anyhow::Result;
use rust_xlsxwriter::{Color, DataValidation, DataValidationErrorStyle, Format, FormatAlign, Worksheet};

use crate::render::escape::cut;

/// What can be chosen in a column `decision`.
const ABOUT_ACCESS: &[&str] = &["appropriate", "modified", "revoked", "deferred", "exception"];
const ABOUT_EVENTS: &[&str] = &["expected", "follow-up", "incident"];
/// Rows of a sheet, its header among them, and characters of a cell, by the specification of the format.
pub(super) const MOST_ROWS_OF_ALL: u32 = 1_048_576;
const MOST_CHARACTERS: usize = 32_000;
/// Columns of numbers, next to those of dollars. Ids and hints of digits stay text.
const COUNTS: [&str; 11] = [
    "exceptions",
    "items",
    "bytes",
    "rows",
    "accepted",
    "rejected",
    "duplicates",
    "restated",
    "line",
    "count",
    "age_days",
];
/// Widths of columns, in characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 9..=60;
/// Rows by which a column's width is chosen.
const MEASURED: u32 = 200;

/// A sheet that takes rows.
pub(super) struct Page {
    name: &'static str,
    sheet: Worksheet,
    columns: Vec<Column>,
    /// Rows so far, without the header.
    rows: u32,
    text: Format,
}

struct Column {
    name: String,
    holds_numbers: bool,
    /// Characters of its longest line so far.
    longest: usize,
}

impl Page {
    /// An empty sheet with this header. How cells look is said once for a column: a format of every cell is compared with all others, which
    /// is a quarter of the time of a large sheet.
    pub(super) fn new<'a>(name: &'static str, header: impl Iterator<Item = &'a str>) -> Result<Self> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?;
        let top = || Format::new().set_align(FormatAlign::Top);
        let head = Format::new().set_bold().set_background_color(Color::RGB(0xE3_E7_EC)).set_align(FormatAlign::Top);
        let text = top().set_text_wrap();
        let mut columns = Vec::new();
        for (name, at) in header.zip(0u16..) {
            let holds_dollars = name.ends_with("_usd");
            let holds_counts = COUNTS.contains(&name);
            let looks = match (holds_dollars, holds_counts) {
                (true, _) => &top().set_num_format("#,##0.00"),
                (_, true) => &top(),
                _ => &text,
            };
            sheet.set_column_format(at, looks)?;
            sheet.write_string_with_format(0, at, name, &head)?;
            let longest = name.chars().count() + 3;
            columns.push(Column { name: name.to_owned(), holds_numbers: holds_dollars || holds_counts, longest });
        }
        Ok(Self { name, sheet, columns, rows: 0, text })
    }

    /// Whether somebody fills it in, so that every row has to be there.
    pub(super) fn is_filled_in(&self) -> bool {
        self.columns.iter().any(|column| column.name == "decision")
    }

    /// Writes one row below the others; rows behind the last that the format knows are left out, and so are cells without a header.
    pub(super) fn push<'a>(&mut self, cells: impl Iterator<Item = &'a str>) -> Result<()> {
        if self.rows + 1 >= MOST_ROWS_OF_ALL {
            return Ok(());
        }
        self.rows += 1;
        for ((cell, column), at) in cells.zip(&mut self.columns).zip(0u16..).filter(|((cell, _), _)| !cell.is_empty()) {
            if self.rows <= MEASURED {
                let longest = cell.lines().map(|line| line.chars().count()).max().unwrap_or(0);
                column.longest = column.longest.max(longest);
            }
            match column.holds_numbers.then(|| number(cell)) {
                None => self.sheet.write_string(self.rows, at, shown(cell))?,
                Some(Some(amount)) => self.sheet.write_number(self.rows, at, amount)?,
                Some(None) => self.sheet.write_string_with_format(self.rows, at, shown(cell), &self.text)?,
            };
        }
        Ok(())
    }

    /// The sheet with its widths, its filter and its drop-downs.
    pub(super) fn finish(mut self) -> Result<Worksheet> {
        for (column, at) in self.columns.iter().zip(0u16..) {
            let width = column.longest.clamp(*WIDTHS.start(), *WIDTHS.end());
            self.sheet.set_column_width(at, width as f64)?;
        }
        let Some(last) = self.columns.len().checked_sub(1) else { return Ok(self.sheet) };
        self.sheet.set_freeze_panes(1, 0)?;
        self.sheet.autofilter(0, 0, self.rows, u16::try_from(last)?)?;
        self.choices()?;
        Ok(self.sheet)
    }

    /// The drop-down of the column `decision`. Other words can be written too: those of other languages are understood.
    fn choices(&mut self) -> Result<()> {
        let decision = self.columns.iter().position(|column| column.name == "decision").filter(|_| self.rows > 0);
        let Some(column) = decision else { return Ok(()) };
        let words = if self.name == "Log review" { ABOUT_EVENTS } else { ABOUT_ACCESS };
        let rule =
            DataValidation::new().allow_list_strings(words)?.set_error_style(DataValidationErrorStyle::Information);
        let column = u16::try_from(column)?;
        self.sheet.add_data_validation(1, column, self.rows, column, &rule)?;
        Ok(())
    }
}

/// A text within the bound of a cell; its lines stay lines.
fn shown(cell: &str) -> Cow<'_, str> {
    if cell.len() <= MOST_CHARACTERS && memchr::memchr2(b'\r', b'\n', cell.as_bytes()).is_none() {
        return Cow::Borrowed(cell);
    }
    let lines: Vec<String> = cell.lines().map(|line| cut(line, MOST_CHARACTERS)).collect();
    Cow::Owned(lines.join("\n").chars().take(MOST_CHARACTERS).collect())
}

/// The finite number in a cell.
fn number(cell: &str) -> Option<f64> {
    cell.parse().ok().filter(|number: &f64| number.is_finite())
}
