//! Active keys that outlive their creator.

#[cfg(test)]
mod tests;
mod with_account;

use std::collections::BTreeSet;

use anyhow::Result;
use chrono::{DateTime, Utc};

use super::creators::{Creator, Maker, is_open, unnamed};
use super::{
    active_keys, days_after, is_member, last_use, other_credentials, person, record, spending, spent, subject,
    use_record,
};
use crate::analyze::may_be_listed::MayBeListed;
use crate::analyze::wording::{self, some_of};
use crate::analyze::{Analyzer, Context, Explain, Outcome, list_is_cut};
use crate::facts::{Departure, FederationRule, Key, KeySpend, OtherKey};
use crate::model::{Confidence, Control, Finding, Severity, SubjectKind, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "orphaned-key",
    title: "Active keys whose creator has left",
    control: Control::Offboarding,
    severity: Severity::High,
    reads: &[&[Table::Keys], &[Table::Members]],
    population: "active keys, and federation rules, that outlive their creator",
    thresholds: &[],
    explain: Explain {
        finds: "Active keys that a user created who is not in the member list, and that keep working without them: keys without a \
                `principal`. Since 2026-08-27 personal keys and keys of service accounts stop with their account, as do the keys of the \
                Claude Code workspace: they are no orphans. One that is used up to the end of the data, or after its owner had left, is found \
                (medium): the member list lacks the person, or the key still works. Keys made by a service account are no orphans. Where the \
                record names no creator, the event that made the key says who did; keys without either are `ownerless-key`. Somebody who is in \
                the member list under another id, by their address, has not left. The message \
                tells when and how the creator left, where events or the roster say so, and what the key spent in the period since. Compliance \
                keys (by the settings export, also those without a creator: automation made them, or somebody whose account is gone), \
                admin and scoped keys that events made, and federation rules (medium) are judged likewise. \
                Keys of a gateway (LiteLLM) are found where the roster says that their owner has left, or who made them unless their secret was exchanged since.",
        matters: "Whoever left may still have the key, and nobody inside answers for it.",
        remedy: &[
            "Find out which service uses {name} and who answers for it now",
            "Make a key owned by a service account in workspace {workspace}, deploy it, and see that usage moves",
            "Console > API keys > {name} > Disable; or Admin API: POST /v1/organizations/api_keys/{id} with {\"status\":\"inactive\"}",
        ],
        caveats: "A member list that is older than the key list, or lacks a page, makes orphans of people who are there: a list that says \
                  it is not whole is not judged, nor one that knows none of five or more creators. Where the list of keys gives an address in \
                  place of the creator's id, the confidence is medium; a list of keys of which neither a creator nor a workspace is known is \
                  another organization's and is not judged; a name that no single member has is not judged, nor is \
                  somebody who stands in a record of the member list that could not be read.",
    },
    run,
};

/// So many creators do not all leave; fewer can.
const FEWEST_STRANGERS: usize = 5;

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::ApiKey);
    if let Some(why) = strangers(cx) {
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Members] });
    }
    if let Some(cut) = list_is_cut(cx, Table::Members) {
        return Ok(cut);
    }
    let (mut population, mut findings, mut stopped) = (0, Vec::new(), Vec::new());
    let mut unread = MayBeListed::of(cx, Table::Members);
    let mut may_be_there = |id: &str, made: Option<DateTime<Utc>>| {
        unread.holds(&person(cx, id), names(cx, id)) || unread.is_older_than(&person(cx, id), made)
    };
    for key in active_keys(cx) {
        let Some(maker) = Creator::of(cx, key).user() else { continue };
        let creator = maker.id;
        if cx.facts.people.has_foreign_keys(key.source.file) {
            continue;
        }
        if with_account::stops(cx, key) {
            let owner = key.principal_id.as_deref().unwrap_or(creator);
            if !is_member(cx, owner) && !with_account::made_by_account(key) && !may_be_there(owner, key.created_at) {
                let found = with_account::still_used(cx, key, owner);
                population += u64::from(found.is_some());
                stopped.extend(found.is_none().then(|| named(key)));
                findings.extend(found);
            }
            continue;
        }
        // Somebody who came back under another id is there to answer for it.
        let is_there = is_member(cx, creator);
        if !is_there && may_be_there(creator, key.created_at) {
            continue;
        }
        population += 1;
        judged.add(&key.id);
        if !is_there {
            findings.push(finding(cx, key, maker));
        }
    }
    for key in other_credentials::active(cx).filter(|key| key.is_listed || other_credentials::creator(key).is_some()) {
        let creator = other_credentials::creator(key);
        let is_there = creator.is_some_and(|creator| other_credentials::is_there(cx, creator));
        if !is_there && creator.is_some_and(|creator| may_be_there(creator, key.created_at)) {
            continue;
        }
        population += 1;
        judged.add(&key.id);
        if !is_there {
            findings.push(of_other(cx, key, creator));
        }
    }
    let rules = of_rules(cx, &mut may_be_there);
    population += rules.0;
    findings.extend(rules.1);
    let notes = [with_account::note(&stopped), foreign_note(cx), unread.note()];
    Ok(concluded(cx, (population, findings), notes))
}

