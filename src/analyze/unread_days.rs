//! What stands against a comparison of days: records of some of them that could not be read, or a column that they do not state.
//!
//! A level that rises where the unreadable rows end has not risen. Where as many unreadable records as the readable ones of the same days
//! explain it, it is not judged; where they explain it only if all of them are of the same key, its confidence is low.

#[cfg(test)]
mod tests;

use super::{Context, tolerated_percent};
use crate::model::{Confidence, Finding, Period, Table};

/// From this part of unreadable records on, nobody knows what a mix was.
const MUCH: f64 = 0.1;

/// What stands against a comparison.
pub(super) enum Doubt {
    /// It says nothing.
    Withheld(String),
    /// It may say nothing.
    Low(String),
}

/// A level on two sides of a move.
pub(super) struct Levels {
    /// The days of the lower one.
    pub(super) low: Period,
    /// The days of the higher one.
    pub(super) high: Period,
    /// How many times the lower one the higher is,
    pub(super) ratio: f64,
    /// and has to be at least.
    pub(super) least_ratio: f64,
    /// Records that the lower one is the sum of.
    pub(super) records: u64,
}

impl Levels {
    /// What stands against their comparison. What is missing of the higher one makes it no lower.
    pub(super) fn doubt(&self, cx: &Context, table: Table) -> Option<Doubt> {
        let days = &cx.facts.coverage.unread_days;
        if let Some(why) = days.lacking(cx.data, table, self.low, self.high) {
            return Some(Doubt::Withheld(why));
        }
        let unread = days.unread(cx.data, table, self.low)?;
        let high = days.unread(cx.data, table, self.high).map_or(0.0, |unread| unread.share());
        let evenly = self.ratio * (1.0 - unread.share()) / (1.0 - high).max(f64::EPSILON);
        let at_worst = self.ratio * self.records as f64 / (self.records + unread.records).max(1) as f64;
        let is_little = 100.0 * unread.share() <= tolerated_percent(cx.policy);
        match () {
            () if evenly < self.least_ratio => Some(Doubt::Withheld(unread.says)),
            () if is_little || self.records > 0 && at_worst >= self.least_ratio => None,
            () => Some(Doubt::Low(unread.says)),
        }
    }
}

/// What stands against a comparison of what usage was made of, before a day and from then on.
pub(super) fn doubt_of_mix(cx: &Context, before: Period, after: Period) -> Option<Doubt> {
    let days = &cx.facts.coverage.unread_days;
    let lacking = |one, other| days.lacking(cx.data, Table::Usage, one, other);
    if let Some(why) = lacking(before, after).or_else(|| lacking(after, before)) {
        return Some(Doubt::Withheld(why));
    }
    let sides = [before, after].map(|side| days.unread(cx.data, Table::Usage, side));
    let most = sides.into_iter().flatten().max_by(|a, b| a.share().total_cmp(&b.share()))?;
    match most.share() {
        share if share >= MUCH => Some(Doubt::Withheld(most.says)),
        share if 100.0 * share > tolerated_percent(cx.policy) => Some(Doubt::Low(most.says)),
        _ => None,
    }
}

/// What could not be read of days on which nothing seems to have happened: it may stand there.
pub(super) fn doubt_of_silence(cx: &Context, days: Period) -> Option<Doubt> {
    let unread = |table| cx.facts.coverage.unread_days.unread(cx.data, table, days);
    let mut found = [Table::Usage, Table::Cost].into_iter().filter_map(unread);
    found.find(|unread| 100.0 * unread.share() > tolerated_percent(cx.policy)).map(|unread| Doubt::Low(unread.says))
}

impl Doubt {
    /// Why nothing is said.
    pub(super) fn withheld(&self) -> Option<&str> {
        match self {
            Self::Withheld(why) => Some(why),
            Self::Low(_) => None,
        }
    }

    /// Says in a finding that its confidence is low, and why.
    pub(super) fn lower(&self, finding: &mut Finding) {
        let (Self::Low(why) | Self::Withheld(why)) = self;
        finding.confidence = Confidence::Low;
        finding.message = format!("{}. Low confidence: {why}", finding.message.trim_end_matches('.'));
    }
}
