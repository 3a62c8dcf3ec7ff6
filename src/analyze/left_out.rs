//! Usage that is in no sum of money, next to what a check says of sums: a share of what is known is none of the whole.

#[cfg(test)]
mod tests;

use super::{Context, Outcome};
use crate::facts::{Spender, TokenUse};
use crate::model::{Period, Table, UnpricedUsage};

/// How a note begins that says of much of the usage that it is in no sum: what was not found may be there.
pub(super) const MUCH: &str = "much is in no sum: ";

/// Usage of the period that is in no sum, by whether a check counts it to the part whose share it judges.
pub(super) struct LeftOut {
    all: UnpricedUsage,
    inside: UnpricedUsage,
    outside: UnpricedUsage,
}

impl LeftOut {
    /// Of the uses that count in the whole; `is_inside` says which of them the part has.
    pub(super) fn of(cx: &Context, counts: impl Fn(&TokenUse) -> bool, is_inside: impl Fn(&TokenUse) -> bool) -> Self {
        let spend = &cx.facts.spend;
        let counts = |one: &TokenUse| cx.period.contains(one.day) && counts(one);
        let all = spend.unpriced(counts);
        // What has a price is not asked about: there is much of it.
        let part = |of_part: bool| {
            let found = spend.unpriced(|one| counts(one) && spend.leaves_out(one) && is_inside(one) == of_part);
            UnpricedUsage { of_tokens: all.of_tokens, ..found }
        };
        Self { inside: part(true), outside: part(false), all }
    }

    /// Why the share cannot be judged: a high one may be lower by what the rest lacks, a low one higher by what the part lacks.
    pub(super) fn doubt(&self, is_high: bool) -> Option<Outcome> {
        let other = if is_high { &self.outside } else { &self.inside };
        if other.is_considerable() { self.not_assessed() } else { None }
    }

    /// That nothing can be said, because there is usage and none of it is in a sum.
    pub(super) fn not_assessed(&self) -> Option<Outcome> {
        let said = self.all.says()?;
        let why = format!(
            "{said}, are in no sum: no cost export covers them, and shares of the spend are not known without them"
        );
        Some(Outcome::NotAssessed { why, needs: vec![Table::Cost] })
    }

    /// What a sentence about the sums adds, after a stop; nothing where they are whole.
    pub(super) fn after(&self) -> String {
        self.all.says().map_or_else(String::new, |said| format!(". Not in these sums: {said}"))
    }

    /// The note of a check whose sums are not whole.
    pub(super) fn note(&self) -> Option<String> {
        noted(&self.all)
    }
}

/// The note of a check that judges sums, of all usage of the period.
pub(super) fn note(cx: &Context) -> Option<String> {
    noted(&cx.facts.spend.unpriced(|one| cx.period.contains(one.day)))
}

fn noted(left_out: &UnpricedUsage) -> Option<String> {
    let begin = if left_out.is_considerable() { MUCH } else { "in no sum: " };
    left_out.says().map(|said| format!("{begin}{said}"))
}

/// Whether sums of some days leave out much of what somebody used.
pub(super) fn hides_much(cx: &Context, days: Period, whose: impl Fn(&Spender) -> bool) -> bool {
    let spend = &cx.facts.spend;
    let is_its = |one: &TokenUse| days.contains(one.day) && whose(&one.spender(spend.prices.model_id(&one.model)));
    spend.unpriced(is_its).is_considerable()
}
