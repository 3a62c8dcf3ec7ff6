//! Spend that no limit can bound, because it is in the default workspace.

#[cfg(test)]
mod tests;

use anyhow::Result;

use crate::analyze::estimates::estimated_part;
use crate::analyze::left_out::LeftOut;
use crate::analyze::wording::quoted;
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::facts::{By, DEFAULT_WORKSPACE, SpendRow};
use crate::model::{Control, Finding, Money, Severity, Subject, SubjectKind, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "default-workspace-spend",
    title: "Spend in the default workspace",
    control: Control::SpendLimits,
    severity: Severity::Medium,
    reads: &[&[Table::Cost, Table::Usage]],
    population: "workspaces with spend in the period",
    thresholds: &[Threshold {
        name: "most_percent",
        default: 5.0,
        unit: "%",
        source: "the Playground and trials; what is a service has a workspace of its own",
    }],
    explain: Explain {
        finds: "More than `most_percent` of the period's cost in the default workspace: reported cost where cost exports cover the day, \
                else usage at list price. Claude Code's workspace is not the default one. Exports that do not tell workspaces apart say \
                nothing about it and are left out of the sum. Where models without a price have a twentieth of the tokens and could turn \
                the share, nothing is assessed.",
        matters: "The default workspace cannot carry a spend or rate limit: nothing bounds this money but the organization's own limit.",
        remedy: &[
            "Console > Cost, workspace Default: see which keys spend there",
            "Console > Workspaces > Create: one per service and environment, each with a monthly limit; or Admin API: POST \
             /v1/organizations/workspaces",
            "Make new keys there, deploy them, see that the spend moves, then disable the old ones",
        ],
        caveats: "Reports of the new API give the default workspace an id like any other; it is known as the default one only where the \
                  workspace list was exported with include_default, or where a key of the default workspace was used there.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("most_percent") });
    let all: Vec<&SpendRow> = cx.facts.spend.series.rows.iter().filter(|row| cx.period.contains(row.day)).collect();
    let (found, unattributed): (Vec<&SpendRow>, Vec<&SpendRow>) = all.into_iter().partition(|row| row.by_workspace);
    let (total, elsewhere) = (sum(&found), sum(&unattributed));
    let left_out = LeftOut::of(cx, |one| one.by_workspace, |one| one.workspace == DEFAULT_WORKSPACE);
    if found.is_empty() {
        if let Some(unpriced) = left_out.not_assessed() {
            return Ok(unpriced);
        }
        let why = "no export with spend in the period names workspaces".to_owned();
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Cost] });
    }
    let default: Vec<&SpendRow> = found.iter().copied().filter(|row| row.workspace == DEFAULT_WORKSPACE).collect();
    let over = |part: Money| 100.0 * part.to_f64() > limit.value * total.to_f64();
    let unnamed: Vec<&SpendRow> = found.iter().copied().filter(|row| is_unnamed(cx, row)).collect();
    if !over(sum(&default)) && over(sum(&default) + sum(&unnamed)) {
        let why = format!(
            "${} of ${} were spent in workspaces of which only the id is known, and one may be the default one",
            sum(&unnamed).to_grouped(),
            total.to_grouped()
        );
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Workspaces] });
    }
    if let Some(doubt) = left_out.doubt(over(sum(&default))) {
        return Ok(doubt);
    }
    let mut names: Vec<&str> = found.iter().map(|row| row.workspace.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let findings = over(sum(&default)).then(|| finding(cx, default, total, &left_out.after())).into_iter().collect();
    let nameless = format!("left out: ${} from exports that do not name workspaces", elsewhere.to_grouped());
    let notes = left_out.note().into_iter().chain((elsewhere > Money::ZERO).then_some(nameless)).collect();
    Ok(Outcome::Assessed { population: names.len() as u64, findings, notes })
}

fn sum(rows: &[&SpendRow]) -> Money {
    rows.iter().map(|row| row.amount).sum()
}

/// Whether the workspace is an id that no list names.
fn is_unnamed(cx: &Context, row: &SpendRow) -> bool {
    row.workspace.starts_with("wrkspc_") && cx.facts.lists.workspaces_named(&row.workspace).next().is_none()
}

fn finding(cx: &Context, mut rows: Vec<&SpendRow>, total: Money, without: &str) -> Finding {
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("most_percent") });
    let spent = sum(&rows);
    let percent = 100.0 * spent.to_f64() / total.to_f64();
    rows.sort_by_key(|row| (std::cmp::Reverse(row.amount), row.source));
    let mut keys: Vec<&str> = Vec::new();
    for row in rows.iter().filter(|row| !row.key.is_empty()) {
        if keys.len() < 3 && !keys.contains(&row.key.as_str()) {
            keys.push(&row.key);
        }
    }
    let estimated = estimated_part(rows.iter().copied());
    let by = if keys.is_empty() { String::new() } else { format!(", most of it by {}", quoted(keys)) };
    let message = format!(
        "${} of ${} ({percent:.1} %) of {}{estimated}{by}{without}. Allowed: {limit}",
        spent.to_grouped(),
        total.to_grouped(),
        cx.period
    );
    let listed = cx.facts.lists.live_workspaces().find(|workspace| workspace.is_default());
    let subject = Subject {
        kind: SubjectKind::Workspace,
        id: listed.map(|workspace| workspace.id.clone()),
        name: Some(DEFAULT_WORKSPACE.to_owned()),
        workspace: Some(DEFAULT_WORKSPACE.to_owned()),
    };
    let mut finding = ANALYZER.finding(subject, "The default workspace has much of the spend", message);
    finding.impact_usd = Some(spent);
    finding.change = cx
        .facts
        .compared_period(cx.period, By::Key)
        .map(|(compared, _)| cx.facts.spend_change(&compared, |one| one.workspace == DEFAULT_WORKSPACE));
    finding.observed = Some(format!("{percent:.1} %"));
    finding.threshold = Some(limit.to_string());
    finding.evidence = rows.iter().take(5).map(|row| row.evidence(cx.data)).collect();
    finding
}
