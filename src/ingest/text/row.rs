//! One record of a delimited file, by the names of its columns.

use csv::ByteRecord;

use crate::ingest::cell::{Cell, Reject};

/// The text of a cell that is written as a formula to keep a spreadsheet from changing it: `="0123"`.
pub(super) fn without_formula(text: &str) -> &str {
    let inside = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    inside.filter(|inside| !inside.contains('"')).map_or(text, str::trim)
}

/// One record of a delimited file.
#[derive(Debug)]
pub struct Row<'a> {
    record: &'a ByteRecord,
    header: &'a [String],
    /// Which columns are certain; nothing where all are.
    certain: Option<&'a [bool]>,
}

impl<'a> Row<'a> {
    pub(super) const fn new(record: &'a ByteRecord, header: &'a [String], certain: Option<&'a [bool]>) -> Self {
        Self { record, header, certain }
    }

    /// Its cells as they are.
    pub(in crate::ingest) const fn bytes(&self) -> &'a ByteRecord {
        self.record
    }

    /// The trimmed text of a cell; empty where the column is absent.
    ///
    /// # Errors
    /// A reject where the bytes are no UTF-8, or the record has another number of cells than the header and nothing shows which of them is
    /// this column's.
    pub fn text(&self, column: Option<usize>) -> Result<&'a str, Reject> {
        let Some(at) = column else { return Ok("") };
        if self.certain.is_some_and(|certain| !certain[at]) {
            return Err(Reject::new(&self.header[at], "", "the cell of this column is ambiguous"));
        }
        let bytes = self.record.get(at).unwrap_or_default();
        std::str::from_utf8(bytes)
            .map(|text| without_formula(text.trim()))
            .map_err(|_| Reject::new(&self.header[at], String::from_utf8_lossy(bytes), "not UTF-8"))
    }

    /// The cell as text for a column.
    ///
    /// # Errors
    /// As [`Row::text`].
    pub fn cell(&self, column: Option<usize>) -> Result<Cell<'a>, Reject> {
        Ok(Cell::text(Some(self.text(column)?)))
    }

    /// A cell read by `parse`; empty cells and absent columns are nothing.
    ///
    /// # Errors
    /// A reject with column, value and `what` it is not.
    pub fn parsed<T>(
        &self,
        column: Option<usize>,
        what: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Reject> {
        let text = self.text(column)?;
        if text.is_empty() {
            return Ok(None);
        }
        parse(text).map(Some).ok_or_else(|| self.reject(column, format!("not {what}")))
    }

    /// A reject that names this column and its value.
    #[must_use]
    pub fn reject(&self, column: Option<usize>, reason: impl Into<String>) -> Reject {
        let (name, value) = column.map_or(("", ""), |at| {
            (
                self.header[at].as_str(),
                self.record.get(at).and_then(|v| std::str::from_utf8(v).ok()).unwrap_or_default(),
            )
        });
        Reject::new(name, value, reason)
    }
}
