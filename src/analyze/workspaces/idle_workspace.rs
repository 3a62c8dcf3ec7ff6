//! Workspaces in which nothing happens any more.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use anyhow::Result;
use chrono::Duration;

use super::{made_workspaces, record, subject, use_record};
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold, list_is_cut, unplaced};
use crate::model::{Confidence, Control, Severity, SubjectKind, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "idle-workspace",
    title: "Workspaces that nobody uses",
    control: Control::Offboarding,
    severity: Severity::Low,
    reads: &[&[Table::Workspaces], &[Table::Keys], &[Table::Usage, Table::Cost]],
    population: "live workspaces older than the threshold, other than Default and Claude Code",
    thresholds: &[Threshold {
        name: "idle_after_days",
        default: 90.0,
        unit: "days",
        source: "a quarter: jobs that run once a quarter are not idle",
    }],
    explain: Explain {
        finds: "Live workspaces without an active key and without usage or cost in the last `idle_after_days`. Absence counts only where \
                exports that name workspaces cover so many days without a gap. Workspaces younger than that are not found, nor Default \
                and Claude Code, which nobody can archive or make.",
        matters: "Whoever is a member of a forgotten workspace can make a key there, in a place that no one looks at.",
        remedy: &[
            "Ask the members of {name} whether it is still needed",
            "Console > Workspaces > {name} > Archive; or Admin API: POST /v1/organizations/workspaces/{id}/archive",
        ],
        caveats: "Exports that were filtered to some workspaces show no use of the others. Where the exports have use under a name that \
                  no listed workspace has, it may be this one's under a former name: then the confidence is medium. Use of the \
                  Playground is seen, mere visits are not.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::Workspace);
    if let Some(cut) = list_is_cut(cx, Table::Keys) {
        return Ok(cut);
    }
    let facts = cx.facts;
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("idle_after_days") });
    let runs = &facts.coverage.workspace_use;
    let Some(covered) = runs.latest(limit.days()) else {
        let (days, least) = (counted(runs.longest(), "day"), limit.days());
        let why = format!("usage and cost exports that name workspaces cover {days} without a gap; needed: {least}");
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Usage, Table::Cost] });
    };
    let with_keys: BTreeSet<&str> = facts.lists.active_keys().filter_map(|key| key.workspace_id.as_deref()).collect();
    let renamed = facts.keys.workspace_uses.unlisted(&facts.lists).next().is_some();
    let (mut population, mut findings) = (0, Vec::new());
    for workspace in made_workspaces(cx) {
        // Its age must be known, and reach back as far as the silence that is asked for.
        let Some(age) = workspace.created_at.map(|at| cx.as_of - at).filter(|age| *age >= Duration::days(limit.days()))
        else {
            continue;
        };
        population += 1;
        let last = facts.keys.workspace_uses.possibly_of(workspace).max();
        let idle = covered.idle_days(last.map(|last| last.day));
        if with_keys.contains(workspace.id.as_str()) || idle < limit.days() {
            judged.add(&workspace.id);
            continue;
        }
        // Any of them may be there.
        if unplaced::count(cx) > 0 {
            population -= 1;
            continue;
        }
        let end = covered.until + Duration::days(1);
        let seen = last.map_or_else(
            || {
                format!(
                    "no use in {} of exports ({} to {})",
                    counted(covered.days(), "day"),
                    covered.since,
                    covered.until
                )
            },
            |last| format!("last used {}, {} before {end}", last.day, counted(idle, "day")),
        );
        let message = format!("no active key, and {seen}. Age: {}. Allowed: {limit}", counted(age.num_days(), "day"));
        let mut finding =
            ANALYZER.finding(subject(workspace), format!("Workspace «{}» is idle", workspace.name), message);
        finding.confidence = if renamed { Confidence::Medium } else { Confidence::High };
        finding.observed = Some(last.map_or_else(|| "never used".to_owned(), |_| counted(idle, "day")));
        finding.threshold = Some(limit.to_string());
        finding.evidence = vec![record(cx, workspace)];
        finding.evidence.extend(last.map(|last| use_record(cx, last)));
        findings.push(finding);
    }
    Ok(unplaced::outcome(cx, population, findings))
}
