//! Everything that was read, as frames.

use std::collections::BTreeMap;

use polars::prelude::DataFrame;

use super::{Input, Rejection, Table};

/// The exports as tables, with what became of every file.
///
/// A frame has the columns of [`Table::columns`], then `file` (index into `inputs`) and `line` (1-based), and its rows stand in
/// the order of the inputs' paths and of their lines. A table for which no file was given is absent; an export that is there and
/// empty (an empty month, a list without entries) is an empty frame.
#[derive(Clone, Debug, Default)]
pub struct Dataset {
    /// One frame per table that some file filled.
    pub frames: BTreeMap<Table, DataFrame>,
    /// Every file and archive member, sorted by path.
    pub inputs: Vec<Input>,
    /// Every record that could not be taken, sorted by file and line.
    pub rejections: Vec<Rejection>,
    /// Lists that are not whole, with why: a page is missing, or a file ends inside one.
    pub cut_lists: BTreeMap<Table, String>,
    /// Which table each kind of export fills.
    pub kinds: BTreeMap<&'static str, Table>,
}

impl Dataset {
    /// The frame of a table, if some file filled it.
    #[must_use]
    pub fn frame(&self, table: Table) -> Option<&DataFrame> {
        self.frames.get(&table)
    }

    /// Whether some export of this table was given, even an empty one.
    #[must_use]
    pub fn has(&self, table: Table) -> bool {
        self.frames.contains_key(&table)
    }

    /// Path of the input with this index, as it stands in the report.
    #[must_use]
    pub fn path(&self, file: u32) -> &str {
        self.inputs.get(file as usize).map_or("", |input| &input.path)
    }
}
