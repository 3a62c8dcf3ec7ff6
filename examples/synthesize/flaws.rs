//! What goes wrong with exports, one at a time: `--flaw` on top of any organization, best of a clean one. Some flaws are the
//! organization's, the others damage what was written.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use chrono::Days;

use crate::admin_json::save;
use crate::base::FEED_DAYS;
use crate::calendar::{days, holiday, office, weekend};
use crate::events::story;
use crate::flaws_spend;
use crate::limits::Limit;
use crate::org::{Org, PRODUCTION};
use crate::plant_log;
use crate::truth::Truth;

/// All of them, most named for the check that finds them.
pub(crate) const FLAWS: [&str; 26] = [
    "access-denied-burst",
    "audit-log-gap",
    "behaviour-change",
    "conflicting-records",
    "cost-usage-mismatch",
    "cut-record",
    "disable-act-enable",
    "logging-disabled",
    "logging-not-on",
    "missing-days",
    "missing-spend-alert",
    "organization-deletion",
    "owner-transfer",
    "nonproduction-overspend",
    "off-hours-burst",
    "period-not-covered",
    "primary-owner-count",
    "rejected-rows",
    "single-admin",
    "spend-concentration",
    "spend-shift",
    "stale-export",
    "truncated-export",
    "unattributed-usage",
    "unproven-unit",
    "workspace-limits-off",
];

/// Flaws of the organization itself, before anything is written.
pub(crate) fn before(org: &mut Org, flaw: &str) {
    match flaw {
        "access-denied-burst" => plant_log::denials(org),
        "disable-act-enable" => plant_log::logging_off(org, true),
        "logging-disabled" => plant_log::logging_off(org, false),
        "owner-transfer" => plant_log::owner(org),
        "organization-deletion" => plant_log::deletion(org),
        "primary-owner-count" => {
            org.people[0].role = "owner";
            org.truth.expect(flaw, ("organization", None, ""));
        }
        "logging-not-on" => {
            org.logging = false;
            org.truth.expect(flaw, ("setting", Some("compliance_api_state".to_owned()), "compliance_api_state"));
        }
        "audit-log-gap" => {
            let busy: Vec<_> = story(org).iter().map(|(when, ..)| when.date()).collect();
            let free = |day: &chrono::NaiveDate| !weekend(*day) && !holiday(*day) && !busy.contains(day);
            let all: Vec<_> = days(org.quarter.start + Days::new(20), org.quarter.last()).collect();
            let gap = all.windows(3).find(|three| three.iter().all(free)).map(<[_]>::to_vec);
            org.silent = gap.expect("a quarter has three quiet days in a row");
            org.truth.expect_any(flaw);
        }
        "missing-spend-alert" => {
            // Every limit that is in force tells somebody, and so does the event of setting one.
            let long_ago = org.quarter.back(FEED_DAYS + 60);
            for limit in &mut org.limits {
                (limit.enabled, limit.created) = (false, limit.created.min(office(long_ago, 0)));
            }
            org.truth.expect_any("missing-spend-limit");
            org.truth.expect(flaw, ("organization", None, ""));
        }
        "workspace-limits-off" => {
            let of_others = |limit: &&mut Limit| limit.workspace.is_some_and(|workspace| workspace != PRODUCTION);
            org.limits.iter_mut().filter(of_others).for_each(|limit| limit.enabled = false);
            org.truth.expect_any("missing-spend-limit");
        }
        "single-admin" => {
            org.people.iter_mut().skip(1).filter(|p| p.role == "admin").for_each(|person| person.role = "developer");
            let first = &org.people[0];
            let subjects = [("organization", None, ""), ("user", Some(first.id.clone()), first.email.as_str())];
            org.truth.expect_one(flaw, &subjects);
        }
        _ => flaws_spend::before(org, flaw),
    }
}

