//! How records are read: delimited text, JSON pages and lines, Python-repr dictionaries; and the values in them.

mod aligned;
pub mod any_instant;
pub(in crate::ingest) mod around;
pub mod bucket;
pub mod date_order;
pub mod decimals;
pub mod delimited;
pub(in crate::ingest) mod ends;
pub(in crate::ingest) mod fixed_width;
pub mod garbled;
pub(in crate::ingest) mod header;
pub mod history;
pub mod instant;
pub mod json;
pub mod mentions;
pub mod month_name;
pub(in crate::ingest) mod nothing;
pub mod number;
pub(in crate::ingest) mod printed;
pub(in crate::ingest) mod printed_counts;
pub mod python;
mod quotes;
mod row;
pub mod sink;
pub mod tombstone;
pub mod unescape;
pub mod usage_dates;
