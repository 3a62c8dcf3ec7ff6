//! What a key may spend.

use super::{Own, Remedy, finding, keys_in_scope};
use crate::analyze::{Analyzer, Context};

/// A key without a budget. The Console's keys can have none; a gateway's can.
pub(super) fn without_budget(cx: &Context, analyzer: &Analyzer) -> Own {
    let mut own = Own::default();
    for key in keys_in_scope(cx) {
        if !key.has_budget_field {
            own.skip(key, "the list has no field `max_budget`");
            continue;
        }
        let boundless = (key.max_budget.is_none() && !key.has_shared_budget).then(|| {
            let spent = cx.facts.gateways.uses.spent(&key.id, cx.period);
            let spent = spent.map_or_else(String::new, |usd| format!(". Claude in {}: ${}", cx.period, usd.to_grouped()));
            let message = format!(
                "`max_budget` is null: nothing of its own stops it; a budget of its user or team may{spent}. Expected: a budget"
            );
            let remedy = Remedy::Update("\"max_budget\":…, \"budget_duration\":\"30d\"");
            let mut found = finding(cx, analyzer, key, ("has no budget", message), remedy);
            (found.observed, found.threshold) = (Some("no budget".to_owned()), Some("a budget".to_owned()));
            found
        });
        own.add(boundless);
    }
    own
}
