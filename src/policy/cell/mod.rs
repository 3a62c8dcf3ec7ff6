//! One value of the file together with its place, so that every complaint can point at it.

mod source;
mod value;

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::{PolicyError, shown, unknown};
use super::shape::Kind;
use crate::model::mask_secrets;
pub(super) use source::Source;

type Result<T> = std::result::Result<T, PolicyError>;

/// A value, with the path that leads to it: `services.checkout.owner`.
pub(in crate::policy) struct Cell<'a> {
    source: &'a Source<'a>,
    path: String,
    value: &'a DeValue<'a>,
    span: Range<usize>,
    kind: Kind,
}

/// A key and its value.
pub(in crate::policy) struct Entry<'a> {
    /// The key.
    pub(in crate::policy) key: &'a str,
    /// Where the key stands.
    at: Range<usize>,
    /// The table in which it stands.
    table: Kind,
    /// Its value.
    pub(in crate::policy) cell: Cell<'a>,
}

impl<'a> Entry<'a> {
    /// The error for a key that nobody knows here.
    pub(in crate::policy) fn unknown(&self) -> PolicyError {
        self.none_of(&self.table.keys())
    }

    /// The error for a key that is none of these.
    pub(in crate::policy) fn none_of(&self, known: &[&str]) -> PolicyError {
        let section = self.cell.path.len().checked_sub(self.key.len() + 1).map(|end| &self.cell.path[..end]);
        let what = section.map_or_else(|| "section".to_owned(), |section| format!("[{}] key", shown(section)));
        self.cell.source.fault(self.at.clone(), &unknown(&what, self.key, known, ""))
    }

    /// The key as the name of a thing: not empty, and without secrets.
    pub(in crate::policy) fn name(&self) -> Result<String> {
        if self.key.trim().is_empty() {
            return Err(self.fault("a name must not be empty"));
        }
        Ok(mask_secrets(self.key).into_owned())
    }

    /// An error at the key.
    pub(in crate::policy) fn fault(&self, message: &str) -> PolicyError {
        self.cell.source.fault(self.at.clone(), message)
    }
}

impl<'a> Cell<'a> {
    /// The whole file.
    pub(in crate::policy) fn root(source: &'a Source<'a>, table: &'a DeValue<'a>, kind: Kind) -> Self {
        Self { source, path: String::new(), value: table, span: 0..0, kind }
    }

    /// An error at the value.
    pub(in crate::policy) fn fault(&self, message: &str) -> PolicyError {
        self.source.fault(self.span.clone(), message)
    }

    /// Line of the value, for errors elsewhere that refer to it.
    pub(in crate::policy) fn line(&self) -> usize {
        self.source.place(self.span.start).0
    }

    fn wrong(&self, wanted: &str) -> PolicyError {
        let article = if matches!(self.value, DeValue::Integer(_) | DeValue::Array(_)) { "an" } else { "a" };
        self.fault(&format!("`{}` must be {wanted}, not {article} {}", shown(&self.path), self.value.type_str()))
    }

    fn child(&self, key: &str, value: &'a Spanned<DeValue<'a>>) -> Self {
        let path = if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) };
        Cell { source: self.source, path, value: value.get_ref(), span: value.span(), kind: self.kind.of(key) }
    }

    /// The entries of a table, in the order of the file; no key among them that its shape does not have.
    pub(in crate::policy) fn entries(&self) -> Result<Vec<Entry<'a>>> {
        let DeValue::Table(table) = self.value else { return Err(self.wrong("a table")) };
        let mut entries: Vec<Entry<'a>> = self.unsorted(table);
        entries.sort_by_key(|entry| entry.at.start);
        let strange = entries.iter().find(|entry| !self.kind.may_hold(entry.key));
        strange.map_or(Ok(()), |entry| Err(entry.unknown()))?;
        Ok(entries)
    }

    fn unsorted(&self, table: &'a DeTable<'a>) -> Vec<Entry<'a>> {
        let entry = |(key, value): (&'a Spanned<_>, &'a _)| -> Entry<'a> {
            let name: &'a std::borrow::Cow<'a, str> = key.get_ref();
            Entry { key: name, at: key.span(), table: self.kind, cell: self.child(name, value) }
        };
        table.iter().map(entry).collect()
    }

    /// The tables of an array of tables.
    pub(in crate::policy) fn tables(&self) -> Result<Vec<Self>> {
        let wanted = format!("a list of tables, each under [[{}]]", shown(&self.path));
        let items = self.items(&wanted)?;
        if items.iter().all(|item| item.value.is_table()) { Ok(items) } else { Err(self.wrong(&wanted)) }
    }

    /// Whether it is an array.
    pub(in crate::policy) fn is_list(&self) -> bool {
        matches!(self.value, DeValue::Array(_))
    }

    /// The items of an array, which is `wanted`.
    fn items(&self, wanted: &str) -> Result<Vec<Self>> {
        let DeValue::Array(items) = self.value else { return Err(self.wrong(wanted)) };
        let item = |item: &'a Spanned<DeValue<'a>>| Cell {
            source: self.source,
            path: self.path.clone(),
            value: item.get_ref(),
            span: item.span(),
            kind: self.kind,
        };
        Ok(items.iter().map(item).collect())
    }
}
