//! Spend limits that were made, raised, lowered or taken away, as the activity feed tells.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::events::cents;
use crate::facts::frame::Source;
use crate::facts::log::{Event, Events};
use crate::model::Money;

/// What became of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitMove {
    /// A limit where the feed knows of none before.
    Set,
    /// Higher than the one before.
    Raised,
    /// Lower, or as high.
    Kept,
    /// Replaced, and nothing tells what it was before.
    Replaced,
    /// Taken away, or ignored from then on.
    Removed,
}

/// A change of a spend limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitChange {
    /// When it was done with.
    pub at: DateTime<Utc>,
    /// Of the organization, else of a workspace: which one, the feed does not say.
    pub of_organization: bool,
    /// What became of it.
    pub became: LimitMove,
    /// Dollars before, where known.
    pub before: Option<Money>,
    /// Dollars after, where there is a limit.
    pub after: Option<Money>,
    /// Who did it: id and address.
    pub actor: (Option<String>, Option<String>),
    /// The event's type.
    pub event: String,
    /// Where it stands.
    pub source: Source,
}

/// Delete and make again within this time is an edit.
const EDIT: TimeDelta = TimeDelta::minutes(10);
const TYPES: [(&str, bool, Kind); 5] = [
    ("platform_spend_limit_created", true, Kind::Created),
    ("platform_spend_limit_updated", true, Kind::Updated),
    ("platform_spend_limit_deleted", true, Kind::Deleted),
    ("workspace_spend_limit_created", false, Kind::Created),
    ("workspace_spend_limit_deleted", false, Kind::Deleted),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Created,
    Updated,
    Deleted,
}

struct ReportedChange {
    kind: Kind,
    of_organization: bool,
    ignores: bool,
    action: Option<String>,
    change: LimitChange,
}

/// Every change, in the order of time.
pub(super) fn changes(events: &Events) -> Vec<LimitChange> {
    let mut found: Vec<ReportedChange> = events.notable.iter().filter_map(found).collect();
    // Of one instant, the deletion comes first: the two are an edit.
    found.sort_by_key(|one| (one.change.at, one.kind != Kind::Deleted, one.change.source));
    let mut changes = Vec::new();
    // What a limit of the organization was, by what it does: one that notifies and one that pauses can stand side by side.
    let mut known: Vec<(&Option<String>, Option<Money>)> = Vec::new();
    let mut paired = vec![false; found.len()];
    for (at, one) in found.iter().enumerate() {
        let mut change = one.change.clone();
        match one.kind {
            Kind::Deleted => {
                let is_again = |(_, other): &(usize, &ReportedChange)| {
                    other.kind == Kind::Created
                        && other.of_organization == one.of_organization
                        && other.change.at - one.change.at <= EDIT
                };
                let again = found.iter().enumerate().skip(at + 1).filter(|(other, _)| !paired[*other]).find(is_again);
                if let Some((other, _)) = again {
                    paired[other] = true;
                    continue;
                }
                change.became = LimitMove::Removed;
            }
            Kind::Updated if one.ignores => change.became = LimitMove::Removed,
            Kind::Updated => continue,
            Kind::Created => {
                let before = known.iter().rev().find(|(action, _)| one.of_organization && **action == one.action);
                change.before = before.and_then(|(_, amount)| *amount);
                change.became = match (change.before, change.after) {
                    (Some(before), Some(after)) if after > before => LimitMove::Raised,
                    (Some(_), Some(_)) => LimitMove::Kept,
                    _ if paired[at] => LimitMove::Replaced,
                    _ => LimitMove::Set,
                };
            }
        }
        if one.kind == Kind::Created && one.of_organization {
            known.push((&one.action, change.after));
        }
        changes.push(change);
    }
    changes
}

fn found(event: &Event) -> Option<ReportedChange> {
    let (_, of_organization, kind) = TYPES.into_iter().find(|(known, ..)| *known == event.event)?;
    let change = LimitChange {
        at: event.at,
        of_organization,
        became: LimitMove::Set,
        before: None,
        after: cents(event.details.get("limit_usd")),
        actor: (event.actor.id.clone(), event.actor.address.clone()),
        event: event.event.clone(),
        source: event.source,
    };
    let ignores = event.flag("ignore") == Some(true);
    let action = event.details.get("limit_action").and_then(Value::as_str).map(str::to_owned);
    Some(ReportedChange { kind, of_organization, ignores, action, change })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::LimitMove;
    use crate::analyze::testing::{activity, facts, page};

    fn became(events: &[(&str, &str, Value)]) -> Vec<LimitMove> {
        let events: Vec<Value> =
            events.iter().map(|(at, kind, fields)| activity(at, kind, "ok", fields.clone())).collect();
        facts(&[("feed.json", &page(&events))]).spend.limits.changes.into_iter().map(|one| one.became).collect()
    }

    fn made(cents: i64) -> Value {
        json!({"limit_action": "notify_and_pause", "limit_usd": cents})
    }

    const MADE: &str = "platform_spend_limit_created";
    const GONE: &str = "platform_spend_limit_deleted";

    #[test]
    fn an_edit_is_told_by_what_stood_before() {
        let gone = json!({"spend_limit_id": "spl_1"});
        let first = ("2026-07-01T09:00:00Z", MADE, made(1000));
        let edit = |cents| [("2026-07-05T09:00:00Z", GONE, gone.clone()), ("2026-07-05T09:04:00Z", MADE, made(cents))];
        assert_eq!(became(&[&[first.clone()][..], &edit(1200)].concat()), [LimitMove::Set, LimitMove::Raised]);
        assert_eq!(became(&[&[first][..], &edit(800)].concat()), [LimitMove::Set, LimitMove::Kept]);
        assert_eq!(became(&edit(1200)), [LimitMove::Replaced], "nothing tells what it was");
    }

    #[test]
    fn a_limit_that_is_gone_or_ignored() {
        let late = [("2026-07-05T09:00:00Z", GONE, json!({})), ("2026-07-05T09:11:00Z", MADE, made(1200))];
        assert_eq!(became(&late), [LimitMove::Removed, LimitMove::Set]);
        let ignored = ("2026-07-05T09:00:00Z", "platform_spend_limit_updated", json!({"ignore": true}));
        assert_eq!(became(&[ignored]), [LimitMove::Removed]);
        let heeded = ("2026-07-05T09:00:00Z", "platform_spend_limit_updated", json!({"ignore": false}));
        assert_eq!(became(&[heeded]), []);
    }

    #[test]
    fn two_limits_of_workspaces_are_two() {
        let made = |at| (at, "workspace_spend_limit_created", made(1000));
        assert_eq!(became(&[made("2026-07-01T09:00:00Z"), made("2026-07-02T09:00:00Z")]), [LimitMove::Set; 2]);
    }
}
