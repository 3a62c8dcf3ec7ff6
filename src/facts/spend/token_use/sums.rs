//! Sums of tokens by codes of texts: hundreds of thousands of them share a few thousand names.

use chrono::NaiveDate;
use foldhash::fast::FixedState;
use indexmap::{IndexMap, IndexSet};

use super::{Source, TokenCounts, TokenUse};
use crate::model::Money;

/// Code of a text that is not there: before all others.
pub(super) const NO_TEXT: u32 = u32::MAX;

/// Whose tokens: the day, and codes of the workspace, key, its id, model, tier and terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Grain {
    pub(super) day: NaiveDate,
    pub(super) texts: [u32; 6],
}

/// Tokens and what they cost, as in [`TokenUse`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Sum {
    pub(super) by_workspace: bool,
    pub(super) by_key: bool,
    pub(super) tokens: TokenCounts,
    pub(super) rows: u64,
    pub(super) list_price: Option<Money>,
    pub(super) listed: Option<Money>,
    pub(super) by_policy: bool,
    pub(super) prices: [Money; 6],
    pub(super) source: Source,
}

impl Sum {
    /// Adds a later row. The source stays the first one; what has a row without a price has none.
    pub(super) fn add(&mut self, more: &Self) {
        let (sum, tokens) = (&mut self.tokens, &more.tokens);
        sum.uncached_input += tokens.uncached_input;
        sum.cache_write_5m += tokens.cache_write_5m;
        sum.cache_write_1h += tokens.cache_write_1h;
        sum.cache_read += tokens.cache_read;
        sum.output += tokens.output;
        sum.web_searches += tokens.web_searches;
        self.rows += more.rows;
        self.prices.iter_mut().zip(more.prices).for_each(|(sum, more)| *sum += more);
        let plus = |sum: Option<Money>, more: Option<Money>| sum.zip(more).map(|(sum, more)| sum + more);
        (self.list_price, self.listed) = (plus(self.list_price, more.list_price), plus(self.listed, more.listed));
        self.by_policy |= more.by_policy;
        (self.by_workspace, self.by_key) = (self.by_workspace || more.by_workspace, self.by_key || more.by_key);
    }
}

/// Sums by grain, in the order of their first rows, and the texts of the codes.
#[derive(Debug, Default)]
pub(super) struct Sums {
    texts: IndexSet<Box<str>, FixedState>,
    pub(super) of: IndexMap<Grain, Sum, FixedState>,
}

impl Sums {
    /// The code of a text.
    pub(super) fn text(&mut self, text: &str) -> u32 {
        let at = self.texts.get_index_of(text).unwrap_or_else(|| self.texts.insert_full(text.into()).0);
        u32::try_from(at).unwrap_or(NO_TEXT)
    }

    /// In the order of day and texts.
    pub(super) fn in_order(self) -> Vec<TokenUse> {
        let Self { texts, mut of } = self;
        let mut order: Vec<usize> = (0..texts.len()).collect();
        order.sort_unstable_by_key(|&code| &texts[code]);
        let mut ranks = vec![0_u32; texts.len()];
        order.iter().zip(1_u32..).for_each(|(&code, rank)| ranks[code] = rank);
        let rank = |code: u32| ranks.get(code as usize).copied().unwrap_or(0);
        of.sort_by_cached_key(|grain, _| (grain.day, grain.texts.map(rank)));
        let text = |code: u32| texts.get_index(code as usize).map_or_else(String::new, |text| text.to_string());
        let one = |(Grain { day, texts: [workspace, key, key_id, model, tier, terms] }, sum): (Grain, Sum)| TokenUse {
            day,
            workspace: text(workspace),
            by_workspace: sum.by_workspace,
            key: text(key),
            by_key: sum.by_key,
            key_id: (key_id != NO_TEXT).then(|| text(key_id)),
            model: text(model),
            tier: text(tier),
            terms: text(terms),
            tokens: sum.tokens,
            rows: sum.rows,
            list_price: sum.list_price,
            listed: sum.listed,
            by_policy: sum.by_policy,
            prices: sum.prices,
            source: sum.source,
        };
        of.into_iter().map(one).collect()
    }
}
