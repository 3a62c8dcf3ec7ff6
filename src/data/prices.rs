//! Dated list prices of all models, and what tokens cost by them.

#[cfg(test)]
mod tests;

use std::ops::AddAssign;

use chrono::NaiveDate;
use foldhash::fast::FixedState;
use indexmap::IndexMap;

use crate::model::Money;

/// Tokens of one usage row, by category.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TokenCounts {
    /// Input, neither written to nor read from a cache.
    pub uncached_input: i128,
    /// Written to the 5-minute cache.
    pub cache_write_5m: i128,
    /// Written to the 1-hour cache.
    pub cache_write_1h: i128,
    /// Read from a cache.
    pub cache_read: i128,
    /// Output.
    pub output: i128,
    /// Web searches.
    pub web_searches: i128,
}

impl TokenCounts {
    /// Names of the categories, in the order of [`Self::by_kind`]: what a token is, next to its model, that sets its price.
    pub const KINDS: [&str; 6] =
        ["uncached input", "5-minute cache write", "1-hour cache write", "cache read", "output", "web search"];

    /// Every count; the last is of searches, which are no tokens.
    #[must_use]
    pub const fn by_kind(&self) -> [i128; 6] {
        [self.uncached_input, self.cache_write_5m, self.cache_write_1h, self.cache_read, self.output, self.web_searches]
    }
}

impl AddAssign for TokenCounts {
    fn add_assign(&mut self, more: Self) {
        self.uncached_input += more.uncached_input;
        self.cache_write_5m += more.cache_write_5m;
        self.cache_write_1h += more.cache_write_1h;
        self.cache_read += more.cache_read;
        self.output += more.output;
        self.web_searches += more.web_searches;
    }
}

/// What moves the price of a row next to its model and day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Conditions<'a> {
    /// `usage_type` or `service_tier`: `batch` halves the price.
    pub service_tier: Option<&'a str>,
    /// `context_window`: beyond 200k some models cost more.
    pub context_window: Option<&'a str>,
    /// `inference_geo`: `us` costs a tenth more on Claude 4.6 and later.
    pub inference_geo: Option<&'a str>,
    /// `speed`: `fast` has rows of its own.
    pub speed: Option<&'a str>,
}

/// One row of the table: prices in 10^-18 dollars per million tokens.
#[derive(Clone, Debug)]
struct Price {
    model: &'static str,
    display_name: &'static str,
    fast: bool,
    from: NaiveDate,
    to: Option<NaiveDate>,
    input: Money,
    write_5m: Money,
    write_1h: Money,
    read: Money,
    output: Money,
    long: Option<(Money, Money)>,
}

/// The embedded price table.
#[derive(Clone, Debug)]
pub struct Prices {
    /// The rows of each model, in the order of the table.
    models: IndexMap<&'static str, Vec<Price>, FixedState>,
    /// The id of each display name, and of each id.
    ids: IndexMap<&'static str, &'static str, FixedState>,
}

/// What a web search costs: ten dollars per thousand (pricing page).
pub const WEB_SEARCH: Money = Money::from_cents(1);
const MILLION: i128 = 1_000_000;
/// First day of Claude 4.6, from which `inference_geo: us` costs 1.1 times as much.
const FIRST_REGIONAL: Option<NaiveDate> = NaiveDate::from_ymd_opt(2026, 2, 5);

impl Prices {
    /// The table as embedded.
    ///
    /// # Panics
    /// When the embedded table is damaged, which its test shows.
    #[must_use]
    pub fn embedded() -> Self {
        let lines = include_str!("prices.tsv").lines().filter(|line| !line.starts_with('#')).skip(1);
        Self::of(lines.map(|line| parse(line).unwrap_or_else(|| panic!("price table: {line}"))).collect())
    }

    /// Asked for every row of an export: names are looked up, not searched for.
    fn of(rows: Vec<Price>) -> Self {
        let mut ids = IndexMap::default();
        for price in rows.iter().filter(|price| !price.display_name.is_empty()) {
            ids.entry(price.display_name).or_insert(price.model);
        }
        rows.iter().for_each(|price| _ = ids.entry(price.model).or_insert(price.model));
        let mut models: IndexMap<_, Vec<Price>, FixedState> = IndexMap::default();
        rows.into_iter().for_each(|price| models.entry(price.model).or_default().push(price));
        Self { models, ids }
    }

