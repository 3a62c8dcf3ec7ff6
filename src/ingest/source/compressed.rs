//! Files compressed on their own, with gzip or zstd: archives of one member.

use std::io::{self, Read};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

use super::Source;
use super::limits::Unpacking;
use crate::model::{Bound, Bounds};

/// How a file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ingest) enum Method {
    Gzip,
    Zstd,
}

impl Method {
    /// The method, by the first bytes; names do not matter.
    pub(super) const fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Self::Zstd),
            // Parallel compressors begin with a frame to skip, which holds sizes.
            [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Self::Zstd),
            _ => None,
        }
    }

    /// The member, or why it cannot be read, and behind it the archive itself.
    pub(super) fn open(self, path: String, bytes: Vec<u8>, bounds: Bounds) -> Vec<Source> {
        let (packed, mut unpacking) = (bytes.len() as u64, Unpacking::within(bounds, Bound::ArchiveBytes));
        let content = unpacking.read(Unpacked::of(self, &bytes), packed);
        let member = Source { path: member_path(&path), bytes: content, archive: false, note: None };
        vec![member, Source { path, bytes: Ok(bytes), archive: true, note: None }]
    }
}

/// A file that is compressed on its own, not unpacked yet.
#[derive(Debug)]
pub(in crate::ingest) struct Packed<'a> {
    path: &'a str,
    bytes: &'a [u8],
    method: Method,
}

impl<'a> Packed<'a> {
    /// The file, if it is one.
    pub(in crate::ingest) fn of(path: &'a str, bytes: &'a [u8]) -> Option<Self> {
        Some(Self { path, bytes, method: Method::of(bytes)? })
    }

    /// Path of what is in it.
    pub(in crate::ingest) fn member(&self) -> String {
        member_path(self.path)
    }

    /// What is in it, as it unpacks.
    pub(in crate::ingest) fn reader(&self) -> Unpacked<'a> {
        Unpacked::of(self.method, self.bytes)
    }

    /// How much may be in it.
    pub(in crate::ingest) fn most(&self, bounds: &Bounds) -> u64 {
        Unpacking::within(*bounds, Bound::ArchiveBytes).limit(self.bytes.len() as u64).0
    }
}

/// The content of a compressed file.
pub(in crate::ingest) enum Unpacked<'a> {
    Gzip(Box<MultiGzDecoder<&'a [u8]>>),
    Zstd(Box<Frames<'a>>),
}

impl<'a> Unpacked<'a> {
    fn of(method: Method, bytes: &'a [u8]) -> Self {
        match method {
            Method::Gzip => Self::Gzip(Box::new(MultiGzDecoder::new(bytes))),
            Method::Zstd => Self::Zstd(Box::new(Frames { rest: bytes, frame: None })),
        }
    }
}

impl Read for Unpacked<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Gzip(content) => content.read(buffer),
            Self::Zstd(content) => content.read(buffer),
        }
    }
}

/// How much a file of so many packed bytes may hold, and by which bound.
pub(in crate::ingest) fn most_unpacked(packed: u64, bounds: &Bounds) -> (u64, Bound) {
    Unpacking::within(*bounds, Bound::ArchiveBytes).limit(packed)
}

fn member_path(path: &str) -> String {
    format!("{path}!/{}", member_name(path))
}

/// The name of the file without what compressing added. A name inside the file is passed over: it may be another one than people see.
fn member_name(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    for (packed, plain) in [(".gz", ""), (".zst", ""), (".zstd", ""), (".tgz", ".tar")] {
        let at = name.len().saturating_sub(packed.len());
        if at > 0 && name.get(at..).is_some_and(|ending| ending.eq_ignore_ascii_case(packed)) {
            return format!("{}{plain}", &name[..at]);
        }
    }
    name.to_owned()
}

/// The frames of a zstd file, read as one: concatenated files and parallel compressors have several, of which the decoder reads the
/// first only.
pub(in crate::ingest) struct Frames<'a> {
    rest: &'a [u8],
    frame: Option<StreamingDecoder<&'a [u8], FrameDecoder>>,
}

