//! Problems with workspaces, each next to something that looks alike and is none.

use chrono::Days;

use crate::calendar::office;
use crate::org::{CLAUDE_CODE, DEFAULT, DEVELOPMENT, Org, PRODUCTION, STAGING};
use crate::plant::{aged, allow_workspace, choice, decoy_workspace, expect_key, expect_workspace, until, workspace};
use crate::price::{HAIKU, MODELS};

/// Plants them all.
pub(crate) fn plant(org: &mut Org) {
    environments(org);
    idle(org);
    archived(org);
    crate::limits::add_rates(org);
    admins(org);
}

fn environments(org: &mut Org) {
    let name = ["Robotics Lab", "Research", "Blue Team"][choice(org, "unclear", 3)];
    let unclear = workspace(org, name, 410);
    aged(org, "anomaly-explainer", 50, unclear);
    expect_workspace(org, "unclear-workspace-environment", unclear);
    for known in [DEFAULT, CLAUDE_CODE] {
        decoy_workspace(org, "unclear-workspace-environment", known, "belongs to every organization");
    }
    decoy_workspace(org, "unclear-workspace-environment", DEVELOPMENT, "its name says it");

    let second = workspace(org, ["Production EU", "EU Live"][choice(org, "production", 2)], 380);
    aged(org, "prod-eu-label-reader", 49, second);
    decoy_workspace(org, "missing-environment-separation", second, "a second production workspace beside others");
    if choice(org, "both", 2) == 0 {
        let both = workspace(org, "Prod and Dev Tools", 370);
        aged(org, "release-calendar", 48, both);
        expect_workspace(org, "missing-environment-separation", both);
        allow_workspace(org, "unclear-workspace-environment", both, "its name says two environments, and so none");
    }

    // A key of another environment counts while it is active.
    let old = aged(org, "dev-badge-printer", 84, STAGING);
    let when = office(org.quarter.back(79), 50);
    org.keys[old].status = "archived";
    org.keys[old].updates.push((when, "status", "active".to_owned(), "archived".to_owned()));
    until(org, old, when.date() + Days::new(1));
    decoy_workspace(org, "mixed-environment-workspace", STAGING, "its key of another environment is archived");
    crate::plant::decoy_key(org, "environment-mismatch", old, "archived");
}

fn idle(org: &mut Org) {
    let name = ["Sandbox", "Dev Hackathon", "Staging Europe"][choice(org, "idle", 3)];
    let idle = workspace(org, name, 610);
    expect_workspace(org, "idle-workspace", idle);
    let young = workspace(org, "Sandbox Onboarding", 24);
    decoy_workspace(org, "idle-workspace", young, "made 24 days ago: not yet 90 days without use");
    let used = workspace(org, "Staging Load Runs", 300);
    let key = aged(org, "staging-load-generator", 80, used);
    let when = office(org.quarter.back(43), 50);
    org.keys[key].status = "archived";
    org.keys[key].updates.push((when, "status", "active".to_owned(), "archived".to_owned()));
    until(org, key, when.date() + Days::new(1));
    decoy_workspace(org, "idle-workspace", used, "no active key, but used within the last 90 days");
}

fn archived(org: &mut Org) {
    let late = workspace(org, "Development 2025", 655);
    let when = office(org.quarter.back(37), 140);
    org.workspaces[late].archived = Some(when);
    let key = aged(org, "dev-voice-clone-pilot", 86, late);
    until(org, key, when.date() + Days::new(4));
    expect_workspace(org, "archived-workspace-usage", late);
    expect_workspace(org, "workspace-churn", late);
    expect_key(org, "archived-workspace-active-key", key);
    for rule in ["idle-workspace", "shared-rate-limit", "missing-spend-limit"] {
        decoy_workspace(org, rule, late, "archived");
    }
}

fn admins(org: &mut Org) {
    let many = [STAGING, DEVELOPMENT][choice(org, "workspace admins", 2)];
    let developers = (1..org.healthy).filter(|person| org.people[*person].role == "developer");
    let promoted: Vec<usize> = developers.take(2 + choice(org, "how many", 2)).collect();
    for person in promoted {
        org.special_members.push((many, person, "workspace_admin"));
    }
    expect_workspace(org, "excess-workspace-admins", many);
    decoy_workspace(org, "excess-workspace-admins", PRODUCTION, "two workspace admins");
}

/// Binds a workspace to a geography: all that is used there runs there, but for one key.
pub(crate) fn residency(org: &mut Org) {
    let bound = [STAGING, DEVELOPMENT][choice(org, "residency", 2)];
    org.workspaces[bound].only_us = true;
    for key in &mut org.keys {
        if key.uses.iter().any(|usage| usage.workspace == bound) {
            for usage in &mut key.uses {
                usage.us = usage.us || MODELS[usage.model].has_geo && usage.workspace != PRODUCTION;
            }
        }
    }
    let prefix = if bound == STAGING { "staging" } else { "dev" };
    let stray = aged(org, &format!("{prefix}-tariff-lookup"), 46, bound);
    let small = aged(org, &format!("{prefix}-spell-checker"), 45, bound);
    org.keys[small].uses[0].model = HAIKU;
    let (key, name) = org.key_subject(stray);
    let (id, workspace) = (org.workspaces[bound].id.clone(), org.workspaces[bound].name);
    org.truth.expect_one("residency-violation", &[("workspace", Some(id), workspace), ("api_key", key, &name)]);
    crate::plant::decoy_key(
        org,
        "residency-violation",
        small,
        "a model that runs nowhere in particular: not_available",
    );
    let other = if bound == STAGING { DEVELOPMENT } else { STAGING };
    decoy_workspace(org, "residency-violation", other, "may run anywhere");
}
