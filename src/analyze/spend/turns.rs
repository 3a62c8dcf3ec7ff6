//! Keys whose way of using models turns on a day and stays.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use foldhash::fast::FixedState;
use indexmap::IndexMap;

use super::series::Entity;
use crate::analyze::unread_days::{Doubt, doubt_of_mix};
use crate::analyze::{Context, Outcome};
use crate::facts::TokenUse;
use crate::facts::spend::prices::TokenCounts;
use crate::model::{Finding, Period, Table};

/// Share of the days on either side that must lie on their side of the middle: else it comes and goes.
const STEADY: f64 = 0.8;

/// Use of one key, in the order of its days.
#[derive(Default)]
pub(super) struct Days<'a>(Vec<&'a TokenUse>);

impl<'a> Days<'a> {
    /// The uses of all days.
    pub(super) fn uses(&self) -> &[&'a TokenUse] {
        &self.0
    }

    /// The uses of each day.
    fn each(&self) -> impl Iterator<Item = &[&'a TokenUse]> {
        self.0.chunk_by(|one, next| one.day == next.day)
    }

    /// Whether there is use on so many days.
    pub(super) fn are_at_least(&self, days: usize) -> bool {
        self.each().count() >= days
    }
}

/// Use of every key that the exports name, up to the end of the period; days before it are what a turn is held against.
pub(super) fn keys<'a>(cx: &'a Context) -> BTreeMap<Entity, Days<'a>> {
    let mut keys: IndexMap<(&str, &str), Days, FixedState> = IndexMap::default();
    let named = |one: &&TokenUse| one.by_key && !one.key.is_empty() && one.total() > 0;
    for one in cx.facts.spend.tokens.iter().filter(named).filter(|one| one.day <= cx.period.end) {
        keys.entry((&one.workspace, &one.key)).or_default().0.push(one);
    }
    let entity = |(workspace, key): (&str, &str)| Entity::Key { workspace: workspace.to_owned(), key: key.to_owned() };
    keys.into_iter().map(|(whose, days)| (entity(whose), days)).collect()
}

/// How many keys have `least` days of use on either side of a turn, or why there are none.
pub(super) fn keys_with_both_sides(keys: &BTreeMap<Entity, Days>, least: usize) -> Result<u64, Outcome> {
    match keys.values().filter(|days| days.are_at_least(2 * least)).count() {
        0 => {
            let why = format!("no usage export has a key with {} days of use", 2 * least);
            Err(Outcome::NotAssessed { why, needs: vec![Table::Usage] })
        }
        enough => Ok(enough as u64),
    }
}

/// Use before a turn and from it on.
pub(super) struct Turn<'a> {
    /// First day of the new way.
    pub(super) day: NaiveDate,
    /// Last day of use.
    pub(super) last: NaiveDate,
    /// Uses before it.
    pub(super) before: Vec<&'a TokenUse>,
    /// Uses from it on.
    pub(super) after: Vec<&'a TokenUse>,
}

impl Turn<'_> {
    /// What could not be read of the days on either side.
    fn doubt(&self, cx: &Context) -> Option<Doubt> {
        let first = self.before.first()?.day;
        doubt_of_mix(cx, Period::new(first, self.day.pred_opt()?)?, Period::new(self.day, self.last)?)
    }

    /// The finding of a key whose way turned, where what was read of both sides proves it; else why it is not judged.
    pub(super) fn proven(&self, cx: &Context, key: &Entity, mut finding: Finding) -> Result<Finding, String> {
        let Some(doubt) = self.doubt(cx) else { return Ok(finding) };
        if let Some(why) = doubt.withheld() {
            return Err(format!("{} turned on {}: not judged, as {why}", key.label(), self.day));
        }
        doubt.lower(&mut finding);
        Ok(finding)
    }
}

/// The day that splits a measure of each day best (least squares), with `least` days on either side, where the days keep to
/// their side of it.
pub(super) fn turn<'a>(days: &Days<'a>, least: usize, measure: impl Fn(&[&TokenUse]) -> f64) -> Option<Turn<'a>> {
    let least = least.max(1);
    if !days.are_at_least(2 * least) {
        return None;
    }
    let values: Vec<f64> = days.each().map(measure).collect();
    let total: f64 = values.iter().sum();
    let (mut sum, mut best) = (0.0, None::<(f64, usize)>);
    for at in 1..values.len() {
        sum += values[at - 1];
        let rest = values.len() - at;
        if at < least || rest < least {
            continue;
        }
        // What the two means explain; the rest of the squares is the same for every split.
        let explained = sum * sum / at as f64 + (total - sum) * (total - sum) / rest as f64;
        if best.is_none_or(|(most, _)| explained > most) {
            best = Some((explained, at));
        }
    }
    let (_, at) = best?;
    let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
    let (low, high) = (mean(&values[..at]), mean(&values[at..]));
    let middle = (low + high) / 2.0;
    let keeps = |part: &[f64], above: bool| {
        part.iter().filter(|value| (**value > middle) == above).count() as f64 >= STEADY * part.len() as f64
    };
    if !keeps(&values[..at], low > high) || !keeps(&values[at..], high > low) {
        return None;
    }
    let (before, after) = days.0.split_at(days.each().take(at).map(<[_]>::len).sum());
    let (day, last) = (after.first()?.day, after.last()?.day);
    Some(Turn { day, last, before: before.to_vec(), after: after.to_vec() })
}

/// All tokens of some uses.
pub(super) fn tokens(uses: &[&TokenUse]) -> TokenCounts {
    let mut sum = TokenCounts::default();
    uses.iter().for_each(|one| sum += TokenCounts { web_searches: 0, ..one.tokens });
    sum
}

/// Input tokens of all kinds.
pub(super) const fn input(tokens: TokenCounts) -> i128 {
    tokens.uncached_input + tokens.cache_write_5m + tokens.cache_write_1h + tokens.cache_read
}
