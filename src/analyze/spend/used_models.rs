//! The models that were used in the period.

use std::collections::BTreeMap;

use crate::analyze::{Context, Outcome};
use crate::facts::TokenUse;
use crate::model::{Table, counted};

/// Use by model, as the price table names it.
pub(super) struct UsedModels<'a> {
    pub(super) by_model: BTreeMap<&'a str, Vec<&'a TokenUse>>,
    /// How much use says no model, for a note.
    pub(super) note: Option<String>,
}

/// The models of the period, or why they cannot be determined.
pub(super) fn used_models<'a>(cx: &'a Context) -> Result<UsedModels<'a>, Outcome> {
    let (mut by_model, mut nameless) = (BTreeMap::<&str, Vec<&TokenUse>>::new(), 0);
    for one in cx.facts.spend.tokens.iter().filter(|one| cx.period.contains(one.day) && one.is_used()) {
        if one.model.is_empty() {
            nameless += one.rows;
        } else {
            by_model.entry(cx.facts.spend.prices.model_id(&one.model)).or_default().push(one);
        }
    }
    if by_model.is_empty() && nameless > 0 {
        let why = "no usage export of the period names models".to_owned();
        return Err(Outcome::NotAssessed { why, needs: vec![Table::Usage] });
    }
    let note = (nameless > 0).then(|| format!("not judged: {} without a model", counted(nameless, "usage row")));
    Ok(UsedModels { by_model, note })
}
