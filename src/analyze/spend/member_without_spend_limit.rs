//! Members whom no spend limit binds, where it binds others.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::Result;

use crate::analyze::{Analyzer, Context, Explain, Outcome, list_is_cut};
use crate::facts::MemberLimit;
use crate::model::{Control, Finding, Severity, Subject, SubjectKind, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "member-without-spend-limit",
    title: "Members without a spend limit where others have one",
    control: Control::SpendLimits,
    severity: Severity::Medium,
    reads: &[&[Table::EffectiveLimits]],
    population: "members with a line in the list of effective limits",
    thresholds: &[],
    explain: Explain {
        finds: "Members of a Claude Enterprise organization whose effective limit is none in every period that the list states, while \
                other members have one. A member with a limit in one period, such as a weekly one, is not found; nor is the use of \
                services, which is nobody's; nor anybody where no member has a limit.",
        matters: "What a member without a limit can spend beyond the seat ends nowhere, and the exception is seldom one that somebody \
                  decided.",
        remedy: &[
            "Ask who decided that {name} has no limit; note it, or set one",
            "Organization settings > Usage > limits; or Admin API: POST /v1/organizations/spend_limits with the scope user, or a limit of \
             the seat tier or group that {name} is in",
        ],
        caveats: "The list is of the moment of the export. A member of whom it has no line is not judged.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(cut) = list_is_cut(cx, Table::EffectiveLimits) {
        return Ok(cut);
    }
    let mut members: BTreeMap<&str, Vec<&MemberLimit>> = BTreeMap::new();
    for one in cx.facts.spend.limits.members.iter().filter(|one| one.id.starts_with("user_")) {
        members.entry(&one.id).or_default().push(one);
    }
    let population = members.len() as u64;
    let (with, without): (Vec<_>, Vec<_>) =
        members.into_values().partition(|lines| lines.iter().any(|line| line.amount.is_some()));
    let judged = cx.judged.of(SubjectKind::User);
    judged.extend(with.iter().flatten().map(|line| line.id.as_str()));
    if with.is_empty() {
        let note = "no member has a limit in any period".to_owned();
        return Ok(Outcome::Assessed { population, findings: Vec::new(), notes: vec![note] });
    }
    let findings = without.iter().map(|lines| finding(cx, lines, with.len(), population)).collect();
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

fn finding(cx: &Context, lines: &[&MemberLimit], with: usize, all: u64) -> Finding {
    let (id, who) = lines
        .first()
        .map_or(("", ""), |one| (one.id.as_str(), one.address.as_deref().or(one.name.as_deref()).unwrap_or(&one.id)));
    let mut periods: Vec<&str> = lines.iter().map(|line| line.period.as_str()).collect();
    periods.sort_unstable();
    periods.dedup();
    let periods = periods.join(", ");
    let spent = lines.iter().filter_map(|line| line.spent).max();
    let spent = spent.filter(|spent| *spent > crate::model::Money::ZERO);
    let spending =
        spent.map_or_else(String::new, |spent| format!(", with ${} spent so far in one of them", spent.to_grouped()));
    let subject =
        Subject { kind: SubjectKind::User, id: Some(id.to_owned()), name: Some(who.to_owned()), workspace: None };
    let message = format!(
        "no limit in any period ({periods}){spending}. {with} of {all} members have one. Expected: a limit in one period"
    );
    let mut finding = ANALYZER.finding(subject, format!("{who} has no spend limit"), message);
    finding.observed = Some("no limit".to_owned());
    finding.threshold = Some("a limit in one period".to_owned());
    finding.evidence = lines
        .iter()
        .map(|line| line.source.evidence(cx.data, format!("{}: no {} limit", line.id, line.period)))
        .collect();
    finding
}
