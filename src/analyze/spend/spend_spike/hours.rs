//! When inside the days of a jump the money went, where usage exports are hourly.

use chrono::NaiveDate;

use super::super::series::Entity;
use super::Jump;
use crate::analyze::Context;
use crate::facts::HourRow;
use crate::model::Money;

/// Hours that are named: more would be a day.
const NAMED: usize = 3;

/// `; busiest hours (UTC): 2026-09-16 02:00 $120.00, …`, nothing where no export has the hours.
pub(super) fn busiest(cx: &Context, jump: &Jump) -> String {
    let holds = |row: &HourRow| match &jump.entity {
        Entity::Organization => true,
        Entity::Workspace(workspace) => row.workspace == *workspace,
        Entity::Key { workspace, key } => row.workspace == *workspace && row.key == *key,
        Entity::Model(model) => row.model == *model,
    };
    let mut hours: Vec<((NaiveDate, u8), Money)> = cx
        .facts
        .spend
        .hourly
        .hours(jump.period, holds)
        .into_iter()
        .filter(|(_, amount)| *amount > Money::ZERO)
        .collect();
    hours.sort_by_key(|(hour, amount)| (std::cmp::Reverse(*amount), *hour));
    let spell =
        |((day, hour), amount): &((NaiveDate, u8), Money)| format!("{day} {hour:02}:00 ${}", amount.to_grouped());
    let named: Vec<String> = hours.iter().take(NAMED).map(spell).collect();
    if named.is_empty() { String::new() } else { format!("; busiest hours (UTC): {}", named.join(", ")) }
}
