//! Services and environments of the policy that have no key of their own.

#[cfg(test)]
mod tests;

use anyhow::Result;

use super::{active_keys, record};
use crate::analyze::may_be_listed::MayBeListed;
use crate::analyze::{Analyzer, Context, Explain, Outcome, list_is_cut};
use crate::facts::Key;
use crate::facts::names::environment::{Inferred, environments_in_key};
use crate::facts::names::services::environment_of;
use crate::model::{Confidence, Control, Evidence, Finding, Severity, Subject, SubjectKind, Table, counted};
use crate::policy::{Environment, Service};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "missing-service-key",
    title: "Services without a key of their own",
    control: Control::KeyPerService,
    severity: Severity::Medium,
    reads: &[&[Table::Keys]],
    population: "services and environments of the policy",
    thresholds: &[],
    explain: Explain {
        finds: "Services of the policy (`[services.<name>]`) for which no active key is listed: in an environment that the policy names for \
                the service, or none at all where it names no environment. A key's environment is that of the policy, of its name or \
                of its workspace. One finding for each service. Not found, but noted: an environment that a key of the service may \
                serve whose own environment nothing tells. A key that is named for two environments is no service's own. Without \
                services in the policy nothing is assessed.",
        matters: "A service that runs without a key of its own uses another one's: its use and cost cannot be separated, and revoking the \
                  one stops the other.",
        remedy: &[
            "Find out which key {name} uses where it has none of its own",
            "Console > API keys > Create key, with service and environment in its name, in the workspace of that environment; the \
             Admin API cannot create keys",
            "Deploy it to {name}, or correct the service's `keys` and `environments` in the policy",
        ],
        caveats: "The service may be authenticated without a key (federation, a cloud platform), or not be live yet. Environments from names are \
                  inferred: then the confidence is medium.",
    },
    run,
};

/// What an active key of a service says of its environment.
struct Serving<'a> {
    key: &'a Key,
    environment: Option<Inferred>,
    /// Named for two environments: nobody's own.
    is_shared: bool,
}

fn run(cx: &Context) -> Result<Outcome> {
    if cx.policy.services().is_empty() {
        let why = "the policy names no services: [services.<name>] with `keys` and `environments`".to_owned();
        return Ok(Outcome::NotAssessed { why, needs: Vec::new() });
    }
    if let Some(cut) = list_is_cut(cx, Table::Keys) {
        return Ok(cut);
    }
    let (mut population, mut findings, mut notes) = (0, Vec::new(), Vec::new());
    let mut unread = MayBeListed::of(cx, Table::Keys);
    for service in cx.policy.services() {
        population += service.environments.len().max(1) as u64;
        let keys: Vec<Serving> =
            active_keys(cx).filter(|key| belongs(cx, key, service)).map(|key| serving(cx, key)).collect();
        let label = format!("the key of service «{}»", service.name);
        if keys.is_empty() {
            if !unread.may_have_any(&label) {
                findings.push(missing(cx, service, &service.environments, &keys));
            }
            continue;
        }
        let without = service.environments.iter().copied().filter(|wanted| !keys.iter().any(|key| key.serves(*wanted)));
        let (open, missed): (Vec<_>, Vec<_>) =
            without.partition(|wanted| keys.iter().any(|key| key.may_serve(*wanted)));
        if !missed.is_empty() && !unread.may_have_any(&label) {
            findings.push(missing(cx, service, &missed, &keys));
        }
        if !open.is_empty() {
            let names: Vec<String> = keys
                .iter()
                .filter(|key| open.iter().any(|e| key.may_serve(*e)))
                .map(|one| format!("«{}»", one.key.name))
                .collect();
            notes.push(format!(
                "not judged: «{}» in {}, because the environment of {} is not known",
                service.name,
                formatted(&open),
                names.join(", ")
            ));
        }
    }
    notes.extend(unread.note());
    Ok(Outcome::Assessed { population, findings, notes })
}

fn belongs(cx: &Context, key: &Key, service: &Service) -> bool {
    cx.policy.service_of(Some(&key.name), Some(&key.id)).is_some_and(|own| own.name == service.name)
}

fn serving<'a>(cx: &Context, key: &'a Key) -> Serving<'a> {
    let environment = environment_of(key, &cx.facts.lists, cx.policy);
    let is_shared = environment.is_none() && environments_in_key(&key.name, Some(&key.id), cx.policy).len() > 1;
    Serving { key, environment, is_shared }
}

impl Serving<'_> {
    fn serves(&self, wanted: Environment) -> bool {
        self.environment.as_ref().is_some_and(|own| own.environment == wanted)
    }

    /// Whether nothing speaks against it. `non-prod` is any environment but production.
    fn may_serve(&self, wanted: Environment) -> bool {
        match &self.environment {
            None => !self.is_shared,
            Some(own) => own.environment == Environment::Testing && wanted != Environment::Production,
        }
    }
}

fn missing(cx: &Context, service: &Service, environments: &[Environment], keys: &[Serving]) -> Finding {
    let wanted = if environments.is_empty() { String::new() } else { format!(" in {}", formatted(environments)) };
    let ended = cx.facts.lists.keys.iter().filter(|key| !key.is_active() && belongs(cx, key, service)).count();
    let mut others: Vec<String> = keys.iter().map(|one| format!("«{}»", one.key.name)).collect();
    others.extend((ended > 0).then(|| counted(ended, "revoked key")));
    let message = format!(
        "no active key of service «{}»{wanted}. Its keys: {}. Expected: a key of its own (policy)",
        service.name,
        if others.is_empty() { "none is listed".to_owned() } else { others.join(", ") }
    );
    // It is about a key that is not there, and so has no id.
    let subject = Subject { kind: SubjectKind::ApiKey, id: None, name: Some(service.name.clone()), workspace: None };
    let mut finding =
        ANALYZER.finding(subject, format!("Service «{}» has no key of its own{wanted}", service.name), message);
    let inferred = keys.iter().filter_map(|one| one.environment.as_ref());
    finding.confidence = inferred.map(|own| own.confidence).min().unwrap_or(Confidence::High);
    finding.observed = Some(format!("no active key{wanted}"));
    finding.threshold = Some("a key of its own (policy)".to_owned());
    finding.evidence = evidence(cx, service);
    finding.evidence.extend(keys.iter().map(|one| record(cx, one.key)));
    finding
}

/// What the policy demands, and the lists that lack it.
fn evidence(cx: &Context, service: &Service) -> Vec<Evidence> {
    let place = |file: String, record| Evidence { file, line: None, record };
    let policy = cx.policy.info().file.map(|file| place(file, format!("[services.{}]", service.name)));
    let is_list = |kind: &str| cx.data.kinds.get(kind) == Some(&Table::Keys);
    let lists = cx.data.inputs.iter().filter(|input| input.kind.as_deref().is_some_and(is_list));
    let lists = lists.map(|input| place(input.path.clone(), "lists no such key".to_owned()));
    policy.into_iter().chain(lists).collect()
}

fn formatted(environments: &[Environment]) -> String {
    environments.iter().map(|environment| environment.id()).collect::<Vec<_>>().join(" and ")
}
