//! Keys that spend at night or on a weekend, and never do.

mod habit;
#[cfg(test)]
mod tests;

use anyhow::Result;
use habit::Habit;

use super::by_hour::ByHour;
use super::series::Entity;
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::facts::HourRow;
use crate::model::{Confidence, Control, Evidence, Finding, Money, Period, Severity, Table, counted};
use crate::policy::Hours;
use crate::stats::detect::Setting;
use crate::stats::hours::{Burst, DetectorThresholds};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "off-hours-burst",
    title: "Bursts at night or on a weekend",
    control: Control::SpendAlerts,
    severity: Severity::Medium,
    reads: &[&[Table::Usage]],
    population: "keys with hours of their own in hourly usage",
    thresholds: &[
        Threshold {
            name: "least_score",
            default: 4.5,
            unit: "robust standard deviations",
            source: "as for `spend-spike`: 3.5 is usual (Iglewicz and Hoaglin 1993); spend has heavier tails",
        },
        Threshold {
            name: "least_excess_usd",
            default: 10.0,
            unit: "USD at list price",
            source: "more than somebody who works late spends by hand",
        },
        Threshold {
            name: "most_share_percent",
            default: 5.0,
            unit: "% of the key's days with use at such an hour",
            source: "one day of four weeks: what is more is a habit",
        },
        Threshold {
            name: "least_history_days",
            default: 14.0,
            unit: "days with hours",
            source: "every weekday twice, weekends four days",
        },
    ],
    explain: Explain {
        finds: "Hours at night or on a weekend in which a key spends far above what its hours let expect, by robust score and in dollars, \
                although on no more than `most_share_percent` of its other days (working days and weekends apart) it has any use \
                within an hour of that time. Night is what the policy's [hours] say; without them, what lies two hours and more outside of the \
                hours in which the key works on most days, or a weekend on which it rests. Not found: keys without hours of their own \
                (services with users everywhere, keys that are used now and then), nightly and weekly jobs, work that goes through the Batch \
                API, and hours in which the whole burst is lost in a usual day of the key.",
        matters: "A stolen key is used when nobody looks, and a loop that starts in the evening runs until somebody comes.",
        remedy: &[
            "Ask the owner of {name} what ran at that hour; if nobody knows, disable the key and rotate: Console > API keys > {name} > \
             Disable; or Admin API: POST /v1/organizations/api_keys/{id} with {\"status\":\"inactive\"}",
            "Look at the hours: Admin API: GET /v1/organizations/usage_report/messages?api_key_ids[]={id}&bucket_width=1h&group_by[]=model",
            "State when people work in the policy ([hours]), so that summer time and other places are no night",
        ],
        caveats: "Hours are UTC where the policy states no [hours], and estimates at list price always. A deadline, a release at night and a \
                  colleague on a journey look the same. In the first two days nothing is judged, \
                  nor in the first two weeks of a key that begins.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let hours = match by_hour(cx) {
        Ok(hours) => hours,
        Err(why) => return Ok(Outcome::NotAssessed { why, needs: vec![Table::Usage] }),
    };
    let found = found(cx, &hours);
    let findings = found.iter().flat_map(|(key, bursts)| bursts.iter().map(|burst| finding(cx, key, burst, &hours)));
    Ok(Outcome::Assessed { population: found.len() as u64, findings: findings.collect(), notes: Vec::new() })
}

/// The keys and days that are reported, for the check that tells bursts of any hour.
pub(super) fn reported(cx: &Context) -> Vec<(Entity, Period)> {
    let Ok(hours) = by_hour(cx) else { return Vec::new() };
    let days = |(key, bursts): (&Entity, Vec<Burst>)| -> Vec<(Entity, Period)> {
        bursts.iter().map(|burst| (key.clone(), hours.days(burst))).collect()
    };
    found(cx, &hours).into_iter().flat_map(days).collect()
}

