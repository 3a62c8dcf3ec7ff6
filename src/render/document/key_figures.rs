//! Figures derived from spend and tokens, each with its definition.

use super::Cells::{Prose, Short};
use super::figures::Figure;
use super::tables::table;
use super::{Block, Limits, text};
use crate::model::{EnvironmentShare, KeyFigures, ListPrice, Money, MonthForecast, PricedByPolicy, dollars};

/// A figure, and how it is defined.
struct Defined {
    figure: Figure,
    definition: &'static str,
}

/// Percent by which reported cost may be off the list price before it is worth a figure.
const LEAST_DISCOUNT: f64 = 0.5;
/// Characters of a model's name.
const SHORT: usize = 40;

/// The figures that the exports tell.
pub(super) fn figures(found: &KeyFigures) -> Vec<Figure> {
    defined(found).into_iter().map(|one| one.figure).collect()
}

/// What each of them means.
pub(super) fn definitions(found: &KeyFigures, limits: &Limits) -> Option<Block<'static>> {
    let all = defined(found);
    let columns = [("Figure", Short), ("Value", Short), ("Definition", Prose)];
    let row = |one: &Defined| vec![text(one.figure.label), text(one.figure.value.clone()), text(one.definition)];
    let rows = table("How the figures are defined", &columns, &all, limits, row);
    (!all.is_empty()).then(|| Block::Folded(text("How these figures are defined"), rows))
}

fn defined(found: &KeyFigures) -> Vec<Defined> {
    let figures = [
        found.month_forecast.as_ref().map(forecast),
        found.cache_hit_percent.map(cache),
        found.usd_per_million_tokens.map(|usd| Defined {
            figure: figure("Cost per million tokens", dollars(usd), "tokens of all kinds".to_owned()),
            definition: "Spend of the period, searches and sessions included, over its tokens of all kinds, on the days of which \
                         both are known; tokens of models without a price count where their cost is reported.",
        }),
        environments(&found.environments),
        found.reported_percent.zip(found.estimated_percent).map(|(reported, estimated)| Defined {
            figure: figure("Reported", format!("{reported:.1} %"), format!("of spend; {estimated:.1} % estimated")),
            definition: "Spend from cost exports over all spend. The rest is usage at list price, on the days that no cost export covers, or of \
                         workspaces and keys that it leaves out.",
        }),
        priced_by_policy(&found.priced_by_policy),
        found.list_price.as_ref().filter(|one| one.discount_percent.abs() >= LEAST_DISCOUNT).map(list_price),
    ];
    figures.into_iter().flatten().collect()
}

const fn figure(label: &'static str, value: String, note: String) -> Figure {
    Figure { label, value, note }
}

fn forecast(found: &MonthForecast) -> Defined {
    let tested = match found.backtests {
        0 => "not tested on past days".to_owned(),
        tried => format!("such intervals held on {} of {tried} past days", found.held),
    };
    let note = format!(
        "{} to {} ({} %) for {}, {} so far; {tested}",
        dollars(found.low_usd),
        dollars(found.high_usd),
        found.interval_percent,
        found.month.format("%Y-%m"),
        dollars(found.so_far_usd),
    );
    Defined {
        figure: figure("Month-end forecast", dollars(found.expected_usd), note),
        definition: "What the month in which the data ends will cost: spent before the last day of the data, and for the rest a level with \
                     weekdays, a damped trend and days of the month that return. The width of the interval is the error of the same forecast on past days, for the same number of days ahead.",
    }
}

fn cache(percent: f64) -> Defined {
    Defined {
        figure: figure("Cache hit rate", format!("{percent:.1} %"), "of input tokens".to_owned()),
        definition: "Tokens read from a cache over all input tokens of the period: uncached, written to a cache and read from one.",
    }
}

fn environments(shares: &[EnvironmentShare]) -> Option<Defined> {
    let formatted = |one: &EnvironmentShare| format!("{} {:.1} %", one.environment, one.percent);
    let largest = shares.iter().max_by(|a, b| a.usd.cmp(&b.usd))?;
    let others: Vec<String> =
        shares.iter().filter(|one| one.environment != largest.environment).map(formatted).collect();
    let by_name = shares.iter().any(|one| one.by_name_usd > Money::ZERO);
    let guess = if by_name { "; partly inferred from names" } else { "" };
    let note = if others.is_empty() { "of spend".to_owned() } else { others.join(", ") };
    Some(Defined {
        figure: figure("Spend by environment", formatted(largest), format!("{note}{guess}")),
        definition: "Spend of the period by the environment of the workspace (policy, tag `env`, name), else of the key (policy, name). \
                     Claude Code has no environment; unknown means that no policy, tag or name identifies one.",
    })
}

fn list_price(found: &ListPrice) -> Defined {
    let what = match found.is_consistent {
        true => format!("discount {:.1} %", found.discount_percent),
        false if found.discount_percent < 0.0 => format!("{:.1} % more", -found.discount_percent),
        false => format!("{:.1} % less, but not evenly: no discount in itself", found.discount_percent),
    };
    Defined {
        figure: figure(
            "List price",
            dollars(found.list_usd),
            format!("reported {}, {what}", dollars(found.reported_usd)),
        ),
        definition: "The list price of what cost exports report: their own column where they have it, else usage at list price of the same \
                     days and models. It is a discount where the ratio is within half a percent on nine of ten days.",
    }
}

fn priced_by_policy(all: &[PricedByPolicy]) -> Option<Defined> {
    let sum: Money = all.iter().map(|one| one.usd).sum();
    let names: Vec<String> = all.iter().map(|one| super::cut(&one.model, SHORT)).collect();
    (!all.is_empty()).then(|| Defined {
        figure: figure("Usage priced by the policy", dollars(sum), names.join(", ")),
        definition: "What usage of the period costs at the prices of the policy ([[prices]]), which replace list prices in estimates. It is part of the spend only on days that no cost export covers.",
    })
}