impl Frames<'_> {
    /// Begins the next frame, or skips it where it holds no content.
    fn begin(&mut self) -> io::Result<()> {
        if let [0x50..=0x5f, 0x2a, 0x4d, 0x18, a, b, c, d, behind @ ..] = self.rest {
            let length = usize::try_from(u32::from_le_bytes([*a, *b, *c, *d])).unwrap_or(usize::MAX);
            self.rest = behind.get(length..).ok_or(io::ErrorKind::UnexpectedEof)?;
            return Ok(());
        }
        self.frame = Some(StreamingDecoder::new(self.rest).map_err(io::Error::other)?);
        Ok(())
    }

    /// Ends a frame. The decoder computes the checksum and leaves comparing to its caller.
    fn end(&mut self, frame: StreamingDecoder<&[u8], FrameDecoder>) -> io::Result<()> {
        let left = frame.get_ref().len();
        self.rest = &self.rest[self.rest.len() - left..];
        let decoder = frame.into_frame_decoder();
        match decoder.get_checksum_from_data() {
            Some(stated) if decoder.get_calculated_checksum() != Some(stated) => {
                Err(io::Error::other("the content does not have the stated checksum"))
            }
            _ => Ok(()),
        }
    }
}

impl Read for Frames<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if let Some(frame) = &mut self.frame {
                let read = frame.read(buffer)?;
                if read > 0 {
                    return Ok(read);
                }
            }
            if let Some(frame) = self.frame.take() {
                self.end(frame)?;
            }
            if self.rest.is_empty() {
                return Ok(0);
            }
            self.begin()?;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    use super::*;

    fn gzip(content: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(content: &[u8]) -> Vec<u8> {
        compress_to_vec(content, CompressionLevel::Fastest)
    }

    fn content(bytes: Vec<u8>) -> Result<Vec<u8>, String> {
        Method::of(&bytes).unwrap().open("x".to_owned(), bytes, Bounds::default()).remove(0).bytes
    }

    #[test]
    fn the_member_stands_before_its_archive() {
        for (path, member) in [
            ("a/usage.csv.gz", "a/usage.csv.gz!/usage.csv"),
            ("usage.CSV.GZ", "usage.CSV.GZ!/usage.CSV"),
            ("é.json.zst", "é.json.zst!/é.json"),
            ("logs.tgz", "logs.tgz!/logs.tar"),
            ("stdin", "stdin!/stdin"),
            (".gz", ".gz!/.gz"),
        ] {
            let sources = Method::Gzip.open(path.into(), gzip(b"a"), Bounds::default());
            let found: Vec<_> = sources.into_iter().map(|s| (s.path, s.archive)).collect();
            assert_eq!(found, [(member.to_owned(), false), (path.to_owned(), true)]);
        }
    }

    #[test]
    fn every_part_is_read() {
        assert_eq!(content(gzip(b"a,b\n")), Ok(b"a,b\n".to_vec()));
        assert_eq!(content([gzip(b"a,"), gzip(b""), gzip(b"b\n")].concat()), Ok(b"a,b\n".to_vec()));
        assert_eq!(content(zstd(b"a,b\n")), Ok(b"a,b\n".to_vec()));
        let skipped = b"\x5a\x2a\x4d\x18\x02\0\0\0xx".to_vec();
        assert_eq!(content([skipped, zstd(b"a,"), zstd(b""), zstd(b"b\n")].concat()), Ok(b"a,b\n".to_vec()));
    }

    /// Fault: Damaged gzip and zstd files, and bombs
    /// Outcome: Named with the bound; the rest of the folder is read
    #[test]
    fn damage_and_bombs_are_told() {
        let rows: Vec<u8> =
            (0..50_000_u32).flat_map(|n| format!("{},{n}\n", n.wrapping_mul(0x9e37_79b9)).into_bytes()).collect();
        for pack in [gzip, zstd] {
            let whole = pack(&rows);
            assert_eq!(content(whole.clone()), Ok(rows.clone()));
            let (mut flipped, middle) = (whole.clone(), whole.len() / 2);
            flipped[middle] ^= 0x10;
            for damaged in [&flipped[..], &whole[..middle], &whole[..whole.len() - 1], &whole[..5]] {
                let why = content(damaged.to_vec()).unwrap_err();
                assert!(why.starts_with("damaged member: "), "{why}");
            }
            let why = content([whole, b"behind".to_vec()].concat()).unwrap_err();
            assert!(why.starts_with("damaged member: "), "{why}");
            let why = content(pack(&vec![b'0'; 5 << 20])).unwrap_err();
            assert!(why.contains("limits"), "{why}");
        }
    }
}
