//! Production keys whose use stopped.

mod successor;
#[cfg(test)]
mod tests;

use anyhow::Result;
use chrono::{Days, NaiveDate};

use super::explained::against;
use super::series::{Entity, daily};
use crate::analyze::unread_days::doubt_of_silence;
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold, list_is_cut};
use crate::facts::names::services::environment_of;
use crate::facts::{Covered, DEFAULT_WORKSPACE, Key, KeyUse};
use crate::model::{
    Confidence, Control, Finding, Money, Period, Severity, SpendChange, Subject, SubjectKind, Table, counted,
};
use crate::policy::Environment;
use crate::stats::silence::{DetectorThresholds, Silence, silence};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "spend-drop",
    title: "Production keys whose use stopped",
    control: Control::SpendAlerts,
    severity: Severity::Medium,
    reads: &[&[Table::Keys], &[Table::Usage, Table::Cost]],
    population: "active production keys that were in use",
    thresholds: &[
        Threshold {
            name: "least_silent_days",
            default: 7.0,
            unit: "days",
            source: "every weekday once: what works on some weekdays only has rested for less",
        },
        Threshold { name: "least_missed_days", default: 5.0, unit: "days of use missed", source: "a working week" },
        Threshold {
            name: "least_history_days",
            default: 12.0,
            unit: "days of use",
            source: "a weekday pattern needs at least this much",
        },
        Threshold {
            name: "most_silent_days",
            default: 45.0,
            unit: "days",
            source: "from then on `stale-key` reports the key",
        },
    ],
    explain: Explain {
        finds: "Active keys of production (by policy, name, or the tag or name of their workspace) that were in use and are silent at the end \
                of the data: for `least_silent_days` and more, with at least `least_missed_days` days on which the weekdays of the four weeks \
                before let expect use, and at least twice the longest silence that the key ever had. Not found: archived or \
                inactive keys, keys of archived workspaces, keys whose use faded out before, keys that came to life too lately to know their rhythm, and keys \
                whose dollars went over to other keys of the workspace at once, or whose service has another key that does as much (rotation, \
                migration). Silence counts only where exports that name \
                keys cover it.",
        matters: "A production service that no longer calls is broken, blocked, or was moved to a key that nobody listed.",
        remedy: &[
            "Ask the owner of {name} whether the service still runs, and with which key; look for refused requests since that day",
            "Look where the use went: Console > Usage, grouped by API key; or Admin API: GET \
             /v1/organizations/usage_report/messages with group_by[]=api_key_id",
            "If the key has served its time: Console > API keys > {name} > Disable; or Admin API: POST \
             /v1/organizations/api_keys/{id} with {\"status\":\"inactive\"}",
        ],
        caveats: "A season that ends looks the same. Where two keys share the name, nothing is said unless ids or workspaces settle it. \
                  Exports that were filtered to some workspaces or models show no use of the others.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(cut) = list_is_cut(cx, Table::Keys) {
        return Ok(cut);
    }
    let days_of = |limit| usize::try_from(cx.limit(&ANALYZER, limit).days()).unwrap_or_default();
    let gates = DetectorThresholds {
        silent: days_of(const { ANALYZER.threshold("least_silent_days") }),
        missed: cx.limit(&ANALYZER, const { ANALYZER.threshold("least_missed_days") }).value,
        history: days_of(const { ANALYZER.threshold("least_history_days") }),
    };
    let least = (gates.silent + gates.history) as i64;
    let Some(covered) = cx.facts.coverage.key_use.latest(least) else {
        let days = cx.facts.coverage.key_use.longest();
        let days = counted(days, "day");
        let why = format!("usage and cost exports that name keys cover {days} without a gap; needed: {least}");
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Usage, Table::Cost] });
    };
    let series = daily(&cx.facts.spend.series);
    let (mut population, mut findings, mut notes) = (0, Vec::new(), Vec::new());
    let production = |key: &&Key| {
        environment_of(key, &cx.facts.lists, cx.policy).is_some_and(|it| it.environment == Environment::Production)
    };
    // Archiving a workspace stops its keys, whatever their status says.
    let is_live = |key: &&Key| {
        let workspace =
            cx.facts.lists.workspaces.iter().find(|one| Some(one.id.as_str()) == key.workspace_id.as_deref());
        workspace.is_none_or(|workspace| workspace.archived_at.is_none())
    };
    let keys = cx.facts.lists.active_keys().filter(|key| !key.organization_scoped).filter(is_live);
    for key in keys.filter(production) {
        let Some(uses) = cx.facts.keys.uses.of(&key.id).filter(|uses| !uses.uses.is_empty()) else { continue };
        population += 1;
        let values = presence(uses, covered);
        let Some(found) = silence(&values, &gates) else { continue };
        let since = day(covered, found.start);
        let namesake = uses.ambiguous.iter().any(|one| one.last >= since);
        if namesake {
            notes.push(format!("«{}» is silent, or use under its name is its own: two listed keys have it", key.name));
        }
        let acts = cx.facts.log.activity.of_id(&key.id).is_some_and(|last| last.at.date_naive() >= since);
        let is_old = (values.len() - found.start) as i64
            > cx.limit(&ANALYZER, const { ANALYZER.threshold("most_silent_days") }).days();
        if namesake || acts || is_old || has_faded(cx, uses, since) || successor::of(cx, key, since, &series) {
            continue;
        }
        findings.push(finding(cx, key, uses, &found, covered));
    }
    Ok(Outcome::Assessed { population, findings, notes })
}

