//! What turned, and when.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::ANALYZER;
use crate::analyze::Context;
use crate::facts::{DayMix, Dimension, Part};
use crate::stats::mix::turn;

/// The check's limits.
pub(super) struct DetectorThresholds {
    distance: f64,
    share: f64,
    pub(super) tokens: f64,
    pub(super) ratio: f64,
    pub(super) history: usize,
    pub(super) persistence: usize,
}

impl DetectorThresholds {
    pub(super) fn of(cx: &Context) -> Self {
        let value = |limit| cx.limit(&ANALYZER, limit).value;
        let days = |limit| usize::try_from(cx.limit(&ANALYZER, limit).days()).unwrap_or_default();
        Self {
            distance: value(const { ANALYZER.threshold("least_distance") }),
            share: value(const { ANALYZER.threshold("least_share_points") }) / 100.0,
            tokens: value(const { ANALYZER.threshold("least_tokens_a_day") }),
            ratio: value(const { ANALYZER.threshold("least_volume_ratio") }),
            history: days(const { ANALYZER.threshold("least_history_days") }),
            persistence: days(const { ANALYZER.threshold("least_days_after") }),
        }
    }
}

/// One thing that turned.
pub(super) struct Change {
    /// What of the mix; none for the volume.
    pub(super) dimension: Option<Dimension>,
    /// First day of the new way.
    pub(super) day: NaiveDate,
    /// What lost most, and what won.
    pub(super) from: String,
    pub(super) to: String,
    /// For the message.
    pub(super) words: String,
    pub(super) observed: String,
}

pub(super) type Days = BTreeMap<NaiveDate, DayMix>;

/// Every dimension in which the mix of a key turns within the period.
pub(super) fn changes(cx: &Context, days: &Days, gates: &DetectorThresholds) -> Vec<Change> {
    Dimension::ALL.into_iter().filter_map(|dimension| change(cx, days, dimension, gates)).collect()
}

fn change(cx: &Context, days: &Days, dimension: Dimension, gates: &DetectorThresholds) -> Option<Change> {
    let found: Vec<(NaiveDate, &[Part], i128)> = days
        .range(..=cx.period.end)
        .filter_map(|(day, mix)| Some((*day, mix.parts(dimension)?, mix.tokens)))
        // Days of which another export tells more than this one says nothing of the mix.
        .filter(|(_, parts, tokens)| 10 * whole(parts) >= 9 * tokens)
        .collect();
    let values: BTreeSet<&str> = found.iter().flat_map(|(_, parts, _)| parts.iter().map(|part| &*part.value)).collect();
    if values.len() < 2 {
        return None;
    }
    let share = |parts: &[Part]| -> Vec<f64> {
        let whole = whole(parts).max(1) as f64;
        let tokens = |value: &str| parts.iter().find(|part| &*part.value == value).map_or(0, |part| part.tokens);
        values.iter().map(|value| tokens(value) as f64 / whole).collect()
    };
    let shares: Vec<Vec<f64>> = found.iter().map(|(_, parts, _)| share(parts)).collect();
    let turned = turn(&shares, gates.history, gates.persistence)?;
    let (from, to) = (turned.from(), turned.to());
    let daily = |part: &[(NaiveDate, &[Part], i128)]| {
        part.iter().map(|(.., tokens)| *tokens).sum::<i128>() as f64 / part.len().max(1) as f64
    };
    let (day, distance) = (found[turned.at].0, turned.distance());
    let is_far = distance >= gates.distance && turned.after[to] - turned.before[to] >= gates.share;
    let is_enough = daily(&found[..turned.at]) >= gates.tokens && daily(&found[turned.at..]) >= gates.tokens;
    if !is_far || !is_enough || !cx.period.contains(day) {
        return None;
    }
    let name = |at: usize| values.iter().nth(at).copied().unwrap_or_default().to_owned();
    let percent = |share: f64| format!("{:.0} %", 100.0 * share);
    let words = format!(
        "since {day} other {}: {} {} of the tokens (before {}), {} {} (before {}). Distance: {distance:.2}. Thresholds: {}, {}.",
        dimension.word(),
        name(to),
        percent(turned.after[to]),
        percent(turned.before[to]),
        name(from),
        percent(turned.after[from]),
        percent(turned.before[from]),
        cx.limit(&ANALYZER, const { ANALYZER.threshold("least_distance") }),
        cx.limit(&ANALYZER, const { ANALYZER.threshold("least_share_points") }),
    );
    let observed = format!("{} {}", name(to), percent(turned.after[to]));
    Some(Change { dimension: Some(dimension), day, from: name(from), to: name(to), words, observed })
}

/// Tokens of all parts.
fn whole(parts: &[Part]) -> i128 {
    parts.iter().map(|part| part.tokens).sum()
}

/// `claude-opus-5 90 %, claude-haiku-4-5 10 %`.
pub(super) fn shares(parts: &[Part]) -> String {
    let whole = whole(parts).max(1) as f64;
    let mut parts: Vec<(&str, i128)> = parts.iter().map(|part| (&*part.value, part.tokens)).collect();
    parts.sort_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
    let write_out = |(value, tokens): &(&str, i128)| format!("{value} {:.0} %", 100.0 * *tokens as f64 / whole);
    parts.iter().take(3).map(write_out).collect::<Vec<_>>().join(", ")
}
