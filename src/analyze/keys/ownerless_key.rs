//! Active keys nobody is on record for.

#[cfg(test)]
mod tests;

use anyhow::Result;

use super::creators::unsaid;
use super::{active_keys, last_use, other_credentials, record, subject};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::{FederationRule, Key, OtherKey};
use crate::model::{Control, Finding, Severity, SubjectKind, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "ownerless-key",
    title: "Active keys without a creator on record",
    control: Control::Offboarding,
    severity: Severity::Low,
    reads: &[&[Table::Keys]],
    population: "active keys, and live federation rules",
    thresholds: &[],
    explain: Explain {
        finds: "Active keys whose record names no creator, neither a user nor a service account. A key with a `principal` belongs to that \
                account and stops with it: it is not found. A creator who is on record and has left is `orphaned-key`. Admin and scoped keys \
                count where an event made them, federation rules by their record. \
                Keys of a gateway (LiteLLM) likewise, where neither a user nor a team is named.",
        matters: "When such a key is abused, or has to be rotated, nobody knows whom to ask, and no departure will ever revoke it.",
        remedy: &[
            "Find out from usage and deployment settings which service uses {name}, and who answers for it",
            "Make a key owned by a service account in workspace {workspace}, deploy it, and see that usage moves",
            "Console > API keys > {name} > Disable; or Admin API: POST /v1/organizations/api_keys/{id} with {\"status\":\"inactive\"}",
        ],
        caveats: "Keys that a federated identity or a long-deleted account made name nobody, though people may know whose they are. A list \
                  in which no record names a creator was exported without the field and is not judged.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let (judged, judged_rules) = (cx.judged.of(SubjectKind::ApiKey), cx.judged.of(SubjectKind::FederationRule));
    let keys = &cx.facts.lists.keys;
    if !keys.is_empty() && keys.iter().all(|key| key.is_creator_unclear && key.creator_id.is_none()) {
        let why = "the export of keys does not say who created them".to_owned();
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Keys] });
    }
    let (mut population, mut findings, mut unstated) = (0, Vec::new(), 0);
    for key in active_keys(cx) {
        if key.is_creator_unclear && key.creator_id.is_none() {
            unstated += 1;
            continue;
        }
        population += 1;
        judged.add(&key.id);
        if has_creator(key) || key.principal_id.is_some() || key.principal_type.is_some() {
            continue;
        }
        let used = last_use(cx, key).map_or_else(|| "no use in the data".to_owned(), |day| format!("last used {day}"));
        let made = cx.facts.keys.makers.of_key(&key.id);
        let by = made.map_or_else(String::new, |maker| format!("; the event that made it names {}", maker.label));
        let message = format!("the record names no creator ({used}){by}. Expected: a creator on record");
        let subject = subject(cx, key);
        let title = format!("Key «{}» has no creator on record", subject.label());
        let mut finding = nameless(ANALYZER.finding(subject, title, message));
        finding.evidence = vec![record(cx, key)];
        finding.evidence.extend(made.map(|maker| maker.source.evidence(cx.data, maker.event.as_str())));
        findings.push(finding);
    }
    for key in other_credentials::active(cx).filter(|key| is_made_here(key)) {
        population += 1;
        judged.add(&key.id);
        if other_credentials::creator(key).is_some() || key.made_by.as_ref().is_some_and(|by| by.address.is_some()) {
            continue;
        }
        let title = format!("{} has no creator on record", other_credentials::titled(key));
        let message = format!(
            "{}; the event that made it names nobody; every active key should have a creator",
            key.kind.title()
        );
        let mut finding = nameless(ANALYZER.finding(other_credentials::subject(key), title, message));
        finding.evidence = vec![other_credentials::record(cx, key)];
        other_credentials::replace_remedy(&mut finding, key);
        findings.push(finding);
    }
    for rule in cx.facts.credentials.live_rules() {
        population += 1;
        judged_rules.add(&rule.id);
        if rule.creator_id.is_some() {
            continue;
        }
        findings.push(of_rule(cx, rule));
    }
    Ok(Outcome::Assessed { population, findings, notes: unsaid(unstated).into_iter().collect() })
}

/// A live federation rule that nobody answers for.
fn of_rule(cx: &Context, rule: &FederationRule) -> Finding {
    let title = format!("Federation rule «{}» has no creator on record", rule.name);
    let message = "federation rule; its record names no creator; somebody should answer for every live rule";
    let mut finding = nameless(ANALYZER.finding(other_credentials::rule_subject(rule), title, message));
    finding.evidence = vec![other_credentials::rule_record(cx, rule)];
    other_credentials::replace_rule_remedy(&mut finding, rule);
    finding
}

/// Whether the data says who made it, if anybody did: a compliance key of the settings export without a creator is `orphaned-key`, and
/// of a key that was made before the events begin nobody knows.
const fn is_made_here(key: &OtherKey) -> bool {
    !key.is_listed && key.created_at.is_some()
}

fn nameless(mut finding: Finding) -> Finding {
    finding.observed = Some("no creator".to_owned());
    finding.threshold = Some("a creator on record".to_owned());
    finding
}

const fn has_creator(key: &Key) -> bool {
    key.creator_id.is_some() || key.is_creator_unclear
}
