//! The invented organization: people, workspaces, keys, and what each key is used for. Everything that is written comes from here.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use serde_json::{Value, json};

use crate::calendar::Quarter;
use crate::credentials::Credentials;
use crate::groups::Groups;
use crate::key::{Actor, Key, Place};
use crate::limits::Limit;
use crate::seats::Seats;
use crate::settings::Attested;
use crate::truth::Truth;

/// What the organization looks like at the end of the quarter.
#[derive(Clone)]
pub(crate) struct Org {
    /// Seed of everything.
    pub(crate) seed: u64,
    /// The audited quarter.
    pub(crate) quarter: Quarter,
    /// Its name.
    pub(crate) name: &'static str,
    /// `org_…`.
    pub(crate) id: String,
    /// The same organization in the newer form.
    pub(crate) uuid: String,
    /// Members, and people who were members.
    pub(crate) people: Vec<Person>,
    /// How many of the people, from the first, have nothing wrong with them.
    pub(crate) healthy: usize,
    /// Workspaces, archived ones included; see [`Place`] for how keys point at them.
    pub(crate) workspaces: Vec<Workspace>,
    /// Keys, predecessors and unlisted ones included.
    pub(crate) keys: Vec<Key>,
    /// Invites.
    pub(crate) invites: Vec<Invite>,
    /// Service accounts: id and name.
    pub(crate) service_accounts: Vec<(String, String)>,
    /// Credentials other than API keys.
    pub(crate) credentials: Credentials,
    /// Groups, roles, and cases of the provider.
    pub(crate) groups: Groups,
    /// Seats of claude.ai.
    pub(crate) seats: Seats,
    /// Memberships in workspaces that no person of the list has: workspace, user id.
    pub(crate) stray_memberships: Vec<(usize, String)>,
    /// Roles in workspaces that somebody has next to the ordinary ones: workspace, person, role.
    pub(crate) special_members: Vec<(usize, usize, &'static str)>,
    /// Limits on spend, deleted ones included.
    pub(crate) limits: Vec<Limit>,
    /// Events that are no consequence of the lists: instant, actor, type, fields.
    pub(crate) extra_events: Vec<(NaiveDateTime, Actor, &'static str, Value)>,
    /// Days of which no log has everyday events.
    pub(crate) silent: Vec<NaiveDate>,
    /// Days whose usage is exported by the hour, too; none: one day of the last month.
    pub(crate) hourly: Vec<NaiveDate>,
    /// Whether all keys cost about the same: so few that one of them would cost a fifth of everything.
    pub(crate) steady: bool,
    /// Whether bank holidays leave a dip.
    pub(crate) holidays: bool,
    /// Settings in force.
    pub(crate) settings: BTreeMap<&'static str, Value>,
    /// What people attested about controls.
    pub(crate) attested: Vec<Attested>,
    /// Whether activities are recorded on the day of the export.
    pub(crate) logging: bool,
    /// What an audit has to find in all this.
    pub(crate) truth: Truth,
}

/// A member, or someone who was one.
#[derive(Clone)]
pub(crate) struct Person {
    /// `user_…`.
    pub(crate) id: String,
    /// The id that the audit log uses.
    pub(crate) uuid: String,
    /// Display name.
    pub(crate) name: String,
    /// Address in the member list.
    pub(crate) email: String,
    /// Role in the organization.
    pub(crate) role: &'static str,
    /// When the person joined.
    pub(crate) added: NaiveDateTime,
    /// When the person was removed; such people are in no list.
    pub(crate) left: Option<NaiveDateTime>,
    /// First day and the day after the last day of activity.
    pub(crate) active: (NaiveDate, NaiveDate),
    /// The address the person works from.
    pub(crate) ip: String,
    /// Rows in the roster of the identity provider.
    pub(crate) roster: Vec<RosterRow>,
}

/// A row of the roster.
#[derive(Clone)]
pub(crate) struct RosterRow {
    /// Main address.
    pub(crate) address: String,
    /// Second address.
    pub(crate) alias: String,
    /// Blocked, suspended or left.
    pub(crate) disabled: bool,
    /// Last day of work, as HR knows it; in HR's list only.
    pub(crate) last_day: Option<NaiveDate>,
}

/// A workspace.
#[derive(Clone)]
pub(crate) struct Workspace {
    /// `wrkspc_…`.
    pub(crate) id: String,
    /// Name.
    pub(crate) name: &'static str,
    /// Value of the tag `env`.
    pub(crate) env: Option<&'static str>,
    /// When it was made.
    pub(crate) created: NaiveDateTime,
    /// When it was archived.
    pub(crate) archived: Option<NaiveDateTime>,
    /// Whether models may run in the United States only.
    pub(crate) only_us: bool,
    /// Percent of the organization's rate limits, where it has limits of its own.
    pub(crate) rate: Option<u64>,
}

/// The workspace that every organization has.
pub(crate) const DEFAULT: usize = 0;
/// Production.
pub(crate) const PRODUCTION: usize = 1;
/// The workspace of Claude Code.
pub(crate) const CLAUDE_CODE: usize = 2;
/// Staging; not in an organization with a single environment.
pub(crate) const STAGING: usize = 3;
/// Development; not in an organization with a single environment.
pub(crate) const DEVELOPMENT: usize = 4;
/// A staging workspace that was archived; in the demo only.
pub(crate) const ARCHIVED: usize = 5;

/// An invite.
#[derive(Clone)]
pub(crate) struct Invite {
    /// `invite_…`.
    pub(crate) id: String,
    /// Who is invited.
    pub(crate) email: String,
    /// As what.
    pub(crate) role: &'static str,
    /// Where it stands.
    pub(crate) status: &'static str,
    /// When it was sent.
    pub(crate) sent: NaiveDateTime,
    /// When it was accepted.
    pub(crate) accepted: Option<NaiveDateTime>,
}

impl Org {
    /// Adds a key and returns its index.
    pub(crate) fn key(&mut self, name: &str, created: NaiveDateTime, creator: Actor, place: Place) -> usize {
        let number = u64::try_from(self.keys.len()).expect("keys can be counted");
        self.keys.push(Key::new(self.seed, name, number, created, creator, place));
        self.keys.len() - 1
    }

    /// Id and name of a key, for the truth.
    pub(crate) fn key_subject(&self, key: usize) -> (Option<String>, String) {
        (Some(self.keys[key].id.clone()), self.keys[key].name.clone())
    }

    /// The record of an actor in the activity feed.
    pub(crate) fn actor(&self, actor: Actor) -> Value {
        match actor {
            Actor::Person(person) => {
                let person = &self.people[person];
                json!({"type": "user_actor", "email_address": person.email, "user_id": person.id, "ip_address": person.ip, "user_agent": AGENT})
            }
            Actor::Service(account) => {
                json!({"type": "service_account_actor", "service_account_id": self.service_accounts[account].0, "ip_address": "192.0.2.200", "user_agent": AGENT})
            }
            Actor::Federated => {
                json!({"type": "federated_identity_actor", "issuer": "https://ci.example.com", "subject": "deploy", "audience": "platform"})
            }
            Actor::Directory => {
                json!({"type": "scim_directory_sync_actor", "directory_id": "directory_01Corporate", "idp_connection_type": "generic_scim"})
            }
        }
    }
}

/// The browser that everybody uses.
pub(crate) const AGENT: &str = "Mozilla/5.0 (X11; Linux x86_64) Firefox/143.0";
