//! Problems with spend, each next to something that looks alike and is none.

use crate::calendar::office;
use crate::key::{Pattern, Place, Use};
use crate::org::{DEVELOPMENT, Org, PRODUCTION};
use crate::plant::{aged, allow_key, choice, decoy_key, expect_key, until};
use crate::price::{HAIKU, MODELS, OPUS, RETIRED};
use crate::spend::spend;

/// Plants them.
pub(crate) fn plant(org: &mut Org) {
    let spike = org.keys.iter().position(|k| k.name.starts_with("prod-checkout-api-") && k.status == "active");
    let spike = spike.expect("every organization has a checkout");
    // Its predecessor carries the same traffic: a spike should stand out by its shape, not because the key is new.
    for key in [spike - 1, spike] {
        for usage in &mut org.keys[key].uses {
            usage.cents *= 3;
        }
    }
    let day = org.quarter.back(15);
    org.keys[spike].uses[0].pattern = Pattern::Spike(day);
    let (id, name) = org.key_subject(spike);
    org.truth.expect("spend-spike", ("api_key", id, &name));
    let production = org.workspaces[PRODUCTION].id.clone();
    let why = "the planted spike, seen from further away";
    org.truth.allow("spend-spike", ("workspace", Some(production), "Production"), why);
    org.truth.allow("spend-spike", ("model", None, "claude-sonnet-4-6"), why);
    org.truth.allow("spend-spike", ("organization", None, ""), why);

    for (name, days, cents, pattern, why) in [
        ("prod-month-end-billing", 88, 400, Pattern::MonthEnd, "a batch on the last day of every month"),
        ("prod-voice-notes", 60, 900, Pattern::Ramp, "a launch that ramps up over fifty days"),
    ] {
        let creator = crate::base::maker(org, days);
        let key = org.key(name, office(org.quarter.back(days as u64), 30), creator, Place::Workspace(PRODUCTION));
        let mut usage = Use::new(org.keys[key].created.date(), org.quarter.end, PRODUCTION, cents);
        usage.pattern = pattern;
        org.keys[key].uses.push(usage);
        decoy_key(org, "spend-spike", key, why);
    }
    let rotated =
        org.keys.iter().position(|k| k.name == "prod-recommendation-service").expect("every organization has it");
    for rule in ["spend-spike", "spend-shift"] {
        decoy_key(org, rule, rotated, "took over the traffic of the key before it; the workspace's sum stays");
    }
    decoy_key(org, "spend-drop", rotated - 1, "archived when its successor took over");
    let weekly = org.keys.iter().position(|k| k.name == "staging-checkout-api").expect("every organization has it");
    decoy_key(org, "spend-spike", weekly, "works on weekdays only");
}

/// Keys whose spend changes for good: another model, no cache any more, or nothing at all.
pub(crate) fn turns(org: &mut Org) {
    let end = org.quarter.back(16);
    let gone = aged(org, "prod-voice-router", 88, PRODUCTION);
    org.keys[gone].uses[0].cents = 600;
    until(org, gone, end);
    expect_key(org, "spend-drop", gone);
    decoy_key(org, "stale-key", gone, "last used two weeks before the end");

    let turn = org.quarter.back(31);
    for (name, rule) in [("prod-faq-responder", "model-cost-drift"), ("prod-style-checker", "cache-collapse")] {
        let key = aged(org, name, 88, PRODUCTION);
        let before = &mut org.keys[key].uses[0];
        (before.to, before.cached) = (turn, true);
        let mut after = Use { from: turn, to: org.quarter.end, ..before.clone() };
        if rule == "cache-collapse" {
            // What was read from the cache is paid in full.
            (after.cached, after.cents) = (false, before.cents * 2);
        } else {
            before.model = HAIKU;
            (after.model, after.cents) = (OPUS, before.cents * 5);
        }
        org.keys[key].uses.push(after);
        expect_key(org, rule, key);
        for other in ["behaviour-change", "spend-shift", "spend-spike", "model-cost-drift"] {
            allow_key(org, other, key, "follows from the other model, or the lost cache");
        }
    }

    let retired = aged(org, "dev-archive-classifier", 44, DEVELOPMENT);
    org.keys[retired].uses[0].model = RETIRED;
    let (id, name) = org.key_subject(retired);
    let model = MODELS[RETIRED].id;
    org.truth.expect_one(
        "retired-or-unknown-model",
        &[("model", None, model), ("model", Some(model.to_owned()), model), ("api_key", id, &name)],
    );
}

/// For some seeds one key costs a quarter of everything.
pub(crate) fn heavy(org: &mut Org) {
    if choice(org, "heavy", 2) == 0 {
        let key =
            org.keys.iter().position(|k| k.name == "prod-recommendation-service").expect("every organization has it");
        let cents = spend(org).total / 92 * 42 / 100;
        for key in [key - 1, key] {
            org.keys[key].uses[0].cents = cents;
        }
    }
}
