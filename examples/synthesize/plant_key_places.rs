//! Keys that two services or environments share, and keys in the wrong place, each next to something that looks alike and is none.

use chrono::Days;

use crate::calendar::office;
use crate::key::{Place, Shape, Use};
use crate::org::{ARCHIVED, DEFAULT, DEVELOPMENT, Org, PRODUCTION, STAGING, Workspace};
use crate::plant::{aged, choice, decoy_key, expect_key, until};
use crate::rng::Rng;

/// Keys with more than one user.
pub(crate) fn sharing(org: &mut Org) {
    let twice = aged(org, "prod-session-summarizer", 72, PRODUCTION);
    let mut second = Use { workspace: STAGING, ..org.keys[twice].uses[0].clone() };
    second.cents = 20;
    org.keys[twice].uses.push(second);
    expect_key(org, "shared-key", twice);
    for (name, workspace) in [("prod-and-staging-embeddings", STAGING), ("prod-checkout-api+email-worker", PRODUCTION)]
    {
        let shared = aged(org, name, 71, workspace);
        expect_key(org, "shared-key", shared);
    }
    let name = ["staging-shared", "staging-all"][choice(org, "shared", 2)];
    let shared = aged(org, name, 56, STAGING);
    expect_key(org, "shared-key", shared);
    for name in ["track-and-trace", "shared-inbox-triage"] {
        let single = aged(org, name, 69, PRODUCTION);
        decoy_key(org, "shared-key", single, "the name of one service");
        decoy_key(org, "environment-mismatch", single, "the name tells no environment");
    }
    let [one, other] = [STAGING, DEVELOPMENT].map(|workspace| aged(org, "nightly-evaluation", 68, workspace));
    org.truth.expect("duplicate-key-name", ("api_key", None, "nightly-evaluation"));
    for key in [one, other] {
        decoy_key(org, "shared-key", key, "two keys that have one name");
    }
    let moved = aged(org, "ticket-deduplicator", 67, DEVELOPMENT);
    let when = office(org.quarter.back(50), 90);
    let half_on = Some(when.date());
    let after = Use { from: when.date(), half_on, workspace: STAGING, ..org.keys[moved].uses[0].clone() };
    org.keys[moved].uses[0] = Use { to: when.date() + Days::new(1), half_on, ..org.keys[moved].uses[0].clone() };
    org.keys[moved].uses.push(after);
    org.keys[moved].place = Place::Workspace(STAGING);
    let [from, to] = [DEVELOPMENT, STAGING].map(|workspace| org.workspaces[workspace].id.clone());
    org.keys[moved].updates.push((when, "workspace", from, to));
    decoy_key(org, "shared-key", moved, "moved once from one workspace to the other; the feed says so");
}

/// Keys in the wrong workspace.
pub(crate) fn places(org: &mut Org) {
    let lost = aged(org, "dev-feature-flag-advisor", 65, PRODUCTION);
    expect_key(org, "environment-mismatch", lost);
    let production = org.workspaces[PRODUCTION].id.clone();
    org.truth.expect("mixed-environment-workspace", ("workspace", Some(production), "Production"));

    let null = aged(org, "invoice-extraction", 63, DEFAULT);
    org.keys[null].place = Place::Null;
    expect_key(org, "default-workspace-key", null);
    let by_id = aged(org, "search-reranker", 62, DEFAULT);
    expect_key(org, "default-workspace-key", by_id);
    let wide = aged(org, "usage-report-reader", 16, DEFAULT);
    org.keys[wide].uses.clear();
    org.keys[wide].place = Place::Organization;
    for key in [by_id, wide] {
        org.keys[key].shape = Shape::Scope;
        org.keys[key].expires = Some(office(org.quarter.end + Days::new(150), 0));
    }
    decoy_key(org, "default-workspace-key", wide, "a key of the organization, not of a workspace");

    let mut rng = Rng::new(org.seed, "archived workspace", &[]);
    let archived = office(org.quarter.back(23), 100);
    let (id, created) = (rng.id("wrkspc"), office(org.quarter.back(640), 10));
    org.workspaces.push(Workspace {
        id: id.clone(),
        name: "Staging 2025",
        env: None,
        created,
        archived: Some(archived),
        only_us: false,
        rate: None,
    });
    let left = aged(org, "staging-returns-pilot", 85, ARCHIVED);
    until(org, left, archived.date() + Days::new(1));
    expect_key(org, "archived-workspace-active-key", left);
    org.truth.expect("workspace-churn", ("workspace", Some(id.clone()), "Staging 2025"));
    org.truth.decoy(
        "archived-workspace-usage",
        ("workspace", Some(id), "Staging 2025"),
        "last used on the day of archiving",
    );
}
