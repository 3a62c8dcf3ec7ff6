//! Tokens per day: a pure function of the seed, the key and the day, so that a file of any size needs no memory.

use chrono::{Datelike, NaiveDate};

use crate::calendar;
use crate::key::{Pattern, Use};
use crate::org::Org;
use crate::price::{MODELS, Model};
use crate::rng::Rng;

/// One row of the usage export.
pub(crate) struct Row<'a> {
    /// Index of the key.
    pub(crate) key: usize,
    /// The use.
    pub(crate) usage: &'a Use,
    /// Uncached input, five-minute write, one-hour write, read, output.
    pub(crate) tokens: [u64; 5],
    /// Web searches.
    pub(crate) searches: u64,
}

impl Row<'_> {
    /// The model.
    pub(crate) fn model(&self) -> Model {
        MODELS[self.usage.model]
    }

    /// Where it ran, as the exports write it.
    pub(crate) fn geo(&self) -> &'static str {
        match (self.model().has_geo, self.usage.us) {
            (false, _) => "not_available",
            (true, true) => "us",
            (true, false) => "global",
        }
    }
}

/// Percent of a usual working day, Monday first.
const WEEK: [u64; 7] = [102, 104, 103, 101, 97, 56, 51];

/// Rows of a day, in the order of the keys.
pub(crate) fn rows(org: &Org, day: NaiveDate) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for (key, record) in org.keys.iter().enumerate() {
        for (number, usage) in record.uses.iter().enumerate() {
            if day >= usage.from && day < usage.to {
                let mut rng = Rng::new(org.seed, "usage", &[key as u64, number as u64, calendar::number(day)]);
                let (tokens, searches) = amounts(org, usage, day, &mut rng);
                if tokens.iter().sum::<u64>() + searches > 0 {
                    rows.push(Row { key, usage, tokens, searches });
                }
            }
        }
    }
    rows
}

fn amounts(org: &Org, usage: &Use, day: NaiveDate, rng: &mut Rng) -> ([u64; 5], u64) {
    let free = calendar::weekend(day) || org.holidays && calendar::holiday(day);
    let weekday = match usage.pattern {
        Pattern::Workdays => u64::from(!free) * 100,
        Pattern::Night => 100,
        _ if free => WEEK[6],
        _ => WEEK[day.weekday().num_days_from_monday() as usize],
    };
    let index = calendar::number(day) - calendar::number(org.quarter.start);
    let growth = 1000 + index;
    let tenths = match usage.pattern {
        Pattern::MonthEnd if calendar::month_end(day) => 45,
        Pattern::Spike(first) if day == first || day.pred_opt() == Some(first) => 48,
        _ => 10,
    };
    let ramp = match usage.pattern {
        Pattern::Ramp => 300 + (calendar::number(day) - calendar::number(usage.from)).min(50) * 14,
        _ => 1000,
    };
    let half = if usage.half_on == Some(day) { 50 } else { 100 };
    // Hundredths of a cent.
    let amount = usage.cents * weekday * growth / 1000 * tenths / 10 * ramp / 1000 * half / 100;
    let amount = rng.around(amount, 50);
    let searches = usage.searches * weekday * half / 10_000;
    let shares = if usage.cached { [120, 130, 50, 200, 500] } else { [450, 0, 0, 0, 550] };
    let prices = MODELS[usage.model].prices;
    let tokens = [0, 1, 2, 3, 4].map(|category| {
        // A share in thousandths of hundredths of a cent, over tenths of a cent for a million tokens.
        let tokens = amount * shares[category] * 100 / prices[category];
        if tokens == 0 { 0 } else { rng.around(tokens, 30) }
    });
    (tokens, searches)
}

/// The part of a number that falls into each of some slots, by weight; the parts add up to the number.
pub(crate) fn spread(number: u64, weights: &[u64]) -> Vec<u64> {
    let whole: u64 = weights.iter().sum();
    let (mut before, mut given) = (0, 0);
    weights
        .iter()
        .map(|weight| {
            before += weight;
            let due = number * before / whole;
            let part = due - given;
            given = due;
            part
        })
        .collect()
}
