//! Derives the answers from the tables, each room from those before it.

use anyhow::Result;
use chrono::{DateTime, Utc};

use super::coverage::CoverageFacts;
use super::keys::KeyFacts;
use super::log::LogFacts;
use super::names::WorkspaceNames;
use super::people::{PeopleFacts, attestations, foreign_lists};
use super::populations::{PopulationFacts, WholenessInputs};
use super::reviews::{ReviewFacts, Rooms};
use super::spend::{Prices, SpendFacts};
use super::{Credentials, Facts, GatewayFacts, Lists, Settings, totals};
use crate::model::{Baseline, Dataset, Period, Places};
use crate::policy::Policy;

impl Facts {
    /// Derives every answer from the tables, by list prices.
    ///
    /// # Errors
    /// When a frame lacks a column, which would be a mistake in `ingest`.
    pub fn derive(data: &Dataset, period: Period, as_of: DateTime<Utc>) -> Result<Self> {
        Self::priced(data, Prices::of(&Policy::default()), period, as_of)
    }

    /// Derives every answer as [`Facts::derive`] does, estimates by these prices.
    ///
    /// # Errors
    /// As [`Facts::derive`].
    pub fn priced(data: &Dataset, prices: Prices, period: Period, as_of: DateTime<Utc>) -> Result<Self> {
        Self::with_baseline(data, prices, period, as_of, None)
    }

    /// Derives every answer as [`Facts::priced`] does, next to the last report, whose numbers show what lists lack.
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
        let mut lists = Lists::read(data)?;
        let log = LogFacts::read(data)?;
        let foreign = foreign_lists::set_aside(data, &mut lists, &log, as_of)?;
        let names = WorkspaceNames::read(data, &lists)?;
        // None of these rooms asks another; spend takes as long as all others.
        let of_spend = || SpendFacts::read(data, &lists, &log.events, &names, prices);
        let of_keys = || KeyFacts::read(data, &lists, (&log.events, &log.key_events), &names, baseline);
        let of_days = || CoverageFacts::read(data, &log);
        let of_people = || PeopleFacts::read(data, &lists, &log.events, as_of, foreign);
        let others = || rayon::join(|| rayon::join(of_keys, of_days), of_people);
        let (spend, ((keys, coverage), people)) = rayon::join(of_spend, others);
        let (keys, spend, people, coverage) = (keys?, spend?, people?, coverage?);
        let credentials = Credentials::read(data, &lists, &log.key_events)?;
        let gateways = GatewayFacts::read(data)?;
        let known = WholenessInputs {
            data,
            lists: &lists,
            people: &people.roster,
            departures: &people.departures,
            events: &log.events,
            key_events: &log.key_events,
            key_uses: &keys.uses,
            feed: &coverage.feed,
            as_of,
            baseline,
        };
        let populations = PopulationFacts::read(&known, &log, &coverage, period)?;
        let rooms = Rooms { lists: &lists, log: &log, keys: &keys, people: &people, credentials: &credentials };
        let reviews = ReviewFacts::read(data, &rooms, period)?;
        Ok(Self {
            totals: totals::totals(data, &lists, (&spend, &gateways), (&log.events, &log.hours), period)?,
            attestations: attestations::read(data)?,
            settings: Settings::read(data)?,
            places: Places::default(),
            lists,
            log,
            keys,
            spend,
            people,
            coverage,
            credentials,
            gateways,
            populations,
            reviews,
        })
    }
}