    /// The API id of a model that an export calls by its display name; an id, or a name nobody knows, as it is.
    #[must_use]
    pub fn model_id<'a>(&self, name: &'a str) -> &'a str {
        self.ids.get(name).copied().or_else(|| self.of_alias(name)).unwrap_or(name)
    }

    /// The dated id that an alias stands for: `claude-haiku-4-5`, `claude-3-7-sonnet-latest`, `claude-opus-4-0`; of several the latest.
    fn of_alias(&self, name: &str) -> Option<&'static str> {
        if !name.starts_with("claude-") || self.knows(name) {
            return None;
        }
        let stem = name.strip_suffix("-latest").unwrap_or(name);
        let is_dated = |model: &str, stem: &str| {
            let date = model.strip_prefix(stem).and_then(|rest| rest.strip_prefix('-'));
            date.is_some_and(|date| date.len() == 8 && date.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let is_its = |model: &str| {
            model == stem || is_dated(model, stem) || stem.strip_suffix("-0").is_some_and(|stem| is_dated(model, stem))
        };
        self.models.keys().copied().filter(|model| is_its(model)).max()
    }

    /// The list price of tokens on a day; `None` where the table does not know the model on that day. Never a guess.
    ///
    /// A day before the first row of a model is priced by that row: release dates are approximate. A day behind the last is not.
    #[must_use]
    pub fn cost(&self, model: &str, day: NaiveDate, tokens: TokenCounts, conditions: Conditions) -> Option<Money> {
        Some(self.costs(model, day, tokens, conditions)?.into_iter().sum())
    }

    /// The same by category, in the order of [`TokenCounts::by_kind`].
    #[must_use]
    pub fn costs(
        &self,
        model: &str,
        day: NaiveDate,
        tokens: TokenCounts,
        conditions: Conditions,
    ) -> Option<[Money; 6]> {
        let model = self.model_id(model);
        let fast = conditions.speed == Some("fast");
        let row = self.row(model, day, fast).or_else(|| self.row(model, day, false))?;
        let long = conditions.context_window.is_some_and(is_long).then_some(row.long).flatten();
        let (input, output) = long.unwrap_or((row.input, row.output));
        // Cache prices of long requests scale with the input price.
        let scaled = |price: Money| match long {
            Some((long_input, _)) => price.scaled(long_input.units(), row.input.units()),
            None => price,
        };
        let per_million =
            [input, scaled(row.write_5m), scaled(row.write_1h), scaled(row.read), output].map(Some).into_iter();
        let batch = conditions.service_tier.is_some_and(|tier| tier.eq_ignore_ascii_case("batch"));
        let first = self.rows(row.model).map(|price| price.from).min();
        let regional = conditions.inference_geo == Some("us") && first >= FIRST_REGIONAL;
        let mut costs = [Money::ZERO; 6];
        for ((cost, count), price) in costs.iter_mut().zip(tokens.by_kind()).zip(per_million.chain([None])) {
            // Neither batches nor regions move the price of a search.
            let Some(price) = price else {
                *cost = WEB_SEARCH.scaled(count, 1);
                continue;
            };
            let usual = of_tokens(price, count);
            let halved = if batch { usual.scaled(1, 2) } else { usual };
            *cost = if regional { halved.scaled(11, 10) } else { halved };
        }
        Some(costs)
    }

    /// Whether the table knows the model on any day; by its id.
    #[must_use]
    pub fn knows(&self, model: &str) -> bool {
        self.models.contains_key(model)
    }

    /// The day after which a model was retired: the last of its rows that are not for fast mode; none while one is open.
    #[must_use]
    pub fn retired_after(&self, model: &str) -> Option<NaiveDate> {
        let rows = self.rows(model).filter(|price| !price.fast);
        rows.max_by_key(|price| price.from)?.to
    }

    fn rows(&self, model: &str) -> impl Iterator<Item = &Price> {
        self.models.get(model).into_iter().flatten()
    }

    fn row(&self, model: &str, day: NaiveDate, fast: bool) -> Option<&Price> {
        let rows = || self.rows(model).filter(|price| price.fast == fast);
        let in_force = rows().find(|price| price.from <= day && price.to.is_none_or(|to| day <= to));
        in_force.or_else(|| rows().min_by_key(|price| price.from).filter(|price| day < price.from))
    }
}

/// The price of so many tokens. Prices of the list are whole units a token, and nothing has to be divided, which is slow for 128 bits.
fn of_tokens(price: Money, count: i128) -> Money {
    match u64::try_from(price.units()) {
        Ok(units) if units.is_multiple_of(1_000_000) => {
            Money::from_units(i128::from(units / 1_000_000).saturating_mul(count))
        }
        _ => price.scaled(count, MILLION),
    }
}

/// Whether a context window is one that some models charge more for: `> 200k` in CSV, `200k-1M` in the API; `≤ 200k` and `0-200k`
/// are the normal ones.
#[must_use]
pub fn is_long(context_window: &str) -> bool {
    context_window.starts_with('>') || context_window.starts_with("200k-")
}

fn parse(line: &'static str) -> Option<Price> {
    let cells: Vec<&str> = line.split('\t').collect();
    let amount = |at: usize| Money::parse(cells.get(at)?).ok();
    Some(Price {
        model: cells.first()?,
        display_name: cells.get(1)?,
        fast: *cells.get(2)? == "fast",
        from: cells.get(3)?.parse().ok()?,
        to: cells.get(4)?.parse().ok(),
        input: amount(5)?,
        write_5m: amount(6)?,
        write_1h: amount(7)?,
        read: amount(8)?,
        output: amount(9)?,
        long: amount(10).zip(amount(11)),
    })
}
