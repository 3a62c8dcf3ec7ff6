//! Which workspaces were used in the period, and what that cost as far as anyone knows.

use std::collections::BTreeMap;

use crate::analyze::Context;
use crate::analyze::estimates::estimated_part;
use crate::facts::{SpendRow, TokenUse};
use crate::model::{Money, UnpricedUsage, grouped};

/// What one workspace used and spent.
#[derive(Default)]
pub(super) struct Used<'a> {
    rows: Vec<&'a SpendRow>,
    tokens: i128,
    /// What is in no sum of money, among the tokens of all workspaces.
    unpriced: UnpricedUsage,
}

impl Used<'_> {
    /// Dollars, reported and estimated.
    pub(super) fn spent(&self) -> Money {
        self.rows.iter().map(|row| row.amount).sum()
    }

    fn is_used(&self) -> bool {
        self.spent() > Money::ZERO || self.tokens > 0
    }

    /// `spent $12.50`, or what it used where no dollars are known.
    pub(super) fn says(&self) -> String {
        let spent = self.spent();
        let without = self.unpriced.says();
        if spent > Money::ZERO {
            let without = without.map_or_else(String::new, |said| format!(", without {said},"));
            let estimated = estimated_part(self.rows.iter().copied());
            let comma = if estimated.is_empty() || !without.is_empty() { "" } else { "," };
            return format!("spent ${}{estimated}{without}{comma}", spent.to_grouped());
        }
        without.map_or_else(|| format!("used {} tokens", grouped(self.tokens)), |said| format!("used {said},"))
    }

    /// The same of the default workspace, in which somebody spent.
    pub(super) fn of_default(&self) -> String {
        let spent = self.spent();
        match self.unpriced.says() {
            Some(said) if spent > Money::ZERO => format!("${} were spent, without {said},", spent.to_grouped()),
            Some(said) => format!("{said}, were used"),
            None if spent > Money::ZERO => format!("${} were spent", spent.to_grouped()),
            None => format!("{} tokens were used", grouped(self.tokens)),
        }
    }
}

/// By what the exports call the workspace, where they distinguish workspaces: those with spend or use, whether or not it has a price.
pub(super) fn used_by_workspace<'a>(cx: &'a Context) -> BTreeMap<&'a str, Used<'a>> {
    let spend = &cx.facts.spend;
    let mut all: BTreeMap<&str, Used> = BTreeMap::new();
    for row in spend.series.rows.iter().filter(|row| row.by_workspace && cx.period.contains(row.day)) {
        all.entry(row.workspace.as_str()).or_default().rows.push(row);
    }
    let (mut of_tokens, mut left_out) = (0_i128, BTreeMap::<&str, Vec<&TokenUse>>::new());
    for one in spend.tokens.iter().filter(|one| cx.period.contains(one.day)) {
        of_tokens += one.total();
        if one.by_workspace && one.is_used() {
            all.entry(one.workspace.as_str()).or_default().tokens += one.total();
            if spend.leaves_out(one) {
                left_out.entry(one.workspace.as_str()).or_default().push(one);
            }
        }
    }
    for (name, uses) in left_out {
        let of_tokens = u64::try_from(of_tokens).unwrap_or(u64::MAX);
        let found = spend.unpriced_among(uses.into_iter());
        all.entry(name).or_default().unpriced = UnpricedUsage { of_tokens, ..found };
    }
    all.retain(|_, own| own.is_used());
    all
}
