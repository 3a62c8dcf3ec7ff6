//! Derives the answers from the tables, each from those before it.

use anyhow::Result;
use chrono::{DateTime, Utc};

use super::names::WorkspaceNames;
use super::people::{access, attestations, review, seats};
use super::populations::{self, Known};
use super::spend::{self, Prices, seat_spend};
use super::{
    Actions, Activity, Calendar, Credentials, DataEvents, Departures, EventHours, Events, Facts, Identities, KeyEvents,
    KeyHistory, KeyUses, ListPrices, Lists, LogDecisions, LoggingOff, PastDays, People, Populations, RateLimits,
    Settings, SpendLimits, SpendSeries, Wholeness, WorkspaceUses, coverage, keys, totals,
};
use crate::model::{Baseline, Dataset, Period, Places, Table};
use crate::policy::Policy;

impl Facts {
    /// Derives every answer from the tables, by list prices.
    ///
    /// # Errors
    /// When a frame lacks a column, which would be a mistake in `ingest`.
    pub fn derive(data: &Dataset, period: Period, as_of: DateTime<Utc>) -> Result<Self> {
        Self::priced(data, Prices::of(&Policy::default()), period, as_of)
    }

    /// The same by other prices.
    ///
    /// # Errors
    /// As [`Facts::derive`].
    pub fn priced(data: &Dataset, prices: Prices, period: Period, as_of: DateTime<Utc>) -> Result<Self> {
        Self::with_baseline(data, prices, period, as_of, None)
    }

    /// The same next to the last report, whose numbers show what lists lack.
    ///
    /// # Errors
    /// As [`Facts::derive`].
    pub fn with_baseline(
        data: &Dataset,
        prices: Prices,
        period: Period,
        as_of: DateTime<Utc>,
        baseline: Option<&Baseline>,
    ) -> Result<Self> {
        let lists = Lists::read(data)?;
        let events = Events::read(data)?;
        let key_history = KeyHistory::of(&events);
        let workspace_names = WorkspaceNames::read(data, &lists)?;
        let key_uses = KeyUses::read(data, &lists, &key_history, &workspace_names)?;
        let (spend, token_uses, key_mixes) = SpendSeries::read(data, &lists, &workspace_names, &prices)?;
        let people = People::read(data, &lists.members, as_of)?;
        let activity = Activity::read(data, &events)?;
        let event_hours = EventHours::read(data, &events)?;
        let access = access::rows(
            data,
            &access::Sources { lists: &lists, people: &people, activity: &activity, key_uses: &key_uses },
        )?;
        let reviewed = review::rows(data, Table::AccessReview)?;
        let logging_off = LoggingOff::of(&events);
        let [covered, events_on_record] = coverage::event_runs(&event_hours, &logging_off);
        let departures = Departures::read(data, &lists, &people, &events)?;
        let key_events = KeyEvents::of(&events);
        let wholeness = Wholeness::read(&Known {
            data,
            lists: &lists,
            people: &people,
            departures: &departures,
            events: &events,
            key_events: &key_events,
            key_uses: &key_uses,
            feed: &covered.feed,
            as_of,
            baseline,
        })?;
        let credentials = Credentials::read(data, &lists, &key_events)?;
        let identities =
            Identities::read(data, (&lists, &credentials, &key_uses), (&activity, &departures, &key_events))?;
        let cost_pairs = spend::cost_pairs(data, &token_uses, &spend, &workspace_names, &prices)?;
        Ok(Self {
            cost_types: spend::cost_types(data, &spend)?,
            list_prices: ListPrices::read(data, &spend, &cost_pairs)?,
            cost_pairs,
            seats: seats::seats(data)?,
            seat_spend: seat_spend::seat_spend(data)?,
            key_events,
            data_events: DataEvents::found(&events),
            places: Places::default(),
            attestations: attestations::read(data)?,
            settings: Settings::read(data)?,
            spend_limits: SpendLimits::read(data, &events)?,
            related_exports: spend::related_exports(data, &lists)?,
            regions: keys::region_uses(data, &lists, &workspace_names)?,
            rate_limits: RateLimits::read(data)?,
            key_use_covered: coverage::naming_runs(data, coverage::OF_KEY)?,
            workspace_use_covered: coverage::naming_runs(data, coverage::OF_WORKSPACE)?,
            workspace_uses: WorkspaceUses::read(data)?,
            populations: Populations::read(
                data,
                (&lists, &wholeness),
                (&events, &events_on_record.feed, &logging_off),
                period,
                as_of,
            )?,
            access_review: review::result(data, (&lists, &departures), &access, &reviewed),
            access,
            reviewed,
            actions: Actions::of(&events, &lists, period),
            log_decisions: LogDecisions::read(data)?,
            identities,
            credentials,
            departures,
            people,
            activity,
            logging_off,
            events_covered: covered.all,
            feed_covered: covered.feed,
            events_on_record,
            calendar: Calendar::read(data, &event_hours)?,
            past_days: PastDays::read(data)?,
            coverage: populations::table_coverage(data, &wholeness, period)?,
            wholeness,
            totals: totals::totals(data, &lists, &spend, (&events, &event_hours), period)?,
            event_hours,
            events,
            lists,
            key_history,
            key_uses,
            spend,
            token_uses,
            key_mixes,
            prices,
        })
    }
}
