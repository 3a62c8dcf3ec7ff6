//! For the tests next to the checks: exports as texts in, findings as short lines out.

pub(crate) mod hourly;

use std::fmt::Write as _;

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::{Analyzer, Context, Judged, Outcome};
use crate::facts::Facts;
use crate::facts::spend::prices::Prices;
use crate::geoip::Databases;
use crate::ingest;
use crate::model::{Baseline, Dataset, Period, Places, Report};
use crate::options::Options;
use crate::policy::{KnownCheck, Policy};

/// The tables of files given as (name, content); every row and every file is taken.
pub(crate) fn data(files: &[(&str, &str)]) -> Dataset {
    let files = files.iter().map(|(name, content)| ((*name).to_owned(), content.as_bytes().to_vec())).collect();
    let data = ingest::load_bytes(files).unwrap();
    assert!(data.rejections.is_empty(), "{:?}", data.rejections);
    assert!(data.inputs.iter().all(|input| input.kind.is_some()), "{:?}", data.inputs);
    data
}

/// The tables of files in any state.
pub(crate) fn any_data(files: &[(&str, &str)]) -> Dataset {
    ingest::load_bytes(files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect())
        .unwrap()
}

/// What is derived from them, with `as_of` where the data ends.
pub(crate) fn facts(files: &[(&str, &str)]) -> Facts {
    as_of_facts(files).0
}

/// The same with the period.
pub(crate) fn as_of_facts(files: &[(&str, &str)]) -> (Facts, Period) {
    let data = data(files);
    let as_of = crate::facts::as_of(&data).unwrap();
    let period = crate::facts::default_period(&data, as_of).unwrap();
    (Facts::derive(&data, period, as_of).unwrap(), period)
}

/// Runs one check over files given as (name, content), with `as_of` where the data ends.
pub(crate) fn outcome(analyzer: &'static Analyzer, files: &[(&str, &str)], policy: &Policy) -> Outcome {
    judge(analyzer, &data(files), policy, None)
}

/// The report of files of any kind and in any state.
pub(crate) fn report(files: &[(&str, &str)], policy: &Policy, baseline: Option<Baseline>) -> Report {
    let files = files.iter().map(|(name, content)| ((*name).to_owned(), content.as_bytes().to_vec())).collect();
    let data = ingest::load_bytes_as(files, &policy.reading()).unwrap();
    crate::run::run_checks(data, policy, baseline, &Databases::default(), &Options::default()).unwrap()
}

/// The report of an earlier run over these files, as a baseline.
pub(crate) fn baseline(files: &[(&str, &str)]) -> Baseline {
    as_baseline(report(files, &Policy::default(), None))
}

/// A report written and read again.
pub(crate) fn as_baseline(report: Report) -> Baseline {
    let text = serde_json::to_string(&report).unwrap();
    Baseline { file: "findings.json".to_owned(), sha256: String::new(), report: serde_json::from_str(&text).unwrap() }
}

/// `severity subject` of what a check finds in files of any kind and in any state.
pub(crate) fn found_in(analyzer: &'static Analyzer, files: &[(&str, &str)]) -> Vec<String> {
    match judge(analyzer, &any_data(files), &Policy::default(), None) {
        Outcome::NotApplicable { why, .. } => vec![format!("not applicable: {why}")],
        Outcome::NotAssessed { why, .. } => vec![format!("not assessed: {why}")],
        Outcome::Assessed { findings, .. } => {
            assert!(findings.iter().all(|finding| !finding.evidence.is_empty()), "{findings:?}");
            findings.iter().map(|f| format!("{} {}", f.severity.id(), f.subject.label())).collect()
        }
    }
}

pub(crate) fn judge(
    analyzer: &'static Analyzer,
    data: &Dataset,
    policy: &Policy,
    baseline: Option<&Baseline>,
) -> Outcome {
    judge_in(analyzer, data, policy, baseline, Places::default())
}

