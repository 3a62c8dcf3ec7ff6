//! Usage and cost as the API reports them: buckets with results (`legacy`), or rows with a group (`analytics`). The same rows as in the
//! Console's exports, with ids for names and cents for dollars; amounts are whole cents, so that one truth holds for all.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use chrono::{Days, Months, NaiveDate};
use serde_json::{Value, json};

use crate::admin_json::save;
use crate::calendar::days;
use crate::console_csv::charges;
use crate::org::{DEFAULT, Org};
use crate::truth::Truth;
use crate::usage::{Row, rows};

/// How usage and cost are written.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Reports {
    /// The Console's exports.
    Csv,
    /// The Admin API's reports until 2026-10.
    Legacy,
    /// The analytics since 2026-10-29.
    Analytics,
}

const TOKEN_TYPES: [&str; 5] = [
    "uncached_input_tokens",
    "cache_creation.ephemeral_5m_input_tokens",
    "cache_creation.ephemeral_1h_input_tokens",
    "cache_read_input_tokens",
    "output_tokens",
];
/// A day and its results: whose, and how much.
type Bucket = (NaiveDate, Vec<(Value, Value)>);

/// Buckets of a page, as many as the API gives unless it is asked for more.
const PAGE: usize = 7;

/// Writes a file of usage per month and adds up the tokens.
pub(crate) fn usage(org: &Org, reports: Reports, folder: &Path, truth: &mut Truth) -> Result<()> {
    for month in org.quarter.months() {
        let mut buckets = Vec::new();
        for day in days(month, month + Months::new(1)) {
            let mut results = Vec::new();
            for row in rows(org, day) {
                for (sum, tokens) in truth.tokens.iter_mut().zip(row.tokens) {
                    *sum += tokens;
                }
                truth.searches += row.searches;
                results.push((group(org, reports, &row), measures(reports, &row)));
            }
            buckets.push((day, results));
        }
        let name = if reports == Reports::Legacy { "usage_report_messages" } else { "analytics_usage" };
        save(&folder.join(format!("{name}_{}.json", month.format("%Y_%m"))), text(reports, "usage", &buckets))?;
    }
    Ok(())
}

/// Writes a file of cost per month and adds up the cents. The older report knows no keys: there equal groups are one result.
pub(crate) fn cost(org: &Org, reports: Reports, folder: &Path, truth: &mut Truth) -> Result<()> {
    for month in org.quarter.months() {
        let mut buckets = Vec::new();
        for day in days(month, month + Months::new(1)) {
            let mut sums: BTreeMap<String, (Value, u64)> = BTreeMap::new();
            for row in rows(org, day) {
                for (category, cents) in charges(org, day, &row) {
                    *truth.month.entry(day.format("%Y-%m").to_string()).or_default() += cents;
                    *truth.workspace.entry(org.workspaces[row.usage.workspace].name).or_default() += cents;
                    let group = charged(org, reports, &row, category);
                    sums.entry(group.to_string()).or_insert((group, 0)).1 += cents;
                }
            }
            let amount = |cents: u64| json!({"amount": format!("{cents}.0"), "currency": "USD"});
            buckets.push((day, sums.into_values().map(|(group, cents)| (group, amount(cents))).collect()));
        }
        let name = if reports == Reports::Legacy { "cost_report" } else { "analytics_cost" };
        save(&folder.join(format!("{name}_{}.json", month.format("%Y_%m"))), text(reports, "cost", &buckets))?;
    }
    Ok(())
}

/// Whose a row is. Use without a key is the Workbench's; the older reports leave out the id of the default workspace.
fn group(org: &Org, reports: Reports, row: &Row<'_>) -> Value {
    let (key, workspace) = (&org.keys[row.key], row.usage.workspace);
    let named = workspace != DEFAULT || reports == Reports::Analytics;
    json!({
        "api_key_id": (!key.id.is_empty()).then_some(&key.id),
        "workspace_id": named.then_some(&org.workspaces[workspace].id),
        "model": row.model().id,
        "service_tier": if row.usage.batch { "batch" } else { "standard" },
        "context_window": "0-200k",
        "inference_geo": row.geo(),
    })
}

fn measures(reports: Reports, row: &Row<'_>) -> Value {
    let [uncached, write_5m, write_1h, read, output] = row.tokens;
    let mut measures = json!({
        "uncached_input_tokens": uncached,
        "cache_creation": {"ephemeral_5m_input_tokens": write_5m, "ephemeral_1h_input_tokens": write_1h},
        "cache_read_input_tokens": read,
        "output_tokens": output,
        "server_tool_use": {"web_search_requests": row.searches},
    });
    if reports == Reports::Analytics {
        measures["total_tokens"] = json!(row.tokens.iter().sum::<u64>());
        measures["requests"] = json!(1 + output / 900);
    }
    measures
}

fn charged(org: &Org, reports: Reports, row: &Row<'_>, category: Option<usize>) -> Value {
    let mut group = group(org, reports, row);
    group["cost_type"] = json!(if category.is_some() { "tokens" } else { "web_search" });
    group["token_type"] = json!(category.map(|category| TOKEN_TYPES[category]));
    if category.is_none() {
        for field in ["model", "service_tier", "context_window", "inference_geo"] {
            group[field] = Value::Null;
        }
    }
    if reports == Reports::Legacy {
        let what = category.map_or_else(|| "Web Search Usage".to_owned(), |_| format!("{} Usage", row.model().display));
        group["description"] = json!(what);
        group["api_key_id"] = Value::Null;
    }
    group
}

/// Pages in one file.
fn text(reports: Reports, measures: &str, buckets: &[Bucket]) -> String {
    let last = buckets.len().div_ceil(PAGE).saturating_sub(1);
    let page = |(number, buckets): (usize, &[Bucket])| {
        let records: Vec<String> =
            buckets.iter().flat_map(|(day, results)| records(reports, measures, *day, results)).collect();
        let next = (number < last).then(|| format!("page_{number:04}"));
        let more = next.is_some();
        format!(
            "{{\"data\": [\n  {}\n], \"has_more\": {more}, \"next_page\": {}}}\n",
            records.join(",\n  "),
            json!(next)
        )
    };
    buckets.chunks(PAGE).enumerate().map(page).collect()
}

fn records(reports: Reports, measures: &str, day: NaiveDate, results: &[(Value, Value)]) -> Vec<String> {
    let midnight = |day: NaiveDate| format!("{day}T00:00:00Z");
    let (start, end) = (midnight(day), midnight(day + Days::new(1)));
    if reports == Reports::Analytics {
        let row = |(group, amounts): &(Value, Value)| {
            json!({"starting_at": start, "ending_at": end, "group": group, measures: amounts}).to_string()
        };
        return results.iter().map(row).collect();
    }
    let result = |(group, amounts): &(Value, Value)| {
        let fields = group.as_object().into_iter().chain(amounts.as_object()).flatten();
        fields.map(|(name, value)| (name.clone(), value.clone())).collect::<Value>()
    };
    let results: Vec<Value> = results.iter().map(result).collect();
    vec![json!({"starting_at": start, "ending_at": end, "results": results}).to_string()]
}
