//! Problems with members, each next to something that looks alike and is none.

use chrono::{NaiveTime, TimeDelta};
use serde_json::json;

use crate::org::{DEVELOPMENT, Org, RosterRow, STAGING};
use crate::plant::{choice, decoy_user, expect_user, happen, member, readdress};
use crate::rng::Rng;

/// Members whom the identity provider does not know.
pub(crate) fn orphans(org: &mut Org) {
    for role in ["developer", "admin"] {
        let absent = member(org, 610, role);
        org.people[absent].roster.clear();
        expect_user(org, "orphaned-member", absent);
    }
    let disabled = member(org, 590, "developer");
    org.people[disabled].roster[0].disabled = true;
    org.people[disabled].active.1 = org.quarter.back(8);
    expect_user(org, "orphaned-member", disabled);

    let alias = member(org, 580, "developer");
    let email = org.people[alias].email.clone();
    let short = format!("{}{}", &email[..1], &email[email.find('.').unwrap_or(0) + 1..]);
    org.people[alias].roster[0] = RosterRow { address: short, alias: email, disabled: false, last_day: None };
    decoy_user(org, "orphaned-member", alias, "the roster has the address as an alias");

    let plus = member(org, 570, "user");
    let email = org.people[plus].email.replace('@', "+claude@");
    org.people[plus].email = email;
    decoy_user(org, "orphaned-member", plus, "a plus-address of an address in the roster");

    let case = member(org, 560, "developer");
    let email = org.people[case].email.replace("@example", "@Example");
    org.people[case].roster[0].address = format!("{}{}", email[..1].to_uppercase(), &email[1..]);
    decoy_user(org, "orphaned-member", case, "the roster writes the address in other letter case");

    let twice = member(org, 550, "developer");
    let mut old = org.people[twice].roster[0].clone();
    old.disabled = true;
    org.people[twice].roster.insert(0, old);
    decoy_user(org, "orphaned-member", twice, "the roster has a disabled and an active row of this person");
}

/// Members who do nothing, and a mailbox that is a member.
pub(crate) fn inactive(org: &mut Org) {
    for (role, rule) in [("developer", "inactive-member"), ("admin", "inactive-admin")] {
        let idle = member(org, 540, role);
        org.people[idle].active.1 = org.quarter.back(118);
        expect_user(org, rule, idle);
    }
    let fresh = member(org, 40, "developer");
    org.people[fresh].active.1 = org.people[fresh].active.0;
    decoy_user(org, "inactive-member", fresh, "joined within the last 90 days");
    let quiet = member(org, 530, "developer");
    org.people[quiet].active.1 = org.quarter.back(60);
    // With few events everyday ones may miss its last days.
    let chat = json!({"claude_chat_id": Rng::new(org.seed, "quiet", &[]).id("claude_chat"), "claude_project_id": null});
    happen(
        org,
        org.quarter.back(60).and_time(NaiveTime::MIN) + TimeDelta::hours(15),
        quiet,
        "claude_chat_created",
        chat,
    );
    decoy_user(org, "inactive-member", quiet, "last active about 60 days before the end");

    let shared = member(org, 520, "developer");
    let address = "support@example.com".to_owned();
    "Support Desk".clone_into(&mut org.people[shared].name);
    org.people[shared].roster[0].address.clone_from(&address);
    org.people[shared].email = address;
    expect_user(org, "shared-account", shared);
}

/// Members of workspaces who are no members.
pub(crate) fn memberships(org: &mut Org) {
    let id = Rng::new(org.seed, "stray", &[]).id("user");
    org.stray_memberships.push((STAGING, id.clone()));
    org.truth.expect("orphaned-workspace-member", ("user", Some(id), ""));
    let (account, name) = org.service_accounts[0].clone();
    org.truth.decoy("orphaned-workspace-member", ("service_account", Some(account), &name), "a service account");
}

