//! Usage and cost exports of the Console: monthly files, a browser's second copy, an hourly day, ranges that share a boundary day.

use std::fs::File;
use std::path::Path;

use anyhow::{Context, Result};
use chrono::{Datelike, Days, Months, NaiveDate};
use csv::{Terminator, Writer, WriterBuilder};

use crate::calendar::days;
use crate::key::Pattern;
use crate::org::{Org, PRODUCTION};
use crate::price::{TOKEN_TYPES, cents};
use crate::truth::Truth;
use crate::usage::{Row, rows, spread};

const USAGE: [&str; 14] = [
    "usage_date_utc",
    "model_version",
    "api_key",
    "workspace",
    "usage_type",
    "context_window",
    "usage_input_tokens_no_cache",
    "usage_input_tokens_cache_write_5m",
    "usage_input_tokens_cache_write_1h",
    "usage_input_tokens_cache_read",
    "usage_output_tokens",
    "web_search_count",
    "inference_geo",
    "speed",
];
const COST: [&str; 14] = [
    "usage_date_utc",
    "model",
    "workspace",
    "api_key",
    "usage_type",
    "context_window",
    "token_type",
    "cost_usd",
    "list_price_usd",
    "cost_type",
    "inference_geo",
    "speed",
    "api_key_id",
    "api_key_status",
];

fn open(folder: &Path, name: &str, header: &[&str]) -> Result<Writer<File>> {
    let path = folder.join(name);
    let mut csv = WriterBuilder::new()
        .terminator(Terminator::Any(b'\n'))
        .from_path(&path)
        .with_context(|| format!("cannot write {}", path.display()))?;
    csv.write_record(header)?;
    Ok(csv)
}

/// Writes the usage exports and adds up the tokens.
pub(crate) fn usage(org: &Org, folder: &Path, truth: &mut Truth) -> Result<()> {
    for month in org.quarter.months() {
        let mut csv = open(folder, &format!("claude_api_tokens_{}.csv", month.format("%Y_%m")), &USAGE)?;
        for day in days(month, month + Months::new(1)) {
            for row in rows(org, day) {
                for (sum, tokens) in truth.tokens.iter_mut().zip(row.tokens) {
                    *sum += tokens;
                }
                truth.searches += row.searches;
                usage_row(&mut csv, org, &day.to_string(), &row, row.tokens, row.searches)?;
            }
        }
        csv.flush()?;
    }
    copy(org, folder)?;
    hourly(org, folder)
}

/// The second month once more, taken on its twentieth day, which was not over yet (in the clean organization it was).
fn copy(org: &Org, folder: &Path) -> Result<()> {
    let month = org.quarter.months()[1];
    let mut csv = open(folder, &format!("claude_api_tokens_{} (1).csv", month.format("%Y_%m")), &USAGE)?;
    for day in days(month, month + Days::new(20)) {
        let partial = org.holidays && day.day() == 20;
        for row in rows(org, day) {
            let part = |number: u64| if partial { number * 2 / 5 } else { number };
            usage_row(&mut csv, org, &day.to_string(), &row, row.tokens.map(part), part(row.searches))?;
        }
    }
    csv.flush().map_err(Into::into)
}

/// One day of the last month by hours, or those that are asked for.
fn hourly(org: &Org, folder: &Path) -> Result<()> {
    let usual = [org.quarter.months()[2] + Days::new(14)];
    let wanted = if org.hourly.is_empty() { &usual[..] } else { &org.hourly };
    wanted.iter().try_for_each(|day| hours_of(org, folder, *day))
}

fn hours_of(org: &Org, folder: &Path, day: NaiveDate) -> Result<()> {
    let mut csv = open(folder, &format!("claude_api_tokens_{}.csv", day.format("%Y_%m_%d")), &USAGE)?;
    let rows = rows(org, day);
    let hours: Vec<(Vec<Vec<u64>>, Vec<u64>)> = rows
        .iter()
        .map(|row| {
            let weights: Vec<u64> = (0..24)
                .map(|hour| match (row.usage.pattern, (7..18).contains(&hour)) {
                    (Pattern::Night, _) => u64::from((1..4).contains(&hour)),
                    (_, true) => 6,
                    (pattern, false) => u64::from(pattern != Pattern::Workdays),
                })
                .collect();
            (row.tokens.iter().map(|tokens| spread(*tokens, &weights)).collect(), spread(row.searches, &weights))
        })
        .collect();
    for hour in 0..24 {
        for (row, (tokens, searches)) in rows.iter().zip(&hours) {
            let now = [0, 1, 2, 3, 4].map(|category| tokens[category][hour]);
            if now.iter().sum::<u64>() + searches[hour] > 0 {
                usage_row(&mut csv, org, &format!("{day} {hour:02}:00"), row, now, searches[hour])?;
            }
        }
    }
    csv.flush().map_err(Into::into)
}

