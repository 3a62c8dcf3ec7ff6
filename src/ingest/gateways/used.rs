//! A row of what was used through a gateway, from whichever of its exports.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::{LITELLM, hint, key_id};
use crate::ingest::batch::{Batch, Cell};
use crate::ingest::clouds::model_name;
use crate::model::Money;

/// What one row states.
#[derive(Default)]
pub(super) struct Used<'a> {
    pub(super) day: NaiveDate,
    pub(super) minute: Option<u32>,
    pub(super) key: Option<Cow<'a, str>>,
    pub(super) key_name: Option<Cow<'a, str>>,
    pub(super) model: Option<Cow<'a, str>>,
    pub(super) model_group: Cell<'a>,
    pub(super) provider: Option<Cow<'a, str>>,
    pub(super) user: Cell<'a>,
    pub(super) team: Cell<'a>,
    pub(super) part: Cell<'a>,
    /// Input, output, read from a cache, written to one.
    pub(super) tokens: [Cell<'a>; 4],
    pub(super) cost: Money,
    pub(super) requests: Cell<'a>,
}

/// Providers that serve Claude and nothing else.
const CLAUDE_ALONE: [&str; 2] = ["anthropic", "anthropic_text"];

impl Used<'_> {
    /// Whether a model is one of Claude's: by its name, or because its provider has no other.
    fn is_claude(&self) -> bool {
        self.model.as_deref().is_some_and(model_name::is_of_claude)
            || self.provider.as_deref().is_some_and(|provider| CLAUDE_ALONE.contains(&provider))
    }

    /// Adds the row.
    pub(super) fn push(self, line: u64, batch: &mut Batch) {
        let is_claude = self.is_claude();
        let written = self.model.as_deref().unwrap_or_default();
        let model = model_name::of(written).filter(|_| is_claude).unwrap_or_else(|| written.to_owned());
        let [input, output, read, written] = self.tokens;
        let cells = [
            Cell::Day(self.day),
            self.minute.map_or(Cell::Null, |minute| Cell::Integer(i64::from(minute))),
            Cell::text(Some(LITELLM)),
            Cell::text(self.key.as_deref().map(key_id)),
            Cell::text(Some(model)),
            self.model_group,
            Cell::text(self.provider),
            self.user,
            self.team,
            self.part,
            input,
            output,
            read,
            written,
            Cell::Money(self.cost),
            self.requests,
            Cell::text(self.key_name.as_deref().map(hint)),
            Cell::Flag(is_claude),
            Cell::Flag(true),
        ];
        batch.push(line, &cells);
    }
}
