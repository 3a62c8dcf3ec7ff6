//! Usage of the priority tier, which cost reports leave out.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::Result;

use super::subject::{key_label, largest_uses, ranked};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::TokenUse;
use crate::model::{Confidence, Control, Finding, Money, Severity, Subject, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "priority-tier-uncosted",
    title: "Priority-tier usage that no cost export holds",
    control: Control::EvidenceCompleteness,
    severity: Severity::Low,
    reads: &[&[Table::Usage], &[Table::Cost]],
    population: "organization whose usage exports say a service tier",
    thresholds: &[],
    explain: Explain {
        finds: "Usage of the priority tier on days of the period that cost exports cover: the cost report does not hold what it costs, so \
                that every sum of reported cost is too low. Days without a cost export are estimated from usage, which holds it, and are \
                not found.",
        matters: "A bill that is larger than the report makes the report useless as evidence; commitments for the priority tier are paid \
                  whether they are used or not.",
        remedy: &[
            "Take the cost of the priority tier from the invoice or the contract: Console > Settings > Billing",
            "Admin API: GET /v1/organizations/usage_report/messages?group_by[]=service_tier shows how much of it is used",
        ],
        caveats: "The impact is usage at the standard list price, since the price of a commitment stands in no export: the confidence is \
                  medium. Exports without a service tier say nothing.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let used = cx.facts.spend.tokens.iter().filter(|one| cx.period.contains(one.day) && one.is_used());
    let found: Vec<&TokenUse> = used.filter(|one| !one.tier.is_empty()).collect();
    if found.is_empty() {
        let why = "no usage export of the period says a service tier".to_owned();
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Usage] });
    }
    let is_priority = |one: &&TokenUse| one.tier.starts_with("priority");
    let covered = |one: &&TokenUse| cx.facts.spend.series.reported_days.contains(&one.day);
    let uncosted: Vec<&TokenUse> = found.iter().copied().filter(is_priority).filter(covered).collect();
    let findings = (!uncosted.is_empty()).then(|| finding(cx, &uncosted)).into_iter().collect();
    Ok(Outcome::Assessed { population: 1, findings, notes: Vec::new() })
}

fn finding(cx: &Context, uses: &[&TokenUse]) -> Finding {
    let min_effect: Money = uses.iter().filter_map(|one| one.list_price).sum();
    let tokens: i128 = uses.iter().map(|one| one.total()).sum();
    let mut keys: BTreeMap<String, Money> = BTreeMap::new();
    for one in uses.iter().filter(|one| one.by_key) {
        *keys.entry(key_label(&one.workspace, &one.key)).or_default() += one.list_price.unwrap_or_default();
    }
    let by = ranked(keys);
    let by = if by.is_empty() { by } else { format!(", by {by}") };
    let message = format!(
        "{tokens} tokens of the priority tier in {}, ${} at the standard list price{by}, are in no cost export. Expected: none on days that \
         cost exports cover",
        cx.period,
        min_effect.to_grouped()
    );
    let mut finding = ANALYZER.finding(Subject::organization(), "Priority-tier usage has no reported cost", message);
    finding.confidence = Confidence::Medium;
    finding.impact_usd = (min_effect > Money::ZERO).then_some(min_effect);
    finding.observed = Some(format!("{tokens} tokens"));
    finding.threshold = Some("none on days that cost exports cover".to_owned());
    finding.evidence = largest_uses(cx, uses);
    finding
}
