//! Use of models after their retirement, and of models that nobody knows.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::NaiveDate;

use super::series::Entity;
use super::subject::{key_label, largest_uses, ranked};
use super::used_models::{UsedModels, used_models};
use crate::analyze::estimates::estimated_part;
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::{SpendRow, TokenUse};
use crate::model::{Control, Finding, Money, Period, Severity, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "retired-or-unknown-model",
    title: "Use of retired or unknown models",
    control: Control::SpendAlerts,
    severity: Severity::Medium,
    reads: &[&[Table::Usage]],
    population: "models used in the period",
    thresholds: &[],
    explain: Explain {
        finds: "Models with usage in the period on a day after their retirement, by the embedded price table; and models that neither that \
                table nor the policy (approved models and prices) knows. Use on the last day itself is not found, nor is the end of a price or \
                of a model's fast mode. An unknown model that a policy with a list leaves out is reported by `unapproved-model`, once.",
        matters: "Requests to a retired model fail sooner or later, without notice and in production; what an unknown model costs is in no \
                  estimate.",
        remedy: &[
            "Console > Usage, grouped by API key and filtered to {name}: see which services still send it",
            "Ask their owners to move to the successor, and see that the usage of {name} ends; Admin API: GET \
             /v1/organizations/usage_report/messages?group_by[]=model&group_by[]=api_key_id shows it",
            "If the model is known and right, update this program, or approve the model in the policy ([models] approved)",
        ],
        caveats: "The table of prices and retirements is part of this program and is as old as it: a model that came later is unknown to it. \
                  Dates of retirement are those of the first-party API; contracts can extend them.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let UsedModels { by_model, note } = match used_models(cx) {
        Ok(used) => used,
        Err(unattributed) => return Ok(unattributed),
    };
    let prices = &cx.facts.spend.prices;
    let mut notes: Vec<String> = note.into_iter().collect();
    let is_listed = cx.policy.approved_models().is_some();
    let reported_elsewhere = is_listed && cx.policy.disabled("unapproved-model").is_none();
    let mut findings = Vec::new();
    for (model, uses) in &by_model {
        if !prices.knows(model) {
            let approved = cx.policy.approved_models().is_some_and(|list| list.iter().any(|one| one.matches(model)));
            if !approved && reported_elsewhere {
                notes.push(format!("«{model}» is unknown and not approved: reported as not approved"));
            } else if !approved {
                findings.push(unknown(cx, model, uses));
            }
            continue;
        }
        let Some(last) = prices.retired_after(model) else { continue };
        let late: Vec<&TokenUse> = uses.iter().copied().filter(|one| one.day > last).collect();
        if !late.is_empty() {
            findings.push(retired(cx, model, &late, last));
        }
    }
    Ok(Outcome::Assessed { population: by_model.len() as u64, findings, notes })
}

fn retired(cx: &Context, model: &str, late: &[&TokenUse], last: NaiveDate) -> Finding {
    let (days, found) = extent(cx, model, late);
    let message = format!(
        "model «{model}» was used on {} after its retirement on {last}, last on {}. Use: {found}. Expected: no use of a retired model",
        number_of_days(late),
        days.end
    );
    let mut finding = finding(cx, model, late, days, format!("The retired model «{model}» is in use"), message);
    finding.observed = Some(format!("used on {}", days.end));
    finding.threshold = Some(format!("retired after {last}, price table"));
    finding
}

fn unknown(cx: &Context, model: &str, uses: &[&TokenUse]) -> Finding {
    let (days, found) = extent(cx, model, uses);
    let message = format!(
        "model «{model}» was used on {}, {days}. Use: {found}. Expected: a model that the embedded price table or the policy ([models] approved, [[prices]]) knows",
        number_of_days(uses)
    );
    let mut finding = finding(cx, model, uses, days, format!("Model «{model}» is unknown"), message);
    finding.observed = Some(model.to_owned());
    finding.threshold = Some("a model of the price table or the policy".to_owned());
    finding
}

fn finding(cx: &Context, model: &str, uses: &[&TokenUse], days: Period, title: String, message: String) -> Finding {
    let mut finding = ANALYZER.finding(Entity::Model(model.to_owned()).subject(cx), title, message);
    finding.period = Some(days);
    let cost = cost(cx, model, days);
    finding.impact_usd = (cost > Money::ZERO).then_some(cost);
    finding.evidence = largest_uses(cx, uses);
    finding
}

/// The days, and in words how much was used and by whom.
fn extent(cx: &Context, model: &str, uses: &[&TokenUse]) -> (Period, String) {
    let day = uses.iter().map(|one| one.day);
    let (start, end) = (day.clone().min().unwrap_or(cx.period.start), day.max().unwrap_or(cx.period.end));
    let days = Period { start, end };
    let tokens: i128 = uses.iter().map(|one| one.total()).sum();
    (days, format!("{tokens} tokens, {}{}", cost_in_words(cx, model, days, uses), by_keys(cx, model, days, uses)))
}

/// The rows of the spend series for the model: reported cost, and estimates where its price is known.
fn rows<'a>(cx: &'a Context, model: &'a str, days: Period) -> impl Iterator<Item = &'a SpendRow> {
    cx.facts.spend.series.rows.iter().filter(move |row| row.model == model && days.contains(row.day))
}

fn cost(cx: &Context, model: &str, days: Period) -> Money {
    rows(cx, model, days).map(|row| row.amount).sum()
}

/// `$494.64`; on how many of the days of use that is known, where it is not all of them.
fn cost_in_words(cx: &Context, model: &str, days: Period, uses: &[&TokenUse]) -> String {
    let cost = cost(cx, model, days);
    if cost <= Money::ZERO {
        return "cost unknown".to_owned();
    }
    let used: BTreeSet<NaiveDate> = uses.iter().map(|one| one.day).collect();
    let unknown: BTreeSet<NaiveDate> =
        uses.iter().filter(|one| cx.facts.spend.leaves_out(one)).map(|one| one.day).collect();
    let estimated = estimated_part(rows(cx, model, days));
    let on = match unknown.len() {
        0 => String::new(),
        open => format!(" (on {} of {}; unknown on the others)", used.len() - open, counted(used.len(), "day")),
    };
    format!("${}{estimated}{on}", cost.to_grouped())
}

/// Keys in the order of their dollars, or of their tokens where no dollars are known.
fn by_keys(cx: &Context, model: &str, days: Period, uses: &[&TokenUse]) -> String {
    let mut spent: BTreeMap<String, Money> = BTreeMap::new();
    for row in
        cx.facts.spend.series.rows.iter().filter(|row| row.by_key && row.model == model && days.contains(row.day))
    {
        *spent.entry(key_label(&row.workspace, &row.key)).or_default() += row.amount;
    }
    let by_dollars = ranked(spent);
    if !by_dollars.is_empty() {
        return format!(" by {by_dollars}");
    }
    let mut tokens: BTreeMap<String, i128> = BTreeMap::new();
    for one in uses.iter().filter(|one| one.by_key) {
        *tokens.entry(key_label(&one.workspace, &one.key)).or_default() += one.total();
    }
    let mut tokens: Vec<(String, i128)> = tokens.into_iter().collect();
    tokens.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
    let names: Vec<String> = tokens.into_iter().take(4).map(|(name, _)| name).collect();
    if names.is_empty() { String::new() } else { format!(" by {}", names.join(", ")) }
}

fn number_of_days(uses: &[&TokenUse]) -> String {
    let mut days: Vec<_> = uses.iter().map(|one| one.day).collect();
    days.sort_unstable();
    days.dedup();
    counted(days.len(), "day")
}
