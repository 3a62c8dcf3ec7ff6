//! What a column of a table holds, and what it is for when the same rows come in several files.

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text; polars `String`.
    Text,
    /// A UTC day; polars `Date`.
    Day,
    /// A UTC instant in microseconds; polars `Datetime`.
    Instant,
    /// A count; polars `Int64`.
    Integer,
    /// Exact dollars; polars `Decimal(38, 18)`.
    Money,
    /// Yes or no; polars `Boolean`.
    Flag,
}

/// What a column is for when the same rows come in several files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Names the object or event: one row per id.
    Id,
    /// Part of the grain of a report row.
    Dimension,
    /// A number that is summed over the grain.
    Measure,
    /// Describes the row; no part of the grain.
    Attribute,
}

/// One column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Name in the frame.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// What it is for.
    pub role: Role,
}
pub(super) const fn id(name: &'static str) -> Column {
    Column { name, kind: Kind::Text, role: Role::Id }
}
pub(super) const fn text(name: &'static str) -> Column {
    Column { name, kind: Kind::Text, role: Role::Attribute }
}
pub(super) const fn instant(name: &'static str) -> Column {
    Column { name, kind: Kind::Instant, role: Role::Attribute }
}
pub(super) const fn flag(name: &'static str) -> Column {
    Column { name, kind: Kind::Flag, role: Role::Attribute }
}
pub(super) const fn dimension(name: &'static str) -> Column {
    Column { name, kind: Kind::Text, role: Role::Dimension }
}
pub(super) const fn count(name: &'static str) -> Column {
    Column { name, kind: Kind::Integer, role: Role::Measure }
}
pub(super) const fn amount(name: &'static str) -> Column {
    Column { name, kind: Kind::Money, role: Role::Measure }
}
pub(super) const DAY: Column = Column { name: "day", kind: Kind::Day, role: Role::Dimension };
/// Minute of the day (0 to 1439) in hourly and minute exports, null in daily ones.
pub(super) const MINUTE: Column = Column { name: "minute", kind: Kind::Integer, role: Role::Dimension };
