//! The lines of a part -> files as if they had been read.

use std::io::{self, BufRead, BufReader, Read};

use flate2::read::MultiGzDecoder;

use super::building::Building;
use super::contents::{Contents, PartError};
use crate::ingest::source;
use crate::model::{Bound, Reading};

/// Bytes between the unpacker and the lines.
const BUFFER: usize = 1 << 18;
/// How many times longer than the record that it is about a line can be: texts are written with escapes.
const LONGER: u64 = 8;

/// Reads a part of so many packed bytes.
///
/// # Errors
/// Why it is not taken.
pub(in crate::ingest::load) fn read(packed: impl Read, bytes: u64, reading: &Reading) -> Result<Contents, PartError> {
    let (most, bound) = source::most_unpacked(bytes, &reading.bounds);
    let unpacked = MultiGzDecoder::new(packed).take(most.saturating_add(1));
    let mut lines = Lines {
        text: BufReader::with_capacity(BUFFER, unpacked),
        line: Vec::new(),
        most: reading.bounds.of(Bound::RecordBytes).saturating_mul(LONGER),
        bytes: 0,
    };
    let mut building = Building::new(reading);
    let broken = |number: u64, why: &str| PartError::Unreadable(format!("line {number}: {why}"));
    let mut number = 0;
    loop {
        let is_there = lines.next().map_err(|why| broken(number + 1, &why))?;
        if lines.bytes > most {
            return Err(PartError::Unreadable(reading.bounds.exceeded(bound)));
        }
        if !is_there {
            return building.ended().map_err(|why| broken(number + 1, &why));
        }
        building.line(&lines.line, number).map_err(|error| match error {
            PartError::Unreadable(why) => broken(number + 1, &why),
            unfit => unfit,
        })?;
        number += 1;
    }
}

/// Whole lines of a text.
struct Lines<R> {
    text: BufReader<R>,
    line: Vec<u8>,
    most: u64,
    bytes: u64,
}

impl<R: Read> Lines<R> {
    /// Reads the next line; whether there is one.
    fn next(&mut self) -> Result<bool, String> {
        self.line.clear();
        let read = (&mut self.text).take(self.most).read_until(b'\n', &mut self.line);
        let read = read.map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => "it breaks off".to_owned(),
            _ => format!("it is damaged: {error}"),
        })?;
        self.bytes += read as u64;
        match self.line.last() {
            None => Ok(false),
            Some(b'\n') => Ok(true),
            Some(_) if read as u64 == self.most => Err("longer than a line can be".to_owned()),
            Some(_) => Err("it breaks off".to_owned()),
        }
    }
}
