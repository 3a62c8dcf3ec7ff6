//! Keys with much of the spend whose limit other keys use up too.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::Result;

use super::{active_keys, ambiguity_note, is_claude_code, record, subject};
use crate::analyze::estimates::estimated_part;
use crate::analyze::left_out::LeftOut;
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::facts::{Key, SpendRow, Workspace, sum_of};
use crate::model::{Control, Evidence, Finding, Money, Severity, SubjectKind, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "key-without-own-limit",
    title: "Keys with much of the spend and no limit of their own",
    control: Control::SpendLimits,
    severity: Severity::Low,
    reads: &[&[Table::Keys], &[Table::Cost]],
    population: "active keys with cost",
    thresholds: &[Threshold {
        name: "share_percent",
        default: 20.0,
        unit: "% of the period's cost",
        source: "a fifth of the bill: a runaway of such a key is felt by the whole organization",
    }],
    explain: Explain {
        finds: "Active keys with more than `share_percent` of the cost of the period whose workspace has other active keys: reported cost, and \
                usage at list price on days that no cost export covers. Keys \
                cannot carry limits; a key has a limit of its own only where it is alone in a workspace with one. A key that is alone in \
                its workspace is not found (a limit that is missing there is `missing-spend-limit`), nor are the keys of Claude Code, \
                whose members have limits of their own. Without any list of limits, and without limits in the policy, nothing is \
                assessed. \
                A gateway's keys (LiteLLM) can carry a budget: those without one are found, whatever they spend.",
        matters: "When the workspace's limit is reached, every key in it stops: one service that runs wild takes the others down, and one \
                  that must not stop cannot be given more room than the rest.",
        remedy: &[
            "Console > Workspaces > Create: a workspace for the service of {name}; or Admin API: POST /v1/organizations/workspaces",
            "Console > Workspaces > Limits: a monthly limit for it; Admin API: GET /v1/organizations/spend_limits shows whether it is in force",
            "Make a new key there, deploy it, and disable {name}; or Admin API: POST /v1/organizations/api_keys/{id} with \
             {\"status\":\"inactive\"}",
        ],
        caveats: "The cost is that of the whole period, of which the key may have worked a part only. Cost exports that name keys without ids \
                  leave it open which of two keys with one name was used; such cost counts for none. Limits on people or groups \
                  are not counted.",
    },
    run,
};

/// Cost of one key, or under one name that several have.
#[derive(Default)]
struct Cost<'a> {
    amount: Money,
    rows: Vec<&'a SpendRow>,
}

impl<'a> Cost<'a> {
    fn add(&mut self, row: &'a SpendRow) {
        self.amount += row.amount;
        self.rows.push(row);
    }

    /// The dearest row.
    fn largest(&self) -> Option<&'a SpendRow> {
        self.rows.iter().copied().max_by_key(|row| (row.amount, row.source, row.rows))
    }

    fn percent_of(&self, total: Money) -> f64 {
        100.0 * self.amount.to_f64() / total.to_f64()
    }
}

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::ApiKey);
    if !cx.data.has(Table::SpendLimits) && !policy_limits(cx) {
        let why = "no export lists spend limits and the policy states none ([limits])".to_owned();
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::SpendLimits] });
    }
    let in_period = |row: &&SpendRow| cx.period.contains(row.day);
    let rows: Vec<&SpendRow> = cx.facts.spend.series.rows.iter().filter(in_period).collect();
    let total = rows.iter().fold(Money::ZERO, |sum, row| sum + row.amount);
    if total <= Money::ZERO || !rows.iter().any(|row| row.by_key && !row.estimated) {
        let why = "no cost export of the period that can be summed says which key cost what".to_owned();
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Cost] });
    }
    // Of what the others used without a price nobody knows the cost, and so no share of the whole.
    let left_out = LeftOut::of(cx, |_| true, |_| false);
    if let Some(doubt) = left_out.doubt(true) {
        return Ok(doubt);
    }
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("share_percent") });
    let (costs, open) = cost_by_key(cx, &rows);
    let (mut population, mut findings) = (0, Vec::new());
    for key in active_keys(cx).filter(|key| !is_claude_code(cx, key)) {
        let Some(cost) = costs.get(key.id.as_str()) else { continue };
        population += 1;
        judged.add(&key.id);
        let others = neighbours(cx, key);
        if cost.percent_of(total) > limit.value && others > 0 {
            findings.push(without_own_limit(cx, key, cost, total, others));
        }
    }
    let much = open.iter().filter(|(_, cost)| cost.percent_of(total) > limit.value);
    let names: Vec<&str> = much.map(|(name, _)| *name).collect();
    let notes = ambiguity_note(&names).into_iter().chain(left_out.note()).collect();
    Ok(Outcome::Assessed { population, findings, notes })
}

