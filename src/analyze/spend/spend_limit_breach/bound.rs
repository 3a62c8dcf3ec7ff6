//! The limits that bind the organization or a workspace.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Months, NaiveDate, Utc};

use super::super::series::Entity;
use crate::analyze::Context;
use crate::facts::SpendLimit;
use crate::model::{Confidence, Evidence, Money, Table};

/// Every monthly limit of the organization or a workspace.
pub(super) struct Bounds {
    /// Whose.
    pub(super) of: Entity,
    /// The lowest first.
    pub(super) all: Vec<Bound>,
}

/// A monthly limit.
pub(super) struct Bound {
    pub(super) amount: Money,
    /// Where it comes from, in words.
    pub(super) says: String,
    /// Where it stands.
    pub(super) evidence: Evidence,
    /// Whether it is what the lists say today: the policy holds for the whole period.
    is_listed: bool,
    /// The first day on which it bound anything, where the list says.
    since: Option<NaiveDate>,
    /// The day on which it was last changed, where the list says: what it was before is not known.
    changed: Option<NaiveDate>,
}

/// Every entity with a limit, and what could not be judged.
pub(super) fn bounds(cx: &Context) -> (Vec<Bounds>, Vec<String>) {
    let (limits, lists) = (&cx.facts.spend.limits, &cx.facts.lists);
    let (mut bounds, mut notes) = (Vec::new(), Vec::new());
    let entries: Vec<&SpendLimit> = limits.organization.iter().collect();
    bounds.extend(of_entity(cx, Entity::Organization, &entries, cx.policy.organization_limit(), &mut notes));
    for workspace in lists.workspaces.iter().filter(|workspace| !workspace.is_default()) {
        let entries: Vec<&SpendLimit> = limits.of_workspace(&workspace.id).iter().collect();
        let stated = cx.policy.workspace_limit(&workspace.name, Some(&workspace.id));
        let of = Entity::Workspace(workspace.name.clone());
        let Some(found) = of_entity(cx, of, &entries, stated, &mut notes) else { continue };
        // Spend goes by name: that of several workspaces with one name is nobody's.
        match lists.workspace_named(&workspace.name) {
            Some(_) => bounds.push(found),
            None => notes.push(format!("not judged, because several workspaces have the name: «{}»", workspace.name)),
        }
    }
    for name in unlisted(cx) {
        let entries: Vec<&SpendLimit> = limits.of_unlisted(&name).collect();
        let stated = cx.policy.workspace_limit(&name, None);
        bounds.extend(of_entity(cx, Entity::Workspace(name.clone()), &entries, stated, &mut notes));
    }
    let unread = cx.data.rejections_of(Table::SpendLimits).map(|one| format!("{}, line {}", one.file, one.line));
    let unread: Vec<String> = unread.collect();
    if !unread.is_empty() {
        notes.push(format!("limits that could not be read are not judged: {}", unread.join("; ")));
    }
    let open: BTreeMap<&str, usize> = limits.without_amount().fold(BTreeMap::new(), |mut open, limit| {
        *open.entry(cx.data.path(limit.source.file)).or_default() += 1;
        open
    });
    let open = open.iter().map(|(file, count)| format!("{count} in {file}")).collect::<Vec<_>>();
    if !open.is_empty() {
        notes.push(format!("not judged: limits of which the lists do not say the amount: {}", open.join(", ")));
    }
    (bounds, notes)
}

/// Workspaces with a limit that no list names, by what the exports of spend call them.
fn unlisted(cx: &Context) -> BTreeSet<String> {
    let lists = &cx.facts.lists;
    let is_listed = |entry: &str| lists.workspaces.iter().any(|one| one.name == entry || one.id == entry);
    let stated = cx.policy.limited_workspaces().filter(|entry| !is_listed(entry)).map(str::to_owned);
    stated.chain(cx.facts.spend.limits.unlisted_workspaces().map(str::to_owned)).collect()
}

