//! How far archives are unpacked: bounds against files made to fill memory, shared by every kind of archive.

use std::io::Read;

/// Members read from one archive; data exports have a few dozen.
pub(super) const MOST_MEMBERS: usize = 10_000;
/// Largest member, and largest sum of the members of one archive, unpacked: a quarter of audit log is a few gigabytes at most.
pub(super) const MOST_BYTES: u64 = 4 << 30;
/// Unpacked over packed size; deflate reaches about 1000 on constant bytes only, and text stays below 50.
pub(super) const MOST_EXPANSION: u64 = 200;
/// All parts of a workbook, unpacked, and the text of its sheet: a roster of a hundred thousand people is a tenth of it, and reading
/// a workbook takes several times its size.
pub(super) const MOST_WORKBOOK_BYTES: u64 = 256 << 20;
/// Cells of a sheet that hold something: a hundred thousand people with 50 columns.
pub(super) const MOST_CELLS: u64 = 5_000_000;
/// A packed size below this counts as this one: a header and a few repeated rows pack better than any long file.
const LEAST_PACKED: u64 = 4096;
/// Nesting: what is told of an archive inside an archive. None is opened, since each level would multiply the other bounds, and no
/// export comes that way.
pub(super) const NESTED: &str = "an archive inside an archive: unpack it first";

/// Unpacks a member of `packed` bytes, or says why not. `unpacked` is the sum over its archive, which grows.
pub(super) fn read_member(member: impl Read, packed: u64, unpacked: &mut u64) -> Result<Vec<u8>, String> {
    let expanded = packed.max(LEAST_PACKED).saturating_mul(MOST_EXPANSION);
    let limit = MOST_BYTES.saturating_sub(*unpacked).min(expanded);
    let mut content = Vec::new();
    // One byte more than allowed tells «too large» from «just fits».
    let read = member.take(limit + 1).read_to_end(&mut content);
    *unpacked += content.len() as u64;
    match read {
        Err(error) => Err(format!("damaged member: {error}")),
        Ok(size) if size as u64 > limit => Err("unpacks to more than the limits allow".to_owned()),
        Ok(_) => Ok(content),
    }
}

#[cfg(test)]
mod tests {
    use std::io::repeat;

    use super::*;

    #[test]
    fn a_member_may_expand_so_far() {
        let most = LEAST_PACKED * MOST_EXPANSION;
        let mut unpacked = 0;
        assert_eq!(read_member(repeat(b'0').take(most), 10, &mut unpacked).map(|c| c.len() as u64), Ok(most));
        let why = read_member(repeat(b'0'), 10, &mut unpacked).unwrap_err();
        assert!(why.contains("limits"), "{why}");
        assert_eq!(unpacked, 2 * most + 1, "what is refused counts too");
    }

    #[test]
    fn the_members_share_what_an_archive_may_hold() {
        let mut unpacked = MOST_BYTES - 3;
        assert_eq!(read_member(b"abc".as_slice(), 3, &mut unpacked), Ok(b"abc".to_vec()));
        assert!(read_member(b"d".as_slice(), 1, &mut unpacked).is_err());
    }
}
