//! Problems with keys, each beside something that looks alike and is none.

use chrono::{Days, NaiveDate, NaiveDateTime};

use crate::base::{maker, person};
use crate::calendar::{at, office};
use crate::key::{Actor, Pattern, Place, Shape, Use};
use crate::org::{ARCHIVED, CLAUDE_CODE, DEFAULT, DEVELOPMENT, Org, PRODUCTION, STAGING, Workspace};
use crate::rng::Rng;

/// Plants them all.
pub(crate) fn plant(org: &mut Org) {
    age(org);
    use_and_disuse(org);
    owners(org);
    names(org);
    sharing(org);
    places(org);
}

/// A finding about a key.
fn expect(org: &mut Org, rule: &str, key: usize) {
    let (id, name) = org.key_subject(key);
    org.truth.expect(rule, ("api_key", id, &name));
}

/// Something about a key that is no finding.
pub(crate) fn decoy(org: &mut Org, rule: &str, key: usize, why: &str) {
    let (id, name) = org.key_subject(key);
    org.truth.decoy(rule, ("api_key", id, &name), why);
}

/// A key of a healthy member, used every day from its creation on.
fn key(org: &mut Org, name: &str, created: NaiveDateTime, workspace: usize) -> usize {
    let creator = maker(org, org.keys.len());
    let key = org.key(name, created, creator, Place::Workspace(workspace));
    let cents = if workspace == PRODUCTION { 140 } else { 18 };
    let mut usage = Use::new(created.date().max(org.quarter.start), org.quarter.end, workspace, cents);
    usage.pattern = Pattern::Daily;
    org.keys[key].uses.push(usage);
    key
}

/// The same, made so many days before the end of the quarter.
fn aged(org: &mut Org, name: &str, days: u64, workspace: usize) -> usize {
    let minutes = Rng::new(org.seed, "minutes", &[org.keys.len() as u64]).between(0, 400);
    key(org, name, office(org.quarter.back(days), minutes), workspace)
}

fn until(org: &mut Org, key: usize, to: NaiveDate) {
    for usage in &mut org.keys[key].uses {
        usage.to = to;
    }
}

fn age(org: &mut Org) {
    let noon = |org: &Org, days| at(org.quarter.back(days), 12 * 3600);
    for (name, days) in [("prod-order-notifier", 91), ("prod-catalog-search", 200)] {
        let old = key(org, name, noon(org, days + 1), PRODUCTION);
        expect(org, "unrotated-key", old);
    }
    let edge = key(org, "prod-shipment-tracker", at(org.quarter.back(90), 9 * 3600 + 1800), PRODUCTION);
    decoy(org, "unrotated-key", edge, "90 days old on the last day, not more");
    for (name, days, status) in [
        ("prod-chat-pilot", 500, "archived"),
        ("prod-quote-preview", 300, "inactive"),
        ("prod-demo-booth", 250, "expired"),
    ] {
        let old = aged(org, name, days, PRODUCTION);
        org.keys[old].uses.clear();
        org.keys[old].status = status;
        if status == "expired" {
            org.keys[old].shape = Shape::Principal;
            org.keys[old].expires = Some(office(org.quarter.back(220), 0));
        }
        decoy(org, "unrotated-key", old, status);
        decoy(org, "unused-key", old, status);
    }
    let endless = aged(org, "prod-tax-helper", 66, PRODUCTION);
    org.keys[endless].shape = Shape::Scope;
    expect(org, "key-without-expiry", endless);
    decoy(org, "key-without-expiry", edge, "its record has no such field");
}

fn use_and_disuse(org: &mut Org) {
    let stale = aged(org, "staging-label-printer-bridge", 88, STAGING);
    until(org, stale, org.quarter.back(71));
    expect(org, "stale-key", stale);
    let edge = aged(org, "staging-voice-menu", 87, STAGING);
    until(org, edge, org.quarter.back(44));
    decoy(org, "stale-key", edge, "last used 45 days before the end, not more");
    let unused = aged(org, "dev-slide-generator", 61, DEVELOPMENT);
    org.keys[unused].uses.clear();
    expect(org, "unused-key", unused);
    let young = aged(org, "dev-minutes-taker", 20, DEVELOPMENT);
    org.keys[young].uses.clear();
    decoy(org, "unused-key", young, "made within the last 30 days");
    let unknown = aged(org, "field-demo-importer", 70, DEVELOPMENT);
    org.keys[unknown].listed = false;
    expect(org, "unknown-key", unknown);
    let (id, name) = org.key_subject(unknown);
    org.truth.allow(
        "dangling-reference",
        ("api_key", id, &name),
        "the cost export gives an id that the key list lacks",
    );
    org.truth.decoy("unknown-key", ("api_key", None, ""), "rows without a key: the Workbench");
}

/// Someone who was a member.
fn leaver(org: &mut Org, left: NaiveDateTime) -> usize {
    let index = person(org, office(org.quarter.back(700), 45), "developer");
    org.people[index].left = Some(left);
    org.people[index].active.1 = left.date();
    org.people[index].roster.clear();
    index
}

