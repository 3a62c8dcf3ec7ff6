//! Members who spend far more beyond their seat than the others do.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::NaiveDate;

use crate::analyze::wording::some_of;
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::facts::MemberSpend;
use crate::model::{Confidence, Control, Finding, Money, Severity, Subject, SubjectKind, Table, counted};
use crate::stats::{mad, median};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "seat-spend-outlier",
    title: "Members who spend far more beyond their seat than others",
    control: Control::SpendAlerts,
    severity: Severity::Medium,
    reads: &[&[Table::SeatSpend, Table::ClaudeCodeTeam]],
    population: "members with spend beyond the seat, by product and range",
    thresholds: &[
        Threshold {
            name: "deviations",
            default: 5.0,
            unit: "robust deviations of the logarithm above the median",
            source: "simulated: of 1,000 products with ten ordinary members 13 have one so far out, with fifty members 2",
        },
        Threshold {
            name: "fewest_members",
            default: 10.0,
            unit: "members with spend on the product",
            source: "of fewer nobody can say what is usual",
        },
        Threshold {
            name: "least_usd",
            default: 100.0,
            unit: "USD",
            source: "what is less is not worth a person's time",
        },
    ],
    explain: Explain {
        finds: "Members whose spend beyond the seat on a product lies `deviations` or more above that of the other members of the same \
                report: logarithms, median and median absolute deviation, so that a few heavy users do not move what is usual. Products \
                with fewer than `fewest_members` and spend below `least_usd` are not judged. Whose spend in another range lies at the same \
                level (half to twice) is not found: that is how they work.",
        matters: "An agent that loops, an account that somebody else uses, or work that belongs on an API key with a limit of its own.",
        remedy: &[
            "Ask {name} what the spend was for",
            "If nobody knows: end the sessions of {name} and look at the audit log of these days",
            "Set a limit for the member: Organization settings > Usage > limits",
        ],
        caveats: "The CSV does not state its range: each file is one range, and two files of one month look like one range twice, which is \
                  recognized by equal amounts. On seat plans the report holds only what goes beyond the seat.",
    },
    run,
};

/// The spread that a product has at least, as a logarithm: members who all spend the same to the cent are no measure.
const LEAST_SPREAD: f64 = 0.35;
/// Another range is at the same level from half to twice the amount.
const SAME_LEVEL: f64 = 2.0;
/// Amounts of two files that differ by less are those of one range.
const SAME_RANGE: f64 = 0.005;

/// Members of one product in one range.
type Ranges<'a> = BTreeMap<(u32, Option<NaiveDate>, &'a str), Vec<&'a MemberSpend>>;

fn run(cx: &Context) -> Result<Outcome> {
    let fewest = cx.limit(&ANALYZER, const { ANALYZER.threshold("fewest_members") }).value;
    let mut ranges = Ranges::new();
    for one in cx.facts.spend.seats.iter().filter(|one| one.amount > Money::ZERO) {
        ranges.entry((one.file, one.month, &one.product)).or_default().push(one);
    }
    let (mut population, mut few, mut steady) = (0, BTreeSet::new(), BTreeSet::new());
    // The range in which a member stands out most stands for all of them.
    let mut found: BTreeMap<(&str, String), (f64, Finding)> = BTreeMap::new();
    for ((.., product), members) in &ranges {
        if (members.len() as f64) < fewest {
            few.insert(*product);
            continue;
        }
        population += members.len() as u64;
        let usual = Usual::of(members);
        for one in members.iter().filter(|one| usual.is_far_above(cx, one)) {
            if is_steady(cx, one) {
                steady.insert(one.address.as_str());
                continue;
            }
            let key = (one.address.as_str(), normalized(product));
            let score = usual.score(one);
            if found.get(&key).is_none_or(|(before, _)| *before < score) {
                found.insert(key, (score, usual.finding(cx, one)));
            }
        }
    }
    if population == 0 && !few.is_empty() {
        let why = format!("no product has {fewest} members with spend: {}", some_of(few, 4));
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::SeatSpend] });
    }
    let findings = found.into_values().map(|(_, finding)| finding).collect();
    Ok(Outcome::Assessed { population, findings, notes: notes(few, steady) })
}

