//! Drawings, with their numbers: whoever reads `findings.json` can draw them anew.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Money, Period};

/// A drawing.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Chart {
    /// Its id; the file is `charts/<id>.png`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What a reader sees in it, in a sentence.
    pub caption: String,
    /// What the numbers are and where they come from.
    #[serde(default)]
    pub source: String,
    /// The numbers. Reports of before had others; nothing compares drawings.
    #[serde(default)]
    pub data: ChartData,
}

/// What is drawn.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ChartData {
    /// Dollars a day against what was expected.
    Band(BandChart),
    /// Dollars a day on top of each other.
    Stacked(StackedChart),
    /// How one sum becomes another.
    Waterfall(Waterfall),
    /// Hours of the week.
    HeatMap(HeatMap),
}

impl Default for ChartData {
    fn default() -> Self {
        Self::Stacked(StackedChart::default())
    }
}

impl ChartData {
    /// What findings point at, where the drawing has days.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        match self {
            Self::Band(chart) => &chart.marks,
            Self::Stacked(chart) => &chart.marks,
            Self::Waterfall(_) | Self::HeatMap(_) => &[],
        }
    }

    /// The days of the drawing, in order, where it has days.
    #[must_use]
    pub fn days(&self) -> Vec<&DrawnDay> {
        match self {
            Self::Band(chart) => chart.days.iter().map(|day| &day.day).collect(),
            Self::Stacked(chart) => chart.days.iter().collect(),
            Self::Waterfall(_) | Self::HeatMap(_) => Vec::new(),
        }
    }
}

/// Where the amount of a day comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DayState {
    /// A cost export states it.
    Reported,
    /// Usage at list price.
    Estimated,
    /// No export has a row of it. That is no zero.
    NoRows,
}

/// A day of a drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DrawnDay {
    /// The day.
    #[schemars(with = "String")]
    pub date: NaiveDate,
    /// Where its amount comes from.
    pub state: DayState,
    /// Whether the report's instant lies in it: more may come.
    #[serde(default, skip_serializing_if = "is_false")]
    pub partial: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// Dollars a day against what was expected: the period, and days before it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct BandChart {
    /// The period; days before it are history.
    pub period: Period,
    /// Every day in order.
    pub days: Vec<BandDay>,
    /// Days that findings point at.
    pub marks: Vec<Mark>,
}

/// A day with its amount and what was expected.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct BandDay {
    /// The day.
    #[serde(flatten)]
    pub day: DrawnDay,
    /// What was spent; null where no export has a row of the day.
    pub amount: Option<Money>,
    /// What was expected; null where too few days came before to tell.
    pub expected: Option<ExpectedBand>,
}

/// What a day was expected to cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ExpectedBand {
    /// Lower end.
    pub low: Money,
    /// The middle.
    pub middle: Money,
    /// Upper end.
    pub high: Money,
}

/// Dollars a day on top of each other.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct StackedChart {
    /// Every day in order.
    pub days: Vec<DrawnDay>,
    /// Stacked from the first to the last.
    pub series: Vec<Series>,
    /// Days that findings point at.
    pub marks: Vec<Mark>,
}

/// One band of a stack.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// How many names it sums up; 0 for a name of its own.
    pub sums_up: u64,
    /// Dollars, one amount for each day of the drawing; zero where a day has no rows.
    pub amounts: Vec<Money>,
}

/// Days that a finding points at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mark {
    /// The letter in the drawing, the same in every drawing.
    pub letter: String,
    /// Id of the finding.
    pub finding: String,
    /// What it says, in a line.
    pub text: String,
    /// Its days.
    pub period: Period,
}

/// How one sum becomes another, step by step.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Waterfall {
    /// Where it begins, and the sum.
    pub before: Step,
    /// What was added or taken away, in order; with the first sum they make the last one.
    pub steps: Vec<Step>,
    /// Where it ends, and the sum.
    pub after: Step,
}

/// A line of a waterfall.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// What it is.
    pub label: String,
    /// Dollars.
    pub amount: Money,
}

/// Hours of the week, Monday first, UTC.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct HeatMap {
    /// How many Mondays, Tuesdays … the values sum up; where it is 0, nothing is known of that weekday.
    pub days: Vec<u64>,
    /// The values.
    pub cells: HeatCells,
}

/// Seven lists of 24 values.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HeatCells {
    /// Dollars.
    Dollars(Vec<Vec<Money>>),
    /// Events.
    Events(Vec<Vec<u64>>),
}
