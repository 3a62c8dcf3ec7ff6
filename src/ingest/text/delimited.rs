//! Delimited text: header by name, delimiter by header, records with the line they begin on.

use std::cell::RefCell;

use csv::{ByteRecord, ReaderBuilder};

use crate::ingest::batch::{Batch, Cell, Reject};

/// A delimited file: its header and its bytes.
#[derive(Debug)]
pub struct Delimited<'a> {
    /// Column names, trimmed, as written.
    pub header: Vec<String>,
    /// The delimiter: comma, semicolon or tab.
    pub delimiter: u8,
    bytes: &'a [u8],
    canonical: Vec<String>,
    used: RefCell<Vec<bool>>,
}

/// A column name as it is compared: the part in square brackets that Google Workspace appends gone, only letters and digits, lower case.
#[must_use]
pub fn canonical(name: &str) -> String {
    let name = name.split('[').next().unwrap_or(name);
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl<'a> Delimited<'a> {
    /// Reads the header; `None` where the first line has none that could be one (a single cell without a delimiter counts only
    /// if it looks like a name).
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        let first_line = bytes.split(|&b| b == b'\n').find(|line| !line.trim_ascii().is_empty())?;
        let delimiter =
            [b',', b';', b'\t'].into_iter().max_by_key(|d| first_line.iter().filter(|b| *b == d).count())?;
        let mut reader = ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(bytes);
        let mut record = ByteRecord::new();
        reader.read_byte_record(&mut record).ok().filter(|read| *read)?;
        let header: Vec<String> = record
            .iter()
            .map(|name| std::str::from_utf8(name).map(|n| n.trim().to_owned()))
            .collect::<Result<_, _>>()
            .ok()?;
        let canonical: Vec<String> = header.iter().map(|name| canonical(name)).collect();
        let plausible =
            header.iter().any(|n| !n.is_empty()) && header.iter().all(|n| n.len() <= 200 && !n.contains('\0'));
        let used = RefCell::new(vec![false; header.len()]);
        plausible.then_some(Self { header, delimiter, bytes, canonical, used })
    }

    /// Whether a column of this name is there.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.canonical.contains(&canonical(name))
    }

    /// Whether every one of these columns is there.
    #[must_use]
    pub fn has_all(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.has(name))
    }

    /// Position of the first of these names that the header has; the column then counts as known.
    #[must_use]
    pub fn column(&self, names: &[&str]) -> Option<usize> {
        let at = names.iter().find_map(|name| self.canonical.iter().position(|c| *c == canonical(name)))?;
        self.used.borrow_mut()[at] = true;
        Some(at)
    }

    /// Names of the columns that nobody asked for.
    #[must_use]
    pub fn unknown_columns(&self) -> Vec<&str> {
        let used = self.used.borrow();
        self.header.iter().zip(used.iter()).filter(|(_, used)| !**used).map(|(name, _)| name.as_str()).collect()
    }

    /// Hands every record to `take`; what cannot be taken is rejected in `batch` with its line.
    ///
    /// A record with more or fewer fields than the header is rejected: which cell belongs to which column cannot be told.
    pub fn each_record(&self, batch: &mut Batch, mut take: impl FnMut(&Row, u64, &mut Batch) -> Result<(), Reject>) {
        let mut reader =
            ReaderBuilder::new().delimiter(self.delimiter).has_headers(true).flexible(true).from_reader(self.bytes);
        let mut record = ByteRecord::new();
        loop {
            match reader.read_byte_record(&mut record) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    batch.reject(reader.position().line(), Reject::record(format!("unreadable record: {error}")));
                    break;
                }
            }
            let line = self.line_of(&record);
            let taken = if record.len() == self.header.len() {
                take(&Row { record: &record, header: &self.header }, line, batch)
            } else {
                Err(Reject::record(format!("{} fields where the header has {}", record.len(), self.header.len())))
            };
            if let Err(reject) = taken {
                batch.reject(line, reject);
            }
        }
        if !self.bytes.ends_with(b"\n") && batch.rows() > 0 {
            batch.note("the last line has no line end: the file may be cut");
        }
    }

    /// The reader counts the blank lines before a record into it; the record begins behind them.
    fn line_of(&self, record: &ByteRecord) -> u64 {
        let Some(position) = record.position() else { return 0 };
        let from = usize::try_from(position.byte()).unwrap_or(usize::MAX).min(self.bytes.len());
        let blank =
            self.bytes[from..].iter().take_while(|b| matches!(b, b'\r' | b'\n')).filter(|b| **b == b'\n').count();
        position.line() + blank as u64
    }
}

/// One record of a delimited file.
#[derive(Debug)]
pub struct Row<'a> {
    record: &'a ByteRecord,
    header: &'a [String],
}

impl<'a> Row<'a> {
    /// The trimmed text of a cell; empty where the column is absent.
    ///
    /// # Errors
    /// A reject where the bytes are no UTF-8.
    pub fn text(&self, column: Option<usize>) -> Result<&'a str, Reject> {
        let Some(at) = column else { return Ok("") };
        let bytes = self.record.get(at).unwrap_or_default();
        std::str::from_utf8(bytes)
            .map(str::trim)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Table;

    fn lines(text: &str) -> (Vec<(u64, String)>, Vec<(u64, String)>) {
        let delimited = Delimited::open(text.as_bytes()).unwrap();
        let mut batch = Batch::new(Table::Members);
        let mut taken = Vec::new();
        delimited.each_record(&mut batch, |row, line, _| {
            taken.push((line, row.text(Some(0))?.to_owned()));
            Ok(())
        });
        (taken, batch.rejects.into_iter().map(|(line, r)| (line, r.reason)).collect())
    }

    #[test]
    fn lines_are_those_where_records_begin() {
        let (taken, rejects) = lines("a,b\n1,\"x\ny\"\n\n\n2,z\n3\n4,q\n");
        assert_eq!(taken, [(2, "1".into()), (6, "2".into()), (8, "4".into())]);
        assert_eq!(rejects, [(7, "1 fields where the header has 2".into())]);
    }

    #[test]
    fn delimiter_and_names() {
        let delimited =
            Delimited::open("Email Address [Required];Status [READ ONLY]\r\nx@example.com;Active\r\n".as_bytes())
                .unwrap();
        assert_eq!(delimited.delimiter, b';');
        assert!(delimited.has("email_address") && !delimited.has("required"));
        assert_eq!(delimited.column(&["status"]), Some(1));
        assert_eq!(delimited.unknown_columns(), ["Email Address [Required]"]);
    }

    #[test]
    fn bad_bytes_cost_the_row() {
        let text = b"a,b\n\xff,1\nok,2\n";
        let delimited = Delimited::open(text).unwrap();
        let mut batch = Batch::new(Table::Members);
        let mut taken = 0;
        delimited.each_record(&mut batch, |row, _, _| row.text(Some(0)).map(|_| taken += 1));
        assert_eq!((taken, batch.rejects[0].0, batch.rejects[0].1.reason.as_str()), (1, 2, "not UTF-8"));
    }
}