fn day(covered: Covered, at: usize) -> NaiveDate {
    covered.since.checked_add_days(Days::new(at as u64)).unwrap_or(covered.until)
}

/// 1 for every covered day with use, 0 for the others.
fn presence(uses: &KeyUse, covered: Covered) -> Vec<f64> {
    let days = uses.days();
    let covered = Period { start: covered.since, end: covered.until };
    covered.each_day().map(|day| if days.contains_key(&day) { 1.0 } else { 0.0 }).collect()
}

/// Share of its level under which a key had faded before it fell silent.
const FADED: f64 = 0.5;

/// Whether the last week of use was a shadow of the four weeks before the silence: a service that winds down.
fn has_faded(cx: &Context, uses: &KeyUse, since: NaiveDate) -> bool {
    let daily = |days: u64| {
        let period = Period { start: since - Days::new(days), end: since - Days::new(1) };
        cx.facts.spend.series.of_key(uses, period).total().to_f64() / days as f64
    };
    daily(7) < FADED * daily(28)
}

fn finding(cx: &Context, key: &Key, uses: &KeyUse, found: &Silence, covered: Covered) -> Finding {
    let since = day(covered, found.start);
    let silent = (covered.until - since).num_days() + 1;
    let missed = found.missed.round();
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("least_missed_days") });
    let four_weeks = Period { start: since - Days::new(28), end: since - Days::new(1) };
    let spent = cx.facts.spend.series.of_key(uses, four_weeks);
    let usual = if spent.total() == Money::ZERO {
        String::new()
    } else {
        format!(". In the four weeks before it used {spent}")
    };
    let message = format!(
        "no use since {since}: {} until {}, with use expected on {missed}. Its longest silence before was {}{usual}. Threshold: {limit}",
        counted(silent, "day"),
        covered.until,
        counted(found.longest_before, "day"),
    );
    let subject = Subject {
        kind: SubjectKind::ApiKey,
        id: Some(key.id.clone()),
        name: (!key.name.trim().is_empty()).then(|| key.name.clone()),
        workspace: cx.facts.lists.workspace_name(key).map(str::to_owned),
    };
    let title =
        format!("Use of production key «{}» stopped on {}", subject.label(), crate::analyze::wording::day(since));
    let mut finding = ANALYZER.finding(subject, title, message);
    let environment = environment_of(key, &cx.facts.lists, cx.policy);
    finding.confidence = environment.map_or(Confidence::Medium, |environment| environment.confidence);
    finding.period = Period::new(since, covered.until);
    finding.period.and_then(|days| doubt_of_silence(cx, days)).iter().for_each(|doubt| doubt.lower(&mut finding));
    finding.change = explained(cx, key, finding.period, four_weeks);
    finding.observed = Some(format!("{} of use missed", counted(missed, "day")));
    finding.threshold = Some(limit.to_string());
    finding.evidence = vec![key.source.evidence(cx.data, format!("{}: status {}", key.id, key.status))];
    finding.evidence.extend(
        uses.last().map(|last| last.source.evidence(cx.data, format!("{} of {}", last.table.title(), last.last))),
    );
    finding
}

/// What the silence left unspent, where the key's spend can be determined by its name.
fn explained(cx: &Context, key: &Key, silence: Option<Period>, before: Period) -> Option<SpendChange> {
    let workspace = cx.facts.lists.workspace_name(key).unwrap_or(DEFAULT_WORKSPACE).to_owned();
    let of = Entity::Key { workspace, key: key.name.clone() };
    let change = against(cx, &of, silence?, before, None);
    (change.expected_usd > Money::ZERO).then_some(change)
}
