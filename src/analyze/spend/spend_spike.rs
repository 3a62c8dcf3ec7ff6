//! Days on which spend jumped, said once for the same dollars.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::Datelike;

use super::series::{DailySpend, Entity, daily};
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::model::{Confidence, Control, Evidence, Finding, Money, Period, Severity, Subject, SubjectKind, Table};
use crate::stats::spikes::{Daily, Gates, Spike, spikes};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "spend-spike",
    title: "Days on which spend jumped",
    control: Control::SpendAlerts,
    severity: Severity::Medium,
    reads: &[&[Table::Cost, Table::Usage]],
    population: "daily series (organization, workspaces, keys, models)",
    thresholds: &[
        Threshold {
            name: "least_score",
            default: 4.5,
            unit: "robust deviations",
            source: "3.5 is usual (Iglewicz and Hoaglin 1993); spend has heavier tails",
        },
        Threshold {
            name: "least_ratio",
            default: 2.0,
            unit: "times the expected",
            source: "a doubling is what people ask about",
        },
        Threshold {
            name: "least_excess_usd",
            default: 25.0,
            unit: "USD",
            source: "below, looking costs more than the jump",
        },
        Threshold {
            name: "least_history_days",
            default: 12.0,
            unit: "days",
            source: "a weekday pattern cannot be told from less",
        },
    ],
    explain: Explain {
        finds: "One to three days on which the spend of the organization, a workspace, a key or a model lies far above what its \
                neighbourhood and weekday let expect: by robust score, by ratio and in dollars. Spend is the reported cost, else usage at \
                list price. Weekly patterns, month-end batches that return, dips, launches that ramp or stay, and traffic that moves \
                between keys while the workspace's sum stays are not found. The same dollars are told once, of the finest that explains \
                most of them.",
        matters: "A jump is the first sign of a leaked key, a loop, or a job that ran twice; the invoice comes weeks later.",
        remedy: &[
            "Look at the key's usage of those days: Console > Usage, grouped by API key and hour",
            "Ask the owner what ran; if nobody knows, disable the key and rotate",
            "Console > Workspaces > Limits: set a monthly limit that the normal month does not reach, with a notification below it",
        ],
        caveats: "A one-off job that was planned looks the same. In the first days of a series nothing is judged. Hourly bursts within a \
                  normal day are not seen here.",
    },
    run,
};

/// A jump of one entity.
struct Jump {
    entity: Entity,
    period: Period,
    spike: Spike,
    at_end: bool,
}

/// Share of a jump that others must explain for it not to be told again.
const EXPLAINED: f64 = 0.6;

fn run(cx: &Context) -> Result<Outcome> {
    let series = daily(&cx.facts.spend);
    let gates = Gates {
        score: cx.limit(&ANALYZER, "least_score").value,
        ratio: cx.limit(&ANALYZER, "least_ratio").value,
        excess: cx.limit(&ANALYZER, "least_excess_usd").value,
        history: usize::try_from(cx.limit(&ANALYZER, "least_history_days").days()).unwrap_or_default(),
    };
    let days = series.get(&Entity::Organization).map_or(0, |organization| organization.amounts.len());
    if days <= gates.history {
        let why = format!("spend covers {days} day(s); needed: more than {}", gates.history);
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Cost, Table::Usage] });
    }
    let mut jumps = Vec::new();
    for (entity, own) in &series {
        jumps.extend(jumps_of(entity, own, &series, &gates));
    }
    let told = tell_once(jumps);
    let findings = told.iter().filter(|jump| jump.period.end >= cx.period.start && jump.period.start <= cx.period.end);
    let findings = findings.map(|jump| finding(cx, jump, &series)).collect();
    let unpriced = &cx.facts.spend.unpriced;
    let notes = unpriced.iter().map(|(model, rows)| {
        format!("{rows} usage row(s) of model «{model}» without a known price are not in the estimates")
    });
    Ok(Outcome::Assessed { population: series.len() as u64, findings, notes: notes.collect() })
}

