//! Keys that are used for something else than before.

mod judge;
#[cfg(test)]
mod tests;
mod volume;

use std::cell::OnceCell;
use std::collections::BTreeMap;

use anyhow::Result;
use chrono::NaiveDate;
use judge::{Change, DetectorThresholds, changes};
use volume::{NewRises, volume};

use super::ambiguity_note;
use crate::analyze::unread_days::{Doubt, doubt_of_mix};
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::facts::{DayMix, Dimension, MixedKey};
use crate::model::{Confidence, Control, Evidence, Finding, Period, Severity, Subject, SubjectKind, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "behaviour-change",
    title: "Keys that are used for something else than before",
    control: Control::SpendAlerts,
    severity: Severity::Medium,
    reads: &[&[Table::Usage]],
    population: "keys with enough days of use",
    thresholds: &[
        Threshold {
            name: "least_distance",
            default: 0.4,
            unit: "Jensen-Shannon distance",
            source: "0 is the same mix, 1 one that has nothing in common (Endres and Schindelin 2003); half of the traffic that goes from \
                     the only model to another is 0.56",
        },
        Threshold {
            name: "least_share_points",
            default: 30.0,
            unit: "percentage points",
            source: "what a third of the traffic does is no experiment",
        },
        Threshold {
            name: "least_tokens_a_day",
            default: 10_000.0,
            unit: "tokens",
            source: "below, a handful of calls makes the mix",
        },
        Threshold {
            name: "least_volume_ratio",
            default: 5.0,
            unit: "times the tokens before",
            source: "growth takes months for it; another use of the key a day",
        },
        Threshold {
            name: "least_history_days",
            default: 12.0,
            unit: "days of use",
            source: "what a key does needs at least this much",
        },
        Threshold {
            name: "least_days_after",
            default: 7.0,
            unit: "days of use",
            source: "every weekday once; what is shorter may be an experiment",
        },
    ],
    explain: Explain {
        finds: "Keys whose tokens turn to other models, geographies, speeds or (where exports are hourly) times of the day, on a day of the \
                period after `least_history_days` days of use, and stay so for `least_days_after`: by the distance of the mean daily mixes and \
                by the share that moved. Also keys whose tokens a day rise to `least_volume_ratio` times and stay, unless their dollars are \
                reported by `spend-shift` or came over from another key (rotation). What three and more keys do alike within two weeks, as \
                when a provider moves traffic, is reported once, and low. Not found: a turn away from a model within two weeks of its retirement (a note says so), the first days of a key, days of few tokens, mixes that come and go, \
                and a new key that takes over from another.",
        matters: "A key that suddenly does something else is a key in other hands, or a service that nobody announced.",
        remedy: &[
            "Ask the owner of {name} what was released on that day; if nobody knows, disable the key and rotate: Console > API keys > {name} > \
             Disable; or Admin API: POST /v1/organizations/api_keys/{id} with {\"status\":\"inactive\"}",
            "Look at its use: Console > Usage, API key {name}, grouped by model; or Admin API: GET \
             /v1/organizations/usage_report/messages?api_key_ids[]={id}&group_by[]=model&group_by[]=inference_geo",
        ],
        caveats: "A planned change looks the same. The costlier model is also reported by `model-cost-drift`, with its dollars. A key in slow decline or \
                  growth keeps its mix. Where two listed keys share a name and exports have no ids, nothing is said.",
    },
    run,
};

/// Keys that change alike from which it is one change.
const TOGETHER: usize = 3;
/// Days within which they do.
const WITHIN: i64 = 14;

/// A key with what turned.
struct Changed<'a> {
    key: &'a MixedKey,
    days: &'a BTreeMap<NaiveDate, DayMix>,
    changes: Vec<Change>,
}

fn run(cx: &Context) -> Result<Outcome> {
    let gates = DetectorThresholds::of(cx);
    let least = gates.history + gates.persistence;
    let (mut population, mut unclear, mut changed, mut notes) = (0, Vec::new(), Vec::new(), Vec::new());
    let rises = OnceCell::new();
    for (key, days) in &cx.facts.spend.key_mixes.0 {
        if days.range(..=cx.period.end).count() < least {
            continue;
        }
        if key.key_id.is_none() && listed(cx, key).len() > 1 {
            unclear.push(key.key.as_str());
            continue;
        }
        population += 1;
        let mut changes = changes(cx, days, &gates);
        changes.retain(|change| {
            let explained = retirement(cx, change);
            notes.extend(explained.iter().map(|why| format!("{}: {why}", key.key)));
            explained.is_none()
        });
        let new = || rises.get_or_init(|| NewRises::of(cx, &gates));
        changes.extend(volume(cx, (key, days), &gates, new));
        changes.retain(|change| {
            let why = doubt(cx, days, change.day).and_then(|doubt| doubt.withheld().map(str::to_owned));
            notes.extend(why.iter().map(|why| format!("{} changed on {}: not judged, as {why}", key.key, change.day)));
            why.is_none()
        });
        changed.push(Changed { key, days, changes });
    }
    if population == 0 {
        let none = format!("no usage export has a key with {least} days of use");
        let why = ambiguity_note(&unclear).pop().unwrap_or(none);
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Usage] });
    }
    let mut findings = together(cx, &mut changed);
    changed.retain(|one| !one.changes.is_empty());
    findings.extend(changed.iter().map(|one| of_key(cx, one)));
    notes.extend(ambiguity_note(&unclear));
    Ok(Outcome::Assessed { population, findings, notes })
}

/// What could not be read of the days before a change, and from then on.
fn doubt(cx: &Context, days: &BTreeMap<NaiveDate, DayMix>, day: NaiveDate) -> Option<Doubt> {
    let (first, last) = (*days.keys().next()?, *days.keys().next_back()?);
    doubt_of_mix(cx, Period::new(first, day.pred_opt()?)?, Period::new(day, last)?)
}

