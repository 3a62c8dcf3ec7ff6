//! The healthy part of the organization: people who work, and keys that are rotated every quarter.

use chrono::{Days, NaiveDate, TimeDelta};

use crate::Args;
use crate::calendar::{Quarter, office, quarter_suffix};
use crate::credentials::{self, Credentials};
use crate::groups::{self, Groups};
use crate::key::{Actor, Pattern, Place, Shape, Use};
use crate::names;
use crate::org::{CLAUDE_CODE, DEFAULT, DEVELOPMENT, Invite, Org, PRODUCTION, Person, RosterRow, STAGING, Workspace};
use crate::price::{HAIKU, MODELS, OPUS};
use crate::rng::Rng;
use crate::seats::Seats;
use crate::truth::Truth;
use crate::{limits, settings};

/// Days before the end of the quarter on which the activity feed begins.
pub(crate) const FEED_DAYS: u64 = 190;

/// Builds it.
pub(crate) fn organization(args: &Args, quarter: Quarter) -> Org {
    let mut rng = Rng::new(args.seed, "organization", &[]);
    let mut org = Org {
        seed: args.seed,
        quarter,
        name: if args.clean { "Quietwater Optics" } else { "Larkfield Robotics" },
        id: rng.id("org"),
        uuid: rng.uuid(),
        people: vec![],
        workspaces: workspaces(args, quarter),
        keys: vec![],
        invites: vec![],
        service_accounts: vec![(rng.id("svac"), "ci-deploy".to_owned())],
        credentials: Credentials::default(),
        groups: Groups::default(),
        seats: Seats::default(),
        stray_memberships: vec![],
        special_members: vec![],
        silent: vec![],
        hourly: vec![],
        steady: args.keys < 12 && (args.clean || args.single_environment),
        limits: vec![],
        extra_events: vec![],
        healthy: args.members,
        holidays: !args.clean && !args.single_environment,
        settings: settings::healthy(),
        attested: vec![],
        logging: true,
        truth: Truth::default(),
    };
    org.attested = settings::attested(&org);
    people(&mut org, args.members);
    let keys = args.keys.max(args.rows.unwrap_or(0) / 105);
    ordinary_keys(&mut org, keys, args.single_environment);
    limits::add_missing(&mut org);
    limits::add_rates(&mut org);
    credentials::ordinary(&mut org);
    groups::ordinary(&mut org);
    org
}

fn workspaces(args: &Args, quarter: Quarter) -> Vec<Workspace> {
    let mut rng = Rng::new(args.seed, "workspaces", &[]);
    let mut workspace = |name, env, days| Workspace {
        id: rng.id("wrkspc"),
        name,
        env,
        created: office(quarter.back(days), 20),
        archived: None,
        only_us: false,
        rate: None,
    };
    let mut list = vec![
        workspace("Default", None, 1090),
        workspace("Production", Some("prod"), 1060),
        workspace("Claude Code", None, 520),
    ];
    if !args.single_environment {
        list.push(workspace("Staging", Some("staging"), 1050));
        list.push(workspace("Development", None, 1050));
    }
    list
}

/// A member with a row in the roster, active on every day since joining.
pub(crate) fn person(org: &mut Org, added: chrono::NaiveDateTime, role: &'static str) -> usize {
    let index = org.people.len();
    let mut rng = Rng::new(org.seed, "person", &[index as u64]);
    let (name, local) = names::person(index);
    let email = format!("{local}@example.{}", if index % 4 == 3 { "org" } else { "com" });
    let row = RosterRow { address: email.clone(), alias: String::new(), disabled: false, last_day: None };
    org.people.push(Person {
        id: rng.id("user"),
        uuid: rng.uuid(),
        name,
        email,
        role,
        added,
        left: None,
        active: (added.date(), org.quarter.end),
        ip: format!("{}.{}", ["198.51.100", "203.0.113", "192.0.2"][index / 190 % 3], 5 + index % 190),
        roster: vec![row],
    });
    index
}

fn people(org: &mut Org, count: usize) {
    let admins = (count * 3 / 20).clamp(2, 5);
    let mut rng = Rng::new(org.seed, "joined", &[]);
    for index in 0..count {
        let role = match index {
            _ if index < admins => "admin",
            _ if index == admins => "billing",
            _ if index % 5 == 0 => "user",
            _ => "developer",
        };
        let recent = index > admins && index % 9 == 8;
        let days = if recent { rng.between(20, 80) } else { rng.between(240, 1080) };
        let minutes = rng.between(0, 400);
        let added = office(org.quarter.back(days), minutes);
        let index = person(org, added, role);
        if recent || index % 7 == 6 {
            let mut rng = Rng::new(org.seed, "invite", &[index as u64]);
            let person = &org.people[index];
            let sent = office(added.date() - Days::new(4), rng.between(0, 400));
            let (id, email) = (rng.id("invite"), person.email.clone());
            org.invites.push(Invite {
                id,
                email,
                role,
                status: "accepted",
                sent,
                accepted: Some(added - TimeDelta::seconds(40)),
            });
        }
    }
    let mut rng = Rng::new(org.seed, "pending invite", &[]);
    let (_, local) = names::person(count + 60);
    org.invites.push(Invite {
        id: rng.id("invite"),
        email: format!("{local}@example.com"),
        role: "developer",
        status: "pending",
        sent: office(org.quarter.back(9), 120),
        accepted: None,
    });
}

