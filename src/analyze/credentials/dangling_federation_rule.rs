//! Federation rules that point at what is gone.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use anyhow::Result;

use super::{record, subject};
use crate::analyze::wording::{quoted, some_of};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::{DEFAULT_WORKSPACE, FederationRule};
use crate::model::{Control, Severity, SubjectKind, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "dangling-federation-rule",
    title: "Federation rules whose target is gone",
    control: Control::Offboarding,
    severity: Severity::Medium,
    reads: &[&[Table::FederationRules], &[Table::ServiceAccounts, Table::Workspaces]],
    population: "live federation rules",
    thresholds: &[],
    explain: Explain {
        finds: "Federation rules that are not archived and whose service account, or one of whose workspaces, is archived or in no list. \
                The default workspace need not be listed. The workspaces of a rule for all workspaces are not looked at.",
        matters: "Somebody took away what the rule leads to and forgot the rule: it comes back to life with the account or workspace, and \
                  nobody expects it.",
        remedy: &[
            "Ask the owner of the job whether it still needs access",
            "Console > Settings > Workload identity > {name} > Archive; or Admin API: POST /v1/organizations/federation_rules/{id}/archive",
        ],
        caveats: "A list that was exported earlier than the rules lacks what was made in between. A list that says that it is not whole \
                  shows only what is archived.",
    },
    run,
};

/// What the lists say of a rule.
#[derive(Default)]
struct Targets {
    gone: Vec<String>,
    /// Workspaces that no list has, where one of several may be the default one.
    unclear: Vec<String>,
}

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::FederationRule);
    let unlisted = unlisted_workspaces(cx);
    let (mut population, mut findings, mut unclear) = (0, Vec::new(), Vec::new());
    let rules = cx.facts.credentials.rules.iter().filter(|rule| rule.archived_at.is_none());
    for rule in rules {
        let targets = targets(cx, rule, &unlisted);
        if targets.gone.is_empty() && !targets.unclear.is_empty() {
            unclear.push(format!("«{}» ({})", rule.name, targets.unclear.join(", ")));
            continue;
        }
        population += 1;
        judged.add(&rule.id);
        if targets.gone.is_empty() {
            continue;
        }
        let gone = targets.gone.join(", and ");
        let subject = subject(SubjectKind::FederationRule, &rule.id, &rule.name);
        let title = format!("Federation rule «{}» points at what is gone", rule.name);
        let message =
            format!("{gone}, but the rule is not archived. Expected: its account and its workspaces are live");
        let mut finding = ANALYZER.finding(subject, title, message);
        finding.observed = Some(gone);
        finding.threshold = Some("live account and workspaces".to_owned());
        finding.evidence = evidence(cx, rule);
        findings.push(finding);
    }
    let mut notes = absent_lists(cx);
    if !unclear.is_empty() {
        notes.push(format!(
            "not judged, because the list of workspaces leaves out the default one, which may be any of these, or has records that could not \
             be read: {}",
            some_of(unclear, 5)
        ));
    }
    Ok(Outcome::Assessed { population, findings, notes })
}

/// The lists that are not there, or not whole: what is not in them proves nothing.
fn absent_lists(cx: &Context) -> Vec<String> {
    let asked = [Table::ServiceAccounts, Table::Workspaces];
    let lacking = asked.into_iter().filter_map(|table| {
        let cut = cx.facts.populations.wholeness.cuts.get(&table).map(|why| format!("is incomplete ({why})"));
        let why = if cx.data.has(table) { cut? } else { "is not there".to_owned() };
        Some(format!(
            "the list of {} {why}: whether a rule points at something that it lacks is not known",
            table.title()
        ))
    });
    lacking.collect()
}

/// Whether a record of the list that could not be read has an id.
fn is_unread(cx: &Context, table: Table, id: &str) -> bool {
    cx.facts.lists.unread.place(table, id).is_some()
}