fn notes(few: BTreeSet<&str>, steady: BTreeSet<&str>) -> Vec<String> {
    let few =
        (!few.is_empty()).then(|| format!("products with too few members to say what is usual: {}", some_of(few, 4)));
    let steady = (!steady.is_empty()).then(|| {
        format!(
            "{} far above the others and at the same level in another range: {}",
            counted(steady.len(), "member"),
            some_of(steady, 4)
        )
    });
    few.into_iter().chain(steady).collect()
}

/// Products are called otherwise in the CSV and in the API.
fn normalized(product: &str) -> String {
    product.to_lowercase().replace([' ', '-'], "_")
}

/// Whether another range has the member at the same level.
fn is_steady(cx: &Context, one: &MemberSpend) -> bool {
    let own = one.amount.to_f64();
    let is_other = |other: &&MemberSpend| {
        let ratio = other.amount.to_f64() / own;
        other.address == one.address
            && (other.file, other.month) != (one.file, one.month)
            && normalized(&other.product) == normalized(&one.product)
            && (1.0 / SAME_LEVEL..=SAME_LEVEL).contains(&ratio)
            && (ratio - 1.0).abs() > SAME_RANGE
    };
    cx.facts.spend.seats.iter().any(|other| is_other(&other))
}

/// What is usual among the members of a product.
struct Usual {
    members: usize,
    /// Median and deviation of the logarithms.
    center: f64,
    spread: f64,
}

impl Usual {
    fn of(members: &[&MemberSpend]) -> Self {
        let logs: Vec<f64> = members.iter().map(|one| one.amount.to_f64().ln()).collect();
        Self { members: members.len(), center: median(&logs), spread: mad(&logs).max(LEAST_SPREAD) }
    }

    fn score(&self, one: &MemberSpend) -> f64 {
        (one.amount.to_f64().ln() - self.center) / self.spread
    }

    fn is_far_above(&self, cx: &Context, one: &MemberSpend) -> bool {
        let [deviations, least] = const { [ANALYZER.threshold("deviations"), ANALYZER.threshold("least_usd")] }
            .map(|limit| cx.limit(&ANALYZER, limit).value);
        self.score(one) >= deviations && one.amount.to_f64() >= least
    }

    fn finding(&self, cx: &Context, one: &MemberSpend) -> Finding {
        let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("deviations") });
        let usual = self.center.exp();
        let member =
            cx.facts.lists.members.iter().find(|member| {
                crate::model::normalize_address(&member.address).as_deref() == Some(one.address.as_str())
            });
        let id = one.user_id.clone().or_else(|| member.map(|member| member.id.clone()));
        let subject = Subject { kind: SubjectKind::User, id, name: Some(one.address.clone()), workspace: None };
        let range = one.month.map_or_else(
            || format!("in the range of {}", cx.data.path(one.file)),
            |month| format!("in {}", month.format("%Y-%m")),
        );
        let message = format!(
            "${} on {} {range}, {:.0} times the median of {} (${usual:.2}) and {:.1} robust deviations above it. Threshold: {limit}",
            one.amount.to_grouped(),
            one.product,
            one.amount.to_f64() / usual,
            counted(self.members, "member"),
            self.score(one)
        );
        let title = format!("{} spends far more on {} than others", one.address, one.product);
        let mut finding = ANALYZER.finding(subject, title, message);
        finding.event = Some(normalized(&one.product));
        finding.confidence = Confidence::Medium;
        finding.impact_usd = Some(one.amount);
        finding.observed = Some(format!("${}", one.amount.to_grouped()));
        finding.threshold = Some(limit.to_string());
        let record = format!("{} {}: ${} in all", one.address, one.product, one.amount.to_grouped());
        finding.evidence = vec![one.source.evidence(cx.data, record)];
        finding
    }
}