/// Flaws of the files, once they are written.
pub(crate) fn after(org: &Org, exports: &Path, flaw: &str, truth: &mut Truth) -> Result<()> {
    let (console, admin) = (exports.join("console"), exports.join("admin-api"));
    let months = org.quarter.months();
    let costs = files(&console, "claude_api_cost_");
    match flaw {
        "conflicting-records" => {
            let text = fs::read_to_string(admin.join("api_keys_page_2.json"))?;
            let record = text.lines().find(|line| line.contains("\"archived\"")).context("an archived key")?;
            let other = record.trim().trim_end_matches(',').replace("sk-ant-api03-", "sk-ant-api03-9");
            edit(&admin.join("api_keys_summer.jsonl"), |text| format!("{text}{other}\n"))?;
            truth.expect_any(flaw);
        }
        "cost-usage-mismatch" => {
            let first = costs.first().context("cost exports")?;
            edit(first, |text| cells(text, |name, cell| if name == "cost_usd" { percent(cell, 120) } else { cell }))?;
            truth.expect_any(flaw);
        }
        "cut-record" => {
            edit(&exports.join("compliance-api/activities.jsonl"), |text| text[..text.len() - 60].to_owned())?;
            truth.expect("truncated-export", ("file", None, "compliance-api/activities.jsonl"));
            truth.allow_any("rejected-rows", "what is left of the cut record cannot be read");
        }
        "missing-days" => {
            let from = days(months[0] + Days::new(8), months[1]).find(|day| !weekend(*day)).context("a working day")?;
            let lost = [from, from + Days::new(1)].map(|day| day.to_string());
            let tokens = files(&console, &format!("claude_api_tokens_{}", months[0].format("%Y_%m")));
            for file in tokens.into_iter().chain(costs.first().cloned()) {
                edit(&file, |text| without_rows(text, |row| lost.iter().any(|day| row.starts_with(day.as_str()))))?;
            }
            truth.expect(flaw, ("file", Some("usage".to_owned()), "token usage"));
            truth.expect(flaw, ("file", Some("cost".to_owned()), "cost"));
        }
        "period-not-covered" => {
            fs::remove_file(costs.first().context("cost exports")?)?;
            truth.expect(flaw, ("file", Some("cost".to_owned()), "cost"));
            truth.allow_any("key-without-own-limit", "what is left of the spend may be one key's to more than a fifth");
        }
        "rejected-rows" => {
            let last = costs.last().context("cost exports")?;
            edit(last, |text| without_rows(text, |_| false) + &"not a day,?,?,?,?,?,?,n/a,n/a,?,?,?,?,?\n".repeat(30))?;
            let name = last.file_name().and_then(|name| name.to_str()).context("a name")?;
            truth.expect(flaw, ("file", None, &format!("console/{name}")));
        }
        "stale-export" => {
            let end = days(org.quarter.back(6), org.quarter.end).map(|day| day.to_string()).collect::<Vec<_>>();
            let last = costs.last().context("cost exports")?;
            edit(last, |text| without_rows(text, |row| end.iter().any(|day| row.starts_with(day.as_str()))))?;
            truth.expect(flaw, ("file", Some("cost".to_owned()), "cost"));
            truth.allow_any("period-not-covered", "the last days of the quarter have no cost");
        }
        "truncated-export" => {
            edit(&admin.join("users.json"), |text| text.replace("\"has_more\": false", "\"has_more\": true"))?;
            truth.expect(flaw, ("file", None, "admin-api/users.json"));
        }
        "unproven-unit" => {
            for file in &costs {
                let dollars = |name: &str| ["cost_usd", "list_price_usd"].contains(&name);
                edit(file, |text| cells(text, |name, cell| if dollars(name) { percent(cell, 10_000) } else { cell }))?;
            }
            truth.expect_any(flaw);
        }
        _ => {}
    }
    if ["missing-days", "stale-export", "period-not-covered", "cost-usage-mismatch", "unproven-unit"].contains(&flaw) {
        for rule in
            ["cost-usage-mismatch", "spend-spike", "spend-shift", "spend-drop", "spend-limit-breach", "stale-export"]
        {
            truth.allow_any(rule, "spend is not what it was, as far as the damaged files tell");
        }
    }
    Ok(())
}

/// Exports whose names begin like this, in order.
fn files(folder: &Path, start: &str) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let named =
        |path: &std::path::PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(start));
    let mut files: Vec<_> = entries.filter(named).collect();
    files.sort();
    files
}

fn edit(path: &Path, change: impl Fn(&str) -> String) -> Result<()> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let changed = change(&text);
    if changed == text {
        bail!("{}: there is nothing to damage", path.display());
    }
    save(path, changed)
}

fn without_rows(text: &str, gone: impl Fn(&str) -> bool) -> String {
    text.split_inclusive('\n').filter(|row| !gone(row)).collect()
}

/// A table with cells changed.
fn cells(text: &str, change: impl Fn(&str, String) -> String) -> String {
    let mut csv = csv::Reader::from_reader(text.as_bytes());
    let header = csv.headers().cloned().unwrap_or_default();
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    out.write_record(&header).expect("memory takes everything");
    for record in csv.records().flatten() {
        let cells = header.iter().zip(&record).map(|(name, cell)| change(name, cell.to_owned()));
        out.write_record(cells).expect("memory takes everything");
    }
    String::from_utf8(out.into_inner().expect("memory takes everything")).expect("was text")
}

/// So many percent of an amount in dollars and cents.
fn percent(amount: String, percent: u64) -> String {
    let Some((dollars, cents)) = amount.split_once('.') else { return amount };
    let (Ok(dollars), Ok(cents)) = (dollars.parse::<u64>(), cents.parse::<u64>()) else { return amount };
    let cents = (dollars * 100 + cents) * percent / 100;
    format!("{}.{:02}", cents / 100, cents % 100)
}
