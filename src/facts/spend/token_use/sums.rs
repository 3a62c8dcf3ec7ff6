//! Sums of tokens by codes of texts: hundreds of thousands of them share a few thousand names.

use chrono::NaiveDate;
use foldhash::fast::FixedState;
use indexmap::IndexSet;

use super::TokenUse;
use crate::facts::spend::SharedText;

/// Code of a text that is not there: before all others.
pub(super) const NO_TEXT: u32 = u32::MAX;

/// Whose tokens: the day, and codes of the workspace, key, its id, model, tier and terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Grain {
    pub(super) day: NaiveDate,
    pub(super) texts: [u32; 6],
}

impl TokenUse {
    /// Adds a later row. The source stays the first one; what has a row without a price has none.
    fn add(&mut self, more: &Self) {
        self.tokens += more.tokens;
        self.rows += more.rows;
        let both = [&self.other_prices, &more.other_prices].iter().any(|other| other.is_some())
            || self.list_price.is_some() != more.list_price.is_some();
        let other = both.then(|| self.other_prices().plus(more.other_prices()));
        self.list_price = self.list_price.zip(more.list_price).map(|(sum, more)| sum + more);
        self.other_prices = other.and_then(|other| other.beside(self.list_price));
        (self.by_workspace, self.by_key) = (self.by_workspace || more.by_workspace, self.by_key || more.by_key);
    }
}

/// Sums by grain, in the order of their first rows, and the texts of the codes.
#[derive(Debug, Default)]
pub(super) struct Sums {
    texts: IndexSet<SharedText, FixedState>,
    grains: IndexSet<Grain, FixedState>,
    /// One for each grain.
    uses: Vec<TokenUse>,
    /// The codes of the row before of what is mostly the same: model, tier and terms.
    last: [u32; 3],
}

impl Sums {
    /// Nothing yet, with room for so many rows.
    pub(super) fn with_room(rows: usize) -> Self {
        let grains = IndexSet::with_capacity_and_hasher(rows, FixedState::default());
        Self { grains, uses: Vec::with_capacity(rows), ..Self::default() }
    }

    /// The code of a text.
    pub(super) fn text(&mut self, text: &str) -> u32 {
        let at = self.texts.get_index_of(text).unwrap_or_else(|| self.texts.insert_full(text.into()).0);
        u32::try_from(at).unwrap_or(NO_TEXT)
    }

    /// The code of a text that is mostly the same as in the row before, by its place.
    pub(super) fn text_again(&mut self, place: usize, text: &str) -> u32 {
        let last = self.last[place];
        if self.texts.get_index(last as usize).is_none_or(|known| known.as_str() != text) {
            self.last[place] = self.text(text);
        }
        self.last[place]
    }

    /// The text of a code; empty for that of none.
    pub(super) fn shared(&self, code: u32) -> SharedText {
        self.texts.get_index(code as usize).cloned().unwrap_or_else(|| "".into())
    }

    /// Adds a row to the sum of its grain.
    pub(super) fn add(&mut self, grain: Grain, row: TokenUse) {
        let (at, is_new) = self.grains.insert_full(grain);
        if is_new {
            self.uses.push(row);
        } else {
            self.uses[at].add(&row);
        }
    }

    /// In the order of day and texts.
    pub(super) fn in_order(self) -> Vec<TokenUse> {
        let Self { texts, grains, mut uses, .. } = self;
        let mut order: Vec<usize> = (0..texts.len()).collect();
        order.sort_unstable_by_key(|&code| &texts[code]);
        let mut ranks = vec![0_u32; texts.len()];
        order.iter().zip(1_u32..).for_each(|(&code, rank)| ranks[code] = rank);
        let rank = |code: u32| ranks.get(code as usize).copied().unwrap_or(0);
        let mut places: Vec<((NaiveDate, [u32; 6]), usize)> =
            grains.into_iter().zip(0..).map(|(grain, at)| ((grain.day, grain.texts.map(rank)), at)).collect();
        places.sort_unstable();
        // In place: the sums are by far the largest of all that is held of usage.
        let mut to = vec![0; uses.len()];
        places.into_iter().zip(0..).for_each(|((_, from), place)| to[from] = place);
        for at in 0..uses.len() {
            while to[at] != at {
                let place = to[at];
                uses.swap(at, place);
                to.swap(at, place);
            }
        }
        uses
    }
}
