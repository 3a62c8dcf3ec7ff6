//! Limits that were raised or removed just before spend jumped.

#[cfg(test)]
mod tests;

use anyhow::Result;
use chrono::Days;

use super::explained;
use super::series::Entity;
use super::subject::largest_rows;
use super::{ReportedSpike, found};
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::facts::{LimitChange, LimitMove};
use crate::model::{Confidence, Control, Finding, Money, Period, Severity, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "limit-raised-then-spike",
    title: "Limits raised or removed before spend jumped",
    control: Control::SpendLimits,
    severity: Severity::High,
    reads: &[&[Table::Events], &[Table::Cost, Table::Usage]],
    population: "raised or removed limits and jumps of spend",
    thresholds: &[Threshold {
        name: "within_days",
        default: 7.0,
        unit: "days",
        source: "who makes room for a job runs it within the week",
    }],
    explain: Explain {
        finds: "A spend limit that the activity feed says was raised, removed, or replaced by one whose predecessor no export tells (deleted \
                and made again within 10 minutes: medium, and of the organization's limit only), and a jump of spend (by the rules and limits of `spend-spike`) that begins on that day \
                or within `within_days` after it. One finding per jump, with the latest such change. A limit that was lowered or stayed \
                as it was is not found, nor is one that was made where the feed knows of none.",
        matters: "A limit is the last thing that stops a runaway job or a stolen key; whoever moves it away first knows what is coming, or \
                  should have asked.",
        remedy: &[
            "Ask who changed the limit why, and whether the jump was what it was for; the Compliance API's activity feed names them",
            "If not: Console > API keys > disable the key that spent it, and rotate",
            "Set the limit again: Console > Settings > Limits, and Console > Workspaces > {workspace} > Limits; Admin API: GET \
             /v1/organizations/spend_limits shows what is in force",
        ],
        caveats: "That one follows the other proves no cause. The feed does not say which workspace a limit belongs to: a workspace's limit and \
                  a jump elsewhere may have nothing to do with each other, and the confidence is then medium, as it is where the amount \
                  before is unknown.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    if cx.facts.coverage.events_on_record.feed.is_empty() {
        let why = "no activity feed: only it shows when limits of the Console change".to_owned();
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Events] });
    }
    let spikes = match found(cx) {
        Ok(spikes) => spikes,
        Err(why) => return Ok(Outcome::NotAssessed { why, needs: vec![Table::Cost, Table::Usage] }),
    };
    // Which workspace a limit is of, and what it was before, the feed does not say: of a replaced one of a workspace nothing is known.
    let is_unknown = |one: &LimitChange| one.became == LimitMove::Replaced && !one.of_organization;
    let makes_room = |one: &&LimitChange| {
        matches!(one.became, LimitMove::Raised | LimitMove::Removed | LimitMove::Replaced) && !is_unknown(one)
    };
    let unknown = cx.facts.spend.limits.changes.iter().filter(|one| is_unknown(one)).count();
    let changes: Vec<&LimitChange> = cx.facts.spend.limits.changes.iter().filter(makes_room).collect();
    let within = cx.limit(&ANALYZER, const { ANALYZER.threshold("within_days") }).days();
    let before = |spike: &ReportedSpike, change: &LimitChange| {
        let days = (spike.period.start - change.at.date_naive()).num_days();
        (0..=within).contains(&days)
    };
    let mut findings = Vec::new();
    for spike in &spikes {
        let of_organization =
            changes.iter().filter(|one| one.of_organization && before(spike, one)).max_by_key(|one| one.at);
        let latest =
            of_organization.or_else(|| changes.iter().filter(|one| before(spike, one)).max_by_key(|one| one.at));
        findings.extend(latest.map(|change| finding(cx, spike, change)));
    }
    let mut notes = Vec::new();
    if unknown > 0 {
        notes.push(format!(
            "not judged: {unknown} limits of workspaces that were replaced; no export says of which workspace, or what they were before"
        ));
    }
    let reach = Days::new(u64::try_from(within).unwrap_or(0));
    let dark = spikes.iter().filter(|one| !cx.facts.coverage.feed.covers(one.period.start - reach, one.period.start));
    let dark = dark.count();
    if dark > 0 {
        notes.push(format!(
            "not judged: {} of spend, where the activity feed does not cover the {within} days before",
            counted(dark, "jump")
        ));
    }
    Ok(Outcome::Assessed { population: (changes.len() + spikes.len()) as u64, findings, notes })
}

fn finding(cx: &Context, spike: &ReportedSpike, change: &LimitChange) -> Finding {
    let rows = || spike.entity.rows(&cx.facts.spend.series).filter(|row| spike.period.contains(row.day));
    let actual: Money = rows().map(|row| row.amount).sum();
    let impact = actual - spike.expected;
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("within_days") });
    let days = counted((spike.period.start - change.at.date_naive()).num_days(), "day");
    let message = format!(
        "{} on {} by {}. {days} later, on {}, {} spent ${}, expected ${}: ${} more. Threshold: {limit}",
        what(change),
        change.at.format("%Y-%m-%d %H:%M UTC"),
        change.actor.1.as_deref().or(change.actor.0.as_deref()).unwrap_or("somebody unnamed"),
        spike.period,
        spike.entity.label(),
        actual.to_grouped(),
        spike.expected.to_grouped(),
        impact.to_grouped(),
    );
    let whose = if change.of_organization { "The organization's spend limit" } else { "A workspace's spend limit" };
    let became = match change.became {
        LimitMove::Raised => "was raised",
        LimitMove::Removed => "was removed",
        _ => "was replaced",
    };
    let title = format!("{whose} {became} before spend of {} jumped", spike.entity.label());
    let mut finding = ANALYZER.finding(spike.entity.subject(cx), title, message);
    let binds = change.of_organization || spike.entity == Entity::Organization;
    let sure = binds && change.became != LimitMove::Replaced;
    if change.became == LimitMove::Replaced {
        finding.severity = Severity::Medium;
    }
    finding.confidence = if sure { Confidence::High } else { Confidence::Medium };
    finding.period = Some(Period { start: change.at.date_naive(), end: spike.period.end });
    finding.impact_usd = Some(impact);
    finding.change = Some(explained::jump(cx, &spike.entity, spike.period, spike.expected, spike.upper));
    finding.observed = Some(days);
    finding.threshold = Some(limit.to_string());
    finding.evidence = vec![change.source.evidence(cx.data, format!("{} at {}", change.event, change.at))];
    finding.evidence.extend(largest_rows(cx, rows()));
    finding
}

/// `the organization's limit was raised from $100.00 to $120.00`.
fn what(change: &LimitChange) -> String {
    let whose = if change.of_organization { "the organization's limit" } else { "the limit of a workspace" };
    let dollars =
        |amount: Option<Money>| amount.map_or("an unknown amount".to_owned(), |one| format!("${}", one.to_grouped()));
    match change.became {
        LimitMove::Raised => {
            format!("{whose} was raised from {} to {}", dollars(change.before), dollars(change.after))
        }
        LimitMove::Removed => format!("{whose} was removed"),
        _ => format!("{whose} was replaced by one of {} (its former amount is unknown)", dollars(change.after)),
    }
}