fn jumps_of(entity: &Entity, own: &DailySpend, all: &BTreeMap<Entity, DailySpend>, gates: &Gates) -> Vec<Jump> {
    let (values, from_month_end) = (own.values(), own.from_month_end());
    let first_weekday = own.start.weekday().num_days_from_monday() as usize;
    let found = spikes(&Daily { values: &values, first_weekday, from_month_end: &from_month_end }, gates);
    let jump = |spike: Spike| {
        let period = Period { start: own.day(spike.start), end: own.day(spike.end) };
        Jump { entity: entity.clone(), period, spike, at_end: spike.end + 1 == values.len() }
    };
    found.into_iter().filter(|spike| reaches_parent(entity, spike, all)).map(jump).collect()
}

/// Whether the sum that the entity is part of jumped too. Where it stayed, traffic moved over from a sibling.
fn reaches_parent(entity: &Entity, spike: &Spike, all: &BTreeMap<Entity, DailySpend>) -> bool {
    let Some(parent) = entity.parent() else { return true };
    let Some(sums) = all.get(&parent).map(DailySpend::values) else { return true };
    let around = (spike.start.saturating_sub(14)..spike.start).chain(spike.end + 1..(spike.end + 15).min(sums.len()));
    // The same weekdays, so that a weekend is compared with weekends.
    let expected: f64 = (spike.start..=spike.end)
        .map(|t| {
            let same: Vec<f64> = around.clone().filter(|s| s.abs_diff(t) % 7 == 0).map(|s| sums[s]).collect();
            crate::stats::median(&same)
        })
        .sum();
    let actual: f64 = sums[spike.start..=spike.end].iter().sum();
    actual - expected >= 0.5 * spike.excess() && reaches_parent(&parent, spike, all)
}

/// Leaves out jumps whose dollars are told of something finer, and folds many fine ones into the whole.
fn tell_once(jumps: Vec<Jump>) -> Vec<Jump> {
    let overlap = |a: &Jump, b: &Jump| a.period.start <= b.period.end && b.period.start <= a.period.end;
    let is_part = |part: &Jump, whole: &Jump| {
        overlap(part, whole)
            && match (&part.entity, &whole.entity) {
                (Entity::Key { workspace, .. }, Entity::Workspace(w)) => workspace == w,
                (Entity::Key { .. } | Entity::Workspace(_), Entity::Organization) => true,
                (_, Entity::Model(_)) => !matches!(part.entity, Entity::Model(_)),
                _ => false,
            }
    };
    let mut told: Vec<Jump> = Vec::new();
    // Keys come first, then workspaces, the organization, models: the order of the enum.
    for jump in jumps {
        let parts: Vec<usize> = (0..told.len()).filter(|&at| is_part(&told[at], &jump)).collect();
        let explained: f64 = parts.iter().map(|&at| told[at].spike.excess()).sum();
        let by_few = parts.len() < 3 || matches!(jump.entity, Entity::Model(_));
        if explained >= EXPLAINED * jump.spike.excess() && by_few {
            continue;
        }
        let mut at = 0;
        told.retain(|_| {
            at += 1;
            !parts.contains(&(at - 1)) || matches!(jump.entity, Entity::Model(_))
        });
        told.push(jump);
    }
    told
}

