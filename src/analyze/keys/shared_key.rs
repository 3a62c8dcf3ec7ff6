//! One key for several environments, workspaces or services.

mod services;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use services::Services;

use super::{active_keys, record, subject, use_record};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::names::environment::{environments_in_key, of_workspace};
use crate::facts::names::words::words;
use crate::facts::{Key, Use, doubted_workspaces, shared_names};
use crate::model::{Confidence, Control, Evidence, Severity, SubjectKind, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "shared-key",
    title: "Keys shared between environments, workspaces or services",
    control: Control::KeyPerService,
    severity: Severity::High,
    reads: &[&[Table::Keys], &[Table::Usage, Table::Cost]],
    population: "active keys",
    thresholds: &[],
    explain: Explain {
        finds: "Active keys that were used from two workspaces in the same time; that are named for two environments \
                (`prod-and-dev-search`) or for all of them (`all-envs`); or for two services that other keys or the policy know, joined by \
                +, &, a comma, a slash between blanks, «and», or next to «shared» (`api+worker`, `api-worker-shared`). `<environment>-all` and `<environment>-shared` are low; medium is a name that begins with the environment of its workspace, then one of another, and goes on (`prod-dev-docs`). A key \
                that was moved once is not found, be it that the activity feed says so or that its use passes from one workspace to the \
                other on one day, nor is an «and» or «shared» inside one service's name (`track-and-trace`), nor two keys that have one name.",
        matters: "A shared key cannot be revoked without taking down everything that uses it, and its use cannot be attributed.",
        remedy: &[
            "Make a key for every service and environment that uses {name}: Console > API keys > Create key",
            "Move the services one by one; the key's use per day shows what is left",
            "Console > API keys > {name} > Disable; or Admin API: POST /v1/organizations/api_keys/{id} with {\"status\":\"inactive\"}",
        ],
        caveats: "Names are hints. Use from two workspaces is proof where the export states key ids; where it names keys, a key of the same \
                  name that the list lacks looks the same, and the confidence is medium.",
    },
    run,
};

/// Words after an environment that make a key common to it: worth knowing, and no mixing of environments.
const COMMON: [&str; 2] = ["all", "shared"];
const ALL_ENVIRONMENTS: [&[&str]; 3] = [&["all", "envs"], &["all", "environments"], &["all", "env"]];

/// Words that only say that it is a key, or which one.
const SAY_KEY: [&str; 4] = ["api", "key", "keys", "v"];

/// What speaks for sharing.
struct Sign {
    severity: Severity,
    confidence: Confidence,
    message: String,
    observed: String,
    evidence: Vec<Evidence>,
}

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::ApiKey);
    let services = Services::of(cx);
    let doubted = doubted_workspaces(cx.data, &cx.facts.lists);
    let (mut population, mut findings, mut moved) = (0, Vec::new(), Vec::new());
    for key in active_keys(cx) {
        population += 1;
        if !key.name.trim().is_empty() {
            judged.add(&key.id);
        }
        let used = match used_from_two(cx, key, &doubted) {
            Places::Several(sign) => Some(sign),
            Places::OneAfterTheOther(note) | Places::MayBeOne(note) => {
                moved.push(note);
                None
            }
            Places::One => None,
        };
        let Some(sign) = used.or_else(|| named_for_two(cx, key, &services)) else { continue };
        let subject = subject(cx, key);
        let title = format!("Key «{}» is shared", subject.label());
        let mut finding = ANALYZER.finding(subject, title, sign.message);
        finding.severity = sign.severity;
        finding.confidence = sign.confidence;
        finding.observed = Some(sign.observed);
        finding.threshold = Some("one service, environment and workspace".to_owned());
        finding.evidence = vec![record(cx, key)];
        finding.evidence.extend(sign.evidence);
        findings.push(finding);
    }
    Ok(Outcome::Assessed { population, findings, notes: moved })
}

/// Where a key was used from.
enum Places {
    One,
    /// Two, and the use passed over on one day: the key was moved, or its workspace renamed.
    OneAfterTheOther(String),
    /// Two names, and the rows under one may be those under the other.
    MayBeOne(String),
    Several(Sign),
}

