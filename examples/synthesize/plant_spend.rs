//! Problems with spend, each beside something that looks alike and is none.

use crate::calendar::office;
use crate::key::{Pattern, Place, Use};
use crate::org::{Org, PRODUCTION};
use crate::plant::decoy_key;

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
