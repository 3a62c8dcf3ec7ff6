//! Service accounts that nothing uses any more.

#[cfg(test)]
mod tests;

use anyhow::Result;
use chrono::{Duration, NaiveDate};

use super::{record, subject};
use crate::analyze::wording::quoted;
use crate::analyze::{Analyzer, Context, Explain, Limit, Outcome, Threshold, list_is_cut};
use crate::facts::{Covered, FederationRule, FewTypes, ServiceAccount, role_in_words};
use crate::model::{Control, Finding, Severity, SubjectKind, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "idle-service-account",
    title: "Service accounts that nothing uses",
    control: Control::Offboarding,
    severity: Severity::Medium,
    reads: &[&[Table::ServiceAccounts], &[Table::Keys], &[Table::Usage, Table::Cost], &[Table::Events]],
    population: "live service accounts older than the limit",
    thresholds: &[Threshold {
        name: "idle_days",
        default: 90.0,
        unit: "days",
        source: "as for members; CIS Controls 5.3 asks for 45",
    }],
    explain: Explain {
        finds: "Service accounts that are not archived, were made more than `idle_days` ago, and of which the data shows no use in that \
                time: no key of theirs was used, and they did nothing that the activity feed tells. What a federation rule turns into an \
                account does not show in exports that name keys: such accounts are not judged unless an event shows them at work.",
        matters: "An identity that nobody uses is one that nobody watches, and it keeps its role and its workspaces.",
        remedy: &[
            "Ask whoever made it, or the owner of its workspaces, whether it is still needed",
            "Archive its keys, then the account: Console > Settings > Service accounts > {name} > Archive; or Admin API: POST \
             /v1/organizations/service_accounts/{id}/archive",
        ],
        caveats: "A job that runs once a year looks idle. Without a whole list of federation rules it is not known whether tokens act as \
                  an account, and none without a use of its own is judged.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::ServiceAccount);
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("idle_days") });
    if let Some(cut) = list_is_cut(cx, Table::Keys) {
        return Ok(cut);
    }
    if let Some(few) = FewTypes::of_feed(&cx.facts.log) {
        return Ok(Outcome::NotAssessed { why: few.why(), needs: vec![Table::Events] });
    }
    let covered = match covered(cx, limit) {
        Ok(covered) => covered,
        Err(not_assessed) => return Ok(not_assessed),
    };
    let since = cx.as_of - Duration::days(limit.days());
    let (mut population, mut findings) = (0, Vec::new());
    let (mut by_rule, mut undated, mut by_any) = (Vec::new(), Vec::new(), Vec::new());
    let (rules_known, mut perhaps_by_rule) = (rules_are_known(cx), Vec::new());
    let unowned = unowned_in_use(cx, covered, limit);
    for account in cx.facts.credentials.service_accounts.iter().filter(|account| account.archived_at.is_none()) {
        let last = last_use(cx, account);
        let is_in_use = last.is_some_and(|last| covered.idle_days(Some(last)) <= limit.days());
        match account.created_at {
            None if !is_in_use => undated.push(account.name.as_str()),
            Some(made) if made > since => {}
            _ if is_in_use => {
                population += 1;
                judged.add(&account.id);
            }
            _ if rules_for(cx, account).next().is_some() => by_rule.push(account.name.as_str()),
            _ if unowned > 0 => by_any.push(account.name.as_str()),
            _ if !rules_known => perhaps_by_rule.push(account.name.as_str()),
            _ => {
                population += 1;
                findings.push(finding(cx, account, last, covered));
            }
        }
    }
    let mut notes = Vec::new();
    if !by_any.is_empty() {
        let (keys, many) = (counted(unowned, "key"), counted(by_any.len(), "service account"));
        let why = format!("the list of keys does not say who created {keys} in use, which may be theirs");
        notes.push(format!("not judged: {many}, because {why}: {}", quoted(by_any)));
        if population == 0 {
            return Ok(Outcome::NotAssessed { why: notes.remove(0), needs: vec![Table::Keys] });
        }
    }
    if !by_rule.is_empty() {
        let many = counted(by_rule.len(), "service account");
        notes.push(format!("not judged: {many}, because federation tokens may act for them: {}", quoted(by_rule)));
    }
    if !perhaps_by_rule.is_empty() {
        let many = counted(perhaps_by_rule.len(), "service account");
        let why = format!("not judged, because no export tells every federation rule: {many} may be used by tokens");
        notes.push(format!("{why}: {}", quoted(perhaps_by_rule)));
    }
    if !undated.is_empty() {
        notes.push(format!("not judged, because their records do not say when they were made: {}", quoted(undated)));
    }
    Ok(Outcome::Assessed { population, findings, notes })
}

