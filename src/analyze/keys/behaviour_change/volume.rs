//! Keys whose tokens a day rise many times and stay, where nobody else tells and no other key gave them.

use std::collections::BTreeSet;

use chrono::{Datelike, Days as Later, Duration, NaiveDate};

use super::ANALYZER;
use super::judge::{Change, Days, DetectorThresholds};
use crate::analyze::Context;
use crate::facts::{DayMix, MixedKey, from_month_end};
use crate::model::Period;
use crate::stats::detect::{Setting, rises};
use crate::stats::panel::{Member, Panel, SeriesOwner};
use crate::stats::shifts;

/// Days of either side that are compared, and by which one rise may be dated apart in two looks at it.
const WEEK: i64 = 7;
/// What `spend-shift` tells by itself, in dollars of a week: its default.
const REPORTED_BY_SHIFT: f64 = 25.0;

fn detector(gates: &DetectorThresholds) -> shifts::DetectorThresholds {
    shifts::DetectorThresholds {
        ratio: gates.ratio,
        excess: WEEK as f64 * gates.tokens,
        history: gates.history,
        persistence: gates.persistence,
        ..Setting::SHIPPED.shift
    }
}

/// The volume of a key, where it jumps and stays, and nobody else tells. `new` has the rises that did not come over from other keys.
pub(super) fn volume<'a>(
    cx: &Context,
    (key, days): (&MixedKey, &Days),
    gates: &DetectorThresholds,
    new: impl FnOnce() -> &'a NewRises,
) -> Option<Change> {
    let (first, last) = (*days.keys().next()?, cx.period.end.min(cx.facts.spend.tokens.last()?.day));
    let values: Vec<f64> = tokens(days, Period::new(first, last)?);
    let rises = rises(&values, i64::from(first.to_epoch_days()), &detector(gates));
    let rise = rises.first()?;
    let day = first + Later::new(rise.start as u64);
    let settled = first + Later::new(rise.end as u64);
    let reported_from = cx.policy.threshold("spend-shift", "least_excess_usd").unwrap_or(REPORTED_BY_SHIFT);
    let dollars = week(days, settled) - week(days, day - Duration::days(WEEK));
    if !cx.period.contains(day) || dollars >= reported_from || !new().has(key, day) {
        return None;
    }
    let words = format!(
        "since {day} {:.0} tokens a day, before {:.0}. Threshold: {}.",
        rise.actual,
        rise.expected,
        cx.limit(&ANALYZER, const { ANALYZER.threshold("least_volume_ratio") })
    );
    let observed = format!("{:.1} times the tokens", rise.actual / rise.expected.max(1.0));
    Some(Change { dimension: None, day, from: String::new(), to: String::new(), words, observed })
}

/// Tokens of each day of a period.
fn tokens(days: &Days, period: Period) -> Vec<f64> {
    period.each_day().map(|day| days.get(&day).map_or(0.0, |mix| mix.tokens as f64)).collect()
}

/// Dollars at list price of the week from a day on.
fn week(days: &Days, from: NaiveDate) -> f64 {
    days.range(from..from + Duration::days(WEEK)).map(|(_, mix): (_, &DayMix)| mix.list_price.to_f64()).sum()
}

/// Rises of the tokens of keys, without those whose tokens came over from other keys: by what `spend-shift` asks of dollars. What others
/// lose has to be beyond their own scatter and on these days, less what yet others won: a rotation elsewhere gave nothing away, nor did
/// the scatter of many keys.
pub(super) struct NewRises(Vec<(MixedKey, NaiveDate)>);

impl NewRises {
    /// Of all keys that usage names.
    pub(super) fn of(cx: &Context, gates: &DetectorThresholds) -> Self {
        let all = &cx.facts.spend.key_mixes.0;
        let first = all.values().filter_map(|days| days.keys().next()).min().copied();
        let last = cx.facts.spend.tokens.last().map(|one| one.day.min(cx.period.end));
        let Some(period) = first.zip(last).and_then(|(first, last)| Period::new(first, last)) else {
            return Self(Vec::new());
        };
        let workspaces: BTreeSet<&str> = all.keys().map(|key| key.workspace.as_str()).collect();
        let workspaces: Vec<&str> = workspaces.into_iter().collect();
        let number = |key: &MixedKey| workspaces.binary_search(&key.workspace.as_str()).unwrap_or_default();
        let members: Vec<Member> = all
            .iter()
            .map(|(key, days)| Member { whose: SeriesOwner::Key(number(key)), values: tokens(days, period) })
            .collect();
        let from_month_end: Vec<usize> = period.each_day().map(from_month_end).collect();
        let first_weekday = period.start.weekday().num_days_from_monday() as usize;
        let moves = Panel::of(&members, first_weekday, &from_month_end).moves(&detector(gates));
        let rises = moves.into_iter().filter(|(_, shift)| shift.is_rise());
        let keys: Vec<&MixedKey> = all.keys().collect();
        Self(rises.map(|(at, shift)| (keys[at].clone(), period.start + Later::new(shift.start as u64))).collect())
    }

    /// Whether a key rose about a day.
    fn has(&self, key: &MixedKey, day: NaiveDate) -> bool {
        self.0.iter().any(|(one, start)| one == key && (*start - day).num_days().abs() <= WEEK)
    }
}
