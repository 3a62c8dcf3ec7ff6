//! How long people who left could still sign in.

#[cfg(test)]
mod tests;

use anyhow::Result;
use chrono::{NaiveDate, NaiveTime, TimeDelta};

use super::leaver;
use crate::analyze::{Analyzer, Context, Explain, Limit, Outcome, Threshold};
use crate::facts::{Departure, LastEvent, Removal, RosterRow};
use crate::model::{Confidence, Control, Finding, Period, Severity, Table, counted};
use crate::stats::{median, quantile};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "offboarding-lag",
    title: "Leavers who were removed late",
    control: Control::Offboarding,
    severity: Severity::Medium,
    reads: &[&[Table::Events], &[Table::Roster]],
    population: "people removed in the period whose last day the roster states",
    thresholds: &[Threshold {
        name: "removed_within_hours",
        default: 24.0,
        unit: "hours",
        source: "NIST SP 800-53 r5 PS-4 a and AC-2 h leave the time to the organization; a day is what most of them choose",
    }],
    explain: Explain {
        finds: "People whose removal, by an event of the period, came more than `removed_within_hours` after the end of their last day \
                in the roster. The roster states days: the clock starts when the last day is over. The notes give the lag of all such \
                people as a distribution; whoever was removed before the end of the last day counts as 0 hours. High where the account was \
                used after the last day was over everywhere on earth.",
        matters: "Until the removal a leaver could sign in, read, export and use keys.",
        remedy: &[
            "Look at what {name} did between the last day and the removal",
            "Let the identity provider remove members when it disables them: Console > Settings > Identity and access > Directory sync",
            "Until then put the removal into the checklist of the last day: Console > Members > (name) > Remove; or Admin API: DELETE \
             /v1/organizations/users/{id}",
        ],
        caveats: "Days end by the clock of `[hours]` in the policy, else at midnight UTC: then a lag of up to 12 hours above the limit may be \
                  a matter of the time zone and has medium confidence. A contract that was extended without the roster knowing looks like \
                  a late removal. Single sign-on may have been closed before the removal. Who is still a member is `orphaned-member`, \
                  and not in the distribution.",
    },
    run,
};

/// The westernmost clocks: so much later than at midnight UTC a day may end.
const WESTERNMOST_HOURS: i64 = 12;

/// Somebody whose last day and removal are both known.
struct Leaver<'a> {
    departure: &'a Departure,
    removal: &'a Removal,
    row: &'a RosterRow,
    last_day: NaiveDate,
    lag: TimeDelta,
}

fn run(cx: &Context) -> Result<Outcome> {
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("removed_within_hours") });
    let all: Vec<&Departure> = cx.facts.people.departures.all().collect();
    let removed: Vec<(&Departure, &Removal)> = all.iter().filter_map(|one| Some((*one, in_period(cx, one)?))).collect();
    let leavers: Vec<Leaver> = removed.iter().filter_map(|(one, removal)| known(cx, one, removal)).collect();
    let has_last_day = |one: &&&Departure| one.roster.as_ref().is_some_and(|row| row.ended_on.is_some());
    let unseen = |one: &&&Departure| {
        !one.is_member && one.removal.is_none() && one.day().is_some_and(|day| cx.period.contains(day))
    };
    let unseen = all.iter().filter(unseen).count();
    if leavers.is_empty() && !removed.is_empty() {
        let why = format!(
            "the roster states no last day of anyone removed in the period ({})",
            counted(removed.len(), "person")
        );
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Roster] });
    }
    if leavers.is_empty() && unseen > 0 {
        let who = counted(unseen, "person");
        let why = format!("the events show no removal of anyone whose last day lies in the period ({who})");
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Events] });
    }
    let late = leavers.iter().filter(|one| hours(one.lag) > limit.value);
    let findings = late.map(|one| finding(cx, one, limit)).collect();
    let undated = removed.len() - leavers.len();
    let still = all.iter().filter(|one| one.is_member).filter(has_last_day).count();
    let notes = [
        distribution(&leavers),
        (undated > 0).then(|| {
            format!(
                "not judged: {} removed in the period, because the roster states no last day",
                counted(undated, "person")
            )
        }),
        (unseen > 0).then(|| {
            format!(
                "not judged: {} with a last day in the period, because no event shows a removal",
                counted(unseen, "person")
            )
        }),
        (still > 0).then(|| {
            format!(
                "not in this distribution: {} with a membership after the last day, reported as orphaned members",
                counted(still, "person")
            )
        }),
    ];
    Ok(Outcome::Assessed { population: leavers.len() as u64, findings, notes: notes.into_iter().flatten().collect() })
}

