//! Columns of usage and cost rows: tokens, what moves their price, and whose they are.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::NaiveDate;
use polars::prelude::{DataFrame, Int64Chunked, StringChunked};

use super::prices::{Conditions, TokenCounts};
use super::row::SpendRow;
use super::shared_text::SharedTexts;
use crate::facts::coverage::{OF_KEY, OF_WORKSPACE};
use crate::facts::frame::{Rows, Source};
use crate::facts::lists::DEFAULT_WORKSPACE;
use crate::facts::names::WorkspaceNames;
use crate::model::{Money, Table};

/// The columns that count what was used: tokens of five kinds, and searches.
pub(in crate::facts) const COUNTS: [&str; 6] =
    ["uncached_input", "cache_write_5m", "cache_write_1h", "cache_read", "output", "web_searches"];

/// Tokens of a usage row, and what moves their price.
pub(in crate::facts) struct TokenColumns<'a> {
    counts: [Counts<'a>; 6],
    conditions: [&'a StringChunked; 4],
}

/// A column of counts: in one piece where nothing of it is missing, which is read several times as fast.
#[derive(Clone, Copy)]
enum Counts<'a> {
    Whole(&'a [i64]),
    Pieces(&'a Int64Chunked),
}

impl<'a> Counts<'a> {
    fn of(column: &'a Int64Chunked) -> Self {
        column.cont_slice().map_or(Self::Pieces(column), Self::Whole)
    }

    fn get(self, row: usize) -> Option<i64> {
        match self {
            Self::Whole(counts) => counts.get(row).copied(),
            Self::Pieces(counts) => counts.get(row),
        }
    }
}

impl<'a> TokenColumns<'a> {
    pub(in crate::facts) fn of(rows: &Rows<'a>) -> Result<Self> {
        let text = |name| rows.text(name);
        let [uncached, write_5m, write_1h, read, output, searches] = COUNTS.map(|name| rows.integer(name));
        Ok(Self {
            counts: [uncached?, write_5m?, write_1h?, read?, output?, searches?].map(Counts::of),
            conditions: [text("service_tier")?, text("context_window")?, text("inference_geo")?, text("speed")?],
        })
    }

    /// Whether a row says that something was used.
    pub(in crate::facts) fn is_used(&self, row: usize) -> bool {
        self.counts.iter().any(|column| column.get(row).is_some_and(|count| count > 0))
    }

    /// Which rows of usage or cost say that something was used: of usage those with a count above zero.
    pub(in crate::facts) fn used(rows: &Rows<'a>, table: Table) -> Result<impl Fn(usize) -> bool + use<'a>> {
        let tokens = (table == Table::Usage).then(|| Self::of(rows)).transpose()?;
        Ok(move |row: usize| tokens.as_ref().is_none_or(|tokens| tokens.is_used(row)))
    }

    pub(in crate::facts) fn get(&self, row: usize) -> (TokenCounts, Conditions<'a>) {
        let [uncached_input, cache_write_5m, cache_write_1h, cache_read, output, web_searches] =
            self.counts.map(|column| i128::from(column.get(row).unwrap_or(0)));
        let [service_tier, context_window, inference_geo, speed] = self.conditions.map(|column| column.get(row));
        let counts = TokenCounts { uncached_input, cache_write_5m, cache_write_1h, cache_read, output, web_searches };
        (counts, Conditions { service_tier, context_window, inference_geo, speed })
    }
}

/// Files that name a key (or a workspace, by the columns) anywhere: their other rows are the Workbench's (or the default
/// workspace's). Others were not grouped by it.
pub(in crate::facts) fn files_naming(frame: &DataFrame, by: [&str; 2]) -> Result<BTreeSet<u32>> {
    let rows = Rows::of(frame)?;
    let (name, id) = (rows.text(by[0])?, rows.text(by[1])?);
    let naming = (0..rows.len()).filter(|&row| name.get(row).is_some() || id.get(row).is_some());
    Ok(naming.map(|row| rows.source(row).file).collect())
}

/// The columns that say whose a row is.
pub(in crate::facts) struct OwnerColumns<'a>([&'a StringChunked; 4]);

impl<'a> OwnerColumns<'a> {
    pub(in crate::facts) fn of(rows: &Rows<'a>) -> Result<Self> {
        Ok(Self([
            rows.text("workspace_name")?,
            rows.text("workspace_id")?,
            rows.text("key_name")?,
            rows.text("key_id")?,
        ]))
    }

    pub(in crate::facts) fn at(&self, row: usize) -> [Option<&'a str>; 4] {
        self.0.map(|column| column.get(row))
    }
}

/// Whose a row is, as in the spend series.
#[derive(Clone, Copy, Debug)]
pub(in crate::facts) struct Owner<'a> {
    pub(in crate::facts) workspace: &'a str,
    /// Whether the file distinguishes workspaces.
    pub(in crate::facts) by_workspace: bool,
    /// Empty for use without a key.
    pub(in crate::facts) key: &'a str,
    /// Whether the file distinguishes keys.
    pub(in crate::facts) by_key: bool,
    pub(in crate::facts) key_id: Option<&'a str>,
}

/// How keys and workspaces of a table's rows are called.
pub(in crate::facts) struct Labels<'a> {
    /// Names of listed keys by id.
    pub(in crate::facts) keys: &'a BTreeMap<&'a str, &'a str>,
    pub(in crate::facts) names: &'a WorkspaceNames,
    /// Files that distinguish keys.
    naming_keys: BTreeSet<u32>,
    /// Files that distinguish workspaces.
    naming_workspaces: BTreeSet<u32>,
}

impl<'a> Labels<'a> {
    pub(in crate::facts) fn of(
        frame: &DataFrame,
        keys: &'a BTreeMap<&'a str, &'a str>,
        names: &'a WorkspaceNames,
    ) -> Result<Self> {
        let (naming_keys, naming_workspaces) = (files_naming(frame, OF_KEY)?, files_naming(frame, OF_WORKSPACE)?);
        Ok(Self { keys, names, naming_keys, naming_workspaces })
    }

    /// Whose a row of a file is, by name.
    pub(in crate::facts) fn owner<'r>(&'r self, whose: [Option<&'r str>; 4], file: u32) -> Owner<'r> {
        let [workspace, workspace_id, key, key_id] = whose;
        let listed = || key_id.and_then(|id| self.keys.get(id).copied());
        Owner {
            workspace: self.names.label(workspace, workspace_id).unwrap_or(DEFAULT_WORKSPACE),
            by_workspace: self.naming_workspaces.contains(&file),
            key: key.or_else(listed).or(key_id).unwrap_or_default(),
            by_key: self.naming_keys.contains(&file),
            key_id,
        }
    }

    /// A row of reported cost.
    pub(in crate::facts) fn row(
        &self,
        texts: &mut SharedTexts,
        (whose, day): ([Option<&str>; 4], NaiveDate),
        model: &str,
        amount: Money,
        source: Source,
    ) -> SpendRow {
        let owner = self.owner(whose, source.file);
        SpendRow {
            day,
            workspace: texts.shared(owner.workspace),
            key: texts.shared(owner.key),
            by_workspace: owner.by_workspace,
            by_key: owner.by_key,
            key_id: owner.key_id.map(|id| texts.shared(id)),
            model: texts.shared(model),
            amount,
            at_least: amount,
            estimated: false,
            rows: 1,
            source,
        }
    }
}

/// In lower case, which it mostly is.
pub(super) fn lower(text: &str) -> Cow<'_, str> {
    let is_lower = text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_lower { Cow::Borrowed(text) } else { Cow::Owned(text.to_lowercase()) }
}
