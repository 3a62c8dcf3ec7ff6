//! Questions that several analyzers ask, answered once.

mod coverage;
mod credentials;
mod derive;
mod frame;
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

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::{DateTime, NaiveDate, Utc};

use crate::model::{AccessRow, Attestation, Coverage, Dataset, Money, Period, Places, ReviewResult, Totals};
pub use crate::model::{agent_family, network};
use coverage::clock;
pub use coverage::{Calendar, Covered, EventRuns, PastDays, Runs};
pub use credentials::{
    Credentials, FederationIssuer, FederationRule, Group, GroupMember, Groups, OtherKey, OtherKeyKind, OtherKeys,
    Permission, ReviewCase, Role, ServiceAccount, is_service_account,
};
pub use frame::Source;
pub use keys::{
    KeyHistory, KeySpend, KeyUse, KeyUses, Off, REGION_UNKNOWN, RegionUse, Use, WorkspaceDay, WorkspaceUses,
    shared_names,
};
pub use lists::{
    CLAUDE_CODE_WORKSPACE, DEFAULT_WORKSPACE, Invite, Key, Lists, Member, Workspace, WorkspaceMember,
    is_privileged_role, normalize_role,
};
pub use log::{
    Activity, ActorSeen, Actors, DataChange, DataEvent, DataEvents, Event, EventActor, EventHours, Events, HourCount,
    KeyChange, KeyClass, KeyEvent, KeyEvents, KeyUpdate, LastEvent, LoggingOff, OffInterval, Session, TimelineEntry,
    sessions, sso_off, timelines,
};
pub use names::{OwnDomainRule, OwnDomains, domain_of};
pub use people::{
    Decision, Departure, Departures, Disagreement, People, Presence, Removal, ReviewedRow, RosterList, RosterPerson,
    RosterRow, Seat, reviewer_named,
};
use people::{last_seen, review};
pub use populations::{Lacking, Population, Populations, Unexplained, Unlisted, UnlistedKind, Wholeness, unlisted};
pub use reviews::{
    Actions, Identities, Identity, IdentityVerdict, LogDecision, LogDecisions, LogVerdict, ReviewGroup, Reviewed,
};
pub use settings::{Lasts, Setting, Settings};
use spend::Prices;
pub use spend::{
    By, Compared, CostPair, CostPairs, DayMix, Dimension, Expected, HourRow, Hourly, KeyMixes, LimitChange, LimitEvent,
    LimitEvents, LimitMove, ListPrices, MemberLimit, MemberSpend, MixedKey, Part, Place, RateLimit, RateLimits,
    Related, SpendLimit, SpendLimits, SpendRow, SpendSeries, Spender, TokenUse, UnprovenFile, from_month_end, sum_of,
};

/// The answers.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Keys, members, workspaces and memberships as typed values.
    pub lists: Lists,
    /// The roster, joined to persons.
    pub people: People,
    /// Who left, when, and how we know.
    pub departures: Departures,
    /// Former names and moves of keys.
    pub key_history: KeyHistory,
    /// Keys made, changed and deleted.
    pub key_events: KeyEvents,
    /// Credentials other than API keys.
    pub credentials: Credentials,
    /// Everything that happened, each action once.
    pub events: Events,
    /// Where the addresses of events are; nothing without a database of the user's, which `run` asks.
    pub places: Places,
    /// Exports and deletions.
    pub data_events: DataEvents,
    /// Use per key.
    pub key_uses: KeyUses,
    /// Days of use per workspace.
    pub workspace_uses: WorkspaceUses,
    /// Last event per actor.
    pub activity: Activity,
    /// Seats of claude.ai.
    pub seats: Vec<Seat>,
    /// What members spent beyond their seats, by product and range.
    pub seat_spend: Vec<MemberSpend>,
    /// Spend limits of the organization and its workspaces.
    pub spend_limits: SpendLimits,
    /// Where requests were served.
    pub regions: Vec<RegionUse>,
    /// Rate limits of workspaces.
    pub rate_limits: RateLimits,
    /// Spend per day, workspace, key and model.
    pub spend: SpendSeries,
    /// Usage and cost exports by the names that they have in common.
    pub related_exports: Vec<Related>,
    /// Tokens per day, workspace, key, model and tier.
    pub token_uses: Vec<TokenUse>,
    /// What each key uses, day by day: models, geographies, speeds and hours.
    pub key_mixes: KeyMixes,
    /// What tokens cost.
    pub prices: Prices,
    /// Reported cost next to usage at list price, per day and model.
    pub cost_pairs: CostPairs,
    /// Reported cost by day and type.
    pub cost_types: BTreeMap<(NaiveDate, String), Money>,
    /// Reported cost next to list price, by day.
    pub list_prices: ListPrices,
    /// The days on which use would show which key made it.
    pub key_use_covered: Runs,
    /// The days on which use would show in which workspace it was.
    pub workspace_use_covered: Runs,
    /// Events by hour.
    pub event_hours: EventHours,
    /// When logging was off.
    pub logging_off: LoggingOff,
    /// The days with audit events of any source; not those on which logging was off.
    pub events_covered: Runs,
    /// The days with events of the activity feed, which alone reports the Console too; not those on which its logging was off.
    pub feed_covered: Runs,
    /// Days with events, whether logging was off on them or not: what is there happened.
    pub events_on_record: EventRuns,
    /// What the lists lack that other exports, or the last report, know.
    pub wholeness: Wholeness,
    /// Keys, members and workspaces, by list and by events.
    pub populations: Populations,
    /// Who has access to what.
    pub access: Vec<AccessRow>,
    /// What reviewers decided about it.
    pub reviewed: Vec<ReviewedRow>,
    /// What became of the access review; none without a worksheet that decides anything.
    pub access_review: Option<ReviewResult>,
    /// What administrators did in the period.
    pub actions: Actions,
    /// What reviewers decided about it.
    pub log_decisions: LogDecisions,
    /// Identities without a person, and what reviewers decided about them.
    pub identities: Identities,
    /// On which days the series have rows.
    pub calendar: Calendar,
    /// What every file says about past days.
    pub past_days: PastDays,
    /// What every table covers.
    pub coverage: Vec<Coverage>,
    /// What the organization attested about its controls, and where that stands.
    pub attestations: Vec<(Attestation, Source)>,
    /// The settings in force on the day of their export.
    pub settings: Settings,
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
        review::decisions(&self.reviewed, account)
    }

    /// That rosters do not say of every member whether they are there: a status in words that nobody knows, lists that contradict
    /// each other, or a row that could not be read. What is not found then proves nothing.
    #[must_use]
    pub fn roster_doubt(&self, data: &Dataset) -> Option<String> {
        people::roster::doubt(&self.people, &self.lists.members, data)
    }

    /// The latest event of a member under any of their addresses.
    #[must_use]
    pub fn last_event(&self, member: &Member) -> Option<&LastEvent> {
        last_seen::last_event(member, &self.people, &self.activity)
    }

    /// The last day on which keys were used that only this user or service account uses.
    #[must_use]
    pub fn own_key_use(&self, account: &str) -> Option<NaiveDate> {
        last_seen::own_key_use(account, &self.lists, &self.key_uses)
    }
}