fn in_period<'a>(cx: &Context, one: &'a Departure) -> Option<&'a Removal> {
    one.removal.as_ref().filter(|removal| cx.period.contains(removal.at.date_naive()))
}

fn known<'a>(cx: &Context, departure: &'a Departure, removal: &'a Removal) -> Option<Leaver<'a>> {
    let row = departure.roster.as_ref()?;
    let last_day = row.ended_on?;
    let end = last_day.succ_opt()?.and_time(NaiveTime::MIN);
    let at = cx.policy.hours().map_or_else(|| removal.at.naive_utc(), |hours| hours.local(removal.at));
    Some(Leaver { departure, removal, row, last_day, lag: (at - end).max(TimeDelta::zero()) })
}

fn finding(cx: &Context, one: &Leaver, limit: Limit) -> Finding {
    let label = leaver(one.departure);
    let title = format!("{} was removed late", label.label());
    let message = format!(
        "{}: {} after the end of the last day on the roster ({}), {}. Allowed: {limit}",
        one.departure.basis(),
        formatted(hours(one.lag)),
        one.row.provider,
        one.last_day
    );
    let mut finding = ANALYZER.finding(label, title, message);
    let used = used_since(cx, one);
    if let Some(last) = used {
        finding.severity = finding.severity.max(Severity::High);
        let when = last.at.format("%Y-%m-%d %H:%M UTC");
        finding.message =
            format!("{}. The account was used after the last day, last on {when} ({})", finding.message, last.event);
    }
    let is_proven = cx.policy.hours().is_some() || hours(one.lag - TimeDelta::hours(WESTERNMOST_HOURS)) > limit.value;
    finding.confidence = if is_proven { Confidence::High } else { Confidence::Medium };
    let day = one.removal.at.date_naive();
    finding.period = Period::new(day, day);
    finding.observed = Some(formatted(hours(one.lag)));
    finding.threshold = Some(limit.to_string());
    finding.evidence = one.departure.evidence(cx.data);
    let status = one.row.status.as_deref().unwrap_or("no status");
    let record = format!("{}: last day {}, {status}", one.departure.label(), one.last_day);
    finding.evidence.push(one.row.source.evidence(cx.data, record));
    finding.evidence.extend(used.map(|last| last.source.evidence(cx.data, format!("used: {}", last.event))));
    finding
}

/// The last thing that somebody did behind the end of their last day, wherever on earth that was, and before they were removed.
fn used_since<'a>(cx: &'a Context, one: &Leaver) -> Option<&'a LastEvent> {
    let end = one.last_day.succ_opt()?.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(WESTERNMOST_HOURS);
    let names = one.departure.ids.iter().chain(&one.departure.addresses);
    let own = names.filter_map(|name| cx.facts.log.activity.of_id(name));
    own.filter(|last| last.at > end && last.at < one.removal.at).max_by_key(|last| last.at)
}

/// How long after their last day people were removed: how many, median, 90th percentile, longest.
fn distribution(leavers: &[Leaver]) -> Option<String> {
    let lags: Vec<f64> = leavers.iter().map(|one| hours(one.lag)).collect();
    let longest = lags.iter().copied().max_by(f64::total_cmp)?;
    let prompt = lags.iter().filter(|lag| **lag <= 0.0).count();
    Some(format!(
        "lag from the end of the last day to the removal: {}, median {}, 90th percentile {}, longest {}; {prompt} of them removed \
         before that day was over",
        counted(lags.len(), "person"),
        formatted(median(&lags)),
        formatted(quantile(&lags, 0.9)),
        formatted(longest)
    ))
}

fn hours(lag: TimeDelta) -> f64 {
    lag.num_seconds() as f64 / 3600.0
}

/// `14 hours`, from two days on `3.2 days`.
fn formatted(hours: f64) -> String {
    if hours < 48.0 { format!("{hours:.0} hours") } else { format!("{:.1} days", hours / 24.0) }
}
