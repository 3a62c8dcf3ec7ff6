//! The limit that binds the organization or a workspace.

use chrono::{DateTime, NaiveDate, Utc};

use super::super::series::Entity;
use crate::analyze::Context;
use crate::facts::SpendLimit;
use crate::model::{Confidence, Evidence, Money};

/// The lowest monthly limit of an entity.
pub(super) struct Bound {
    /// Whose.
    pub(super) of: Entity,
    /// Dollars a month.
    pub(super) amount: Money,
    /// Where it comes from, in words.
    pub(super) says: String,
    /// Where it stands.
    pub(super) evidence: Evidence,
    /// Whether it is what the lists say today: the policy holds for the whole period.
    is_listed: bool,
    /// The first day on which it bound anything, where the list says.
    pub(super) since: Option<NaiveDate>,
    /// The day on which it was last changed, where the list says: what it was before is not known.
    changed: Option<NaiveDate>,
}

/// Every bound, and what could not be judged.
pub(super) fn bounds(cx: &Context) -> (Vec<Bound>, Vec<String>) {
    let (limits, lists) = (&cx.facts.spend.limits, &cx.facts.lists);
    let (mut bounds, mut notes) = (Vec::new(), Vec::new());
    let entries: Vec<&SpendLimit> = limits.organization.iter().collect();
    bounds.extend(lowest(cx, Entity::Organization, &entries, cx.policy.organization_limit(), &mut notes));
    for workspace in lists.workspaces.iter().filter(|workspace| !workspace.is_default()) {
        let entries: Vec<&SpendLimit> = limits.of_workspace(&workspace.id).iter().collect();
        let stated = cx.policy.workspace_limit(&workspace.name, Some(&workspace.id));
        let of = Entity::Workspace(workspace.name.clone());
        let Some(bound) = lowest(cx, of, &entries, stated, &mut notes) else { continue };
        // Spend goes by name: that of several workspaces with one name is nobody's.
        match lists.workspace_named(&workspace.name) {
            Some(_) => bounds.push(bound),
            None => notes.push(format!("not judged, because several workspaces have the name: «{}»", workspace.name)),
        }
    }
    (bounds, notes)
}

fn lowest(
    cx: &Context,
    of: Entity,
    entries: &[&SpendLimit],
    stated: Option<Money>,
    notes: &mut Vec<String>,
) -> Option<Bound> {
    let is_monthly = |limit: &&&SpendLimit| limit.period.as_deref().is_none_or(|period| period == "monthly");
    let (monthly, others): (Vec<&SpendLimit>, Vec<&SpendLimit>) =
        entries.iter().copied().filter(|limit| limit.is_in_force()).partition(|limit| is_monthly(&limit));
    notes.extend(others.iter().map(|limit| format!("not judged: the limit of {}, {}", of.label(), limit.says())));
    if let Some(why) = doubt(cx, &monthly) {
        notes.push(format!("not judged: the limit of {}: {why}", of.label()));
        return None;
    }
    let listed =
        monthly.iter().filter_map(|limit| Some((limit.amount?, limit.source, *limit))).min_by_key(|one| (one.0, one.1));
    match (listed, stated) {
        (Some((amount, _, limit)), stated) if stated.is_none_or(|stated| amount <= stated) => {
            Some(by_list(cx, of, amount, limit))
        }
        (_, Some(amount)) => {
            let file = cx.policy.info().file.unwrap_or_default();
            let record = format!("[limits]: ${} a month", amount.to_grouped());
            let evidence = Evidence { file, line: None, record };
            Some(Bound {
                of,
                amount,
                says: "policy".to_owned(),
                evidence,
                is_listed: false,
                since: None,
                changed: None,
            })
        }
        (_, None) => None,
    }
}

/// Why nobody can say how high the listed limits of an entity are, where nobody can.
fn doubt(cx: &Context, monthly: &[&SpendLimit]) -> Option<String> {
    if let Some(one) = monthly.iter().find(|limit| limit.is_contradicted) {
        let file = cx.data.path(one.source.file);
        return Some(format!(
            "{file} says {}, and another list says otherwise; nothing shows which is the newer one",
            one.says()
        ));
    }
    let unstated = monthly.iter().find(|limit| limit.unit_is_unstated)?;
    Some(format!(
        "{} writes it as a number, or with decimals, where the API writes cents as a text; read as cents it is {}",
        cx.data.path(unstated.source.file),
        unstated.says()
    ))
}

fn by_list(cx: &Context, of: Entity, amount: Money, limit: &SpendLimit) -> Bound {
    let day = |at: Option<DateTime<Utc>>| at.map(|at| at.date_naive());
    let (since, changed) = (day(limit.created_at), day(limit.updated_at));
    let evidence = limit.source.evidence(cx.data, format!("limit of {}: ${} a month", of.label(), amount.to_grouped()));
    Bound { of, amount, says: "list of spend limits".to_owned(), evidence, is_listed: true, since, changed }
}

impl Bound {
    /// Medium where the feed tells that a limit of this kind was set or taken away since the month began: it may have been another.
    pub(super) fn confidence(&self, cx: &Context, month: NaiveDate) -> Confidence {
        let is_organization = self.of == Entity::Organization;
        let mut changes = cx.facts.spend.limits.changes.iter();
        let changed = changes.any(|one| one.of_organization == is_organization && one.at.date_naive() >= month);
        let changed = changed || self.changed.is_some_and(|day| day >= month);
        if self.is_listed && changed { Confidence::Medium } else { Confidence::High }
    }
}