/// The same where databases know places.
pub(crate) fn judge_at(analyzer: &'static Analyzer, data: &Dataset, policy: &Policy, places: Places) -> Outcome {
    judge_in(analyzer, data, policy, None, places)
}

fn judge_in(
    analyzer: &'static Analyzer,
    data: &Dataset,
    policy: &Policy,
    baseline: Option<&Baseline>,
    places: Places,
) -> Outcome {
    let as_of = crate::facts::as_of(data).unwrap();
    let period = crate::facts::default_period(data, as_of).unwrap();
    let facts = Facts { places, ..Facts::with_baseline(data, Prices::of(policy), period, as_of, baseline).unwrap() };
    let cx = Context {
        data,
        facts: &facts,
        policy,
        period,
        as_of,
        baseline,
        judged: &Judged::default(),
        spenders: crate::analyze::SpenderWords::CONSOLE,
        catalogue: super::ALL,
        spend_panel: None,
    };
    super::outcome_of(analyzer, &cx, &[]).unwrap()
}

/// `severity subject: message` of every finding, or `not assessed: why`.
pub(crate) fn ask_with(analyzer: &'static Analyzer, files: &[(&str, &str)], policy: &Policy) -> Vec<String> {
    match outcome(analyzer, files, policy) {
        Outcome::NotApplicable { why, .. } => vec![format!("not applicable: {why}")],
        Outcome::NotAssessed { why, .. } => vec![format!("not assessed: {why}")],
        Outcome::Assessed { findings, .. } => {
            findings.iter().map(|f| format!("{} {}: {}", f.severity.id(), f.subject.label(), f.message)).collect()
        }
    }
}

/// The same with the default policy.
pub(crate) fn ask(analyzer: &'static Analyzer, files: &[(&str, &str)]) -> Vec<String> {
    ask_with(analyzer, files, &Policy::default())
}

/// The subjects found, severity first, without their messages.
pub(crate) fn found(analyzer: &'static Analyzer, files: &[(&str, &str)]) -> Vec<String> {
    found_with(analyzer, files, &Policy::default())
}

/// The same under a policy.
pub(crate) fn found_with(analyzer: &'static Analyzer, files: &[(&str, &str)], policy: &Policy) -> Vec<String> {
    let lines = ask_with(analyzer, files, policy).into_iter();
    lines.map(|line| line.split(": ").next().unwrap_or_default().to_owned()).collect()
}

/// A policy as text, every check known.
pub(crate) fn policy(text: &str) -> Policy {
    let known: Vec<_> = super::ALL
        .iter()
        .map(|one| KnownCheck { id: one.id, thresholds: one.thresholds.iter().map(|limit| limit.name).collect() })
        .collect();
    crate::policy::parse("clade.toml", text.as_bytes(), &known).unwrap()
}

/// An object with some fields set to other values.
pub(crate) fn with(mut object: Value, fields: Value) -> Value {
    let Value::Object(fields) = fields else { panic!("fields are an object") };
    object.as_object_mut().unwrap().extend(fields);
    object
}

/// A page of the Admin API.
pub(crate) fn page(objects: &[Value]) -> String {
    json!({"data": objects, "has_more": false, "first_id": null, "last_id": null}).to_string()
}

/// An active key of the old shape, made at noon by `user_ok`, with the id `apikey_<name>`; no workspace is the default one.
pub(crate) fn key(name: &str, created: &str, workspace: Option<&str>) -> Value {
    json!({
        "type": "api_key", "id": format!("apikey_{name}"), "name": name, "status": "active",
        "created_at": format!("{created}T12:00:00Z"), "created_by": {"type": "user", "id": "user_ok"},
        "partial_key_hint": "sk-ant-api03-R2D...igAA", "workspace_id": workspace,
    })
}

/// A member `user_<local part>` who joined in 2025.
pub(crate) fn member(address: &str, role: &str) -> Value {
    let local = address.split('@').next().unwrap();
    json!({
        "type": "user", "id": format!("user_{local}"), "email": address, "name": local, "role": role,
        "added_at": "2025-01-08T09:00:00Z",
    })
}