/// Whether the policy limits the organization or a listed workspace.
fn policy_limits(cx: &Context) -> bool {
    let mut workspaces = cx.facts.lists.workspaces.iter();
    cx.policy.organization_limit().is_some()
        || workspaces.any(|one| cx.policy.workspace_limit(&one.name, Some(&one.id)).is_some())
}

/// Other active keys of the key's workspace.
fn neighbours(cx: &Context, key: &Key) -> usize {
    let is_here = |other: &&Key| {
        other.id != key.id
            && !other.organization_scoped
            && cx.facts.lists.workspace_name(other) == cx.facts.lists.workspace_name(key)
    };
    active_keys(cx).filter(is_here).count()
}

/// Cost by key id, and cost under names that may be that of several keys. Of keys with one name the one in the row's workspace counts.
fn cost_by_key<'a>(
    cx: &'a Context,
    rows: &[&'a SpendRow],
) -> (BTreeMap<&'a str, Cost<'a>>, BTreeMap<&'a str, Cost<'a>>) {
    let mut by_name: BTreeMap<&str, Vec<&Key>> = BTreeMap::new();
    for key in &cx.facts.lists.keys {
        by_name.entry(key.name.trim()).or_default().push(key);
    }
    let (mut costs, mut open) = (BTreeMap::<&str, Cost>::new(), BTreeMap::<&str, Cost>::new());
    for row in rows {
        if let Some(id) = &row.key_id {
            costs.entry(id).or_default().add(row);
            continue;
        }
        let Some(named) = by_name.get(row.key.trim()) else { continue };
        let is_home = |key: &&Key| cx.facts.lists.workspace_name(key) == Some(row.workspace.as_str());
        let home: Vec<&Key> = named.iter().copied().filter(is_home).collect();
        match (named.as_slice(), home.as_slice()) {
            ([key], _) | (_, [key]) => costs.entry(&key.id).or_default().add(row),
            _ => open.entry(row.key.trim()).or_default().add(row),
        }
    }
    (costs, open)
}

fn without_own_limit(cx: &Context, key: &Key, cost: &Cost, total: Money, others: usize) -> Finding {
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("share_percent") });
    let percent = cost.percent_of(total);
    let (bound, listed) = binding(cx, key);
    let others = counted(others, "other active key");
    let estimated = estimated_part(cost.rows.iter().copied());
    let message = format!(
        "${} of ${} in {}, {percent:.1} %{estimated}. In the same workspace: {others}. {bound}. Allowed: {limit}",
        cost.amount.to_grouped(),
        total.to_grouped(),
        cx.period
    );
    let subject = subject(cx, key);
    let title = format!("Key «{}» causes {percent:.0} % of the cost and has no limit of its own", subject.label());
    let mut finding = ANALYZER.finding(subject, title, message);
    finding.period = Some(cx.period);
    finding.observed = Some(format!("{percent:.1} %"));
    finding.threshold = Some(limit.to_string());
    finding.evidence = vec![record(cx, key)];
    let row = |row: &SpendRow| {
        let of = sum_of(row.rows, row.source).map_or_else(String::new, |of| format!(", {of}"));
        let basis = if row.estimated { " at list price" } else { "" };
        let said = format!("its dearest day and model: ${}{basis}{of}", row.amount.to_grouped());
        row.source.evidence(cx.data, said)
    };
    finding.evidence.extend(cost.largest().map(row));
    finding.evidence.extend(listed);
    finding
}

/// What bounds the key, in words, and where that stands.
fn binding(cx: &Context, key: &Key) -> (String, Vec<Evidence>) {
    let lists = &cx.facts.lists;
    let workspace = key.workspace_id.as_deref().and_then(|id| lists.workspace(id));
    if key.workspace_id.is_none() && !key.is_workspace_unclear || workspace.is_some_and(Workspace::is_default) {
        return ("The default workspace cannot have a limit".to_owned(), Vec::new());
    }
    let entries = key.workspace_id.as_deref().map_or(&[][..], |id| cx.facts.spend.limits.of_workspace(id));
    let in_force: Vec<_> = entries.iter().filter(|limit| limit.is_in_force()).collect();
    let by_policy = workspace.and_then(|one| cx.policy.workspace_limit(&one.name, Some(&one.id)));
    let evidence = in_force.iter().map(|limit| limit.source.evidence(cx.data, limit.says())).collect();
    match (in_force.first(), by_policy) {
        (Some(limit), _) => (format!("The workspace's limit is {}", limit.says()), evidence),
        (None, Some(amount)) => {
            (format!("The workspace's limit is ${} monthly (policy)", amount.to_grouped()), evidence)
        }
        (None, None) => ("No limit of the workspace is known to be in force".to_owned(), evidence),
    }
}
