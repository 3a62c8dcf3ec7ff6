//! How far archives are unpacked: within the bounds of the policy, shared by every kind of archive.

use std::io::Read;

use crate::model::{Bound, Bounds};

/// A packed size below this counts as this one: a header and a few repeated rows pack better than any long file.
const LEAST_PACKED: u64 = 4096;
/// Nesting: what is reported for an archive that is not opened. A zip inside an archive is, since the audit-log export is one and may be packed
/// with others; more levels would multiply the bounds, and no export comes that way.
pub(super) const NESTED: &str = "an archive inside an archive: unpack it first";

/// Unpacks the members of one archive, which share what it may hold.
pub(super) struct Unpacking {
    bounds: Bounds,
    /// The bound on all members together.
    whole: Bound,
    unpacked: u64,
}

impl Unpacking {
    pub(super) const fn within(bounds: Bounds, whole: Bound) -> Self {
        Self { bounds, whole, unpacked: 0 }
    }

    /// How much a member of `packed` bytes may hold, and by which bound.
    pub(super) fn limit(&self, packed: u64) -> (u64, Bound) {
        let of = |bound| self.bounds.of(bound);
        let limits = [
            (packed.max(LEAST_PACKED).saturating_mul(of(Bound::Expansion)), Bound::Expansion),
            (of(Bound::FileBytes), Bound::FileBytes),
            (of(self.whole).saturating_sub(self.unpacked), self.whole),
        ];
        limits.into_iter().min_by_key(|(limit, _)| *limit).unwrap_or((0, self.whole))
    }

    /// Counts what was unpacked elsewhere.
    pub(super) const fn count(&mut self, bytes: u64) {
        self.unpacked = self.unpacked.saturating_add(bytes);
    }

    /// Unpacks a member of `packed` bytes, or says why not.
    pub(super) fn read(&mut self, member: impl Read, packed: u64) -> Result<Vec<u8>, String> {
        let (limit, bound) = self.limit(packed);
        let mut content = Vec::new();
        // One byte more than allowed tells «too large» from «just fits».
        let read = member.take(limit.saturating_add(1)).read_to_end(&mut content);
        self.unpacked = self.unpacked.saturating_add(content.len() as u64);
        match read {
            Err(error) => Err(format!("damaged member: {error}")),
            Ok(size) if size as u64 > limit => Err(self.bounds.exceeded(bound)),
            Ok(_) => Ok(content),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::repeat;

    use super::*;

    #[test]
    fn a_member_may_expand_so_far() {
        let bounds = Bounds::default();
        let most = LEAST_PACKED * bounds.of(Bound::Expansion);
        let mut unpacking = Unpacking::within(bounds, Bound::ArchiveBytes);
        assert_eq!(unpacking.read(repeat(b'0').take(most), 10).map(|c| c.len() as u64), Ok(most));
        assert_eq!(unpacking.read(repeat(b'0'), 10), Err(bounds.exceeded(Bound::Expansion)));
        assert_eq!(unpacking.unpacked, 2 * most + 1, "what is refused counts too");
    }

    /// Fault: Many members that are small each and too large together
    /// Outcome: The bound is one for the archive
    #[test]
    fn the_members_share_what_an_archive_may_hold() {
        let bounds = Bounds::default().with(Bound::FileBytes, 4).with(Bound::ArchiveBytes, 7);
        let mut unpacking = Unpacking::within(bounds, Bound::ArchiveBytes);
        assert_eq!(unpacking.read(b"abcd".as_slice(), 4), Ok(b"abcd".to_vec()));
        assert_eq!(unpacking.read(b"abc".as_slice(), 3), Ok(b"abc".to_vec()));
        assert_eq!(unpacking.read(b"d".as_slice(), 1), Err(bounds.exceeded(Bound::ArchiveBytes)));
        let mut unpacking = Unpacking::within(bounds, Bound::ArchiveBytes);
        assert_eq!(unpacking.read(b"abcde".as_slice(), 5), Err(bounds.exceeded(Bound::FileBytes)));
    }
}
