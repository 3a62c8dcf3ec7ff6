//! Development and staging that cost more than they should.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::Result;

use super::subject::{largest_rows, ranked};
use crate::analyze::estimates::estimated_part;
use crate::analyze::left_out::LeftOut;
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::facts::names::environment::Inferred;
use crate::facts::{By, Place, SpendRow, Spender};
use crate::model::{Confidence, Control, Finding, Money, Severity, SpendChange, Subject, Table};
use crate::policy::Environment;

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "nonproduction-overspend",
    title: "Much is spent outside production",
    control: Control::SpendAlerts,
    severity: Severity::Medium,
    reads: &[&[Table::Cost, Table::Usage], &[Table::Workspaces]],
    population: "workspaces and keys with spend in the period",
    thresholds: &[Threshold {
        name: "most_percent",
        default: 30.0,
        unit: "% of the period's spend",
        source: "tests and trials at a third of the bill are a bill of their own",
    }],
    explain: Explain {
        finds: "Spend of development, staging and testing together above `most_percent` of the period's spend, or above that of production. \
                The environment is the workspace's, by the policy, its tag `env` or its name; else the key's, by the policy or its name. What \
                names no environment counts in the whole, and as production where that decides. Claude Code is neither. \
                Where models without a price have a twentieth of the tokens and could turn this, nothing is assessed.",
        matters: "Nobody is billed for tests: what runs there unseen (a loop, a nightly run over everything) is the cheapest saving there is.",
        remedy: &[
            "Console > Cost, grouped by workspace and key: see what runs outside production",
            "Console > Workspaces > Limits: a monthly limit for each workspace of development and staging; Admin API: GET \
             /v1/organizations/spend_limits shows what is in force",
            "Test with smaller models, recorded answers or batches at half the price",
        ],
        caveats: "Environments from names are a guess: the policy ([environments]) or the tag `env` settles them. Evaluation runs \
                  before a launch can cost more than production and be right.",
    },
    run,
};

/// What a row counts as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Production,
    Nonproduction(Confidence),
    /// Claude Code's: people's tools, of no environment.
    Neither,
    Unknown,
}

/// Sums of the period.
#[derive(Default)]
struct Sums<'a> {
    total: Money,
    production: Money,
    outside: Money,
    unknown: Money,
    rows: Vec<&'a SpendRow>,
    /// By place and key.
    parts: BTreeMap<String, Money>,
    is_guess: bool,
}

fn run(cx: &Context) -> Result<Outcome> {
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("most_percent") });
    let (mut sums, mut sides) = (Sums::default(), BTreeMap::<(&str, &str), Side>::new());
    for row in cx.facts.spend.series.rows.iter().filter(|row| cx.period.contains(row.day)) {
        let side = *sides.entry((&row.workspace, &row.key)).or_insert_with(|| side(cx, &row.spender()));
        sums.add(row, side);
    }
    let allowed = sums.total.scaled((limit.value * 1000.0).round() as i128, 100_000);
    // What names no environment may be production.
    let found = sums.outside > allowed || sums.outside > sums.production + sums.unknown;
    let left_out = LeftOut::of(
        cx,
        |_| true,
        |one| match side(cx, &one.spender("")) {
            Side::Nonproduction(_) => true,
            // What names no environment counts against what is said.
            Side::Unknown => !found,
            Side::Production | Side::Neither => false,
        },
    );
    let doubt = if sums.total == Money::ZERO { left_out.not_assessed() } else { left_out.doubt(found) };
    if let Some(doubt) = doubt {
        return Ok(doubt);
    }
    if sums.production + sums.outside == Money::ZERO {
        let why = "no spend of the period is in a workspace or by a key whose environment is known".to_owned();
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Cost, Table::Workspaces] });
    }
    let could_be = sums.outside + sums.unknown > allowed || sums.outside > sums.production;
    let unknown = format!(
        "${} of ${} have no recognizable environment: whether development and staging stay below {limit} is open",
        sums.unknown.to_grouped(),
        sums.total.to_grouped()
    );
    let unknown = (!found && could_be && sums.unknown > Money::ZERO).then_some(unknown);
    let notes = unknown.into_iter().chain(left_out.note()).collect();
    let findings = found.then(|| finding(cx, &sums, allowed, &left_out.after())).into_iter().collect();
    Ok(Outcome::Assessed { population: sides.len() as u64, findings, notes })
}

impl<'a> Sums<'a> {
    fn add(&mut self, row: &'a SpendRow, side: Side) {
        self.total += row.amount;
        match side {
            Side::Production => self.production += row.amount,
            Side::Unknown => self.unknown += row.amount,
            Side::Neither => {}
            Side::Nonproduction(confidence) => {
                self.outside += row.amount;
                self.is_guess |= confidence != Confidence::High;
                self.rows.push(row);
                let key = if row.key.is_empty() { String::new() } else { format!(" ({})", row.key) };
                *self.parts.entry(format!("{}{key}", row.workspace)).or_default() += row.amount;
            }
        }
    }
}

fn side(cx: &Context, one: &Spender) -> Side {
    match cx.facts.place(one, cx.policy) {
        Place::ClaudeCode => Side::Neither,
        Place::Unknown => Side::Unknown,
        Place::Known(Inferred { environment: Environment::Production, .. }) => Side::Production,
        Place::Known(Inferred { confidence, .. }) => Side::Nonproduction(confidence),
    }
}

/// What was spent outside production against earlier days.
fn explained(cx: &Context) -> Option<SpendChange> {
    let compared = cx.facts.compared_period(cx.period, By::Key)?.0;
    let outside = |one: &Spender| matches!(side(cx, one), Side::Nonproduction(_));
    Some(cx.facts.spend_change(&compared, outside))
}

fn finding(cx: &Context, sums: &Sums, allowed: Money, without: &str) -> Finding {
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("most_percent") });
    let percent = 100.0 * sums.outside.to_f64() / sums.total.to_f64();
    let estimated = estimated_part(sums.rows.iter().copied());
    let unknown = match sums.unknown > Money::ZERO {
        true => format!(", of no known environment ${}", sums.unknown.to_grouped()),
        false => String::new(),
    };
    let message = format!(
        "${} of ${} ({percent:.1} %) of {}{estimated} were spent outside production, and ${} in production{unknown}. Most of it: {}{without}. Allowed: \
         {limit}, and not above production",
        sums.outside.to_grouped(),
        sums.total.to_grouped(),
        cx.period,
        sums.production.to_grouped(),
        ranked(sums.parts.clone())
    );
    let mut finding = ANALYZER.finding(Subject::organization(), "Much is spent outside production", message);
    finding.confidence = if sums.is_guess { Confidence::Medium } else { Confidence::High };
    let bound = if sums.outside > allowed { allowed } else { sums.production };
    finding.impact_usd = Some(sums.outside - bound);
    finding.change = explained(cx);
    finding.observed = Some(format!("{percent:.1} %"));
    finding.threshold = Some(limit.to_string());
    finding.evidence = largest_rows(cx, sums.rows.iter().copied());
    finding
}
