//! Questions that several analyzers ask, answered once.

mod coverage;
mod credentials;
mod derive;
mod foreign_people;
mod frame;
pub mod gateways;
pub mod keys;
mod lists;
mod log;
pub mod names;
mod people;
mod populations;
mod reviews;
mod settings;
pub mod spend;
mod totals;

use anyhow::Result;
use chrono::{DateTime, NaiveDate, Utc};

use crate::model::{Attestation, Dataset, Period, Places, Totals};
pub use crate::model::{agent_family, network};
use coverage::clock;
pub use coverage::{
    Calendar, CoverageFacts, Covered, EventRuns, PastDays, Runs, SHORT_PAUSE, Unread, UnreadDays, UseCoverage,
    long_pauses,
};
pub use credentials::{
    Credentials, FederationIssuer, FederationRule, Group, GroupMember, Groups, OtherKey, OtherKeyKind, OtherKeys,
    Permission, ReviewCase, Role, ServiceAccount, is_service_account,
};
pub use foreign_people::set_aside_foreign_people;
pub use frame::Source;
pub use gateways::{GatewayFacts, GatewayKey, Scope, UseDays};
pub use keys::{
    KeyFacts, KeyHistory, KeyMaker, KeyMakers, KeySpend, KeyUse, KeyUses, Off, REGION_UNKNOWN, RegionUse, Use,
    WorkspaceDay, WorkspaceUses, shared_names,
};
pub use lists::{
    CLAUDE_CODE_WORKSPACE, DEFAULT_WORKSPACE, DeletedRecord, DeletedRecords, Invite, Key, Lists, Member, UnreadRecords,
    Workspace, WorkspaceMember, is_privileged_role, normalize_role, role_in_words,
};
pub use log::{
    Activity, ActorSeen, Actors, DataChange, DataEvent, DataEvents, Event, EventActor, EventEnds, EventHours, Events,
    FewTypes, HourCount, KeyChange, KeyClass, KeyEvent, KeyEvents, KeyUpdate, LastEvent, LogFacts, LoggingOff,
    OffInterval, SSO_FIELDS, SSO_SWITCH, Session, TimelineEntry, UnnamedEvents, sessions, sso_off, timelines,
    without_sign_ins,
};
pub use names::{OwnDomainRule, OwnDomains, domain_of};
pub use people::{
    Decision, Departure, Departures, Disagreement, NamedUse, Overruled, People, PeopleFacts, Presence, Removal,
    ReviewedRow, RosterList, RosterPerson, RosterRow, Seat, Was, joined_after, reviewer_named,
};
use people::{last_seen, review};
pub use populations::{
    Lacking, Population, PopulationFacts, Populations, Unexplained, Unlisted, UnlistedKind, Wholeness, unlisted,
};
pub use reviews::{
    Actions, Identities, Identity, IdentityVerdict, LogDecision, LogDecisions, LogVerdict, ReviewFacts, ReviewGroup,
    Reviewed,
};
pub use settings::{Lasts, Setting, Settings, value as setting_value};
pub use spend::{
    By, CloudSpend, Compared, CostPair, CostPairs, DayMix, Dimension, Discount, Expected, HourRow, Hourly, KeyMixes,
    LimitChange, LimitEvent, LimitEvents, LimitMove, MemberLimit, MemberSpend, MixedKey, Part, Place, RateLimit,
    RateLimits, Related, SpendFacts, SpendLimit, SpendLimits, SpendRow, SpendSeries, Spender, TokenUse, UnprovenFile,
    doubted_workspaces, from_month_end, may_be_copy, sum_of,
};

/// The answers, by room.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Keys, members, workspaces and memberships as typed values.
    pub lists: Lists,
    /// What happened.
    pub log: LogFacts,
    /// What keys and workspaces did.
    pub keys: KeyFacts,
    /// What was spent, by what prices, and within which limits.
    pub spend: SpendFacts,
    /// Who is who, and who left.
    pub people: PeopleFacts,
    /// Which days the exports cover.
    pub coverage: CoverageFacts,
    /// Credentials other than API keys.
    pub credentials: Credentials,
    /// Keys of gateways to Claude, and what was used through them.
    pub gateways: GatewayFacts,
    /// Whether lists are whole.
    pub populations: PopulationFacts,
    /// What people are asked to decide about, and what they decided.
    pub reviews: ReviewFacts,
    /// The settings in force on the day of their export.
    pub settings: Settings,
    /// What the organization attested about its controls, and where that stands.
    pub attestations: Vec<(Attestation, Source)>,
    /// Where the addresses of events are; nothing without a database of the user's, which `run` asks.
    pub places: Places,
    /// Sums and counts.
    pub totals: Totals,
}

/// The instant that ages refer to: the end of the last thing that happened according to the inputs. The start of 1970 where they
/// date nothing, see [`span`].
///
/// # Errors
/// When a frame lacks a column, which would be a mistake in `ingest`.
pub fn as_of(data: &Dataset) -> Result<DateTime<Utc>> {
    Ok(clock::span(data)?.map_or(DateTime::UNIX_EPOCH, |(_, last)| last))
}

/// Beginning of the first and end of the last thing that happened according to the inputs; `None` where they date nothing.
///
/// # Errors
/// As [`as_of`].
pub fn span(data: &Dataset) -> Result<Option<(DateTime<Utc>, DateTime<Utc>)>> {
    clock::span(data)
}

/// The period where none is given: the latest calendar quarter that the data covers from first to last day, else all of it.
///
/// # Errors
/// As [`as_of`].
pub fn default_period(data: &Dataset, as_of: DateTime<Utc>) -> Result<Period> {
    clock::default_period(data, as_of)
}

/// First and last day of usage, cost and events; `None` for lists alone.
///
/// # Errors
/// As [`as_of`].
pub fn covered_days(data: &Dataset) -> Result<Option<Period>> {
    clock::covered_days(data)
}

impl Facts {
    /// What worksheets decide about a user or service account.
    pub fn decisions<'a>(&'a self, account: &'a str) -> impl Iterator<Item = &'a ReviewedRow> {
        review::decisions(&self.reviews.reviewed, account)
    }

    /// That rosters do not say of every member, of the organization or of claude.ai, whether they are there: a status in words that nobody knows, lists that contradict
    /// each other, or a row that could not be read. What is not found then proves nothing.
    #[must_use]
    pub fn roster_doubt(&self, data: &Dataset) -> Option<String> {
        let accounts = self.lists.members.iter().chain(&self.people.only_on_claude_ai);
        people::roster::doubt(&self.people.roster, accounts, data)
    }

    /// Whether nobody can say by the list of members whether somebody who acted is one.
    #[must_use]
    pub fn is_incomparable(&self, actor: &ActorSeen) -> bool {
        people::incomparable::is_incomparable(actor, &self.lists.members)
    }

    /// The latest event of a member under any of their addresses.
    #[must_use]
    pub fn last_event(&self, member: &Member) -> Option<&LastEvent> {
        last_seen::last_event(member, &self.people.roster, &self.log.activity)
    }

    /// The last day on which keys were used that only this user or service account uses.
    #[must_use]
    pub fn own_key_use(&self, account: &str) -> Option<NaiveDate> {
        last_seen::own_key_use(account, &self.lists, &self.keys.uses)
    }
}
