//! Cost exports that do not say what usage exports at list price say.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::NaiveDate;

use super::file_subject;
use crate::analyze::wording::some_of;
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::facts::{CostPair, Source};
use crate::model::{Confidence, Control, Evidence, Finding, Money, Period, Severity, Subject, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "cost-usage-mismatch",
    title: "Cost that usage does not explain",
    control: Control::EvidenceCompleteness,
    severity: Severity::Medium,
    reads: &[&[Table::Cost], &[Table::Usage]],
    population: "days and models with cost and usage",
    thresholds: &[Threshold {
        name: "most_percent",
        default: 2.0,
        unit: "% beyond half a cent per row",
        source: "cost rows are rounded to cents; prices are exact, and two percent leave room for requests at midnight",
    }],
    explain: Explain {
        finds: "Cost exports whose token cost of a day and model is further than half a cent per row and `most_percent` from the day's usage \
                at list price (with the multipliers of batch, long context, region and fast mode), or above the list price that the same \
                rows state. Where each row states its list price, that is compared with usage, so that a discount is no mismatch. Compared \
                are days that both kinds of export hold whole (the last day of a file may not be over), workspaces that both know, and \
                models and service tiers with a known price; searches and code execution are left out. Where usage is not grouped by service tier, \
                context window or region, its price is a range (all in batches to all in the United States with long context), and cost within it fits.",
        matters: "When two exports of the same days disagree, one of them is incomplete, changed or misread, and every sum is in doubt.",
        remedy: &[
            "Export cost and usage of these days again, with one grouping and no filter: Console > Cost > Export, Console > Usage > Export",
            "Admin API: GET /v1/organizations/cost_report and /v1/organizations/usage_report/messages of the same days, with all pages",
            "Compare {name} with the Console's own figure of its largest day; if the exports are right, ask support about the difference",
        ],
        caveats: "Cost without a column of list prices can carry a discount: then less cost than usage explains has medium confidence. List \
                  prices are those embedded in this program; a price that changed later, or another one by contract, looks the same.",
    },
    run,
};

/// Half a cent.
const ROUNDING: Money = Money::from_units(5_000_000_000_000_000);

/// One day and model that does not fit.
struct Gap {
    day: NaiveDate,
    model: String,
    /// What the export says: its list price where it states one.
    says: Money,
    expected: Money,
    source: Source,
    /// Rows of cost; none where there is usage alone, of which the source then is.
    rows: u64,
    /// Whether a discount could explain it.
    may_be_discount: bool,
}

impl Gap {
    fn size(&self) -> Money {
        size(self.says, self.expected)
    }
}

fn size(a: Money, b: Money) -> Money {
    if a > b { a - b } else { b - a }
}

/// In more files than these it is one finding: a file a day has one cause.
const MOST_FILES: usize = 5;

fn run(cx: &Context) -> Result<Outcome> {
    let pairs = &cx.facts.spend.cost_pairs;
    let compared: Vec<_> = pairs.pairs.iter().filter(|((day, _), _)| cx.period.contains(*day)).collect();
    if compared.is_empty() {
        let why =
            "no day and model of the period with a known price is whole in both a cost and a usage export".to_owned();
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Cost, Table::Usage] });
    }
    let mut by_file: BTreeMap<u32, Vec<Gap>> = BTreeMap::new();
    for ((day, model), pair) in &compared {
        if let Some(gap) = gap(cx, *day, model, pair) {
            by_file.entry(gap.source.file).or_default().push(gap);
        }
    }
    let findings = if by_file.len() > MOST_FILES {
        let (files, gaps) = (by_file.len(), by_file.into_values().flatten().collect());
        let title = format!("Cost and usage do not fit in {files} files");
        vec![finding(cx, (Subject::organization(), title), gaps, compared.len())]
    } else {
        let of_file = |(file, gaps): (u32, Vec<Gap>)| {
            let path = cx.data.path(file);
            finding(cx, (file_subject(path), format!("Cost and usage do not fit in {path}")), gaps, compared.len())
        };
        by_file.into_iter().map(of_file).collect()
    };
    Ok(Outcome::Assessed { population: compared.len() as u64, findings, notes: notes(cx) })
}

