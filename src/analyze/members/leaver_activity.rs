//! What people did in their last days.

mod acts;
#[cfg(test)]
mod tests;

use acts::Acts;
use anyhow::Result;
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};

use super::leaver;
use crate::analyze::{Analyzer, Context, Explain, Limit, Outcome, Threshold};
use crate::facts::Departure;
use crate::model::{Confidence, Control, Finding, Period, Severity, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "leaver-activity",
    title: "Exports, deletions and new keys of people who were about to leave",
    control: Control::Offboarding,
    severity: Severity::High,
    reads: &[&[Table::Events]],
    population: "people who left, with events of their last days in the period",
    thresholds: &[
        Threshold {
            name: "last_days",
            default: 7.0,
            unit: "days",
            source: "a week; the CERT guides on insider threats look at 30 days, in which handovers are frequent",
        },
        Threshold {
            name: "mass_deletions",
            default: 25.0,
            unit: "deletions",
            source: "people clear a few chats when they go; in addition three times their own busiest earlier week",
        },
    ],
    explain: Explain {
        finds: "People who left (by an event that removed them, else by their last day in the roster) and who in their `last_days`, or after \
                them and before they were removed, exported data of the organization, its audit log or its member list; made an API, \
                admin or service key; or deleted at least `mass_deletions` things within `last_days`, and more than three times what \
                they deleted in any such time before. Keys that stop with their account (personal ones, those of Claude Code) and keys made \
                in exchange for one deleted minutes before are not found.",
        matters: "A copy of the data, a key that keeps working, or a hole in the records are what leavers leave behind or take along.",
        remedy: &[
            "Ask the manager of {name} whether each of these was part of the handover",
            "Revoke keys made in those days: Console > API keys > (key) > Disable; or Admin API: POST /v1/organizations/api_keys/… with \
             {\"status\":\"inactive\"}",
            "Restore what was deleted from backups while they exist, and keep the events as evidence",
        ],
        caveats: "A handover looks the same. Without an event that removed them the day is the roster's, and confidence medium. What \
                  an export holds and whether it was downloaded elsewhere is not in the events; exports of single files are not \
                  looked at. Deletions are compared with the person's own past only.",
    },
    run,
};

/// The days of somebody who left.
struct LastDays<'a> {
    departure: &'a Departure,
    from: DateTime<Utc>,
    left: DateTime<Utc>,
    /// Until when they could act.
    until: DateTime<Utc>,
}

fn run(cx: &Context) -> Result<Outcome> {
    let days = cx.limit(&ANALYZER, const { ANALYZER.threshold("last_days") });
    let (mut population, mut findings, mut undated, mut uncovered) = (0, Vec::new(), 0, 0);
    for departure in cx.facts.people.departures.all() {
        let Some(last) = last_days(cx, departure, days) else {
            undated += 1;
            continue;
        };
        let (from, left) = (last.from.date_naive(), (last.left - Duration::microseconds(1)).date_naive());
        if last.until.date_naive() < cx.period.start || from > cx.period.end {
            continue;
        }
        let acts = Acts::of(cx, departure, last.from, last.until, days);
        if acts.any_in(cx.period) {
            population += 1;
            findings.extend(finding(cx, &last, &acts, days));
        } else if cx.facts.coverage.events.covers(from, left) {
            population += 1;
        } else {
            uncovered += 1;
        }
    }
    let uncovered_why = format!(
        "not judged: {} who left, because the events do not cover their last {} days",
        counted(uncovered, "person"),
        days.days()
    );
    if population == 0 && uncovered > 0 {
        return Ok(Outcome::NotAssessed { why: uncovered_why, needs: vec![Table::Events] });
    }
    let undated = (undated > 0).then(|| {
        format!(
            "not judged: {} whom the roster lists as gone, because neither it nor an event says since when",
            counted(undated, "person")
        )
    });
    let notes = undated.into_iter().chain((uncovered > 0).then_some(uncovered_why)).collect();
    Ok(Outcome::Assessed { population, findings, notes })
}

/// The last days of somebody: up to their removal or the end of the roster's last day, whichever came first. Where the roster
/// alone says that they left they may still act.
fn last_days<'a>(cx: &Context, departure: &'a Departure, limit: Limit) -> Option<LastDays<'a>> {
    let removed = departure.removal.as_ref().map(|removal| removal.at);
    let end_of = |day: NaiveDate| Some(day.succ_opt()?.and_time(NaiveTime::MIN).and_utc());
    let ended = departure.roster.as_ref().and_then(|row| row.ended_on).and_then(end_of);
    let left = removed.into_iter().chain(ended).min()?;
    let from = left.checked_sub_signed(Duration::days(limit.days()))?;
    Some(LastDays { departure, from, left, until: removed.unwrap_or(cx.as_of).max(left) })
}

fn finding(cx: &Context, last: &LastDays, acts: &Acts, limit: Limit) -> Option<Finding> {
    let (first, final_day) = acts.extent()?;
    let label = leaver(last.departure);
    let title = format!("{} exported, deleted or made keys before leaving", label.label());
    let after = acts.after(last.left);
    let late = if after > 0 { format!(", {after} of it after the last day") } else { String::new() };
    let message = format!(
        "{}{late}. The person left: {}. Window: the last {limit}, before {}",
        acts.says().join(", "),
        last.departure.basis(),
        last.left.format("%Y-%m-%d %H:%M UTC")
    );
    let mut finding = ANALYZER.finding(label, title, message);
    finding.confidence = if last.departure.removal.is_some() { Confidence::High } else { Confidence::Medium };
    finding.period = Period::new(first, final_day);
    // The departure is the event: a longer export may show more of the days before.
    finding.event = Some(last.left.date_naive().to_string());
    finding.observed = Some(acts.says().join(", "));
    finding.threshold = Some(limit.to_string());
    finding.evidence = acts.evidence(cx);
    finding.evidence.extend(last.departure.evidence(cx.data));
    Some(finding)
}