/// A pending invite `invite_<local part>` to an address, which lives 21 days from noon of the day it was sent.
pub(crate) fn invite(address: &str, role: &str, sent: &str) -> Value {
    let day: NaiveDate = sent.parse().unwrap();
    let local = address.split('@').next().unwrap();
    json!({
        "type": "invite", "id": format!("invite_{local}"), "email": address, "role": role, "status": "pending",
        "invited_at": format!("{sent}T12:00:00Z"), "expires_at": format!("{}T12:00:00Z", day + chrono::Days::new(21)),
        "accepted_at": null, "rbac_group_ids": [],
    })
}

/// A live workspace `wrkspc_<name>`.
pub(crate) fn workspace(name: &str) -> Value {
    json!({
        "type": "workspace", "id": format!("wrkspc_{name}"), "name": name, "display_color": "#6C5BB9",
        "created_at": "2025-01-07T09:00:00Z", "archived_at": null,
    })
}

/// An activity of a member, with the fields of its type.
pub(crate) fn activity(at: &str, kind: &str, local: &str, fields: Value) -> Value {
    let actor = json!({
        "type": "user_actor", "user_id": format!("user_{local}"), "email_address": format!("{local}@example.com"),
        "ip_address": "198.51.100.7", "user_agent": "Mozilla/5.0",
    });
    let id = format!("activity_{at}_{kind}_{local}");
    with(json!({"id": id, "type": kind, "created_at": at, "actor": actor, "organization_id": "org_1"}), fields)
}

/// The days from one to another, both included.
pub(crate) fn days(from: &str, to: &str) -> Vec<String> {
    let [from, to]: [NaiveDate; 2] = [from, to].map(|day| day.parse().unwrap());
    from.iter_days().take_while(|day| *day <= to).map(|day| day.to_string()).collect()
}

/// A usage export: a thousand tokens of every key and workspace on each of its days.
pub(crate) fn usage(uses: &[(&str, &str, Vec<String>)]) -> String {
    let mut csv =
        "usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache,\
                   usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,\
                   usage_output_tokens,web_search_count,inference_geo,speed\n"
            .to_owned();
    for (key, workspace, days) in uses {
        for day in days {
            writeln!(csv, "{day},claude-opus-5,{key},{workspace},standard,≤ 200k,1000,0,0,0,100,0,global,").unwrap();
        }
    }
    csv
}

/// A cost export with key ids, of rows of day, key, its id, workspace and dollars.
pub(crate) fn cost(rows: &[(String, &str, &str, &str, f64)]) -> String {
    let mut csv = "usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,list_price_usd,cost_type,\
                   inference_geo,speed,api_key_id,api_key_status\n"
        .to_owned();
    for (day, key, id, workspace, usd) in rows {
        writeln!(
            csv,
            "{day},Claude Opus 5,{workspace},{key},message,≤ 200k,output,{usd:.2},{usd:.2},token,global,,{id},active"
        )
        .unwrap();
    }
    csv
}

/// An Admin API cost report, which names no keys, of these dollars on each of the days.
pub(crate) fn keyless_cost(days: &[String], usd: f64) -> String {
    let bucket = |day: &String| {
        let next = day.parse::<NaiveDate>().unwrap().succ_opt().unwrap();
        let result = json!({
            "currency": "USD", "amount": format!("{:.2}", usd * 100.0), "workspace_id": null, "description": null, "cost_type": null,
            "context_window": null, "model": null, "service_tier": null, "token_type": null,
        });
        json!({"starting_at": format!("{day}T00:00:00Z"), "ending_at": format!("{next}T00:00:00Z"), "results": [result]})
    };
    json!({"data": days.iter().map(bucket).collect::<Vec<_>>(), "has_more": false, "next_page": null}).to_string()
}
