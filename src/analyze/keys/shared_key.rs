//! One key for several environments, workspaces or services.

use std::collections::BTreeSet;

use anyhow::Result;

use super::{record, subject, use_record};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::environment::{Named, environments_in, is_environment_word};
use crate::facts::words::words;
use crate::facts::{Key, shared_names};
use crate::model::{Confidence, Control, Evidence, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "shared-key",
    title: "Keys shared between environments, workspaces or services",
    control: Control::KeyPerService,
    severity: Severity::High,
    reads: &[&[Table::Keys], &[Table::Usage, Table::Cost]],
    population: "active keys",
    thresholds: &[],
    explain: Explain {
        finds: "Active keys that were used from two workspaces; that are named for two environments (`prod-and-dev-search`) or for all of \
                them (`all-envs`); or for two services that other keys or the policy know, joined by +, &, /, a comma, «and» or behind \
                «shared» (`api+worker`). `<environment>-all` and `<environment>-shared` are low. A key that the activity feed says was \
                moved once is not found, nor is an «and» or «shared» inside one service's name (`track-and-trace`), nor two keys that have \
                one name.",
        matters: "A shared key cannot be revoked without taking down everything that uses it, and its use cannot be attributed.",
        remedy: &[
            "Make a key for every service and environment that uses {name}: Console > API keys > Create key",
            "Move the services one by one; the key's use per day shows what is left",
            "Console > API keys > {name} > Disable; or Admin API: POST /v1/organizations/api_keys/{id} with {\"status\":\"inactive\"}",
        ],
        caveats: "Names are hints, use from two workspaces is proof. Without the activity feed a key that was moved looks shared.",
    },
    run,
};

/// Words after an environment that make a key common to it: worth knowing, and no mixing of environments.
const COMMON: [&str; 2] = ["all", "shared"];
const ALL_ENVIRONMENTS: [&[&str]; 3] = [&["all", "envs"], &["all", "environments"], &["all", "env"]];

/// What speaks for sharing.
struct Sign {
    severity: Severity,
    confidence: Confidence,
    message: String,
    observed: String,
    evidence: Vec<Evidence>,
}