fn usage_row(
    csv: &mut Writer<File>,
    org: &Org,
    date: &str,
    row: &Row<'_>,
    tokens: [u64; 5],
    searches: u64,
) -> Result<()> {
    let [uncached, write_5m, write_1h, read, output] = tokens.map(|n| n.to_string());
    csv.write_record([
        date,
        row.model().id,
        &org.keys[row.key].name,
        org.workspaces[row.usage.workspace].name,
        if row.usage.batch { "batch" } else { "standard" },
        "≤ 200k",
        &uncached,
        &write_5m,
        &write_1h,
        &read,
        &output,
        &searches.to_string(),
        row.geo(),
        "",
    ])?;
    Ok(())
}

/// Writes the cost exports and adds up the cents. The last day of the second range is the first day of the third.
pub(crate) fn cost(org: &Org, folder: &Path, truth: &mut Truth) -> Result<()> {
    let [first, second, third] = org.quarter.months();
    let ranges = [(first, second - Days::new(1)), (second, third), (third, org.quarter.last())];
    for (number, (from, to)) in ranges.into_iter().enumerate() {
        let name = format!("claude_api_cost_{}_to_{}.csv", from.format("%Y_%m_%d"), to.format("%Y_%m_%d"));
        let mut csv = open(folder, &name, &COST)?;
        for day in days(from, to + Days::new(1)) {
            let again = number == 2 && day == third;
            for row in rows(org, day) {
                let cents = cost_rows(&mut csv, org, day, &row)?;
                if !again {
                    *truth.month.entry(day.format("%Y-%m").to_string()).or_default() += cents;
                    *truth.workspace.entry(org.workspaces[row.usage.workspace].name).or_default() += cents;
                }
            }
        }
        csv.flush()?;
    }
    Ok(())
}

/// What a row is charged: category of tokens (none for searches) and cents, rounded as the cost export does.
pub(crate) fn charges(org: &Org, day: NaiveDate, row: &Row<'_>) -> Vec<(Option<usize>, u64)> {
    let (model, usage, mut all) = (row.model(), row.usage, Vec::new());
    for (category, tokens) in row.tokens.into_iter().enumerate() {
        // Seen in real exports: two rows that differ by nothing but the amount. The first key has them in the first month.
        let twice =
            row.key == 1 && usage.workspace == PRODUCTION && day == org.quarter.start + Days::new(19) && category == 1;
        let parts = if twice { vec![tokens / 3, tokens - tokens / 3] } else { vec![tokens] };
        let cents = |tokens| cents(tokens, model.prices[category], usage.batch, usage.us, false);
        all.extend(parts.into_iter().filter(|tokens| *tokens > 0).map(|tokens| (Some(category), cents(tokens))));
    }
    all.extend((row.searches > 0).then_some((None, row.searches)));
    all
}

fn cost_rows(csv: &mut Writer<File>, org: &Org, day: NaiveDate, row: &Row<'_>) -> Result<u64> {
    let mut sum = 0;
    for (category, cents) in charges(org, day, row) {
        sum += cents;
        let kind = if row.usage.batch { "batch" } else { "message" };
        let words = match category {
            Some(category) => [row.model().display, kind, "≤ 200k", TOKEN_TYPES[category], "token", row.geo(), ""],
            None => ["--", "--", "--", "--", "web_search", "--", "--"],
        };
        cost_row(csv, org, day, row, words, cents)?;
    }
    Ok(sum)
}

fn cost_row(
    csv: &mut Writer<File>,
    org: &Org,
    day: NaiveDate,
    row: &Row<'_>,
    words: [&str; 7],
    cents: u64,
) -> Result<()> {
    let [model, kind, context, token_type, cost_type, geo, speed] = words;
    let key = &org.keys[row.key];
    let workspace = org.workspaces[row.usage.workspace].name;
    let (day, amount) = (day.to_string(), format!("{}.{:02}", cents / 100, cents % 100));
    let status = if key.id.is_empty() { "" } else { key.status };
    csv.write_record([
        &day, model, workspace, &key.name, kind, context, token_type, &amount, &amount, cost_type, geo, speed, &key.id,
        status,
    ])?;
    Ok(())
}
