//! Usage that belongs to no key.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::Result;

use super::subject::{largest_uses, ranked};
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::facts::TokenUse;
use crate::model::{Control, Finding, Money, Severity, Subject, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "unattributed-usage",
    title: "Usage without a key",
    control: Control::KeyPerService,
    severity: Severity::Low,
    reads: &[&[Table::Usage]],
    population: "organization whose usage exports tell keys apart",
    thresholds: &[Threshold {
        name: "most_percent",
        default: 5.0,
        unit: "% of the period's usage at list price",
        source: "trials in the Console stay far below a twentieth; what is more is work that nobody can be asked about",
    }],
    explain: Explain {
        finds: "More than `most_percent` of the period's usage at list price in rows without a key: the Console's Workbench (Playground). \
                Exports that do not tell keys apart say nothing about it and are left out, as is use of models without a known price.",
        matters: "Use without a key belongs to no service: it cannot be rotated, disabled or charged to anybody.",
        remedy: &[
            "Console > Usage, grouped by API key: the row without a key, by day and workspace",
            "Ask who works in the Workbench of those workspaces; give regular work a key of its own: Console > API keys > Create",
            "Admin API: GET /v1/organizations/usage_report/messages?group_by[]=api_key_id&group_by[]=account_id names the accounts",
        ],
        caveats: "Legacy reports leave the key empty for the Workbench; use by signed-in accounts of newer reports is attributed to them and \
                  can look the same where the export was not grouped by account.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("most_percent") });
    let used = cx.facts.spend.tokens.iter().filter(|one| cx.period.contains(one.day) && one.is_used());
    let (found, unattributed): (Vec<&TokenUse>, Vec<&TokenUse>) = used.partition(|one| one.by_key);
    if found.is_empty() {
        let why = "no usage export of the period names keys".to_owned();
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Usage] });
    }
    let total = sum(&found);
    let keyless: Vec<&TokenUse> = found.iter().copied().filter(|one| one.key.is_empty()).collect();
    let over = 100.0 * sum(&keyless).to_f64() > limit.value * total.to_f64();
    let mut notes = Vec::new();
    if !unattributed.is_empty() {
        let rows: u64 = unattributed.iter().map(|one| one.rows).sum();
        notes.push(format!("left out: {} of exports that do not name keys", counted(rows, "row")));
    }
    let unpriced: u64 = found.iter().filter(|one| one.list_price.is_none()).map(|one| one.rows).sum();
    if unpriced > 0 {
        notes.push(format!("left out: {} of models without a known price", counted(unpriced, "row")));
    }
    let findings = over.then(|| finding(cx, &keyless, total)).into_iter().collect();
    Ok(Outcome::Assessed { population: 1, findings, notes })
}

fn sum(uses: &[&TokenUse]) -> Money {
    uses.iter().filter_map(|one| one.list_price).sum()
}

fn finding(cx: &Context, keyless: &[&TokenUse], total: Money) -> Finding {
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("most_percent") });
    let spent = sum(keyless);
    let percent = 100.0 * spent.to_f64() / total.to_f64();
    let mut places: BTreeMap<String, Money> = BTreeMap::new();
    for one in keyless.iter().filter(|one| one.by_workspace) {
        *places.entry(format!("workspace «{}»", one.workspace)).or_default() += one.list_price.unwrap_or_default();
    }
    let places = ranked(places);
    let places = if places.is_empty() { places } else { format!(", in {places}") };
    let message = format!(
        "${} of ${} ({percent:.1} %) of {} at list price have no key{places}. Allowed: {limit}",
        spent.to_grouped(),
        total.to_grouped(),
        cx.period
    );
    let mut finding = ANALYZER.finding(Subject::organization(), "Much is used without a key", message);
    finding.impact_usd = Some(spent);
    finding.observed = Some(format!("{percent:.1} %"));
    finding.threshold = Some(limit.to_string());
    finding.evidence = largest_uses(cx, keyless);
    finding
}
