//! Writes the exports of an invented organization, of any size, in the formats that the Console, the Admin API, the Compliance API
//! and identity providers write, with planted problems and look-alikes, and next to them what an audit has to find in them.
//!
//! `cargo run --example synthesize -- --out DIR --seed 7` writes `DIR/exports/` and `DIR/truth.json`. Same arguments, same bytes.
//! It shares no code with the analyzer: sums and findings of the truth are reached on another way.

mod admin_json;
mod audit_log;
mod base;
mod calendar;
mod console_csv;
mod credentials;
mod events;
mod feed;
mod flaws;
mod flaws_spend;
mod groups;
mod key;
mod limits;
mod memberships;
mod names;
mod org;
mod plant;
mod plant_activity;
mod plant_credentials;
mod plant_groups;
mod plant_in_force;
mod plant_invites;
mod plant_key_life;
mod plant_key_owners;
mod plant_key_places;
mod plant_key_rotation;
mod plant_keys;
mod plant_leavers;
mod plant_limits;
mod plant_log;
mod plant_members;
mod plant_population;
mod plant_rights;
mod plant_seats;
mod plant_settings;
mod plant_spend;
mod plant_workspaces;
mod policy;
mod price;
mod reports;
mod rewind;
mod rng;
mod roster;
mod seats;
mod settings;
mod spend;
mod truth;
mod usage;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Parser;
use serde_json::{Value, json};

use calendar::Quarter;
use org::Org;
use reports::Reports;

/// Writes exports of an invented organization, and what an audit has to find in them.
#[derive(Parser)]
pub(crate) struct Args {
    /// Folder for `exports/` and `truth.json`; must not hold them yet.
    #[arg(long)]
    out: PathBuf,
    /// Same seed and sizes, same bytes.
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// The audited quarter; the exports end with its last day.
    #[arg(long, default_value = "2026-Q3")]
    quarter: String,
    /// Members with nothing wrong; planted ones come on top.
    #[arg(long, default_value_t = 40)]
    members: usize,
    /// Keys in use with nothing wrong, each with the archived key it replaced; planted ones come on top.
    #[arg(long, default_value_t = 20)]
    keys: usize,
    /// Rows of usage, roughly: more keys than `--keys` where that is what it takes.
    #[arg(long)]
    rows: Option<usize>,
    /// Everyday events, roughly: three fifths in the activity feed, the rest in the audit log.
    #[arg(long, default_value_t = 4000)]
    events: u64,
    /// Plant nothing.
    #[arg(long)]
    clean: bool,
    /// The same organization's exports as they were a quarter earlier, too, with the policy of that time, in `DIR/before/`: a key was
    /// overdue then, and has been rotated since.
    #[arg(long, requires = "clean")]
    before: bool,
    /// Plant nothing but this: no workspace next to production.
    #[arg(long)]
    single_environment: bool,
    /// Usage and cost as the Console exports them, or as the API reports them.
    #[arg(long, value_enum, default_value_t = Reports::Csv)]
    reports: Reports,
    /// Damage an export, or the organization; may be repeated.
    #[arg(long, value_parser = flaws::FLAWS)]
    flaw: Vec<String>,
    /// Leave out an export; may be repeated.
    #[arg(long, value_parser = EXPORTS)]
    without: Vec<String>,
}

/// What `--without` knows.
const EXPORTS: [&str; 14] = [
    "usage",
    "cost",
    "api_keys",
    "members",
    "workspaces",
    "workspace_members",
    "invites",
    "events",
    "roster",
    "service_accounts",
    "spend_limits",
    "rate_limits",
    "settings",
    "attestations",
];

fn main() -> Result<()> {
    let args = Args::parse();
    let quarter = Quarter::parse(&args.quarter)?;
    if quarter.start < Quarter::parse("2026-Q3")?.start {
        bail!("--quarter: 2026-Q3 is the first; earlier ones had other models, prices and formats");
    }
    if args.members < 12 {
        bail!("--members: 12 at least, fewer are no organization to audit");
    }
    let mut org = base::organization(&args, quarter);
    if !args.clean && !args.single_environment {
        plant::plant(&mut org);
    }
    if args.single_environment {
        org.truth.expect("missing-environment-separation", ("organization", None, ""));
    }
    limits::add_missing(&mut org);
    if args.before {
        rewind::prepare(&mut org);
    }
    for flaw in &args.flaw {
        flaws::before(&mut org, flaw);
    }
    limits::settle(&mut org);
    if args.before {
        write(&args, &args.out.join("before"), rewind::rewound(&org), &[])?;
    }
    write(&args, &args.out, org, &args.flaw)
}

