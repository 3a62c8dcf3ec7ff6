//! Files that were read -> the lines of a part.

use std::io::{self, Write};

use super::batches::{line_of, rejects_of};
use super::header::Header;
use super::lines::{EndLine, InputLine, Line};
use super::pack::Pack;
use super::rows;
use crate::ingest::batch::Batch;
use crate::ingest::load::read_file::ReadFile;
use crate::model::{Bounds, Input, mask_secrets};

/// Rows, events and rejected records in a line.
const ROWS: usize = 1 << 13;
/// Bytes of texts in a line, but for one text that is longer.
const TEXTS: usize = 1 << 18;

/// Writes a part.
pub(in crate::ingest::load) struct PartWriter<W> {
    pack: Pack<W>,
    inputs: u64,
}

impl<W: Write> PartWriter<W> {
    /// Begins one.
    ///
    /// # Errors
    /// What the writer below says; so all of its functions.
    pub(in crate::ingest::load) fn new(out: W, header: Header, bounds: &Bounds) -> io::Result<Self> {
        let mut pack = Pack::new(out, bounds);
        pack.line(&Line::Part(header))?;
        Ok(Self { pack, inputs: 0 })
    }

    /// Adds a file, and the rows behind the cells of its table where they are to be kept.
    pub(in crate::ingest::load) fn file(&mut self, file: &ReadFile, single: Option<&Batch>) -> io::Result<()> {
        self.inputs += 1;
        let masked = |text: &String| mask_secrets(text).into_owned();
        let Input { path, notes, .. } = &file.input;
        let input = Input { path: masked(path), notes: notes.iter().map(masked).collect(), ..file.input.clone() };
        let sidecar = file.sidecar.as_ref().map(|read| match read {
            Ok(sidecar) => Ok(sidecar.masked()),
            Err(why) => Err(masked(why)),
        });
        let (ingestor, addresses) = (file.ingestor.map(|ingestor| ingestor.id.to_owned()), file.addresses);
        let line = InputLine { input, ingestor, addresses, secrets: file.secrets.clone(), sidecar };
        self.pack.line(&Line::Input(Box::new(line)))?;
        let Some(batch) = &file.batch else { return Ok(()) };
        self.batch(batch, false)?;
        if let Some(single) = single {
            self.texts(single.texts.iter().map(AsRef::as_ref), Line::SingleTexts)?;
            self.rows(single, Line::SingleRows)?;
        }
        batch.also.iter().try_for_each(|also| self.batch(also, true))
    }

    fn batch(&mut self, batch: &Batch, is_beside: bool) -> io::Result<()> {
        self.pack.line(&Line::Batch(Box::new(line_of(batch, is_beside))))?;
        self.texts(batch.texts.iter().map(AsRef::as_ref), Line::Texts)?;
        self.rows(batch, Line::Rows)?;
        for rejects in batch.rejects.chunks(ROWS) {
            self.pack.line(&Line::Rejected(rejects_of(rejects)))?;
        }
        for unread in batch.unread.chunks(ROWS) {
            self.pack.line(&Line::Unread(rejects_of(unread)))?;
        }
        self.texts(batch.routine.texts(), Line::SightTexts)?;
        let sights: Vec<_> = batch.routine.sights().collect();
        for sights in sights.chunks(ROWS) {
            self.pack.line(&Line::Sights(sights.to_vec()))?;
        }
        for range in blocks(batch.routine.len()) {
            self.pack.line(&Line::Events(batch.routine.plain(range)))?;
        }
        Ok(())
    }

    fn texts<'a>(&mut self, texts: impl Iterator<Item = &'a str>, line: fn(Vec<String>) -> Line) -> io::Result<()> {
        let (mut block, mut bytes) = (Vec::new(), 0);
        for text in texts {
            bytes += text.len();
            block.push(text.to_owned());
            if bytes >= TEXTS || block.len() >= ROWS {
                self.pack.line(&line(std::mem::take(&mut block)))?;
                bytes = 0;
            }
        }
        if block.is_empty() { Ok(()) } else { self.pack.line(&line(block)) }
    }

    fn rows(&mut self, batch: &Batch, line: fn(super::lines::RowsLine) -> Line) -> io::Result<()> {
        blocks(batch.rows()).try_for_each(|range| self.pack.line(&line(rows::line_of(batch, range)?)))
    }

    /// Adds a file or folder that is no export.
    pub(in crate::ingest::load) fn passed_over(&mut self, path: &str, what: &str) -> io::Result<()> {
        self.pack.line(&Line::PassedOver(path.to_owned(), what.to_owned()))
    }

    /// Ends the part: so many files are in it, of so many bytes.
    pub(in crate::ingest::load) fn end(mut self) -> io::Result<(u64, u64)> {
        let end = EndLine { inputs: self.inputs, lines: self.pack.lines };
        self.pack.line(&Line::End(end))?;
        Ok((self.inputs, self.pack.finish()?))
    }
}

/// The rows of so many, some at a time.
fn blocks(rows: usize) -> impl Iterator<Item = std::ops::Range<usize>> {
    (0..rows).step_by(ROWS).map(move |from| from..rows.min(from + ROWS))
}
