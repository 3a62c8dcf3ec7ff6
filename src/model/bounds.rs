//! How much is read: bounds against files made to fill memory, with room for everything an organization exports.

use std::ops::RangeInclusive;

/// A bound on what is read. The policy may set each of them under `[bounds]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bound {
    /// Bytes of a file, as it lies there or unpacked.
    FileBytes,
    /// Bytes of all members of an archive together, unpacked.
    ArchiveBytes,
    /// Members of an archive.
    ArchiveMembers,
    /// Unpacked over packed size.
    Expansion,
    /// Bytes of all parts of a workbook, unpacked, and of the text of its sheet.
    WorkbookBytes,
    /// Cells of a sheet that hold something.
    WorkbookCells,
    /// Bytes of a record that is held whole: a line of a table, an object of a list.
    RecordBytes,
    /// Levels of a JSON record.
    Nesting,
}

/// What there is to know of a bound.
struct Spec {
    name: &'static str,
    default: u64,
    least: u64,
    most: u64,
}

impl Bound {
    /// Every bound, in the order of the manual.
    pub const ALL: [Self; 8] = [
        Self::FileBytes,
        Self::ArchiveBytes,
        Self::ArchiveMembers,
        Self::Expansion,
        Self::WorkbookBytes,
        Self::WorkbookCells,
        Self::RecordBytes,
        Self::Nesting,
    ];

    /// Name, default and what is not absurd. Sizes below a kibibyte would refuse every export.
    const fn spec(self) -> Spec {
        match self {
            // A quarter of audit log is a few gigabytes at most; the same for a file and for what is packed in one.
            Self::FileBytes => Spec { name: "file_bytes", default: 4 << 30, least: 1 << 10, most: 1 << 40 },
            Self::ArchiveBytes => Spec { name: "archive_bytes", default: 4 << 30, least: 1 << 10, most: 1 << 40 },
            // Data exports have a few dozen.
            Self::ArchiveMembers => Spec { name: "archive_members", default: 10_000, least: 1, most: 1_000_000 },
            // Deflate reaches about 1000 on constant bytes only, and text stays below 50.
            Self::Expansion => Spec { name: "expansion", default: 200, least: 2, most: 100_000 },
            // A roster of a hundred thousand people is a tenth of it, and reading a workbook takes several times its size.
            Self::WorkbookBytes => Spec { name: "workbook_bytes", default: 256 << 20, least: 1 << 10, most: 16 << 30 },
            // A hundred thousand people with 50 columns.
            Self::WorkbookCells => Spec { name: "workbook_cells", default: 5_000_000, least: 1, most: 500_000_000 },
            // A day of usage by every dimension is a few megabytes; reading a record takes several times its size.
            Self::RecordBytes => Spec { name: "record_bytes", default: 64 << 20, least: 1 << 10, most: 4 << 30 },
            // Real records have up to seven levels; beyond the most, the reader of JSON itself refuses.
            Self::Nesting => Spec { name: "nesting", default: 64, least: 8, most: 127 },
        }
    }

    /// What the policy calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.spec().name
    }

    /// The values it may have.
    #[must_use]
    pub const fn range(self) -> RangeInclusive<u64> {
        let spec = self.spec();
        spec.least..=spec.most
    }
}

/// How much is read; what lies beyond is reported and left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds([u64; Bound::ALL.len()]);

impl Default for Bounds {
    fn default() -> Self {
        Self(Bound::ALL.map(|bound| bound.spec().default))
    }
}

impl Bounds {
    /// The value of a bound.
    #[must_use]
    pub const fn of(&self, bound: Bound) -> u64 {
        self.0[bound as usize]
    }

    /// These bounds, but for one.
    #[must_use]
    pub const fn with(mut self, bound: Bound, value: u64) -> Self {
        self.0[bound as usize] = value;
        self
    }

    /// What the report says of something beyond a bound: which one, its value, and how to raise it.
    #[must_use]
    pub fn exceeded(&self, bound: Bound) -> String {
        let (name, value) = (bound.name(), self.of(bound));
        let what = match bound {
            Bound::FileBytes => "holds more bytes than",
            Bound::ArchiveBytes => "its archive unpacks to more bytes than",
            Bound::ArchiveMembers => "has more members than",
            Bound::Expansion => "unpacks to more times its size than",
            Bound::WorkbookBytes => "a workbook that unpacks to more bytes than",
            Bound::WorkbookCells => "a workbook with more cells than",
            Bound::RecordBytes => "a record of more bytes than",
            Bound::Nesting => "a record nested deeper than",
        };
        format!(
            "{what} the limits allow: `{name}` is {value}; if the file can be trusted, raise it under [bounds] in the policy"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bound_has_its_place_and_a_default_in_its_range() {
        for (at, bound) in Bound::ALL.into_iter().enumerate() {
            assert_eq!(bound as usize, at);
            assert!(bound.range().contains(&Bounds::default().of(bound)), "{}", bound.name());
            assert!(*bound.range().start() > 0);
            assert_eq!(Bounds::default().with(bound, 77).of(bound), 77);
        }
    }

    #[test]
    fn what_is_beyond_is_told_with_the_way_out() {
        let found = Bounds::default().exceeded(Bound::ArchiveMembers);
        assert!(found.contains("`archive_members` is 10000") && found.contains("[bounds]"), "{found}");
    }
}
