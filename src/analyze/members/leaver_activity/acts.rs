//! What somebody did in a span of time that matters when they leave.

use chrono::{DateTime, Duration, NaiveDate, Utc};

use crate::analyze::{Context, Limit};
use crate::facts::{CLAUDE_CODE_WORKSPACE, DataChange, DataEvent, Departure, EventActor, KeyChange, KeyEvent};
use crate::model::{Evidence, Period, counted, normalize_address};

/// Deletions count as many when they are so many times those of the busiest such time before.
const TIMES_BEFORE: usize = 3;
/// So many events of a kind stand in the evidence.
const SHOWN: usize = 5;

/// Exports, keys and deletions of one person.
pub(super) struct Acts<'a> {
    exports: Vec<&'a DataEvent>,
    keys: Vec<&'a KeyEvent>,
    /// Empty where they are no more than usual.
    deletions: Vec<&'a DataEvent>,
}

impl<'a> Acts<'a> {
    pub(super) fn of(
        cx: &'a Context,
        who: &'a Departure,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
        span: Limit,
    ) -> Self {
        let is_then = |at: DateTime<Utc>| from <= at && at <= until;
        let own = |change: DataChange| -> Vec<&'a DataEvent> {
            let all =
                cx.facts.log.data_events.of(who.ids.iter().chain(&who.addresses)).filter(|one| one.change == change);
            // Both sources may report one action: the one that reports more counts.
            let (feed, log): (Vec<_>, Vec<_>) = all.partition(|one| one.by_feed);
            if feed.len() >= log.len() { feed } else { log }
        };
        let keys = cx.facts.log.key_events.0.iter().filter(|one| {
            one.change == KeyChange::Created
                && !one.is_edit
                && is_then(one.at)
                && is_by(&one.actor, who)
                && outlives(cx, one)
        });
        let (before, then): (Vec<_>, Vec<_>) =
            own(DataChange::Deleted).into_iter().filter(|one| one.at <= until).partition(|one| one.at < from);
        let most = busiest(&then, span);
        let limit = cx.limit(&super::ANALYZER, const { super::ANALYZER.threshold("mass_deletions") });
        let is_mass = most as f64 >= limit.value && most > TIMES_BEFORE * busiest(&before, span);
        Self {
            exports: own(DataChange::Exported).into_iter().filter(|one| is_then(one.at)).collect(),
            keys: keys.collect(),
            deletions: if is_mass { then } else { Vec::new() },
        }
    }

    fn instants(&self) -> impl Iterator<Item = DateTime<Utc>> {
        let data = self.exports.iter().chain(&self.deletions).map(|one| one.at);
        data.chain(self.keys.iter().map(|one| one.at))
    }

    pub(super) fn any_in(&self, period: Period) -> bool {
        self.instants().any(|at| period.contains(at.date_naive()))
    }

    /// First and last day.
    pub(super) fn extent(&self) -> Option<(NaiveDate, NaiveDate)> {
        Some((self.instants().min()?.date_naive(), self.instants().max()?.date_naive()))
    }

    /// How many of them came at an instant or after it.
    pub(super) fn after(&self, left: DateTime<Utc>) -> usize {
        self.instants().filter(|at| *at >= left).count()
    }

    /// `2 exports (org_data_export_started on 2026-08-14, …)`, `1 new key (…)`, `40 deletions`.
    pub(super) fn says(&self) -> Vec<String> {
        let listed = |count: usize, what: &str, list: Vec<String>| {
            let more = if count > list.len() { ", …" } else { "" };
            (count > 0).then(|| format!("{} ({}{more})", counted(count, what), list.join(", ")))
        };
        let on = |event: &str, at: DateTime<Utc>| format!("{event} on {}", at.date_naive());
        let exports = self.exports.iter().take(3).map(|one| on(&one.event, one.at)).collect();
        let keys = self.keys.iter().take(3).map(|one| on(name(one), one.at)).collect();
        let deletions = self.deletions.iter().take(1).map(|one| on(&one.event, one.at)).collect();
        [
            listed(self.exports.len(), "export", exports),
            listed(self.keys.len(), "new key", keys),
            listed(self.deletions.len(), "deletion", deletions),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    pub(super) fn evidence(&self, cx: &Context) -> Vec<Evidence> {
        let data = self.exports.iter().take(SHOWN).chain(self.deletions.iter().take(SHOWN));
        let data = data.map(|one| one.source.evidence(cx.data, format!("{}: {}", one.event, one.actor.label())));
        let keys = self.keys.iter().take(SHOWN);
        data.chain(keys.map(|one| one.source.evidence(cx.data, format!("{}: {}", one.event, name(one))))).collect()
    }
}

fn name(event: &KeyEvent) -> &str {
    event.key_name.as_deref().or(event.key_id.as_deref()).unwrap_or("a key without a name")
}

fn is_by(actor: &EventActor, who: &Departure) -> bool {
    let address = actor.address.as_deref().and_then(normalize_address);
    actor.id.as_ref().is_some_and(|id| who.ids.contains(id))
        || address.is_some_and(|address| who.addresses.contains(&address))
}

/// Whether a new key works on when its maker's account is gone, as far as the list knows it.
fn outlives(cx: &Context, event: &KeyEvent) -> bool {
    let lists = &cx.facts.lists;
    let listed = event.key_id.as_deref().and_then(|id| lists.key(id));
    listed.is_none_or(|key| {
        let is_personal = key.principal_type.as_deref().is_some_and(|kind| kind.starts_with("user"));
        !is_personal && lists.workspace_name(key) != Some(CLAUDE_CODE_WORKSPACE)
    })
}

/// The most events within a span.
fn busiest(events: &[&DataEvent], span: Limit) -> usize {
    let within = |start: usize| {
        let end = events[start].at + Duration::days(span.days());
        events[start..].iter().take_while(|one| one.at < end).count()
    };
    (0..events.len()).map(within).max().unwrap_or(0)
}
