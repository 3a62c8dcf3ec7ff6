//! What the sources of limits say of one spender.

use crate::analyze::Context;
use crate::facts::{SpendLimit, Workspace};
use crate::model::{Confidence, Money, Rejection, Table};

/// Whether a spender is bound.
pub(super) enum Bound {
    /// By a limit; what a reader should know of it.
    Limited(Option<String>),
    /// By none, although there is a source that would name it.
    Unlimited,
    /// Nobody can say: a record of the list that may be its limit could not be read, and where that stands.
    Unread(String),
    /// Nobody can say: the list has an entry for it, and states no amount of any entry; where that stands.
    Unstated(String),
    /// There is no such source.
    Unknown,
}

/// Records of the list of limits that could not be read.
fn rejected<'a>(cx: &'a Context) -> impl Iterator<Item = &'a Rejection> {
    cx.data.rejections_of(Table::SpendLimits)
}

fn names_a_workspace(one: &Rejection) -> bool {
    one.mentions.iter().any(|mention| mention.starts_with("wrkspc_"))
}

fn place(one: &Rejection) -> String {
    format!("{}, line {}", one.file, one.line)
}

/// Sources that would name a limit if there were one.
pub(super) struct Sources {
    /// The list of spend limits.
    pub(super) has_list: bool,
    /// A policy that states some limit.
    has_policy: bool,
}

impl Sources {
    pub(super) fn of(cx: &Context) -> Self {
        let stated = |workspace: &Workspace| cx.policy.workspace_limit(&workspace.name, Some(&workspace.id)).is_some();
        let has_policy = cx.policy.organization_limit().is_some() || cx.facts.lists.workspaces.iter().any(stated);
        Self { has_list: cx.data.has(Table::SpendLimits), has_policy }
    }

    pub(super) fn organization(&self, cx: &Context) -> Bound {
        let limits = &cx.facts.spend.limits;
        if let Some(bound) = self.stated(cx, "the organization", &limits.organization, cx.policy.organization_limit()) {
            return bound;
        }
        if let Some(set) = limits.events.pausing.as_ref().filter(|set| !set.is_in_doubt) {
            let amount = set.amount.map_or_else(String::new, |amount| format!(" of ${}", amount.to_grouped()));
            let day = set.at.date_naive();
            return Bound::Limited(Some(format!(
                "the organization's limit{amount} is known from the activity feed ({day}) alone"
            )));
        }
        if limits.organization.is_empty()
            && let Some(rejected) = rejected(cx).find(|one| !names_a_workspace(one))
        {
            return Bound::Unread(place(rejected));
        }
        self.nothing()
    }

    pub(super) fn workspace(&self, cx: &Context, workspace: &Workspace) -> Bound {
        let by_policy = cx.policy.workspace_limit(&workspace.name, Some(&workspace.id));
        let entries = cx.facts.spend.limits.of_workspace(&workspace.id);
        if let Some(bound) = self.stated(cx, &format!("workspace «{}»", workspace.name), entries, by_policy) {
            return bound;
        }
        // A limit whose scope could not be read, and that names no workspace, may be any workspace's.
        let may_be_any = |one: &Rejection| &*one.column == "scope" && !names_a_workspace(one);
        let is_its = |one: &&Rejection| one.mentions.contains(&workspace.id) || may_be_any(one);
        rejected(cx).find(is_its).map_or_else(|| self.nothing(), |one| Bound::Unread(place(one)))
    }

    /// Bound by the list, where that has an entry; else by the policy's word, which a list that is there should confirm.
    fn stated(&self, cx: &Context, whose: &str, listed: &[SpendLimit], by_policy: Option<Money>) -> Option<Bound> {
        if listed.iter().any(SpendLimit::is_in_force) {
            return Some(Bound::Limited(None));
        }
        if let Some(open) = listed.iter().find(|limit| limit.is_amount_unstated) {
            return Some(Bound::Unstated(cx.data.path(open.source.file).to_owned()));
        }
        let amount = by_policy?.to_grouped();
        // A list that has the limit and calls it off is nearer to the truth than the policy's word.
        if !listed.is_empty() {
            return Some(Bound::Unlimited);
        }
        let unconfirmed = format!(
            "the policy states a limit of ${amount} for {whose}, but the list of spend limits has none in force"
        );
        Some(Bound::Limited(self.has_list.then_some(unconfirmed)))
    }

    const fn nothing(&self) -> Bound {
        if self.has_list || self.has_policy { Bound::Unlimited } else { Bound::Unknown }
    }

    /// What the sources say instead of a limit.
    pub(super) fn silence(&self, whose: &str, listed: &[SpendLimit], by_policy: Option<Money>) -> String {
        let entries: Vec<String> = listed.iter().map(SpendLimit::says).collect();
        if let (true, false, Some(amount)) = (self.has_list, entries.is_empty(), by_policy) {
            let (entries, amount) = (entries.join("; "), amount.to_grouped());
            return format!(
                "no limit of {whose} is in force ({entries}), although the policy states ${amount} a month"
            );
        }
        match (self.has_list, entries.is_empty()) {
            (true, true) => format!("the list of spend limits has none for {whose}, and the policy states none"),
            (true, false) => {
                format!("no limit of {whose} is in force ({}), and the policy states none", entries.join("; "))
            }
            (false, _) => format!("the policy states limits and none for {whose}, and no export lists them"),
        }
    }

    /// How sure silence is: the policy may leave out what the Console has, and a list may be of people's limits only.
    pub(super) fn confidence(&self, cx: &Context) -> Confidence {
        let limits = &cx.facts.spend.limits;
        let is_of_people = limits.others > 0 && !limits.lists_wholes();
        if self.has_list && !is_of_people { Confidence::High } else { Confidence::Medium }
    }
}
