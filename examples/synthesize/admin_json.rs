//! Lists of the Admin API as people save them: pages in one file or in several, bare arrays, one object per line.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::calendar::stamp;
use crate::key::{Actor, Key, Place, Shape};
use crate::org::{DEFAULT, Org};
use crate::{limits, memberships};

/// Writes a file.
pub(crate) fn save(path: &Path, bytes: impl AsRef<[u8]>) -> Result<()> {
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

/// The envelope of a page, with one record a line.
pub(crate) fn page(records: &[Value], more: bool) -> String {
    let id = |record: Option<&Value>| {
        record.map_or(Value::Null, |r| r.get("id").or_else(|| r.get("user_id")).cloned().unwrap_or_default())
    };
    let lines: Vec<String> = records.iter().map(|record| format!("    {record}")).collect();
    let (first, last) = (id(records.first()), id(records.last()));
    format!(
        "{{\n  \"data\": [\n{}\n  ],\n  \"has_more\": {more},\n  \"first_id\": {first},\n  \"last_id\": {last}\n}}\n",
        lines.join(",\n")
    )
}

/// Pages, one after the other in one file.
pub(crate) fn pages(records: &[Value], size: usize) -> String {
    let last = records.len().div_ceil(size).saturating_sub(1);
    records.chunks(size).enumerate().map(|(number, records)| page(records, number < last)).collect()
}

/// One object a line.
pub(crate) fn lines(records: &[Value]) -> String {
    records.iter().fold(String::new(), |mut text, record| {
        writeln!(text, "{record}").expect("a string takes everything");
        text
    })
}

/// Writes the lists that `wanted` names.
pub(crate) fn write(org: &Org, folder: &Path, wanted: impl Fn(&str) -> bool) -> Result<()> {
    if wanted("api_keys") {
        keys(org, folder)?;
    }
    if wanted("members") {
        let users: Vec<Value> = org.people.iter().filter(|p| p.left.is_none()).map(|p| {
            json!({"id": p.id, "type": "user", "email": p.email, "name": p.name, "role": p.role, "added_at": stamp(p.added)})
        }).collect();
        save(&folder.join("users.json"), pages(&users, 20))?;
    }
    if wanted("invites") {
        let invites: Vec<Value> = org.invites.iter().filter(|i| i.status != "deleted").map(|i| {
            json!({
                "id": i.id, "type": "invite", "email": i.email, "role": i.role, "status": i.status, "invited_at": stamp(i.sent),
                "expires_at": stamp(i.sent + TimeDelta::days(21)), "accepted_at": i.accepted.map(stamp), "rbac_group_ids": [],
            })
        }).collect();
        save(&folder.join("invites.json"), format!("{:#}\n", Value::from(invites)))?;
    }
    if wanted("workspaces") {
        let workspaces: Vec<Value> = org.workspaces.iter().map(workspace).collect();
        save(&folder.join("workspaces.json"), page(&workspaces, false))?;
    }
    if wanted("workspace_members") {
        memberships::write(org, folder)?;
    }
    if wanted("service_accounts") {
        memberships::service_accounts(org, folder)?;
    }
    if wanted("spend_limits") {
        limits::write_spend(org, folder)?;
    }
    if wanted("rate_limits") {
        limits::write_rates(org, folder)?;
    }
    Ok(())
}

fn workspace(w: &crate::org::Workspace) -> Value {
    let tags = w.env.map_or_else(|| json!({}), |env| json!({"env": env, "team": "platform"}));
    let geos = if w.only_us { json!(["us"]) } else { json!("unrestricted") };
    json!({
        "id": w.id, "type": "workspace", "name": w.name, "display_color": "#3F6E91", "created_at": stamp(w.created),
        "archived_at": w.archived.map(stamp), "compartment_id": null, "external_key_id": null, "tags": tags, "user_profile_id": null,
        "data_residency": {"workspace_geo": "us", "default_inference_geo": if w.only_us { "us" } else { "global" }, "allowed_inference_geos": geos},
    })
}

fn keys(org: &Org, folder: &Path) -> Result<()> {
    let of = |shape| -> Vec<Value> {
        org.keys.iter().filter(|key| key.listed && key.shape == shape).map(|key| record(org, key)).collect()
    };
    // The oldest shape comes as two files of a page each, the next as lines, the newest as pages in one file.
    let old = of(Shape::Old);
    let (first, second) = old.split_at(old.len().div_ceil(2));
    save(&folder.join("api_keys_page_1.json"), page(first, true))?;
    save(&folder.join("api_keys_page_2.json"), page(second, false))?;
    save(&folder.join("api_keys_summer.jsonl"), lines(&of(Shape::Principal)))?;
    save(&folder.join("api_keys_autumn.json"), pages(&of(Shape::Scope), 10))
}

fn account(org: &Org, actor: Actor) -> Value {
    match actor {
        Actor::Person(person) => json!({"id": org.people[person].id, "type": "user"}),
        Actor::Service(account) => json!({"id": org.service_accounts[account].0, "type": "service_account"}),
        Actor::Federated | Actor::Directory => Value::Null,
    }
}

fn record(org: &Org, key: &Key) -> Value {
    let mut record = json!({
        "id": key.id, "type": "api_key", "name": key.name, "status": key.status, "created_at": stamp(key.created),
        "created_by": account(org, key.creator), "partial_key_hint": key.hint,
    });
    let workspace = match key.place {
        Place::Workspace(DEFAULT) if key.shape != Shape::Scope => Value::Null,
        Place::Workspace(workspace) => json!(org.workspaces[workspace].id),
        Place::Null | Place::Organization => Value::Null,
    };
    if key.shape != Shape::Old {
        record["expires_at"] = json!(key.expires.map(stamp));
    }
    match key.shape {
        Shape::Old => record["workspace_id"] = workspace,
        Shape::Principal => {
            record["workspace_id"] = workspace;
            record["principal"] = key.principal.map_or(Value::Null, |actor| account(org, actor));
        }
        Shape::Scope => {
            record["scope"] = match key.place {
                Place::Organization => json!({"type": "organization"}),
                _ => json!({"type": "workspace", "workspace_id": workspace}),
            };
            record["principal"] = match key.principal {
                Some(Actor::Person(person)) => json!({"type": "user_actor", "user_id": org.people[person].id}),
                Some(Actor::Service(account)) => {
                    json!({"type": "service_account_actor", "service_account_id": org.service_accounts[account].0})
                }
                _ => Value::Null,
            };
        }
    }
    record
}