fn run(cx: &Context) -> Result<Outcome> {
    let services = Services::of(cx);
    let (mut population, mut findings) = (0, Vec::new());
    for key in cx.facts.lists.active_keys() {
        population += 1;
        let Some(sign) = used_from_two(cx, key).or_else(|| named_for_two(cx, key, &services)) else { continue };
        let mut finding = ANALYZER.finding(subject(cx, key), format!("Key «{}» is shared", key.name), sign.message);
        finding.severity = sign.severity;
        finding.confidence = sign.confidence;
        finding.observed = Some(sign.observed);
        finding.threshold = Some("one service, environment and workspace".to_owned());
        finding.evidence = vec![record(cx, key)];
        finding.evidence.extend(sign.evidence);
        findings.push(finding);
    }
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

fn used_from_two(cx: &Context, key: &Key) -> Option<Sign> {
    let uses = cx.facts.key_uses.of(&key.id)?;
    let workspaces = uses.workspaces();
    let shares_name =
        shared_names(&cx.facts.lists).contains(key.name.as_str()) && uses.uses.iter().any(|u| u.key_id.is_none());
    if workspaces.len() < 2 || cx.facts.key_history.moves(&key.id) == 1 && workspaces.len() == 2 || shares_name {
        return None;
    }
    let names: Vec<&str> = workspaces.keys().copied().collect();
    Some(Sign {
        severity: Severity::High,
        confidence: Confidence::High,
        message: format!("used from {} workspaces: {}", names.len(), names.join(", ")),
        observed: names.join(", "),
        evidence: workspaces.values().map(|one| use_record(cx, one)).collect(),
    })
}

fn named_for_two(cx: &Context, key: &Key, services: &Services) -> Option<Sign> {
    let sign = |severity, message, observed: String| {
        Some(Sign { severity, confidence: Confidence::Medium, message, observed, evidence: Vec::new() })
    };
    let words = words(&key.name);
    let environments = environments_in(&key.name, Named::Key, cx.policy);
    if let [(_, first), (_, second), ..] = environments.as_slice() {
        return sign(
            Severity::High,
            format!("named for two environments: «{first}» and «{second}»"),
            format!("{first}, {second}"),
        );
    }
    let has_run = |run: &[&str]| words.windows(run.len()).any(|window| window == run);
    if let Some(run) = ALL_ENVIRONMENTS.iter().find(|run| has_run(run)) {
        return sign(Severity::High, format!("named for all environments: «{}»", run.join("-")), run.join("-"));
    }
    if let Some((first, second)) = services.two_in(&key.name, &key.id, cx) {
        return sign(
            Severity::High,
            format!("named for two services: «{first}» and «{second}»"),
            format!("{first}, {second}"),
        );
    }
    let common = words.last().filter(|last| COMMON.contains(&last.as_str()));
    match (environments.as_slice(), common) {
        ([(_, environment)], Some(last)) if words.len() == 2 => sign(
            Severity::Low,
            format!("named for everything in one environment: «{environment}-{last}»"),
            key.name.clone(),
        ),
        _ => None,
    }
}

/// Services that keys are named for.
struct Services {
    /// Key id and the words of its name that are left without environment and common words.
    by_key: Vec<(String, Vec<String>)>,
    by_policy: Vec<Vec<String>>,
}

impl Services {
    fn of(cx: &Context) -> Self {
        let by_key = cx.facts.lists.keys.iter().map(|key| (key.id.clone(), service_words(&key.name, cx))).collect();
        let by_policy = cx.policy.services().iter().map(|service| words(&service.name)).collect();
        Self { by_key, by_policy }
    }

    fn knows(&self, part: &[String], but_key: &str) -> bool {
        let other = |(id, service): &(String, Vec<String>)| id != but_key && service == part;
        !part.is_empty() && (self.by_key.iter().any(other) || self.by_policy.iter().any(|service| service == part))
    }

    /// Two services that a name joins, neither inside the other.
    fn two_in(&self, name: &str, key_id: &str, cx: &Context) -> Option<(String, String)> {
        let own = service_words(name, cx);
        // The whole name is a service that others know too: «and» belongs to it.
        if self.knows(&own, key_id) {
            return None;
        }
        let mut parts: Vec<Vec<String>> = joined_parts(name).iter().map(|part| service_words(part, cx)).collect();
        if parts.len() < 2
            && let Some((first, rest)) = words(name).split_first()
            && (first == "shared" || rest.first().is_some_and(|word| word == "shared"))
        {
            parts = self.cut_into_two(&own, key_id)?;
        }
        let known: Vec<&Vec<String>> = parts.iter().filter(|part| self.knows(part, key_id)).collect();
        let distinct: BTreeSet<&Vec<String>> = known.iter().copied().collect();
        let [first, second, ..] = distinct.into_iter().collect::<Vec<_>>()[..] else { return None };
        let inside = |a: &[String], b: &[String]| b.windows(a.len()).any(|window| window == a);
        (!inside(first, second) && !inside(second, first)).then(|| (first.join("-"), second.join("-")))
    }

    /// `shared-api-worker`: a cut at which both sides are services.
    fn cut_into_two(&self, own: &[String], key_id: &str) -> Option<Vec<Vec<String>>> {
        (1..own.len())
            .map(|at| vec![own[..at].to_vec(), own[at..].to_vec()])
            .find(|parts| parts.iter().all(|part| self.knows(part, key_id)))
    }
}

/// The parts of a name at +, &, /, a comma or the word «and»; one part where none of them stands.
fn joined_parts(name: &str) -> Vec<String> {
    let and_words = ["-and-", "_and_", " and "].iter().fold(name.to_owned(), |name, and| name.replace(and, "+"));
    and_words.split(['+', '&', '/', ',']).map(str::to_owned).filter(|part| !part.trim().is_empty()).collect()
}

/// The words of a name that say the service: no environment, no «shared», no «key», «api key», version.
fn service_words(name: &str, cx: &Context) -> Vec<String> {
    let noise = ["shared", "key", "keys", "v"];
    words(name)
        .into_iter()
        .filter(|word| !noise.contains(&word.as_str()) && !is_environment_word(word, cx.policy))
        .collect()
}
