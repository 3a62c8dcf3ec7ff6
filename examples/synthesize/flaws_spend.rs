//! Flaws of what the organization spends: each on its own, so that the organizations with everything planted stay what they are.

use chrono::Days;

use crate::calendar::days;
use crate::key::{Pattern, Use};
use crate::org::{DEVELOPMENT, Org, PRODUCTION};
use crate::plant::{aged, allow_key, expect_key};
use crate::price::HAIKU;

/// Makes one of them.
pub(crate) fn before(org: &mut Org, flaw: &str) {
    match flaw {
        "spend-shift" => {
            let key = aged(org, "prod-invoice-reader", 88, PRODUCTION);
            org.keys[key].uses[0].cents = 300;
            turn(org, key, |usage| usage.cents *= 5);
            expect_key(org, flaw, key);
            allow_key(org, "behaviour-change", key, "five times the tokens");
            org.truth.allow_any("spend-spike", "the first days of the new level");
        }
        "behaviour-change" => {
            // For the same money another model: no other check has a reason to tell.
            let key = aged(org, "prod-invoice-reader", 88, PRODUCTION);
            org.keys[key].uses[0].cents = 300;
            turn(org, key, |usage| usage.model = HAIKU);
            expect_key(org, flaw, key);
        }
        "off-hours-burst" => {
            let key = aged(org, "prod-invoice-reader", 88, PRODUCTION);
            let night = org.quarter.back(9);
            let worker = &mut org.keys[key].uses[0];
            (worker.cents, worker.pattern) = (2000, Pattern::Workdays);
            let mut burst = Use { from: night, to: night + Days::new(1), cents: 3000, ..worker.clone() };
            burst.pattern = Pattern::Night;
            org.keys[key].uses.push(burst);
            org.hourly = days(org.quarter.back(40), org.quarter.end).collect();
            expect_key(org, flaw, key);
            org.truth.allow_any("spend-spike", "the night's money, reported for its day");
        }
        "nonproduction-overspend" => {
            for usage in
                org.keys.iter_mut().flat_map(|key| &mut key.uses).filter(|usage| usage.workspace == DEVELOPMENT)
            {
                usage.cents *= 20;
            }
            org.truth.expect_any(flaw);
        }
        "spend-concentration" => {
            let key = aged(org, "prod-invoice-reader", 88, PRODUCTION);
            org.keys[key].uses[0].cents = 30_000;
            expect_key(org, flaw, key);
        }
        "unattributed-usage" => {
            for usage in org.keys.iter_mut().filter(|key| key.name.is_empty()).flat_map(|key| &mut key.uses) {
                usage.cents = 2500;
            }
            org.truth.expect_any(flaw);
            org.truth.allow_any("default-workspace-spend", "the Workbench is in the default workspace");
        }
        _ => return,
    }
    org.truth.allow_any("key-without-own-limit", "so few keys that one of them may have a fifth of everything");
}

/// Makes a key's only use another one a month before the end.
fn turn(org: &mut Org, key: usize, change: impl Fn(&mut Use)) {
    let day = org.quarter.back(31);
    let before = &mut org.keys[key].uses[0];
    let mut after = Use { from: day, ..before.clone() };
    before.to = day;
    change(&mut after);
    org.keys[key].uses.push(after);
}
