//! Use of models that the policy does not list.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::Result;

use super::series::Entity;
use super::subject::{key_label, largest_rows, largest_uses, ranked};
use super::used_models::{UsedModels, used_models};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::{SpendRow, TokenUse};
use crate::model::{Control, Evidence, Finding, Money, Period, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "unapproved-model",
    title: "Use of models that the policy does not approve",
    control: Control::SpendAlerts,
    severity: Severity::Medium,
    reads: &[&[Table::Usage]],
    population: "models used in the period",
    thresholds: &[],
    explain: Explain {
        finds: "Models with usage in the period whose id matches no pattern of the policy's list ([models] approved). A policy without a \
                list approves all, and nothing is found. Rows of zeros are no use.",
        matters: "Which models may see which data, and at what price, is a decision; use of another one is a decision that nobody made.",
        remedy: &[
            "Console > Usage, grouped by API key and filtered to {name}: see which services use it, and ask their owners why",
            "Move them to an approved model; Admin API: GET /v1/organizations/usage_report/messages?group_by[]=model shows when it ends",
            "If the use is right, add the model to [models] approved in the policy",
        ],
        caveats: "The list holds for the whole period, also for days on which another one may have been in force. Usage that the exports do \
                  not break down by model is not judged.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let Some(approved) = cx.policy.approved_models() else {
        let why = "the policy lists no approved models".to_owned();
        return Ok(Outcome::NotApplicable { why, needs: vec!["[models] approved in the policy".to_owned()] });
    };
    let UsedModels { by_model, note } = match used_models(cx) {
        Ok(used) => used,
        Err(unattributed) => return Ok(unattributed),
    };
    let is_approved = |model: &str| approved.iter().any(|pattern| pattern.matches(model));
    let findings = by_model.iter().filter(|(model, _)| !is_approved(model));
    let findings = findings.map(|(model, uses)| finding(cx, model, uses)).collect();
    Ok(Outcome::Assessed { population: by_model.len() as u64, findings, notes: note.into_iter().collect() })
}

fn finding(cx: &Context, model: &str, uses: &[&TokenUse]) -> Finding {
    let days = uses.iter().map(|one| one.day);
    let (start, end) = (days.clone().min(), days.max());
    let days = Period { start: start.unwrap_or(cx.period.start), end: end.unwrap_or(cx.period.end) };
    let rows: Vec<&SpendRow> =
        cx.facts.spend.series.rows.iter().filter(|row| row.model == model && days.contains(row.day)).collect();
    let cost: Money = rows.iter().map(|row| row.amount).sum();
    let mut keys: BTreeMap<String, Money> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.by_key) {
        *keys.entry(key_label(&row.workspace, &row.key)).or_default() += row.amount;
    }
    let tokens: i128 = uses.iter().map(|one| one.total()).sum();
    let estimated = if rows.iter().any(|row| row.estimated) { ", estimated at list price" } else { "" };
    let cost_in_words = match cost > Money::ZERO {
        true => format!("${}{estimated}", cost.to_grouped()),
        false => "cost unknown".to_owned(),
    };
    let by = ranked(keys);
    let by = if by.is_empty() { by } else { format!(", by {by}") };
    let message = format!(
        "model «{model}» was used in {days}: {tokens} tokens, {cost_in_words}{by}. Expected: the policy's list of models"
    );
    let title = format!("Model «{model}» is used but not approved");
    let mut finding = ANALYZER.finding(Entity::Model(model.to_owned()).subject(cx), title, message);
    finding.period = Some(days);
    finding.impact_usd = (cost > Money::ZERO).then_some(cost);
    finding.observed = Some(model.to_owned());
    finding.threshold = Some("[models] approved (policy)".to_owned());
    finding.evidence = largest_uses(cx, uses);
    finding.evidence.extend(largest_rows(cx, rows.iter().copied().take(1)));
    let file = cx.policy.info().file.unwrap_or_default();
    finding.evidence.push(Evidence { file, line: None, record: "[models] approved does not match it".to_owned() });
    finding
}