/// Writes `exports/`, `clade.toml` and `truth.json` into a folder; the flaws are those that damage files.
fn write(args: &Args, out: &Path, mut org: Org, flaws: &[String]) -> Result<()> {
    let exports = out.join("exports");
    if exports.exists() {
        bail!("{} exists: remove it or choose another --out", exports.display());
    }
    let folder = |name: &str| -> Result<PathBuf> {
        let folder = exports.join(name);
        fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        Ok(folder)
    };
    let healthy = args.clean || args.single_environment;
    fs::create_dir_all(&exports)?;
    policy::write(&mut org, &out.join("clade.toml"), healthy)?;
    let wanted = |export: &str| !args.without.iter().any(|left_out| left_out == export);
    let mut truth = std::mem::take(&mut org.truth);
    if wanted("usage") {
        match args.reports {
            Reports::Csv => console_csv::usage(&org, &folder("console")?, &mut truth)?,
            kind => reports::usage(&org, kind, &folder("reports")?, &mut truth)?,
        }
    }
    if wanted("cost") {
        match args.reports {
            Reports::Csv => console_csv::cost(&org, &folder("console")?, &mut truth)?,
            kind => reports::cost(&org, kind, &folder("reports")?, &mut truth)?,
        }
    }
    admin_json::write(&org, &folder("admin-api")?, wanted)?;
    credentials::write(&org, &folder("admin-api")?)?;
    seats::write(&org, &folder("claude-enterprise")?)?;
    groups::write(&org, &folder("admin-api")?)?;
    groups::write_cases(&org, &folder("compliance-api")?)?;
    if wanted("events") {
        // Working days make up two thirds of the log's days, weekends add a little.
        let busy = |share: u64, days: u64| (args.events * share * 10 / 100 / (days * 7)).max(4);
        feed::write(&org, &folder("compliance-api")?, busy(6, base::FEED_DAYS / 10), &mut truth)?;
        audit_log::write(&org, &folder("claude-enterprise")?, busy(4, 18), &mut truth)?;
    }
    if wanted("settings") {
        settings::write(&org, &folder("compliance-api")?, &folder("admin-api")?)?;
    }
    if wanted("attestations") {
        settings::write_posture(&org, &folder("compliance-api")?)?;
    }
    if wanted("roster") {
        roster::write(&org, &folder("identity-provider")?)?;
    }
    admin_json::save(
        &exports.join("notes.txt"),
        format!("Exports of {} for the access review.\nAsk the platform team for access.\n", org.name),
    )?;
    admin_json::save(
        &exports.join("admin-api").join("organization.json"),
        format!("{:#}\n", json!({"id": org.uuid, "type": "organization", "name": org.name})),
    )?;
    for flaw in flaws {
        flaws::after(&org, &exports, flaw, &mut truth)?;
    }
    truth.without(&args.without);
    if args.reports == Reports::Legacy {
        // The older cost report knows no keys, and the jump is a key's.
        truth.forget("spend-spike");
        truth.forget("key-without-own-limit");
    }
    let counts = counts(&org, wanted);
    let period = json!({"start": org.quarter.start.to_string(), "end": org.quarter.last().to_string()});
    let as_of = format!("{}T00:00:00Z", org.quarter.end);
    let text = format!("{:#}\n", truth.write(&counts, &as_of, &period));
    admin_json::save(&out.join("truth.json"), text)
}

/// Counts of listed records.
fn counts(org: &Org, wanted: impl Fn(&str) -> bool) -> Value {
    let count = |export: &str, number: usize| if wanted(export) { number } else { 0 };
    let keys = || org.keys.iter().filter(|key| key.listed);
    let members = || org.people.iter().filter(|person| person.left.is_none());
    json!({
        "api_keys": {"total": count("api_keys", keys().count()), "active": count("api_keys", keys().filter(|k| k.status == "active").count())},
        "members": {"total": count("members", members().count()), "admins": count("members", members().filter(|p| p.role == "admin").count())},
        "workspaces": {
            "total": count("workspaces", org.workspaces.len()),
            "active": count("workspaces", org.workspaces.iter().filter(|w| w.archived.is_none()).count()),
        },
        "invites": {"pending": count("invites", org.invites.iter().filter(|i| i.status == "pending").count())},
    })
}