fn by_hour(cx: &Context) -> std::result::Result<ByHour, String> {
    let history = history(cx);
    ByHour::read(cx, history, |row| !row.batch).map_err(|days| {
        format!(
            "usage exports have hours for {}; needed: more than {history}, and most days between the first and the last",
            counted(days, "day")
        )
    })
}

fn history(cx: &Context) -> usize {
    usize::try_from(cx.limit(&ANALYZER, const { ANALYZER.threshold("least_history_days") }).days()).unwrap_or_default()
}

/// Every key with hours of its own, and its bursts at others.
fn found<'a>(cx: &Context, hours: &'a ByHour) -> Vec<(&'a Entity, Vec<Burst>)> {
    let gates = DetectorThresholds {
        score: cx.limit(&ANALYZER, const { ANALYZER.threshold("least_score") }).value,
        ratio: LEAST_RATIO,
        excess: cx.limit(&ANALYZER, const { ANALYZER.threshold("least_excess_usd") }).value,
        share: LOST,
        history: history(cx),
        ..Setting::SHIPPED.burst
    };
    let most_share = cx.limit(&ANALYZER, const { ANALYZER.threshold("most_share_percent") }).value / 100.0;
    let mut found = Vec::new();
    for (key, values) in hours.all().filter(|(entity, _)| matches!(entity, Entity::Key { .. })) {
        let Some(baseline) = hours.baseline(values) else { continue };
        let mut bursts = hours.bursts(cx, &baseline, &gates);
        let habit = Habit::of(hours, values, &bursts, most_share);
        if habit.has_hours() {
            bursts.retain(|burst| habit.is_off(burst, cx.policy.hours()));
            found.push((key, bursts));
        }
    }
    found
}

/// Actual over expected, which is next to nothing at such hours.
const LEAST_RATIO: f64 = 2.0;
/// Share of a usual day under which a burst is lost in it.
const LOST: f64 = 0.05;

fn finding(cx: &Context, key: &Entity, burst: &Burst, hours: &ByHour) -> Finding {
    let rows: Vec<&HourRow> = hours.rows(cx, key, burst).filter(|row| !row.batch).collect();
    let actual: Money = rows.iter().map(|row| row.amount).sum();
    let impact = actual - Money::from_estimate(burst.expected);
    let share = cx.limit(&ANALYZER, const { ANALYZER.threshold("most_share_percent") });
    let first = hours.instant(burst.start);
    let local = |hours: &Hours| format!(" ({} local time; policy: {hours})", hours.local(first).format("%a %H:%M"));
    let message = format!(
        "{} spent ${} at list price on {}{}, expected ${}: ${} more, at hours in which it is never used. Threshold: {share}",
        key.label(),
        actual.to_grouped(),
        hours.words(burst),
        cx.policy.hours().map_or_else(String::new, local),
        Money::from_estimate(burst.expected).to_grouped(),
        impact.to_grouped(),
    );
    let title = format!("{} was busy on {}", key.label(), hours.words(burst));
    let mut finding = ANALYZER.finding(key.subject(cx), title, message);
    finding.confidence = if cx.policy.hours().is_some() { Confidence::High } else { Confidence::Medium };
    finding.period = Some(hours.days(burst));
    finding.impact_usd = Some(impact);
    finding.observed = Some(format!("${}", actual.to_grouped()));
    finding.threshold = Some(format!(
        "expected ${}, threshold {} more",
        Money::from_estimate(burst.expected).to_grouped(),
        cx.limit(&ANALYZER, const { ANALYZER.threshold("least_excess_usd") })
    ));
    finding.evidence = evidence(cx, rows);
    finding
}

/// Rows that are quoted.
const QUOTED: usize = 5;

fn evidence(cx: &Context, mut rows: Vec<&HourRow>) -> Vec<Evidence> {
    rows.sort_by_key(|row| (std::cmp::Reverse(row.amount), row.source));
    let record = |row: &HourRow| {
        let what = format!("{} {:02}:00 {} {} ${}", row.day, row.hour, row.key, row.model, row.amount.to_grouped());
        row.source.evidence(cx.data, what)
    };
    rows.into_iter().take(QUOTED).map(record).collect()
}
