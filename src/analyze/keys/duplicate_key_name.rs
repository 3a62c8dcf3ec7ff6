//! One name on several active keys.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::Duration;

use super::{active_keys, dated, record};
use crate::analyze::{Analyzer, Context, Explain, Limit, Outcome, Threshold};
use crate::facts::Key;
use crate::model::{Control, Finding, Severity, Subject, SubjectKind, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "duplicate-key-name",
    title: "Names that several active keys share",
    control: Control::KeyNaming,
    severity: Severity::Low,
    reads: &[&[Table::Keys]],
    population: "active keys",
    thresholds: &[Threshold {
        name: "overlap_days",
        default: 14.0,
        unit: "days",
        source: "time to deploy a successor of the same name and to switch its predecessor off",
    }],
    explain: Explain {
        finds: "Names that two or more active keys have, letter for letter, blanks around them aside, in whatever workspaces. A key that \
                was made at most `overlap_days` before the report's instant may be the successor of its namesake and does not count \
                yet. A namesake that is inactive, archived or expired does not count either. One finding for each name. \
                Keys of a gateway (LiteLLM) likewise, among themselves.",
        matters: "Usage exports name keys and give no ids: of two keys with one name nobody knows which was used, which one is stale, \
                  or which one leaked.",
        remedy: &[
            "Find out which of the keys called {name} is needed: a cost export grouped by API key states ids",
            "Console > API keys: rename the keys to <environment>-<service>; or Admin API: POST /v1/organizations/api_keys/{id} \
             with {\"name\":\"…\"}",
            "Console > API keys > Disable what is not needed; or Admin API: POST /v1/organizations/api_keys/{id} with \
             {\"status\":\"inactive\"}",
        ],
        caveats: "Names that differ in letter case only are two names. Keys without a day of creation are not judged, because they may \
                  have been made within the overlap.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::ApiKey);
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("overlap_days") });
    let mut by_name: BTreeMap<&str, Vec<&Key>> = BTreeMap::new();
    let mut population = 0;
    for key in active_keys(cx) {
        population += 1;
        if !key.name.trim().is_empty() {
            judged.add(&key.id);
        }
        by_name.entry(key.name.trim()).or_default().push(key);
    }
    let (mut findings, mut notes) = (Vec::new(), Vec::new());
    for (name, mut keys) in by_name.into_iter().filter(|(name, keys)| !name.is_empty() && keys.len() > 1) {
        keys.sort_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
        let is_settled = |key: &Key| key.created_at.is_some_and(|at| cx.as_of - at > Duration::days(limit.days()));
        if keys.iter().filter(|key| is_settled(key)).count() > 1 {
            findings.push(duplicate(cx, name, &keys, limit));
        } else if keys.iter().any(|key| key.created_at.is_none()) {
            notes.push(format!("not judged, because a key without a day of creation has it: the name «{name}»"));
        }
    }
    Ok(Outcome::Assessed { population, findings, notes })
}

fn duplicate(cx: &Context, name: &str, keys: &[&Key], limit: Limit) -> Finding {
    let listed: Vec<String> = keys.iter().map(|key| dated(key)).collect();
    let message = format!(
        "{} active keys are named «{name}»: {}. Expected: one key beyond an overlap of {limit}",
        keys.len(),
        listed.join(", ")
    );
    // What is found is the name: it has no id, and no workspace of its own where the keys are in two.
    let homes: Vec<Option<&str>> = keys.iter().map(|key| cx.facts.lists.workspace_name(key)).collect();
    let home = homes.first().copied().flatten().filter(|first| homes.iter().all(|home| *home == Some(first)));
    let subject = Subject {
        kind: SubjectKind::ApiKey,
        id: None,
        name: Some(name.to_owned()),
        workspace: home.map(str::to_owned),
    };
    let mut finding = ANALYZER.finding(subject, format!("{} active keys are named «{name}»", keys.len()), message);
    finding.observed = Some(format!("{} active keys", keys.len()));
    finding.threshold = Some(format!("one key beyond an overlap of {limit}"));
    finding.evidence = keys.iter().map(|key| record(cx, key)).collect();
    finding
}
