//! Packs lines: members of gzip with whole lines in each, so that they are packed side by side.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use rayon::prelude::*;
use serde::Serialize;

use crate::model::{Bound, Bounds};

/// Bytes of lines in one member: more does not pack better.
const MEMBER: usize = 1 << 20;
/// How hard lines are packed.
const LEVEL: u32 = 6;
/// A member that packs better than so many times stays as it is: whoever reads a part takes it for a bomb beyond the bound on expansion.
const MOST_TIMES: usize = 64;

/// Writes lines.
pub(super) struct Pack<W> {
    out: W,
    open: Vec<u8>,
    full: Vec<Vec<u8>>,
    /// Lines so far.
    pub(super) lines: u64,
    bytes: u64,
    most: u64,
    /// Bytes written.
    pub(super) packed: u64,
}

impl<W: Write> Pack<W> {
    /// As many bytes of lines as a run within `bounds` would read.
    pub(super) fn new(out: W, bounds: &Bounds) -> Self {
        let most = bounds.of(Bound::FileBytes).min(bounds.of(Bound::ArchiveBytes));
        Self { out, open: Vec::new(), full: Vec::new(), lines: 0, bytes: 0, most, packed: 0 }
    }

    /// Writes a line.
    ///
    /// # Errors
    /// What the writer below says, and that the part grows too large to be read.
    pub(super) fn line(&mut self, line: &impl Serialize) -> io::Result<()> {
        let before = self.open.len();
        serde_json::to_writer(&mut self.open, line)?;
        self.open.push(b'\n');
        self.lines += 1;
        self.bytes += (self.open.len() - before) as u64;
        if self.bytes > self.most {
            let gibibytes = self.most >> 30;
            let why = format!("the part would unpack to more than {gibibytes} GiB: fold fewer files into each");
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, why));
        }
        if self.open.len() >= MEMBER {
            self.full.push(std::mem::take(&mut self.open));
        }
        if self.full.len() >= 2 * rayon::current_num_threads() { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        let packed: Vec<io::Result<Vec<u8>>> = self.full.par_iter().map(|lines| member(lines)).collect();
        self.full.clear();
        for member in packed {
            let member = member?;
            self.out.write_all(&member)?;
            self.packed += member.len() as u64;
        }
        Ok(())
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// What the writer below says.
    pub(super) fn finish(mut self) -> io::Result<u64> {
        self.full.push(std::mem::take(&mut self.open));
        self.flush()?;
        self.out.flush()?;
        Ok(self.packed)
    }
}

fn member(lines: &[u8]) -> io::Result<Vec<u8>> {
    let pack = |level: Compression| {
        let mut member = GzEncoder::new(Vec::new(), level);
        member.write_all(lines)?;
        member.finish()
    };
    let packed = pack(Compression::new(LEVEL))?;
    if packed.len() * MOST_TIMES < lines.len() { pack(Compression::none()) } else { Ok(packed) }
}