/// Addresses that tell something about who is behind them.
pub(crate) fn addresses(org: &mut Org) {
    let outside = ["gmail.com", "example.net", "partner.example.net"][choice(org, "external", 3)];
    let external = member(org, 505, "developer");
    let local = org.people[external].email.split('@').next().unwrap_or_default().to_owned();
    readdress(org, external, format!("{local}@{outside}"));
    expect_user(org, "external-member", external);
    let inside = member(org, 500, "developer");
    let local = org.people[inside].email.split('@').next().unwrap_or_default().to_owned();
    readdress(org, inside, format!("{local}@lab.example.com"));
    decoy_user(org, "external-member", inside, "a subdomain of the organization's domain");
    decoy_user(org, "external-member", 3, "a second domain of the organization");

    let address = ["team", "admin", "info", "dev"][choice(org, "shared account", 4)];
    let shared = member(org, 495, "developer");
    readdress(org, shared, format!("{address}@example.com"));
    address.clone_into(&mut org.people[shared].name);
    expect_user(org, "shared-account", shared);
    let named = member(org, 490, "developer");
    readdress(org, named, "dev.anand@example.com".to_owned());
    "Dev Anand".clone_into(&mut org.people[named].name);
    decoy_user(org, "shared-account", named, "Dev is a first name here");

    let twice = [member(org, 485, "developer"), member(org, 300, "developer")];
    let (email, name) = (org.people[twice[0]].email.clone(), org.people[twice[0]].name.clone());
    let second = match choice(org, "duplicate", 2) {
        0 => email.replace('@', "+work@"),
        _ => format!("{}{}", email[..1].to_uppercase(), &email[1..]),
    };
    org.people[twice[1]].name = name;
    org.people[twice[1]].email = second;
    org.people[twice[1]].roster.clear();
    let emails = twice.map(|person| (org.people[person].id.clone(), org.people[person].email.clone()));
    let subjects: Vec<_> = emails.iter().map(|(id, email)| ("user", Some(id.clone()), email.as_str())).collect();
    org.truth.expect_one("duplicate-member", &subjects);
    decoy_user(org, "orphaned-member", twice[1], "the roster has the person, under the plain address");
}

/// Roles that are too many, or that nobody knows.
pub(crate) fn privileges(org: &mut Org) {
    // For some seeds, healthy members who have been there for long become admins.
    let members = org.people.iter().filter(|person| person.left.is_none()).count();
    let mut admins = org.people.iter().filter(|person| person.left.is_none() && person.role == "admin").count();
    let why = "no more than five, or than a fifth of the members";
    if choice(org, "excess admins", 3) == 0 {
        let long_ago = org.quarter.back(crate::base::FEED_DAYS + 10);
        for person in (11..org.healthy).rev() {
            let invited = org.invites.iter().any(|invite| invite.email == org.people[person].email);
            let fits = org.people[person].role == "developer" && org.people[person].added.date() < long_ago && !invited;
            // Some more join later: people with nothing to say about them.
            if fits && admins <= (members + 8) / 5 {
                org.people[person].role = "admin";
                admins += 1;
            }
        }
    }
    // Whom the plants after this one add is no admin.
    if admins > 5 && admins > (members + 8) / 5 {
        org.truth.expect("excess-admins", ("organization", None, ""));
    } else if admins <= 5 || admins * 5 <= members {
        org.truth.decoy("excess-admins", ("organization", None, ""), why);
    } else {
        org.truth.allow("excess-admins", ("organization", None, ""), "about a fifth of the members");
    }
    org.truth.decoy("single-admin", ("organization", None, ""), "several admins");

    let person = (1..org.healthy).find(|p| org.people[*p].role == "user").expect("every fifth member is a user");
    org.special_members.push((DEVELOPMENT, person, "workspace_reviewer"));
    let (id, email) = (org.people[person].id.clone(), org.people[person].email.clone());
    let workspace = org.workspaces[DEVELOPMENT].id.clone();
    org.truth.expect_one(
        "unknown-role",
        &[("user", Some(id), &email), ("workspace", Some(workspace), "Development"), ("organization", None, "")],
    );
    org.truth.allow_any("unknown-vocabulary", "a role that is not documented");
}