/// Why a key had to turn to another model: the one that it left was retired about then.
fn retirement(cx: &Context, change: &Change) -> Option<String> {
    let last = change
        .dimension
        .filter(|one| *one == Dimension::Model)
        .and_then(|_| cx.facts.spend.prices.retired_after(&change.from))?;
    let days = (change.day - last).num_days().abs();
    (days <= WITHIN).then(|| {
        format!(
            "moved from {} to {} on {}, because {} was retired after {last}",
            change.from, change.to, change.day, change.from
        )
    })
}

/// The listed keys that it may be.
fn listed<'a>(cx: &'a Context, key: &MixedKey) -> Vec<&'a crate::facts::Key> {
    let lists = &cx.facts.lists;
    if let Some(id) = &key.key_id {
        return lists.keys.iter().filter(|one| one.id == *id).collect();
    }
    let named: Vec<_> = lists.keys.iter().filter(|one| one.name == key.key).collect();
    let here = |one: &&&crate::facts::Key| lists.workspace_name(one) == Some(key.workspace.as_str());
    let same_workspace: Vec<_> = named.iter().filter(here).copied().collect();
    if named.len() > 1 && same_workspace.len() == 1 { same_workspace } else { named }
}

/// Takes out what several keys do alike, and tells it once.
fn together(cx: &Context, changed: &mut [Changed]) -> Vec<Finding> {
    let mut alike: BTreeMap<(Dimension, String, String), Vec<(NaiveDate, usize)>> = BTreeMap::new();
    for (at, one) in changed.iter().enumerate() {
        for change in &one.changes {
            if let Some(dimension) = change.dimension {
                let way = (dimension, change.from.clone(), change.to.clone());
                alike.entry(way).or_default().push((change.day, at));
            }
        }
    }
    let mut findings = Vec::new();
    for ((dimension, from, to), mut keys) in alike {
        keys.sort_unstable();
        let is_one = |(day, _): &(NaiveDate, usize)| (*day - keys[0].0).num_days() <= WITHIN;
        if keys.len() < TOGETHER || !keys.iter().all(is_one) {
            continue;
        }
        let mut evidence = Vec::new();
        for (day, at) in &keys {
            let one = &mut changed[*at];
            evidence.extend(record(cx, one, *day));
            one.changes.retain(|change| change.dimension != Some(dimension));
        }
        let days = Period { start: keys[0].0, end: keys[keys.len() - 1].0 };
        let names: Vec<&str> = keys.iter().map(|(_, at)| changed[*at].key.key.as_str()).collect();
        let message = format!(
            "{} keys moved from «{from}» to «{to}» on {days}: {}. Threshold: {}",
            keys.len(),
            names.join(", "),
            cx.limit(&ANALYZER, const { ANALYZER.threshold("least_distance") })
        );
        let title = format!("{} keys moved from «{from}» to «{to}»", keys.len());
        let mut finding = ANALYZER.finding(Subject::organization(), title, message);
        finding.severity = Severity::Low;
        finding.period = Some(days);
        finding.observed = Some(format!("{} keys", keys.len()));
        finding.threshold = Some(cx.limit(&ANALYZER, const { ANALYZER.threshold("least_distance") }).to_string());
        finding.evidence = evidence;
        findings.push(finding);
    }
    findings
}

fn of_key(cx: &Context, one: &Changed) -> Finding {
    let words: Vec<&str> = one.changes.iter().map(|change| change.words.as_str()).collect();
    let start = one.changes.iter().map(|change| change.day).min().unwrap_or(cx.period.start);
    let message = format!("key «{}»: {}", one.key.key, words.join(" "));
    let title = format!("Key «{}» changed behaviour on {}", one.key.key, crate::analyze::wording::day(start));
    let listed = listed(cx, one.key);
    let subject = match listed[..] {
        [key] => super::subject(cx, key),
        _ => Subject {
            kind: SubjectKind::ApiKey,
            id: one.key.key_id.clone(),
            name: Some(one.key.key.clone()),
            workspace: Some(one.key.workspace.clone()),
        },
    };
    let mut finding = ANALYZER.finding(subject, title, message);
    finding.confidence = if listed.len() == 1 { Confidence::High } else { Confidence::Medium };
    finding.period = Some(Period { start, end: cx.period.end });
    finding.observed = Some(one.changes.iter().map(|change| change.observed.as_str()).collect::<Vec<_>>().join("; "));
    let limit = match one.changes[0].dimension {
        Some(_) => const { ANALYZER.threshold("least_distance") },
        None => const { ANALYZER.threshold("least_volume_ratio") },
    };
    finding.threshold = Some(cx.limit(&ANALYZER, limit).to_string());
    finding.evidence = one.changes.iter().flat_map(|change| record(cx, one, change.day)).collect();
    finding.evidence.dedup();
    one.changes
        .iter()
        .find_map(|change| doubt(cx, one.days, change.day))
        .iter()
        .for_each(|one| one.lower(&mut finding));
    finding
}

/// The last day before, and the first from then on.
fn record(cx: &Context, one: &Changed, day: NaiveDate) -> Vec<Evidence> {
    let days = [one.days.range(..day).next_back(), one.days.range(day..).next()];
    let write_out = |(day, mix): (&NaiveDate, &DayMix)| {
        let models = mix.parts(Dimension::Model).map_or_else(String::new, judge::shares);
        mix.source.evidence(cx.data, format!("{day} {}: {} tokens {models}", one.key.key, mix.tokens))
    };
    days.into_iter().flatten().map(write_out).collect()
}