/// How many federation rules were judged, and what was found of them.
fn of_rules(cx: &Context, may_be_there: &mut impl FnMut(&str, Option<DateTime<Utc>>) -> bool) -> (u64, Vec<Finding>) {
    let judged = cx.judged.of(SubjectKind::FederationRule);
    let (mut population, mut findings) = (0, Vec::new());
    for rule in cx.facts.credentials.live_rules() {
        let Some(creator) = rule.creator_id.as_deref() else { continue };
        let is_there = other_credentials::is_there(cx, creator);
        if !is_there && may_be_there(creator, rule.created_at) {
            continue;
        }
        population += 1;
        judged.add(&rule.id);
        if !is_there {
            findings.push(of_rule(cx, rule, creator));
        }
    }
    (population, findings)
}

/// A key in a list of several: `«prod-search»`.
fn named(key: &Key) -> String {
    format!("«{}»", if key.name.trim().is_empty() { &key.id } else { &key.name })
}

/// What the check says of keys that it could not judge, or that it judged nothing for their sake.
fn concluded(
    cx: &Context,
    (population, findings): (u64, Vec<Finding>),
    [stopped, foreign, unread]: [Option<String>; 3],
) -> Outcome {
    let unclear = unnamed(cx, active_keys(cx));
    // Other credentials prove nothing of keys of which nothing says who made any.
    let is_silent = findings.is_empty() && active_keys(cx).all(|key| is_open(cx, key));
    let judged = if is_silent { 0 } else { population };
    if let (0, Some(why)) = (judged, unclear.clone().or_else(|| unread.clone()).or_else(|| foreign.clone())) {
        return Outcome::NotAssessed { why, needs: vec![Table::Keys, Table::Members] };
    }
    let notes = stopped.into_iter().chain(foreign).chain(unclear).chain(unread).collect();
    Outcome::Assessed { population, findings, notes }
}

/// Every name under which a list may have a user: the id, and the addresses that any export has for it.
fn names<'a>(cx: &'a Context, id: &'a str) -> impl Iterator<Item = &'a str> {
    std::iter::once(id).chain(cx.facts.people.departures.addresses_of(id))
}

/// Keys that only a list of another organization has.
fn foreign_note(cx: &Context) -> Option<String> {
    let lists = || cx.facts.people.foreign_lists.iter().filter(|list| list.table == Table::Keys);
    let files: BTreeSet<&str> = lists().map(|list| cx.data.path(list.file)).collect();
    let keys: u64 = lists().map(|list| list.records).sum();
    (keys > 0).then(|| {
        format!(
            "not judged: {} in {}, of which neither a creator nor a workspace is known: the list is another organization's",
            counted(usize::try_from(keys).unwrap_or(usize::MAX), "key"),
            some_of(files, 3)
        )
    })
}

/// A compliance, scoped or admin key. None of them stops when whoever made it leaves. The settings state no creator where automation
/// made the key, or where the account of whoever did is gone.
fn of_other(cx: &Context, key: &OtherKey, creator: Option<&str>) -> Finding {
    let kind = key.kind.title();
    let made = key.created_at.map_or_else(String::new, |at| format!(" {}", at.date_naive()));
    let used = other_credentials::last_use(cx, key)
        .map_or_else(|| "no use in the data".to_owned(), |day| format!("last used {day}"));
    let by = creator.map_or_else(
        || "by nobody on record: by automation, or by somebody whose account is gone".to_owned(),
        |creator| format!("by {}, who is not in the member list", person(cx, creator)),
    );
    let message = format!(
        "{kind}, created{made} {by}. It does not stop with its creator: active as of {}, {used}",
        cx.as_of_day()
    );
    let title = match creator {
        Some(_) => format!("{} is active although its creator has left", other_credentials::titled(key)),
        None => format!("{} is active and has no creator on record", other_credentials::titled(key)),
    };
    let mut finding = ANALYZER.finding(other_credentials::subject(key), title, message);
    finding.confidence = if creator.is_some() { Confidence::High } else { Confidence::Medium };
    finding.observed = Some(creator.map_or_else(|| "no creator".to_owned(), |creator| person(cx, creator)));
    finding.threshold = Some("creator in the member list".to_owned());
    finding.evidence = vec![other_credentials::record(cx, key)];
    let departure = creator.and_then(|creator| cx.facts.people.departures.of_id(creator));
    finding.evidence.extend(departure.into_iter().flat_map(|left| left.evidence(cx.data)));
    other_credentials::replace_remedy(&mut finding, key);
    finding
}

