//! Lines of a part, one after the other -> files as if they had been read.

use super::batches::{batch_of, rejects_from};
use super::contents::{Contents, PartError};
use super::header::Header;
use super::lines::{BatchLine, EndLine, InputLine, Line};
use super::ranges::Ranges;
use super::table::OpenTable;
use crate::ingest::ALL;
use crate::ingest::load::read_file::ReadFile;
use crate::model::{Bound, Input, Reading};

/// How the lines with rows behind cells begin: they are passed over where cells are read.
const SINGLE: &[u8] = b"{\"single_";

/// What is being put together.
pub(super) struct Building<'a> {
    reading: &'a Reading,
    header: Option<Header>,
    contents: Contents,
    /// The table that lines are of, of the last file.
    open: Option<OpenTable>,
    is_ended: bool,
}

type Step = Result<(), PartError>;

fn unreadable<T>(why: impl Into<String>) -> Result<T, PartError> {
    Err(PartError::Unreadable(why.into()))
}

impl<'a> Building<'a> {
    pub(super) fn new(reading: &'a Reading) -> Self {
        Self { reading, header: None, contents: Contents::default(), open: None, is_ended: false }
    }

    /// Takes a line, behind so many others.
    pub(super) fn line(&mut self, line: &[u8], number: u64) -> Step {
        if self.is_ended {
            return unreadable("something stands behind its end");
        }
        if self.header.is_none() {
            let header = Header::read(line).map_err(PartError::Unreadable)?;
            header.conflict(self.reading).map_or(Ok(()), |why| Err(PartError::Unfit(why)))?;
            self.header = Some(header);
            return Ok(());
        }
        if line.starts_with(SINGLE) && !self.reading.rows_singly {
            return if self.open.is_some() { Ok(()) } else { unreadable("rows of no table") };
        }
        let line: Line = serde_json::from_slice(line).or_else(|_| unreadable("no line of a part"))?;
        match line {
            Line::Part(_) => unreadable("a second beginning"),
            Line::Input(input) => self.input(*input),
            Line::Batch(batch) => self.batch(*batch),
            Line::PassedOver(path, what) => {
                self.contents.passed_over.push((path, what));
                Ok(())
            }
            Line::End(end) => {
                self.close_file()?;
                self.is_ended = end == EndLine { inputs: self.contents.files.len() as u64, lines: number };
                if self.is_ended { Ok(()) } else { unreadable("files or lines before its end are missing") }
            }
            of_table => self.of_table(of_table).map_err(PartError::Unreadable),
        }
    }

    /// All of it.
    pub(super) fn ended(self) -> Result<Contents, String> {
        if self.is_ended { Ok(self.contents) } else { Err("it breaks off".to_owned()) }
    }

    /// A file begins.
    fn input(&mut self, line: InputLine) -> Step {
        self.close_file()?;
        let InputLine { input, ingestor, addresses, secrets, sidecar } = line;
        let is_hash = |hash: &String| hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        let has_lines = secrets.iter().all(|(line, _)| Ranges::is_line(line.cast_signed()));
        if !input.sha256.as_ref().is_none_or(is_hash) || input.path.is_empty() || !has_lines {
            return unreadable("a file without a path, a hash or the line of a secret");
        }
        if input.bytes > self.reading.bounds.of(Bound::FileBytes) {
            return unreadable("a file larger than any that is read");
        }
        let by_id = |id: &String| ALL.iter().find(|one| one.id == *id);
        let known = ingestor.as_ref().and_then(by_id);
        let kind = input.kind.as_ref().and_then(by_id);
        if ingestor.is_some() != known.is_some() || known.map(|one| one.id) != kind.map(|one| one.id) {
            return unreadable("a kind of export that is not known");
        }
        self.reading.tally.add_file();
        let Input { path, kind, sha256, bytes, notes, .. } = input;
        let input = Input { path, kind, sha256, bytes, notes, ..Input::default() };
        self.contents.files.push(ReadFile { input, ingestor: known, batch: None, addresses, secrets, sidecar });
        Ok(())
    }

    /// A table of the file begins.
    fn batch(&mut self, line: BatchLine) -> Step {
        self.close_table()?;
        let Some(file) = self.contents.files.last() else { return unreadable("a table of no file") };
        let (is_beside, other) = (line.is_beside, line.other);
        let batch = batch_of(line, &self.reading.bounds).map_err(PartError::Unreadable)?;
        let is_own = file.ingestor.is_some_and(|ingestor| ingestor.table == batch.table) && file.batch.is_none();
        let fits = if is_beside { file.batch.is_some() && batch.folded.is_none() } else { is_own };
        if !fits || other > file.input.bytes {
            return unreadable("a table that the file cannot have");
        }
        let bytes = file.input.bytes - other;
        self.open = Some(OpenTable::new(batch, is_beside, bytes, &self.reading.bounds));
        Ok(())
    }

    fn of_table(&mut self, line: Line) -> Result<(), String> {
        let open = self.open.as_mut().ok_or("rows of no table")?;
        match line {
            Line::Texts(texts) => open.texts(texts),
            Line::Rows(rows) => open.rows(rows),
            Line::SingleTexts(texts) => open.single_texts(texts),
            Line::SingleRows(rows) => open.single_rows(rows),
            Line::Rejected(rejects) => open.rejected(rejects_from(rejects)?),
            Line::Unread(cells) => open.unread(rejects_from(cells)?),
            Line::SightTexts(texts) => open.routine()?.take_texts(texts),
            Line::Sights(sights) => open.routine()?.take_sights(sights),
            Line::Events(events) => open.events(events),
            _ => Err("a line out of place".to_owned()),
        }
    }

    /// No more lines of the table follow.
    fn close_table(&mut self) -> Step {
        let Some(open) = self.open.take() else { return Ok(()) };
        let Some(file) = self.contents.files.last_mut() else { return unreadable("a table of no file") };
        let keeps_some = self.header.as_ref().is_some_and(|header| !header.single_events.is_empty());
        let (batch, is_beside) = open.closed(&file.input.path, self.reading, keeps_some)?;
        self.reading.tally.add(0, batch.taken() as u64);
        match (&mut file.batch, is_beside) {
            (Some(own), _) => own.also.push(batch),
            (own, _) => *own = Some(batch),
        }
        Ok(())
    }

    /// No more tables of the file follow.
    fn close_file(&mut self) -> Step {
        self.close_table()?;
        let is_whole = |file: &ReadFile| file.batch.is_some() == file.ingestor.is_some();
        if self.contents.files.last().is_none_or(is_whole) { Ok(()) } else { unreadable("a file without its table") }
    }
}
