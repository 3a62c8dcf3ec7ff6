//! A long delimited text as chunks that end where records end.

use std::io::{self, Read};

/// Some records of a text.
#[derive(Debug)]
pub(in crate::ingest) struct Chunk {
    /// From the beginning of a record to the end of one.
    pub(in crate::ingest) bytes: Vec<u8>,
    /// Line of its first byte.
    pub(in crate::ingest) first_line: u64,
    /// Whether the text ends with it.
    pub(in crate::ingest) is_last: bool,
}

/// Cuts what a reader gives into chunks of about one size.
///
/// A record ends at a line end outside quotes. Whether one is outside is told by counting quotes, which is right for every text but
/// those with quotes inside unquoted cells; who reads a chunk has to see whether it ends inside a record.
pub(in crate::ingest) struct Chunks<R> {
    reader: R,
    size: usize,
    /// The beginning of the next chunk.
    carried: Vec<u8>,
    line: u64,
    ended: bool,
}

/// A chunk may grow to so many times its size in search of the end of a record.
const MOST_GROWTH: usize = 64;

impl<R: Read> Chunks<R> {
    /// Begins with what has been read, which begins with a record on a line.
    pub(in crate::ingest) const fn new(reader: R, size: usize, begun: Vec<u8>, line: u64) -> Self {
        Self { reader, size, carried: begun, line, ended: false }
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
            let cut = if self.ended { Some(buffer.len()) } else { record_end(&buffer) };
            if let Some(cut) = cut {
                self.carried.extend_from_slice(&buffer[cut..]);
                buffer.truncate(cut);
                let first_line = self.line;
                self.line += memchr::memchr_iter(b'\n', &buffer).count() as u64;
                let chunk = Chunk { bytes: buffer, first_line, is_last: self.ended };
                return Ok((!chunk.bytes.is_empty()).then_some(chunk));
            }
            if wanted >= self.size.saturating_mul(MOST_GROWTH).max(MOST_GROWTH << 20) {
                return Err(io::ErrorKind::InvalidData.into());
            }
            wanted *= 2;
        }
    }
}

/// The place behind the last line end outside quotes.
fn record_end(bytes: &[u8]) -> Option<usize> {
    let mut open = memchr::memchr_iter(b'"', bytes).count() % 2 == 1;
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
        let mut chunks = Chunks::new(text.as_bytes(), size, Vec::new(), 2);
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
}
