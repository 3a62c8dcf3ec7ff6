//! Archives that hold one name twice: their reader keeps members by name, and would lose all but the last of them.

use std::collections::BTreeMap;

/// Begins every entry of an archive's directory.
const ENTRY: &[u8] = b"PK\x01\x02";
/// Bytes of an entry before its name.
const FIXED: usize = 46;
/// Last bytes of a name that are written over.
const NUMBER: usize = 4;

/// An archive whose members have different names.
pub(super) struct Distinct {
    /// The archive; only names in its directory are others, of the same length.
    pub(super) bytes: Vec<u8>,
    /// By number of a member that was renamed: the first one that had its name.
    pub(super) same_as: BTreeMap<usize, usize>,
    /// Members whose name is too short to be made another: they are not in the archive's reader.
    pub(super) lost: usize,
}

impl Distinct {
    /// Gives every repeated name of an archive, whose directory begins at `directory`, another one.
    pub(super) fn of(bytes: &[u8], directory: usize) -> Self {
        let mut own = Self { bytes: bytes.to_vec(), same_as: BTreeMap::new(), lost: 0 };
        let mut first: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
        let (mut at, mut number) = (directory, 0);
        while let Some([name, extra, comment]) = lengths(bytes, at) {
            let range = at + FIXED..at + FIXED + name;
            at = range.end + extra + comment;
            let Some(name) = bytes.get(range.clone()) else { return own };
            let Some(&same) = first.get(name) else {
                first.insert(name.to_vec(), number);
                number += 1;
                continue;
            };
            match other(name, number, |other| first.contains_key(other)) {
                Some(other) => {
                    own.bytes[range].copy_from_slice(&other);
                    own.same_as.insert(number, same);
                    first.insert(other, number);
                    number += 1;
                }
                None => own.lost += 1,
            }
        }
        own
    }
}

/// Lengths of name, extra field and comment of the entry at an offset.
fn lengths(bytes: &[u8], at: usize) -> Option<[usize; 3]> {
    let entry = bytes.get(at..at.checked_add(FIXED)?).filter(|entry| entry.starts_with(ENTRY))?;
    Some([28, 30, 32].map(|field| usize::from(u16::from_le_bytes([entry[field], entry[field + 1]]))))
}

/// A name of the same length that nobody has: its last bytes are a number.
fn other(name: &[u8], start: usize, taken: impl Fn(&[u8]) -> bool) -> Option<Vec<u8>> {
    let digits = name.len().min(NUMBER);
    let most = 10_usize.pow(u32::try_from(digits).ok()?);
    (0..most).map(|number| (start + number) % most).find_map(|number| {
        let mut other = name.to_vec();
        let end = name.len() - digits;
        other[end..].copy_from_slice(format!("{number:0digits$}").as_bytes());
        (!taken(&other)).then_some(other)
    })
}