fn is_whole(cx: &Context, table: Table) -> bool {
    cx.data.has(table) && !cx.facts.populations.wholeness.cuts.contains_key(&table)
}

/// What a rule leads to and what became of it.
fn targets(cx: &Context, rule: &FederationRule, unlisted: &BTreeSet<&str>) -> Targets {
    let mut targets = Targets::default();
    if let Some(id) = rule.target_id.as_deref().filter(|id| id.starts_with("svac_")) {
        match cx.facts.credentials.service_account(id) {
            Some(account) => targets.gone.extend(
                account
                    .archived_at
                    .map(|at| format!("service account «{}» was archived on {}", account.name, at.date_naive())),
            ),
            None if is_whole(cx, Table::ServiceAccounts) && !is_unread(cx, Table::ServiceAccounts, id) => {
                targets.gone.push(format!("service account {id} is not listed"));
            }
            None => {}
        }
    }
    if rule.all_workspaces == Some(true) {
        return targets;
    }
    let lists_default = cx.facts.lists.workspaces.iter().any(|workspace| workspace.is_default());
    for id in &rule.workspaces {
        match cx.facts.lists.workspace(id) {
            Some(workspace) => targets.gone.extend(
                workspace
                    .archived_at
                    .map(|at| format!("workspace «{}» was archived on {}", workspace.name, at.date_naive())),
            ),
            None if !is_whole(cx, Table::Workspaces) || !unlisted.contains(id.as_str()) => {}
            None if is_unread(cx, Table::Workspaces, id) => targets.unclear.push(id.clone()),
            None if lists_default || default_is_known(cx) => targets.gone.push(format!("workspace {id} is not listed")),
            None if unlisted.len() > 1 => targets.unclear.push(id.clone()),
            None => {}
        }
    }
    targets
}

/// Workspaces that keys, memberships and rules refer to and no list has, without those that an export calls the default one.
fn unlisted_workspaces<'a>(cx: &'a Context) -> BTreeSet<&'a str> {
    let lists = &cx.facts.lists;
    let keys = lists.keys.iter().filter(|key| !key.organization_scoped).filter_map(|key| key.workspace_id.as_deref());
    let members = lists.workspace_members.iter().map(|member| member.workspace_id.as_str());
    let rules = cx.facts.credentials.rules.iter().flat_map(|rule| &rule.workspaces).map(String::as_str);
    let all = keys.chain(members).chain(rules);
    all.filter(|id| lists.workspace(id).is_none() && !is_default(cx, id)).collect()
}

fn is_default(cx: &Context, id: &str) -> bool {
    cx.facts.credentials.workspace_name(id).is_some_and(|name| name.eq_ignore_ascii_case(DEFAULT_WORKSPACE))
}

/// Whether some export says which id is the default workspace's.
fn default_is_known(cx: &Context) -> bool {
    cx.facts.credentials.rules.iter().flat_map(|rule| &rule.workspaces).any(|id| is_default(cx, id))
}

/// The rule's record, and those of what is archived.
fn evidence(cx: &Context, rule: &FederationRule) -> Vec<crate::model::Evidence> {
    let to = quoted(rule.target_id.as_deref().into_iter().chain(rule.workspaces.iter().map(String::as_str)));
    let mut all = vec![record(cx, rule.source, &rule.id, &format!("leads to {to}"))];
    let account = rule.target_id.as_deref().and_then(|id| cx.facts.credentials.service_account(id));
    let archived = |id: &str, at: chrono::DateTime<chrono::Utc>, source| {
        record(cx, source, id, &format!("archived {}", at.date_naive()))
    };
    all.extend(account.and_then(|one| Some(archived(&one.id, one.archived_at?, one.source))));
    let workspaces = rule.workspaces.iter().filter_map(|id| cx.facts.lists.workspace(id));
    all.extend(workspaces.filter_map(|one| Some(archived(&one.id, one.archived_at?, one.source))));
    all
}
