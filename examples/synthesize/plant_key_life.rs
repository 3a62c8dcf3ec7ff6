//! Keys that expire, were revoked, came back or changed what they do, each next to something that looks alike and is none.

use chrono::{Days, TimeDelta};

use crate::base::maker;
use crate::calendar::{month_end, office};
use crate::key::{Actor, Place, Shape, Use};
use crate::org::{DEVELOPMENT, Org, PRODUCTION, STAGING};
use crate::plant::{aged, choice, decoy_key, decoy_user, expect_key, expect_user, until};
use crate::rng::Rng;

/// Plants them all.
pub(crate) fn plant(org: &mut Org) {
    expiry(org);
    revocation(org);
    returns(org);
    bursts(org);
    behaviour(org);
    secret(org);
}

fn expires(org: &mut Org, key: usize, when: chrono::NaiveDate) {
    org.keys[key].shape = [Shape::Principal, Shape::Scope][key % 2];
    org.keys[key].expires = Some(office(when, 30));
}

fn expiry(org: &mut Org) {
    let end = org.quarter.end;
    let soon = aged(org, "prod-support-triage", 55, PRODUCTION);
    expires(org, soon, end + Days::new(2 + choice(org, "expiry", 8) as u64));
    expect_key(org, "expiring-key-in-use", soon);
    let past = aged(org, "dev-meeting-digest", 64, DEVELOPMENT);
    expires(org, past, org.quarter.back(12));
    until(org, past, org.quarter.back(12));
    expect_key(org, "expiring-key-in-use", past);
    let quiet = aged(org, "staging-brand-checker", 59, STAGING);
    expires(org, quiet, end + Days::new(7));
    until(org, quiet, org.quarter.back(12));
    decoy_key(org, "expiring-key-in-use", quiet, "expires soon, but was not used in the last seven days");
    let later = aged(org, "prod-photo-captioner", 54, PRODUCTION);
    expires(org, later, end + Days::new(25));
    decoy_key(org, "expiring-key-in-use", later, "expires in 25 days");
    decoy_key(org, "key-without-expiry", later, "has an expiry");
}

/// Changes the status of a key at an instant; the feed says so.
fn set_status(org: &mut Org, key: usize, when: chrono::NaiveDateTime, status: &'static str) {
    let before = org.keys[key].status;
    org.keys[key].updates.push((when, "status", before.to_owned(), status.to_owned()));
    org.keys[key].status = status;
}

fn revocation(org: &mut Org) {
    let used = aged(org, "staging-quote-builder", 82, STAGING);
    let when = office(org.quarter.back(38), 100);
    let status = ["archived", "inactive"][choice(org, "revocation", 2)];
    set_status(org, used, when, status);
    until(org, used, when.date() + Days::new(5));
    expect_key(org, "key-used-after-revocation", used);

    let same_day = aged(org, "dev-ledger-reader", 81, DEVELOPMENT);
    let when = office(org.quarter.back(31), 220);
    set_status(org, same_day, when, "archived");
    until(org, same_day, when.date() + Days::new(1));
    decoy_key(org, "key-used-after-revocation", same_day, "last used on the day on which it was archived");

    let again = aged(org, "staging-stock-notifier", 76, STAGING);
    let (off, on) = (office(org.quarter.back(48), 90), office(org.quarter.back(38), 90));
    set_status(org, again, off, "inactive");
    set_status(org, again, on, "active");
    let later = Use { from: on.date(), ..org.keys[again].uses[0].clone() };
    until(org, again, off.date() + Days::new(1));
    org.keys[again].uses.push(later);
    decoy_key(org, "key-used-after-revocation", again, "active again when it was used");
    decoy_key(org, "revived-key", again, "ten days without use");
}

fn returns(org: &mut Org) {
    let end = org.quarter.end;
    let revived = aged(org, "staging-season-planner", 88, STAGING);
    let first = org.keys[revived].uses[0].clone();
    until(org, revived, first.from + Days::new(4));
    org.keys[revived].uses.push(Use { from: org.quarter.back(11), to: end, ..first });
    expect_key(org, "revived-key", revived);

    let first_use = aged(org, "dev-audit-sampler", 84, DEVELOPMENT);
    org.keys[first_use].uses[0].from = org.quarter.back(9);
    decoy_key(org, "revived-key", first_use, "used for the first time");

    let monthly = aged(org, "prod-monthly-statement", 87, PRODUCTION);
    let usual = org.keys[monthly].uses.remove(0);
    for day in crate::calendar::days(usual.from, end).filter(|day| month_end(*day)) {
        org.keys[monthly].uses.push(Use { from: day, to: day + Days::new(1), ..usual.clone() });
    }
    for rule in ["revived-key", "stale-key", "spend-spike"] {
        decoy_key(org, rule, monthly, "a batch on the last day of every month");
    }
}

/// Keys made one after the other; they were archived on the next day, never used.
fn bursts(org: &mut Org) {
    const FEEDS: [&str; 10] =
        ["vendor", "carrier", "tariff", "weather", "traffic", "fuel", "harbour", "depot", "rental", "loyalty"];
    // Too few, or too slow.
    let slow = choice(org, "burst", 2) == 1;
    for (who, days, names, minutes) in
        [(3, 24, &FEEDS[..5], 11), (4, 18, if slow { &FEEDS[5..] } else { &FEEDS[5..9] }, if slow { 26 } else { 11 })]
    {
        let creator = maker(org, who);
        let first = office(org.quarter.back(days), 40);
        for (number, name) in names.iter().enumerate() {
            let when = first + TimeDelta::minutes(minutes * i64::try_from(number).unwrap_or_default());
            let key = org.key(&format!("dev-{name}-feed-intake"), when, creator, Place::Workspace(DEVELOPMENT));
            set_status(org, key, office(when.date() + Days::new(1), 15), "archived");
        }
        let Actor::Person(person) = creator else { continue };
        match days {
            24 => expect_user(org, "key-creation-burst", person),
            _ => decoy_user(
                org,
                "key-creation-burst",
                person,
                "four keys in an hour, or five in an hour and three quarters",
            ),
        }
    }
}

fn behaviour(org: &mut Org) {
    for (name, days, turn) in [("prod-claims-translator", 83, 34), ("prod-lease-summarizer", 60, 52)] {
        let key = aged(org, name, days, PRODUCTION);
        let turn = org.quarter.back(turn);
        let abroad = Use { from: turn, us: true, ..org.keys[key].uses[0].clone() };
        until(org, key, turn);
        org.keys[key].uses.push(abroad);
        match days {
            83 => expect_key(org, "behaviour-change", key),
            _ => decoy_key(org, "behaviour-change", key, "changed within its first twelve days"),
        }
    }
}

/// Somebody pasted a whole key where its name belongs. Only for some seeds, and not for the committed demo.
fn secret(org: &mut Org) {
    let hints = org.keys[0].id.clone();
    org.truth.decoy("exposed-secret", ("api_key", Some(hints), ""), "the cut form that every key's record has");
    if choice(org, "exposed secret", 3) != 0 || org.seed == 7 {
        return;
    }
    let mut rng = Rng::new(org.seed, "secret", &[]);
    let name = format!("sk-ant-api03-{}AA", rng.base58(93));
    let key = aged(org, &name, 25, DEVELOPMENT);
    org.keys[key].uses.clear();
    org.truth.expect_any("exposed-secret");
    org.truth.allow_any("undescriptive-key-name", "a whole key is no name either");
}
