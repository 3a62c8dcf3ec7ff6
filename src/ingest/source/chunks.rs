//! A long delimited text as chunks that end where records end.

use std::io::{self, Read};

use super::byte_counts::ByteCounts;

/// Some records of a text.
#[derive(Debug)]
pub(in crate::ingest) struct Chunk {
    /// From the beginning of a record to the end of one.
    pub(in crate::ingest) bytes: Vec<u8>,
    /// Line of its first byte.
    pub(in crate::ingest) first_line: u64,
    /// The bytes in it that decide how it is read.
    pub(in crate::ingest) counts: ByteCounts,
    /// Whether the text ends with it.
    pub(in crate::ingest) is_last: bool,
    /// Whether it is of a line that is longer than a record may be.
    pub(in crate::ingest) of_line: OfLine,
}

/// Which part of a line that is too long a chunk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ingest) enum OfLine {
    /// None: records.
    No,
    /// Its beginning.
    Begin,
    /// More of it, or its end.
    More,
}

/// Cuts what a reader gives into chunks of about one size.
///
/// A record ends at a line end outside quotes. Whether one is outside is decided by counting quotes, which is right for every text but
/// those with quotes inside unquoted cells; who reads a chunk has to see whether it ends inside a record. A line that is longer than
/// a record may be comes in parts, which are no records.
pub(in crate::ingest) struct Chunks<R> {
    reader: R,
    size: usize,
    /// Bytes of a line from which it is too long.
    most: usize,
    /// Whether the last chunk ended inside a line that is too long.
    inside: bool,
    /// The beginning of the next chunk.
    carried: Vec<u8>,
    line: u64,
    ended: bool,
}

/// A chunk may grow to so many times its size in search of the end of a record.
const MOST_GROWTH: usize = 64;

impl<R: Read> Chunks<R> {
    /// Begins with what has been read, which begins with a record on a line. A line of more than `most` bytes is none.
    pub(in crate::ingest) const fn new(reader: R, size: usize, most: usize, begun: Vec<u8>, line: u64) -> Self {
        Self { reader, size, most, inside: false, carried: begun, line, ended: false }
    }

    /// The next chunk in a buffer that may be used again; none behind the last one.
    ///
    /// # Errors
    /// What the reader says; [`io::ErrorKind::InvalidData`] where no record ends for long.
    pub(in crate::ingest) fn next(&mut self, mut buffer: Vec<u8>) -> io::Result<Option<Chunk>> {
        if self.ended {
            return Ok(None);
        }
        buffer.clear();
        buffer.append(&mut self.carried);
        let mut wanted = self.size.max(buffer.len());
        loop {
            let missing = wanted.saturating_sub(buffer.len());
            let read = (&mut self.reader).take(missing as u64).read_to_end(&mut buffer)?;
            self.ended = read < missing;
            let counts = ByteCounts::of(&buffer);
            if let Some((cut, of_line)) = self.cut(&buffer, counts.quotes) {
                self.carried.extend_from_slice(&buffer[cut..]);
                self.ended &= cut == buffer.len();
                let counts = counts.without(ByteCounts::of(&buffer[cut..]));
                buffer.truncate(cut);
                let first_line = self.line;
                self.line += counts.line_ends;
                let chunk = Chunk { bytes: buffer, first_line, counts, is_last: self.ended, of_line };
                return Ok((!chunk.bytes.is_empty()).then_some(chunk));
            }
            // At least until a line shows that it is too long.
            let most = self.size.saturating_mul(MOST_GROWTH).max(MOST_GROWTH << 20).max(self.most.saturating_add(1));
            if wanted >= most {
                return Err(io::ErrorKind::InvalidData.into());
            }
            wanted *= 2;
        }
    }
}

impl<R> Chunks<R> {
    /// Where the next chunk ends, and what it is; nothing where more has to be read to tell.
    fn cut(&mut self, buffer: &[u8], quotes: u64) -> Option<(usize, OfLine)> {
        let line_end = || memchr::memchr(b'\n', buffer).map(|at| at + 1);
        // Lines that end as on an old Macintosh are no line for us: who reads the file whole knows them.
        let is_begin = buffer.len() > self.most && memchr::memchr2(b'\n', b'\r', &buffer[..=self.most]).is_none();
        if !self.inside && !is_begin {
            let cut = if self.ended { Some(buffer.len()) } else { record_end(buffer, quotes) };
            return cut.map(|cut| (cut, OfLine::No));
        }
        let of_line = if self.inside { OfLine::More } else { OfLine::Begin };
        let end = line_end();
        let cut = end.unwrap_or_else(|| if self.ended { buffer.len() } else { whole_letters(buffer) });
        if cut == 0 && !self.ended {
            return None;
        }
        self.inside = end.is_none() && !self.ended;
        Some((cut, of_line))
    }
}

