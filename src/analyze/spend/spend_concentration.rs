//! One key that spends most of the money.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::explained::of_period;
use super::series::Entity;
use super::subject::{largest_rows, ranked};
use crate::analyze::estimates::estimated_part;
use crate::analyze::left_out::LeftOut;
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::facts::{SpendRow, TokenUse};
use crate::model::{Control, Finding, Money, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "spend-concentration",
    title: "One key with most of the spend",
    control: Control::SpendAlerts,
    severity: Severity::Info,
    reads: &[&[Table::Cost, Table::Usage]],
    population: "keys with spend in the period",
    thresholds: &[Threshold {
        name: "most_percent",
        default: 60.0,
        unit: "% of the period's spend",
        source: "from here on the bill is the bill of one service",
    }],
    explain: Explain {
        finds: "A key with more than `most_percent` of the period's spend: reported cost where cost exports cover the day, else usage at \
                list price. Where there is only one key in all nothing is found, and use without a key counts in the sum only, as does \
                spend of exports that do not name keys. Where that spend decides whether a key has as much, or models \
                without a price have a twentieth of the tokens of the others, nothing is found. It is \
                worth knowing and counts in no verdict.",
        matters: "What happens to that one key happens to the bill: it deserves the first alert and the first look.",
        remedy: &[
            "Console > Cost, grouped by API key: see the days of {name}",
            "Console > Workspaces > {workspace} > Limits: a limit with a notification below it; Admin API: GET \
             /v1/organizations/spend_limits shows what is in force",
        ],
        caveats: "Keys are distinguished by name and workspace, as the exports do; where the ids of one name differ, its sum is that of several \
                  keys and only a note says so. Where some exports do not name keys, a share is the least that a key has.",
    },
    run,
};

/// What one name of one workspace spent.
#[derive(Default)]
struct Spent<'a> {
    amount: Money,
    ids: BTreeSet<&'a str>,
    rows: Vec<&'a SpendRow>,
}

/// What was spent in the period.
#[derive(Default)]
struct Sums<'a> {
    keys: BTreeMap<(&'a str, &'a str), Spent<'a>>,
    /// With what no export ascribes to a key.
    total: Money,
    /// Of exports that do not name keys: part of the total, and of any key.
    nameless: Money,
    /// Of no key.
    credits: Money,
}

impl<'a> Sums<'a> {
    fn of(cx: &'a Context) -> Self {
        let in_period = |row: &&SpendRow| cx.period.contains(row.day);
        let mut sums = Self::default();
        for row in cx.facts.spend.series.rows.iter().filter(in_period) {
            // A credit lowers nobody's share: what keys spent is compared with what was spent.
            if row.key.is_empty() && row.amount < Money::ZERO {
                sums.credits += row.amount;
                continue;
            }
            sums.total += row.amount;
            if !row.by_key {
                sums.nameless += row.amount;
                continue;
            }
            if row.key.is_empty() {
                continue;
            }
            let spent = sums.keys.entry((&row.workspace, &row.key)).or_default();
            spent.amount += row.amount;
            spent.ids.extend(row.key_id.as_deref());
            spent.rows.push(row);
        }
        sums.keys.retain(|_, spent| spent.amount > Money::ZERO);
        sums
    }

    /// That a key may have more than the limit, with what is of exports that do not name keys.
    fn doubt(&self, percent: f64) -> Option<Outcome> {
        let most = self.keys.values().map(|spent| spent.amount).max()?;
        let at_most = (most + self.nameless).to_f64();
        let is_open = self.nameless > Money::ZERO && 100.0 * at_most > percent * self.total.to_f64();
        is_open.then(|| Outcome::NotAssessed { why: self.nameless_part(), needs: vec![Table::Cost] })
    }

    /// `exports that do not name keys have $8.00 of $10.00: whose keys spent it is not known`.
    fn nameless_part(&self) -> String {
        let (nameless, total) = (self.nameless.to_grouped(), self.total.to_grouped());
        format!("exports that do not name keys have ${nameless} of ${total}: whose keys spent it is not known")
    }
}

/// What is in no sum, of one key and of the others; of no key all is of the others.
fn left_out(cx: &Context, of: Option<(&str, &str)>) -> LeftOut {
    let is_its = |one: &TokenUse| of.is_some_and(|(workspace, key)| one.workspace == *workspace && one.key == *key);
    LeftOut::of(cx, |_| true, is_its)
}

fn run(cx: &Context) -> Result<Outcome> {
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("most_percent") });
    let sums = Sums::of(cx);
    let (keys, total, credits) = (&sums.keys, sums.total, sums.credits);
    let whole = left_out(cx, None);
    if let Some(unpriced) = if keys.is_empty() { whole.not_assessed() } else { None } {
        return Ok(unpriced);
    }
    if keys.is_empty() {
        let why = "no export with spend in the period names keys".to_owned();
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Cost] });
    }
    let all = || keys.iter().map(|((workspace, key), spent)| (entity(workspace, key).label(), spent.amount));
    let (mut findings, mut notes) = (Vec::new(), Vec::new());
    if credits != Money::ZERO {
        notes.push(format!(
            "credits of ${} are of no key, and shares are of what was spent before them",
            (-credits).to_grouped()
        ));
    }
    if sums.nameless > Money::ZERO {
        notes.push(format!("{}; shares are the least that keys have", sums.nameless_part()));
    }
    for ((workspace, key), spent) in keys {
        if keys.len() == 1 || 100.0 * spent.amount.to_f64() <= limit.value * total.to_f64() {
            continue;
        }
        if spent.ids.len() > 1 {
            notes.push(format!("«{key}» has more than {limit}, but is the name of {} keys", spent.ids.len()));
            continue;
        }
        let own = left_out(cx, Some((*workspace, *key)));
        if own.doubt(true).is_some() {
            continue;
        }
        let entity = entity(workspace, key);
        let label = entity.label();
        findings.push(finding(
            cx,
            &entity,
            spent,
            total,
            &ranked(all().filter(|(name, _)| *name != label)),
            &own.after(),
        ));
    }
    // A key of whose tokens no price is known may have most of the spend, or one whose spend is in part of no key.
    let doubt = || whole.doubt(true).or_else(|| sums.doubt(limit.value));
    if let Some(doubt) = if findings.is_empty() { doubt() } else { None } {
        return Ok(doubt);
    }
    notes.extend(whole.note());
    Ok(Outcome::Assessed { population: keys.len() as u64, findings, notes })
}

fn entity(workspace: &str, key: &str) -> Entity {
    Entity::Key { workspace: workspace.to_owned(), key: key.to_owned() }
}

fn finding(cx: &Context, entity: &Entity, spent: &Spent, total: Money, others: &str, without: &str) -> Finding {
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("most_percent") });
    let percent = 100.0 * spent.amount.to_f64() / total.to_f64();
    let estimated = estimated_part(spent.rows.iter().copied());
    let next = if others.is_empty() { String::new() } else { format!(" Next: {others}.") };
    let message = format!(
        "${} of ${} ({percent:.1} %) in {}{estimated}{without}.{next} Allowed: {limit}",
        spent.amount.to_grouped(),
        total.to_grouped(),
        cx.period
    );
    let mut finding =
        ANALYZER.finding(entity.subject(cx), format!("Most spend comes from {}", entity.label()), message);
    finding.period = Some(cx.period);
    finding.impact_usd = Some(spent.amount);
    finding.change = of_period(cx, entity);
    finding.observed = Some(format!("{percent:.1} %"));
    finding.threshold = Some(limit.to_string());
    finding.evidence = largest_rows(cx, spent.rows.iter().copied());
    finding
}
