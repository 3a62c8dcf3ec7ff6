//! Members who have used up the limit that binds them, or nearly.

#[cfg(test)]
mod tests;

use anyhow::Result;

use super::share_of_limit::share_of;
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::facts::MemberLimit;
use crate::model::{Control, Finding, Money, Severity, Subject, SubjectKind, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "member-limit-nearly-used",
    title: "Members near their own spend limit",
    control: Control::SpendLimits,
    severity: Severity::Low,
    reads: &[&[Table::EffectiveLimits]],
    population: "members and periods with an effective limit",
    thresholds: &[Threshold {
        name: "near_percent",
        default: 90.0,
        unit: "% of the member's limit",
        source: "what is left is less than an ordinary working day of a member who got this far",
    }],
    explain: Explain {
        finds: "Members of a Claude Enterprise organization whose spend of the running day, week or month is `near_percent` or more of the \
                limit in force for them. A limit that the organization, a seat tier or a group hands down holds for every member by \
                itself: it is held against that member's spend and never against the organization's.",
        matters: "At the limit the member's work stops until the period is over.",
        remedy: &[
            "Ask {name} what the spend is for: organization settings > Usage, or Admin API: GET /v1/organizations/analytics/user_cost_report",
            "Raise the member's limit, or leave it: POST /v1/organizations/spend_limits with the scope user",
        ],
        caveats: "The spend is that of the moment of the export. Where it reads 0, the API may not have been able to say.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::User);
    let near = cx.limit(&ANALYZER, const { ANALYZER.threshold("near_percent") }).value;
    let (mut population, mut findings, mut unread) = (0, Vec::new(), 0_u64);
    for one in &cx.facts.spend.limits.members {
        let Some(amount) = one.amount else { continue };
        population += 1;
        match one.spent {
            Some(spent) if spent > Money::ZERO => {
                judged.add(&one.id);
                if 100.0 * spent.to_f64() >= near * amount.to_f64() {
                    findings.push(finding(cx, one, spent, amount));
                }
            }
            _ => unread += 1,
        }
    }
    let notes =
        (unread > 0).then(|| format!("{unread} of {population} read $0.00, which may mean that the API could not say"));
    Ok(Outcome::Assessed { population, findings, notes: notes.into_iter().collect() })
}

fn finding(cx: &Context, one: &MemberLimit, spent: Money, amount: Money) -> Finding {
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("near_percent") });
    let who = one.address.as_deref().or(one.name.as_deref()).unwrap_or(&one.id).to_owned();
    let share = match amount > Money::ZERO {
        true => share_of(spent, amount),
        false => "the limit is $0.00".to_owned(),
    };
    let by = one.handed_down_by.as_deref().map_or_else(String::new, |by| format!(", set by {}", by.replace('_', " ")));
    let message =
        format!("{who} spent ${} of the {} limit{by}: {share}. Threshold: {limit}", spent.to_grouped(), one.period);
    let subject =
        Subject { kind: SubjectKind::User, id: Some(one.id.clone()), name: Some(who.clone()), workspace: None };
    let reached = if spent >= amount { "has reached" } else { "is close to" };
    let title = format!("{who} {reached} their {} spend limit", one.period);
    let mut finding = ANALYZER.finding(subject, title, message);
    finding.observed = Some(format!("${}", spent.to_grouped()));
    finding.threshold = Some(format!("${}: {limit}", amount.to_grouped()));
    finding.event = Some(one.period.clone());
    let record = format!("{}: ${} spent of ${}", one.period, spent.to_grouped(), amount.to_grouped());
    finding.evidence = vec![one.source.evidence(cx.data, record)];
    finding
}
