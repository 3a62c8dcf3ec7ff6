//! Keys of gateways, judged by the checks of the Console's keys with the same limits, and apart from them: a gateway's key is in no list
//! of the Console, and its record says other things.

mod age;
mod budget;
mod idle;
mod names;
mod people;
#[cfg(test)]
mod tests;

use super::wording::some_of;
use super::{Analyzer, Context, Outcome, keys};
use crate::facts::{GatewayKey, Scope};
use crate::model::{Evidence, Finding, Subject, SubjectKind, Table, counted};

/// A check, and what it does with the keys of gateways.
type Arm = (&'static str, fn(&Context, &Analyzer) -> Own);

const ARMS: [Arm; 12] = [
    (keys::unrotated_key::ANALYZER.id, age::unrotated),
    (keys::key_without_expiry::ANALYZER.id, age::without_expiry),
    (keys::expiring_key_in_use::ANALYZER.id, age::expiring),
    (keys::stale_key::ANALYZER.id, idle::stale),
    (keys::unused_key::ANALYZER.id, idle::unused),
    (keys::orphaned_key::ANALYZER.id, people::orphaned),
    (keys::key_used_after_departure::ANALYZER.id, people::used_after_departure),
    (keys::ownerless_key::ANALYZER.id, people::ownerless),
    (keys::undescriptive_key_name::ANALYZER.id, names::undescriptive),
    (keys::duplicate_key_name::ANALYZER.id, names::duplicate),
    (keys::environment_mismatch::ANALYZER.id, names::environment_mismatch),
    (keys::key_without_own_limit::ANALYZER.id, budget::without_budget),
];
/// So many names stand in a sentence.
const NAMED: usize = 5;
/// What shows that there is a Console at all whose keys could be judged.
const OF_CONSOLE: [Table; 6] =
    [Table::Keys, Table::Members, Table::Workspaces, Table::Usage, Table::Cost, Table::RequestLogs];

/// What a check says of the keys of gateways.
#[derive(Default)]
struct Own {
    population: u64,
    findings: Vec<Finding>,
    notes: Vec<String>,
    /// Keys that could not be judged, by their names.
    unjudged: Vec<String>,
    /// Why.
    why: &'static str,
}

impl Own {
    /// Takes a key that was judged, and what was found.
    fn add(&mut self, found: Option<Finding>) {
        self.population += 1;
        self.findings.extend(found);
    }

    /// Takes a key that could not be.
    fn skip(&mut self, key: &GatewayKey, why: &'static str) {
        self.unjudged.push(format!("«{}»", key.label()));
        self.why = why;
    }

    /// Why nothing may be concluded from finding nothing.
    fn doubt(&self, cx: &Context) -> Option<String> {
        if let Some(why) = &cx.facts.gateways.lacking {
            return Some(format!("the list of {} is incomplete: {why}", Table::GatewayKeys.title()));
        }
        let all = || format!("not judged, because {}: {}", self.why, some_of(self.unjudged.clone(), NAMED));
        (!self.unjudged.is_empty()).then(all)
    }
}

/// Adds what a check says of the keys of gateways. Where it found nothing and could not look at all of them, it has not been assessed.
pub(super) fn add(outcome: Outcome, analyzer: &Analyzer, cx: &Context) -> Outcome {
    let Some((_, run)) = ARMS.iter().find(|(id, _)| *id == analyzer.id) else { return outcome };
    if !cx.data.has(Table::GatewayKeys) {
        return outcome;
    }
    let own = run(cx, analyzer);
    let doubt = own.doubt(cx).map(|doubt| format!("{}: {doubt}", gateway(cx)));
    let keys = format!("{} of {}", counted(usize::try_from(own.population).unwrap_or(usize::MAX), "key"), gateway(cx));
    let needs = vec![Table::GatewayKeys];
    let said = own.notes.iter().map(|note| format!("{}: {note}", gateway(cx))).chain(left_out(cx));
    match outcome {
        Outcome::Assessed { population, mut findings, mut notes } => {
            findings.extend(own.findings);
            if let (true, Some(why)) = (findings.is_empty(), &doubt) {
                return Outcome::NotAssessed { why: why.clone(), needs };
            }
            notes.push(format!("{keys} among them"));
            notes.extend(said.chain(doubt));
            Outcome::Assessed { population: population + own.population, findings, notes }
        }
        Outcome::NotAssessed { why, .. } if !own.findings.is_empty() => {
            let first = format!("only keys of {} were judged, the Console's were not: {why}", gateway(cx));
            let notes = std::iter::once(first).chain(said).chain(doubt).collect();
            Outcome::Assessed { population: own.population, findings: own.findings, notes }
        }
        // Whoever reaches Claude through a gateway and a cloud alone has no Console.
        Outcome::NotAssessed { .. } if !OF_CONSOLE.iter().any(|table| cx.data.has(*table)) => match doubt {
            Some(why) => Outcome::NotAssessed { why, needs },
            None if own.population == 0 => outcome_without_keys(cx),
            None => Outcome::Assessed { population: own.population, findings: own.findings, notes: said.collect() },
        },
        Outcome::NotAssessed { why, needs } => {
            let why =
                if own.population == 0 { why } else { format!("{why}; {keys} were judged, and nothing was found") };
            Outcome::NotAssessed { why, needs }
        }
        other @ Outcome::NotApplicable { .. } => other,
    }
}

fn outcome_without_keys(cx: &Context) -> Outcome {
    let why = format!("no key of {} works and may use Claude", gateway(cx));
    Outcome::NotApplicable { why, needs: vec![Table::Keys.title().to_owned()] }
}

/// The gateways by name.
fn gateway(cx: &Context) -> String {
    cx.facts.gateways.names().into_iter().collect::<Vec<_>>().join(" and ")
}

/// Keys that no check judges, or that are judged although nobody knows whether they reach Claude.
fn left_out(cx: &Context) -> Vec<String> {
    let working = || cx.facts.gateways.keys.iter().filter(|key| key.works(cx.as_of) && !key.is_session());
    let named = |scope: Scope| {
        working().filter(|key| key.scope == scope).map(|key| format!("«{}»", key.label())).collect::<Vec<_>>()
    };
    let (others, unclear) = (named(Scope::Others), named(Scope::Unclear));
    let mut notes = Vec::new();
    if !others.is_empty() {
        notes.push(format!(
            "out of scope, because they may use other vendors' models alone: {}",
            some_of(others, NAMED)
        ));
    }
    if !unclear.is_empty() {
        notes.push(format!(
            "judged, although the names of their models do not say whose they are: {}",
            some_of(unclear, NAMED)
        ));
    }
    notes.into_iter().map(|note| format!("{}: {note}", gateway(cx))).collect()
}

/// Keys that work and may reach Claude.
fn keys_in_scope<'a>(cx: &'a Context) -> impl Iterator<Item = &'a GatewayKey> {
    cx.facts.gateways.in_scope(cx.as_of)
}

