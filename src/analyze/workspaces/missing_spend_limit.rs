//! Who may spend without a limit.

mod judge;
#[cfg(test)]
mod tests;
mod used;

use std::collections::BTreeMap;

use anyhow::Result;
use judge::{Bound, Sources};
use used::{Used, used_by_workspace};

use super::{made_workspaces, record, subject, whole_exports};
use crate::analyze::wording::quoted;
use crate::analyze::{Analyzer, Context, Explain, Outcome, list_is_cut};
use crate::facts::{DEFAULT_WORKSPACE, Workspace};
use crate::model::{Control, Evidence, Finding, Money, Severity, Subject, SubjectKind, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "missing-spend-limit",
    title: "Spend without a limit",
    control: Control::SpendLimits,
    severity: Severity::High,
    reads: &[&[Table::Workspaces], &[Table::Usage, Table::Cost]],
    population: "the organization and live workspaces with spend or use",
    thresholds: &[],
    explain: Explain {
        finds: "The organization, and live workspaces with spend or use in the period, for which neither the list of spend limits has a limit \
                in force nor the policy states one ([limits]). A limit that the list has switched off, or whose amount is null, is not in force, whatever the policy states. A list without any \
                amount is not judged. A daily or weekly limit is as good as a monthly one. The ceiling of the usage tier is no limit of the organization's own: \
                where there is only that, the severity is medium. Default cannot carry a limit and is not found, nor are workspaces \
                without spend and use. Use of models without a price counts as well as any other.",
        matters: "Keys cannot carry a limit: only the workspace's and the organization's bound what a leaked key or a loop costs.",
        remedy: &[
            "Console > Settings > Limits, and Console > Workspaces > {name} > Limits: set a monthly limit that fits a usual month",
            "Export GET /v1/organizations/spend_limits of the Admin API with all pages, or state the limits in the policy under [limits]",
        ],
        caveats: "The policy's word is taken where the exports have no list; what it leaves out is found with medium confidence. A limit \
                  that the activity feed sets proves the organization's while no removal follows; which workspace a limit belongs to the \
                  feed does not say. A list that an export filtered to people's limits shows no others: then the confidence is medium.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::Workspace);
    if let Some(cut) = list_is_cut(cx, Table::SpendLimits) {
        return Ok(cut);
    }
    let lists = &cx.facts.lists;
    let (sources, used) = (Sources::of(cx), used_by_workspace(cx));
    let (mut findings, mut notes, mut open, mut unread) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut unstated: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut take = |bound: Bound, name: String, finding: &dyn Fn() -> Finding| match bound {
        Bound::Limited(note) => notes.extend(note),
        Bound::Unlimited => findings.push(finding()),
        Bound::Unread(where_it_stands) => unread.push(format!("{name} ({where_it_stands})")),
        Bound::Unstated(file) => unstated.entry(file).or_default().push(name),
        Bound::Unknown => open.push(name),
    };
    take(sources.organization(cx), "the organization".to_owned(), &|| organization(cx, &sources));
    let (mut population, mut ambiguous) = (1, Vec::new());
    for workspace in lists.live_workspaces().filter(|workspace| !workspace.is_default()) {
        let Some(own) = used.get(workspace.name.as_str()) else { continue };
        if lists.workspace_named(&workspace.name).is_none() {
            ambiguous.push(workspace.name.as_str());
            continue;
        }
        population += 1;
        judged.add(&workspace.id);
        let bound = sources.workspace(cx, workspace);
        take(bound, format!("«{}»", workspace.name), &|| of_workspace(cx, &sources, workspace, own));
    }
    if !open.is_empty() {
        let why = format!(
            "no export lists spend limits and the policy states none ([limits]); nothing is known of {}",
            open.join(", ")
        );
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::SpendLimits] });
    }
    let doubts = doubts(&unread, &unstated);
    if !doubts.is_empty() && findings.is_empty() {
        return Ok(Outcome::NotAssessed { why: doubts.join("; "), needs: vec![Table::SpendLimits] });
    }
    notes.extend(doubts);
    if used.is_empty() && findings.is_empty() && made_workspaces(cx).next().is_some() {
        let why = "no export with spend in the period names workspaces".to_owned();
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Cost] });
    }
    if !ambiguous.is_empty() {
        notes.push(format!("not judged, because several workspaces have the name: {}", quoted(ambiguous)));
    }
    notes.extend(used.get(DEFAULT_WORKSPACE).map(|own| {
        let said = own.of_default();
        format!(
            "Default cannot carry a limit and is not judged; {said} there, which only the organization's limit bounds"
        )
    }));
    Ok(Outcome::Assessed { population, findings, notes })
}

/// Whose limits nobody knows: of records that could not be read, and of lists that state no amount, by file.
fn doubts(unread: &[String], unstated: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let unread = (!unread.is_empty())
        .then(|| format!("records of spend limits could not be read, which may be those of {}", unread.join(", ")));
    let unstated = unstated.iter().map(|(file, names)| {
        format!("not judged: {file} states no amount of any limit; nobody knows whether one binds {}", names.join(", "))
    });
    unread.into_iter().chain(unstated).collect()
}

fn organization(cx: &Context, sources: &Sources) -> Finding {
    let limits = &cx.facts.spend.limits;
    let tier = limits.usage_tier.iter().find(|limit| limit.is_in_force());
    let ceiling = tier.map_or_else(String::new, |tier| format!(". The ceiling of the usage tier is {}", tier.says()));
    let silence = sources.silence("the organization", &limits.organization, cx.policy.organization_limit());
    let message = format!("{silence}{ceiling}. Expected: a limit in force");
    let mut finding = ANALYZER.finding(Subject::organization(), "The organization may spend without a limit", message);
    if tier.is_some() {
        finding.severity = Severity::Medium;
    }
    let entries = limits.organization.iter().chain(&limits.usage_tier);
    finding.evidence = entries.map(|limit| limit.source.evidence(cx.data, limit.says())).collect();
    stated(cx, sources, finding, None)
}

fn of_workspace(cx: &Context, sources: &Sources, workspace: &Workspace, own: &Used) -> Finding {
    let entries = cx.facts.spend.limits.of_workspace(&workspace.id);
    let by_policy = cx.policy.workspace_limit(&workspace.name, Some(&workspace.id));
    let silence = sources.silence(&format!("workspace «{}»", workspace.name), entries, by_policy);
    let message = format!("{silence}. It {} in {}. Expected: a limit in force", own.says(), cx.period);
    let title = format!("Workspace «{}» may spend without a limit", workspace.name);
    let mut finding = ANALYZER.finding(subject(workspace), title, message);
    finding.impact_usd = Some(own.spent()).filter(|spent| *spent > Money::ZERO);
    finding.evidence = entries.iter().map(|limit| limit.source.evidence(cx.data, limit.says())).collect();
    stated(cx, sources, finding, Some(record(cx, workspace)))
}

/// With what was judged, how sure, and where it stands.
fn stated(cx: &Context, sources: &Sources, mut finding: Finding, own: Option<Evidence>) -> Finding {
    finding.confidence = sources.confidence(cx);
    finding.observed = Some("no limit in force".to_owned());
    finding.threshold = Some("a limit in force".to_owned());
    if finding.evidence.is_empty() {
        finding.evidence = whole_exports(cx, "spend-limits", "no entry for it");
    }
    if !sources.has_list {
        let file = cx.policy.info().file.unwrap_or_default();
        finding.evidence.push(Evidence { file, line: None, record: "[limits] does not name it".to_owned() });
    }
    finding.evidence.extend(own);
    finding
}
