//! Limits on spend and on rates: as the organization set them, and as the Admin API lists them.

use std::path::Path;

use anyhow::Result;
use chrono::NaiveDateTime;
use serde_json::{Value, json};

use crate::admin_json::save;
use crate::calendar::{office, stamp};
use crate::org::{DEFAULT, DEVELOPMENT, Org, STAGING};
use crate::rng::Rng;
use crate::spend::spend;

/// A limit on the spend of a month.
#[derive(Clone)]
pub(crate) struct Limit {
    /// `spl_…`.
    pub(crate) id: String,
    /// Its workspace; none: the organization's.
    pub(crate) workspace: Option<usize>,
    /// Percent of the dearest month that it allows.
    pub(crate) percent: u64,
    /// Whether it is switched on.
    pub(crate) enabled: bool,
    /// When it was set.
    pub(crate) created: NaiveDateTime,
    /// Who set it.
    pub(crate) by: usize,
    /// When it was deleted, and by whom.
    pub(crate) deleted: Option<(NaiveDateTime, usize)>,
    /// Whether it tells somebody, and lets work go on.
    pub(crate) notify: bool,
    /// Cents of a month, once it is settled what everything costs.
    pub(crate) cents: u64,
}

/// Gives the organization and every live workspace that can carry one a limit with room, where there is none yet.
pub(crate) fn add_missing(org: &mut Org) {
    let places = (1..org.workspaces.len()).filter(|place| org.workspaces[*place].archived.is_none());
    for place in std::iter::once(None).chain(places.map(Some)).collect::<Vec<_>>() {
        if org.limits.iter().any(|limit| limit.workspace == place) {
            continue;
        }
        let id = Rng::new(org.seed, "limit", &[place.map_or(0, |place| place as u64)]).id("spl");
        let made = place.map_or(org.quarter.back(150), |place| org.workspaces[place].created.date());
        let created = office(made, 35);
        let (percent, by, notify) = (260, 0, place.is_none());
        org.limits.push(Limit {
            id,
            workspace: place,
            percent,
            enabled: true,
            created,
            by,
            deleted: None,
            notify,
            cents: 0,
        });
    }
    debug_assert!(org.limits.iter().all(|limit| limit.workspace != Some(DEFAULT)));
}

/// Gives each limit its amount in whole dollars: so much of its dearest month.
pub(crate) fn settle(org: &mut Org) {
    let spend = spend(org);
    for limit in &mut org.limits {
        let peak = match limit.workspace {
            Some(place) => spend.peak.get(&place).copied().unwrap_or(0),
            None => spend.dearest,
        };
        // What costs nothing may cost ten dollars.
        limit.cents = (peak * limit.percent / 10_000 * 100).max(1_000);
    }
}

/// Writes the spend limits in force and what they mean for members.
pub(crate) fn write_spend(org: &Org, folder: &Path) -> Result<()> {
    let records: Vec<Value> = org.limits.iter().filter(|limit| limit.deleted.is_none()).map(|limit| {
        let scope = limit.workspace.map_or_else(
            || json!({"type": "organization"}),
            |place| json!({"type": "workspace", "workspace_id": org.workspaces[place].id}),
        );
        json!({
            "id": limit.id, "type": "spend_limit", "scope": scope, "amount": limit.cents.to_string(), "currency": "USD", "period": "monthly",
            "is_enabled": limit.enabled, "created_at": stamp(limit.created), "updated_at": stamp(limit.created),
        })
    }).collect();
    save(&folder.join("spend_limits.json"), list(&records))?;
    let mut effective: Vec<Value> = Vec::new();
    for (at, person) in org.people.iter().enumerate().filter(|(_, person)| person.left.is_none()).take(20) {
        let mut rng = Rng::new(
            org.seed,
            "effective",
            &[u64::try_from(person.id.len()).unwrap_or(0), u64::from(person.id.as_bytes()[9])],
        );
        let spent = format!("{}.5", rng.between(0, 900));
        let row = |period: &str, cents: Option<&str>| {
            json!({
                "actor": {"type": "user_actor", "user_id": person.id, "name": person.name, "email_address": person.email, "deleted": false},
                "amount": cents, "currency": "USD", "period": period, "period_to_date_spend": spent,
                "scope": {"type": "user", "user_id": person.id}, "source": {"type": "organization"}, "spend_limit_id": null,
            })
        };
        let (unlimited, weekly) = (org.seats.unlimited.contains(&at), org.seats.weekly.contains(&at));
        effective.push(row("monthly", (!unlimited && !weekly).then_some("5000")));
        if weekly {
            effective.push(row("weekly", Some("2000")));
        }
    }
    save(&folder.join("spend_limits_effective.json"), list(&effective))
}