fn subject(key: &GatewayKey) -> Subject {
    let team = key.team_name.as_ref().map(|team| format!("{} team {team}", key.gateway));
    Subject {
        kind: SubjectKind::GatewayKey,
        id: Some(key.subject_id()),
        name: Some(key.label().to_owned()),
        workspace: team,
    }
}

/// A finding about a key: `Key «prod-search» of LiteLLM was not rotated`.
fn finding(
    cx: &Context,
    analyzer: &Analyzer,
    key: &GatewayKey,
    (says, message): (&str, String),
    remedy: Remedy,
) -> Finding {
    let title = format!("Key «{}» of {} {says}", key.label(), key.gateway);
    let mut finding = analyzer.finding(subject(key), title, message);
    finding.remediation = remedy.steps(key);
    finding.evidence = vec![record(cx, key)];
    finding
}

/// The key's own record as evidence.
fn record(cx: &Context, key: &GatewayKey) -> Evidence {
    let made = key.created_at.map_or_else(|| "unknown".to_owned(), |at| at.date_naive().to_string());
    key.source.evidence(cx.data, format!("{}: {}, created {made}", key.label(), key.state(cx.as_of)))
}

/// What is to be done about a key; the Console cannot do it.
#[derive(Clone, Copy)]
enum Remedy {
    /// Another secret.
    Exchange,
    /// It is to stop working.
    Block,
    /// Its record is to say something else.
    Update(&'static str),
}

impl Remedy {
    fn steps(self, key: &GatewayKey) -> Vec<String> {
        let (name, gateway, hash) = (key.label(), &key.gateway, &key.id);
        let ask = format!("Find out which service uses {name}, and who answers for it");
        match self {
            Self::Exchange => vec![
                ask,
                format!(
                    "{gateway}: POST /key/{hash}/regenerate, or POST /key/generate with a `duration`; put the new key into the service's secret store"
                ),
                format!(
                    "See that the service works, then {gateway}: POST /key/delete of the old one; `auto_rotate` with a `rotation_interval` does it from then on"
                ),
            ],
            Self::Block => vec![
                ask,
                format!("{gateway}: POST /key/block with {{\"key\":\"{hash}\"}}"),
                format!("After a quiet month: POST /key/delete with {{\"keys\":[\"{hash}\"]}}"),
            ],
            Self::Update(what) => vec![ask, format!("{gateway}: POST /key/update with {{\"key\":\"{hash}\", {what}}}")],
        }
    }
}