fn of_entity(
    cx: &Context,
    of: Entity,
    entries: &[&SpendLimit],
    stated: Option<Money>,
    notes: &mut Vec<String>,
) -> Option<Bounds> {
    let is_monthly = |limit: &&&SpendLimit| limit.period.as_deref().is_none_or(|period| period == "monthly");
    let (monthly, others): (Vec<&SpendLimit>, Vec<&SpendLimit>) =
        entries.iter().copied().filter(|limit| limit.is_in_force()).partition(|limit| is_monthly(&limit));
    notes.extend(others.iter().map(|limit| format!("not judged: the limit of {}, {}", of.label(), limit.says())));
    if let Some(why) = doubt(cx, &monthly) {
        notes.push(format!("not judged: the limit of {}: {why}", of.label()));
        return None;
    }
    let mut listed: Vec<&SpendLimit> = monthly.into_iter().filter(|limit| limit.amount.is_some()).collect();
    listed.sort_by_key(|limit| (limit.amount, limit.source));
    let mut all: Vec<Bound> = listed
        .into_iter()
        .map(|limit| Bound::by_list(cx, &of, limit.amount.unwrap_or_default(), limit))
        .chain(stated.map(|amount| Bound::by_policy(cx, amount)))
        .collect();
    all.sort_by_key(|bound| bound.amount);
    (!all.is_empty()).then_some(Bounds { of, all })
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

impl Bounds {
    /// The lowest limit of which it is known that it was in force in a month; the lower ones of which it is not, as notes.
    pub(super) fn in_force(&self, month: NaiveDate, notes: &mut Vec<String>) -> Option<&Bound> {
        self.all.iter().find(|bound| match bound.not_known_in(month) {
            None => true,
            Some(why) => {
                let (named, whose, amount) = (month.format("%Y-%m"), self.of.label(), bound.amount.to_grouped());
                notes.push(format!("{named} of {whose} is not judged: the limit of ${amount} {why}"));
                false
            }
        })
    }
}

impl Bound {
    fn by_list(cx: &Context, of: &Entity, amount: Money, limit: &SpendLimit) -> Self {
        let day = |at: Option<DateTime<Utc>>| at.map(|at| at.date_naive());
        let (since, changed) = (day(limit.created_at), day(limit.updated_at));
        let evidence =
            limit.source.evidence(cx.data, format!("limit of {}: ${} a month", of.label(), amount.to_grouped()));
        Self { amount, says: "list of spend limits".to_owned(), evidence, is_listed: true, since, changed }
    }

    fn by_policy(cx: &Context, amount: Money) -> Self {
        let file = cx.policy.info().file.unwrap_or_default();
        let evidence = Evidence { file, line: None, record: format!("[limits]: ${} a month", amount.to_grouped()) };
        Self { amount, says: "policy".to_owned(), evidence, is_listed: false, since: None, changed: None }
    }

    /// Why nothing is known of the limit in a whole month, where nothing is: to follow its amount.
    fn not_known_in(&self, month: NaiveDate) -> Option<String> {
        let is_later = |day: &NaiveDate| *day >= month + Months::new(1);
        let made = self.since.filter(is_later).map(|since| format!("was made on {since}"));
        let changed = || {
            let day = self.changed.filter(is_later)?;
            Some(format!("was last changed on {day}, and no list says what it was before"))
        };
        made.or_else(changed)
    }

    /// Medium where the feed tells that a limit of this kind was set or taken away since the month began, or the list that it was
    /// changed: it may have been another.
    pub(super) fn confidence(&self, cx: &Context, of: &Entity, month: NaiveDate) -> Confidence {
        let is_organization = *of == Entity::Organization;
        let mut changes = cx.facts.spend.limits.changes.iter();
        let changed = changes.any(|one| one.of_organization == is_organization && one.at.date_naive() >= month);
        let is_unsure = self.is_listed && (changed || self.changed_in(month).is_some());
        if is_unsure { Confidence::Medium } else { Confidence::High }
    }

    /// The day of a month on which it was last changed.
    pub(super) fn changed_in(&self, month: NaiveDate) -> Option<NaiveDate> {
        self.changed.filter(|day| *day > month && *day < month + Months::new(1) && self.since != Some(*day))
    }
}