/// Whether every federation rule is known: only then is it known for whom tokens cannot act.
fn rules_are_known(cx: &Context) -> bool {
    let table = Table::FederationRules;
    let is_given = cx.data.has(table) || cx.facts.credentials.rules_saved_empty;
    is_given && list_is_cut(cx, table).is_none() && cx.data.rejected_records(table) == 0
}

/// How many keys are in use of which their list says neither who made them nor with whom they stop.
fn unowned_in_use(cx: &Context, covered: Covered, limit: Limit) -> usize {
    let keys = cx.facts.lists.keys.iter().filter(|key| key.is_creator_unclear && key.principal_id.is_none());
    let last = keys.filter_map(|key| cx.facts.keys.uses.of(&key.id)?.last_possible());
    last.filter(|last| covered.idle_days(Some(*last)) <= limit.days()).count()
}

/// The days that both usage and the activity feed cover, if they are enough for the limit.
fn covered(cx: &Context, limit: Limit) -> Result<Covered, Outcome> {
    let runs = [
        (&cx.facts.coverage.key_use, "usage and cost exports that name keys", &[Table::Usage, Table::Cost][..]),
        (&cx.facts.coverage.feed, "the activity feed, which alone has service accounts", &[Table::Events]),
    ];
    let mut both: Option<Covered> = None;
    for (runs, what, tables) in runs {
        let Some(run) = runs.latest(limit.days()) else {
            let longest = counted(usize::try_from(runs.longest()).unwrap_or_default(), "day");
            let why = format!("{what}: {longest} without a gap; needed: {}", limit.days());
            return Err(Outcome::NotAssessed { why, needs: tables.to_vec() });
        };
        both =
            Some(both.map_or(run, |one| Covered { since: one.since.max(run.since), until: one.until.min(run.until) }));
    }
    both.filter(|both| both.days() >= limit.days()).ok_or_else(|| Outcome::NotAssessed {
        why: format!("usage and the activity feed do not cover the same {} days", limit.days()),
        needs: vec![Table::Usage, Table::Events],
    })
}

/// The last day on which the account can have been at work: by keys that are its own or that it made, and by events.
fn last_use(cx: &Context, account: &ServiceAccount) -> Option<NaiveDate> {
    let own = |id: &Option<String>| id.as_deref() == Some(account.id.as_str());
    let keys = cx.facts.lists.keys.iter().filter(|key| own(&key.principal_id) || own(&key.creator_id));
    let by_keys = keys.filter_map(|key| {
        let in_reports = cx.facts.keys.uses.of(&key.id).and_then(|uses| uses.last_possible());
        in_reports.max(cx.facts.log.activity.of_id(&key.id).map(|last| last.at.date_naive()))
    });
    let as_actor = cx.facts.log.activity.of_id(&account.id).map(|last| last.at.date_naive());
    by_keys.max().max(as_actor)
}

fn rules_for<'a>(cx: &'a Context, account: &'a ServiceAccount) -> impl Iterator<Item = &'a FederationRule> {
    let leads_here = |rule: &&FederationRule| rule.target_id.as_deref() == Some(account.id.as_str());
    cx.facts.credentials.live_rules().filter(leads_here)
}

fn finding(cx: &Context, account: &ServiceAccount, last: Option<NaiveDate>, covered: Covered) -> Finding {
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("idle_days") });
    let idle = covered.idle_days(last);
    let used = last.map_or_else(
        || format!("no use in {idle} days of data"),
        |day| format!("last used {day}, {idle} days before the data ends"),
    );
    let made = account.created_at.map_or_else(String::new, |at| format!("made {}, ", at.date_naive()));
    let message = format!("{made}{used}. Allowed: {limit}");
    let subject = subject(SubjectKind::ServiceAccount, &account.id, &account.name);
    let title = format!("Service account «{}» is not used", account.name);
    let mut finding = ANALYZER.finding(subject, title, message);
    finding.observed = Some(used);
    finding.threshold = Some(limit.to_string());
    let role = role_in_words(account.role.as_deref());
    finding.evidence = vec![record(cx, account.source, &account.id, &format!("role {role}, not archived"))];
    finding
}
