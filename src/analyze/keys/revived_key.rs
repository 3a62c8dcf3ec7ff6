//! Keys that came back after a long silence.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::NaiveDate;

use super::{day_record, silence_confidence, subject};
use crate::analyze::{Analyzer, Context, Explain, Limit, Outcome, Threshold};
use crate::facts::{Source, Use};
use crate::model::{Confidence, Control, Finding, Period, Severity, Subject, SubjectKind, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "revived-key",
    title: "Keys used again after a long silence",
    control: Control::SpendAlerts,
    severity: Severity::Medium,
    reads: &[&[Table::Usage, Table::Cost]],
    population: "keys with use in the data",
    thresholds: &[Threshold {
        name: "silent_days",
        default: 60.0,
        unit: "days",
        source: "longer than two months: work that comes monthly, or skips a month, does not rest so long",
    }],
    explain: Explain {
        finds: "Keys that were used in the period after more than `silent_days` days without any use; the finding's period is the day of \
                the return. The silence must lie inside one unbroken run of exports that name keys: a gap between exports proves nothing, \
                and a first use is no return. Keys that rest about as long another time (up to a week more or less) work in batches: they \
                are not found.",
        matters: "A dormant key that wakes up is how a leaked or forgotten secret shows: nobody was watching it.",
        remedy: &[
            "Ask the owner of {name} whether the use is theirs",
            "If it is not: Console > API keys > {name} > Disable; or Admin API: POST /v1/organizations/api_keys/{id} with \
             {\"status\":\"inactive\"}, and look at what was requested since",
            "If it is: note the rhythm, or give the work a key of its own",
        ],
        caveats: "A job that runs once a quarter is found on its second run, and not any more from the third on. Exports that were filtered \
                  to some workspaces or models show silence that was none. Where exports only name keys, use that may be another key's of \
                  the same name counts against the silence, and a key that no list has is known by its name alone: confidence medium.",
    },
    run,
};

/// Rests that differ by no more than a week are of the same length: month ends, weekends and holidays move a batch that far.
const SAME_LENGTH_DAYS: i64 = 7;

/// A key and the days of its use.
struct Series<'a> {
    subject: Subject,
    days: BTreeMap<NaiveDate, (&'a Use, Source)>,
    /// Days on which it may have been used.
    possible: BTreeSet<NaiveDate>,
    confidence: Confidence,
}

fn run(cx: &Context) -> Result<Outcome> {
    if cx.facts.coverage.key_use.is_empty() {
        let why = "no usage or cost export names keys".to_owned();
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Usage, Table::Cost] });
    }
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("silent_days") });
    if cx.facts.coverage.key_use.longest() < limit.days() + 3 {
        let days = cx.facts.coverage.key_use.longest();
        let why = format!(
            "usage and cost exports that name keys cover {} without a gap; needed: {}, for use, silence and use again",
            counted(days, "day"),
            limit.days() + 3
        );
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Usage, Table::Cost] });
    }
    let series: Vec<Series> = listed(cx).chain(unlisted(cx)).collect();
    let findings = series.iter().flat_map(|series| returns(cx, series, limit)).collect();
    Ok(Outcome::Assessed { population: series.len() as u64, findings, notes: Vec::new() })
}

fn listed<'a>(cx: &'a Context) -> impl Iterator<Item = Series<'a>> {
    cx.facts.lists.keys.iter().filter_map(|key| {
        let uses = cx.facts.keys.uses.of(&key.id)?;
        Some(Series {
            subject: subject(cx, key),
            days: uses.days(),
            possible: uses.ambiguous.iter().flat_map(|one| one.days.keys().copied()).collect(),
            confidence: silence_confidence(cx, key),
        })
    })
}

/// Keys of which no list is there, or that it lacks: one per name, whatever the workspace.
fn unlisted<'a>(cx: &'a Context) -> impl Iterator<Item = Series<'a>> {
    let mut by_name: BTreeMap<&str, Vec<&Use>> = BTreeMap::new();
    for one in &cx.facts.keys.uses.unknown {
        let name = one.key_name.as_deref().or(one.key_id.as_deref()).unwrap_or_default();
        by_name.entry(name).or_default().push(one);
    }
    by_name.into_values().map(|uses| {
        let ids: BTreeSet<&String> = uses.iter().filter_map(|one| one.key_id.as_ref()).collect();
        let workspaces: BTreeSet<&String> = uses.iter().filter_map(|one| one.workspace.as_ref()).collect();
        let only = |of: &BTreeSet<&String>| of.first().filter(|_| of.len() == 1).map(|one| (*one).clone());
        let subject = Subject {
            kind: SubjectKind::ApiKey,
            id: only(&ids),
            name: uses.iter().find_map(|one| one.key_name.clone()),
            workspace: only(&workspaces),
        };
        let days = uses.iter().flat_map(|one| one.days.iter().map(|(day, row)| (*day, (*one, *row)))).collect();
        Series { subject, days, possible: BTreeSet::new(), confidence: Confidence::Medium }
    })
}

/// A rest: the last day before it and the first one after it.
#[derive(Clone, Copy)]
struct Rest {
    before: NaiveDate,
    after: NaiveDate,
}

impl Rest {
    /// Whole days without use.
    fn days(self) -> i64 {
        (self.after - self.before).num_days() - 1
    }
}

/// Every return of a key in the period.
fn returns(cx: &Context, series: &Series, limit: Limit) -> Vec<Finding> {
    let used: Vec<NaiveDate> = series.days.keys().copied().collect();
    let rests: Vec<Rest> = used.windows(2).map(|pair| Rest { before: pair[0], after: pair[1] }).collect();
    let is_rhythm = |rest: &Rest| {
        let same = rests.iter().filter(|other| (other.days() - rest.days()).abs() <= SAME_LENGTH_DAYS);
        same.count() > 1
    };
    let is_silent = |rest: &Rest| {
        let mut inside = series.possible.range(rest.before..=rest.after);
        cx.facts.coverage.key_use.covers(rest.before, rest.after) && inside.next().is_none()
    };
    let in_period = rests.iter().filter(|rest| rest.days() > limit.days() && cx.period.contains(rest.after));
    let returned = in_period.filter(|rest| is_silent(rest) && !is_rhythm(rest));
    returned.map(|rest| finding(cx, series, *rest, limit)).collect()
}

fn finding(cx: &Context, series: &Series, rest: Rest, limit: Limit) -> Finding {
    let off = series.subject.id.as_deref().map(|id| cx.facts.keys.history.off(id)).unwrap_or_default();
    let switched_on = off.iter().rev().filter_map(|off| off.until).map(|at| at.date_naive());
    let switched_on = switched_on.filter(|day| rest.before <= *day && *day <= rest.after).max();
    let why = switched_on.map_or_else(String::new, |day| format!(". It was switched on again on {day}"));
    let message = format!(
        "used again on {} after {} without use, last on {}{why}. Threshold: {limit}",
        rest.after,
        counted(rest.days(), "day"),
        rest.before
    );
    let title = format!("Key «{}» is used again after a long silence", series.subject.label());
    let mut finding = ANALYZER.finding(series.subject.clone(), title, message);
    finding.confidence = series.confidence;
    finding.period = Some(Period { start: rest.after, end: rest.after });
    finding.observed = Some(counted(rest.days(), "day"));
    finding.threshold = Some(limit.to_string());
    let edges = [rest.after, rest.before].into_iter().filter_map(|day| Some((day, series.days.get(&day)?)));
    finding.evidence = edges.map(|(day, (one, row))| day_record(cx, one, day, *row)).collect();
    finding
}