fn used_from_two(cx: &Context, key: &Key, doubted: &BTreeMap<String, String>) -> Places {
    let Some(known) = cx.facts.keys.uses.of(&key.id) else { return Places::One };
    // Of a name that two keys share only rows with an id are surely this key's.
    let by_id_only = shared_names(&cx.facts.lists).contains(key.name.as_str());
    let mut uses: Vec<&Use> = known.uses.iter().filter(|one| one.key_id.is_some() || !by_id_only).collect();
    uses.retain(|one| one.workspace.is_some());
    uses.sort_by_key(|one| (one.first, one.last));
    let place = |one: &Use| -> String {
        let own = one.workspace.clone().unwrap_or_default();
        doubted.get(&own).cloned().unwrap_or(own)
    };
    let names: BTreeSet<String> = uses.iter().map(|one| place(one)).collect();
    let names: Vec<String> = names.into_iter().collect();
    let replaced = uses.iter().find(|one| one.workspace.as_ref().is_some_and(|own| doubted.contains_key(own)));
    if let (Some(one), [name]) = (replaced, names.as_slice())
        && uses.iter().any(|other| other.workspace != one.workspace)
    {
        let own = one.workspace.as_deref().unwrap_or_default();
        return Places::MayBeOne(format!(
            "key «{}» is not called shared by its rows of «{own}», which may be those of «{name}»: see possible-double-count",
            key.name
        ));
    }
    if names.len() < 2 || cx.facts.keys.history.moves(&key.id) == 1 && names.len() == 2 {
        return Places::One;
    }
    // Within one table: between two, a workspace that was renamed meanwhile has two names on one day.
    let differs = |a: &Use, b: &Use| a.table == b.table && place(a) != place(b);
    let at_once = uses.iter().any(|a| uses.iter().any(|b| differs(a, b) && a.first <= b.first && b.first < a.last));
    if !at_once && names.len() == 2 {
        let [first, .., last] = uses[..] else { return Places::One };
        let [from, to] = [first, last].map(place);
        let note = format!(
            "key «{}» is taken for moved (or its workspace for renamed): used from {from} until {}, from {to} since {}",
            key.name, first.last, last.first
        );
        return Places::OneAfterTheOther(note);
    }
    let stated = uses.iter().any(|one| one.key_id.is_some());
    Places::Several(Sign {
        severity: Severity::High,
        confidence: if stated { Confidence::High } else { Confidence::Medium },
        message: format!("used from {} workspaces: {}", names.len(), names.join(", ")),
        observed: names.join(", "),
        evidence: known.workspaces().values().map(|one| use_record(cx, one)).collect(),
    })
}

/// Whether a name begins with two words, joined by nothing that says «and», and goes on.
fn reads_on(name: &str, two: [&str; 2]) -> bool {
    let words = words(name);
    words.len() > two.len()
        && words.iter().zip(two).all(|(word, said)| word == said)
        && !name.contains(['+', '&', '/', ','])
}

fn named_for_two(cx: &Context, key: &Key, services: &Services) -> Option<Sign> {
    let sign = |severity, message, observed: String| {
        Some(Sign { severity, confidence: Confidence::Medium, message, observed, evidence: Vec::new() })
    };
    let words = words(&key.name);
    // What the policy says of a key wins over the words of its name.
    let is_settled = cx.policy.environment_of_key(Some(&key.name), Some(&key.id)).is_some()
        || cx.policy.environment_by_pattern(&key.name).is_some();
    let environments = environments_in_key(&key.name, Some(&key.id), cx.policy);
    if let ([(_, first), (_, second), ..], false) = (environments.as_slice(), is_settled) {
        let message = format!("named for two environments: «{first}» and «{second}»");
        let own = key.workspace_id.as_deref().and_then(|id| cx.facts.lists.workspace(id));
        let own = own.and_then(|one| of_workspace(&one.name, Some(&one.id), one.tag_env.as_deref(), cx.policy));
        let own = own.map(|inferred| inferred.environment);
        // `prod-dev-docs` in Production may be what production has of the developers' documents.
        return match environments.first() {
            Some((environment, _))
                if own == Some(*environment) && reads_on(&key.name, [first.as_str(), second.as_str()]) =>
            {
                sign(
                    Severity::Medium,
                    format!("{message}; the first is its workspace's, so the second may be part of a service's name"),
                    format!("{first}, {second}"),
                )
            }
            _ => sign(Severity::High, message, format!("{first}, {second}")),
        };
    }
    let has_run = |run: &[&str]| words.windows(run.len()).any(|window| window == run);
    if let Some(run) = ALL_ENVIRONMENTS.iter().find(|run| has_run(run)) {
        return sign(Severity::High, format!("named for all environments: «{}»", run.join("-")), run.join("-"));
    }
    if let Some((first, second)) = services.two_in(&key.name, &key.id, cx.policy) {
        return sign(
            Severity::High,
            format!("named for two services: «{first}» and «{second}»"),
            format!("{first}, {second}"),
        );
    }
    let said: Vec<&str> = words.iter().map(String::as_str).filter(|word| !SAY_KEY.contains(word)).collect();
    let common = said.last().filter(|last| COMMON.contains(last));
    match (environments.as_slice(), common) {
        ([(_, environment)], Some(last)) if said.len() == 2 => sign(
            Severity::Low,
            format!("named for everything in one environment: «{environment}-{last}»"),
            key.name.clone(),
        ),
        _ => None,
    }
}
