//! One value of the file together with its place, so that every complaint can point at it.

use std::ops::Range;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

use super::error::{PolicyError, shown, unknown};
use crate::model::mask_secrets;

type Result<T> = std::result::Result<T, PolicyError>;

/// The file being read.
pub(super) struct Source<'a> {
    /// How the user calls it.
    pub(super) name: &'a str,
    /// Its text.
    pub(super) text: &'a str,
}

impl Source<'_> {
    /// An error at a byte of the text: line and column count from 1, the column in characters as editors do.
    pub(super) fn fault(&self, at: usize, message: &str) -> PolicyError {
        let (line, column) = self.place(at);
        PolicyError::new(&format!("{}:{line}:{column}: {message}", self.name))
    }

    /// Line and column of a byte.
    pub(super) fn place(&self, at: usize) -> (usize, usize) {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let before = &self.text[..at];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

/// A value, with the path that leads to it: `services.checkout.owner`.
pub(super) struct Cell<'a> {
    source: &'a Source<'a>,
    path: String,
    value: &'a DeValue<'a>,
    span: Range<usize>,
}

/// A key and its value.
pub(super) struct Entry<'a> {
    /// The key.
    pub(super) key: &'a str,
    /// Where the key stands.
    pub(super) at: usize,
    /// Its value.
    pub(super) cell: Cell<'a>,
}

impl<'a> Entry<'a> {
    /// The error for a key that nobody knows here.
    pub(super) fn unknown(&self, known: &[&str]) -> PolicyError {
        let section = self.cell.path.len().checked_sub(self.key.len() + 1).map(|end| &self.cell.path[..end]);
        let what = section.map_or_else(|| "section".to_owned(), |section| format!("[{}] key", shown(section)));
        self.cell.source.fault(self.at, &unknown(&what, self.key, known, ""))
    }

    /// An error at the key.
    pub(super) fn fault(&self, message: &str) -> PolicyError {
        self.cell.source.fault(self.at, message)
    }
}

impl<'a> Cell<'a> {
    /// The whole file.
    pub(super) fn root(source: &'a Source<'a>, table: &'a DeValue<'a>) -> Self {
        Self { source, path: String::new(), value: table, span: 0..0 }
    }

    /// An error at the value.
    pub(super) fn fault(&self, message: &str) -> PolicyError {
        self.source.fault(self.span.start, message)
    }

    /// Line of the value, for errors elsewhere that refer to it.
    pub(super) fn line(&self) -> usize {
        self.source.place(self.span.start).0
    }

    fn wrong(&self, wanted: &str) -> PolicyError {
        let article = if matches!(self.value, DeValue::Integer(_) | DeValue::Array(_)) { "an" } else { "a" };
        self.fault(&format!("`{}` must be {wanted}, not {article} {}", shown(&self.path), self.value.type_str()))
    }

    fn child(&self, key: &str, value: &'a Spanned<DeValue<'a>>) -> Self {
        let path = if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) };
        Cell { source: self.source, path, value: value.get_ref(), span: value.span() }
    }

    /// The entries of a table, in the order of the file.
    pub(super) fn entries(&self) -> Result<Vec<Entry<'a>>> {
        let DeValue::Table(table) = self.value else { return Err(self.wrong("a table")) };
        let mut entries: Vec<Entry<'a>> = self.unsorted(table);
        entries.sort_by_key(|entry| entry.at);
        Ok(entries)
    }

    fn unsorted(&self, table: &'a DeTable<'a>) -> Vec<Entry<'a>> {
        let entry = |(key, value): (&'a Spanned<_>, &'a _)| -> Entry<'a> {
            let name: &'a std::borrow::Cow<'a, str> = key.get_ref();
            Entry { key: name, at: key.span().start, cell: self.child(name, value) }
        };
        table.iter().map(entry).collect()
    }

    /// The tables of an array of tables.
    pub(super) fn tables(&self) -> Result<Vec<Self>> {
        let wanted = || self.wrong(&format!("a list of tables, each under [[{}]]", shown(&self.path)));
        let DeValue::Array(items) = self.value else { return Err(wanted()) };
        let mut tables = Vec::new();
        for item in items.iter() {
            if !item.get_ref().is_table() {
                return Err(wanted());
            }
            tables.push(Cell {
                source: self.source,
                path: self.path.clone(),
                value: item.get_ref(),
                span: item.span(),
            });
        }
        Ok(tables)
    }

    /// A text with something in it. Secrets are cut, as they are in the exports: the two must compare equal.
    pub(super) fn text(&self) -> Result<String> {
        let DeValue::String(text) = self.value else { return Err(self.wrong("a text in quotes")) };
        if text.trim().is_empty() {
            return Err(self.fault(&format!("`{}` must not be empty", shown(&self.path))));
        }
        Ok(mask_secrets(text).into_owned())
    }

    /// A list of different texts.
    pub(super) fn texts(&self) -> Result<Vec<(String, Self)>> {
        let DeValue::Array(items) = self.value else { return Err(self.wrong("a list of texts, like [\"a\", \"b\"]")) };
        let mut texts: Vec<(String, Self)> = Vec::new();
        for item in items.iter() {
            let cell = Cell { source: self.source, path: self.path.clone(), value: item.get_ref(), span: item.span() };
            let text = match item.get_ref() {
                DeValue::String(_) => cell.text()?,
                _ => return Err(cell.wrong("a list of texts")),
            };
            if texts.iter().any(|(other, _)| *other == text) {
                return Err(cell.fault(&format!("`{}` stands twice in `{}`", shown(&text), shown(&self.path))));
            }
            texts.push((text, cell));
        }
        Ok(texts)
    }

    /// Yes or no.
    pub(super) fn flag(&self) -> Result<bool> {
        self.value.as_bool().ok_or_else(|| self.wrong("true or false"))
    }

    /// A number that can be a threshold: finite and not negative.
    pub(super) fn threshold(&self) -> Result<f64> {
        let number = match self.value {
            DeValue::Integer(digits) => integer(digits).ok_or_else(|| self.fault("this number is too large"))?,
            DeValue::Float(digits) => digits.as_str().parse().unwrap_or(f64::NAN),
            _ => return Err(self.wrong("a number")),
        };
        if !number.is_finite() {
            return Err(self.fault(&format!("`{}` must be a finite number", shown(&self.path))));
        }
        if number.is_sign_negative() && number != 0.0 {
            return Err(self.fault(&format!("`{}` must not be negative", shown(&self.path))));
        }
        Ok(number.abs())
    }

    /// A day.
    pub(super) fn day(&self) -> Result<NaiveDate> {
        let wanted = || self.wrong("a date without quotes, like 2027-01-31");
        let DeValue::Datetime(stamp) = self.value else { return Err(wanted()) };
        let (Some(date), None, None) = (stamp.date, stamp.time, stamp.offset) else { return Err(wanted()) };
        let day = NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into());
        day.ok_or_else(|| self.fault("there is no such day"))
    }
}

/// An integer that a float holds exactly; a larger one would be rounded without a word.
fn integer(digits: &DeInteger<'_>) -> Option<f64> {
    let number = i64::from_str_radix(digits.as_str(), digits.radix()).ok()?;
    (number.unsigned_abs() <= 1 << f64::MANTISSA_DIGITS).then_some(number as f64)
}
