//! People who left: the roster's last day next to the removal from the organization.

use chrono::{NaiveTime, TimeDelta};

use super::Gathered;
use crate::facts::Departure;
use crate::model::{AccessChange, ChangeBasis, ChangeKind, normalize_address};

impl Gathered<'_> {
    /// Gives removals the last day of the roster, and adds last days of the period without a removal.
    pub(super) fn leavers(&mut self) {
        let facts = self.facts;
        for departure in facts.people.departures.all() {
            let Some(row) = departure.roster.as_ref() else { continue };
            let Some(last_day) = row.ended_on else { continue };
            let source = row.source.evidence(self.data, format!("{}: last day {last_day}", departure.label()));
            let mut is_removed = false;
            for place in 0..self.all.len() {
                if self.all[place].kind != ChangeKind::Left || !is_of(departure, &self.all[place]) {
                    continue;
                }
                is_removed = true;
                let lag = self.lag(&self.all[place], last_day);
                let change = &mut self.all[place];
                (change.departed_on, change.lag_hours) = (Some(last_day), lag);
                change.evidence.push(source.clone());
            }
            // A removal outside the period is another period's row.
            if is_removed || departure.removal.is_some() || !self.period.contains(last_day) {
                continue;
            }
            let what = if departure.is_member { "still in the list of members" } else { "no removal on record" };
            self.all.push(AccessChange {
                at: last_day.and_time(NaiveTime::MIN).and_utc(),
                is_day: true,
                kind: ChangeKind::Left,
                whom: departure.label().to_owned(),
                whom_id: departure.ids.first().cloned().unwrap_or_default(),
                what: format!("last day by the roster of {}; {what}", row.provider),
                workspace: None,
                by: None,
                departed_on: Some(last_day),
                lag_hours: None,
                basis: ChangeBasis::Roster,
                evidence: vec![source],
                findings: Vec::new(),
            });
        }
    }

    /// Hours from the end of the last day, by the policy's clock, to the removal.
    fn lag(&self, change: &AccessChange, last_day: chrono::NaiveDate) -> Option<f64> {
        let end = last_day.succ_opt()?.and_time(NaiveTime::MIN);
        let at = self.policy.hours().map_or_else(|| change.at.naive_utc(), |hours| hours.local(change.at));
        Some((at - end).max(TimeDelta::zero()).num_seconds() as f64 / 3600.0)
    }
}

fn is_of(departure: &Departure, change: &AccessChange) -> bool {
    departure.ids.contains(&change.whom_id)
        || normalize_address(&change.whom).is_some_and(|address| departure.addresses.contains(&address))
}
