//! Problems with limits on spend and rates, and shares of spend, each next to something that looks alike and is none.

use crate::calendar::office;
use crate::limits::{self, Limit};
use crate::org::{CLAUDE_CODE, DEFAULT, DEVELOPMENT, Org, PRODUCTION, STAGING};
use crate::plant::{
    allow_key, allow_workspace, choice, decoy_key, decoy_user, decoy_workspace, expect_key, expect_user,
    expect_workspace,
};
use crate::rng::Rng;
use crate::spend::{Spend, spend};

/// Plants them. What workspaces and keys have cost is added up first: limits stand in proportion to it.
pub(crate) fn plant(org: &mut Org) {
    defaults(org);
    let spend = spend(org);
    spend_limits(org);
    edited(org);
    rates(org);
    shares(org, &spend);
}

/// For some seeds much is spent in the default workspace.
fn defaults(org: &mut Org) {
    if choice(org, "default workspace", 2) == 0 {
        let before = spend(org);
        let reranker = org.keys.iter().position(|key| key.name == "search-reranker").expect("planted before");
        org.keys[reranker].uses[0].cents = before.total / 92 / 9;
        let why = "a key that began in the middle of the quarter";
        for rule in ["spend-shift", "spend-spike"] {
            allow_workspace(org, rule, DEFAULT, why);
            allow_key(org, rule, reranker, why);
        }
    }
    let spend = spend(org);
    let cents = spend.workspace.get(&DEFAULT).copied().unwrap_or(0);
    match cents * 1000 / spend.total.max(1) {
        0..=48 => decoy_workspace(org, "default-workspace-spend", DEFAULT, "less than a twentieth of the cost"),
        52.. => expect_workspace(org, "default-workspace-spend", DEFAULT),
        _ => allow_workspace(org, "default-workspace-spend", DEFAULT, "about a twentieth of the cost"),
    }
}

/// Which of three workspaces lost its limit, has one that is switched off, and has one that is too small changes with the seed.
fn spend_limits(org: &mut Org) {
    let mut places = [STAGING, DEVELOPMENT, CLAUDE_CODE];
    places.rotate_left(choice(org, "limits", 3));
    let [removed, disabled, breached] = places;
    limits::add_missing(org);
    let when = office(org.quarter.back(41), 95);
    let of =
        |org: &Org, place| org.limits.iter().position(|limit| limit.workspace == Some(place)).expect("all have one");
    let limit = of(org, removed);
    org.limits[limit].deleted = Some((when, 1));
    expect_user(org, "spend-limit-removed", 1);
    let limit = of(org, disabled);
    org.limits[limit].enabled = false;
    for place in [removed, disabled] {
        expect_workspace(org, "missing-spend-limit", place);
    }
    let limit = of(org, breached);
    org.limits[limit].percent = [87, 118][choice(org, "breach", 2)];
    // The quotient of the dearest month is rounded to it: 115 percent of a limit, or 85.
    org.limits[limit].percent = 10_000 / org.limits[limit].percent;
    expect_workspace(org, "spend-limit-breach", breached);
    let limit = of(org, PRODUCTION);
    org.limits[limit].percent = 145;
    decoy_workspace(org, "spend-limit-breach", PRODUCTION, "the dearest month is at 69 percent of its limit");
    decoy_workspace(org, "missing-spend-limit", PRODUCTION, "has a limit");
    allow_workspace(org, "missing-spend-limit", DEFAULT, "cannot carry a limit");
}

/// The organization's limit, edited as deleted and made again, and raised: for some seeds just before the spike.
fn edited(org: &mut Org) {
    let near = choice(org, "raised", 2) == 0;
    let day = org.quarter.back(if near { 19 } else { 36 });
    let old = org.limits.iter().position(|limit| limit.workspace.is_none()).expect("the organization has one");
    org.limits[old].deleted = Some((office(day, 95), 2));
    let id = Rng::new(org.seed, "edited limit", &[]).id("spl");
    let made = office(day, 98);
    let percent = org.limits[old].percent * 6 / 5;
    org.limits.push(Limit {
        id,
        workspace: None,
        percent,
        enabled: true,
        created: made,
        by: 2,
        deleted: None,
        notify: true,
        cents: 0,
    });
    decoy_user(org, "spend-limit-removed", 2, "made again within four minutes: an edit");
    let (id, email) = (org.people[2].id.clone(), org.people[2].email.clone());
    if near {
        let spike =
            org.keys.iter().position(|key| key.name.starts_with("prod-checkout-api-") && key.status == "active");
        let (key, name) = org.key_subject(spike.expect("every organization has a checkout"));
        org.truth.expect_one(
            "limit-raised-then-spike",
            &[("user", Some(id), &email), ("organization", None, ""), ("api_key", key, &name)],
        );
        org.truth.allow_any("limit-raised-then-spike", "the same spike, of a workspace or a model");
    } else {
        org.truth.decoy("limit-raised-then-spike", ("user", Some(id), &email), "raised three weeks before the spike");
    }
}

fn rates(org: &mut Org) {
    let same = [STAGING, DEVELOPMENT][choice(org, "rates", 2)];
    let other = if same == STAGING { DEVELOPMENT } else { STAGING };
    org.workspaces[same].rate = None;
    expect_workspace(org, "shared-rate-limit", same);
    decoy_workspace(org, "shared-rate-limit", other, "may use a third of what the organization may");
    decoy_workspace(org, "shared-rate-limit", PRODUCTION, "production");
}

fn shares(org: &mut Org, spend: &Spend) {
    for key in 0..org.keys.len() {
        let permille = spend.key.get(&key).copied().unwrap_or(0) * 1000 / spend.total.max(1);
        let judged = org.keys[key].status == "active" && org.keys[key].listed;
        match permille {
            208.. if judged => expect_key(org, "key-without-own-limit", key),
            192.. if judged => allow_key(org, "key-without-own-limit", key, "about a fifth of the spend"),
            150.. if judged => decoy_key(org, "key-without-own-limit", key, "less than a fifth of the spend"),
            _ => {}
        }
    }
}