/// The place behind the last letter of a text that is whole.
fn whole_letters(text: &[u8]) -> usize {
    let begins = |byte: u8| byte & 0b1100_0000 != 0b1000_0000;
    match text.iter().rev().take(4).position(|byte| begins(*byte)) {
        Some(behind) if text[text.len() - 1 - behind] >= 0x80 => text.len() - 1 - behind,
        _ => text.len(),
    }
}

/// The place behind the last line end outside quotes, of which there are so many.
fn record_end(bytes: &[u8], quotes: u64) -> Option<usize> {
    let mut open = !quotes.is_multiple_of(2);
    for at in memchr::memrchr2_iter(b'"', b'\n', bytes) {
        match bytes[at] {
            b'"' => open = !open,
            _ if !open => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, size: usize) -> Vec<(u64, String, bool)> {
        let mut chunks = Chunks::new(text.as_bytes(), size, 100, Vec::new(), 2);
        let mut cut = Vec::new();
        while let Some(chunk) = chunks.next(Vec::new()).unwrap() {
            cut.push((chunk.first_line, String::from_utf8(chunk.bytes).unwrap(), chunk.is_last));
        }
        cut
    }

    #[test]
    fn chunks_end_where_records_end() {
        let text = "a,1\nb,\"x\ny\"\nc,3\n";
        for size in 1..40 {
            let chunks = cut(text, size);
            assert_eq!(chunks.iter().map(|(_, text, _)| text.as_str()).collect::<String>(), text, "{size}");
            for (line, text, _) in &chunks {
                assert!(["a", "b", "c"].contains(&&text[..1]), "{size}: {text}");
                assert_eq!(
                    *line,
                    match &text[..1] {
                        "a" => 2,
                        "b" => 3,
                        _ => 5,
                    },
                    "{size}"
                );
            }
        }
        assert_eq!(cut(text, 4).len(), 3);
        assert_eq!(cut(text, 100), [(2, text.to_owned(), true)]);
        assert_eq!(cut("", 4), []);
        assert_eq!(cut("a,1\nb", 4), [(2, "a,1\n".to_owned(), false), (3, "b".to_owned(), true)]);
    }
    #[test]
    fn a_line_that_is_too_long_comes_in_parts_and_what_is_behind_it_stays() {
        let long = "é".repeat(40);
        for (text, size) in [format!("a,1\n{long}\nb,2\nc,3"), format!("a,1\n{long}")]
            .iter()
            .flat_map(|text| (1..100).map(move |size| (text, size)))
        {
            let mut chunks = Chunks::new(text.as_bytes(), size, 20, Vec::new(), 2);
            let (mut all, mut too_long) = (String::new(), (String::new(), Vec::new()));
            while let Some(chunk) = chunks.next(Vec::new()).unwrap() {
                let part = String::from_utf8(chunk.bytes).unwrap();
                all.push_str(&part);
                if chunk.of_line != OfLine::No {
                    assert_eq!(chunk.first_line, 3, "{size}");
                    too_long.0.push_str(&part);
                    too_long.1.push(chunk.of_line);
                }
            }
            assert_eq!(all, *text, "{size}");
            if size < 40 {
                assert_eq!(too_long.0.trim_end(), long, "{size}");
                assert!(too_long.1[0] == OfLine::Begin && !too_long.1[1..].contains(&OfLine::Begin), "{size}");
            }
        }
        let endless = std::io::repeat(b'x').take((MOST_GROWTH as u64) << 20).chain("x\nb,2\n".as_bytes());
        let mut chunks = Chunks::new(endless, 1 << 20, MOST_GROWTH << 20, Vec::new(), 2);
        assert_eq!(chunks.next(Vec::new()).unwrap().map(|chunk| chunk.of_line), Some(OfLine::Begin));
        assert_eq!(
            chunks.next(Vec::new()).unwrap().map(|chunk| (chunk.of_line, chunk.bytes)),
            Some((OfLine::No, b"b,2\n".to_vec()))
        );
        let mut old = Chunks::new("a,1\rb,2\rc,3\r".as_bytes(), 4, 3, Vec::new(), 2);
        let chunk = old.next(Vec::new()).unwrap().unwrap();
        assert_eq!((chunk.of_line, chunk.bytes.len()), (OfLine::No, 12));
    }
}