fn owners(org: &mut Org) {
    let long_ago = leaver(org, office(org.quarter.back(330), 60));
    let (august, september) = (office(org.quarter.back(44), 200), office(org.quarter.back(21), 200));
    let [first, second] = [august, september].map(|left| leaver(org, left));

    let old = key(org, "prod-legacy-billing-sync", at(org.quarter.back(401), 12 * 3600), PRODUCTION);
    org.keys[old].creator = Actor::Person(long_ago);
    expect(org, "unrotated-key", old);
    expect(org, "orphaned-key", old);

    let used = aged(org, "prod-loyalty-mailer", 75, PRODUCTION);
    org.keys[used].creator = Actor::Person(first);
    expect(org, "orphaned-key", used);
    expect(org, "key-used-after-departure", used);

    let quiet = aged(org, "staging-store-locator", 80, STAGING);
    org.keys[quiet].creator = Actor::Person(second);
    until(org, quiet, september.date() + Days::new(1));
    expect(org, "orphaned-key", quiet);
    decoy(org, "key-used-after-departure", quiet, "last used on the day on which its creator was removed");

    let personal = aged(org, "staging-notebook-trial", 78, STAGING);
    until(org, personal, september.date());
    org.keys[personal].creator = Actor::Person(second);
    org.keys[personal].shape = Shape::Scope;
    org.keys[personal].expires = Some(office(org.quarter.end + Days::new(120), 0));
    org.keys[personal].principal = Some(Actor::Person(second));
    decoy(org, "orphaned-key", personal, "a personal key: it stops with its account");

    let local = org.people[second].email.split('@').next().unwrap_or_default().to_owned();
    let coding = aged(org, &format!("claude_code_key_{local}_r4Tb"), 77, CLAUDE_CODE);
    org.keys[coding].creator = Actor::Person(second);
    until(org, coding, september.date());
    decoy(org, "orphaned-key", coding, "a key of the Claude Code workspace stops with its owner");
    decoy(org, "undescriptive-key-name", coding, "named by Claude Code");

    let service = aged(org, "prod-release-notes", 64, PRODUCTION);
    org.keys[service].creator = Actor::Service(0);
    decoy(org, "orphaned-key", service, "made by a service account");

    let nobody = aged(org, "prod-partner-gateway", 58, PRODUCTION);
    org.keys[nobody].creator = Actor::Federated;
    expect(org, "ownerless-key", nobody);
    decoy(org, "orphaned-key", nobody, "no creator on record: an ownerless key, not an orphaned one");
}

fn names(org: &mut Org) {
    for (name, workspace) in [("My API Key 2", DEVELOPMENT), ("asdf", STAGING)] {
        let bad = aged(org, name, 57, workspace);
        expect(org, "undescriptive-key-name", bad);
    }
    for name in ["prod-recommendation-service", "integration-test-runner"] {
        let good = org.keys.iter().position(|key| key.name == name).expect("every organization has it");
        decoy(org, "undescriptive-key-name", good, "says what it is for");
    }
}

fn sharing(org: &mut Org) {
    let twice = aged(org, "prod-session-summarizer", 72, PRODUCTION);
    let mut second = Use { workspace: STAGING, ..org.keys[twice].uses[0].clone() };
    second.cents = 20;
    org.keys[twice].uses.push(second);
    expect(org, "shared-key", twice);
    for (name, workspace) in [("prod-and-staging-embeddings", STAGING), ("prod-checkout-api+email-worker", PRODUCTION)]
    {
        let shared = aged(org, name, 71, workspace);
        expect(org, "shared-key", shared);
    }
    for name in ["track-and-trace", "shared-inbox-triage"] {
        let single = aged(org, name, 69, PRODUCTION);
        decoy(org, "shared-key", single, "the name of one service");
        decoy(org, "environment-mismatch", single, "the name tells no environment");
    }
    let [one, other] = [STAGING, DEVELOPMENT].map(|workspace| aged(org, "nightly-evaluation", 68, workspace));
    org.truth.expect("duplicate-key-name", ("api_key", None, "nightly-evaluation"));
    for key in [one, other] {
        decoy(org, "shared-key", key, "two keys that have one name");
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
    decoy(org, "shared-key", moved, "moved once from one workspace to the other; the feed says so");
}

fn places(org: &mut Org) {
    let lost = aged(org, "dev-feature-flag-advisor", 65, PRODUCTION);
    expect(org, "environment-mismatch", lost);
    let production = org.workspaces[PRODUCTION].id.clone();
    org.truth.expect("mixed-environment-workspace", ("workspace", Some(production), "Production"));

    let null = aged(org, "invoice-extraction", 63, DEFAULT);
    org.keys[null].place = Place::Null;
    expect(org, "default-workspace-key", null);
    let by_id = aged(org, "search-reranker", 62, DEFAULT);
    expect(org, "default-workspace-key", by_id);
    let wide = aged(org, "usage-report-reader", 16, DEFAULT);
    org.keys[wide].uses.clear();
    org.keys[wide].place = Place::Organization;
    for key in [by_id, wide] {
        org.keys[key].shape = Shape::Scope;
        org.keys[key].expires = Some(office(org.quarter.end + Days::new(150), 0));
    }
    decoy(org, "default-workspace-key", wide, "a key of the organization, not of a workspace");

    let mut rng = Rng::new(org.seed, "archived workspace", &[]);
    let archived = office(org.quarter.back(23), 100);
    let (id, created) = (rng.id("wrkspc"), office(org.quarter.back(640), 10));
    org.workspaces.push(Workspace {
        id: id.clone(),
        name: "Staging 2025",
        env: None,
        created,
        archived: Some(archived),
    });
    let left = aged(org, "staging-returns-pilot", 85, ARCHIVED);
    until(org, left, archived.date() + Days::new(1));
    expect(org, "archived-workspace-active-key", left);
    org.truth.expect("workspace-churn", ("workspace", Some(id.clone()), "Staging 2025"));
    org.truth.decoy(
        "archived-workspace-usage",
        ("workspace", Some(id), "Staging 2025"),
        "last used on the day of archiving",
    );
}