fn gap(cx: &Context, day: NaiveDate, model: &str, pair: &CostPair) -> Option<Gap> {
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("most_percent") });
    let rounding = ROUNDING.scaled(i128::from(if pair.rows > 0 { pair.rows } else { pair.expected_rows }), 1);
    let part = |amount: Money| amount.scaled((limit.value * 1000.0).round() as i128, 100_000);
    let is_off = |says, expected| size(says, expected) > rounding + part(expected);
    let gap = |says, expected, may_be_discount| {
        let model = model.to_owned();
        Some(Gap { day, model, says, expected, source: pair.source?, rows: pair.rows, may_be_discount })
    };
    // The export's own list price knows nothing of prices of the policy.
    let listed = pair.nearest(pair.listed.unwrap_or(pair.expected), pair.stated_list.unwrap_or(pair.reported));
    let expected = pair.nearest(pair.expected, pair.reported);
    match pair.stated_list {
        Some(list) if is_off(list, listed) => gap(list, listed, false),
        // A price above the list's is nobody's discount. Both amounts are rounded.
        Some(list) if pair.reported > list && size(pair.reported, list) > rounding + rounding + part(list) => {
            gap(pair.reported, list, false)
        }
        None if is_off(pair.reported, expected) => {
            gap(pair.reported, expected, pair.reported < expected && pair.rows > 0)
        }
        _ => None,
    }
}

fn finding(cx: &Context, (subject, title): (Subject, String), mut gaps: Vec<Gap>, compared: usize) -> Finding {
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("most_percent") });
    let (says, expected): (Money, Money) =
        (gaps.iter().map(|gap| gap.says).sum(), gaps.iter().map(|gap| gap.expected).sum());
    let impact: Money = gaps.iter().map(Gap::size).sum();
    let days = gaps.iter().map(|gap| gap.day);
    let days =
        Period { start: days.clone().min().unwrap_or(cx.period.start), end: days.max().unwrap_or(cx.period.end) };
    let mut models: BTreeMap<&str, Money> = BTreeMap::new();
    for gap in &gaps {
        *models.entry(&gap.model).or_default() += gap.size();
    }
    let mut models: Vec<(&str, Money)> = models.into_iter().collect();
    models.sort_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
    let models = some_of(models.iter().map(|(model, amount)| format!("{model} ${}", amount.to_grouped())), 4);
    let ratio = match expected > Money::ZERO {
        true => format!(" ({:.1} % of it)", 100.0 * says.to_f64() / expected.to_f64()),
        false => String::new(),
    };
    let message = format!(
        "on {} of {compared} days and models that were compared, in {days}, cost is ${} where usage at list price is ${}{ratio}: ${} apart, \
         {models}. Allowed: {limit}",
        gaps.len(),
        says.to_grouped(),
        expected.to_grouped(),
        impact.to_grouped(),
    );
    let mut finding = ANALYZER.finding(subject, title, message);
    if gaps.iter().all(|gap| gap.may_be_discount) {
        finding.confidence = Confidence::Medium;
    }
    finding.period = Some(days);
    finding.impact_usd = Some(impact);
    finding.observed = Some(format!("${} instead of ${}", says.to_grouped(), expected.to_grouped()));
    finding.threshold = Some(limit.to_string());
    gaps.sort_by_key(|gap| (std::cmp::Reverse(gap.size()), gap.source));
    finding.evidence = gaps.iter().take(5).map(|gap| record(cx, gap)).collect();
    finding
}

fn record(cx: &Context, gap: &Gap) -> Evidence {
    let (says, expected) = (gap.says.to_grouped(), gap.expected.to_grouped());
    let rows = counted(gap.rows, "row");
    let of = match gap.rows {
        0 => "no row of cost; usage".to_owned(),
        _ => format!("sum of {rows} of cost"),
    };
    let (day, model, line) = (gap.day, &gap.model, gap.source.line);
    gap.source.evidence(cx.data, format!("{day} {model}: ${says} instead of ${expected}, {of} from line {line}"))
}

fn notes(cx: &Context) -> Vec<String> {
    let pairs = &cx.facts.spend.cost_pairs;
    let days = pairs.doubtful_days.iter().filter(|day| cx.period.contains(**day)).count();
    let mut notes = Vec::new();
    let is_range = |pair: &CostPair| pair.leeway != [Money::ZERO; 2];
    let ranges = pairs.pairs.iter().filter(|((day, _), pair)| cx.period.contains(*day) && is_range(pair)).count();
    notes.extend((ranges > 0).then(|| {
        format!(
            "compared with a range: usage of {} of {} is not grouped by service tier, context window and region",
            ranges,
            counted(pairs.pairs.keys().filter(|(day, _)| cx.period.contains(*day)).count(), "day and model"),
        )
    }));
    notes.extend(
        (days > 0).then(|| {
            format!("not compared: {} that may be incomplete in one of the two exports", counted(days, "day"))
        }),
    );
    for (what, names) in [
        ("models without a known price or service tier", &pairs.unpriced),
        ("workspaces that only one of both knows", &pairs.one_sided),
    ] {
        notes.extend((!names.is_empty()).then(|| format!("not compared: {what}: {}", some_of(names, 4))));
    }
    notes
}