/// A federation rule: it holds no secret that whoever left could use, and nobody answers for it.
fn of_rule(cx: &Context, rule: &FederationRule, creator: &str) -> Finding {
    let made = rule.created_at.map_or_else(String::new, |at| format!(" {}", at.date_naive()));
    let message = format!(
        "federation rule, created{made} by {}, who is not in the member list. It still turns tokens into access",
        person(cx, creator)
    );
    let title = format!("Federation rule «{}» is active although its creator has left", rule.name);
    let mut finding = ANALYZER.finding(other_credentials::rule_subject(rule), title, message);
    finding.severity = Severity::Medium;
    finding.observed = Some(person(cx, creator));
    finding.threshold = Some("creator in the member list".to_owned());
    finding.evidence = vec![other_credentials::rule_record(cx, rule)];
    other_credentials::replace_rule_remedy(&mut finding, rule);
    finding
}

/// The proof chain: who made the key, when they left and how we know, that the key still works, when it was used last, and what it
/// spent since.
fn finding(cx: &Context, key: &Key, maker: Maker) -> Finding {
    let creator = maker.id;
    let departure = cx.facts.people.departures.of_id(creator);
    let is_nameless = cx.facts.people.departures.may_be_gone_unnamed(creator);
    let unknown = if is_nameless { "no export says whose id it is" } else { "no export says since when" };
    let left = departure.map_or_else(|| unknown.to_owned(), Departure::basis);
    let made = key.created_at.map_or_else(String::new, |at| format!(" {}", at.date_naive()));
    let used = last_use(cx, key).map_or_else(|| "no use in the data".to_owned(), |day| format!("last used {day}"));
    let since = departure.and_then(Departure::day);
    let spend = spent(cx, key, days_after(cx, since));
    let spending = spend.zip(days_after(cx, since)).map_or_else(String::new, |(spend, days)| {
        let on = wording::days(days);
        let when = match since {
            Some(_) => format!("since they left ({on})"),
            None if days.start == days.end => format!("on {on}"),
            None => format!("from {on}"),
        };
        spending(spend, &when)
    });
    let message = format!(
        "created{made} by {}, who is not in the member list ({left}){}. Still active as of {}, {used}{spending}. Expected: its creator is a member",
        person(cx, creator),
        maker.how(),
        cx.as_of_day()
    );
    let subject = subject(cx, key);
    let title = format!("Key «{}» is active although its creator has left", subject.label());
    let mut finding = ANALYZER.finding(subject, title, message);
    finding.confidence = maker.confidence();
    finding.impact_usd = spend.map(KeySpend::total);
    finding.observed = Some(person(cx, creator));
    finding.threshold = Some("creator in the member list".to_owned());
    finding.evidence = vec![record(cx, key)];
    finding.evidence.extend(maker.evidence(cx));
    finding.evidence.extend(departure.into_iter().flat_map(|left| left.evidence(cx.data)));
    let last = cx.facts.keys.uses.of(&key.id).and_then(|uses| uses.last());
    finding.evidence.extend(last.map(|last| use_record(cx, last)));
    finding
}

/// That the member list knows none of several creators, active keys or not: then it is another organization's.
fn strangers(cx: &Context) -> Option<String> {
    let makers = cx.facts.lists.keys.iter().filter_map(|key| Creator::of(cx, key).user());
    let creators: BTreeSet<&str> = makers.map(|maker| maker.id).collect();
    let all_unknown = creators.iter().all(|creator| !is_member(cx, creator));
    (creators.len() >= FEWEST_STRANGERS && all_unknown).then(|| {
        format!("the member list knows none of the {} creators of keys: it is of another organization", creators.len())
    })
}
