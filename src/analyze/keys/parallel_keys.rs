//! Several active keys for one service in one environment.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::Duration;

use super::places::{Place, Serving, are_numbered_siblings, places, replaced};
use super::{dated, record, subject};
use crate::analyze::{Analyzer, Context, Explain, Limit, Outcome, Threshold};
use crate::model::{Control, Finding, Severity, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "parallel-keys",
    title: "Several active keys for one service and environment",
    control: Control::KeyPerService,
    severity: Severity::Medium,
    reads: &[&[Table::Keys]],
    population: "services and environments with active keys",
    thresholds: &[Threshold {
        name: "overlap_days",
        default: 14.0,
        unit: "days",
        source: "time to deploy a successor and to switch its predecessor off",
    }],
    explain: Explain {
        finds: "Two or more active keys, each older than `overlap_days`, for one service in one environment of one workspace: by the \
                policy's services and environments, else by what their names say other than environment, version, date, number and words \
                like new and old. One finding for each service and environment, about its oldest key. Not found: a key that \
                another one in use replaced, which is `incomplete-rotation`; keys of one service in several workspaces, which need one \
                each and are noted; keys of persons, of Claude Code, and admin keys; keys whose names say no service. Numbered keys \
                that were made together (`search-1`, `search-2`) are low: they seem meant to work side by side.",
        matters: "A second key for the same thing is a second secret to leak, and in an incident the one that is revoked may be the wrong \
                  one. Limits and costs of the service fall apart over two names.",
        remedy: &[
            "Ask the owner which of the keys the service uses; the use per key shows it",
            "Where they serve two things: rename them so that the names say which; or Admin API: POST \
             /v1/organizations/api_keys/{id} with {\"name\":\"…\"}",
            "Else Console > API keys > Disable all but one; or Admin API: POST /v1/organizations/api_keys/{id} with \
             {\"status\":\"inactive\"}",
        ],
        caveats: "Names are hints: services and environments from names have confidence medium, and low where no environment is known. A \
                  service that is split over keys to separate its costs is found; give its parts names of their own in the policy.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("overlap_days") });
    let (places, undated) = places(cx);
    let mut findings = Vec::new();
    for place in &places {
        let outgoing: BTreeSet<&str> = replaced(cx, place, limit).iter().map(|(old, ..)| old.key.id.as_str()).collect();
        let is_settled = |one: &&Serving| cx.as_of - one.created > Duration::days(limit.days());
        let stay = |one: &&Serving| !outgoing.contains(one.key.id.as_str());
        let keys: Vec<&Serving> = place.keys.iter().filter(is_settled).filter(stay).collect();
        findings.extend(parallel(cx, place, &keys, limit));
    }
    let mut notes = in_several_workspaces(&places);
    if undated > 0 {
        notes.push(format!("not judged: {} without a creation date", counted(undated, "active key")));
    }
    Ok(Outcome::Assessed { population: places.len() as u64, findings, notes })
}

fn parallel(cx: &Context, place: &Place, keys: &[&Serving], limit: Limit) -> Option<Finding> {
    let [oldest, others @ ..] = keys else { return None };
    if others.is_empty() {
        return None;
    }
    let are_siblings = others.iter().all(|other| are_numbered_siblings(oldest, other, limit));
    let listed: Vec<String> = keys.iter().map(|one| format!("«{}» {}", one.key.name, dated(one.key))).collect();
    let message = format!(
        "{} active keys serve {}: {}{}. Expected: one key beyond an overlap of {limit}",
        keys.len(),
        place.formatted(),
        listed.join(", "),
        if are_siblings { ". Their numbers and creation times suggest that they work side by side" } else { "" }
    );
    let environment = place.environment.map_or_else(String::new, |environment| format!(" in {}", environment.id()));
    let title = format!("{} active keys serve «{}»{environment}", keys.len(), place.service);
    let mut finding = ANALYZER.finding(subject(cx, oldest.key), title, message);
    if are_siblings {
        finding.severity = Severity::Low;
    }
    finding.confidence = place.confidence;
    finding.observed = Some(format!("{} active keys", keys.len()));
    finding.threshold = Some(format!("one key beyond an overlap of {limit}"));
    finding.evidence = keys.iter().map(|one| record(cx, one.key)).collect();
    Some(finding)
}

/// A key belongs to one workspace, so that a service that works in two needs two.
fn in_several_workspaces(places: &[Place]) -> Vec<String> {
    let mut homes: BTreeMap<(&str, _), Vec<&str>> = BTreeMap::new();
    for place in places.iter().filter(|place| place.environment.is_some()) {
        homes.entry((&place.service, place.environment)).or_default().push(place.workspace);
    }
    let several = homes.into_iter().filter(|(_, homes)| homes.len() > 1).map(|((service, environment), homes)| {
        let environment = environment.map_or("", |environment| environment.id());
        format!("«{service}» ({environment}) in {}", homes.join(" and "))
    });
    let several: Vec<String> = several.collect();
    let note = format!("keys of one service in several workspaces do not count as parallel: {}", several.join("; "));
    if several.is_empty() { Vec::new() } else { vec![note] }
}
