//! Use of workspaces that are archived.

#[cfg(test)]
mod tests;

use anyhow::Result;
use chrono::Duration;

use super::{record, subject, use_record};
use crate::analyze::wording::quoted;
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::facts::WorkspaceDay;
use crate::model::{Control, Period, Severity, SubjectKind, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "archived-workspace-usage",
    title: "Use of archived workspaces",
    control: Control::Offboarding,
    severity: Severity::High,
    reads: &[&[Table::Workspaces], &[Table::Usage, Table::Cost]],
    population: "archived workspaces",
    thresholds: &[Threshold {
        name: "grace_days",
        default: 1.0,
        unit: "days after archiving",
        source: "requests that were under way and batches of the day end on the day after",
    }],
    explain: Explain {
        finds: "Workspaces with usage or cost more than `grace_days` after the day on which they were archived. Use on the day of \
                archiving, and on the day after it, is not found.",
        matters: "Archiving ends a workspace's keys. Use afterwards means that something still has access to what everybody takes \
                  for closed.",
        remedy: &[
            "Console > Usage, workspace {name}: see which key and which model",
            "Console > API keys, workspace {name}: disable what is active; or Admin API: POST /v1/organizations/api_keys/{api_key_id} \
             with {\"status\":\"archived\"}",
            "Report to Anthropic support that the archived workspace {id} was used",
        ],
        caveats: "Console exports name workspaces. Where another workspace has the same name, use under it may be the other's: then \
                  nothing is said, unless a report with workspace ids settles it. Cost can be booked a day late.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::Workspace);
    let lists = &cx.facts.lists;
    let grace = cx.limit(&ANALYZER, const { ANALYZER.threshold("grace_days") });
    let (mut population, mut findings, mut ambiguous) = (0, Vec::new(), Vec::new());
    for workspace in &lists.workspaces {
        let Some(archived) = workspace.archived_at.map(|at| at.date_naive()) else { continue };
        let is_late = |one: &&WorkspaceDay| one.day - archived > Duration::days(grace.days());
        let late: Vec<&WorkspaceDay> = cx.facts.keys.workspace_uses.of(workspace, lists).filter(is_late).collect();
        let (Some(first), Some(last)) = (late.iter().min(), late.iter().max()) else {
            if cx.facts.keys.workspace_uses.possibly_of(workspace).any(|one| is_late(&one)) {
                ambiguous.push(workspace.name.as_str());
            } else {
                population += 1;
                // Exports without any use of it may have been asked for by workspace.
                if cx.facts.keys.workspace_uses.possibly_of(workspace).next().is_some() {
                    judged.add(&workspace.id);
                }
            }
            continue;
        };
        population += 1;
        judged.add(&workspace.id);
        let after = (last.day - archived).num_days();
        let message = format!("archived {archived} and used until {}, {after} days later. Allowed: {grace}", last.day);
        let title = format!("Workspace «{}» was used after it was archived", workspace.name);
        let mut finding = ANALYZER.finding(subject(workspace), title, message);
        finding.period = Period::new(first.day, last.day);
        // The archiving is the event: the days of use differ from report to report.
        finding.event = Some(archived.to_string());
        finding.observed = Some(format!("{after} days after archiving"));
        finding.threshold = Some(grace.to_string());
        finding.evidence = vec![record(cx, workspace), use_record(cx, first)];
        finding.evidence.extend((first.day < last.day).then(|| use_record(cx, last)));
        findings.push(finding);
    }
    let note = |names: Vec<&str>| {
        let names = quoted(names);
        format!("not judged, because another workspace has the same name and the exports have no ids: {names}")
    };
    let notes = if ambiguous.is_empty() { Vec::new() } else { vec![note(ambiguous)] };
    Ok(Outcome::Assessed { population, findings, notes })
}