/// A member who makes keys: not an admin's turn every time, and always someone who was there before the audited year began.
pub(crate) fn maker(org: &Org, number: usize) -> Actor {
    let makers: Vec<usize> = (0..org.people.len())
        .filter(|p| {
            matches!(org.people[*p].role, "admin" | "developer") && org.people[*p].added.date() < org.quarter.back(230)
        })
        .take_while(|p| *p < org.healthy)
        .collect();
    Actor::Person(makers[number % makers.len()])
}

fn ordinary_keys(org: &mut Org, count: usize, single: bool) {
    let makers = org.people.iter().filter(|p| p.role == "developer").count() / 2;
    let claude_code = (count / 10).clamp(1, makers.max(1));
    let services = count.saturating_sub(claude_code).max(1);
    let (staging, development) = if single { (0, 0) } else { (services * 2 / 9, services * 2 / 9) };
    let production = services - staging - development;
    for number in 0..production {
        rotated(org, &format!("prod-{}", names::service(number)), PRODUCTION, number);
    }
    for number in 0..staging {
        // The first two are the checkout API and the e-mail worker.
        rotated(org, &format!("staging-{}", names::service((number + 1) % production)), STAGING, number);
    }
    for number in 0..development {
        let name =
            if number == 0 { "integration-test-runner".to_owned() } else { format!("dev-{}", names::service(number)) };
        rotated(org, &name, DEVELOPMENT, number);
    }
    for number in 0..claude_code {
        let mut rng = Rng::new(org.seed, "claude code", &[number as u64]);
        let Actor::Person(owner) = maker(org, number) else { continue };
        let local = org.people[owner].email.split('@').next().unwrap_or_default().to_owned();
        let names = [0, 1].map(|_| format!("claude_code_key_{local}_{}", rng.base58(4)));
        pair(org, names, CLAUDE_CODE, number, Actor::Person(owner));
    }
    let workbench = org.key("", office(org.quarter.back(1000), 0), Actor::Federated, Place::Null);
    let mut usage = Use::new(org.quarter.start, org.quarter.end, DEFAULT, 35);
    usage.pattern = Pattern::Workdays;
    org.keys[workbench].uses.push(usage);
    org.keys[workbench].listed = false;
    org.keys[workbench].id = String::new();
}

fn rotated(org: &mut Org, name: &str, workspace: usize, number: usize) {
    let [before, after] = [org.quarter.start - Days::new(1), org.quarter.start].map(quarter_suffix);
    let successor = if number % 3 == 1 { format!("{name}-{after}") } else { name.to_owned() };
    let creator = maker(org, org.keys.len() / 2);
    pair(org, [format!("{name}-{before}"), successor], workspace, number, creator);
}

/// A key that was replaced within the quarter, and the key that took over its traffic.
fn pair(org: &mut Org, [old, new]: [String; 2], workspace: usize, number: usize, creator: Actor) {
    let quarter = org.quarter;
    let mut rng = Rng::new(org.seed, "rotation", &[org.keys.len() as u64]);
    let first = office(quarter.back(rng.between(145, 180)), rng.between(0, 400));
    // Early for the first key of each workspace, so that its series has a history.
    let age = match number {
        _ if org.steady => rng.between(35, 60),
        0 | 1 => 80 + number as u64,
        _ => rng.between(14, 86),
    };
    let second = office(quarter.back(age), rng.between(0, 380));
    let switch: NaiveDate = second.date();
    let uses = uses(&mut rng, quarter, workspace, number, org.steady);
    let place = Place::Workspace(workspace);
    let (before, after) = (org.key(&old, first, creator, place), org.key(&new, second, creator, place));
    for usage in uses {
        org.keys[before].uses.push(Use { to: switch + Days::new(1), half_on: Some(switch), ..usage.clone() });
        org.keys[after].uses.push(Use { from: switch, half_on: Some(switch), ..usage });
    }
    let archived = second + TimeDelta::minutes(25);
    org.keys[before].status = "archived";
    org.keys[before].updates.push((archived, "status", "active".to_owned(), "archived".to_owned()));
    // The list was fetched with old and new clients: three shapes of one record.
    let shape = [Shape::Old, Shape::Old, Shape::Principal, Shape::Scope][number % 4];
    for (key, created) in [(before, first), (after, second)] {
        org.keys[key].shape = shape;
        org.keys[key].expires = (shape != Shape::Old).then(|| office(created.date() + Days::new(300), 0));
        org.keys[key].principal = (shape == Shape::Scope && workspace == CLAUDE_CODE).then_some(creator);
    }
}

fn uses(rng: &mut Rng, quarter: Quarter, workspace: usize, number: usize, steady: bool) -> Vec<Use> {
    let cents = match workspace {
        PRODUCTION => rng.between(1500, if steady { 1900 } else { 2400 }),
        STAGING => rng.between(560, 900),
        DEVELOPMENT => rng.between(280, 520),
        _ => rng.between(250, 420),
    };
    let mut main = Use::new(quarter.start, quarter.end, workspace, cents);
    main.cached = workspace == CLAUDE_CODE || number.is_multiple_of(3);
    main.us = workspace == PRODUCTION && number % 4 == 1;
    main.searches = if workspace == PRODUCTION && number % 3 == 2 { 40 } else { 0 };
    if workspace == PRODUCTION && number % 6 == 3 {
        main.model = OPUS;
    }
    let mut list = vec![main];
    if workspace == PRODUCTION && number.is_multiple_of(3) {
        let mut small = Use::new(quarter.start, quarter.end, workspace, cents / 8);
        (small.model, small.batch) = (HAIKU, number.is_multiple_of(6));
        list.push(small);
    }
    debug_assert!(list.iter().all(|usage| !usage.us || MODELS[usage.model].has_geo));
    list
}