fn finding(cx: &Context, jump: &Jump, all: &BTreeMap<Entity, DailySpend>) -> Finding {
    let rows = || cx.facts.spend.rows.iter().filter(|row| jump.entity.holds(row) && jump.period.contains(row.day));
    let actual: Money = rows().map(|row| row.amount).sum();
    let expected = Money::from_estimate(jump.spike.expected);
    let impact = actual - expected;
    let percent = if jump.spike.expected >= 0.01 {
        format!(" ({:+.0} %)", 100.0 * jump.spike.excess() / jump.spike.expected)
    } else {
        String::new()
    };
    let estimated = if rows().any(|row| row.estimated) { "estimated at list prices " } else { "" };
    let contributors = contributors(jump, all);
    let message = format!(
        "{}{} spent ${} on {}, expected ${} (up to ${}): ${} more{percent}{}",
        estimated,
        jump.entity.label(),
        actual.to_grouped(),
        jump.period,
        expected.to_grouped(),
        Money::from_estimate(jump.spike.upper).to_grouped(),
        impact.to_grouped(),
        if contributors.is_empty() { String::new() } else { format!("; most of it: {contributors}") },
    );
    let title = format!("Spend of {} jumped on {}", jump.entity.label(), jump.period);
    let mut finding = ANALYZER.finding(subject(cx, &jump.entity), title, message);
    finding.severity = match jump.spike.excess() {
        excess if excess >= 1000.0 => Severity::High,
        excess if excess >= 100.0 => Severity::Medium,
        _ => Severity::Low,
    };
    // Where the data ends with the jump, it may be a level that stays.
    finding.confidence = if jump.at_end { Confidence::Medium } else { Confidence::High };
    finding.period = Some(jump.period);
    finding.impact_usd = Some(impact);
    finding.observed = Some(format!("${}", actual.to_grouped()));
    finding.threshold = Some(format!("expected up to ${}", Money::from_estimate(jump.spike.upper).to_grouped()));
    let mut largest: Vec<_> = rows().collect();
    largest.sort_by_key(|row| (std::cmp::Reverse(row.amount), row.source));
    let evidence = |row: &&crate::facts::SpendRow| -> Evidence {
        row.source.evidence(cx.data, format!("{} {} {} ${}", row.day, row.key, row.model, row.amount.to_grouped()))
    };
    finding.evidence = largest.iter().take(5).map(evidence).collect();
    finding
}

/// What contributed most to a jump of a whole, in dollars above the same days a week before and after.
fn contributors(jump: &Jump, all: &BTreeMap<Entity, DailySpend>) -> String {
    let is_inside = |entity: &Entity| match (&jump.entity, entity) {
        (Entity::Organization, Entity::Key { .. }) => true,
        (Entity::Workspace(w), Entity::Key { workspace, .. }) => w == workspace,
        _ => false,
    };
    let mut parts: Vec<(f64, String)> = all
        .iter()
        .filter(|(entity, _)| is_inside(entity))
        .map(|(entity, series)| (excess(&series.values(), &jump.spike), entity.label()))
        .filter(|(excess, _)| *excess >= 0.1 * jump.spike.excess())
        .collect();
    parts.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let spelled =
        parts.iter().take(4).map(|(excess, label)| format!("{label} +${}", Money::from_estimate(*excess).to_grouped()));
    spelled.collect::<Vec<_>>().join(", ")
}

fn excess(values: &[f64], spike: &Spike) -> f64 {
    let one = |t: usize| {
        let weeks: Vec<f64> =
            [t.checked_sub(7), Some(t + 7)].into_iter().flatten().filter_map(|s| values.get(s).copied()).collect();
        values[t] - crate::stats::median(&weeks)
    };
    (spike.start..=spike.end).map(one).sum()
}

fn subject(cx: &Context, entity: &Entity) -> Subject {
    let lists = &cx.facts.lists;
    match entity {
        Entity::Organization => Subject::organization(),
        Entity::Model(model) => {
            Subject { kind: SubjectKind::Model, id: Some(model.clone()), name: Some(model.clone()), workspace: None }
        }
        Entity::Workspace(name) => {
            let id =
                lists.workspaces.iter().find(|workspace| workspace.name == *name).map(|workspace| workspace.id.clone());
            Subject { kind: SubjectKind::Workspace, id, name: Some(name.clone()), workspace: Some(name.clone()) }
        }
        Entity::Key { workspace, key } => {
            let stated = cx.facts.spend.rows.iter().filter(|row| entity.holds(row)).find_map(|row| row.key_id.clone());
            let named: Vec<_> = lists.keys.iter().filter(|listed| listed.name == *key).collect();
            let at_home = named.iter().filter(|listed| lists.workspace_name(listed) == Some(workspace.as_str()));
            let ids: Vec<String> = if named.len() == 1 {
                named.iter().map(|k| k.id.clone()).collect()
            } else {
                at_home.map(|k| k.id.clone()).collect()
            };
            let by_name = ids.first().filter(|_| ids.len() == 1).cloned();
            let name = (!key.is_empty()).then(|| key.clone());
            Subject { kind: SubjectKind::ApiKey, id: stated.or(by_name), name, workspace: Some(workspace.clone()) }
        }
    }
}