fn list(records: &[Value]) -> String {
    let lines: Vec<String> = records.iter().map(|record| format!("    {record}")).collect();
    format!("{{\n  \"data\": [\n{}\n  ],\n  \"next_page\": null\n}}\n", lines.join(",\n"))
}

/// Groups of models that share a rate limit: name, models, requests, input and output tokens a minute.
const GROUPS: [(&str, &str, [u64; 3]); 3] = [
    ("Claude Sonnet 4.x", "claude-sonnet-4-6", [4000, 2_000_000, 400_000]),
    ("Claude Haiku 4.5", "claude-haiku-4-5-20251001", [4000, 4_000_000, 800_000]),
    ("Claude Opus 4.x", "claude-opus-4-8", [4000, 2_000_000, 400_000]),
];
const LIMITERS: [&str; 3] = ["requests_per_minute", "input_tokens_per_minute_cache_aware", "output_tokens_per_minute"];

/// Writes the organization's rate limits, and those of the workspaces. The older form lists what a workspace has of its own, the newer
/// one says of every limit whether it is the workspace's or the organization's; the seed chooses.
pub(crate) fn write_rates(org: &Org, folder: &Path) -> Result<()> {
    let mut rng = Rng::new(org.seed, "rate limits", &[]);
    let newer = rng.between(0, 2) == 0;
    let (mut whole, mut parts) = (Vec::new(), Vec::new());
    for (name, model, values) in GROUPS {
        let (id, group) = (rng.id("rl"), json!({"id": rng.id("rlg"), "type": "model_group", "display_name": name}));
        let record = |limits: Vec<Value>| {
            let mut record = json!({"models": [model], "limits": limits});
            let (field, value) =
                if newer { ("group", group.clone()) } else { ("group_type", Value::from("model_group")) };
            record[field] = value;
            record
        };
        let limits = LIMITERS.iter().zip(values).map(|(kind, value)| json!({"type": kind, "value": value}));
        let mut own = record(limits.collect());
        (own["id"], own["type"]) = (json!(id), json!("rate_limit"));
        whole.push(own);
        for workspace in org.workspaces.iter().skip(1).filter(|workspace| workspace.archived.is_none()) {
            let Some(percent) = workspace.rate.or(newer.then_some(100)) else { continue };
            let limits = LIMITERS.iter().zip(values).map(|(kind, value)| {
                let mut limit = json!({"type": kind, "value": value * percent / 100, "org_limit": value});
                if newer {
                    limit["source"] = json!(if percent < 100 { "workspace" } else { "organization" });
                }
                limit
            });
            let mut part = record(limits.collect());
            part["type"] = json!("workspace_rate_limit");
            (part["workspace_id"], part["rate_limit_id"]) = (json!(workspace.id), json!(id));
            parts.push(part);
        }
    }
    save(&folder.join("rate_limits.json"), list(&whole))?;
    save(&folder.join("workspace_rate_limits.json"), list(&parts))
}

/// Gives every workspace for staging and development a third of the organization's rates.
pub(crate) fn add_rates(org: &mut Org) {
    for (place, workspace) in org.workspaces.iter_mut().enumerate() {
        let words = ["staging", "dev", "sandbox"];
        let small = workspace.name.to_lowercase();
        let tools = small.contains("prod");
        if [STAGING, DEVELOPMENT].contains(&place) || !tools && words.iter().any(|word| small.contains(word)) {
            workspace.rate = Some(33);
        }
    }
}
